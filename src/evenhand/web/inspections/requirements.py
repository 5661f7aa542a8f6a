"""Requirements as values: those of an inspection, and those of earlier ones that it has to follow up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from evenhand.casework.stages import Stage
from evenhand.casework.timetable import timetable
from evenhand.evidence.requirement import Impact, ProposedRequirement
from evenhand.framework.model import Framework
from evenhand.web.inspections.models import FollowUp, Inspection, RequirementRevision, StageChange
from evenhand.web.inspections.record import Record
from evenhand.wording import Words, say

MET, NOT_MET, NOTICE = "met", "not_met", "compliance_notice"
STATES: dict[str, Words] = {
    MET: say("Met"),
    NOT_MET: say("Not met"),
    NOTICE: say("Not met: a compliance notice follows"),
}
_DRAFT = "draft_report_to_provider"
NOTICE_DUE = "compliance_notice_due"


@dataclass(frozen=True, slots=True)
class Required:
    """A requirement as it stands. `followed` is what the inspection that looks at it found, None before.

    `notice`: the compliance notice that followed at the latest published inspection that gave one.
    """

    id: UUID
    number: int
    version: int
    content: ProposedRequirement
    building: str
    withdrawn: bool
    by: str
    made_at: Inspection
    followed: FollowUp | None = None
    notice: FollowUp | None = None

    @property
    def under_notice(self) -> FollowUp | None:
        """The compliance notice that stands: one that this inspection gives, or an earlier one while it is not met."""
        if self.followed is not None and self.followed.state in (MET, NOTICE):
            return self.followed if self.followed.state == NOTICE else None
        return self.notice

    @property
    def overdue(self) -> bool:
        """Whether its day was over when it was followed up."""
        due, found = self.content.due_on, self.followed
        return bool(due and found and found.state != MET and due < found.at.date())


@dataclass(frozen=True, slots=True)
class Notice:
    """A compliance notice that stands: under which regulation, and the day by which it has to be met in full."""

    regulation: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requirements an inspection made, how many of earlier ones are open, and how many it looked at.

    `notices`: the compliance notices that stand over those that are open.
    """

    made: int
    earlier: int
    followed: int
    notices: tuple[Notice, ...] = ()


def counted(inspection: Inspection) -> Counted:
    """The requirements around an inspection, counted."""
    made, earlier = around(inspection)
    under = ((one.content.regulation, one.under_notice) for one in earlier)
    notices = tuple(Notice(law, row.notice_due_on) for law, row in under if row is not None)
    return Counted(len(made), len(earlier), sum(one.followed is not None for one in earlier), notices)


def visit_by(framework: Framework, due_on: date | None) -> date | None:
    """The last day for the monitoring visit after a compliance notice; None where the framework gives no figure."""
    if due_on is None:
        return None
    steps = timetable(framework, {NOTICE_DUE: due_on})
    return next((one.day for one in steps if one.step.after == NOTICE_DUE), None)


def requirements_of(inspection: Inspection) -> tuple[Required, ...]:
    """The requirements made at an inspection, those withdrawn among them. One query."""
    rows = RequirementRevision.objects.filter(requirement__inspection=inspection)
    return _standing(rows.select_related("requirement__inspection"))


def standing(inspection: Inspection) -> tuple[Required, ...]:
    """The requirements of an inspection without those that were withdrawn."""
    return tuple(one for one in requirements_of(inspection) if not one.withdrawn)


def made_before(inspection: Inspection) -> tuple[Required, ...]:
    """Requirements that published inspections of the home left open before this one, the oldest first. Two queries.

    A requirement is open until an inspection that is published found it met; `followed` is what this one found.
    """
    rows = RequirementRevision.objects.filter(requirement__inspection__in=_published(inspection))
    return _left_open(inspection, _standing(rows.select_related("requirement__inspection")))


def around(inspection: Inspection) -> tuple[tuple[Required, ...], tuple[Required, ...]]:
    """What `standing` and `made_before` give, in two queries."""
    here = Q(requirement__inspection=inspection) | Q(requirement__inspection__in=_published(inspection))
    found = _standing(RequirementRevision.objects.filter(here).select_related("requirement__inspection"))
    own = tuple(one for one in found if one.made_at.pk == inspection.pk)
    earlier = tuple(one for one in found if one.made_at.pk != inspection.pk)
    return tuple(one for one in own if not one.withdrawn), _left_open(inspection, earlier)


def _left_open(inspection: Inspection, made: tuple[Required, ...]) -> tuple[Required, ...]:
    found = [one for one in made if not one.withdrawn]
    if not found:
        return ()
    here: dict[UUID, FollowUp] = {}
    notices: dict[UUID, FollowUp] = {}
    met: set[UUID] = set()
    at = Q(inspection=inspection) | Q(inspection__in=_published(inspection))
    rows = FollowUp.objects.filter(at, requirement__in=[one.id for one in found]).select_related("inspection")
    newest = {(one.requirement_id, one.inspection_id): one for one in rows}
    for (requirement, looked_at), one in newest.items():
        if looked_at == inspection.pk:
            here[requirement] = one
        elif one.state == MET:
            met.add(requirement)
        elif one.state == NOTICE:
            before = notices.get(requirement)
            if before is None or before.inspection.starts_on < one.inspection.starts_on:
                notices[requirement] = one
    open_now = [
        replace(one, followed=here.get(one.id), notice=notices.get(one.id)) for one in found if one.id not in met
    ]
    return tuple(sorted(open_now, key=lambda one: (one.made_at.starts_on, one.number)))


def _published(inspection: Inspection) -> QuerySet[Inspection, dict[str, Any]]:
    newest = StageChange.objects.filter(inspection=OuterRef("pk")).order_by("-number").values("stage")[:1]
    rows = Inspection.objects.filter(home=inspection.home_id, starts_on__lt=inspection.starts_on)
    return rows.alias(now=Subquery(newest)).filter(now=Stage.PUBLISHED).exclude(pk=inspection.pk).values("pk")


def _standing(rows: Iterable[RequirementRevision]) -> tuple[Required, ...]:
    # Rows come by requirement and version, so the last one of each stands.
    newest = {row.requirement_id: row for row in rows}
    return tuple(sorted(map(_required, newest.values()), key=lambda one: one.number))


def _required(row: RequirementRevision) -> Required:
    return Required(
        id=row.requirement_id,
        number=row.requirement.number,
        version=row.version,
        content=ProposedRequirement(
            regulation=row.regulation,
            to_do=row.to_do,
            due_on=row.due_on,
            impact=Impact(row.impact),
            impact_words=row.impact_words,
            evidence=tuple(UUID(one) for one in row.evidence),
            told_at_feedback=row.told_at_feedback,
        ),
        building=row.building,
        withdrawn=row.withdrawn,
        by=row.by,
        made_at=row.requirement.inspection,
    )


def report_due(record: Record) -> date | None:
    """The day on which the draft is to reach the provider by the framework's timeline; None when it has no figure."""
    days = (one.day for one in record.deadlines if one.step.id.endswith(_DRAFT) and one.always)
    return next(days, None)
