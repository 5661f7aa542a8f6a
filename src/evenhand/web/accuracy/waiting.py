"""What managers have to deal with: complaints that are not closed and holds that are not lifted, of every home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from evenhand.casework.actors import Actor
from evenhand.casework.complaints import ComplaintState
from evenhand.casework.policies import Refusal, Situation
from evenhand.casework.provider_policies import check_handle_complaint
from evenhand.casework.stages import Act, Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.web.accuracy.models import Complaint, ComplaintStep, Hold
from evenhand.web.inspections import queries as inspections
from evenhand.web.inspections.models import StageChange, TeamMember
from evenhand.web.reports.models import ReportRevision


@dataclass(frozen=True, slots=True)
class WaitingComplaint:
    """A complaint that is not closed: where it is, by when it is due (None: no figure), and why it is not the reader's.

    `answered_by` is the name of who spoke last for the inspectorate, '' before anybody did.
    """

    row: Complaint
    state: ComplaintState
    due_on: date | None
    late: bool
    answered_by: str
    refused: Refusal | None


@dataclass(frozen=True, slots=True)
class WaitingHold:
    """A hold that nobody has lifted, since when, and who opened it."""

    row: Hold
    days: int
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for a manager, the oldest first."""

    complaints: tuple[WaitingComplaint, ...]
    holds: tuple[WaitingHold, ...]


def waiting(who: Actor) -> Waiting:
    """Open complaints and holds of every home but the reader's own; nine queries at most, however many there are."""
    if not may_see_casework(who):
        return Waiting((), ())
    complaints, steps = _complaints(who)
    holds = _holds(who)
    hands = {one[-1].by for one in steps.values() if one} | {one.by for one in holds if one.complaint_id is None}
    names = inspections.names(who, hands) if hands else {}
    situations = _situations({one.final.inspection_id for one in complaints})
    today = timezone.localdate()
    told = (_told(who, one, steps[one.pk], situations[one.final.inspection_id], names, today) for one in complaints)
    return Waiting(
        tuple(told),
        tuple(WaitingHold(one, (today - timezone.localdate(one.at)).days, names.get(one.by, one.by)) for one in holds),
    )


def _complaints(who: Actor) -> tuple[list[Complaint], dict[UUID, list[ComplaintStep]]]:
    newest = ComplaintStep.objects.filter(complaint=OuterRef("pk")).order_by("-number").values("state")[:1]
    rows = Complaint.objects.annotate(state_now=Subquery(newest)).exclude(state_now=ComplaintState.CLOSED)
    # A complaint without a step has no state yet; a database leaves such rows out of “is not closed”.
    rows = rows | Complaint.objects.annotate(state_now=Subquery(newest)).filter(state_now=None)
    rows = rows.exclude(final__inspection__home__urn__in=who.homes).defer("final__content")
    found = list(rows.select_related("final__inspection__home").order_by("at", "pk"))
    steps: dict[UUID, list[ComplaintStep]] = {one.pk: [] for one in found}
    for step in ComplaintStep.objects.filter(complaint__in=steps).order_by("number"):
        steps[step.complaint_id].append(step)
    return found, steps


def _holds(who: Actor) -> list[Hold]:
    rows = Hold.objects.filter(lifted=None).exclude(inspection__home__urn__in=who.homes)
    newest = StageChange.objects.filter(inspection=OuterRef("inspection")).order_by("-number").values("stage")[:1]
    rows = rows.annotate(stage_now=Subquery(newest)).exclude(stage_now__in=(Stage.PUBLISHED, Stage.CANCELLED))
    return list(rows.select_related("inspection__home", "complaint").order_by("at", "pk"))


def _situations(ids: Iterable[UUID]) -> dict[UUID, Situation]:
    """Team, writers of the report and approver of each inspection, as far as the policy on complaints asks."""
    wanted = list(ids)
    team: dict[UUID, set[str]] = {one: set() for one in wanted}
    authors: dict[UUID, set[str]] = {one: set() for one in wanted}
    for inspection, username in TeamMember.objects.filter(inspection__in=wanted).values_list(
        "inspection", "person__username"
    ):
        team[inspection].add(username)
    for inspection, by in (
        ReportRevision.objects.filter(inspection__in=wanted).values_list("inspection", "by").distinct()
    ):
        authors[inspection].add(by)
    changes = StageChange.objects.filter(inspection__in=wanted).order_by("number")
    stages, approvers = {}, {}
    for change in changes:
        stages[change.inspection_id] = Stage(change.stage)
        if change.act == Act.APPROVE:
            approvers[change.inspection_id] = change.by
    return {
        one: Situation(stages[one], frozenset(team[one]), frozenset(authors[one]), approvers.get(one, ""))
        for one in wanted
    }


def _told(
    who: Actor,
    row: Complaint,
    steps: list[ComplaintStep],
    situation: Situation,
    names: dict[str, str],
    today: date,
) -> WaitingComplaint:
    state = ComplaintState(steps[-1].state) if steps else ComplaintState.MADE
    due = row.due_on if state is ComplaintState.MADE else None
    first = steps[0].by if steps and state is ComplaintState.REVIEW_ASKED else ""
    ours = next((one.by for one in reversed(steps) if one.state != ComplaintState.REVIEW_ASKED), "")
    return WaitingComplaint(
        row=row,
        state=state,
        due_on=due,
        late=due is not None and today > due,
        answered_by=names.get(ours, ours),
        refused=_refused(who, situation, row.final.inspection.home.urn, first),
    )


def _refused(who: Actor, situation: Situation, urn: str, answered_by: str) -> Refusal | None:
    try:
        check_handle_complaint(who, situation, urn, answered_by=answered_by)
    except Refusal as refusal:
        return refusal
    return None
