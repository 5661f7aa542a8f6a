"""`judge`: what facts and grades allow, expect and refuse, one kind of effect at a time."""

from __future__ import annotations

from typing import Any

import pytest
from tests.oracle.tiny import LEADERSHIP_RULE, PROTECTION_RULE, rule, tiny

from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.judgement import engine
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import JudgementOutcome, Outcome, RuleState, Verdict

OVERALL = "overall_experiences_progress"
ALL_GOOD = {"helped_protected": "good", "leaders_managers": "good", OVERALL: "good"}


def outcome(framework: Framework, **parts: Any) -> Outcome:
    return judge(framework, Case(framework=framework.id, **parts))


def overall(framework: Framework, **parts: Any) -> JudgementOutcome:
    return outcome(framework, **parts).of(OVERALL)


def test_without_a_rule_every_grade_is_free() -> None:
    one = overall(tiny(rule(None)), grades=ALL_GOOD)
    assert (one.verdict, one.allowed, one.free, one.expected_at_most) == (
        Verdict.ACCEPTED,
        (1, 2, 3, 4),
        (1, 2, 3, 4),
        None,
    )


def test_a_cap_refuses_every_better_grade_and_no_reason_helps() -> None:
    one = overall(
        tiny(PROTECTION_RULE),
        grades=ALL_GOOD | {"helped_protected": "inadequate"},
        reasons={OVERALL: "because"},
        explained={OVERALL: "at length"},
    )
    assert (one.verdict, one.allowed) == (Verdict.REFUSED, (1,))


def test_an_expectation_wants_a_reason_and_blank_space_is_none() -> None:
    framework, grades = tiny(LEADERSHIP_RULE), {"leaders_managers": "inadequate", OVERALL: "requires_improvement"}
    assert overall(framework, grades=grades).verdict is Verdict.NEEDS_REASON
    assert overall(framework, grades=grades, reasons={OVERALL: "  "}).verdict is Verdict.NEEDS_REASON
    accepted = overall(framework, grades=grades, reasons={OVERALL: "A new leader is already in post."})
    assert (accepted.verdict, accepted.allowed, accepted.free, accepted.expected_at_most) == (
        Verdict.ACCEPTED,
        (1, 2),
        (1,),
        1,
    )


def test_an_explained_cap_wants_an_explanation_in_the_report_and_has_an_end() -> None:
    limit = {"explained_cap": OVERALL, "at_most": "requires_improvement", "unless_explained": "good"}
    framework = tiny(rule(None, limit))
    assert overall(framework, grades={OVERALL: "good"}).verdict is Verdict.NEEDS_EXPLANATION
    assert overall(framework, grades={OVERALL: "good"}, reasons={OVERALL: "so"}).verdict is Verdict.NEEDS_EXPLANATION
    assert overall(framework, grades={OVERALL: "good"}, explained={OVERALL: "so"}).verdict is Verdict.ACCEPTED
    assert overall(framework, grades={OVERALL: "outstanding"}, explained={OVERALL: "so"}).verdict is Verdict.REFUSED


def test_a_precondition_asks_for_a_record_of_that_grade_only() -> None:
    framework = tiny(rule(None, {"precondition": OVERALL, "for": "outstanding", "needs": "it is more than good"}))
    assert overall(framework, grades={OVERALL: "outstanding"}).verdict is Verdict.NEEDS_REASON
    assert overall(framework, grades={OVERALL: "good"}).verdict is Verdict.ACCEPTED


def test_an_overall_grade_waits_for_the_judgements_that_come_first() -> None:
    framework = tiny(rule(None, {"order": OVERALL, "after": ["helped_protected", "leaders_managers"]}))
    one = overall(framework, grades={OVERALL: "good", "leaders_managers": "good"})
    assert (one.verdict, one.waits_for) == (Verdict.TOO_EARLY, ("helped_protected",))


def test_where_no_judgement_is_made_a_grade_is_refused_and_none_is_right() -> None:
    framework = tiny(rule({"inspection": "monitoring"}, {"scope": "no_judgements"}))
    told = outcome(framework, inspection="monitoring", grades={OVERALL: "good"})
    assert told.of(OVERALL).verdict is Verdict.REFUSED
    assert told.of(OVERALL).allowed == ()
    assert told.of("helped_protected").verdict is Verdict.OUT_OF_SCOPE
    assert outcome(framework, grades=ALL_GOOD).settled


def test_requirements_follow_once_each() -> None:
    follows = {"requirement": "chr2015.28"}
    framework = tiny(rule(None, follows, name="A"), rule({"fact": "manager"}, follows, name="B"))
    assert outcome(framework, facts={"manager": True}).requirements == ("chr2015.28",)


