"""Reading plans. The first argument is who asks; whoever answers for a home sees nothing of what is planned there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import Http404

from evenhand.casework.actors import Actor
from evenhand.casework.due import HappeningKind, HomeHistory, Outlook, due
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.models import Inspection, StageChange
from evenhand.web.planning.models import HomeEvent, Interest, ProposedVisit, ScheduleProposal, TravelBase
from evenhand.web.planning.plan import Line, Plan, lines_of, plan_on, rules_unanswered
from evenhand.web.planning.reading import Booked, HomeRow, Raw, history_of, read_homes, read_shelf
from evenhand.web.register.models import Home

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which expected inspections somebody looks for, seen from a day; an empty field means any."""

    on: date
    region: str = ""
    authority: str = ""
    standing: str = ""
    kind: str = ""
    month: str = ""


@dataclass(frozen=True)
class PlanShown:
    """The part of a plan that somebody asked for and may see. `homes`: how many homes it looked at."""

    plan: Plan
    lines: tuple[Line, ...]
    homes: int
    unlisted: int
    unanswered: dict[str, int]
    regions: tuple[str, ...]
    authorities: tuple[str, ...]
    kinds: tuple[str, ...]
    months: tuple[str, ...]


def plan_for(who: Actor, wanted: Wanted) -> PlanShown:
    """What is expected, filtered; nothing for somebody who may not see casework."""
    return narrowed(who, plan_on(wanted.on), wanted)


def narrowed(who: Actor, plan: Plan, wanted: Wanted) -> PlanShown:
    """The part of a plan that is at hand already; asks the database nothing."""
    homes = [home for home in plan.homes if may_see_casework(who, home.urn)]
    visible = {home.urn for home in homes}
    lines = [line for line in plan.lines if line.home.urn in visible]
    here = [home for home in homes if _is_in(home, wanted)]
    return PlanShown(
        plan=plan,
        lines=tuple(line for line in lines if _is_in(line.home, wanted) and _is_wanted(line, wanted)),
        homes=len(here),
        unlisted=sum(home.urn in plan.unlisted for home in here),
        unanswered=rules_unanswered({home.urn: plan.outlooks[home.urn] for home in here}),
        regions=tuple(sorted({home.region for home in homes if home.region})),
        authorities=tuple(sorted({home.authority for home in homes if home.authority})),
        kinds=tuple(sorted({line.expected.types[0] for line in lines})),
        months=tuple(sorted({line.month for line in lines})),
    )


def _is_in(home: HomeRow, wanted: Wanted) -> bool:
    return wanted.region in ("", home.region) and wanted.authority in ("", home.authority)


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    expected = line.expected
    return (
        wanted.standing in ("", expected.standing)
        and wanted.kind in ("", expected.types[0])
        and wanted.month in ("", line.month)
    )


def page_of(lines: Sequence[Line], page: int | str | None) -> Page[Line]:
    """One page of the lines that were found."""
    return Paginator(lines, PER_PAGE).get_page(page)


@dataclass(frozen=True)
class HomePlan:
    """One home with everything that bears on when it is inspected."""

    home: HomeRow
    raw: Raw
    history: HomeHistory
    outlook: Outlook
    lines: tuple[Line, ...]
    booked: tuple[Booked, ...]
    events: tuple[HomeEvent, ...]
    names: dict[str, str]
    titles: dict[str, str]


def home_plan(who: Actor, urn: str, on: date) -> HomePlan:
    """What is due at one home and why; Http404 for somebody who may not see it. Ten queries."""
    urn = urn.upper()
    if not may_see_casework(who, urn):
        raise Http404
    shelf = read_shelf()
    raw = read_homes(shelf, urn).get(urn)
    if raw is None:
        raise Http404
    history = history_of(raw)
    outlook = due(shelf.on_each_day(), history, on)
    events = tuple(HomeEvent.objects.filter(home_id=raw.home.pk).select_related("withdrawal").order_by("-happened_on"))
    hands = {event.by for event in events} | {one.withdrawal.by for one in events if hasattr(one, "withdrawal")}
    return HomePlan(
        home=raw.home,
        raw=raw,
        history=history,
        outlook=outlook,
        lines=() if raw.home.is_closed else tuple(lines_of(raw, outlook)),
        booked=raw.booked,
        events=events,
        names=names(who, hands),
        titles=shelf.titles,
    )


