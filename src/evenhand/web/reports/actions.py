"""What is done to a report: saved, submitted, returned, approved, published. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from evenhand.casework.policies import NotNow
from evenhand.casework.quality import CommentState, ReviewAnswer
from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.report.assembly import tidy
from evenhand.report.checks.order import MAX_TEXT
from evenhand.report.document import seal
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.inspections.actions import move
from evenhand.web.inspections.actions.permission import locked, permit
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.confirming import identity_left
from evenhand.web.reports.drafts import Draft, Stored, open_draft, to_store, words_of
from evenhand.web.reports.models import PublishedReport, QualityReview, ReportRevision
from evenhand.web.reports.publication import objections
from evenhand.web.reports.reviewing import answer_checklist, check_reviewed, comments_of, newest_checklist
from evenhand.wording import Words, say

# Half as long again as the checks allow: a text that is too long can be kept and shortened, but not without end.
MOST_KEPT = MAX_TEXT * 3 // 2
MAX_COMMENTS = 4000


@action("report.saved")
def save_draft(
    *, by: Person, inspection: Inspection, sections: Mapping[str, str], based_on: int
) -> Acted[ReportRevision]:
    """A new version of the report's words, by slot key; what nobody changed goes on following the record.

    Raises Stale, with the words that are there and those not saved, when somebody else was first.
    """
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    draft = open_draft(read_record(inspection))
    _must_be_keepable(draft, sections)
    stored = to_store(draft, sections)
    newest = draft.revision
    if newest is not None and newest.sections == stored and newest.by == by.actor_id:
        # The same person sends the same words again: a second press of the button makes no second version.
        return _saved(newest, again=True)
    check_based_on(based_on, draft.version, theirs=words_of(newest), yours=dict(sections))
    return _saved(_add_revision(by, inspection, draft, stored))


def _must_be_keepable(draft: Draft, sections: Mapping[str, str]) -> None:
    known = {slot.key: slot for slot in draft.slots}
    faults: list[tuple[str, Words]] = []
    for key, text in sections.items():
        if key not in known:
            faults.append((key[:80], say("“{section}” is not a section of this report.", section=key[:80])))
        elif len(tidy(text)) > MOST_KEPT:
            message = "“{section}” has {length} characters; {most} is the most that is kept. Shorten it."
            length = f"{len(tidy(text)):,}"
            faults.append((key, say(message, section=known[key].heading, length=length, most=f"{MOST_KEPT:,}")))
    if faults:
        raise BadInput(Finding("RE001", Severity.ERROR, Where(field=key), words) for key, words in faults)


def _add_revision(by: HasActorId, inspection: Inspection, draft: Draft, stored: Stored) -> ReportRevision:
    return ReportRevision.objects.create(
        inspection=inspection, version=draft.version + 1, sections=stored, by=by.actor_id, at=timezone.now()
    )


def _saved(revision: ReportRevision, *, again: bool = False) -> Acted[ReportRevision]:
    details = {"version": revision.version, **({"again": True} if again else {})}
    return Acted(revision, ("inspection", str(revision.inspection_id)), details)


def writers(inspection: Inspection) -> frozenset[str]:
    """Everybody who wrote a version of the report; whoever wrote may not assure or publish it."""
    return frozenset(ReportRevision.objects.filter(inspection=inspection).values_list("by", flat=True))


@action("report.submitted")
def submit(*, by: Person, inspection: Inspection, based_on: int) -> Acted[ReportRevision]:
    """Send the report to quality assurance, with its words fixed as they stand.

    Raises Refusal that names what the rules and the checks still want, and Stale when the report was changed meanwhile.
    """
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    draft = open_draft(read_record(inspection))
    check_based_on(based_on, draft.version, theirs=words_of(draft.revision), yours=dict(draft.texts))
    revision = draft.revision
    stored = to_store(draft, {})
    if revision is None or revision.sections != stored or _was_reviewed(revision):
        revision = _add_revision(by, inspection, draft, stored)
    wanted = tuple(_wanted(draft, finding) for finding in draft.errors)
    wanted += identity_left(draft, timezone.localdate())
    move(by=by, inspection=inspection, act=Act.SUBMIT, unsettled=wanted)
    return _saved(revision)


def _was_reviewed(revision: ReportRevision) -> bool:
    # The same words may come back with other facts and rules beside them. Every round has a version of its own, so that
    # a decision sent from a page of the last round meets the refusal that it is out of date.
    return QualityReview.objects.filter(inspection=revision.inspection_id, report_version=revision.version).exists()


def _wanted(draft: Draft, finding: Finding) -> Words:
    heading = next((slot.heading for slot in draft.slots if slot.key == finding.where.field), "")
    if not heading:
        return say("{message}", message=finding.message)
    return say("in “{section}”: {message}", section=heading, message=finding.message)


@action("report.returned")
def return_with_comments(
    *, by: Person, inspection: Inspection, version: int, comments: str = ""
) -> Acted[QualityReview]:
    """Send the report back to its writers, with words for the whole or open comments on parts of it: they have to know
    why it comes back.
    """
    if not tidy(comments):
        waiting = sum(one.state is CommentState.OPEN for one in comments_of(inspection))
        if not waiting:
            raise _bad_comments(say("Write what has to change before you return the report."))
        comments = str(say("See the comments on the text; {count} are open.", count=waiting))
    return _reviewed(by, inspection, version, "returned", comments)


@action("report.approved")
def approve(
    *,
    by: Person,
    inspection: Inspection,
    version: int,
    comments: str = "",
    checklist: Mapping[str, ReviewAnswer] | None = None,
) -> Acted[QualityReview]:
    """Say that the report may be published as it stands.

    `checklist` are answers to be kept with the approval, None when they were given before. Raises NotNow while the
    checklist is not answered or a comment is open.
    """
    if checklist is not None:
        kept = newest_checklist(inspection)
        answer_checklist(
            by=by, inspection=inspection, version=version, answers=checklist, based_on=kept.version if kept else 0
        )
    review = _reviewed(by, inspection, version, "approved", comments)
    check_reviewed(inspection, version)
    return review


def _reviewed(by: Person, inspection: Inspection, version: int, decision: str, comments: str) -> Acted[QualityReview]:
    comments = tidy(comments)
    if len(comments) > MAX_COMMENTS:
        message = "Your comments have {length} characters; {most} is the most."
        raise _bad_comments(say(message, length=f"{len(comments):,}", most=f"{MAX_COMMENTS:,}"))
    inspection = locked(inspection)
    newest = _newest(inspection)
    check_based_on(version, newest.version if newest else 0, theirs=words_of(newest), yours={})
    act = Act.APPROVE if decision == "approved" else Act.RETURN
    change = move(by=by, inspection=inspection, act=act, note=comments, authors=writers(inspection))
    review = QualityReview.objects.create(
        inspection=inspection,
        report_version=version,
        decision=decision,
        comments=comments,
        fingerprint=_fingerprint(open_draft(read_record(inspection)), change.at) if act is Act.APPROVE else "",
        by=by.actor_id,
        at=change.at,
    )
    return Acted(review, ("inspection", str(inspection.pk)), {"version": version, "decision": decision})


def _bad_comments(message: Words) -> BadInput:
    return BadInput.at("RE002", message, field="comments")


def _newest(inspection: Inspection) -> ReportRevision | None:
    return ReportRevision.objects.filter(inspection=inspection).order_by("-version").first()


@action("report.published")
def publish(*, by: Person, inspection: Inspection, expected: str) -> Acted[PublishedReport]:
    """Seal the approved report and make it public, for good.

    `expected` is the fingerprint of the report that the person looked at; when it would come out differently (the day
    has changed, or the register), nothing is published. Raises Refusal.
    """
    inspection = locked(inspection)
    record = read_record(inspection)
    draft = open_draft(record)
    now = timezone.now()
    content, fingerprint = seal(draft.document(timezone.localdate(now)))
    # The policies first: what may not be published by this person at all is not a matter of looking again.
    wanted = tuple(_wanted(draft, finding) for finding in draft.errors)
    move(by=by, inspection=inspection, act=Act.PUBLISH, authors=writers(inspection))
    for objection in objections(record, draft):
        raise objection
    if wanted:
        raise NotNow("PO005", say("Before it can be published: {what}", what=list(wanted)))
    if not _approved(inspection, draft):
        raise NotNow("PO006", say("This is not the report that was approved; return it and approve it again."))
    for clue in identity_left(draft, timezone.localdate(now)):
        raise NotNow("PO160", say("Before it can be published: {what}", what=clue))
    if fingerprint != expected:
        raise NotNow("PO007", say("The report is not the one you looked at any more. Look at it again, then publish."))
    report = PublishedReport.objects.create(
        inspection=inspection,
        urn=draft.material.urn,
        content=content,
        fingerprint=fingerprint,
        published_at=now,
        published_by=by.actor_id,
    )
    details = {"fingerprint": fingerprint, "urn": report.urn, "version": draft.version}
    return Acted(report, ("inspection", str(inspection.pk)), details)


def _approved(inspection: Inspection, draft: Draft) -> bool:
    last = QualityReview.objects.filter(inspection=inspection).order_by("-at", "-id").first()
    if last is None or last.decision != "approved" or last.report_version != draft.version:
        return False
    # The words are fixed by their version; the register behind them may have changed since.
    return last.fingerprint == _fingerprint(draft, last.at)


def _fingerprint(draft: Draft, moment: datetime) -> str:
    return seal(draft.document(timezone.localdate(moment)))[1]
