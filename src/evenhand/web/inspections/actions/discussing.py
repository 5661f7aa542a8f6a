"""A judgement that was told at feedback changes only after a discussion with a manager, which stays on record."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.casework.policies import NotNow, check_discussed, check_manager
from evenhand.casework.stages import Act
from evenhand.scale import Scale
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, permit
from evenhand.web.inspections.discussions import Stood, is_discussed, scale_for, stood, told_on
from evenhand.web.inspections.models import Discussion, Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.register.queries import with_homes
from evenhand.wording import Words, say

MAX_TEXT = 4000


@action("judgement.discussed")
def record_discussion(
    *, by: Person, inspection: Inspection, judgement: str, becomes: str, manager: Person, held_on: date, reason: str
) -> Acted[Discussion]:
    """Record that a change of grade was discussed: with which manager, when, and why it changes.

    Raises Refusal for somebody who is no manager or had a hand in it, NotNow before feedback, and BadInput.
    """
    inspection = permit(by, Act.PROPOSE_GRADE, inspection)
    record = read_record(inspection)
    since, standing = told_on(inspection), stood(inspection, judgement)
    if since is None or not standing.grade:
        raise NotNow("PO053", say("This judgement was not told at feedback, so it changes without a discussion."))
    check_manager(with_homes(manager), record.situation, inspection.home.urn)
    reason = reason.replace("\r\n", "\n").strip()
    _must_be_complete(scale_for(record, judgement), standing, becomes, (since, held_on), reason)
    row = Discussion.objects.create(
        inspection=inspection,
        number=Discussion.objects.filter(inspection=inspection).count() + 1,
        judgement=judgement,
        changes_version=standing.version,
        was=standing.grade,
        becomes=becomes,
        manager=manager.username,
        held_on=held_on,
        reason=reason,
        by=by.actor_id,
        at=timezone.now(),
    )
    details = {"judgement": judgement, "was": row.was, "becomes": becomes, "manager": row.manager}
    return Acted(row, ("inspection", str(inspection.pk)), details)


def _must_be_complete(scale: Scale | None, standing: Stood, becomes: str, days: tuple[date, date], reason: str) -> None:
    faults: list[tuple[str, Words]] = []
    if scale is None or not scale.has(becomes):
        faults.append(("becomes", say("Choose one of the grades of this judgement.")))
    elif becomes == standing.grade:
        faults.append(("becomes", say("This is the grade that was told; choose the one it becomes.")))
    since, held_on = days
    if not since <= held_on <= timezone.localdate():
        faults.append(("held_on", say("Enter a day from the feedback until today.")))
    if not reason:
        faults.append(("reason", say("Write why the judgement changes.")))
    if faults:
        raise bad_input("IN011", *faults)
    check_text("reason", reason, MAX_TEXT)


def must_be_discussed(inspection: Inspection, judgement: str, grade: str) -> None:
    """Raise NotNow (PO050) for a new grade after feedback that no manager was spoken to about."""
    standing: Stood = stood(inspection, judgement)
    if not grade or standing.grade in ("", grade):
        return
    check_discussed(
        told=told_on(inspection) is not None,
        stood=standing.grade,
        becomes=grade,
        discussed=is_discussed(inspection, judgement, standing, grade),
    )
