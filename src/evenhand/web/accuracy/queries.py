"""Reading what passed about a report. The first argument is who is asking; a provider sees its own homes' only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.utils import timezone

from evenhand.casework.accuracy import COMMENTS, CommentWindow, step_for
from evenhand.casework.actors import Actor
from evenhand.casework.policies import NotNow, Refusal, may
from evenhand.casework.provider_policies import check_give_final, is_provider_of, publication_objections
from evenhand.casework.stages import Act, Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.report.document import ReportDocument
from evenhand.report.layout import slots
from evenhand.web.accuracy.models import Comment, DraftSent, FinalGiven, Hold
from evenhand.web.accuracy.reading import (
    CommentRead,
    ComplaintRead,
    Dossier,
    before_publication,
    document_of,
    dossier_of,
    on_one_line,
)
from evenhand.web.accuracy.showing import anchors_of
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections import queries as inspections
from evenhand.web.inspections.models import Inspection, StageChange
from evenhand.web.inspections.record import Record
from evenhand.web.preparation.storing import read
from evenhand.web.reports.drafts import words_of
from evenhand.web.reports.models import ReportRevision
from evenhand.wordchanges import Stretch, differences


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """The newest draft of an inspection in a provider's list."""

    draft: DraftSent
    stage: Stage
    window: CommentWindow | None
    comments: int
    final_given: bool
    today: date

    @property
    def is_open(self) -> bool:
        """Whether a comment sent now is in time."""
        return self.stage is not Stage.PUBLISHED and self.window is not None and self.window.is_open(self.today)


def drafts_for(who: Actor) -> tuple[ListedDraft, ...]:
    """Drafts of homes that a provider answers for, the newest first. One query."""
    stage = StageChange.objects.filter(inspection=OuterRef("inspection")).order_by("-number").values("stage")[:1]
    final = FinalGiven.objects.filter(inspection=OuterRef("inspection")).order_by("-number").values("number")[:1]
    rows = DraftSent.objects.filter(inspection__home__urn__in=who.homes).order_by("-at", "-number")
    rows = rows.defer("content", "inspection__framework__sealed")
    rows = rows.select_related("inspection__home", "inspection__framework", "closed")
    rows = rows.annotate(stage_now=Subquery(stage), final_number=Subquery(final), said=Count("comments"))
    newest: dict[UUID, DraftSent] = {}
    for row in rows if is_provider(who) else ():
        newest.setdefault(row.inspection_id, row)
    return tuple(_listed(row) for row in newest.values())


def is_provider(who: Actor) -> bool:
    """Whether somebody answers for any home as its provider."""
    return any(is_provider_of(who, urn) for urn in who.homes)


def _listed(row: DraftSent) -> ListedDraft:
    step = step_for(framework_of(row.inspection.framework), row.inspection.kind, COMMENTS)
    closed = timezone.localdate(row.closed.at) if hasattr(row, "closed") else None
    window = CommentWindow(step, timezone.localdate(row.at), row.last_day, closed) if step else None
    return ListedDraft(
        draft=row,
        stage=Stage(row.stage_now),  # type: ignore[attr-defined]
        window=window,
        comments=row.said,  # type: ignore[attr-defined]
        final_given=row.final_number is not None,  # type: ignore[attr-defined]
        today=timezone.localdate(),
    )


def for_provider(who: Actor, id: UUID) -> Dossier:
    """What a home's provider may see of a report that it was sent; Http404 for everybody else and before."""
    rows = Inspection.objects.select_related("home", "framework").defer("framework__sealed")
    found = rows.filter(pk=id, home__urn__in=who.homes).first()
    if found is None or not is_provider_of(who, found.home.urn):
        raise Http404
    dossier = dossier_of(found)
    if dossier.draft is None:
        raise Http404
    return dossier


def sent(row: DraftSent | FinalGiven | None) -> ReportDocument:
    """The report as it was sent; Http404 when none was, or when its bytes were changed."""
    try:
        if row is None:
            raise Http404
        return document_of(row)
    except ValueError:
        raise Http404 from None


