"""Reading inspections. The first argument is who is asking; what somebody may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal, check_independent, may_be_drawn
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_casework, may_see_grades, may_see_pair
from evenhand.web.accounts.models import Person
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import framework_of, in_force_on, versions
from evenhand.web.inspections.chronicle import Rows
from evenhand.web.inspections.discussions import Discussed, discussions_of, label, scale_for
from evenhand.web.inspections.models import (
    CaseSample,
    Draw,
    Drawn,
    EvidenceItem,
    EvidenceRevision,
    FactAnswer,
    FollowUp,
    Inspection,
    Proposal,
    Requirement,
    RequirementRevision,
    SecondJudging,
    SingleJudgement,
    StageChange,
    TeamMember,
)
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.inspections.requirements import Counted, Required, counted, made_before
from evenhand.web.inspections.seconds import Second, second_of, seconds, standing
from evenhand.web.register.models import Home
from evenhand.wording import say


@dataclass(frozen=True, slots=True)
class Listed:
    """An inspection in a list: where it is, who leads it, and whether it is the reader's own."""

    inspection: Inspection
    stage: Stage
    lead: str
    team: tuple[str, ...]
    usernames: frozenset[str]
    mine: bool


def inspections_for(who: Actor, urn: str | None = None) -> tuple[Listed, ...]:
    """Every inspection the person may see, by start date; of one home when `urn` is given. Two queries."""
    if not may_see_casework(who):
        return ()
    rows = _with_stage(Inspection.objects.all()).exclude(home__urn__in=who.homes)
    if urn is not None:
        rows = rows.filter(home__urn=urn)
    return tuple(_listed(who, rows))


