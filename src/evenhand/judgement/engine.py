"""`judge`: what facts and proposed grades allow, expect and refuse. It never picks a grade.

A framework is made ready once: conditions become functions, and what was worked out for one case is kept for the next
where nothing can differ (a rule whose questions have the same answers, a judgement under the same limits). All that is
kept is bounded and immutable.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from evenhand.framework.model import Fact, Framework, Judgement
from evenhand.framework.rule import Expect, Order, Requirement, Rule, Scope
from evenhand.judgement.case import Case, must_fit
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleOutcome, RuleState, Step, Verdict
from evenhand.judgement.rules import Seen, Test, asked, concerns, condition_test, seen_by, sets
from evenhand.scale import Scale

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_NEEDS = {
    Permission.ALLOWED: Verdict.ACCEPTED,
    Permission.REASON: Verdict.NEEDS_REASON,
    Permission.EXPLANATION: Verdict.NEEDS_EXPLANATION,
    Permission.REFUSED: Verdict.REFUSED,
}
_WITHOUT, _REASONED, _EXPLAINED = range(3)
_MOST_PLANS = 64
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class _RulePlan:
    """One rule made ready: its condition as a function, its steps by judgement, what must be decided before what.

    `bit` stands for the rule in sets of rules. `known` has, by what the rule sees of a case, its outcome, its bit if it
    applies, and its bit if it cannot be decided.
    """

    rule: Rule
    bit: int
    test: Test
    sees: Seen
    asks: tuple[tuple[str, str], ...]
    steps: dict[str, tuple[Step, ...]]
    after: dict[str, tuple[str, ...]]
    requirements: tuple[str, ...]
    no_judgements: bool
    known: dict[Hashable, tuple[RuleOutcome, int, int]] = field(default_factory=dict)

    def bears_on(self, judgement_id: str) -> bool:
        return judgement_id in self.steps or judgement_id in self.after


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the rules that apply do to one judgement, whatever grade is proposed for it.

    `waiting_for` has the bits of all rules for which the judgement may have to wait.
    """

    judgement: str
    scale: Scale
    steps: tuple[Step, ...]
    permissions: tuple[Permission, ...]
    expected_at_most: int | None
    before: tuple[str, ...]
    no_judgements: bool
    waiting_for: int
    known: dict[Hashable, JudgementOutcome] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Situation:
    """What a set of applying rules does: the limits of each judgement, and regulations to raise requirements under."""

    limits: tuple[_Limits, ...]
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A framework made ready for judging; `framework` is kept so that its id cannot be given to another."""

    framework: Framework
    rules: tuple[_RulePlan, ...]
    facts: dict[str, tuple[type, frozenset[object] | range]]
    grades: dict[str, frozenset[str]]
    situations: dict[int, _Situation] = field(default_factory=dict)
    limits: dict[tuple[str, int], _Limits] = field(default_factory=dict)


_plans: dict[int, _Plan] = {}


def _plan(framework: Framework) -> _Plan:
    known = _plans.get(id(framework))
    if known is None:
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        known = _plans[id(framework)] = _Plan(
            framework=framework,
            rules=tuple(_rule_plan(rule, 1 << place, framework) for place, rule in enumerate(framework.rules)),
            facts={fact.id: _answers(fact) for fact in framework.facts},
            grades={
                one.id: frozenset(grade.id for grade in framework.scale_of(one.id).grades)
                for one in framework.judgements
            },
        )
    return known


def _answers(fact: Fact) -> tuple[type, frozenset[object] | range]:
    """The type of an answer, and which values of that type answer the fact."""
    if fact.type == "boolean":
        return bool, frozenset((True, False))
    if fact.type == "choice":
        return str, frozenset(choice.id for choice in fact.choices)
    return int, range(fact.minimum or 0, (fact.maximum or 0) + 1)


def _rule_plan(rule: Rule, bit: int, framework: Framework) -> _RulePlan:
    steps: dict[str, tuple[Step, ...]] = {}
    for judgement in framework.judgements:
        scale = framework.scale_of(judgement.id)
        touching = [effect for effect in rule.then if concerns(effect, judgement.id)]
        steps[judgement.id] = tuple(Step(rule.id, one, done) for one in touching if (done := sets(one, scale)))
    return _RulePlan(
        rule=rule,
        bit=bit,
        test=condition_test(rule.when, framework),
        sees=seen_by(rule.when),
        asks=asked(rule.when),
        steps={judgement_id: some for judgement_id, some in steps.items() if some},
        after=_after(rule),
        requirements=tuple(effect.requirement for effect in rule.then if isinstance(effect, Requirement)),
        no_judgements=any(isinstance(effect, Scope) and effect.scope == "no_judgements" for effect in rule.then),
    )


def _after(rule: Rule) -> dict[str, tuple[str, ...]]:
    # A rule may speak of one judgement twice; each time adds to what comes first.
    after: dict[str, tuple[str, ...]] = {}
    for effect in rule.then:
        if isinstance(effect, Order):
            after[effect.order] = (*after.get(effect.order, ()), *effect.after)
    return after


def judge(framework: Framework, case: Case) -> Outcome:
    """What the framework's rules say about the case.

    Raises BadInput when the case does not fit the framework (unknown judgement, grade or fact, wrong kind of answer).
    """
    plan = _plan(framework)
    if not _fits(plan, case):
        must_fit(framework, case)
    states: list[RuleOutcome] = []
    applying = undecided = 0
    for rule in plan.rules:
        seen = rule.sees(case)
        outcome, applies, waits = rule.known.get(seen) or _decided(rule, case, seen)
        states.append(outcome)
        applying |= applies
        undecided |= waits
    situation = plan.situations.get(applying) or _situation(plan, applying)
    judgements = tuple([_judgement_outcome(limits, case, plan, undecided) for limits in situation.limits])
    return Outcome(framework.id, judgements, tuple(states), situation.requirements)


def _fits(plan: _Plan, case: Case) -> bool:
    """Whether the case certainly fits; when in doubt, `must_fit` decides, and finds the words."""
    facts, grades, no_grades = plan.facts, plan.grades, frozenset[str]()
    for name, value in case.facts.items():
        if name not in facts:
            return False
        kind, values = facts[name]
        if type(value) is not kind or (kind is not bool and value not in values):
            return False
    for judgement, grade in case.grades.items():
        if grade not in grades.get(judgement, no_grades):
            return False
    return (
        case.framework == plan.framework.id
        and case.inspection in plan.framework.inspection_type_by_id
        and grades.keys() >= case.reasons.keys()
        and grades.keys() >= case.explained.keys()
    )


def _decided(plan: _RulePlan, case: Case, seen: Hashable) -> tuple[RuleOutcome, int, int]:
    answer = plan.test(case)
    rule, found = plan.rule.id, (RuleOutcome(plan.rule.id, RuleState.DOES_NOT_APPLY), 0, 0)
    if plan.rule.is_note:
        found = (RuleOutcome(rule, RuleState.NOTE), 0, 0)
    elif answer:
        found = (RuleOutcome(rule, RuleState.APPLIES), plan.bit, 0)
    elif answer is None:
        lacking = tuple(name for part, name in plan.asks if name not in getattr(case, part))
        found = (RuleOutcome(rule, RuleState.CANNOT_SAY, lacking), 0, plan.bit)
    return kept(plan.known, seen, found)


def kept(known: dict[Key, Value], key: Key, value: Value) -> Value:
    """Keep a value for the next case, and forget all when there are too many."""
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[key] = value
    return value


def _situation(plan: _Plan, applying: int) -> _Situation:
    rules = [rule for rule in plan.rules if rule.bit & applying]
    limits = tuple(_limits(one, plan, rules) for one in plan.framework.judgements)
    requirements = dict.fromkeys(regulation for rule in rules for regulation in rule.requirements)
    return kept(plan.situations, applying, _Situation(limits, tuple(requirements)))


def _limits(judgement: Judgement, plan: _Plan, applying: list[_RulePlan]) -> _Limits:
    """The limits under these rules; those that do not bear on the judgement make no difference."""
    bearing = [rule for rule in applying if rule.bears_on(judgement.id)]
    key = (judgement.id, sum(rule.bit for rule in bearing))
    return plan.limits.get(key) or kept(plan.limits, key, _limits_of(judgement, plan, bearing))


def _limits_of(judgement: Judgement, plan: _Plan, applying: list[_RulePlan]) -> _Limits:
    scale = plan.framework.scale_of(judgement.id)
    steps = tuple(step for rule in applying for step in rule.steps.get(judgement.id, ()))
    permissions = [Permission.ALLOWED] * len(scale.grades)
    for step in steps:
        for ordinal, permission in step.sets:
            permissions[ordinal - 1] = max(permissions[ordinal - 1], permission)
    expected = [scale.ordinal(step.effect.at_most) for step in steps if isinstance(step.effect, Expect)]
    # When no judgement is made at all, a rule that still waits for an answer can change nothing.
    no_judgements = any(rule.no_judgements for rule in applying)
    waiting_for = 0 if no_judgements else sum(rule.bit for rule in plan.rules if rule.bears_on(judgement.id))
    return _Limits(
        judgement=judgement.id,
        scale=scale,
        steps=steps,
        permissions=tuple(permissions),
        expected_at_most=min(expected, default=None),
        before=tuple(dict.fromkeys(name for rule in applying for name in rule.after.get(judgement.id, ()))),
        no_judgements=no_judgements,
        waiting_for=waiting_for,
    )


def _judgement_outcome(limits: _Limits, case: Case, plan: _Plan, undecided: int) -> JudgementOutcome:
    grades, record = case.grades, _WITHOUT
    if case.explained and case.explained.get(limits.judgement, "").strip():
        record = _EXPLAINED
    elif case.reasons and case.reasons.get(limits.judgement, "").strip():
        record = _REASONED
    waits_for = tuple([name for name in limits.before if name not in grades]) if limits.before else ()
    waiting = undecided & limits.waiting_for
    key = (grades.get(limits.judgement), waits_for, waiting, record)
    return limits.known.get(key) or kept(limits.known, key, _worked_out(limits, plan, *key))


def _worked_out(
    limits: _Limits, plan: _Plan, grade: str | None, waits_for: tuple[str, ...], waiting: int, record: int
) -> JudgementOutcome:
    proposed = None if grade is None else limits.scale.ordinal(grade)
    return JudgementOutcome(
        judgement=limits.judgement,
        verdict=_verdict(limits, proposed, record, bool(waits_for)),
        proposed=proposed,
        permissions=limits.permissions,
        expected_at_most=limits.expected_at_most,
        steps=limits.steps,
        waits_for=waits_for,
        undecided=tuple(rule.rule.id for rule in plan.rules if rule.bit & waiting),
    )


def _verdict(limits: _Limits, proposed: int | None, record: int, too_early: bool) -> Verdict:
    if limits.no_judgements:
        return Verdict.OUT_OF_SCOPE if proposed is None else Verdict.REFUSED
    if proposed is None:
        return Verdict.NOT_PROPOSED
    if too_early:
        return Verdict.TOO_EARLY
    permission = limits.permissions[proposed - 1]
    if permission is Permission.REASON and record != _WITHOUT:
        return Verdict.ACCEPTED
    if permission is Permission.EXPLANATION and record == _EXPLAINED:
        return Verdict.ACCEPTED
    return _NEEDS[permission]
