"""Does a condition hold, and what does an effect do to the grades? One function for each kind."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any

from evenhand.framework.model import Framework
from evenhand.framework.rule import (
    All,
    Any_,
    Cap,
    Condition,
    Expect,
    ExplainedCap,
    FactIs,
    GradeIs,
    InspectionIs,
    Not,
    Precondition,
    conditions_in,
)
from evenhand.judgement.case import Case
from evenhand.judgement.outcome import Permission
from evenhand.scale import Scale

Sets = tuple[tuple[int, Permission], ...]

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}


def holds(condition: Condition | None, framework: Framework, case: Case) -> bool | None:
    """True, False, or None when it cannot be said because a fact or a grade is missing (Kleene's three values)."""
    match condition:
        case None:
            return True
        case All(all=inner):
            return _every(holds(one, framework, case) for one in inner)
        case Any_(any=inner):
            return _some(holds(one, framework, case) for one in inner)
        case Not(not_=one):
            inside = holds(one, framework, case)
            return None if inside is None else not inside
        case InspectionIs(inspection=kind):
            return case.inspection == kind
        case FactIs():
            return _fact_holds(condition, case)
        case GradeIs():
            return _grade_holds(condition, framework, case)


def _every(values: Iterable[bool | None]) -> bool | None:
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def _some(values: Iterable[bool | None]) -> bool | None:
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def _fact_holds(condition: FactIs, case: Case) -> bool | None:
    value = case.facts.get(condition.fact)
    if value is None:
        return None
    return all(COMPARE[word](value, wanted) for word, wanted in condition.comparisons or (("is", True),))


def missing(condition: Condition | None, case: Case) -> tuple[str, ...]:
    """Facts and judgements that the condition asks about and the case does not answer, each once."""
    asked = (
        leaf.fact if isinstance(leaf, FactIs) else leaf.grade
        for leaf in conditions_in(condition)
        if (isinstance(leaf, FactIs) and leaf.fact not in case.facts)
        or (isinstance(leaf, GradeIs) and leaf.grade not in case.grades)
    )
    return tuple(dict.fromkeys(asked))


def grade_comparison(condition: GradeIs) -> tuple[str, str]:
    """The word and the grade id of a condition on a grade."""
    if condition.is_ is not None:
        return "is", condition.is_
    if condition.at_least is not None:
        return "at_least", condition.at_least
    return "at_most", str(condition.at_most)


def _grade_holds(condition: GradeIs, framework: Framework, case: Case) -> bool | None:
    grade = case.grades.get(condition.grade)
    if grade is None:
        return None
    scale = framework.scale_of(condition.grade)
    word, wanted = grade_comparison(condition)
    return COMPARE[word](scale.ordinal(grade), scale.ordinal(wanted))


def cap(effect: Cap, scale: Scale) -> Sets:
    """Every grade better than the cap is refused."""
    return _above(scale, effect.at_most, Permission.REFUSED)


def expect(effect: Expect, scale: Scale) -> Sets:
    """Every grade better than the expected one needs a recorded reason."""
    return _above(scale, effect.at_most, Permission.REASON)


def explained_cap(effect: ExplainedCap, scale: Scale) -> Sets:
    """Better than the cap needs an explanation in the report; better than the second limit is refused."""
    limit, second = scale.ordinal(effect.at_most), scale.ordinal(effect.unless_explained)
    return tuple(
        (grade.ordinal, Permission.REFUSED if grade.ordinal > second else Permission.EXPLANATION)
        for grade in scale.worst_first
        if grade.ordinal > limit
    )


def precondition(effect: Precondition, scale: Scale) -> Sets:
    """Exactly this grade needs a record of how its extra condition is met."""
    return ((scale.ordinal(effect.for_), Permission.REASON),)


def _above(scale: Scale, limit: str, permission: Permission) -> Sets:
    ordinal = scale.ordinal(limit)
    return tuple((grade.ordinal, permission) for grade in scale.worst_first if grade.ordinal > ordinal)


def sets(effect: object, scale: Scale) -> Sets:
    """What an effect does to the grades of its judgement; empty for order, scope and requirement."""
    match effect:
        case Cap():
            return cap(effect, scale)
        case Expect():
            return expect(effect, scale)
        case ExplainedCap():
            return explained_cap(effect, scale)
        case Precondition():
            return precondition(effect, scale)
        case _:
            return ()
