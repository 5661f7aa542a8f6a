"""Stories of a report with its provider: a draft sent, comments, answers, the final report, a complaint, a hold."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

from django.utils import timezone
from tests.builders import ALL_WELL, an_inspection
from tests.people import Cast, a_home, answers_for
from tests.web import reports_story as story
from tests.web.preparation_story import PDF

from evenhand.casework.stages import Stage


def a_draft_sent(cast: Cast) -> Any:
    """An inspection whose draft the provider has."""
    from evenhand.web.accuracy import actions

    inspection = story.an_approved_report(cast)
    actions.send_draft(by=cast.ida, inspection=inspection)
    return inspection


def dossier(inspection: Any) -> Any:
    """What passed so far."""
    from evenhand.web.accuracy.reading import dossier_of

    return dossier_of(type(inspection).objects.select_related("home", "framework").get(pk=inspection.pk))


def anchors(inspection: Any) -> dict[str, str]:
    """Every sentence of the newest draft, by its anchor."""
    from evenhand.web.accuracy.showing import anchors_of

    return anchors_of(dossier(inspection).draft)


def at(inspection: Any, words: str) -> str:
    """The anchor of the sentence with these words."""
    return next(anchor for anchor, text in anchors(inspection).items() if words in text)


def a_comment(cast: Cast, inspection: Any, **changes: Any) -> Any:
    """Petra says what is wrong in a sentence."""
    from evenhand.web.accuracy import actions

    fields: dict[str, Any] = {
        "kind": "factual",
        "anchor": at(inspection, "within minutes"),
        "wrong": "It was half an hour.",
        "should_say": "Staff went out within half an hour.",
        "offered": "The missing record of 4 May.",
    }
    return actions.comment(by=cast.petra, draft=dossier(inspection).draft, **{**fields, **changes})


def answer(cast: Cast, comment: Any, outcome: str = "not_accepted", **changes: Any) -> Any:
    """Ida answers it."""
    from evenhand.web.accuracy import actions

    fields = {"reason": "The missing record says eight minutes.", "based_on": 0}
    return actions.answer_comment(by=cast.ida, comment=comment, outcome=outcome, **{**fields, **changes})


def end_comments(cast: Cast, inspection: Any) -> None:
    """Petra has no more comments."""
    from evenhand.web.accuracy import actions

    actions.end_comments(by=cast.petra, draft=dossier(inspection).draft)


def a_final_given(cast: Cast) -> Any:
    """An inspection whose final report the provider has, with the answer to its one comment."""
    from evenhand.web.accuracy import actions

    inspection = a_draft_sent(cast)
    answer(cast, a_comment(cast, inspection))
    end_comments(cast, inspection)
    actions.give_final(by=cast.ida, inspection=inspection)
    return inspection


def a_complaint(cast: Cast, inspection: Any) -> Any:
    """Petra complains."""
    from evenhand.web.accuracy import actions

    return actions.complain(by=cast.petra, inspection=inspection, about="Nobody asked the children at night.")


def approved_again(cast: Cast, inspection: Any, reason: str = "What was accepted.", **sections: str) -> int:
    """Ida takes the report back and changes it; Quentin approves it again. The version that came out."""
    from evenhand.web.accuracy import actions
    from evenhand.web.reports import actions as reports

    actions.take_back(by=cast.ida, inspection=inspection, reason=reason)
    story.write(cast, inspection, **sections)
    reports.submit(by=cast.ida, inspection=inspection, based_on=story.version_of(inspection))
    version = story.version_of(inspection)
    reports.approve(by=cast.quentin, inspection=inspection, version=version, checklist=ALL_WELL)
    return version


@contextmanager
def days_later(days: int) -> Any:
    """As if so many days had passed."""
    now = timezone.now()
    with mock.patch("django.utils.timezone.now", side_effect=lambda: now + timedelta(days=days)):
        yield


def addresses(cast: Cast) -> dict[str, dict[str, Any]]:
    """Arguments for every address of this app, about an inspection on which everything happened."""
    from evenhand.web.accuracy import actions

    # Another home of Petra's, so that inspections of other stories do not get in the way.
    home = a_home("FICTION9")
    answers_for(cast.petra, home)
    inspection = an_inspection(cast, Stage.WITH_PROVIDER, home=home)
    comment = a_comment(cast, inspection, content=PDF)
    answer(cast, comment)
    end_comments(cast, inspection)
    actions.give_final(by=cast.ida, inspection=inspection)
    complaint = a_complaint(cast, inspection)
    held = actions.hold(by=cast.ada, inspection=inspection, reason="The police asked.")
    here = {"id": inspection.pk}
    plain = ("draft", "comment", "end_comments", "final", "complain", "no_complaint", "answers")
    acts = ("send", "give_final", "take_back", "hold")
    return {
        **{f"accuracy:{name}": here for name in (*plain, *acts)},
        "accuracy:answer": {**here, "comment": comment.pk},
        "accuracy:changed": {**here, "comment": comment.pk},
        "accuracy:complaint": {**here, "complaint": complaint.pk},
        "accuracy:ask_review": {**here, "complaint": complaint.pk},
        "accuracy:lift": {**here, "number": held.pk},
        "accuracy:letter": {**here, "name": "draft"},
        "accuracy:file": {"comment": comment.pk},
    }
