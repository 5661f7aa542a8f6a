"""Everything that passed between the inspectorate and a provider about one report, from rows to the core's values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from evenhand.casework.accuracy import (
    COMMENTS,
    COMPLAINT,
    DRAFT,
    FINAL,
    RESPONSE,
    AnswerOutcome,
    BeforePublication,
    CommentKind,
    CommentWindow,
    due_day,
    needs_change,
    step_for,
)
from evenhand.casework.complaints import ComplaintState
from evenhand.casework.policies import NotNow
from evenhand.casework.provider_policies import publication_objections
from evenhand.casework.stages import Stage
from evenhand.framework.model import Framework
from evenhand.report.document import ReportDocument, unseal
from evenhand.web.accuracy.models import (
    Answer,
    ChangeSaid,
    Comment,
    Complaint,
    ComplaintStep,
    DraftSent,
    FinalGiven,
    Hold,
)
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import Inspection, StageChange
from evenhand.web.inspections.record import Record, moments
from evenhand.web.reports.drafts import Draft, words_of
from evenhand.web.reports.models import ReportRevision


@dataclass(frozen=True, slots=True)
class CommentRead:
    """A comment with the newest answer to it, and the version of the report that what was accepted is in, if any."""

    row: Comment
    answer: Answer | None
    changed: int | None

    @property
    def kind(self) -> CommentKind:
        """What it is about."""
        return CommentKind(self.row.kind)

    @property
    def version(self) -> int:
        """The version that an answer now must be based on."""
        return self.answer.version if self.answer else 0

    @property
    def label(self) -> str:
        """The number by which both sides call it: 2, or 2.1 for the first comment on a second draft."""
        number = self.row.draft.number
        return str(self.row.number) if number == 1 else f"{number}.{self.row.number}"

    @property
    def wants_change(self) -> bool:
        """Whether it was accepted and is in no version of the report yet."""
        outcome = AnswerOutcome(self.answer.outcome) if self.answer else None
        return needs_change(self.kind, outcome) and self.changed is None


@dataclass(frozen=True, slots=True)
class ComplaintRead:
    """A complaint with its steps, the oldest first."""

    row: Complaint
    steps: tuple[ComplaintStep, ...]

    @property
    def state(self) -> ComplaintState:
        """Where it is."""
        return ComplaintState(self.steps[-1].state) if self.steps else ComplaintState.MADE

    @property
    def review_until(self) -> date | None:
        """The last day on which a review of the answer can be asked for."""
        return self.steps[-1].due_on if self.steps else None


@dataclass(frozen=True)
class Dossier:
    """The time of a report with its provider."""

    inspection: Inspection
    framework: Framework
    stage: Stage
    drafts: tuple[DraftSent, ...]
    comments: tuple[CommentRead, ...]
    finals: tuple[FinalGiven, ...]
    complaints: tuple[ComplaintRead, ...]
    holds: tuple[Hold, ...]
    today: date

    @property
    def urn(self) -> str:
        """The home."""
        return self.inspection.home.urn

    @property
    def draft(self) -> DraftSent | None:
        """The newest draft that was sent."""
        return self.drafts[-1] if self.drafts else None

    @property
    def final(self) -> FinalGiven | None:
        """The newest final report that was given."""
        return self.finals[-1] if self.finals else None

    @property
    def is_over(self) -> bool:
        """Whether nothing can be sent any more."""
        return self.stage in (Stage.PUBLISHED, Stage.CANCELLED)

    def foresees(self, step: str) -> bool:
        """Whether the framework's timeline has a step for this type of inspection."""
        return step_for(self.framework, self.inspection.kind, step) is not None

    @cached_property
    def comment_window(self) -> CommentWindow | None:
        """The days for comments on the newest draft; None before one is sent."""
        step = step_for(self.framework, self.inspection.kind, COMMENTS)
        if self.draft is None or step is None:
            return None
        closed = timezone.localdate(self.draft.closed.at) if hasattr(self.draft, "closed") else None
        return CommentWindow(step, timezone.localdate(self.draft.at), self.draft.last_day, closed)

    @cached_property
    def complaint_window(self) -> CommentWindow | None:
        """The days for a complaint about the newest final report; None where there is none, or none was given."""
        step = step_for(self.framework, self.inspection.kind, COMPLAINT)
        if self.final is None or step is None:
            return None
        closed = timezone.localdate(self.final.waived.at) if hasattr(self.final, "waived") else None
        return CommentWindow(step, timezone.localdate(self.final.at), self.final.last_day, closed)

    @property
    def comments_open(self) -> bool:
        """Whether a comment sent now is in time."""
        return self.comment_window is not None and self.comment_window.is_open(self.today)

    @property
    def complaints_open(self) -> bool:
        """Whether a complaint can be made now."""
        return not self.is_over and self.complaint_window is not None and self.complaint_window.is_open(self.today)

    @property
    def holds_for_complaints(self) -> bool:
        """Whether publication waits for the answer to a complaint: where the timeline has a step for the answer."""
        return self.foresees(COMPLAINT) and self.foresees(RESPONSE)

    @property
    def open_holds(self) -> tuple[Hold, ...]:
        """Holds that nobody has lifted."""
        return tuple(one for one in self.holds if not hasattr(one, "lifted"))

    @property
    def unanswered(self) -> tuple[CommentRead, ...]:
        """Comments that came in time and have no answer."""
        return tuple(one for one in self.comments if one.answer is None and not one.row.late)

    @property
    def not_in_report(self) -> tuple[CommentRead, ...]:
        """Comments that were accepted and are in no version yet."""
        return tuple(one for one in self.comments if one.wants_change)

    @cached_property
    def words_by_version(self) -> dict[int, str]:
        """The words of each version that something accepted is said to be in, on one line. One query."""
        wanted = {one.changed for one in self.comments if one.changed}
        rows = ReportRevision.objects.filter(inspection=self.inspection, version__in=wanted) if wanted else ()
        return {row.version: on_one_line(" ".join(words_of(row).values())) for row in rows}

    @property
    def answers_given(self) -> bool:
        """Whether the provider sees the answers: with the final report, or, where there is none, once all are there."""
        if self.foresees(FINAL):
            return self.final is not None or self.stage is Stage.PUBLISHED
        return bool(self.comments) and not self.comments_open and not self.unanswered

    def was_given(self, comment: CommentRead) -> bool:
        """Whether the provider has had the answer to this comment with a final report."""
        return bool(self.final and comment.answer and comment.answer.at <= self.final.at)

    def due(self, step: str, **happened: date) -> date | None:
        """By when a step is due, counted from the inspection's own days, the newest draft and final report."""
        known = moments(self.inspection)
        if self.draft:
            known[DRAFT] = timezone.localdate(self.draft.at)
        if self.final:
            known[FINAL] = timezone.localdate(self.final.at)
        return due_day(self.framework, self.inspection.kind, step, {**known, **happened})


