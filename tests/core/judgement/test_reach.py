"""Every possible case of one version: what can be reached, which rules do nothing, which work against each other."""

from __future__ import annotations

from typing import Any

import pytest
from tests.oracle.tiny import FACTS, FOUR, JUDGEMENTS, LEADERSHIP_RULE, PROTECTION_RULE, TYPES, rule, tiny

from evenhand.findings import BadInput
from evenhand.framework.reading import load, shipped_ids
from evenhand.judgement.reach import EVERY, FrameworkReach, reach
from evenhand.judgement.reach.words import reach_verdict

OVERALL, PROTECTION, LEADERS = "overall_experiences_progress", "helped_protected", "leaders_managers"


def codes(found: FrameworkReach) -> list[str]:
    return [finding.code for finding in found.findings]


def said(found: FrameworkReach) -> str:
    return " ".join(str(finding.message) for finding in found.findings)


def test_a_sound_version_has_no_findings() -> None:
    found = reach(tiny())
    assert found.findings == ()
    assert found.cases == 4**3, "the rules ask for no fact, so no fact makes a difference"
    assert "every rule is live" in str(reach_verdict(found)[0])


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_no_shipped_version_has_a_dead_rule_or_a_grade_out_of_reach(framework_id: str) -> None:
    found = reach(load(framework_id))
    assert found.method == "exact"
    assert [str(finding) for finding in found.findings] == []


def test_protection_takes_a_quarter_of_all_cases_down() -> None:
    best = {one.judgement: one for one in reach(tiny()).best}[OVERALL]
    assert {ordinal: count.cases for ordinal, count in best.by_ordinal.items()} == {1: 16, 2: 12, 3: 0, 4: 36}


def test_a_grade_that_no_case_can_end_in_is_found() -> None:
    never = rule(None, {"cap": OVERALL, "at_most": "good"}, name="NEVER")
    found = reach(tiny(never))
    assert codes(found) == ["RC016"]
    assert "“Experiences” can never be Outstanding" in said(found)


def test_a_grade_is_out_of_reach_too_when_what_it_needs_is_refused() -> None:
    weak = rule(None, {"cap": PROTECTION, "at_most": "requires_improvement"}, name="WEAK")
    strict = rule(
        {"grade": PROTECTION, "at_most": "requires_improvement"}, {"cap": OVERALL, "at_most": "good"}, name="STRICT"
    )
    unreachable = [(one.judgement, one.ordinal) for one in reach(tiny(weak, strict)).grades if not one.is_reachable]
    assert unreachable == [(PROTECTION, 3), (PROTECTION, 4), (OVERALL, 4)]


def test_a_rule_that_can_never_apply_is_dead() -> None:
    both = {"all": [{"grade": LEADERS, "is": "good"}, {"grade": LEADERS, "is": "inadequate"}]}
    found = reach(tiny(PROTECTION_RULE, rule(both, {"cap": OVERALL, "at_most": "good"}, name="DEAD")))
    assert codes(found) == ["RC010"]
    assert "DEAD" in said(found)


def test_a_rule_about_another_type_of_inspection_is_not_dead() -> None:
    visit = rule({"inspection": "monitoring"}, {"scope": "no_judgements"}, name="VISIT")
    found = reach(tiny(visit, PROTECTION_RULE))
    by_id = {one.rule: one for one in found.rules}
    assert found.findings == ()
    assert (by_id["VISIT"].holds.cases, by_id["VISIT"].holds_here.cases) == (64, 0)
    assert by_id["R1"].holds_here.cases == 16


def test_a_rule_that_another_overtakes_is_named_with_it() -> None:
    softer = rule({"grade": PROTECTION, "is": "inadequate"}, {"cap": OVERALL, "at_most": "good"}, name="SOFT")
    found = reach(tiny(PROTECTION_RULE, softer))
    assert codes(found) == ["RC011"]
    assert "it is overtaken by R1" in said(found)


def test_a_rule_overtaken_by_several_names_them_all() -> None:
    low = rule({"grade": PROTECTION, "at_most": "good"}, {"cap": OVERALL, "at_most": "good"}, name="LOW")
    high = rule({"grade": PROTECTION, "is": "outstanding"}, {"cap": OVERALL, "at_most": "good"}, name="HIGH")
    always = rule(None, {"cap": OVERALL, "at_most": "good"}, name="ALWAYS")
    by_id = {one.rule: one for one in reach(tiny(low, high, always)).rules}
    assert by_id["ALWAYS"].overtaken_by == ("LOW", "HIGH")
    assert by_id["LOW"].overtaken_by == ("ALWAYS",)


def test_a_rule_that_only_raises_a_requirement_is_live_until_another_raises_it() -> None:
    raises = rule({"fact": "manager", "is": False}, {"requirement": "reg.1"}, name="ONE")
    again = rule({"fact": "manager", "is": False}, {"requirement": "reg.1"}, name="TWO")
    assert reach(tiny(raises)).findings == ()
    assert codes(reach(tiny(raises, again))) == ["RC011", "RC011"]


