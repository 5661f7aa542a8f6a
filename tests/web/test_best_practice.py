"""Practice worth sharing: marked with conditions, consent and evidence, and published in a part of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.builders import publish
from tests.web import reports_story as story

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.report.checks import BestPractice
from evenhand.report.document import seal, unseal

WORDS = "When a child was missing, staff went out to look for them within minutes and welcomed them back without blame."


def mark(cast, inspection, *, by=None, based_on=0, **changes: Any):
    from evenhand.web.reports.practice import mark_best_practice

    fields: dict[str, Any] = {
        "judgement": "helped_protected",
        "text": WORDS,
        "conditions": "A small home with two adults awake at night, for more than a year.",
        "consent_by": "Registered manager",
        "consent_on": date(2026, 9, 9),
        "evidence": (str(inspection.evidence.first().id),),
    }
    passage = BestPractice(**{**fields, **changes})
    return mark_best_practice(by=by or cast.ida, inspection=inspection, passage=passage, based_on=based_on)


def submit(cast, inspection):
    from evenhand.web.reports import actions

    return actions.submit(by=cast.ida, inspection=inspection, based_on=story.version_of(inspection))


def approved(cast, inspection):
    from tests.builders import ALL_WELL

    from evenhand.web.reports import actions

    submit(cast, inspection)
    version = story.version_of(inspection)
    actions.approve(by=cast.quentin, inspection=inspection, version=version, checklist=ALL_WELL)


@pytest.mark.parametrize(
    "lacking", [{"conditions": ""}, {"consent_by": ""}, {"consent_on": None}, {"evidence": ()}, {"text": "Kind staff."}]
)
def test_a_mark_that_lacks_something_stops_submission(cast, lacking) -> None:
    inspection = story.a_written_report(cast)
    mark(cast, inspection, **lacking)
    with pytest.raises(NotNow, match=r"best practice|evidence"):
        submit(cast, inspection)


def test_a_mark_that_was_taken_back_stops_nothing(cast) -> None:
    inspection = story.a_written_report(cast)
    mark(cast, inspection, conditions="")
    mark(cast, inspection, text="", based_on=1)
    submit(cast, inspection)
    from evenhand.web.inspections.actions.permission import newest_change

    assert newest_change(inspection).stage == Stage.IN_QUALITY_ASSURANCE


def test_nobody_may_be_recognised_by_the_conditions(cast) -> None:
    inspection = story.a_written_report(cast)
    mark(cast, inspection, conditions=f"It worked at {story.SECRET_NAME} for years.")
    with pytest.raises(NotNow):
        submit(cast, inspection)


def test_what_is_whole_is_published_without_who_agreed(cast, client) -> None:
    inspection = story.a_written_report(cast)
    mark(cast, inspection)
    approved(cast, inspection)
    report = publish(cast, inspection)
    document = unseal(bytes(report.content), report.fingerprint)
    assert [one.text for one in document.best_practice] == [WORDS]
    assert b"Registered manager" not in bytes(report.content)
    page = client.get(reverse("public:report", args=[report.fingerprint])).content.decode()
    assert "Practice worth sharing" in page and "two adults awake at night" in page


def test_a_report_without_one_is_sealed_as_before(cast, client) -> None:
    report = story.a_published_report(cast)
    assert b"best_practice" not in bytes(report.content)
    assert seal(unseal(bytes(report.content), report.fingerprint))[1] == report.fingerprint
    page = client.get(reverse("public:report", args=[report.fingerprint])).content.decode()
    assert "Practice worth sharing" not in page


def test_only_the_team_marks_each_from_the_newest_version(cast) -> None:
    inspection = story.a_written_report(cast)
    for person in (cast.iris, cast.quentin, cast.petra):
        with pytest.raises(Refusal):
            mark(cast, inspection, by=person)
    mark(cast, inspection)
    with pytest.raises(Stale):
        mark(cast, inspection, by=cast.ivan)
    for wrong in ({"judgement": "no_such"}, {"evidence": ("no-item",)}, {"consent_on": date(2199, 1, 1)}):
        with pytest.raises(BadInput):
            mark(cast, inspection, based_on=1, **wrong)


def test_the_page_marks_it_and_the_reviewer_sees_it(cast, as_) -> None:
    inspection = story.a_written_report(cast)
    address = reverse("reports:best_practice", args=[inspection.id, "helped_protected"])
    assert as_(cast.ida).get(address).status_code == 200
    form = {
        "based_on": 0,
        "text": WORDS,
        "conditions": "Two adults awake at night.",
        "consent_by": "Registered manager",
        "consent_on": "2026-09-09",
        "evidence": [str(inspection.evidence.first().id)],
    }
    assert as_(cast.ida).post(address, form).status_code == 302
    submit(cast, inspection)
    page = as_(cast.quentin).get(reverse("reports:review", args=[inspection.id])).content.decode()
    assert "Two adults awake at night." in page and "Agreed by Registered manager" in page
