"""What somebody wrote comes back to them when it cannot be saved; nobody else's browser or proxy keeps it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders import an_inspection
from tests.web.reports_story import PROTECTED, a_submitted_report, a_written_report, version_of

WRITTEN = "CD told me on the stairs that <b>nobody</b> listens at night."
SHOWN = "CD told me on the stairs that &lt;b&gt;nobody&lt;/b&gt; listens at night."


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_evidence_comes_back_when_a_colleague_cancelled_meanwhile(cast, as_):
    from evenhand.web.inspections import actions

    inspection = an_inspection(cast)
    page = at("inspections:new_evidence", inspection.pk, "observation_of_relationships")
    ivan = as_(cast.ivan)
    assert ivan.get(page).status_code == 200
    actions.cancel(by=cast.ida, inspection=inspection, reason="The home closed.")
    form = {
        "id": "7b2a2a3e-95a1-4c1f-8f5b-1f1d8a1d5c11",
        "said": WRITTEN,
        "occurred_on": "2026-09-08",
        "occurred_time": "10:00",
        "setting": "After school",
    }
    answer = ivan.post(page, form)
    assert answer.status_code == 409
    assert SHOWN in answer.content.decode()


def test_a_report_comes_back_when_a_colleague_submitted_meanwhile(cast, as_):
    from evenhand.web.reports import actions

    inspection = a_written_report(cast)
    version = version_of(inspection)
    actions.submit(by=cast.ida, inspection=inspection, based_on=version)
    form = {"based_on": version, PROTECTED: WRITTEN, f"seen-{PROTECTED}": "0" * 16}
    answer = as_(cast.ivan).post(at("reports:draft", inspection.pk), form)
    assert answer.status_code == 409
    assert SHOWN in answer.content.decode()


def test_comments_come_back_when_another_quality_assurer_was_first(cast, as_):
    from evenhand.web.reports import actions

    inspection = a_submitted_report(cast)
    version = version_of(inspection)
    actions.return_with_comments(by=cast.quinn, inspection=inspection, version=version, comments="Say more.")
    form = {"version": version, "decision": "return", "comments": WRITTEN}
    answer = as_(cast.quentin).post(at("reports:review", inspection.pk), form)
    assert answer.status_code == 409
    assert SHOWN in answer.content.decode()


def test_words_come_back_when_the_session_ended_while_writing(cast):
    inspection = an_inspection(cast)
    page = at("inspections:new_evidence", inspection.pk, "record_read")
    answer = Client().post(page, {"said": WRITTEN})
    assert answer.status_code == 403
    assert SHOWN in answer.content.decode() and "Sign in again" in answer.content.decode()
    assert Client().post(page, {"grade": "good"}).status_code == 302, "without words there is nothing to keep"


def test_words_come_back_when_the_form_expired_but_only_to_somebody_signed_in(cast):
    inspection = an_inspection(cast)
    page = at("inspections:new_evidence", inspection.pk, "record_read")
    ivan = Client(enforce_csrf_checks=True)
    ivan.force_login(cast.ivan)
    answer = ivan.post(page, {"said": WRITTEN})
    assert answer.status_code == 403 and SHOWN in answer.content.decode()
    # Words that a page of another site sends must not stand on a page of ours.
    stranger = Client(enforce_csrf_checks=True).post(page, {"said": WRITTEN})
    assert stranger.status_code == 403 and "on the stairs" not in stranger.content.decode()


def test_passwords_never_come_back(cast):
    from evenhand.web.design.errors import words_sent

    class Sent:
        method = "POST"

        def __init__(self, **fields: str) -> None:
            from django.http import QueryDict

            self.POST = QueryDict(mutable=True)
            self.POST.update(fields)

    assert words_sent(Sent(password="three random words", again="three random words", said="two words")) == (
        "two words",
    )


@pytest.mark.parametrize("page", ["/", "/inspections/", "/register/FICTION1/", "/find/?urn=FICTION1", "/no-such-page/"])
def test_nothing_keeps_what_somebody_signed_in_was_shown(cast, as_, page):
    assert as_(cast.ida).get(page)["Cache-Control"] == "private, no-store"


def test_public_pages_may_be_kept_and_sealed_bytes_say_so_themselves(cast, as_):
    assert "Cache-Control" not in Client().get("/homes/FICTION1/").headers
    assert "no-store" in as_(cast.ida).get("/frameworks/sccif-2025.json")["Cache-Control"]
