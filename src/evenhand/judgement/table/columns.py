"""Columns of codes: what the table wants to know of a case, one byte each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from evenhand.framework.model import Fact, Framework
from evenhand.framework.rule import COMPARE, FactIs, FactValue, GradeIs, conditions_in

Codes = npt.NDArray[np.uint8]
INSPECTION = "inspection"
MOST_CODES = 256


@dataclass(frozen=True, slots=True)
class Column:
    """One column: code i means `meanings[i]`.

    Code 0 of a grade or fact means unknown (None). A grade's code is its ordinal. A whole number is known only by the
    interval that rules can tell it from: its meaning is the least number of the interval. The inspection has no
    unknown: its codes number the framework's types from 0.
    """

    name: str
    kind: Literal["grade", "fact", "inspection"]
    meanings: tuple[FactValue | None, ...]

    @property
    def size(self) -> int:
        """How many codes there are."""
        return len(self.meanings)


def columns_of(framework: Framework) -> dict[str, Column]:
    """Every judgement, every fact that a rule's condition compares, and the inspection type.

    Raises ValueError when a fact and a judgement share an id, or when rules compare a fact with too many numbers.
    """
    columns = {INSPECTION: Column(INSPECTION, "inspection", tuple(kind.id for kind in framework.inspection_types))}
    for judgement in framework.judgements:
        grades = framework.scale_of(judgement.id).worst_first
        columns[judgement.id] = Column(judgement.id, "grade", (None, *(grade.ordinal for grade in grades)))
    leaves = [leaf for rule in framework.rules for leaf in conditions_in(rule.when) if isinstance(leaf, FactIs)]
    for name in dict.fromkeys(leaf.fact for leaf in leaves):
        if name in columns:
            raise ValueError(f"'{name}' is both a fact and a judgement; give the fact another id")
        fact = framework.fact_by_id[name]
        meanings = (None, *_meanings(fact, [leaf for leaf in leaves if leaf.fact == name]))
        if len(meanings) > MOST_CODES:
            raise ValueError(f"the rules compare '{name}' with too many numbers to fit in one byte")
        columns[name] = Column(name, "fact", meanings)
    return columns


def _meanings(fact: Fact, leaves: Sequence[FactIs]) -> tuple[FactValue, ...]:
    if fact.type == "boolean":
        return (False, True)
    if fact.type == "choice":
        return tuple(choice.id for choice in fact.choices)
    low, high = fact.minimum or 0, fact.maximum or 0
    starts = {start for leaf in leaves for start in _starts(leaf) if low < start <= high}
    return (low, *sorted(starts))


def _starts(leaf: FactIs) -> Iterator[int]:
    """Numbers at which the comparison changes its answer."""
    for word, value in leaf.comparisons:
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        if word in ("is", "at_least", "less_than"):
            yield value
        if word in ("is", "at_most", "more_than"):
            yield value + 1


def codes_of_fact(fact: Fact, column: Column, values: Any) -> Codes:
    """Answers to a fact as codes; None is unknown.

    `values`: a sequence of answers and None, or a numpy array of integers or booleans (which has no unknown).
    Raises ValueError for a value that does not answer the fact.
    """
    array = np.asarray(values)
    if fact.type == "integer" and array.dtype.kind in "iu":
        low, high = fact.minimum or 0, fact.maximum or 0
        if array.size and (int(array.min()) < low or int(array.max()) > high):
            raise ValueError(f"'{fact.id}' lies between {low} and {high} {fact.unit}")
        starts = np.array(column.meanings[2:], dtype=np.int64)
        return (np.searchsorted(starts, array, side="right") + 1).astype(np.uint8)
    if fact.type == "boolean" and array.dtype.kind == "b":
        return array.astype(np.uint8) + np.uint8(1)
    # A true that numpy would turn into a 1 must stay a true, so plain values are read one by one.
    plain = values.tolist() if isinstance(values, np.ndarray) else list(values)
    seen: dict[Any, int] = {}
    codes = [_code(fact, column, value, seen) for value in plain]
    return np.array(codes, dtype=np.uint8)


def _code(fact: Fact, column: Column, value: Any, seen: dict[Any, int]) -> int:
    key = (type(value), value)
    if key not in seen:
        if value is None:
            seen[key] = 0
        elif (problem := fact.refuses(value)) is not None:
            raise ValueError(f"'{value}' does not answer '{fact.id}'; {problem}")
        elif fact.type == "integer":
            seen[key] = max(i for i, start in enumerate(column.meanings) if start is not None and start <= value)
        else:
            seen[key] = column.meanings.index(value)
    return seen[key]


def answers(leaf: GradeIs | FactIs, column: Column, framework: Framework) -> Codes:
    """The leaf's answer for each code of its column: 0 no, 1 cannot be said, 2 yes."""
    if isinstance(leaf, GradeIs):
        word, wanted = leaf.comparison
        tests: list[tuple[str, Any]] = [(word, framework.scale_of(leaf.grade).ordinal(wanted))]
    else:
        tests = list(leaf.comparisons) or [("is", True)]
    return np.array(
        [
            1 if meaning is None else 2 * all(COMPARE[word](meaning, value) for word, value in tests)
            for meaning in column.meanings
        ],
        dtype=np.uint8,
    )