@dataclass(frozen=True)
class Desk:
    """The same time with the provider, as the inspectorate sees it."""

    who: Actor
    record: Record
    dossier: Dossier
    names: dict[str, str]

    @cached_property
    def version(self) -> int:
        """The newest version of the report, 0 before there is one."""
        if self.dossier.final is not None:
            found: int = self.dossier.final.newest_version  # type: ignore[attr-defined]
            return found
        rows = ReportRevision.objects.filter(inspection=self.record.inspection).order_by("-version")
        return next(iter(rows.values_list("version", flat=True)[:1]), 0)

    @property
    def inspection(self) -> Inspection:
        """The inspection."""
        return self.record.inspection

    def refusal(self, act: Act) -> Refusal | None:
        """Why the reader may not do this now, or None."""
        return may(self.who, act, self.record.situation)

    @property
    def objections(self) -> tuple[NotNow, ...]:
        """What publication still waits for."""
        return tuple(publication_objections(before_publication(self.dossier, self.record, self.version)))

    @property
    def may_not_give_final(self) -> Refusal | None:
        """Why the reader may not give the final report now, or None."""
        refused = self.refusal(Act.GIVE_FINAL)
        try:
            check_give_final(before_publication(self.dossier, self.record, self.version))
        except NotNow as not_now:
            return refused or not_now
        return refused

    def name(self, username: str) -> str:
        """The name of somebody who wrote something here; the provider's people are called the provider."""
        return self.names.get(username, username)


def desk(who: Actor, id: UUID) -> Desk:
    """The inspectorate's side; Http404 for whoever may not see casework, or answers for the home."""
    record = inspections.record(who, id)
    dossier = dossier_of(record.inspection, record.stage)
    hands = {one.answer.by for one in dossier.comments if one.answer} | {one.by for one in dossier.holds}
    hands |= {step.by for one in dossier.complaints for step in one.steps}
    hands |= {one.lifted.by for one in dossier.holds if hasattr(one, "lifted")}
    names = inspections.names(who, hands) if hands else {}
    return Desk(who, record, dossier, names)


def comment_of(dossier: Dossier, id: UUID) -> CommentRead:
    """A comment of this report; Http404 otherwise."""
    found = next((one for one in dossier.comments if one.row.pk == id), None)
    if found is None:
        raise Http404
    return found


def complaint_of(dossier: Dossier, id: UUID) -> ComplaintRead:
    """A complaint about this report; Http404 otherwise."""
    found = next((one for one in dossier.complaints if one.row.pk == id), None)
    if found is None:
        raise Http404
    return found


def hold_of(dossier: Dossier, number: int) -> Hold:
    """A hold on this report's publication; Http404 otherwise."""
    found = next((one for one in dossier.holds if one.pk == number), None)
    if found is None:
        raise Http404
    return found


def quoted(dossier: Dossier) -> dict[str, str]:
    """The sentences that comments point at, by anchor, whichever draft they are of."""
    found: dict[str, str] = {}
    for draft in dossier.drafts:
        if any(one.row.draft_id == draft.pk and one.row.anchor for one in dossier.comments):
            found |= anchors_of(draft)
    return found


def file_of(who: Actor, id: UUID) -> tuple[Comment, bytes]:
    """A comment and the bytes of the evidence with it, for the inspectorate; Http404 otherwise, or when changed."""
    found = Comment.objects.filter(pk=id).select_related("draft__inspection__home", "file").first()
    if found is None or not hasattr(found, "file") or not may_see_casework(who, found.draft.inspection.home.urn):
        raise Http404
    content = read(found.file.stored_as, found.file.sha256)
    if content is None:
        raise Http404
    return found, content


@dataclass(frozen=True, slots=True)
class TextChanged:
    """A text of the report that is not as it was sent, woven word by word."""

    heading: str
    stretches: tuple[Stretch, ...]


def sent_and_newest(desk: Desk, draft: DraftSent) -> tuple[dict[str, str], dict[str, str]]:
    """The words of the version that was sent as this draft, and those of the newest one. One query."""
    rows = ReportRevision.objects.filter(inspection=desk.inspection, version__in=(draft.report_version, desk.version))
    words = {row.version: words_of(row) for row in rows}
    return words.get(draft.report_version, {}), words.get(desk.version, {})


def changed_since(desk: Desk, old: dict[str, str], new: dict[str, str]) -> tuple[TextChanged, ...]:
    """What changed between the words of two versions."""
    pairs = ((key, old.get(key, ""), new.get(key, "")) for key in dict.fromkeys((*old, *new)))
    places = slots(desk.record.framework, desk.inspection.kind, graded=bool(desk.record.case.grades))
    named = {one.key: one.heading for one in places}
    return tuple(TextChanged(named.get(key, key), differences(was, now)) for key, was, now in pairs if was != now)


def still_in_newest(desk: Desk, comment: CommentRead, newest: dict[str, str]) -> bool:
    """Whether the sentence that a comment points at stands word for word in the words of the newest version."""
    sentence = on_one_line(quoted(desk.dossier).get(comment.row.anchor, ""))
    return bool(sentence) and sentence in on_one_line(" ".join(newest.values()))


def versions_after(desk: Desk, draft: DraftSent) -> tuple[int, ...]:
    """Versions of the report after the one that was sent, the newest first."""
    rows = ReportRevision.objects.filter(inspection=desk.inspection, version__gt=draft.report_version)
    return tuple(rows.order_by("-version").values_list("version", flat=True))
