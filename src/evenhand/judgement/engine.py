"""`judge`: what facts and proposed grades allow, expect and refuse. It never picks a grade."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.framework.model import Framework, Judgement
from evenhand.framework.rule import Expect, Order, Requirement, Rule, Scope
from evenhand.judgement.case import Case, must_fit
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleOutcome, RuleState, Step, Verdict
from evenhand.judgement.rules import Test, asked, concerns, condition_test, sets
from evenhand.scale import Scale

_NEEDS = {
    Permission.ALLOWED: Verdict.ACCEPTED,
    Permission.REASON: Verdict.NEEDS_REASON,
    Permission.EXPLANATION: Verdict.NEEDS_EXPLANATION,
    Permission.REFUSED: Verdict.REFUSED,
}


@dataclass(frozen=True, slots=True)
class _RulePlan:
    """One rule made ready: its condition as a function, its steps by judgement, what must be decided before what.

    `settled` has the outcome for a condition that holds and for one that does not; they are the same in every case.
    """

    rule: Rule
    test: Test
    asks: tuple[tuple[str, str], ...]
    settled: dict[bool, RuleOutcome]
    steps: dict[str, tuple[Step, ...]]
    after: dict[str, tuple[str, ...]]
    requirements: tuple[str, ...]
    no_judgements: bool


@dataclass(frozen=True, slots=True)
class _Limits:
    """What the rules that apply do to one judgement, whatever grade is proposed for it."""

    judgement: str
    scale: Scale
    steps: tuple[Step, ...]
    permissions: tuple[Permission, ...]
    expected_at_most: int | None
    before: tuple[str, ...]
    no_judgements: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A framework made ready for judging; `framework` is kept so that its id cannot be given to another.

    `limits` remembers what each set of applying rules does: few sets occur, and most cases repeat one.
    """

    framework: Framework
    rules: tuple[_RulePlan, ...]
    limits: dict[tuple[str, ...], tuple[_Limits, ...]] = field(default_factory=dict)


_plans: dict[int, _Plan] = {}
_MOST_PLANS = 64
_MOST_LIMITS = 4096


def _plan(framework: Framework) -> _Plan:
    known = _plans.get(id(framework))
    if known is None:
        if len(_plans) >= _MOST_PLANS:
            _plans.clear()
        known = _plans[id(framework)] = _Plan(framework, tuple(_rule_plan(rule, framework) for rule in framework.rules))
    return known


def _rule_plan(rule: Rule, framework: Framework) -> _RulePlan:
    steps: dict[str, tuple[Step, ...]] = {}
    for judgement in framework.judgements:
        scale = framework.scale_of(judgement.id)
        touching = [effect for effect in rule.then if concerns(effect, judgement.id)]
        steps[judgement.id] = tuple(Step(rule.id, one, done) for one in touching if (done := sets(one, scale)))
    return _RulePlan(
        rule=rule,
        test=condition_test(rule.when, framework),
        asks=asked(rule.when),
        settled=_settled(rule),
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


def _settled(rule: Rule) -> dict[bool, RuleOutcome]:
    if rule.is_note:
        return dict.fromkeys((True, False), RuleOutcome(rule.id, RuleState.NOTE))
    return {
        True: RuleOutcome(rule.id, RuleState.APPLIES),
        False: RuleOutcome(rule.id, RuleState.DOES_NOT_APPLY),
    }


def judge(framework: Framework, case: Case) -> Outcome:
    """What the framework's rules say about the case.

    Raises BadInput when the case does not fit the framework (unknown judgement, grade or fact, wrong kind of answer).
    """
    must_fit(framework, case)
    plan = _plan(framework)
    states = tuple(_rule_outcome(rule, case) for rule in plan.rules)
    together = list(zip(plan.rules, states, strict=True))
    applying = [rule for rule, state in together if state.state is RuleState.APPLIES]
    undecided = [rule for rule, state in together if state.state is RuleState.CANNOT_SAY]
    judgements = tuple(_judgement_outcome(limits, case, undecided) for limits in _limits(plan, applying))
    requirements = dict.fromkeys(regulation for rule in applying for regulation in rule.requirements)
    return Outcome(framework.id, judgements, states, tuple(requirements))


def _rule_outcome(plan: _RulePlan, case: Case) -> RuleOutcome:
    answer = plan.test(case)
    if answer is not None or plan.rule.is_note:
        return plan.settled[bool(answer)]
    lacking = tuple(name for part, name in plan.asks if name not in getattr(case, part))
    return RuleOutcome(plan.rule.id, RuleState.CANNOT_SAY, lacking)


def _limits(plan: _Plan, applying: list[_RulePlan]) -> tuple[_Limits, ...]:
    key = tuple(rule.rule.id for rule in applying)
    known = plan.limits.get(key)
    if known is None:
        if len(plan.limits) >= _MOST_LIMITS:
            plan.limits.clear()
        known = plan.limits[key] = tuple(_limits_of(one, plan, applying) for one in plan.framework.judgements)
    return known


def _limits_of(judgement: Judgement, plan: _Plan, applying: list[_RulePlan]) -> _Limits:
    scale = plan.framework.scale_of(judgement.id)
    steps = tuple(step for rule in applying for step in rule.steps.get(judgement.id, ()))
    permissions = [Permission.ALLOWED] * len(scale.grades)
    for step in steps:
        for ordinal, permission in step.sets:
            permissions[ordinal - 1] = max(permissions[ordinal - 1], permission)
    expected = [scale.ordinal(step.effect.at_most) for step in steps if isinstance(step.effect, Expect)]
    return _Limits(
        judgement=judgement.id,
        scale=scale,
        steps=steps,
        permissions=tuple(permissions),
        expected_at_most=min(expected, default=None),
        before=tuple(dict.fromkeys(name for rule in applying for name in rule.after.get(judgement.id, ()))),
        no_judgements=any(rule.no_judgements for rule in applying),
    )


def _judgement_outcome(limits: _Limits, case: Case, undecided: list[_RulePlan]) -> JudgementOutcome:
    grade = case.grades.get(limits.judgement)
    proposed = None if grade is None else limits.scale.ordinal(grade)
    waits_for = tuple(name for name in limits.before if name not in case.grades)
    # When no judgement is made at all, a rule that still waits for an answer can change nothing.
    waiting = () if limits.no_judgements else (one.rule.id for one in undecided if _bears_on(one, limits.judgement))
    return JudgementOutcome(
        judgement=limits.judgement,
        verdict=_verdict(limits, proposed, case, bool(waits_for)),
        proposed=proposed,
        permissions=limits.permissions,
        expected_at_most=limits.expected_at_most,
        steps=limits.steps,
        waits_for=waits_for,
        undecided=tuple(waiting),
    )


def _bears_on(plan: _RulePlan, judgement_id: str) -> bool:
    return judgement_id in plan.steps or judgement_id in plan.after


def _verdict(limits: _Limits, proposed: int | None, case: Case, too_early: bool) -> Verdict:
    if limits.no_judgements:
        return Verdict.OUT_OF_SCOPE if proposed is None else Verdict.REFUSED
    if proposed is None:
        return Verdict.NOT_PROPOSED
    if too_early:
        return Verdict.TOO_EARLY
    permission = limits.permissions[proposed - 1]
    explained = bool(case.explained.get(limits.judgement, "").strip())
    reasoned = explained or bool(case.reasons.get(limits.judgement, "").strip())
    if permission is Permission.REASON and reasoned:
        return Verdict.ACCEPTED
    if permission is Permission.EXPLANATION and explained:
        return Verdict.ACCEPTED
    return _NEEDS[permission]
