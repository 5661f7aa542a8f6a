"""What the team sends: the draft, the final report; and how it takes a report back to change its words or grades."""

from __future__ import annotations

from django.utils import timezone

from evenhand.casework.accuracy import COMMENTS, COMPLAINT, DRAFT, FINAL
from evenhand.casework.provider_policies import check_give_final, check_send_draft
from evenhand.casework.stages import Act
from evenhand.report.document import seal
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy.models import DraftSent, FinalGiven
from evenhand.web.accuracy.reading import before_publication, dossier_of
from evenhand.web.accuracy.texts import must_be_text
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions import move
from evenhand.web.inspections.actions.permission import locked
from evenhand.web.inspections.models import Inspection, StageChange
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.drafts import open_draft
from evenhand.wording import say


@action("accuracy.draft_sent")
def send_draft(*, by: Person, inspection: Inspection) -> Acted[DraftSent]:
    """Send the approved report to the provider as a draft; its days for comments begin. Raises Refusal."""
    inspection = locked(inspection)
    before = dossier_of(inspection)
    draft = open_draft(read_record(inspection))
    change = move(by=by, inspection=inspection, act=Act.SEND_DRAFT)
    check_send_draft(foreseen=before.foresees(COMMENTS))
    today = timezone.localdate(change.at)
    content, fingerprint = seal(draft.document(today))
    row = DraftSent.objects.create(
        inspection=inspection,
        number=len(before.drafts) + 1,
        report_version=draft.version,
        content=content,
        fingerprint=fingerprint,
        last_day=before.due(COMMENTS, **{DRAFT: today}),
        by=by.actor_id,
        at=change.at,
    )
    details = {"draft": row.number, "version": draft.version, "last_day": str(row.last_day or "")}
    return Acted(row, ("inspection", str(inspection.pk)), details)


@action("accuracy.taken_back")
def take_back(*, by: Person, inspection: Inspection, reason: str) -> Acted[StageChange]:
    """Open the record again because words or grades must change; the draft that was sent stays as it was."""
    reason = must_be_text("reason", reason, say("Write what has to change."))
    change = move(by=by, inspection=inspection, act=Act.REVISE, note=reason)
    return Acted(change, ("inspection", str(inspection.pk)), {"number": change.number})


@action("accuracy.final_given")
def give_final(*, by: Person, inspection: Inspection) -> Acted[FinalGiven]:
    """Give the provider the final report with the answers to its comments. Raises Refusal."""
    inspection = locked(inspection)
    before = dossier_of(inspection)
    record = read_record(inspection)
    draft = open_draft(record)
    change = move(by=by, inspection=inspection, act=Act.GIVE_FINAL)
    check_give_final(before_publication(before, record, draft.version))
    today = timezone.localdate(change.at)
    content, fingerprint = seal(draft.document(today))
    row = FinalGiven.objects.create(
        inspection=inspection,
        number=len(before.finals) + 1,
        report_version=draft.version,
        content=content,
        fingerprint=fingerprint,
        last_day=before.due(COMPLAINT, **{FINAL: today}),
        by=by.actor_id,
        at=change.at,
    )
    details = {"final": row.number, "version": draft.version, "fingerprint": fingerprint}
    return Acted(row, ("inspection", str(inspection.pk)), details)