def dossier_of(inspection: Inspection, stage: Stage | None = None) -> Dossier:
    """The time of a report with its provider, in eight queries at most; one less when the stage is known."""
    changed = ChangeSaid.objects.filter(comment=OuterRef("pk")).order_by("-at", "-id").values("report_version")[:1]
    said = Comment.objects.filter(draft__inspection=inspection).select_related("draft", "file")
    comments = list(said.annotate(changed_in=Subquery(changed)))
    ids = [one.pk for one in comments]
    answers = {one.comment_id: one for one in Answer.objects.filter(comment__in=ids)} if ids else {}
    versions = ReportRevision.objects.filter(inspection=OuterRef("inspection")).order_by("-version").values("version")
    rows = FinalGiven.objects.filter(inspection=inspection).select_related("waived")
    finals = tuple(rows.annotate(newest_version=Subquery(versions[:1])))
    complaints = list(Complaint.objects.filter(final__inspection=inspection)) if finals else []
    steps = list(ComplaintStep.objects.filter(complaint__in=complaints)) if complaints else []
    changes_of = StageChange.objects.filter(inspection=inspection).order_by("-number")
    return Dossier(
        inspection=inspection,
        framework=framework_of(inspection.framework),
        stage=stage or Stage(changes_of.values_list("stage", flat=True)[0]),
        drafts=tuple(DraftSent.objects.filter(inspection=inspection).select_related("closed")),
        comments=tuple(CommentRead(one, answers.get(one.pk), one.changed_in) for one in comments),
        finals=finals,
        complaints=tuple(
            ComplaintRead(one, tuple(step for step in steps if step.complaint_id == one.pk)) for one in complaints
        ),
        holds=tuple(Hold.objects.filter(inspection=inspection).select_related("lifted", "complaint")),
        today=timezone.localdate(),
    )


def on_one_line(text: str) -> str:
    """A text with one space wherever it has any number of spaces or line ends."""
    return " ".join(text.split())


def document_of(row: DraftSent | FinalGiven) -> ReportDocument:
    """The report as it was sent; raises ValueError when the bytes were changed."""
    return unseal(bytes(row.content), row.fingerprint)


def grades_of(document: ReportDocument) -> dict[str, str]:
    """The grades of a report, by judgement."""
    given = (*document.judgements, *((document.single,) if document.single else ()))
    return {one.judgement: one.grade for one in given}


def grades_now(record: Record) -> dict[str, str]:
    """The same for the record as it stands."""
    single = {record.single_judgement.id: record.single.grade} if record.single_judgement and record.single else {}
    return {**record.case.grades, **{name: grade for name, grade in single.items() if grade}}


def before_publication(dossier: Dossier, record: Record, version: int) -> BeforePublication:
    """What stands between a version of a report and its publication, as far as the provider is concerned."""
    sent, final = dossier.draft, dossier.final
    return BeforePublication(
        comments_foreseen=dossier.foresees(COMMENTS),
        draft_sent=sent is not None,
        grades_as_sent=sent is None or grades_of(document_of(sent)) == grades_now(record),
        comments_open=dossier.comments_open,
        unanswered=len(dossier.unanswered),
        not_in_report=len(dossier.not_in_report),
        final_foreseen=dossier.foresees(FINAL),
        final_given=final is not None and final.report_version == version,
        complaints_open=dossier.holds_for_complaints and dossier.complaints_open,
        holds=len(dossier.open_holds),
    )


def objections(record: Record, draft: Draft) -> Iterable[NotNow]:
    """Why the report may not be published now; asked wherever one is published."""
    return publication_objections(
        before_publication(dossier_of(record.inspection, record.stage), record, draft.version)
    )
