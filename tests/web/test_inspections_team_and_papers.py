"""The team after scheduling, whether there is enough evidence, the feedback sheet, the letter to the children."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import ALL_WELL, a_conversation, a_requirement, an_inspection, an_item, settle, submit
from tests.web.inspection_pages import at, text

from evenhand.casework.policies import Refusal
from evenhand.casework.stages import Stage
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import Paper, TeamChange
from evenhand.web.inspections.papers import FEEDBACK, LETTER
from evenhand.web.inspections.record import read_record

WHY = "Ivan is ill."


def change(cast, inspection, by=None, lead=None, team=(), reason=WHY):
    return actions.change_team(
        by=by or cast.ida, inspection=inspection, lead=lead or cast.ida, team=list(team), reason=reason
    )


# The team.


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.UNDER_WAY, Stage.RETURNED])
def test_the_team_changes_with_a_reason_and_who_left_stays_on_record(cast, stage):
    inspection = an_inspection(cast, stage)
    row = change(cast, inspection, team=[cast.iris])
    assert [one.username for one in read_record(inspection).team] == ["ida.inspector", "iris.inspector"]
    assert (row.left, row.reason, row.stage) == (["ivan.inspector"], WHY, stage.value)


def test_whoever_left_after_the_first_day_may_not_assure_the_quality(cast):
    inspection = an_inspection(cast)
    change(cast, inspection, team=[cast.quinn])
    change(cast, inspection, reason="Quinn is needed elsewhere.")
    assert "quinn.both" in read_record(inspection).authors
    settle(cast, inspection)
    submit(cast, inspection)
    with pytest.raises(Refusal) as caught:
        from tests.web.reports_story import version_of

        from evenhand.web.reports.actions import approve

        approve(by=cast.quinn, inspection=inspection, version=version_of(inspection), checklist=ALL_WELL)
    assert caught.value.code == "PO014"


def test_whoever_left_before_the_first_day_had_no_hand_in_it(cast):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    change(cast, inspection, team=[cast.quinn])
    change(cast, inspection, reason="Quinn is needed elsewhere.")
    assert "quinn.both" not in read_record(inspection).authors


@pytest.mark.parametrize(
    ("changes", "field"), [({"reason": " "}, "reason"), ({"team": ["ivan"]}, "lead"), ({"lead": "quentin"}, "lead")]
)
def test_a_change_that_is_none_or_cannot_be_is_refused(cast, changes, field):
    inspection = an_inspection(cast)
    people = {"team": [getattr(cast, one) for one in changes.get("team", [])]}
    if "lead" in changes:
        people["lead"] = getattr(cast, changes["lead"])
    with pytest.raises(BadInput) as caught:
        change(cast, inspection, **people, reason=changes.get("reason", WHY))
    assert field in {finding.where.field for finding in caught.value.findings}
    assert not TeamChange.objects.exists()


@pytest.mark.parametrize("who", ["iris", "quentin", "petra"])
def test_only_the_team_and_administrators_change_it(cast, who):
    inspection = an_inspection(cast)
    with pytest.raises(Refusal):
        change(cast, inspection, by=getattr(cast, who), team=[cast.iris])
    assert change(cast, inspection, by=cast.ada, team=[cast.iris]).by == "ada.admin"


@pytest.mark.parametrize("stage", [Stage.IN_QUALITY_ASSURANCE, Stage.PUBLISHED, Stage.CANCELLED])
def test_a_team_whose_work_is_done_is_fixed(cast, stage):
    inspection = an_inspection(cast, stage)
    with pytest.raises(Refusal) as caught:
        change(cast, inspection, team=[cast.iris])
    assert caught.value.code == "PO018"


def test_the_page_changes_the_team(cast, as_):
    inspection, ida = an_inspection(cast), as_(cast.ida)
    assert "Change the team" in text(ida.get(at("workspace", inspection)))
    empty = ida.post(at("team", inspection), {"lead": "iris.inspector", "reason": ""})
    assert empty.status_code == 422 and "Write why the team changes" in text(empty)
    data = {"lead": "iris.inspector", "team": ["ida.inspector"], "reason": WHY}
    assert "The team is changed" in text(ida.post(at("team", inspection), data, follow=True))
    assert read_record(inspection).lead == cast.iris
    history = text(ida.get(at("history", inspection)))
    assert "Team changed: Iris Inspector, Ida Inspector" in history and WHY in history


# Is there enough?


def test_it_says_how_far_the_evidence_reaches_what_contradicts_and_what_is_left_open(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    criteria = ("sccif.protection.good.safe_and_feels_safe",)
    answers = {"consent": "agreed", "communication": "Speech"}
    for feels in ("feels_safe", "does_not"):
        child = a_conversation(criteria=criteria, answers={**answers, "feels_safe": feels})
        actions.record_evidence(by=cast.ida, inspection=inspection, item=child)
    actions.record_evidence(by=cast.ida, inspection=inspection, item=an_item(criteria=()))
    page = text(as_(cast.ida).get(at("sufficiency", inspection)))
    assert "conversations with children" in page and "children’s own words in 2 items" in page
    assert "Some children feel safe, others do not." in page and "On the other side" in page
    assert "No evidence yet." in page
    assert "Evidence that supports no criterion yet" in page
    assert "What is left open" in page
    assert "no number of items makes or stops a grade" in page


def test_without_evidence_it_says_where_to_record_some(cast, as_):
    page = text(as_(cast.quentin).get(at("sufficiency", an_inspection(cast, evidence=0))))
    assert "No evidence is recorded yet." in page and "Go to the evidence" in page


def test_it_goes_by_the_headings_of_the_type(cast, as_):
    page = text(as_(cast.ida).get(at("sufficiency", an_inspection(cast, kind="assurance"))))
    assert "Safety" in page and "Risks are identified and managed." in page and "helped and protected" not in page


def test_it_takes_the_same_few_queries_however_much_evidence(cast, as_, django_assert_max_num_queries):
    ida, inspection = as_(cast.ida), an_inspection(cast, evidence=30)
    ida.get(at("sufficiency", inspection))
    with django_assert_max_num_queries(11):
        page = ida.get(at("sufficiency", inspection))
    assert "30 items" in text(page)


def test_the_task_list_groups_the_kinds_of_evidence(cast, as_):
    page = text(as_(cast.ida).get(at("workspace", an_inspection(cast))))
    places = [page.index(one) for one in ("With and about children", "From adults", "Papers and places")]
    assert places == sorted(places)
    assert places[0] < page.index("Conversation with a child") < places[1] < page.index("Parent or carer") < places[2]


# The papers.


def test_the_feedback_sheet_has_everything_that_is_said_on_the_last_day(cast, as_):
    inspection = an_inspection(cast, grades={}, facts={})
    a_requirement(cast, inspection)
    ida = as_(cast.ida)
    data = {"strengths": "Calm mornings.", "weaknesses": "Plans are old.", "based_on": "0"}
    page = text(ida.post(at("feedback", inspection), data, follow=True))
    for seen in ("Calm mornings.", "Plans are old.", "Good", "regulation 12", "5 October 2026", "Provisional"):
        assert seen in page
    assert ida.post(at("feedback", inspection), data).status_code == 302, "the same again is no second version"
    assert Paper.objects.count() == 1
    stale = as_(cast.ivan).post(at("feedback", inspection), {**data, "strengths": "Warm evenings."})
    assert stale.status_code == 409 and "Calm mornings." in text(stale) and "Warm evenings." in stale.content.decode()


def test_the_feedback_sheet_of_an_assurance_inspection_has_its_one_judgement(cast, as_):
    inspection = an_inspection(cast, kind="assurance")
    settle(cast, inspection)
    page = text(as_(cast.ida).get(at("feedback", inspection)))
    assert "Serious or widespread concerns: No serious or widespread concerns" in page


def test_the_letter_is_kept_in_every_version_and_never_public(cast, as_):
    inspection = an_inspection(cast)
    texts = dict.fromkeys(("we_came", "you_told_us", "is_good", "has_to_change", "what_next"), "")
    ida = as_(cast.ida)
    for number, words in enumerate(("Thank you for the tea.", "Thank you for the tea and the talk.")):
        ida.post(at("letter", inspection), {**texts, "you_told_us": words, "based_on": str(number)})
    assert [one.texts["you_told_us"][-5:] for one in Paper.objects.all()] == [" tea.", "talk."]
    assert "the tea and the talk" in text(ida.get(at("letter", inspection)))
    named = {**texts, "you_told_us": "We met Sarah Johnson.", "based_on": "2"}
    assert "This looks like a name: Sarah Johnson" in text(ida.post(at("letter", inspection), named, follow=True))
    for somebody in (Client(), as_(cast.petra), as_(cast.nobody)):
        assert somebody.get(at("letter", inspection)).status_code in (302, 403, 404)


def test_only_the_team_writes_papers_and_only_known_ones(cast):
    inspection = an_inspection(cast)
    texts = {"strengths": "A.", "weaknesses": "B."}
    with pytest.raises(Refusal):
        actions.write_paper(by=cast.iris, inspection=inspection, kind=FEEDBACK, texts=texts, based_on=0)
    with pytest.raises(BadInput):
        actions.write_paper(by=cast.ida, inspection=inspection, kind=LETTER, texts=texts, based_on=0)
    actions.write_paper(by=cast.ida, inspection=inspection, kind=FEEDBACK, texts=texts, based_on=0)
    with pytest.raises(Stale):
        actions.write_paper(
            by=cast.ivan, inspection=inspection, kind=FEEDBACK, texts=texts | {"weaknesses": ""}, based_on=0
        )


def test_a_conflict_of_days_is_no_reason_to_refuse_a_team(cast):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    an_inspection(cast, Stage.SCHEDULED, starts_on=inspection.starts_on + timedelta(days=7))
    assert change(cast, inspection, team=[cast.iris]).number == 1
