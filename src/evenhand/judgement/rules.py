"""Does a condition hold, and what does an effect do to the grades? One function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from evenhand.framework.model import Framework
from evenhand.framework.rule import (
    COMPARE,
    All,
    Any_,
    Cap,
    Condition,
    Effect,
    Expect,
    ExplainedCap,
    FactIs,
    GradeIs,
    InspectionIs,
    Not,
    Precondition,
    Scope,
    conditions_in,
    target,
)
from evenhand.judgement.case import Case
from evenhand.judgement.outcome import Permission
from evenhand.scale import Scale

Sets = tuple[tuple[int, Permission], ...]

Test = Callable[[Case], bool | None]
Seen = Callable[[Case], Hashable]


def holds(condition: Condition | None, framework: Framework, case: Case) -> bool | None:
    """True, False, or None when it cannot be said because a fact or a grade is missing (Kleene's three values)."""
    return condition_test(condition, framework)(case)


def condition_test(condition: Condition | None, framework: Framework) -> Test:
    """The condition as a function of the case, so that a framework's conditions are walked once and asked often."""
    match condition:
        case None:
            return lambda case: True
        case All(all=inner):
            return _every([condition_test(one, framework) for one in inner])
        case Any_(any=inner):
            return _some([condition_test(one, framework) for one in inner])
        case Not(not_=one):
            return _opposite(condition_test(one, framework))
        case InspectionIs(inspection=kind):
            return lambda case: case.inspection == kind
        case FactIs():
            return _fact_test(condition)
        case GradeIs():
            return _grade_test(condition, framework)


def _every(tests: list[Test]) -> Test:
    def test(case: Case) -> bool | None:
        answers = [one(case) for one in tests]
        return False if False in answers else None if None in answers else True

    return test


def _some(tests: list[Test]) -> Test:
    def test(case: Case) -> bool | None:
        answers = [one(case) for one in tests]
        return True if True in answers else None if None in answers else False

    return test


def _opposite(inside: Test) -> Test:
    def test(case: Case) -> bool | None:
        answer = inside(case)
        return None if answer is None else not answer

    return test


def _fact_test(condition: FactIs) -> Test:
    word, wanted = condition.comparisons[0] if condition.comparisons else ("is", True)
    compare, fact = COMPARE[word], condition.fact

    def test(case: Case) -> bool | None:
        value = case.facts.get(fact)
        return None if value is None else compare(value, wanted)

    return test


def _grade_test(condition: GradeIs, framework: Framework) -> Test:
    scale, judgement = framework.scale_of(condition.grade), condition.grade
    word, wanted = condition.comparison
    passing = {grade.id: COMPARE[word](grade.ordinal, scale.ordinal(wanted)) for grade in scale.grades}

    def test(case: Case) -> bool | None:
        grade = case.grades.get(judgement)
        return None if grade is None else passing[grade]

    return test


def asked(condition: Condition | None) -> tuple[tuple[str, str], ...]:
    """What the condition asks of a case, each once: ('facts', fact id) or ('grades', judgement id)."""
    leaves = conditions_in(condition)
    return tuple(
        dict.fromkeys(
            ("facts", leaf.fact) if isinstance(leaf, FactIs) else ("grades", leaf.grade)
            for leaf in leaves
            if not isinstance(leaf, InspectionIs)
        )
    )


def seen_by(condition: Condition | None) -> Seen:
    """All that the condition can see of a case: cases in which it sees the same are one to it.

    Comparable between cases that fit the framework (in others, a 1 might stand where a true belongs).
    """
    facts = tuple(name for part, name in asked(condition) if part == "facts")
    grades = tuple(name for part, name in asked(condition) if part == "grades")
    if any(isinstance(leaf, InspectionIs) for leaf in conditions_in(condition)):
        if not facts and not grades:
            return lambda case: case.inspection
        return lambda case: (case.inspection, *map(case.facts.get, facts), *map(case.grades.get, grades))
    if facts and grades:
        return lambda case: (*map(case.facts.get, facts), *map(case.grades.get, grades))
    part, names = ("grades", grades) if grades else ("facts", facts)
    return _few(part, names)


def _few(part: str, names: tuple[str, ...]) -> Seen:
    # Written out, because this is most of the time that judging one case takes.
    match names:
        case ():
            return lambda case: None
        case (one,) if part == "grades":
            return lambda case: case.grades.get(one)
        case (one,):
            return lambda case: case.facts.get(one)
        case (one, two) if part == "facts":
            return lambda case: ((answer := case.facts.get)(one), answer(two))
        case (one, two, three) if part == "facts":
            return lambda case: ((answer := case.facts.get)(one), answer(two), answer(three))
        case _:
            return lambda case: tuple(map(getattr(case, part).get, names))


def missing(condition: Condition | None, case: Case) -> tuple[str, ...]:
    """Facts and judgements that the condition asks about and the case does not answer."""
    return tuple(name for part, name in asked(condition) if name not in getattr(case, part))


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


def no_judgements(scale: Scale) -> Sets:
    """Every grade is refused, because no judgement is made in this inspection."""
    return tuple((grade.ordinal, Permission.REFUSED) for grade in scale.worst_first)


def sets(effect: Effect, scale: Scale) -> Sets:
    """What an effect does to the grades of a judgement it is about (see `concerns`); empty for the other kinds."""
    match effect:
        case Cap():
            return cap(effect, scale)
        case Expect():
            return expect(effect, scale)
        case ExplainedCap():
            return explained_cap(effect, scale)
        case Precondition():
            return precondition(effect, scale)
        case Scope(scope="no_judgements"):
            return no_judgements(scale)
        case _:
            return ()


def concerns(effect: Effect, judgement_id: str) -> bool:
    """Whether an effect touches the grades of this judgement: it names it, or no judgement is made at all."""
    return target(effect) == judgement_id or (isinstance(effect, Scope) and effect.scope == "no_judgements")
