"""A machine points, a person decides: warnings that somebody may be recognised are settled before submission."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web import reports_story as story

from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput


def draft(inspection):
    from evenhand.web.inspections.record import read_record
    from evenhand.web.reports.drafts import open_draft

    return open_draft(read_record(inspection))


def a_doubtful_report(cast, words="Staff met at Thornwick every week."):
    inspection = story.an_inspection_to_report_on(cast)
    story.write(cast, inspection, **{story.PROTECTED: f"{story.WRITTEN[story.PROTECTED]} {words}"})
    return inspection


def confirm(cast, inspection, by=None, reason="It is the name of a made-up game, and no place."):
    from evenhand.web.reports.confirming import confirm_warning

    found = draft(inspection).open_identity
    assert found, "the story holds a warning"
    for one in found:
        confirm_warning(
            by=by or cast.ida,
            inspection=inspection,
            code=one.finding.code,
            fingerprint=one.fingerprint,
            reason=reason,
        )
    return found


def submit(cast, inspection):
    from evenhand.web.reports import actions

    return actions.submit(by=cast.ida, inspection=inspection, based_on=story.version_of(inspection))


def test_an_open_warning_stops_submission_and_a_confirmed_one_does_not(cast) -> None:
    inspection = a_doubtful_report(cast)
    with pytest.raises(NotNow, match="may be recognised"):
        submit(cast, inspection)
    confirm(cast, inspection)
    submit(cast, inspection)


def test_a_confirmation_without_a_reason_is_none(cast) -> None:
    with pytest.raises(BadInput):
        confirm(cast, a_doubtful_report(cast), reason="  ")


def test_the_warning_is_back_when_the_sentence_changes(cast) -> None:
    inspection = a_doubtful_report(cast)
    confirm(cast, inspection)
    changed = f"{story.WRITTEN[story.PROTECTED]} Staff met at Thornwick every day."
    story.write(cast, inspection, **{story.PROTECTED: changed})
    now = draft(inspection)
    assert now.open_identity and now.checked.lapsed


def test_only_the_team_and_a_reviewer_confirm_and_each_in_their_time(cast) -> None:
    inspection = a_doubtful_report(cast)
    for person in (cast.iris, cast.petra, cast.ada, cast.quentin):
        with pytest.raises(Refusal):
            confirm(cast, inspection, by=person)


def test_what_is_not_there_cannot_be_confirmed(cast) -> None:
    from evenhand.web.reports.confirming import confirm_warning

    inspection = a_doubtful_report(cast)
    with pytest.raises(NotNow, match="PO158"):
        confirm_warning(by=cast.ida, inspection=inspection, code="RP038", fingerprint="0" * 64, reason="Because.")


def test_the_page_marks_the_words_and_the_reviewer_sees_every_reason(cast, as_) -> None:
    inspection = a_doubtful_report(cast)
    address = reverse("reports:warnings", args=[inspection.id])
    question = draft(inspection).open_identity[0]
    assert f"<mark>{question.found}</mark>" in as_(cast.ida).get(address).content.decode()
    form = {"code": question.finding.code, "fingerprint": question.fingerprint}
    refused = as_(cast.ida).post(address, form)
    assert refused.status_code == 422 and "Write why this is harmless" in refused.content.decode()
    assert as_(cast.ida).post(address, {**form, "reason": "A game, and no place."}).status_code == 302
    assert "A game, and no place." in as_(cast.quentin).get(address).content.decode()


def test_the_name_of_a_neighbouring_home_is_found(cast) -> None:
    cast.other_home.name = "Quillfeather House"
    cast.other_home.save()
    inspection = a_doubtful_report(cast, "Children visited Quillfeather House.")
    assert any("another home" in str(one.message) for one in draft(inspection).findings)


def test_a_requirement_of_one_building_is_told_with_its_building(cast) -> None:
    from tests.builders import a_requirement

    inspection = story.an_inspection_to_report_on(cast)
    a_requirement(cast, inspection, building="The annexe")
    assert "It concerns this building: The annexe." in draft(inspection).texts["areas_for_improvement"]
