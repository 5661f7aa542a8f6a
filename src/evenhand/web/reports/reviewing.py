"""What a reviewer does before deciding: answers the checklist, comments, and resolves what the team answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from evenhand.casework.policies import NotNow
from evenhand.casework.quality import (
    About,
    CommentState,
    Reply,
    ReviewAnswer,
    check_approvable,
    check_review,
    check_step,
    checklist_faults,
)
from evenhand.casework.versions import check_based_on
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.report.ties import tied_text
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import locked
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.drafts import open_draft
from evenhand.web.reports.keeping import MOST, kept_text
from evenhand.web.reports.models import ChecklistAnswered, ReviewComment, ReviewStep
from evenhand.web.reports.standing import situation_with_writers
from evenhand.wording import say


@dataclass(frozen=True, slots=True)
class CommentRead:
    """A reviewer's comment with its steps, the oldest first."""

    row: ReviewComment
    steps: tuple[ReviewStep, ...]

    @property
    def state(self) -> CommentState:
        """Where it is."""
        return CommentState(self.steps[-1].state) if self.steps else CommentState.OPEN

    @property
    def about(self) -> About:
        """What it is about."""
        return About(self.row.about)


def comments_of(inspection: Inspection) -> tuple[CommentRead, ...]:
    """Every comment of reviewers on the report, the oldest first. One query."""
    own = [one.attname for one in ReviewComment._meta.concrete_fields]
    of_step = [one.attname for one in ReviewStep._meta.concrete_fields]
    rows = ReviewComment.objects.filter(inspection=inspection).order_by("number", "steps__number")
    comments: dict[int, ReviewComment] = {}
    steps: dict[int, list[ReviewStep]] = {}
    for row in rows.values_list(*own, *(f"steps__{name}" for name in of_step)):
        comment = ReviewComment.from_db(rows.db, own, row[: len(own)])
        comments.setdefault(comment.pk, comment)
        found = steps.setdefault(comment.pk, [])
        # Of a comment without steps there is one row, with nothing in the place of a step.
        if row[len(own)] is not None:
            found.append(ReviewStep.from_db(rows.db, of_step, row[len(own) :]))
    return tuple(CommentRead(one, tuple(steps[key])) for key, one in comments.items())


def newest_checklist(inspection: Inspection) -> ChecklistAnswered | None:
    """The answers that were saved last, whatever version of the report they are about."""
    return ChecklistAnswered.objects.filter(inspection=inspection).order_by("-version").first()


def answers_in(row: ChecklistAnswered | None) -> dict[str, ReviewAnswer]:
    """The answers of a row as core values."""
    return {name: ReviewAnswer(Reply(one["reply"]), one["note"]) for name, one in row.answers.items()} if row else {}


def check_reviewed(inspection: Inspection, report_version: int) -> None:
    """Raise NotNow unless the checklist is answered for this version, without a no, and every comment is resolved."""
    refusal = not_reviewed(newest_checklist(inspection), comments_of(inspection), report_version)
    if refusal is not None:
        raise refusal


def not_reviewed(row: ChecklistAnswered | None, comments: Iterable[CommentRead], report_version: int) -> NotNow | None:
    """The same as an answer, from what was read: why the report cannot be approved yet, or None."""
    answers = answers_in(row) if row and row.report_version == report_version else {}
    unresolved = sum(one.state is not CommentState.RESOLVED for one in comments)
    try:
        check_approvable(answers, unresolved)
    except NotNow as refusal:
        return refusal
    return None


