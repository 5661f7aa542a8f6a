"""Reading quality assurance: whose turn it is, what reviewers said, what is still open, and how it goes as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from evenhand.casework.accuracy import AnchoredSentence
from evenhand.casework.actors import Actor
from evenhand.casework.policies import Refusal
from evenhand.casework.quality import (
    ABOUT,
    CHECKLIST,
    QUESTIONS,
    About,
    CommentState,
    QualityFigures,
    ReviewAnswer,
    ReviewQuestion,
    check_read_quality,
    check_review,
    quality_figures,
    steps_for,
)
from evenhand.casework.stages import Act, Stage
from evenhand.casework.timetable import Deadline, next_deadline, timetable
from evenhand.report.checks import BestPractice
from evenhand.report.layout import Slot
from evenhand.report.ties import tied_text
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections import queries as inspections
from evenhand.web.inspections.models import Inspection, StageChange
from evenhand.web.inspections.record import moments
from evenhand.web.reports.models import QualityReview, ReportRevision, ReviewComment, ReviewStep
from evenhand.web.reports.queries import Casefile
from evenhand.web.reports.reviewing import CommentRead, answers_in
from evenhand.wording import Words

ON_ITS_WAY = (Stage.IN_QUALITY_ASSURANCE, Stage.RETURNED, Stage.APPROVED, Stage.WITH_PROVIDER)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An inspection in the queue: since when it waits and how many days, who moved it last, whose turn it is.

    `own` says that the reader had a hand in it. `deadline` is the next one that the framework's timeline gives.
    """

    inspection: Inspection
    stage: Stage
    since: datetime
    days: int
    submitted_by: str
    own: bool
    deadline: Deadline | None


def queue(who: Actor) -> tuple[Waiting, ...]:
    """Reports between submission and publication, those that wait longest first."""
    waiting = [one for one in inspections.inspections_for(who) if one.stage in ON_ITS_WAY]
    ids = [one.inspection.pk for one in waiting]
    newest = {change.inspection_id: change for change in StageChange.objects.filter(inspection__in=ids)}
    writers = _writers(ids)
    names = inspections.names(who, {change.by for change in newest.values()})
    today = timezone.localdate()
    found = []
    for one in waiting:
        change = newest[one.inspection.pk]
        dues = timetable(framework_of(one.inspection.framework), moments(one.inspection), one.inspection.kind)
        found.append(
            Waiting(
                inspection=one.inspection,
                stage=one.stage,
                since=change.at,
                days=(today - timezone.localdate(change.at)).days,
                submitted_by=names.get(change.by, change.by),
                own=one.mine or who.id in writers.get(one.inspection.pk, ()),
                deadline=next_deadline(dues, today),
            )
        )
    return tuple(sorted(found, key=lambda one: one.since))


def _writers(ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    writers: dict[UUID, set[str]] = {}
    for inspection, by in ReportRevision.objects.filter(inspection__in=ids).values_list("inspection", "by").distinct():
        writers.setdefault(inspection, set()).add(by)
    return writers


def may_review(case: Casefile) -> Refusal | None:
    """Why the reader may not comment or answer the checklist now, or None."""
    try:
        check_review(case.who, case.situation)
    except Refusal as refusal:
        return refusal
    return None


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as a page shows it.

    `heading` names the text it is about, '' for the whole report; `gone` says that its sentence is not there any more.
    """

    read: CommentRead
    heading: str
    about: Words
    gone: bool
    by: str
    steps: tuple[tuple[ReviewStep, str], ...]
    mine: bool


def shown_comment(case: Casefile, read: CommentRead, names: dict[str, str] | None = None) -> ShownComment:
    """A comment with the names of who spoke, and whether its sentence still stands."""
    row = read.row
    people = names if names is not None else _names(case, (read,))
    text = " ".join(case.draft.texts.get(row.slot, "").split())
    return ShownComment(
        read=read,
        heading=next((one.heading for one in case.draft.slots if one.key == row.slot), row.slot),
        about=ABOUT[read.about],
        gone=bool(row.sentence) and " ".join(row.sentence.split()) not in text,
        by=people.get(row.by, row.by),
        steps=tuple((one, people.get(one.by, one.by)) for one in read.steps),
        mine=bool(next_steps(case, read)),
    )


def _names(case: Casefile, read: Iterable[CommentRead]) -> dict[str, str]:
    hands = {one.by for comment in read for one in (comment.row, *comment.steps)}
    return inspections.names(case.who, hands)


def comments_page(case: Casefile) -> tuple[ShownComment, ...]:
    """Every comment, those that are not resolved first."""
    found = case.comments
    names = _names(case, found)
    shown = [shown_comment(case, one, names) for one in found]
    return tuple(sorted(shown, key=lambda one: one.read.state is CommentState.RESOLVED))


def next_steps(case: Casefile, read: CommentRead) -> tuple[CommentState, ...]:
    """To which states the reader may take a comment now."""
    return tuple(sorted(steps_for(case.who, case.situation, read.state)))


def sentences_of(case: Casefile, slot: Slot | None) -> tuple[AnchoredSentence, ...]:
    """The sentences of a text, for a comment to point at."""
    if slot is None:
        return ()
    return tuple(one.where for one in tied_text(slot.key, case.draft.texts[slot.key], ()).sentences)


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """What a reviewer has done so far on this version, and what the report brings with it."""

    answered: int
    questions: int
    noes: tuple[tuple[ReviewQuestion, ReviewAnswer], ...]
    open: int
    unresolved: int
    comments: int
    confirmed: int
    practice: tuple[tuple[BestPractice, str], ...]


def review_summary(case: Casefile) -> ReviewSummary:
    """Where the review of the report stands."""
    row = case.checklist
    answers = answers_in(row) if row and row.report_version == case.draft.version else {}
    states = [one.state for one in case.comments]
    headings = {one.judgement: one.heading for one in case.draft.slots if one.judgement}
    return ReviewSummary(
        answered=sum(one.id in answers for one in CHECKLIST),
        questions=len(CHECKLIST),
        noes=tuple((QUESTIONS[name], one) for name, one in answers.items() if one.reply == "no"),
        open=states.count(CommentState.OPEN),
        unresolved=sum(one is not CommentState.RESOLVED for one in states),
        comments=len(states),
        confirmed=len(case.draft.checked.confirmed),
        practice=tuple((one, headings.get(one.judgement, one.judgement)) for one in case.draft.best_practice),
    )


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """How quality assurance goes: counts of reports and returns, with what they count."""

    counts: QualityFigures
    reasons: tuple[tuple[Words, int], ...]


def figures(who: Actor) -> FiguresPage:
    """Figures over every report that was submitted since the service began; nobody's name is in them."""
    check_read_quality(who)
    submitted = StageChange.objects.filter(act=Act.SUBMIT).values_list("inspection", flat=True).distinct()
    returns = list(QualityReview.objects.filter(decision="returned").values_list("inspection", "at"))
    comments = list(ReviewComment.objects.values_list("inspection", "pk", "about", "at"))
    steps = ReviewStep.objects.filter(state=CommentState.RESOLVED).values_list("comment", "at")
    resolved = dict(steps)
    why = [
        (
            str(inspection),
            frozenset(
                About(about)
                for where, pk, about, said in comments
                if where == inspection and said <= at and not (pk in resolved and resolved[pk] <= at)
            ),
        )
        for inspection, at in returns
    ]
    counts = quality_figures((str(one) for one in submitted), why)
    reasons = sorted(counts.reasons.items(), key=lambda pair: -pair[1])
    return FiguresPage(counts, tuple((ABOUT[name], count) for name, count in reasons))