def _with_stage(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    newest = StageChange.objects.filter(inspection=OuterRef("pk")).order_by("-number").values("stage")[:1]
    team = Prefetch("team", TeamMember.objects.select_related("person").order_by("-is_lead", "id"))
    return (
        rows.annotate(stage_now=Subquery(newest))
        .select_related("home", "framework")
        .defer("framework__sealed")
        .prefetch_related(team)
        .order_by("starts_on", "id")
    )


def _listed(who: Actor, rows: Iterable[Inspection]) -> Iterable[Listed]:
    for row in rows:
        people = [member.person for member in row.team.all()]
        usernames = frozenset(person.username for person in people)
        yield Listed(
            inspection=row,
            stage=Stage(row.stage_now),
            lead=people[0].display_name if people else "",
            team=tuple(person.display_name for person in people),
            usernames=usernames,
            mine=who.id in usernames,
        )


def inspection(who: Actor, id: UUID) -> Inspection:
    """One inspection with its home and framework; Http404 for somebody who may not see it."""
    return _seen(who, id, Inspection.objects.all())


def _seen(who: Actor, id: UUID, rows: QuerySet[Inspection]) -> Inspection:
    found = rows.select_related("home", "framework").defer("framework__sealed").filter(pk=id).first()
    if found is None or not may_see_casework(who, found.home.urn):
        raise Http404
    return found


# Apps above may close an inspection's grades to somebody who has to judge without them; each says here how to ask.
CLOSED_TO: dict[str, Callable[[Actor, UUID], bool]] = {}


def record(who: Actor, id: UUID) -> Record:
    """The whole record of an inspection; Http404 for somebody who may not see it.

    Refused to whoever judges the same evidence a second time, until they have.
    """
    begun = Exists(standing(SecondJudging.objects.filter(inspection=OuterRef("pk"))))
    found = read_record(_seen(who, id, Inspection.objects.annotate(judged_twice=begun)))
    if who.id not in found.situation.team and found.stage is not Stage.PUBLISHED:
        twice = found.inspection.judged_twice  # type: ignore[attr-defined]
        second = second_of(found.inspection) if twice else None
        sees = second is None or may_see_grades(who, second=second.row.by, complete=second.complete)
        check_independent(sees=sees and not any(closed(who, id) for closed in CLOSED_TO.values()))
    return found


def record_apart(who: Actor, id: UUID) -> Record:
    """The record for the pages of the second judgement, which show no grade of the team from it."""
    return read_record(inspection(who, id))


def second(who: Actor, record: Record) -> Second | None:
    """The second judgement of an inspection; what of it is shown the page asks `may_see_pair`."""
    return second_of(record.inspection) if may_see_casework(who, record.inspection.home.urn) else None


def second_to_make(who: Actor, record: Record, judgement: str) -> Second:
    """The second judging that this person has begun; refused to everybody else, Http404 for no such judgement."""
    found = second(who, record)
    if found is None or found.row.by != who.id:
        raise Refusal("PO067", say("Begin the second judgement first; only who began it makes it."))
    if judgement not in found.team:
        raise Http404
    return found


def is_drawn(who: Actor, record: Record) -> bool:
    """Whether a manager's draw picked this inspection."""
    return may_see_casework(who) and Drawn.objects.filter(inspection=record.inspection).exists()


def waiting_for_second(who: Actor) -> tuple[Inspection, ...]:
    """Drawn inspections that nobody has begun to judge a second time and that this person may take."""
    if not who.roles & {Role.INSPECTOR, Role.QUALITY_ASSURER}:
        return ()
    open_now = standing(SecondJudging.objects.filter(inspection=OuterRef("pk")))
    rows = _with_stage(Inspection.objects.filter(drawn__isnull=False)).exclude(Exists(open_now))
    rows = rows.exclude(second_judgings__by=who.id)
    hands = ("team__person__username", "evidence__revisions__by", "proposals__by", "fact_answers__by")
    for hand in hands:
        rows = rows.exclude(**{hand: who.id})
    # A list of what is likely to be open; whoever follows the link is asked everything the policy asks.
    rows = rows.filter(stage_now__in=[one for one in Stage if may_be_drawn(one)])
    return tuple(rows.exclude(home__urn__in=who.homes))


def pairs(who: Actor) -> tuple[Second, ...]:
    """Every complete second judgement that this person may see beside the team's grades."""
    found = []
    for one in seconds(standing(SecondJudging.objects.exclude(inspection__home__urn__in=who.homes))):
        team = frozenset(member.person.username for member in one.row.inspection.team.all())
        if may_see_pair(who, second=one.row.by, team=team, complete=one.complete)[0]:
            found.append(one)
    return tuple(found)


def draws(who: Actor) -> tuple[Draw, ...]:
    """Every draw, the newest first, for those who may draw."""
    if not who.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}:
        return ()
    return tuple(Draw.objects.prefetch_related("drawn").order_by("-number"))


def item(who: Actor, inspection_id: UUID, id: UUID) -> EvidenceItem:
    """An item of evidence of this inspection; Http404 otherwise."""
    found = EvidenceItem.objects.filter(pk=id, inspection_id=inspection(who, inspection_id)).first()
    if found is None:
        raise Http404
    return found


def revisions(who: Actor, item: EvidenceItem) -> tuple[EvidenceRevision, ...]:
    """Every version of an item, the first one first; nothing for somebody who may not see it."""
    if not may_see_casework(who):
        return ()
    return tuple(EvidenceRevision.objects.filter(item=item).select_related("item"))


def names(who: Actor, usernames: Iterable[str]) -> dict[str, str]:
    """Display names by sign-in name, for those who may see casework."""
    if not may_see_casework(who):
        return {}
    return dict(Person.objects.filter(username__in=set(usernames)).values_list("username", "display_name"))


def booked(home: Home, starts_on: date, ends_on: date) -> Inspection | None:
    """An inspection of the home, not cancelled, that shares a day with these; asked by the service itself."""
    rows = _with_stage(Inspection.objects.filter(home=home, starts_on__lte=ends_on, ends_on__gte=starts_on))
    return rows.exclude(stage_now=Stage.CANCELLED).first()


def schedulable(version: FrameworkVersion) -> dict[str, str]:
    """Types of inspection that can be carried out under a version, id to title."""
    return {one.id: one.title for one in framework_of(version).inspection_types}


