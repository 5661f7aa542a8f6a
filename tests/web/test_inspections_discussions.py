"""A judgement told at feedback changes only after a discussion with a manager, and the discussion stays on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.builders import an_inspection
from tests.web.inspection_pages import at, text

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.findings import BadInput
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import Discussion
from evenhand.web.inspections.papers import FEEDBACK
from evenhand.web.inspections.record import read_record

HELPED = "helped_protected"
LOWER = "requires_improvement_to_be_good"


def told(cast, **more):
    inspection = an_inspection(cast, **{"facts": {}, **more})
    texts = {"strengths": "Calm evenings.", "weaknesses": "Late plans."}
    actions.write_paper(by=cast.ida, inspection=inspection, kind=FEEDBACK, texts=texts, based_on=0)
    return inspection


def propose(cast, inspection, grade, judgement=HELPED):
    version = read_record(inspection).versions.proposals.get(judgement, 0)
    return actions.propose_grade(
        by=cast.ida, inspection=inspection, judgement=judgement, grade=grade, reason="Why.", based_on=version
    )


def discuss(cast, inspection, becomes=LOWER, **more):
    fields = {"judgement": HELPED, "manager": cast.quentin, "held_on": timezone.localdate(), "reason": "New records."}
    return actions.record_discussion(by=cast.ida, inspection=inspection, becomes=becomes, **{**fields, **more})


def test_before_feedback_a_grade_changes_freely(cast):
    inspection = an_inspection(cast, facts={})
    assert propose(cast, inspection, LOWER).version == 2


def test_after_feedback_a_change_is_refused_until_a_manager_was_spoken_to(cast):
    inspection = told(cast)
    with pytest.raises(NotNow, match="discussion with a manager") as refused:
        propose(cast, inspection, LOWER)
    assert refused.value.code == "PO050"
    discuss(cast, inspection)
    assert propose(cast, inspection, LOWER).grade == LOWER


def test_taking_the_grade_back_first_is_no_way_round(cast):
    inspection = told(cast)
    propose(cast, inspection, "")
    with pytest.raises(NotNow, match="PO050"):
        propose(cast, inspection, LOWER)
    assert propose(cast, inspection, "good").grade == "good"


def test_one_discussion_is_good_for_one_change(cast):
    inspection = told(cast)
    discuss(cast, inspection)
    with pytest.raises(NotNow, match="PO050"):
        propose(cast, inspection, "inadequate")
    propose(cast, inspection, LOWER)
    with pytest.raises(NotNow, match="PO050"):
        propose(cast, inspection, "good")
    discuss(cast, inspection, becomes="good")
    propose(cast, inspection, "good")
    with pytest.raises(NotNow, match="PO050"):
        propose(cast, inspection, LOWER)


def test_a_returned_inspection_is_past_its_feedback_without_a_sheet(cast):
    inspection = an_inspection(cast, Stage.RETURNED)
    with pytest.raises(NotNow, match="PO050"):
        propose(cast, inspection, LOWER)


def test_another_reason_for_the_same_grade_needs_no_manager(cast):
    inspection = told(cast)
    assert propose(cast, inspection, "good").version == 2


def test_a_first_grade_after_the_sheet_is_no_change(cast):
    inspection = told(cast, facts=None)
    assert propose(cast, inspection, LOWER).version == 1


def test_the_one_judgement_of_an_assurance_inspection_is_held_to_it_too(cast):
    inspection = told(cast, kind="assurance")
    record = read_record(inspection)
    other = next(one.id for one in record.single_scale.best_first if one.id != record.single.grade)
    with pytest.raises(NotNow, match="PO050"):
        actions.judge_singly(by=cast.ida, inspection=inspection, grade=other, reason="Why.", based_on=1)
    discuss(cast, inspection, becomes=other, judgement=record.single_judgement.id)
    assert actions.judge_singly(by=cast.ida, inspection=inspection, grade=other, reason="Why.", based_on=1).version == 2


@pytest.mark.parametrize("who", ["ivan", "iris", "fay", "petra"])
def test_the_manager_is_a_manager_apart_from_the_inspection(cast, who):
    with pytest.raises(Refusal, match="PO051"):
        discuss(cast, told(cast), manager=getattr(cast, who))


def test_a_manager_with_a_hand_in_it_does_not_count(cast):
    inspection = told(cast)
    inspection.team.create(person=cast.quinn)
    with pytest.raises(Refusal, match="PO052"):
        discuss(cast, inspection, manager=cast.quinn)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"becomes": "good"},
        {"becomes": "splendid"},
        {"held_on": timezone.localdate() + timedelta(days=1)},
        {"held_on": timezone.localdate() - timedelta(days=400)},
    ],
)
def test_a_discussion_says_when_why_and_what(cast, wrong):
    with pytest.raises(BadInput, match="IN011"):
        discuss(cast, told(cast), **wrong)
    assert not Discussion.objects.exists()


def test_without_feedback_there_is_nothing_to_discuss(cast):
    with pytest.raises(NotNow, match="PO053"):
        discuss(cast, an_inspection(cast, facts={}))


def test_only_the_team_records_it(cast):
    with pytest.raises(Refusal):
        actions.record_discussion(
            by=cast.iris,
            inspection=told(cast),
            judgement=HELPED,
            becomes=LOWER,
            manager=cast.quentin,
            held_on=timezone.localdate(),
            reason="Why.",
        )


def test_through_the_pages_from_refusal_to_history_and_trace(cast, as_):
    inspection = told(cast)
    browser = as_(cast.ida)
    page = browser.get(at("judgement", inspection, HELPED))
    assert "changes only after a discussion with a manager" in text(page)
    refused = browser.post(at("judgement", inspection, HELPED), {"grade": LOWER, "reason": "W.", "based_on": "1"})
    assert refused.status_code == 422 and "Record the discussion first" in text(refused)
    where = at("discussion", inspection, HELPED)
    assert where in refused.content.decode()
    assert browser.post(where, {}).status_code == 422
    data = {"manager": "quentin.quality", "held_on": timezone.localdate().isoformat(), "becomes": LOWER}
    assert browser.post(where, {**data, "reason": "New records came."}).status_code == 302
    again = {"grade": LOWER, "reason": "W.", "based_on": "1"}
    assert browser.post(at("judgement", inspection, HELPED), again).status_code == 302
    told_so = "discussed with Quentin Quality on"
    assert told_so in text(browser.get(at("history", inspection)))
    trace = text(browser.get(reverse("reports:trace", args=[inspection.pk])))
    assert "Changed after feedback" in trace and "New records came." in trace
    assert "New records came." in text(as_(cast.quentin).get(where))
    assert as_(cast.quentin).post(where, data).status_code == 403


def test_the_database_keeps_a_discussion_as_it_was(cast):
    row = discuss(cast, told(cast))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Discussion.objects.filter(pk=row.pk).update(reason="Another.")