@action("checklist.answered")
def answer_checklist(
    *, by: Person, inspection: Inspection, version: int, answers: Mapping[str, ReviewAnswer], based_on: int
) -> Acted[ChecklistAnswered]:
    """Keep answers to the checklist about one version of the report; some may still be open.

    Raises Refusal, Stale when the report or the answers were changed meanwhile, and BadInput by question.
    """
    inspection = locked(inspection)
    record = read_record(inspection)
    check_review(by.as_actor(), situation_with_writers(record))
    newest, reported = newest_checklist(inspection), open_draft(record).version
    check_based_on(version, reported, theirs="", yours="")
    faults = checklist_faults(answers)
    faults += tuple((name, say("The note is too long.")) for name, one in answers.items() if len(one.note) > MOST)
    if faults:
        raise BadInput(Finding("RE006", Severity.ERROR, Where(field=name), words) for name, words in faults)
    stored = {name: {"reply": one.reply.value, "note": kept_text(name, one.note)} for name, one in answers.items()}
    if newest is not None and (newest.report_version, newest.answers, newest.by) == (reported, stored, by.actor_id):
        return _answered(newest, again=True)
    check_based_on(based_on, newest.version if newest else 0, theirs="", yours="")
    row = ChecklistAnswered.objects.create(
        inspection=inspection,
        report_version=reported,
        version=(newest.version if newest else 0) + 1,
        answers=stored,
        by=by.actor_id,
        at=timezone.now(),
    )
    return _answered(row)


def _answered(row: ChecklistAnswered, *, again: bool = False) -> Acted[ChecklistAnswered]:
    details = {"version": row.report_version, "answers": len(row.answers), **({"again": True} if again else {})}
    return Acted(row, ("inspection", str(row.inspection_id)), details)


@action("review.commented")
def comment_on_report(
    *, by: Person, inspection: Inspection, version: int, about: str, text: str, slot: str = "", anchor: str = ""
) -> Acted[ReviewComment]:
    """Say what has to change, about a sentence (`anchor`), a text (`slot`), or the whole report (neither).

    Raises Refusal, Stale when the report is another by now, and BadInput.
    """
    inspection = locked(inspection)
    record = read_record(inspection)
    check_review(by.as_actor(), situation_with_writers(record))
    draft = open_draft(record)
    check_based_on(version, draft.version, theirs="", yours=text)
    if about not in set(About):
        raise BadInput.at("RE007", say("Choose what the comment is about."), field="about")
    words = kept_text("text", text, say("Write what has to change."))
    if slot and slot not in draft.texts:
        raise BadInput.at("RE007", say("The report has no such text."), field="slot")
    sentences = (
        {one.where.anchor: one.where.text for one in tied_text(slot, draft.texts[slot], ()).sentences} if slot else {}
    )
    if anchor and anchor not in sentences:
        raise BadInput.at("RE007", say("Choose a sentence of this text."), field="anchor")
    row = ReviewComment.objects.create(
        inspection=inspection,
        number=ReviewComment.objects.filter(inspection=inspection).count() + 1,
        report_version=draft.version,
        slot=slot,
        sentence=sentences.get(anchor, ""),
        about=about,
        text=words,
        by=by.actor_id,
        at=timezone.now(),
    )
    return Acted(row, ("inspection", str(inspection.pk)), {"comment": row.number, "about": about})


@action("review.comment_moved")
def move_comment(
    *, by: Person, comment: ReviewComment, state: CommentState, based_on: int, text: str = ""
) -> Acted[ReviewStep]:
    """Answer a comment, resolve it, or open it again; `based_on` is the number of steps that the person saw.

    Resolving needs no words. Raises Refusal, Stale and BadInput.
    """
    inspection = locked(comment.inspection)
    record = read_record(inspection)
    read = CommentRead(comment, tuple(ReviewStep.objects.filter(comment=comment)))
    check_step(by.as_actor(), situation_with_writers(record), read.state, state)
    check_based_on(based_on, len(read.steps), theirs="", yours=text)
    missing = None if state is CommentState.RESOLVED else say("Write what was done, or what is still missing.")
    row = ReviewStep.objects.create(
        comment=comment,
        number=len(read.steps) + 1,
        state=state.value,
        text=kept_text("text", text, missing),
        by=by.actor_id,
        at=timezone.now(),
    )
    return Acted(row, ("inspection", str(inspection.pk)), {"comment": comment.number, "state": state.value})
