"""Comments on a draft by the provider, and the team's answers to them."""

from __future__ import annotations

from django.utils import timezone

from evenhand.casework.accuracy import AnswerOutcome, CommentKind
from evenhand.casework.policies import NotNow
from evenhand.casework.provider_policies import check_answer, check_close_window, check_comment
from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.findings import BadInput
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy.models import Answer, ChangeSaid, Comment, CommentFile, DraftSent, WindowClosed
from evenhand.web.accuracy.reading import CommentRead, Dossier, dossier_of
from evenhand.web.accuracy.showing import anchors_of
from evenhand.web.accuracy.texts import must_be_text
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import locked, permit
from evenhand.web.preparation.storing import Kept, forget, keep
from evenhand.web.register.queries import with_homes
from evenhand.web.reports.drafts import words_of
from evenhand.web.reports.models import ReportRevision
from evenhand.wording import say


def comment(
    *,
    by: Person,
    draft: DraftSent,
    kind: str,
    anchor: str,
    wrong: str,
    should_say: str = "",
    offered: str = "",
    content: bytes | None = None,
) -> Comment:
    """Keep a comment on a draft with the evidence offered; the file goes again when the rest cannot be kept."""
    said = {"kind": kind, "anchor": anchor, "wrong": wrong, "should_say": should_say, "offered": offered}
    kept = None
    if content is not None:
        inspection = draft.inspection
        check_comment(with_homes(by), inspection.home.urn, published=dossier_of(inspection).is_over)
        kept = keep(content)
    try:
        row = keep_comment(by=by, draft=draft, said=said, kept=kept)
    except BaseException:
        if kept is not None:
            forget(kept)
        raise
    return row


@action("accuracy.commented")
def keep_comment(*, by: Person, draft: DraftSent, said: dict[str, str], kept: Kept | None = None) -> Acted[Comment]:
    """Keep a comment on a draft. One that comes too late is kept as late. Raises Refusal and BadInput."""
    dossier = dossier_of(locked(draft.inspection))
    check_comment(with_homes(by), dossier.urn, published=dossier.is_over)
    fields = _fields(draft, said)
    newest = dossier.draft
    again = next((one.row for one in dossier.comments if _is_again(one.row, by, draft, fields)), None)
    if again is not None and kept is None:
        # A second press of the button makes no second comment.
        return Acted(again, ("inspection", str(draft.inspection_id)), {"comment": again.number, "again": True})
    row = Comment.objects.create(
        draft=draft,
        number=sum(one.row.draft_id == draft.pk for one in dossier.comments) + 1,
        late=newest is None or newest.pk != draft.pk or not dossier.comments_open,
        by=by.actor_id,
        at=timezone.now(),
        **fields,
    )
    if kept is not None:
        CommentFile.objects.create(
            comment=row,
            stored_as=kept.stored_as,
            type=kept.type,
            size=kept.size,
            sha256=kept.sha256,
            scan=kept.scan,
        )
    details = {"draft": draft.number, "comment": row.number, "about": row.kind, "late": row.late, "file": bool(kept)}
    return Acted(row, ("inspection", str(draft.inspection_id)), details)


def _is_again(row: Comment, by: Person, draft: DraftSent, fields: dict[str, str]) -> bool:
    same = all(getattr(row, name) == value for name, value in fields.items())
    return same and row.draft_id == draft.pk and row.by == by.actor_id


def _fields(draft: DraftSent, said: dict[str, str]) -> dict[str, str]:
    if said["kind"] not in set(CommentKind):
        raise BadInput.at("AC002", say("Choose what the comment is about."), field="kind")
    if said["anchor"] and said["anchor"] not in anchors_of(draft):
        raise BadInput.at("AC002", say("This sentence is not in the draft. Choose it again."), field="anchor")
    return {
        "kind": said["kind"],
        "anchor": said["anchor"],
        "wrong": must_be_text("wrong", said["wrong"], say("Write what is wrong or missing.")),
        "should_say": must_be_text("should_say", said["should_say"]),
        "offered": must_be_text("offered", said["offered"]),
    }


@action("accuracy.comments_ended")
def end_comments(*, by: Person, draft: DraftSent) -> Acted[WindowClosed]:
    """The provider says that nothing more comes about the draft, whether it commented or not."""
    dossier = dossier_of(locked(draft.inspection))
    is_open = dossier.comments_open and dossier.draft is not None and dossier.draft.pk == draft.pk
    check_close_window(with_homes(by), dossier.urn, is_open=is_open and not dossier.is_over)
    row = WindowClosed.objects.create(draft=draft, by=by.actor_id, at=timezone.now())
    comments = sum(one.row.draft_id == draft.pk for one in dossier.comments)
    return Acted(row, ("inspection", str(draft.inspection_id)), {"draft": draft.number, "comments": comments})


@action("accuracy.answered")
def answer_comment(*, by: Person, comment: Comment, outcome: str, reason: str, based_on: int) -> Acted[Answer]:
    """Answer a comment, always with a reason. Raises Refusal, BadInput, and Stale when a colleague was first."""
    inspection = permit(by, Act.ANSWER_COMMENT, comment.draft.inspection)
    dossier = dossier_of(inspection)
    found = _read(dossier, comment)
    if dossier.was_given(found):
        raise NotNow("PO127", say("The provider has been given this answer with the final report, so it stays."))
    if outcome not in set(AnswerOutcome):
        raise BadInput.at("AC003", say("Choose an answer."), field="outcome")
    check_answer(found.kind, AnswerOutcome(outcome))
    reason = must_be_text("reason", reason, say("Write the reason; the provider reads it."))
    theirs = {"outcome": found.answer.outcome, "reason": found.answer.reason} if found.answer else {}
    check_based_on(based_on, found.version, theirs=theirs, yours={"outcome": outcome, "reason": reason})
    row = Answer.objects.create(
        comment=comment,
        version=found.version + 1,
        outcome=outcome,
        reason=reason,
        by=by.actor_id,
        at=timezone.now(),
    )
    details = {"comment": found.label, "answer": outcome, "version": row.version}
    return Acted(row, ("inspection", str(inspection.pk)), details)


def _read(dossier: Dossier, comment: Comment) -> CommentRead:
    return next(one for one in dossier.comments if one.row.pk == comment.pk)


@action("accuracy.change_said")
def say_changed(*, by: Person, comment: Comment, version: int) -> Acted[ChangeSaid]:
    """Say in which version of the report what was accepted is; some word must differ from the draft that was sent."""
    inspection = permit(by, Act.ANSWER_COMMENT, comment.draft.inspection)
    found = _read(dossier_of(inspection), comment)
    if not found.wants_change:
        raise NotNow("PO128", say("Nothing has to change in the report because of this comment."))
    rows = ReportRevision.objects.filter(inspection=inspection)
    sent = words_of(rows.filter(version=comment.draft.report_version).first())
    now = rows.filter(version=version, version__gt=comment.draft.report_version).first()
    if now is None or words_of(now) == sent:
        message = say("Choose a version after the one that was sent, in which some word differs from it.")
        raise BadInput.at("AC004", message, field="version")
    row = ChangeSaid.objects.create(comment=comment, report_version=version, by=by.actor_id, at=timezone.now())
    return Acted(row, ("inspection", str(inspection.pk)), {"comment": found.label, "version": version})
