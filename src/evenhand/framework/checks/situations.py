"""Can a condition ever hold? Decided by trying every situation that the condition can tell apart.

A situation gives each judgement in the condition one grade, each fact one answer, and the inspection one type. Numbers
are tried only on both sides of each limit that is mentioned. Facts that are not asked in a situation have no answer in
it. Values that are still open count as unknown (Kleene's third value), so that a branch that is already lost is left at
once and the search stays small even for long conditions.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

from evenhand.framework.checks.walk import leaves
from evenhand.framework.model import Fact, Framework
from evenhand.framework.rule import COMPARE, All, Any_, Condition, FactIs, FactValue, GradeIs, InspectionIs, Not

Variable = tuple[str, str]
Situation = Mapping[Variable, FactValue]
# The shipped frameworks need fewer than a hundred; a draft made to be difficult must not hold up the service.
MOST_TRIED = 20_000


def both(first: Condition | None, *others: Condition | None) -> Condition | None:
    """All the conditions at once; no condition always holds."""
    given = tuple(one for one in (first, *others) if one is not None)
    return All(all=given) if given else None


def never(condition: Condition) -> Condition:
    """The condition does not hold."""
    return Not.model_validate({"not": condition})


def find(
    framework: Framework,
    goal: Condition | None,
    wanted: bool | None = True,
    fixed: Situation | None = None,
) -> Situation | None:
    """A situation in which the goal has the wanted value, or None when there is no such situation.

    `wanted=None` looks for a situation in which the goal stays undecided, because a fact in it is not asked.
    When a condition is too tangled to be searched through, the answer is the harmless one: an empty situation for
    `wanted=True` (it may be possible), None for `wanted=None` (nothing undecided was seen).
    """
    tried = itertools.count()
    try:
        return next(_search(framework, goal, wanted, dict(fixed or {}), _domains(framework, goal), tried), None)
    except _TooTangledError:
        return {} if wanted else None


class _TooTangledError(Exception):
    """More situations than anybody should wait for."""


def _search(
    framework: Framework,
    goal: Condition | None,
    wanted: bool | None,
    situation: dict[Variable, FactValue],
    domains: Mapping[Variable, tuple[FactValue, ...]],
    tried: Iterator[int],
) -> Iterator[Situation]:
    if next(tried) > MOST_TRIED:
        raise _TooTangledError
    value = _value(goal, framework, situation)
    open_variable = next((variable for variable in domains if variable not in situation), None)
    if value is not None or open_variable is None:
        if value is wanted:
            yield dict(situation)
        return
    for answer in domains[open_variable]:
        yield from _search(framework, goal, wanted, {**situation, open_variable: answer}, domains, tried)


def _domains(framework: Framework, goal: Condition | None) -> dict[Variable, tuple[FactValue, ...]]:
    """Every variable that the goal depends on, also through facts that are asked only sometimes, and what to try."""
    pending, facts, conditions = [goal], dict[str, Fact](), list[Condition]()
    variables: dict[Variable, tuple[FactValue, ...]] = {}
    while pending:
        condition = pending.pop()
        for _, leaf in leaves(condition, ()):
            conditions.append(leaf)
            match leaf:
                case GradeIs(grade=name):
                    variables["grade", name] = tuple(g.ordinal for g in framework.scale_of(name).worst_first)
                case InspectionIs():
                    variables["inspection", ""] = tuple(framework.inspection_type_by_id)
                case FactIs(fact=name) if name not in facts:
                    facts[name] = framework.fact_by_id[name]
                    pending.append(facts[name].ask_when)
    for name, fact in facts.items():
        variables["fact", name] = _answers(fact, conditions)
    return variables


def _answers(fact: Fact, conditions: Iterable[Condition]) -> tuple[FactValue, ...]:
    if fact.type == "boolean":
        return (True, False)
    if fact.type == "choice":
        return tuple(choice.id for choice in fact.choices)
    low, high = fact.minimum or 0, fact.maximum or 0
    limits = (
        int(value)
        for one in conditions
        if isinstance(one, FactIs) and one.fact == fact.id
        for _, value in one.comparisons
    )
    tried = {low, high} | {value for limit in limits for value in (limit - 1, limit, limit + 1)}
    return tuple(sorted(value for value in tried if low <= value <= high))


def _value(condition: Condition | None, framework: Framework, situation: Situation) -> bool | None:
    match condition:
        case None:
            return True
        case All(all=inner):
            values = [_value(one, framework, situation) for one in inner]
            return False if False in values else None if None in values else True
        case Any_(any=inner):
            values = [_value(one, framework, situation) for one in inner]
            return True if True in values else None if None in values else False
        case Not(not_=one):
            value = _value(one, framework, situation)
            return None if value is None else not value
        case InspectionIs(inspection=kind):
            found = situation.get(("inspection", ""))
            return None if found is None else found == kind
        case GradeIs(grade=name):
            ordinal = situation.get(("grade", name))
            word, grade = condition.comparison
            return None if ordinal is None else COMPARE[word](ordinal, framework.scale_of(name).ordinal(grade))
        case FactIs(fact=name):
            answer = situation.get(("fact", name))
            if answer is None or not _is_asked(framework.fact_by_id[name], framework, situation):
                return None
            return all(COMPARE[word](answer, wanted) for word, wanted in condition.comparisons or (("is", True),))


def _is_asked(fact: Fact, framework: Framework, situation: Situation) -> bool:
    return _value(fact.ask_when, framework, situation) is True
