"""A person looks at a warning of the checks and says why it is harmless; the reason stays on record."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.casework.policies import NotNow
from evenhand.casework.quality import check_confirm
from evenhand.report.checks import Question
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import locked
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.drafts import IDENTITY, Draft, open_draft
from evenhand.web.reports.keeping import kept_text
from evenhand.web.reports.models import WarningConfirmed
from evenhand.web.reports.standing import situation_with_writers
from evenhand.wording import Words, say


def open_questions(draft: Draft, today: date) -> tuple[Question, ...]:
    """Every warning that somebody may confirm: those of the sections, then those of other fields of the document."""
    told = {(one.finding.code, one.fingerprint): one for one in draft.checked.open}
    for one in draft.check_whole(today).open:
        told.setdefault((one.finding.code, one.fingerprint), one)
    return tuple(told.values())


def identity_left(draft: Draft, today: date) -> tuple[Words, ...]:
    """What the check for identity still wants before submission: warnings that nobody confirmed, and clues elsewhere.

    An error in a section is told with the other findings; here are only errors of fields that no section holds.
    """
    waiting = [one for one in open_questions(draft, today) if one.finding.code in IDENTITY]
    left: list[Words] = []
    if waiting:
        left.append(
            say(
                "look at {count} of the warnings that somebody may be recognised: put the words right, or confirm each "
                "as harmless",
                count=len(waiting),
            )
        )
    said = {str(one.message) for one in draft.findings}
    stops = (one for one in draft.check_whole(today).findings if one.severity.value == "error")
    left += [one.message for one in stops if str(one.message) not in said]
    return tuple(left)


@action("warning.confirmed")
def confirm_warning(
    *, by: Person, inspection: Inspection, code: str, fingerprint: str, reason: str
) -> Acted[WarningConfirmed]:
    """Say that a warning is harmless, and why. Raises Refusal, NotNow for a warning that is not open, and BadInput."""
    inspection = locked(inspection)
    record = read_record(inspection)
    check_confirm(by.as_actor(), situation_with_writers(record))
    words = kept_text("reason", reason, say("Write why this is harmless: why nobody can be recognised by it."))
    row = WarningConfirmed.objects.filter(inspection=inspection, code=code, fingerprint=fingerprint).first()
    if row is not None:
        # A second press of the button, or a second reader: the first reason stands.
        return _confirmed(row, again=True)
    waiting = open_questions(open_draft(record), timezone.localdate())
    question = next((one for one in waiting if (one.finding.code, one.fingerprint) == (code, fingerprint)), None)
    if question is None:
        raise NotNow("PO158", say("This warning is not there any more: the sentence has changed. Look again."))
    row = WarningConfirmed.objects.create(
        inspection=inspection,
        code=code,
        fingerprint=fingerprint,
        passage=question.passage,
        found=question.found,
        reason=words,
        by=by.actor_id,
        at=timezone.now(),
    )
    return _confirmed(row)


def _confirmed(row: WarningConfirmed, *, again: bool = False) -> Acted[WarningConfirmed]:
    details = {"code": row.code, **({"again": True} if again else {})}
    return Acted(row, ("inspection", str(row.inspection_id)), details)
