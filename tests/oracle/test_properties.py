"""What must hold of judging whatever the framework says: order-free, monotone, caps kept, answers only refine."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.oracle.random_frameworks import answers, cases, frameworks_with_cases

from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.framework.rule import Cap, ExplainedCap
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, RuleState, Verdict

quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def changed(case: Case, **changes: Any) -> Case:
    """The case with some parts replaced."""
    return case.model_copy(update=changes)


def no_looser(stricter: Outcome, milder: Outcome) -> bool:
    """Whether every grade of every judgement takes at least as much."""
    return all(
        left >= right
        for one, other in zip(stricter.judgements, milder.judgements, strict=True)
        for left, right in zip(one.permissions, other.permissions, strict=True)
    )


@quick
@given(frameworks_with_cases(), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_nothing(pair: tuple[Framework, Case], chance: Any) -> None:
    framework, case = pair
    rules = list(framework.rules)
    chance.shuffle(rules)
    shuffled = Framework.model_validate(
        {name: getattr(framework, name) for name in Framework.model_fields} | {"rules": rules}
    )
    for one, other in zip(judge(framework, case).judgements, judge(shuffled, case).judgements, strict=True):
        assert (one.permissions, one.verdict, one.expected_at_most) == (
            other.permissions,
            other.verdict,
            other.expected_at_most,
        )
        assert set(one.undecided) == set(other.undecided)


@quick
@given(frameworks_with_cases())
def test_an_accepted_grade_never_exceeds_a_cap(pair: tuple[Framework, Case]) -> None:
    framework, case = pair
    outcome = judge(framework, case)
    applying = {one.rule for one in outcome.rules if one.state is RuleState.APPLIES}
    for rule in framework.rules:
        for effect in rule.then if rule.id in applying else ():
            if not isinstance(effect, Cap | ExplainedCap):
                continue
            judgement = effect.cap if isinstance(effect, Cap) else effect.explained_cap
            limits = [effect.at_most] if isinstance(effect, Cap) else [effect.at_most, effect.unless_explained]
            limit = max(framework.scale_of(judgement).ordinal(one) for one in limits)
            one = outcome.of(judgement)
            if one.verdict is Verdict.ACCEPTED:
                assert one.proposed is not None
                assert one.proposed <= limit


@quick
@given(frameworks_with_cases())
def test_one_rule_more_never_loosens(pair: tuple[Framework, Case]) -> None:
    framework, case = pair
    assume(framework.rules)
    parts = {name: getattr(framework, name) for name in Framework.model_fields}
    fewer = Framework.model_validate(parts | {"rules": framework.rules[:-1]})
    assert no_looser(judge(framework, case), judge(fewer, case))


@quick
@given(frameworks_with_cases(), st.data())
def test_an_answer_only_refines(pair: tuple[Framework, Case], data: st.DataObject) -> None:
    framework, case = pair
    open_facts = [fact for fact in framework.facts if fact.id not in case.facts]
    assume(open_facts)
    fact = data.draw(st.sampled_from(open_facts))
    before = judge(framework, case)
    after = judge(framework, changed(case, facts={**case.facts, fact.id: data.draw(answers(fact, framework))}))
    for one, other in zip(before.rules, after.rules, strict=True):
        assert one.state in (other.state, RuleState.CANNOT_SAY), "a decided rule stays as it was"
        assert set(other.missing) <= set(one.missing)
    assert no_looser(after, before), "what was refused stays refused"


@quick
@given(frameworks_with_cases(), st.data())
def test_a_reason_never_does_harm(pair: tuple[Framework, Case], data: st.DataObject) -> None:
    framework, case = pair
    part = data.draw(st.sampled_from(("reasons", "explained")))
    judgement = data.draw(st.sampled_from([one.id for one in framework.judgements]))
    before = judge(framework, case).of(judgement)
    after = judge(framework, changed(case, **{part: {**getattr(case, part), judgement: "a reason"}})).of(judgement)
    assert after.permissions == before.permissions
    assert after.verdict in (before.verdict, Verdict.ACCEPTED)
    if before.verdict in (Verdict.ACCEPTED, Verdict.REFUSED, Verdict.TOO_EARLY):
        assert after.verdict is before.verdict


@pytest.mark.parametrize("framework_id", shipped_ids())
@quick
@given(data=st.data())
def test_in_shipped_frameworks_a_better_grade_never_lowers_what_is_allowed(
    framework_id: str, data: st.DataObject
) -> None:
    framework = load(framework_id)
    case = data.draw(cases(framework))
    assume(case.grades)
    judgement = data.draw(st.sampled_from(sorted(case.grades)))
    better = data.draw(st.sampled_from([grade.id for grade in framework.scale_of(judgement).grades]))
    scale = framework.scale_of(judgement)
    assume(scale.ordinal(better) > scale.ordinal(case.grades[judgement]))
    assert no_looser(judge(framework, case), judge(framework, changed(case, grades={**case.grades, judgement: better})))


STRICTER = (
    # For how long there was nobody counts only while there is nobody: 0 weeks is another situation, not a milder one.
    ("weeks_without_manager", 1, 26),
    ("weeks_without_manager", 26, 27),
    ("weeks_without_manager", 27, 520),
    ("weeks_in_post_not_applied", 0, 12),
    ("weeks_in_post_not_applied", 12, 13),
    ("recruitment_evidence", "clear", "little_or_none"),
    ("manager_qualification", "held", "overdue"),
    ("manager_qualification", "on_course", "off_course"),
    ("few_staff_qualified", False, True),
    ("staff_qualified_soon", True, False),
)


@pytest.mark.parametrize(("fact", "mild", "strict"), STRICTER)
@quick
@given(data=st.data())
def test_in_the_live_framework_a_worse_fact_never_loosens(
    fact: str, mild: Any, strict: Any, data: st.DataObject
) -> None:
    framework = load("sccif-2025")
    case = data.draw(cases(framework))
    milder = judge(framework, changed(case, facts={**case.facts, fact: mild}))
    stricter = judge(framework, changed(case, facts={**case.facts, fact: strict}))
    assert no_looser(stricter, milder)
