"""Two inspectors answer facts at the same time: neither drops, nor takes back, what the other one said."""

from __future__ import annotations

from django.urls import reverse
from tests.builders import an_inspection

from evenhand.web.inspections import actions
from evenhand.web.inspections.record import read_record


def test_a_question_that_a_colleague_made_pointless_is_still_answered(cast, as_):
    inspection = an_inspection(cast)
    page = reverse("inspections:facts", args=[inspection.pk])
    actions.answer_facts(by=cast.ida, inspection=inspection, answers={"registered_manager": False}, based_on={})
    # Ivan has the page with the question how long there was no manager; Ida finds out that there is one after all.
    actions.answer_facts(
        by=cast.ida, inspection=inspection, answers={"registered_manager": True}, based_on={"registered_manager": 1}
    )
    sent = {"weeks_without_manager": "12", "weeks_without_manager-based-on": "0"}
    assert as_(cast.ivan).post(page, sent).status_code == 302
    assert read_record(inspection).facts == {"registered_manager": True, "weeks_without_manager": 12}


def test_a_question_that_was_not_on_the_page_is_not_taken_back(cast, as_):
    inspection = an_inspection(cast)
    page = reverse("inspections:facts", args=[inspection.pk])
    # Ivan opened the page before Ida's answers brought a further question up.
    for name, value in (("registered_manager", False), ("weeks_without_manager", 30)):
        actions.answer_facts(by=cast.ida, inspection=inspection, answers={name: value}, based_on={})
    sent = {"multi_building": "no", "multi_building-based-on": "0"}
    assert as_(cast.ivan).post(page, sent).status_code == 302
    facts = read_record(inspection).facts
    assert facts == {"registered_manager": False, "weeks_without_manager": 30, "multi_building": False}
