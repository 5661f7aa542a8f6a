"""Best practice is marked as a passage, with its conditions, the home's consent and the evidence it rests on."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.findings import BadInput
from evenhand.report.checks import BestPractice
from evenhand.report.layout import slot_of
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import permit
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.drafts import open_draft
from evenhand.web.reports.keeping import kept_text
from evenhand.web.reports.models import BestPracticeMarked
from evenhand.wording import say


def newest_mark(inspection: Inspection, judgement: str) -> BestPracticeMarked | None:
    """The newest mark under a judgement, also when it took an earlier one back."""
    return BestPracticeMarked.objects.filter(inspection=inspection, judgement=judgement).order_by("-version").first()


@action("practice.marked")
def mark_best_practice(
    *, by: Person, inspection: Inspection, passage: BestPractice, based_on: int
) -> Acted[BestPracticeMarked]:
    """Mark a passage under a judgement as best practice; an empty text takes the mark back.

    What it still lacks is told by the checks and stops submission, not marking. Raises Refusal, Stale and BadInput.
    """
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    record = read_record(inspection)
    if slot_of(open_draft(record).slots, passage.judgement) is None:
        raise BadInput.at("RE005", say("The report has no place for this judgement."), field="judgement")
    passage = _kept(passage)
    if not set(passage.evidence) <= {str(one.id) for one in record.evidence}:
        raise BadInput.at("RE005", say("Choose evidence of this inspection."), field="evidence")
    if passage.consent_on is not None and passage.consent_on > timezone.localdate():
        raise BadInput.at("RE005", say("The day of the consent cannot be in the future."), field="consent_on")
    newest = newest_mark(inspection, passage.judgement)
    check_based_on(based_on, newest.version if newest else 0, theirs=newest.text if newest else "", yours=passage.text)
    row = BestPracticeMarked.objects.create(
        inspection=inspection,
        judgement=passage.judgement,
        version=(newest.version if newest else 0) + 1,
        text=passage.text,
        conditions=passage.conditions,
        consent_by=passage.consent_by,
        consent_on=passage.consent_on,
        evidence=list(passage.evidence),
        by=by.actor_id,
        at=timezone.now(),
    )
    details = {"judgement": row.judgement, "version": row.version, "taken_back": not row.text}
    return Acted(row, ("inspection", str(inspection.pk)), details)


def _kept(passage: BestPractice) -> BestPractice:
    return replace(
        passage,
        text=kept_text("text", passage.text),
        conditions=kept_text("conditions", passage.conditions),
        consent_by=kept_text("consent_by", passage.consent_by, most=200),
    )
