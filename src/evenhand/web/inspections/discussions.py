"""Changing a judgement after feedback: whether feedback was given, which grade stood, and what was discussed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from evenhand.casework.stages import Act
from evenhand.casework.types import single_judgement
from evenhand.scale import Scale
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import Discussion, Inspection, Paper, Proposal, SingleJudgement, StageChange
from evenhand.web.inspections.papers import FEEDBACK
from evenhand.web.inspections.record import Record


@dataclass(frozen=True, slots=True)
class Stood:
    """The grade of a judgement that was given last, with its version; '' and 0 before the first one."""

    grade: str
    version: int


@dataclass(frozen=True, slots=True)
class Discussed:
    """A discussion in words: the manager's name and both grades."""

    row: Discussion
    manager: str
    was: str
    becomes: str


def told_on(inspection: Inspection) -> date | None:
    """The day from which a judgement counts as told: the first feedback sheet, or the first submission; None before."""
    papers = Paper.objects.filter(inspection=inspection, kind=FEEDBACK, version=1).values_list("at", flat=True)
    sent = StageChange.objects.filter(inspection=inspection, act=Act.SUBMIT).values_list("at", flat=True)
    moments: list[datetime] = [*papers, *sent[:1]]
    return timezone.localdate(min(moments)) if moments else None


def stood(inspection: Inspection, judgement: str) -> Stood:
    """The grade given last, also when it was taken back since."""
    framework = framework_of(inspection.framework)
    only = single_judgement(framework, inspection.kind)
    singly = only is not None and only.id == judgement
    rows: QuerySet[SingleJudgement] | QuerySet[Proposal] = (
        SingleJudgement.objects.filter(inspection=inspection)
        if singly
        else Proposal.objects.filter(inspection=inspection, judgement=judgement)
    )
    row = rows.exclude(grade="").order_by("-version").values_list("grade", "version").first()
    return Stood(*row) if row is not None else Stood("", 0)


def is_discussed(inspection: Inspection, judgement: str, standing: Stood, becomes: str) -> bool:
    """Whether a discussion since the standing grade agreed that it becomes this one."""
    rows = Discussion.objects.filter(inspection=inspection, judgement=judgement, becomes=becomes)
    return rows.filter(changes_version=standing.version).exists()


def discussions_of(inspection: Inspection) -> tuple[Discussion, ...]:
    """Every discussion of an inspection, the first one first."""
    return tuple(Discussion.objects.filter(inspection=inspection))


def scale_for(record: Record, judgement: str) -> Scale | None:
    """The scale of a judgement that is made in this inspection; None when it is not made."""
    if record.single_judgement is not None:
        return record.single_scale if record.single_judgement.id == judgement else None
    return record.framework.scale_of(judgement) if judgement in record.framework.judgement_by_id else None


def label(scale: Scale | None, grade: str) -> str:
    """The words of a grade; the id itself when the scale does not have it."""
    return scale.at(scale.ordinal(grade)).label if scale is not None and scale.has(grade) else grade
