"""A requirement from made to met: what it has to say, how it changes, and what the next inspection finds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders import (
    STARTS,
    a_conversation,
    a_requirement,
    an_inspection,
    an_item,
    an_open_requirement,
    publish,
    review,
    settle,
    submit,
)
from tests.web.inspection_pages import at, text

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Act, Stage
from evenhand.casework.versions import Stale
from evenhand.evidence.requirement import Impact, ProposedRequirement
from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions
from evenhand.web.inspections.beside import law_named
from evenhand.web.inspections.models import FollowUp, RequirementRevision
from evenhand.web.inspections.record import read_record
from evenhand.web.inspections.requirements import made_before, report_due, requirements_of
from evenhand.web.reports.drafts import open_draft


def at_fault(caught) -> set[str]:
    return {finding.where.field for finding in caught.value.findings}


def two_items(cast, inspection) -> list[str]:
    items = [an_item(), a_conversation()]
    for item in items:
        actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    return [str(item.id) for item in items]


def sent(cast, inspection, **changes):
    data = {
        "regulation": "regulation 12",
        "to_do": "Plans say how each risk is met.",
        "due_on": (inspection.ends_on + timedelta(days=60)).isoformat(),
        "impact": "actual",
        "impact_words": "A child came to harm.",
        "evidence": two_items(cast, inspection),
        "building": "",
    }
    return {**data, **changes}


# Making one.


def test_a_requirement_keeps_its_law_its_day_its_harm_and_its_evidence(cast):
    inspection = an_inspection(cast)
    a_requirement(cast, inspection)
    (one,) = requirements_of(inspection)
    assert one.content.regulation == "regulation 12" and one.content.impact is Impact.ACTUAL
    assert len(one.content.evidence) == 2 and (one.number, one.version, one.by) == (1, 1, "ida.inspector")
    assert Event.objects.filter(action="requirement.made").exists()


def test_everything_it_lacks_is_said_at_once(cast):
    inspection = an_inspection(cast)
    empty = ProposedRequirement(regulation="the law", to_do=" ")
    with pytest.raises(BadInput) as caught:
        actions.make_requirement(by=cast.ida, inspection=inspection, proposed=empty)
    assert at_fault(caught) == {"regulation", "to_do", "due_on", "impact", "impact_words", "evidence"}
    assert not RequirementRevision.objects.exists()


def test_evidence_of_one_kind_is_not_enough(cast):
    inspection = an_inspection(cast, evidence=2)
    same = tuple(one.id for one in read_record(inspection).evidence)
    with pytest.raises(BadInput, match="one kind of source"):
        a_requirement(cast, inspection, evidence=same)


def test_a_day_before_the_report_has_to_be_said_at_the_feedback(cast):
    inspection = an_inspection(cast)
    soon = report_due(read_record(inspection)) - timedelta(days=1)
    with pytest.raises(BadInput) as caught:
        a_requirement(cast, inspection, due_on=soon)
    assert at_fault(caught) == {"told_at_feedback"}
    a_requirement(cast, inspection, due_on=soon, told_at_feedback=True)


def test_only_the_team_makes_requirements_and_only_while_the_report_can_be_written(cast):
    inspection = an_inspection(cast)
    proposed = requirements_of(a_requirement(cast, inspection).inspection)[0].content
    with pytest.raises(Refusal):
        actions.make_requirement(by=cast.iris, inspection=inspection, proposed=proposed)
    settle(cast, inspection)
    submit(cast, inspection)
    with pytest.raises(NotNow):
        actions.make_requirement(by=cast.ida, inspection=inspection, proposed=proposed)


def test_a_change_is_a_version_with_a_reason_and_a_withdrawal_is_one_too(cast):
    row = a_requirement(cast, an_inspection(cast))
    (one,) = requirements_of(row.inspection)
    change = {"by": cast.ivan, "requirement": row, "proposed": one.content, "based_on": 1}
    with pytest.raises(BadInput) as caught:
        actions.amend_requirement(**change, reason=" ")
    assert at_fault(caught) == {"reason"}
    actions.amend_requirement(**change, reason="Put right on the day.", withdrawn=True)
    assert [one.withdrawn for one in RequirementRevision.objects.all()] == [False, True]
    with pytest.raises(Stale):
        actions.amend_requirement(**change, reason="Another word.")


# In the report.


def test_it_stands_in_the_draft_in_a_sentence_that_follows_the_record(cast):
    inspection = an_inspection(cast)
    a_requirement(cast, inspection)
    day = inspection.ends_on + timedelta(days=60)
    draft = open_draft(read_record(inspection)).texts["areas_for_improvement"]
    assert f"- regulation 12: Plans say how each risk is met. To be done by {day.day} {day:%B %Y}." in draft


def test_a_requirement_that_a_rule_raises_is_asked_for_until_it_is_made(cast):
    inspection = an_inspection(cast)
    settle(cast, inspection, facts={"manager_qualification": "overdue"})
    assert "under regulation 28" in open_draft(read_record(inspection)).texts["areas_for_improvement"]
    a_requirement(cast, inspection, regulation="regulation 28")
    draft = open_draft(read_record(inspection)).texts["areas_for_improvement"]
    assert "[[Write what has to be done under regulation 28" not in draft


# The next inspection.


def test_an_open_requirement_of_a_published_inspection_is_found_by_the_next_one(cast):
    row = an_open_requirement(cast)
    (one,) = made_before(an_inspection(cast))
    assert one.id == row.pk and one.followed is None


def test_one_that_was_not_published_or_was_withdrawn_is_not(cast):
    a_requirement(cast, an_inspection(cast, starts_on=STARTS - timedelta(days=90)))
    assert made_before(an_inspection(cast)) == ()


def test_met_with_evidence_and_the_inspection_after_that_asks_no_more(cast):
    row = an_open_requirement(cast)
    inspection = an_inspection(cast)
    evidence = tuple(str(one.id) for one in read_record(inspection).evidence)
    follow = {"by": cast.ida, "inspection": inspection, "requirement": row, "state": "met"}
    with pytest.raises(BadInput) as caught:
        actions.follow_up(**follow, words="", evidence=(), based_on=0)
    assert at_fault(caught) == {"words", "evidence"}
    actions.follow_up(**follow, words="Every plan was read; all name the risks.", evidence=evidence, based_on=0)
    assert made_before(inspection)[0].followed.state == "met"
    draft = open_draft(read_record(inspection)).texts["areas_for_improvement"]
    assert "regulation 12, made at the inspection of 10 June 2026: met." in draft
    settle(cast, inspection)
    submit(cast, inspection)
    review(cast, inspection, Act.APPROVE)
    publish(cast, inspection)
    assert made_before(an_inspection(cast, starts_on=STARTS + timedelta(days=60))) == ()


@pytest.mark.parametrize("state", ["not_met", "compliance_notice"])
def test_what_is_not_met_stays_open(cast, state):
    row = an_open_requirement(cast)
    inspection = an_inspection(cast, Stage.UNDER_WAY, evidence=1)
    evidence = tuple(str(one.id) for one in read_record(inspection).evidence)
    actions.follow_up(
        by=cast.ida,
        inspection=inspection,
        requirement=row,
        state=state,
        words="No plan.",
        evidence=evidence,
        notice_due_on=STARTS + timedelta(days=60),
        based_on=0,
    )
    settle(cast, inspection)
    submit(cast, inspection)
    review(cast, inspection, Act.APPROVE)
    publish(cast, inspection)
    assert [one.id for one in made_before(an_inspection(cast, starts_on=STARTS + timedelta(days=60)))] == [row.pk]


def test_a_requirement_of_another_home_or_of_this_very_inspection_cannot_be_followed_up(cast):
    row = an_open_requirement(cast)
    elsewhere = an_inspection(cast, home=cast.other_home, evidence=1)
    evidence = tuple(str(one.id) for one in read_record(elsewhere).evidence)
    with pytest.raises(BadInput) as caught:
        actions.follow_up(
            by=cast.ida, inspection=elsewhere, requirement=row, state="met", words="So.", evidence=evidence, based_on=0
        )
    assert at_fault(caught) == {"state"} and not FollowUp.objects.exists()


# Pages.


def test_the_page_makes_changes_and_withdraws_one(cast, as_):
    ida, inspection = as_(cast.ida), an_inspection(cast)
    assert "No requirement is made" in text(ida.get(at("requirements", inspection)))
    wrong = ida.post(at("new_requirement", inspection), sent(cast, inspection, regulation="", impact=""))
    assert wrong.status_code == 422 and "Name the regulation with its number" in text(wrong)
    assert "Make a requirement – Evenhand" in text(wrong)
    assert "Plans say how each risk is met." in wrong.content.decode(), "what was typed is kept"
    made = ida.post(at("new_requirement", inspection), sent(cast, inspection), follow=True)
    assert "The requirement is made" in text(made) and "1. regulation 12" in text(made)
    (one,) = requirements_of(inspection)
    address = at("amend_requirement", inspection, one.id)
    data = sent(cast, inspection, to_do="Plans name each risk.", reason="Plainer words.", based_on="1")
    assert "Both versions are kept" in text(ida.post(address, data, follow=True))
    stale = as_(cast.ivan).post(address, data)
    assert stale.status_code == 409 and "Somebody else was first" in text(stale)
    gone = ida.post(address, {"withdrawn": "on", "reason": "Put right.", "based_on": "2"}, follow=True)
    assert "1 withdrawn" in text(gone) and RequirementRevision.objects.latest("version").withdrawn


def test_the_page_says_what_became_of_an_earlier_one(cast, as_):
    row = an_open_requirement(cast)
    inspection = an_inspection(cast, evidence=1)
    ida = as_(cast.ida)
    assert "0 of 1 looked at" in text(ida.get(at("workspace", inspection)))
    assert "Not looked at yet" in text(ida.get(at("requirements", inspection)))
    evidence = [str(one.id) for one in read_record(inspection).evidence]
    data = {"state": "compliance_notice", "words": "Nothing was done.", "evidence": evidence, "based_on": "0"}
    data["notice_due_on"] = "2026-12-01"
    done = text(ida.post(at("follow_up", inspection, row.pk), data, follow=True))
    assert "a compliance notice follows" in done and "Nothing was done." in done
    stale = as_(cast.ivan).post(at("follow_up", inspection, row.pk), data)
    assert stale.status_code == 409 and "Nothing was done." in text(stale)


def test_a_colleague_of_another_team_reads_but_changes_nothing(cast, as_):
    inspection = an_inspection(cast)
    a_requirement(cast, inspection)
    page = text(as_(cast.iris).get(at("requirements", inspection)))
    assert "regulation 12" in page and "not on the team" in page and "Change or withdraw" not in page


def test_the_page_takes_few_queries_however_many_requirements(cast, as_, django_assert_max_num_queries):
    an_open_requirement(cast)
    inspection = an_inspection(cast)
    for number in range(6):
        a_requirement(cast, inspection, regulation=f"regulation {number + 10}")
    ida = as_(cast.ida)
    ida.get(at("requirements", inspection))
    with django_assert_max_num_queries(16):
        page = ida.get(at("requirements", inspection))
    assert "6. regulation 15" in text(page)


@pytest.mark.parametrize("words", ["regulation 12", "Regulation 12(2)(b)", "Reg. 12", "regs 12 and 13", "reg 12"])
def test_the_law_is_named_with_its_title(cast, as_, words):
    record = read_record(an_inspection(cast))
    found = law_named(record.framework, words)
    assert found and "The protection of children standard" in str(found.words) and "2015" in str(found.words)


@pytest.mark.parametrize("words", ["", "the law", "schedule 12", "12", "regulation 2015", "regulation 199"])
def test_what_names_no_regulation_of_the_framework_gets_no_title(cast, words):
    assert law_named(read_record(an_inspection(cast)).framework, words) is None


def test_the_title_stands_on_the_list_and_on_the_feedback_sheet(cast, as_):
    inspection = an_inspection(cast)
    as_(cast.ida).post(at("new_requirement", inspection), sent(cast, inspection))
    for page in ("requirements", "feedback"):
        assert "The protection of children standard" in text(as_(cast.ida).get(at(page, inspection))), page
