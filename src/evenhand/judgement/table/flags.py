"""Conditions as yes or no: where a rule certainly applies.

What a rule does to a grade depends only on whether its condition certainly holds; that it "cannot be said" changes
nothing. So a condition becomes a formula of two values, and what it asks of facts becomes *flags*, one byte each. A
flag costs a handful of comparisons over a block in the cache, far less than looking up a combination of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from evenhand.judgement.table.kleene import YES, Always, Asked, Both, Either, Formula, Opposite, columns_in


def certain(one: Formula, fixed: Mapping[str, int], wanted: bool = True) -> Formula | bool:
    """Where the formula is certainly yes (or no, if not `wanted`), as a formula that is never undecided.

    `fixed`: columns with one code in all rows. Returns True or False where nothing is left to ask.
    """
    match one:
        case Always():
            return wanted
        case Opposite(part=part):
            return certain(part, fixed, not wanted)
        case Asked(column=name, answers=answers):
            hits = (answers == (YES if wanted else 0)).astype(np.uint8) * np.uint8(YES)
            return bool(hits[fixed[name]]) if name in fixed else _settled(Asked(name, hits))
        case Both(parts=parts) | Either(parts=parts):
            # "Not both" is "either not": refusing turns one into the other.
            every = isinstance(one, Both) == wanted
            return _joined([certain(part, fixed, wanted) for part in parts], every)


def _settled(one: Asked) -> Formula | bool:
    return bool(one.answers[0]) if one.answers.min() == one.answers.max() else one


def _joined(parts: list[Formula | bool], every: bool) -> Formula | bool:
    if any(part is (not every) for part in parts):
        return not every
    asked: dict[str, Asked] = {}
    others: list[Formula] = []
    for part in parts:
        if isinstance(part, Asked) and part.column in asked:
            combine = np.minimum if every else np.maximum
            asked[part.column] = Asked(part.column, combine(asked[part.column].answers, part.answers))
        elif isinstance(part, Asked):
            asked[part.column] = part
        elif not isinstance(part, bool):
            others.append(part)
    merged = [_settled(part) for part in asked.values()]
    if any(part is (not every) for part in merged):
        return not every
    left = (*(part for part in merged if not isinstance(part, bool)), *others)
    return every if not left else left[0] if len(left) == 1 else Both(left) if every else Either(left)


class Flags:
    """The flags of a set of formulas; `formulas[name]` says when the flag is raised. Alike flags are one."""

    def __init__(self, is_fact: Callable[[str], bool]) -> None:
        self._is_fact = is_fact
        self._names: dict[object, str] = {}
        self.formulas: dict[str, Formula] = {}

    def instead_of_facts(self, one: Formula) -> Formula:
        """The certain formula with flags where it asks about facts; what it asks about grades stays."""
        if isinstance(one, Always):
            return one
        if all(self._is_fact(name) for name in columns_in(one)):
            return self._flag(one)
        if not isinstance(one, Both | Either):
            return one
        facts = [part for part in one.parts if all(self._is_fact(name) for name in columns_in(part))]
        mixed = [self.instead_of_facts(part) for part in one.parts if part not in facts]
        if facts:
            mixed.append(self._flag(facts[0] if len(facts) == 1 else type(one)(tuple(facts))))
        return type(one)(tuple(mixed))

    def _flag(self, one: Formula) -> Formula:
        name = self._names.setdefault(_key(one), f"flag {len(self._names)}")
        self.formulas[name] = one
        return Asked(name, np.array([0, YES], np.uint8))


def _key(one: Formula) -> object:
    match one:
        case Asked(column=name, answers=answers):
            return (name, answers.tobytes())
        case Both(parts=parts) | Either(parts=parts):
            return (type(one).__name__, *(_key(part) for part in parts))
        case _:
            raise TypeError(f"{type(one).__name__} does not stand in a certain formula")
