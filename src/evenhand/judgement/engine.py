"""`judge`: given facts and proposed grades, what is allowed, what is expected, what is refused. It never picks a grade."""

from __future__ import annotations

from evenhand.framework.model import Framework, Judgement
from evenhand.framework.rule import Effect, Expect, Order, Requirement, Rule, Scope, target
from evenhand.judgement.case import Case, must_fit
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleOutcome, RuleState, Step, Verdict
from evenhand.judgement.rules import holds, missing, sets

_NEEDS = {
    Permission.ALLOWED: Verdict.ACCEPTED,
    Permission.REASON: Verdict.NEEDS_REASON,
    Permission.EXPLANATION: Verdict.NEEDS_EXPLANATION,
    Permission.REFUSED: Verdict.REFUSED,
}


def judge(framework: Framework, case: Case) -> Outcome:
    """What the framework's rules say about the case.

    Raises BadInput when the case does not fit the framework (unknown judgement, grade or fact, wrong kind of answer).
    """
    must_fit(framework, case)
    states = {rule.id: _rule_outcome(rule, framework, case) for rule in framework.rules}
    applying = [rule for rule in framework.rules if states[rule.id].state is RuleState.APPLIES]
    effects = [(rule.id, effect) for rule in applying for effect in rule.then]
    no_judgements = any(isinstance(effect, Scope) and effect.scope == "no_judgements" for _, effect in effects)
    requirements = dict.fromkeys(effect.requirement for _, effect in effects if isinstance(effect, Requirement))
    judgements = tuple(
        _judgement_outcome(judgement, framework, case, effects, states, no_judgements)
        for judgement in framework.judgements
    )
    return Outcome(framework.id, judgements, tuple(states.values()), tuple(requirements))


def _rule_outcome(rule: Rule, framework: Framework, case: Case) -> RuleOutcome:
    if rule.is_note:
        return RuleOutcome(rule.id, RuleState.NOTE)
    answer = holds(rule.when, framework, case)
    if answer is None:
        return RuleOutcome(rule.id, RuleState.CANNOT_SAY, missing(rule.when, case))
    return RuleOutcome(rule.id, RuleState.APPLIES if answer else RuleState.DOES_NOT_APPLY)


def _judgement_outcome(
    judgement: Judgement,
    framework: Framework,
    case: Case,
    effects: list[tuple[str, Effect]],
    states: dict[str, RuleOutcome],
    no_judgements: bool,
) -> JudgementOutcome:
    scale = framework.scale_of(judgement.id)
    steps = tuple(
        Step(rule_id, effect, done)
        for rule_id, effect in effects
        if target(effect) == judgement.id and (done := sets(effect, scale))
    )
    permissions = [Permission.ALLOWED] * len(scale.grades)
    for step in steps:
        for ordinal, permission in step.sets:
            permissions[ordinal - 1] = max(permissions[ordinal - 1], permission)
    proposed_id = case.grades.get(judgement.id)
    proposed = None if proposed_id is None else scale.ordinal(proposed_id)
    waits_for = tuple(
        name
        for _, effect in effects
        if isinstance(effect, Order) and effect.order == judgement.id
        for name in effect.after
        if name not in case.grades
    )
    expectations = [scale.ordinal(step.effect.at_most) for step in steps if isinstance(step.effect, Expect)]
    return JudgementOutcome(
        judgement=judgement.id,
        verdict=_verdict(judgement.id, proposed, permissions, case, bool(waits_for), no_judgements),
        proposed=proposed,
        permissions=tuple(permissions),
        expected_at_most=min(expectations, default=None),
        steps=steps,
        waits_for=waits_for,
        undecided=tuple(
            rule.id
            for rule in framework.rules
            if states[rule.id].state is RuleState.CANNOT_SAY and _bears_on(rule, judgement.id)
        ),
    )


def _bears_on(rule: Rule, judgement_id: str) -> bool:
    return any(
        target(effect) == judgement_id or (isinstance(effect, Scope) and effect.scope == "no_judgements")
        for effect in rule.then
    )


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
