"""`judge`: what facts and proposed grades allow, expect and refuse. It never picks a grade."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.framework.model import Framework, Judgement
from evenhand.framework.rule import Expect, Order, Requirement, Rule, Scope
from evenhand.judgement.case import Case, must_fit
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleOutcome, RuleState, Step, Verdict
from evenhand.judgement.rules import Test, concerns, condition_test, missing, sets

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
    settled: dict[bool, RuleOutcome]
    steps: dict[str, tuple[Step, ...]]
    after: dict[str, tuple[str, ...]]
    requirements: tuple[str, ...]
    no_judgements: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A framework made ready for judging; `framework` is kept so that its id cannot be given to another."""

    framework: Framework
    rules: tuple[_RulePlan, ...]


_plans: dict[int, _Plan] = {}
_MOST_PLANS = 64


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
        settled=_settled(rule),
        steps={judgement_id: some for judgement_id, some in steps.items() if some},
        after={effect.order: effect.after for effect in rule.then if isinstance(effect, Order)},
        requirements=tuple(effect.requirement for effect in rule.then if isinstance(effect, Requirement)),
        no_judgements=any(isinstance(effect, Scope) and effect.scope == "no_judgements" for effect in rule.then),
    )


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
    applying: list[_RulePlan] = []
    undecided: list[_RulePlan] = []
    states: list[RuleOutcome] = []
    for plan in _plan(framework).rules:
        states.append(_rule_outcome(plan, case))
        if states[-1].state is RuleState.APPLIES:
            applying.append(plan)
        elif states[-1].state is RuleState.CANNOT_SAY:
            undecided.append(plan)
    judgements = tuple(_judgement_outcome(one, framework, case, applying, undecided) for one in framework.judgements)
    requirements = dict.fromkeys(regulation for plan in applying for regulation in plan.requirements)
    return Outcome(framework.id, judgements, tuple(states), tuple(requirements))


def _rule_outcome(plan: _RulePlan, case: Case) -> RuleOutcome:
    answer = plan.test(case)
    if answer is not None or plan.rule.is_note:
        return plan.settled[bool(answer)]
    return RuleOutcome(plan.rule.id, RuleState.CANNOT_SAY, missing(plan.rule.when, case))


def _judgement_outcome(
    judgement: Judgement, framework: Framework, case: Case, applying: list[_RulePlan], undecided: list[_RulePlan]
) -> JudgementOutcome:
    scale = framework.scale_of(judgement.id)
    steps = tuple(step for plan in applying for step in plan.steps.get(judgement.id, ()))
    permissions = [Permission.ALLOWED] * len(scale.grades)
    for step in steps:
        for ordinal, permission in step.sets:
            permissions[ordinal - 1] = max(permissions[ordinal - 1], permission)
    proposed = scale.ordinal(case.grades[judgement.id]) if judgement.id in case.grades else None
    before = [name for plan in applying for name in plan.after.get(judgement.id, ())]
    waits_for = tuple(name for name in before if name not in case.grades)
    no_judgements = any(plan.no_judgements for plan in applying)
    expected = [scale.ordinal(step.effect.at_most) for step in steps if isinstance(step.effect, Expect)]
    # When no judgement is made at all, a rule that still waits for an answer can change nothing.
    waiting = () if no_judgements else (plan.rule.id for plan in undecided if _bears_on(plan, judgement.id))
    return JudgementOutcome(
        judgement=judgement.id,
        verdict=_verdict(judgement.id, proposed, permissions, case, bool(waits_for), no_judgements),
        proposed=proposed,
        permissions=tuple(permissions),
        expected_at_most=min(expected, default=None),
        steps=steps,
        waits_for=waits_for,
        undecided=tuple(waiting),
    )


def _bears_on(plan: _RulePlan, judgement_id: str) -> bool:
    return judgement_id in plan.steps or judgement_id in plan.after


def _verdict(
    judgement_id: str,
    proposed: int | None,
    permissions: list[Permission],
    case: Case,
    too_early: bool,
    no_judgements: bool,
) -> Verdict:
    if no_judgements:
        return Verdict.OUT_OF_SCOPE if proposed is None else Verdict.REFUSED
    if proposed is None:
        return Verdict.NOT_PROPOSED
    if too_early:
        return Verdict.TOO_EARLY
    permission = permissions[proposed - 1]
    explained = bool(case.explained.get(judgement_id, "").strip())
    reasoned = explained or bool(case.reasons.get(judgement_id, "").strip())
    if permission is Permission.REASON and reasoned:
        return Verdict.ACCEPTED
    if permission is Permission.EXPLANATION and explained:
        return Verdict.ACCEPTED
    return _NEEDS[permission]
