"""Conditions over columns of codes, with three values: 0 no, 1 cannot be said, 2 yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from evenhand.framework.model import Framework
from evenhand.framework.rule import All, Any_, Condition, FactIs, GradeIs, InspectionIs, Not
from evenhand.judgement.table.columns import INSPECTION, Codes, Column, answers

YES = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A simple condition: the answer for each code of its column."""

    column: str
    answers: Codes


@dataclass(frozen=True, slots=True)
class Always:
    """No condition."""


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The part does not hold."""

    part: Formula


Formula = Asked | Always | Both | Either | Opposite
Known = Mapping[str, Codes]


def formula(condition: Condition | None, columns: Mapping[str, Column], framework: Framework) -> Formula:
    """A rule's condition with its comparisons already made for every code."""
    match condition:
        case None:
            return Always()
        case All(all=inner):
            return Both(tuple(formula(one, columns, framework) for one in inner))
        case Any_(any=inner):
            return Either(tuple(formula(one, columns, framework) for one in inner))
        case Not(not_=one):
            return Opposite(formula(one, columns, framework))
        case InspectionIs(inspection=kind):
            meanings = columns[INSPECTION].meanings
            return Asked(INSPECTION, np.array([2 * (one == kind) for one in meanings], dtype=np.uint8))
        case GradeIs(grade=name) | FactIs(fact=name):
            return Asked(name, answers(condition, columns[name], framework))


def while_blank(when: Formula, columns: Sequence[Column]) -> Formula:
    """`when`, as long as any of these columns is unknown; that a column is unknown is itself never in doubt."""
    blank = (np.array([YES, *[0] * (column.size - 1)], dtype=np.uint8) for column in columns)
    asked = (Asked(column.name, answers) for column, answers in zip(columns, blank, strict=True))
    return Both((when, Either(tuple(asked))))


def columns_in(one: Formula) -> tuple[str, ...]:
    """Columns that the formula reads, each once, in order."""
    match one:
        case Asked(column=name):
            return (name,)
        case Always():
            return ()
        case Opposite(part=part):
            return columns_in(part)
        case Both(parts=parts) | Either(parts=parts):
            return tuple(dict.fromkeys(name for part in parts for name in columns_in(part)))


def partial(one: Formula, known: Known, size: int) -> tuple[Codes | None, list[Codes]]:
    """The formula when only some columns are known.

    Returns its value for each of `size` situations, or None when unread columns still matter; and then the values of
    its parts that are settled, which are all that the rest of the evaluation can depend on.
    """
    match one:
        case Always():
            return np.full(size, YES, np.uint8), []
        case Asked(column=name, answers=table):
            return (table[known[name]], []) if name in known else (None, [])
        case Opposite(part=part):
            value, settled = partial(part, known, size)
            return (None if value is None else np.uint8(YES) - value), settled
        case Both(parts=parts):
            return _joined(parts, known, size, decisive=0)
        case Either(parts=parts):
            return _joined(parts, known, size, decisive=YES)


def _joined(parts: tuple[Formula, ...], known: Known, size: int, decisive: int) -> tuple[Codes | None, list[Codes]]:
    done = [partial(part, known, size) for part in parts]
    values = [value for value, _ in done if value is not None]
    combine = np.minimum if decisive == 0 else np.maximum
    value = reduce(combine, values) if values else None
    if len(values) == len(parts):
        return value, []
    settled = [one for _, some in done for one in some]
    if value is None:
        return None, settled
    # Once a part decides the whole, what the other parts know so far no longer matters.
    return None, [value, *(np.where(value == decisive, np.uint8(0), one) for one in settled)]