def home_itself(who: Actor, urn: str) -> Home:
    """The home's row, to act on; Http404 for somebody who may not see its planning."""
    found = Home.objects.filter(urn=urn.upper()).first() if may_see_casework(who, urn.upper()) else None
    if found is None:
        raise Http404
    return found


def event(who: Actor, urn: str, number: int) -> HomeEvent:
    """One event of a home; Http404 for somebody who may not see it."""
    found = HomeEvent.objects.filter(home=home_itself(who, urn), pk=number).select_related("home", "withdrawal").first()
    if found is None:
        raise Http404
    return found


def standing_history(home: Home) -> HomeHistory:
    """The history of a home as it stands now; asked by the acts themselves."""
    return history_of(read_homes(read_shelf(), home.urn)[home.urn])


def was_inspected_by(history: HomeHistory, day: date) -> bool:
    """Whether the home was inspected up to a day, so that a manager who left then did not leave before that."""
    return any(one.date <= day for one in history.inspections)


def stands_empty(history: HomeHistory, day: date) -> bool:
    """Whether a condition exempts the home on a day because no child lives there."""
    return history.until(day).is_empty


def has_later(history: HomeHistory, day: date) -> bool:
    """Whether a condition began or was lifted after a day, so that what is recorded before it changes its meaning."""
    conditions = (HappeningKind.NO_CHILDREN_CONDITION, HappeningKind.CONDITION_LIFTED)
    return any(one.date > day and one.kind in conditions for one in history.happenings)


def names(who: Actor, usernames: Iterable[str]) -> dict[str, str]:
    """Display names by sign-in name, for those who may see casework."""
    if not may_see_casework(who):
        return {}
    return dict(Person.objects.filter(username__in=set(usernames)).values_list("username", "display_name"))


def own_interests(person: Person) -> tuple[Interest, ...]:
    """What a person declared, the newest first; each sees only their own."""
    return tuple(Interest.objects.filter(person=person).select_related("end").order_by("-id"))


def own_interest(person: Person, number: int) -> Interest:
    """One of a person's own interests; Http404 otherwise."""
    found = Interest.objects.filter(person=person, pk=number).select_related("end").first()
    if found is None:
        raise Http404
    return found


def base_of(person: Person) -> str:
    """The authority from which a person's travel is reckoned; '' for none."""
    newest = TravelBase.objects.filter(person=person).order_by("-id").first()
    return newest.authority if newest else ""


def bases(people: Iterable[Person]) -> dict[int, str]:
    """The authority of each person, by key; the newest row holds."""
    rows = TravelBase.objects.filter(person__in=list(people)).order_by("id")
    return dict(rows.values_list("person_id", "authority"))


def proposals(who: Actor, page: int | str | None) -> Page[ScheduleProposal]:
    """Proposed schedules, newest first; none for somebody who may not see casework."""
    found = ScheduleProposal.objects.order_by("-id")
    return Paginator(found if may_see_casework(who) else found.none(), 20).get_page(page)


def proposal(who: Actor, number: int) -> tuple[ScheduleProposal, tuple[ProposedVisit, ...]]:
    """A proposed schedule with its visits, without those of homes that the reader answers for; Http404 otherwise."""
    found = ScheduleProposal.objects.filter(pk=number).first() if may_see_casework(who) else None
    if found is None:
        raise Http404
    visits = found.visits.select_related("home").exclude(home__urn__in=who.homes)
    return found, tuple(visits)


def urns_booked(who: Actor, urns: Iterable[str]) -> frozenset[str]:
    """Of these homes, those for which an inspection is scheduled here and has not begun."""
    if not may_see_casework(who):
        return frozenset()
    newest = StageChange.objects.filter(inspection=OuterRef("pk")).order_by("-number").values("stage")[:1]
    rows = Inspection.objects.filter(home__urn__in=set(urns)).annotate(now=Subquery(newest))
    return frozenset(rows.filter(now=Stage.SCHEDULED).values_list("home__urn", flat=True))


def authorities() -> tuple[str, ...]:
    """Every authority in the register, by name."""
    held = (
        Home.objects.exclude(local_authority="").order_by("local_authority").values_list("local_authority", flat=True)
    )
    return tuple(held.distinct())


def titles_of_types() -> dict[str, str]:
    """Titles of types of inspection by id, of every version on the shelf."""
    return read_shelf().titles
