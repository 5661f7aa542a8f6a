"""The pack of an inspection, gathered from what the service knows; nothing in it is written by hand but decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from evenhand.casework.preparation.annex_a import QUESTIONS
from evenhand.casework.preparation.enquiry import lines_of_enquiry
from evenhand.casework.preparation.gaps import MissingSource, gaps
from evenhand.casework.preparation.history import OpenRequirement, PreparationHistory, Sent
from evenhand.casework.stages import Stage
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import Inspection, Proposal, StageChange
from evenhand.web.inspections.requirements import MET, Required, made_before
from evenhand.web.preparation.models import AnnexA, LineDecision, Submission
from evenhand.web.register.models import ListedInspection
from evenhand.wording import Words

JUDGED = ("helped_protected", "leaders_managers")


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of enquiry with what the team decided on it; `why` is the rule's, or the team's for its own."""

    key: str
    what: Words | str
    why: Words | str
    decision: LineDecision | None

    @property
    def version(self) -> int:
        """The version that a new decision must be based on."""
        return self.decision.version if self.decision else 0

    @property
    def is_own(self) -> bool:
        """Whether the team added it."""
        return self.key.startswith("own-")


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure of Annex A in each version, the oldest first."""

    label: Words
    figures: tuple[int | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the versions disagree."""
        return len(set(self.figures)) > 1


@dataclass(frozen=True)
class Pack:
    """Everything that is known before an inspection. `since`: the last full inspection known, None without one."""

    inspection: Inspection
    on: date
    since: date | None
    listed: tuple[ListedInspection, ...]
    earlier: tuple[Inspection, ...]
    requirements: tuple[Required, ...]
    sent: tuple[Submission, ...]
    gaps: tuple[MissingSource, ...]
    lines: tuple[LineShown, ...]
    annex_a: tuple[AnnexA, ...]
    figures: tuple[FigureShown, ...]

    def of_kind(self, kind: str) -> tuple[Submission, ...]:
        """What was sent of a kind, the newest first."""
        return tuple(one for one in self.sent if one.kind == kind)


def gather(inspection: Inspection) -> Pack:
    """The pack of an inspection, as of today or of the day on which it was published."""
    on = _seen_until(inspection)
    listed = tuple(inspection.home.listed_inspections.filter(inspected_on__lt=inspection.starts_on)[:6])
    earlier = _earlier(inspection)
    since, grades = _last_full(listed, earlier)
    sent = tuple(_standing(inspection, on))
    versions = tuple(
        one
        for one in AnnexA.objects.filter(home=inspection.home_id)
        if timezone.localdate(one.at) <= on and (since is None or timezone.localdate(one.at) > since)
    )
    required = tuple(one for one in made_before(inspection) if one.followed is None or one.followed.state != MET)
    history = PreparationHistory(
        on=on,
        registered_on=inspection.home.registered_on,
        last_full=since,
        grades=grades,
        sent=tuple(Sent(one.kind, one.day, one.answers) for one in sent),
        requirements=tuple(_open(required)),
        annex_a=tuple(one.figures for one in versions),
    )
    return Pack(
        inspection=inspection,
        on=on,
        since=since,
        listed=listed,
        earlier=earlier,
        requirements=required,
        sent=tuple(one for one in sent if since is None or one.day >= since),
        gaps=gaps(history),
        lines=_lines(inspection, history),
        annex_a=versions,
        figures=tuple(FigureShown(one.label, tuple(row.figures.get(one.id) for row in versions)) for one in QUESTIONS),
    )


def _seen_until(inspection: Inspection) -> date:
    published = StageChange.objects.filter(inspection=inspection, stage=Stage.PUBLISHED).first()
    return timezone.localdate(published.at) if published else timezone.localdate()


def _standing(inspection: Inspection, on: date) -> list[Submission]:
    rows = Submission.objects.filter(home=inspection.home_id, day__lte=on).select_related("file", "withdrawal")
    return [one for one in rows if timezone.localdate(one.at) <= on and not _withdrawn(one, on)]


def _withdrawn(row: Submission, on: date) -> bool:
    return hasattr(row, "withdrawal") and timezone.localdate(row.withdrawal.at) <= on


def _open(required: tuple[Required, ...]) -> Iterator[OpenRequirement]:
    for one in required:
        if one.content.due_on is not None:
            yield OpenRequirement(one.content.regulation, one.content.due_on)


def _earlier(inspection: Inspection) -> tuple[Inspection, ...]:
    rows = Inspection.objects.filter(home=inspection.home_id, starts_on__lt=inspection.starts_on)
    published = rows.filter(stage_changes__stage=Stage.PUBLISHED).exclude(pk=inspection.pk)
    return tuple(published.select_related("home", "framework").order_by("-starts_on").distinct())


def _last_full(
    listed: tuple[ListedInspection, ...], earlier: tuple[Inspection, ...]
) -> tuple[date | None, dict[str, int | None]]:
    """The first day of the last full inspection and its grades as ordinals, from the register or from here."""
    own = next((one for one in earlier if one.kind == "full"), None)
    newest = listed[0] if listed else None
    # The register lists an inspection of ours under the same day once it is published there.
    if own is not None and (newest is None or own.starts_on >= newest.inspected_on):
        return own.starts_on, _ordinals(own)
    if newest is None:
        return None, {}
    return newest.inspected_on, {name: getattr(newest, name) for name in JUDGED}


def _ordinals(inspection: Inspection) -> dict[str, int | None]:
    framework = framework_of(inspection.framework)
    # Rows come by judgement and version, so that the last one of each stands.
    grades = {one.judgement: one.grade for one in Proposal.objects.filter(inspection=inspection)}
    return {
        one.id: framework.scale_by_id[one.scale].ordinal(grades[one.id]) if grades.get(one.id) else None
        for one in framework.judgements
    }


def _lines(inspection: Inspection, history: PreparationHistory) -> tuple[LineShown, ...]:
    # Rows come by id, so that the last one of each key stands.
    decided = {one.key: one for one in LineDecision.objects.filter(inspection=inspection)}
    proposed = [LineShown(one.key, one.what, one.why, decided.get(one.key)) for one in lines_of_enquiry(history)]
    here = {one.key for one in proposed}
    # A line of the team's own, or one that was decided on before what is known changed.
    others = [LineShown(key, one.what, one.why, one) for key, one in decided.items() if key not in here]
    return (*proposed, *others)