def kinds_on(day: date) -> dict[str, str]:
    """Types of inspection to choose from, id to title: those of the version in force on a day, or of the newest one."""
    version = in_force_on(day) or versions().order_by("in_force_from").last()
    return schedulable(version) if version else {}


def home_with_urn(urn: str) -> Home | None:
    """The home with this number; asked by the form that schedules, which only the inspectorate can open."""
    return Home.objects.filter(urn=urn).first()


def inspectors() -> tuple[Person, ...]:
    """Everybody who may be on a team, by name."""
    held = {"roles_held__role": Role.INSPECTOR.value, "roles_held__ended_at": None}
    people = Person.objects.filter(is_active=True, **held).prefetch_related("roles_held")
    return tuple(people.distinct().order_by("display_name", "username"))


def managers() -> tuple[Person, ...]:
    """Everybody who may be the manager of a discussion, by name."""
    held = {"roles_held__role__in": (Role.QUALITY_ASSURER.value, Role.ADMINISTRATOR.value)}
    people = Person.objects.filter(is_active=True, roles_held__ended_at=None, **held).prefetch_related("roles_held")
    return tuple(people.distinct().order_by("display_name", "username"))


def discussed(who: Actor, record: Record) -> tuple[Discussed, ...]:
    """Every discussion of a change after feedback, in words; nothing for somebody who may not see casework."""
    if not may_see_casework(who, record.inspection.home.urn):
        return ()
    rows = discussions_of(record.inspection)
    people = names(who, {one.manager for one in rows}) if rows else {}
    found = []
    for one in rows:
        scale = scale_for(record, one.judgement)
        manager = people.get(one.manager, one.manager)
        found.append(Discussed(one, manager, label(scale, one.was), label(scale, one.becomes)))
    return tuple(found)


def requirements_counted(who: Actor, record: Record) -> Counted:
    """How many requirements there are around an inspection; none for somebody who may not see it."""
    if not may_see_casework(who, record.inspection.home.urn):
        return Counted(0, 0, 0)
    return counted(record.inspection)


def requirement(who: Actor, inspection_id: UUID, id: UUID) -> Requirement:
    """A requirement made at this inspection; Http404 otherwise."""
    found = Requirement.objects.filter(pk=id, inspection=inspection(who, inspection_id)).first()
    if found is None:
        raise Http404
    return found


def requirement_to_follow(who: Actor, inspection_id: UUID, id: UUID) -> tuple[Requirement, Required]:
    """A requirement that an earlier inspection left open, as row and value; Http404 otherwise."""
    value = next((one for one in made_before(inspection(who, inspection_id)) if one.id == id), None)
    if value is None:
        raise Http404
    return Requirement.objects.get(pk=id), value


def _everybody(record: Record) -> set[str]:
    """Who moved it, changed its team, or was on it once."""
    named = {name for one in record.team_changes for name in (*one.team, *one.left, one.by)}
    return named | {change.by for change in record.changes}


def rows_of(who: Actor, record: Record) -> Rows:
    """Every version of evidence, facts and grades, for the history. Nine queries."""
    here = record.inspection
    if not may_see_casework(who, here.home.urn):
        return Rows((), (), (), {})
    discussed = discussions_of(here)
    return Rows(
        revisions=tuple(EvidenceRevision.objects.filter(item__inspection=here).select_related("item").defer("said")),
        answers=tuple(FactAnswer.objects.filter(inspection=here)),
        proposals=tuple(Proposal.objects.filter(inspection=here)),
        names=names(who, _everybody(record) | {one.manager for one in discussed}),
        singles=tuple(SingleJudgement.objects.filter(inspection=here)),
        requirements=tuple(RequirementRevision.objects.filter(requirement__inspection=here)),
        follow_ups=tuple(FollowUp.objects.filter(inspection=here)),
        discussions=discussed,
        samples=tuple(CaseSample.objects.filter(inspection=here)),
    )
