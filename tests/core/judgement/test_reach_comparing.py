"""Two versions side by side: how many cases are treated how, and the smallest examples as stories."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from tests.oracle.tiny import FACTS, JUDGEMENTS, LEADERSHIP_RULE, PROTECTION_RULE, rule, tiny

from evenhand.findings import BadInput
from evenhand.framework.crosswalk import bridge
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, load_all
from evenhand.judgement.reach import EVERY, Shift, compare_reach
from evenhand.judgement.reach.ordinary import Ordinary
from evenhand.judgement.reach.space import Space
from evenhand.judgement.reach.words import shift_summary, shift_verdict

OVERALL, PROTECTION, LEADERS = "overall_experiences_progress", "helped_protected", "leaders_managers"
NOTHING = rule(None, name="NOTHING")


def beside(old: Framework, new: Framework, **options: Any) -> Shift:
    return compare_reach(old, new, bridge(old, new, shelf=lambda: ()), history=False, **options)


def told(shift: Shift) -> str:
    return " ".join(str(one) for one in (*shift_summary(shift), *shift_verdict(shift)))


def classes(shift: Shift) -> tuple[int, int, int, int]:
    counts = shift.overall
    return counts.same.cases, counts.harsher.cases, counts.more_lenient.cases, counts.not_comparable.cases


def test_a_version_beside_itself_is_alike_in_every_case() -> None:
    shift = beside(tiny(), tiny())
    assert classes(shift) == (64, 0, 0, 0)
    assert shift.examples == ()
    assert "In every case the rules of tiny allow exactly what those of tiny allow." in told(shift)


def test_a_new_limit_makes_the_cases_harsher_in_which_it_applies() -> None:
    shift = beside(tiny(NOTHING), tiny(PROTECTION_RULE, LEADERSHIP_RULE))
    assert classes(shift) == (36, 28, 0, 0)
    assert shift.overall.forbids.cases == 28
    example = shift.examples[0]
    assert str(example.story) == (
        "If “Protection” is Inadequate, and every other grade is Good: “Experiences” could be Requires improvement, "
        "Good or Outstanding in tiny (since 1 January 2020), and must be Inadequate in tiny (since 1 January 2020). "
        "Rule R1 of tiny: Inadequate protection is inadequate overall."
    )
    assert dict(example.new_case.grades) == {PROTECTION: "inadequate", LEADERS: "good", OVERALL: "good"}
    assert "If “Leadership” is Inadequate" in str(shift.examples[1].story), "a second story, about another rule"
    assert "can be no better than Requires improvement" in str(shift.examples[1].story)


def test_turned_round_the_same_cases_are_more_lenient() -> None:
    shift = beside(tiny(PROTECTION_RULE, LEADERSHIP_RULE), tiny(NOTHING))
    assert classes(shift) == (36, 0, 28, 0)
    assert shift.overall.permits.cases == 28
    assert "could not be Requires improvement, Good or Outstanding in tiny" in str(shift.examples[0].story)


def test_asking_for_a_reason_takes_no_grade_away() -> None:
    asks = rule({"grade": LEADERS, "is": "inadequate"}, {"expect": OVERALL, "at_most": "good"})
    shift = beside(tiny(NOTHING), tiny(asks))
    assert (shift.overall.forbids.cases, shift.overall.asks.cases) == (0, 16)
    assert "No grade is taken away" in told(shift)
    assert "“Experiences” could be Outstanding freely" in str(shift.examples[0].story)
    assert "only with a recorded reason" in str(shift.examples[0].story)


def test_stricter_here_and_milder_there_cannot_be_compared() -> None:
    one = rule({"grade": PROTECTION, "is": "inadequate"}, {"cap": OVERALL, "at_most": "good"})
    other = rule({"grade": PROTECTION, "is": "inadequate"}, {"cap": LEADERS, "at_most": "good"})
    shift = beside(tiny(one), tiny(other))
    assert classes(shift) == (48, 0, 0, 16)
    by_judgement = {each.new: each.counts for each in shift.judgements}
    assert by_judgement[OVERALL].more_lenient.cases == 16
    assert by_judgement[LEADERS].harsher.cases == 16


def test_a_case_in_which_only_one_version_judges_is_not_compared_and_told_once() -> None:
    empty = rule({"fact": "manager", "is": False}, {"scope": "no_judgements"}, name="EMPTY")
    shift = beside(tiny(NOTHING), tiny(empty))
    assert classes(shift) == (64, 0, 0, 64)
    assert shift.overall.one_judges.cases == 64
    assert len(shift.examples) == 1
    assert "tiny (since 1 January 2020) makes no judgement" in str(shift.examples[0].story)


def test_a_question_of_one_version_only_exists_in_the_world_all_the_same() -> None:
    late = rule({"fact": "weeks", "more_than": 26}, {"cap": LEADERS, "at_most": "good"})
    shift = beside(tiny(NOTHING), tiny(late))
    assert shift.cases == 64 * 2
    assert shift.new_facts == ("weeks",)
    assert classes(shift) == (64, 64, 0, 0)
    story = str(shift.examples[0].story)
    assert "is 27 weeks, and every other grade is Good and every other answer ordinary" in story


def test_shared_numbers_are_split_at_the_limits_of_both_versions() -> None:
    at_26 = rule({"fact": "weeks", "more_than": 26}, {"cap": LEADERS, "at_most": "good"})
    at_12 = rule({"fact": "weeks", "more_than": 12}, {"cap": LEADERS, "at_most": "good"})
    shift = beside(tiny(at_26), tiny(at_12))
    assert (shift.cases, shift.shared_facts) == (64 * 3, ("weeks",))
    assert classes(shift) == (64 * 2, 64, 0, 0)
    assert "is 13 weeks" in str(shift.examples[0].story)


def test_a_judgement_without_counterpart_is_named_and_not_compared() -> None:
    renamed = [JUDGEMENTS[0], JUDGEMENTS[1] | {"id": "leadership"}, JUDGEMENTS[2]]
    shift = beside(tiny(PROTECTION_RULE), tiny(PROTECTION_RULE, judgements=renamed))
    assert (shift.old_only, shift.new_only) == ((LEADERS,), ("leadership",))
    assert classes(shift) == (256, 0, 0, 0)
    assert "Judged only in tiny, and not compared: “Leadership”." in told(shift)
    assert "allow, on the judgements compared, exactly what" in told(shift)


def test_where_no_judgement_has_a_counterpart_no_case_is_called_alike() -> None:
    strangers = [one | {"id": f"other_{one['id']}"} for one in JUDGEMENTS]
    shift = beside(tiny(NOTHING), tiny(NOTHING, judgements=strangers))
    assert classes(shift) == (0, 0, 0, shift.cases)
    assert (shift.judgements, shift.examples) == ((), ())
    assert "No judgement has a counterpart" in told(shift)


def test_without_an_overall_judgement_on_both_sides_it_says_so() -> None:
    headless = [JUDGEMENTS[0], JUDGEMENTS[1]]
    shift = beside(tiny(PROTECTION_RULE), tiny(NOTHING, judgements=headless))
    assert shift.headline is None
    assert "The overall judgement has no agreed counterpart" in told(shift)


def test_what_rests_on_rules_that_could_not_be_read_is_told_apart() -> None:
    unread = LEADERSHIP_RULE | {"verified": False}
    shift = beside(tiny(NOTHING), tiny(PROTECTION_RULE, unread))
    assert shift.doubtful == ((), ("R2",))
    assert shift.firm is not None
    assert (shift.overall.harsher.cases, shift.firm.harsher.cases) == (28, 16)
    assert "Not certain" in told(shift)
    assert "R2 of tiny" in told(shift)


def test_types_of_inspection_stand_beside_their_own_kind() -> None:
    visit = rule({"inspection": "monitoring"}, {"scope": "no_judgements"}, name="VISIT")
    old, new = tiny(NOTHING), tiny(visit)
    assert classes(beside(old, new)) == (64, 0, 0, 0)
    assert classes(beside(old, new, inspection="monitoring")) == (0, 0, 0, 64)
    assert classes(beside(old, new, inspection=EVERY)) == (64, 0, 0, 64)
    with pytest.raises(BadInput, match="not a type of inspection"):
        beside(old, new, inspection="weekly")


def test_inadequate_safety_could_be_adequate_overall_in_2014_and_not_later() -> None:
    old, new = load("ch-2014"), load("sccif-2025")
    shift = compare_reach(old, new, bridge(old, new), history=False)
    stories = [str(one.story) for one in shift.examples if one.new_judgement == OVERALL]
    assert stories[0].startswith("If “How well children are helped and protected” is Inadequate, and every other grade")
    assert "could be Adequate, Good or Outstanding in ch-2014 (1 April 2014 to 31 March 2015)" in stories[0]
    assert "must be Inadequate in sccif-2025" in stories[0]
    assert "Rule R1 of sccif-2025: If the home is inadequate at helping and protecting children" in stories[0]
    counts = shift.overall
    assert (
        sum(one.cases for one in (counts.same, counts.harsher, counts.more_lenient, counts.not_comparable))
        == shift.cases
    )


def test_neighbours_on_the_shelf_compare_exactly() -> None:
    shelf = load_all()
    for old, new in pairwise(shelf):
        shift = compare_reach(old, new, bridge(old, new), history=False)
        assert shift.method == "exact"
        plain = shift.as_dict()
        assert {"cases", "same", "harsher", "more_lenient", "not_comparable", "examples", "history"} <= set(plain)
        assert plain["same"] + plain["harsher"] + plain["more_lenient"] + plain["not_comparable"] == plain["cases"]


def test_facts_asked_on_other_occasions() -> None:
    when_none = [FACTS[0], FACTS[1] | {"ask_when": {"fact": "manager", "is": False}}, FACTS[2]]
    late = rule({"fact": "weeks", "more_than": 26}, {"cap": LEADERS, "at_most": "good"})
    named = rule({"fact": "manager"}, {"requirement": "reg.1"}, name="NAMED")
    shift = beside(tiny(late, named), tiny(late, named, facts=when_none))
    # With a manager, only the old version hears of the weeks: its limit is then gone in the new one.
    assert shift.cases == 64 * 4
    assert classes(shift) == (64 * 3, 0, 64, 0)


def test_an_ordinary_home_has_a_registered_manager_and_enough_qualified_staff() -> None:
    space = Space([load("sccif-2025")], [("full",)])
    case = space.case(0, Ordinary(space).codes)
    assert case.facts == {
        "registered_manager": True,
        "manager_qualification": "held",
        "few_staff_qualified": False,
        "multi_building": False,
        "first_inspection": False,
    }
    assert set(case.grades.values()) == {"good"}