def test_asking_a_reason_for_what_is_refused_anyway_is_in_vain() -> None:
    asks = rule({"grade": LEADERS, "is": "inadequate"}, {"expect": OVERALL, "at_most": "good"}, name="ASKS")
    found = reach(tiny(LEADERSHIP_RULE, asks))
    assert codes(found) == ["RC011", "RC013"]
    assert "refused whenever it applies" in said(found)


def test_judgements_that_wait_for_one_another_are_found() -> None:
    first = rule({"fact": "manager"}, {"order": OVERALL, "after": [LEADERS]}, name="A")
    then = rule({"fact": "effort", "is": "little"}, {"order": LEADERS, "after": [OVERALL]}, name="B")
    assert codes(reach(tiny(first, then))) == ["RC014"]
    never_both = rule({"fact": "manager", "is": False}, {"order": LEADERS, "after": [OVERALL]}, name="B")
    assert reach(tiny(first, never_both)).cycles == ()


def test_a_better_grade_that_costs_another_judgement_is_told_as_a_story() -> None:
    odd = rule({"grade": PROTECTION, "is": "outstanding"}, {"cap": OVERALL, "at_most": "good"}, name="ODD")
    found = reach(tiny(odd))
    assert codes(found) == ["RC015"]
    one = found.lowered[0]
    assert (one.better, one.judgement) == (PROTECTION, OVERALL)
    assert (one.forbids.cases, one.asks.cases) == (3 * 16, 0), "three worse grades beside the best, in 16 cases each"
    assert str(one.story) == (
        "If all else is ordinary: “Experiences” can be Outstanding while “Protection” is Good, "
        "and not when it is Outstanding."
    )


def test_a_question_that_is_not_asked_makes_no_case_and_may_leave_a_rule_undecided() -> None:
    sometimes: list[dict[str, Any]] = [
        FACTS[0],
        FACTS[1] | {"ask_when": {"fact": "manager", "is": False}},
        FACTS[2],
    ]
    late = rule({"fact": "weeks", "more_than": 26}, {"cap": LEADERS, "at_most": "good"}, name="LATE")
    found = reach(tiny(late, facts=sometimes))
    assert found.facts == ("manager", "weeks")
    assert found.cases == 64 * 3, "a manager; none for 26 weeks or fewer; none for longer"
    assert codes(found) == ["RC012"]
    assert {one.rule: one.undecided.cases for one in found.rules} == {"LATE": 2 * 64}, "in both types of inspection"


def test_inspections_of_one_type_or_all() -> None:
    visit = rule({"inspection": "monitoring"}, {"scope": "no_judgements"}, name="VISIT")
    framework = tiny(visit)
    assert reach(framework, inspection="monitoring").made.cases == 0
    assert reach(framework, inspection=EVERY).made.cases == 64
    assert "nothing to reach" in str(reach_verdict(reach(framework, inspection="monitoring"))[0])
    with pytest.raises(BadInput, match="full, monitoring, all"):
        reach(framework, inspection="weekly")


def test_rules_that_name_what_is_not_there_are_refused_by_name() -> None:
    with pytest.raises(BadInput, match="'nobody' is not a judgement"):
        reach(tiny(rule({"grade": "nobody", "is": "good"}, {"cap": OVERALL, "at_most": "good"})))
    with pytest.raises(BadInput, match="comes later"):
        facts = [FACTS[0] | {"ask_when": {"fact": "weeks", "is": 1}}, *FACTS[1:]]
        reach(tiny(rule({"fact": "manager"}, {"cap": OVERALL, "at_most": "good"}), facts=facts))


def test_what_is_not_verified_is_named_in_the_verdict() -> None:
    unread = PROTECTION_RULE | {"verified": False}
    told = " ".join(str(one) for one in reach_verdict(reach(tiny(unread, LEADERSHIP_RULE))))
    assert "Not verified, because the text could not be read: R1 of tiny" in told
    assert "nothing is shown here about those" in told


def test_the_result_as_plain_values() -> None:
    told = reach(load("sccif-2025")).as_dict()
    assert told["method"] == "exact"
    assert told["cases"] == 12_672
    assert {one["rule"] for one in told["rules"]} == set(load("sccif-2025").rule_by_id)
    assert all(one["reachable"] for one in told["grades"])


def test_grades_on_scales_of_other_lengths() -> None:
    two = {
        "id": "two",
        "grades": [{"ordinal": 1, "id": "no", "label": "No"}, {"ordinal": 2, "id": "yes", "label": "Yes"}],
    }
    judgements = [JUDGEMENTS[0] | {"scale": "two"}, *JUDGEMENTS[1:]]
    weigh = rule({"grade": PROTECTION, "is": "no"}, {"cap": OVERALL, "at_most": "inadequate"})
    found = reach(
        tiny(weigh, judgements=judgements, scales=[two, {"id": "four", "grades": FOUR}], inspection_types=TYPES)
    )
    assert found.cases == 2 * 4 * 4
    assert found.findings == ()