def test_the_stricter_rule_wins() -> None:
    one = overall(tiny(), grades={"helped_protected": "inadequate", "leaders_managers": "inadequate", OVERALL: "good"})
    assert [step.rule for step in one.steps] == ["R1", "R2", "R2"]
    assert one.allowed == (1,)


def test_an_unanswered_fact_leaves_a_rule_undecided_and_names_what_it_needs() -> None:
    when = {"all": [{"not": {"fact": "manager"}}, {"fact": "weeks", "more_than": 26}]}
    framework = tiny(rule(when, {"cap": "leaders_managers", "at_most": "requires_improvement"}))
    open_case = outcome(framework, facts={"weeks": 30}, grades=ALL_GOOD)
    assert open_case.rules[0].state is RuleState.CANNOT_SAY
    assert open_case.rules[0].missing == ("manager",)
    assert open_case.of("leaders_managers").undecided == ("X",)
    assert not open_case.settled
    decided = outcome(framework, facts={"weeks": 10}, grades=ALL_GOOD)
    assert decided.rules[0].state is RuleState.DOES_NOT_APPLY, "one part is false, so the other does not matter"


def test_judging_knows_two_frameworks_apart_though_they_have_one_id() -> None:
    case = Case(framework="tiny", grades={"helped_protected": "inadequate", OVERALL: "good"})
    assert judge(tiny(PROTECTION_RULE), case).of(OVERALL).verdict is Verdict.REFUSED
    assert judge(tiny(rule(None)), case).of(OVERALL).verdict is Verdict.ACCEPTED


def test_a_case_like_one_that_was_judged_has_the_same_outcome_and_one_that_differs_has_its_own() -> None:
    framework = load("sccif-2025")
    facts = {"registered_manager": False, "weeks_without_manager": 27, "recruitment_evidence": "little_or_none"}
    grades = {"helped_protected": "good", "leaders_managers": "good"}
    first, again = (outcome(framework, facts=facts, grades=grades) for _ in range(2))
    assert first == again
    assert first.of("leaders_managers").verdict is Verdict.REFUSED
    milder = outcome(framework, facts=facts | {"weeks_without_manager": 26}, grades=grades)
    assert milder.of("leaders_managers").verdict is Verdict.ACCEPTED
    unknown = outcome(framework, facts={"registered_manager": False}, grades=grades)
    assert unknown.of("leaders_managers").undecided == ("R3", "R4", "R6", "R11")


def test_a_1_is_not_a_yes_even_after_the_same_case_with_a_yes_was_judged() -> None:
    framework = tiny(rule({"fact": "manager"}, {"cap": "leaders_managers", "at_most": "good"}))
    assert outcome(framework, facts={"manager": True}).rules[0].state is RuleState.APPLIES
    for wrong in (1, "yes"):
        with pytest.raises(BadInput, match="does not answer 'manager'"):
            outcome(framework, facts={"manager": wrong})


def test_what_is_kept_of_earlier_cases_is_forgotten_when_it_becomes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    framework = load("sccif-2025")
    cases = [
        Case(framework=framework.id, grades={"helped_protected": one, "leaders_managers": other, OVERALL: "good"})
        for one in ("inadequate", "good", "outstanding")
        for other in ("inadequate", "good", "outstanding")
    ]
    told = [judge(framework, case) for case in cases]
    monkeypatch.setattr(engine, "_MOST_KEPT", 1)
    assert [judge(framework.model_copy(), case) for case in cases] == told
    another = framework.model_copy()
    assert [judge(another, case) for case in [*cases, *cases]] == [*told, *told]


def test_a_case_that_does_not_fit_is_refused() -> None:
    with pytest.raises(BadInput, match="not a judgement"):
        outcome(tiny(), grades={"hygiene": "good"})


def test_the_live_framework_on_a_home_without_a_manager() -> None:
    told = outcome(
        load("sccif-2025"),
        facts={
            "registered_manager": False,
            "weeks_without_manager": 27,
            "recruitment_evidence": "little_or_none",
            "few_staff_qualified": False,
            "multi_building": False,
            "first_inspection": False,
        },
        grades={"helped_protected": "good", "leaders_managers": "requires_improvement_to_be_good", OVERALL: "good"},
        reasons={"leaders_managers": "The deputy has kept the home steady."},
    )
    leaders = told.of("leaders_managers")
    assert (leaders.verdict, leaders.allowed, leaders.expected_at_most) == (Verdict.ACCEPTED, (1, 2), 1)
    assert told.of(OVERALL).expected_at_most == 3
    assert told.settled
