"""What each type of inspection asks for: an assurance inspection, an interim one, a monitoring visit."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.casework.timetable import next_deadline, timetable
from evenhand.casework.types import (
    criteria_here,
    headings,
    left_to_settle,
    makes_grades,
    rules_against_any,
    single_judgement,
)
from evenhand.framework.reading import load, shipped_ids
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge

ENDED = date(2026, 9, 9)
MOMENTS = dict.fromkeys(("inspection_end", "on_site_end", "visit_end"), ENDED)
EMPTY = {"first_inspection": True, "children_living_here": False}
GOOD = {"helped_protected": "good", "leaders_managers": "good", "overall_experiences_progress": "good"}


def left(inspection: str, single: str = "", framework: str = "sccif-2025", **changes) -> list[str]:
    model = load(framework)
    case = Case(framework=framework, inspection=inspection, **changes)
    return [str(one) for one in left_to_settle(model, case, judge(model, case), single)]


@pytest.mark.parametrize(
    ("framework", "inspection", "scale"),
    [
        ("sccif-2025", "assurance", "concerns"),
        ("sccif-2022", "assurance", "concerns"),
        ("sccif-2017", "interim", "effectiveness"),
        ("ch-2011", "interim", "progress"),
    ],
)
def test_a_second_inspection_makes_one_judgement_on_the_scale_of_its_time(framework, inspection, scale):
    judgement = single_judgement(load(framework), inspection)
    assert judgement is not None and (judgement.id, judgement.scale) == (inspection, scale)
    assert not makes_grades(load(framework), inspection)


@pytest.mark.parametrize("framework", shipped_ids())
def test_a_full_inspection_makes_graded_judgements_and_no_single_one(framework):
    assert single_judgement(load(framework), "full") is None
    assert makes_grades(load(framework), "full")


def test_an_assurance_inspection_is_evidenced_under_its_own_criteria():
    framework = load("sccif-2025")
    own = [one.id for one in criteria_here(framework, "assurance")]
    assert own and all(name.startswith("sccif.assurance.") for name in own)
    assert [one.title for one in headings(framework, "assurance")] == ["Care", "Safety", "Leadership"]
    assert [one.id for group in headings(framework, "assurance") for one in group.criteria] == own


def test_a_monitoring_visit_is_evidenced_under_the_criteria_of_the_judgements():
    framework = load("sccif-2025")
    assert criteria_here(framework, "monitoring") == framework.criteria
    assert [one.id for one in headings(framework, "monitoring")] == [one.id for one in framework.judgements]


def test_an_assurance_inspection_waits_for_its_judgement_and_for_whether_one_is_made():
    assert left("assurance") == [
        "make the judgement “Serious or widespread concerns”",
        "answer the facts that rule R11 needs",
    ]
    assert left("assurance", "no_serious_or_widespread_concerns", facts={"first_inspection": False}) == []


def test_a_first_assurance_inspection_of_an_empty_home_makes_no_judgement():
    assert left("assurance", facts=EMPTY) == []
    (clause,) = left("assurance", "serious_or_widespread_concerns", facts=EMPTY)
    assert clause == "take back “Serious or widespread concerns”, because rule R11 says that no judgement is made"


def test_the_rule_on_the_type_alone_leaves_the_single_judgement_to_be_made():
    framework = load("sccif-2025")
    case = Case(framework="sccif-2025", inspection="assurance", facts={"first_inspection": False})
    assert rules_against_any(framework, judge(framework, case)) == ()


def test_no_graded_judgement_gets_through_an_assurance_inspection():
    assert any("rule ASSURANCE" in one for one in left("assurance", grades={"helped_protected": "good"}))


def test_a_monitoring_visit_needs_no_grade():
    assert left("monitoring") == []


def test_a_monitoring_visit_that_gives_grades_has_to_satisfy_all_of_rule_r12():
    assert any("R12" in one for one in left("monitoring", grades=GOOD))
    five = ("concerns_narrow", "good_track_record", "otherwise_sound", "quickly_fixed", "requirements_met")
    facts = {"after_inadequate": True, **{f"regrade_{one}": True for one in five}}
    waiting = left("monitoring", grades=GOOD, facts=facts)
    assert not any("R12" in one for one in waiting)
    facts["regrade_requirements_met"] = False
    assert all("R12" in one for one in left("monitoring", grades=GOOD, facts=facts)) and left(
        "monitoring", grades=GOOD, facts=facts
    )


def test_a_visit_of_2020_reports_in_words_only():
    assert left("assurance_visit", framework="sccif-2017") == []


def test_steps_of_other_types_are_not_on_the_timetable():
    framework = load("sccif-2025")
    assert "notify_local_authorities_full" not in days(framework, "assurance")
    assert "notify_local_authorities_assurance" not in days(framework, "full")
    assert "notify_local_authorities_assurance" in days(framework, "assurance")
    assert len(timetable(framework, MOMENTS)) == len(framework.timeline)


def days(framework, inspection) -> dict[str, date | None]:
    return {due.step.id: due.day for due in timetable(framework, MOMENTS, inspection)}


def test_an_interim_inspection_has_deadlines_of_its_own():
    framework = load("sccif-2017")
    due = timetable(framework, MOMENTS, "interim")
    assert [one.step.id for one in due if one.always] == [
        "interim_draft_report_to_provider",
        "interim_provider_comments",
        "interim_publication",
    ]
    coming = next_deadline(due, ENDED)
    assert coming is not None and coming.step.id == "interim_draft_report_to_provider"
    assert next_deadline(timetable(framework, MOMENTS, "full"), ENDED) is None
