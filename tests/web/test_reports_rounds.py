"""A report that went back and came again is another one, even when not a word of it was changed."""

from __future__ import annotations

from django.urls import reverse
from tests.web.reports_story import a_written_report, previewed, version_of, write

from evenhand.casework.stages import Stage
from evenhand.web.inspections import actions as inspecting
from evenhand.web.inspections.record import read_record
from evenhand.web.reports import actions


def test_a_decision_from_the_last_round_does_not_count_for_this_one(cast, as_):
    inspection = a_written_report(cast)
    # Edited by hand, this text does not follow the facts.
    write(cast, inspection, information_about_this_inspection="The inspection was carried out under the framework.")
    actions.submit(by=cast.ida, inspection=inspection, based_on=version_of(inspection))
    looked_at, seen = version_of(inspection), previewed(inspection)
    actions.return_with_comments(by=cast.quinn, inspection=inspection, version=looked_at, comments="Two buildings?")
    versions = read_record(inspection).versions.facts
    inspecting.answer_facts(by=cast.ida, inspection=inspection, answers={"multi_building": True}, based_on=versions)
    actions.submit(by=cast.ida, inspection=inspection, based_on=version_of(inspection))
    assert previewed(inspection) != seen, "another rule bears on it now"

    sent = {"version": looked_at, "decision": "approve"}
    answer = as_(cast.quentin).post(reverse("reports:review", args=[inspection.pk]), sent)
    assert answer.status_code == 409
    assert read_record(inspection).stage is Stage.IN_QUALITY_ASSURANCE
