"""The case sample: children without names, what it lacks as it is drawn, who is tracked, and nothing overwritten."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import STARTS, an_inspection, an_item
from tests.web.inspection_pages import at, text
from tests.web.sampling_story import FAR, MISSING, PLAIN, a_case_sample

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import CaseSample
from evenhand.web.inspections.record import read_record
from evenhand.web.inspections.sampling import covers, drawn, sample_of
from evenhand.web.inspections.shown import shown

TRACKING = {"sampled_for": "missing", "rests_on": "Missing records, CD"}


def tracked(cast, inspection, code="CD"):
    item = an_item(kind="case_tracking", initials=(code,), answers=TRACKING)
    return actions.record_evidence(by=cast.ida, inspection=inspection, item=item)


def ticked(*codes, based_on=0, **more):
    return {"based_on": str(based_on), "chosen": list(codes), "buildings": "", "reason": "", **more}


def typed(code="GH", **more):
    return {"based_on": "0", "code": code, "building": "", "why": "", **more}


# Drawing it.


def test_the_page_says_what_is_lacking_and_the_way_there_stands_in_the_task_list(cast, as_):
    inspection = an_inspection(cast)
    empty = text(as_(cast.ida).get(at("sample", inspection)))
    assert "No child is in the rows yet" in empty
    assert "Not yet drawn" in text(as_(cast.ida).get(at("workspace", inspection)))
    a_case_sample(cast, inspection)
    page = text(as_(cast.ida).get(at("sample", inspection)))
    assert "Lives far from the placing authority: none of 1 is chosen; add one of EF." in page
    assert "Went missing since the last inspection: 1 of 1 chosen." in page
    assert "At risk of exploitation: this fits nobody." in page
    workspace = text(as_(cast.ida).get(at("workspace", inspection)))
    assert "1 chosen, incomplete" in workspace and "Not tracked yet: CD" in workspace


def test_a_child_is_added_changed_and_taken_out_each_as_a_new_version(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    new = at("new_sampled_child", inspection)
    assert browser.post(new, typed("gh", recent_arrival="yes", track="on")).status_code == 302
    assert sample_of(inspection).chosen == {"GH": ""} and sample_of(inspection).child("GH").recent_arrival is True
    assert sample_of(inspection).child("GH").missing is None, "what nobody said is not known"
    here = at("sampled_child", inspection, "GH")
    day = (STARTS - timedelta(days=20)).isoformat()
    browser.post(here, {**typed(), "based_on": "1", "track": "on", "ended_unplanned_on": day})
    assert sample_of(inspection).child("GH").ended_unplanned is True
    refused = browser.post(here, {**typed(), "based_on": "2", "remove": "yes"})
    assert refused.status_code == 422 and "Write why GH is tracked no longer" in text(refused)
    browser.post(here, {**typed(), "based_on": "2", "remove": "yes", "reason": "It was another home."})
    assert sample_of(inspection).children == () and CaseSample.objects.count() == 3


@pytest.mark.parametrize("code", ["Ann", "ANNABEL", "A B", "", "ABCDEFGHIJK1"])
def test_a_name_is_no_code(cast, as_, code):
    inspection = an_inspection(cast)
    response = as_(cast.ida).post(at("new_sampled_child", inspection), typed(code))
    if code == "Ann":  # small letters are made capitals: three letters are initials
        assert response.status_code == 302
        return
    assert response.status_code == 422 and not CaseSample.objects.exists()


def test_what_looks_like_a_name_is_asked_about_before_it_is_kept(cast, as_):
    inspection = an_inspection(cast)
    browser, new = as_(cast.ida), at("new_sampled_child", inspection)
    asked = browser.post(new, typed(why="Ann Example asked for it"))
    assert asked.status_code == 422 and "looks like a name" in text(asked)
    assert not CaseSample.objects.exists()
    kept = browser.post(new, typed(why="Ann Example asked for it", names_asked="Ann Example", not_names="on"))
    assert kept.status_code == 302


def test_trying_a_choice_says_what_it_would_lack_and_keeps_nothing(cast, as_):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection)
    browser = as_(cast.ida)
    tried = browser.post(at("sample", inspection), ticked("CD", "EF", based_on=1, **{"try": "yes"}))
    assert tried.status_code == 200
    page = text(tried)
    assert "not saved yet" in page and "Lives far from the placing authority: 1 of 1 chosen." in page
    assert sample_of(inspection).version == 1
    assert browser.post(at("sample", inspection), ticked("CD", "EF", based_on=1)).status_code == 302
    assert set(sample_of(inspection).chosen) == {"CD", "EF"}


def test_every_building_has_to_be_represented(cast, as_):
    inspection = an_inspection(cast)
    two = (replace(PLAIN, building="North"), replace(MISSING, building="North"), replace(FAR, building="South"))
    a_case_sample(cast, inspection, *two, buildings=("North", "South"))
    page = text(as_(cast.ida).get(at("sample", inspection)))
    assert "has to be represented (South): none of 1 is chosen; add one of EF." in page
    assert "has to be represented (North): 1 of 2 chosen." in page


def test_unplanned_endings_count_since_the_last_full_inspection_if_that_is_later(cast, as_):
    from evenhand.web.register.models import ListedInspection

    inspection = an_inspection(cast)
    left = replace(PLAIN, code="GH", ended_unplanned=True, ended_unplanned_on=STARTS - timedelta(days=100))
    a_case_sample(cast, inspection, PLAIN, left, chosen={"AB": ""})
    assert "so add GH" in text(as_(cast.ida).get(at("sample", inspection)))
    ListedInspection.objects.create(home=cast.home, inspected_on=STARTS - timedelta(days=60))
    assert "so add GH" not in text(as_(cast.ida).get(at("sample", inspection)))


def test_who_stands_for_nothing_is_chosen_only_with_a_reason(cast):
    inspection = an_inspection(cast)
    gone = replace(PLAIN, code="GH", ended_unplanned=True, ended_unplanned_on=STARTS - timedelta(days=900))
    with pytest.raises(BadInput, match="GH stands for none"):
        a_case_sample(cast, inspection, gone, chosen={"GH": ""})
    a_case_sample(cast, inspection, gone, chosen={"GH": "A parent asked for it."})


# Whose it is, and two people at once.


@pytest.mark.parametrize(("who", "refusal"), [("iris", "PO012"), ("quentin", "PO011"), ("petra", "PO011")])
def test_only_the_team_draws(cast, who, refusal):
    with pytest.raises(Refusal, match=refusal):
        a_case_sample(cast, an_inspection(cast), by=getattr(cast, who))


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.IN_QUALITY_ASSURANCE])
def test_it_is_drawn_while_the_record_is_open(cast, stage):
    with pytest.raises(NotNow, match="PO001"):
        a_case_sample(cast, an_inspection(cast, stage))


def test_the_second_of_two_sees_what_the_first_drew_and_loses_nothing(cast, as_):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection)
    a_case_sample(cast, inspection, chosen={"CD": "", "EF": ""}, based_on=1, by=cast.ivan)
    with pytest.raises(Stale):
        a_case_sample(cast, inspection, chosen={"CD": "", "AB": ""}, based_on=1)
    late = as_(cast.ida).post(at("sample", inspection), ticked("CD", "AB", based_on=1))
    page = text(late)
    assert late.status_code == 409 and "Tracked: CD, EF" in page
    assert 'value="AB" aria-describedby="id_chosen_1-why" checked' in late.content.decode()
    again = as_(cast.ida).post(at("sample", inspection), ticked("CD", "AB", based_on=2, reason="EF moved."))
    assert again.status_code == 302 and set(sample_of(inspection).chosen) == {"CD", "AB"}
    assert sample_of(inspection).version == 3


def test_a_second_press_of_the_button_makes_no_second_version(cast):
    inspection = an_inspection(cast)
    assert a_case_sample(cast, inspection).pk == a_case_sample(cast, inspection).pk
    assert CaseSample.objects.count() == 1


def test_the_database_refuses_to_change_a_version_and_the_log_names_no_child(cast):
    row = a_case_sample(cast, an_inspection(cast), chosen={"CD": "Because of the nights"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseSample.objects.filter(pk=row.pk).update(chosen={})
    event = Event.objects.order_by("-number").get(action="case_sample.drawn")
    assert '"chosen":1' in event.details.replace(" ", "")
    assert "CD" not in event.details and "nights" not in event.details


# Tracking.


def test_an_item_of_case_tracking_says_which_chosen_child_it_covers(cast, as_):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection, chosen={"CD": "", "EF": ""})
    item, other = tracked(cast, inspection, "C.D."), tracked(cast, inspection, "XY")
    record = read_record(inspection)
    by_id = {one.id: one for one in record.evidence}
    assert covers(record, by_id[item.pk]) == ("CD",) and covers(record, by_id[other.pk]) == ()
    assert drawn(record).untracked == ("EF",)
    page = text(as_(cast.ida).get(at("evidence_item", inspection, item.pk)))
    assert "Covers of the case sample" in page and "CD" in page
    assert "no chosen child" in text(as_(cast.ida).get(at("evidence_item", inspection, other.pk)))
    shown_page = as_(cast.ida).get(at("sample", inspection)).content.decode()
    assert re.search(r"<strong>EF</strong> – <a[^>]*evidence/new/case_tracking", shown_page)


def test_many_items_of_case_tracking_ask_the_database_once(cast):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection)
    for _ in range(5):
        tracked(cast, inspection)
    record = read_record(inspection)
    with CaptureQueriesContext(connection) as asked:
        for one in record.evidence:
            shown(record, one)
    assert len(asked) == 1


def test_the_page_stays_within_its_queries(cast, as_):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection)
    tracked(cast, inspection)
    browser = as_(cast.ida)
    browser.get(at("sample", inspection))
    with CaptureQueriesContext(connection) as asked:
        browser.get(at("sample", inspection))
    assert len(asked) <= 20


def test_a_child_with_a_digit_in_its_code_is_tracked_from_the_sample(cast, as_):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection, replace(MISSING, code="C3"), chosen={"C3": ""})
    ida = as_(cast.ida)
    page = ida.get(at("sample", inspection)).content.decode()
    href = re.search(r'href="([^"]*evidence/new/case_tracking[^"]*)"', page)[1]
    form = ida.get(href).content.decode()
    assert re.search(r'name="initials"[^>]*value="C3"|value="C3"[^>]*name="initials"', form), "its code stands there"
    ticked = re.search(r'<input[^>]*name="sampled_for"[^>]*checked[^>]*>', form)[0]
    assert 'value="missing"' in ticked, "and what it stands for"
    tracked(cast, inspection, "C3")
    assert drawn(read_record(inspection)).untracked == ()


@pytest.mark.parametrize("query", ["?child=ZZ", "?child=", "?child=C%203", ""])
def test_a_child_that_is_not_in_the_rows_begins_nothing(cast, as_, query):
    inspection = an_inspection(cast)
    a_case_sample(cast, inspection)
    answer = as_(cast.ida).get(at("new_evidence", inspection, "case_tracking") + query)
    assert answer.status_code == 200
    assert not re.search(r'name="initials"[^>]*value="\w', answer.content.decode())


def test_the_next_child_can_be_added_at_once(cast, as_):
    inspection = an_inspection(cast)
    ida, page = as_(cast.ida), at("new_sampled_child", inspection)
    answer = ida.post(page, typed("C3", missing="yes", next="yes"))
    assert answer.url == page, "no way back to the sample and in again"
    assert ida.post(page, typed("C4", based_on="1")).url == at("sample", inspection)
    assert [one.code for one in sample_of(inspection).children] == ["C3", "C4"]
