"""Scheduling an inspection: the home, the days, the people, and the framework that it is pinned to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from evenhand.casework.actors import Role
from evenhand.casework.due import ContinuityLimit, Led, continuity_limit
from evenhand.casework.policies import check_schedule
from evenhand.casework.stages import Stage
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.design.jinja import in_words
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import framework_of, in_force_on
from evenhand.web.inspections.actions.permission import bad_input
from evenhand.web.inspections.models import ContinuityException, Inspection, StageChange, TeamMember
from evenhand.web.inspections.queries import booked, schedulable
from evenhand.web.register.models import Home, HomeOfProvider, ListedInspection
from evenhand.web.register.queries import with_homes
from evenhand.wording import Words, say

# The longest inspection in any framework is four days on site; a fortnight leaves room for weekends and illness.
LONGEST = timedelta(days=14)
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)

FULL = "full"
MAX_REASON = 2000

Fault = tuple[str, Words]
Objections = Callable[[Home, Iterable[Person], date], Mapping[str, Iterable[Words]]]
# What apps above this one know against sending somebody, by sign-in name; they add to it when the service starts.
OBJECTIONS: dict[str, Objections] = {}


@action("inspection.scheduled")
def schedule(
    *,
    by: Person,
    home: Home,
    kind: str,
    starts_on: date,
    ends_on: date,
    lead: Person,
    team: Iterable[Person] = (),
    enforcement: str = "",
) -> Acted[Inspection]:
    """A new inspection on the framework in force on its first day.

    `enforcement`: why it needs somebody who knows the case, and who goes once more than the limit in a row lets them.
    Raises Refusal for somebody who may not schedule, and BadInput that names every field at fault.
    """
    check_schedule(with_homes(by), home.urn)
    # The home's lock keeps two people from booking the same home at the same moment.
    home = Home.objects.select_for_update().get(pk=home.pk)
    people = {person.pk: person for person in (lead, *team)}
    version = in_force_on(starts_on)
    wrong = faults(home, kind, starts_on, ends_on, list(people.values()), enforcement)
    if wrong or version is None:
        raise bad_input("IN002", *wrong)
    inspection = _book(by, home, version, kind, (starts_on, ends_on), list(people.values()))
    excepted = keep_exception(by, inspection, list(people.values()), enforcement)
    details = {"urn": home.urn, "kind": kind, "framework": version.pk, "fingerprint": version.fingerprint}
    details |= {"once_more_for_enforcement": excepted} if excepted else {}
    days = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    return Acted(inspection, ("inspection", str(inspection.pk)), {**details, **days})


def _book(
    by: Person, home: Home, version: FrameworkVersion, kind: str, days: tuple[date, date], people: list[Person]
) -> Inspection:
    """The rows of a new inspection, its team with the lead first, and its first stage."""
    now = timezone.now()
    inspection = Inspection.objects.create(
        home=home,
        framework=version,
        kind=kind,
        starts_on=days[0],
        ends_on=days[1],
        scheduled_by=by.actor_id,
        scheduled_at=now,
    )
    for person in people:
        TeamMember.objects.create(inspection=inspection, person=person, is_lead=person is people[0])
    StageChange.objects.create(
        inspection=inspection, number=1, act="schedule", stage=Stage.SCHEDULED, by=by.actor_id, at=now
    )
    return inspection


def keep_exception(by: Person, inspection: Inspection, people: list[Person], enforcement: str) -> list[str]:
    """Keep why people go once more than the limit in a row lets them; who they are, nobody when none does."""
    reason = enforcement.replace("\r\n", "\n").strip()
    names = sorted(beyond_limit(inspection.home, inspection.kind, inspection.starts_on, people)) if reason else []
    if names:
        ContinuityException.objects.create(
            inspection=inspection, people=names, reason=reason, by=by.actor_id, at=timezone.now()
        )
    return names


def faults(
    home: Home, kind: str, starts_on: date, ends_on: date, people: list[Person], enforcement: str = ""
) -> list[Fault]:
    """Everything that is wrong with a booking, by field; `people` is the team with its lead first.

    The page that asks for confirmation calls it too, so that nobody confirms what is then refused.
    """
    return [
        *_date_faults(starts_on, ends_on),
        *_framework_faults(in_force_on(starts_on), kind, starts_on),
        *people_faults(home, kind, starts_on, people, enforcement),
        *_booking_faults(home, starts_on, ends_on),
    ]


def people_faults(home: Home, kind: str, day: date, people: list[Person], enforcement: str = "") -> list[Fault]:
    """What is wrong with a team, by field; asked when an inspection is scheduled and when its team changes."""
    found = [*_people_faults(home, people), *_sending_faults(home, kind, day, people, enforcement)]
    if len(enforcement) > MAX_REASON:
        found.append(("enforcement", say("Write at most {most} characters.", most=f"{MAX_REASON:,}")))
    return found


def _date_faults(starts_on: date, ends_on: date) -> Iterator[Fault]:
    """What is wrong with the days by themselves."""
    if not EARLIEST <= starts_on < LATEST:
        yield "starts_on", say("Enter a first day between the years 2000 and 2100.")
    elif ends_on < starts_on:
        yield "ends_on", say("The last day is before the first day; check the dates.")
    elif ends_on - starts_on > LONGEST:
        yield "ends_on", say("An inspection lasts at most {days} days here; check the dates.", days=LONGEST.days)


def _framework_faults(version: FrameworkVersion | None, kind: str, starts_on: date) -> Iterator[Fault]:
    """Whether there is a framework for the day, and whether it knows this type of inspection."""
    if version is None:
        message = "No framework on the shelf was in force on {day}, so there is nothing to inspect against."
        yield "starts_on", say(message, day=in_words(starts_on))
        return
    known = schedulable(version)
    if kind not in known:
        message = "Choose a type of inspection that this service can carry out: {known}."
        yield "kind", say(message, known=[title.lower() for title in known.values()])


def _booking_faults(home: Home, starts_on: date, ends_on: date) -> Iterator[Fault]:
    """Another inspection of the home on one of these days."""
    other = booked(home, starts_on, ends_on)
    if other is not None:
        message = "There is already an inspection of this home from {start} to {end}; cancel it or choose other days."
        yield (
            "starts_on",
            say(message, start=in_words(other.starts_on), end=in_words(other.ends_on)),
        )


def _people_faults(home: Home, people: list[Person]) -> Iterator[Fault]:
    providers = set(HomeOfProvider.objects.filter(home=home, person__in=people).values_list("person_id", flat=True))
    for person in people:
        field = "lead" if person is people[0] else "team"
        if Role.INSPECTOR not in person.roles or not person.is_active:
            yield field, say("{name} is not an inspector, so cannot be on the team.", name=person.display_name)
        elif person.pk in providers:
            yield field, say("{name} answers for this home, so cannot inspect it.", name=person.display_name)


def _sending_faults(home: Home, kind: str, day: date, people: list[Person], enforcement: str) -> Iterator[Fault]:
    """Conflicts of interest, and too many full inspections in a row unless enforcement needs who knows the case."""
    against = conflicting(home, people, day) if enforcement.strip() else not_to_be_sent(home, kind, day, people)
    for person in people:
        field = "lead" if person is people[0] else "team"
        for reason in against.get(person.username, ()):
            message = "{name} cannot be sent to this home: {reason}. Choose somebody else."
            yield field, say(message, name=person.display_name, reason=reason)


def not_to_be_sent(home: Home, kind: str, day: date, people: Iterable[Person]) -> dict[str, tuple[Words, ...]]:
    """Why people must not be sent to a home on a day, by sign-in name; whoever may be sent is not in."""
    people = list(people)
    found = conflicting(home, people, day)
    for name, too_many in beyond_limit(home, kind, day, people).items():
        found[name] = (*found.get(name, ()), too_many)
    return found


def conflicting(home: Home, people: Iterable[Person], day: date) -> dict[str, tuple[Words, ...]]:
    """What apps above this one know against sending people, by sign-in name; no reason of ours overrides it."""
    people = list(people)
    found: dict[str, list[Words]] = {}
    for objections in OBJECTIONS.values():
        for name, reasons in objections(home, people, day).items():
            found.setdefault(name, []).extend(reasons)
    return {name: tuple(reasons) for name, reasons in found.items()}


def beyond_limit(home: Home, kind: str, day: date, people: Iterable[Person]) -> dict[str, Words]:
    """Who would make too many full inspections of the home in a row, and why, by sign-in name."""
    version = in_force_on(day)
    limit = continuity_limit(framework_of(version)) if version and kind == FULL else None
    if limit is None:
        return {}
    made = led_of([home]).get(home.pk, [])
    reached = {person.username: limit_reached(limit, made, person.username, day) for person in people}
    return {name: reason for name, reason in reached.items() if reason is not None}


def limit_reached(limit: ContinuityLimit, made: list[Led], username: str, day: date) -> Words | None:
    """Why one more full inspection on a day would make too many in a row, with the rule; None when it would not."""
    reason = limit.refuses(made, username, day)
    if reason is None:
        return None
    rule = say("{rule} of {framework}", rule=limit.ground.rule, framework=limit.ground.framework)
    if not limit.ground.verified:
        rule = say("{rule} of {framework}, unverified", **rule.values)
    return say("{reason} ({rule})", reason=reason, rule=rule)


def led_of(homes: Iterable[Home]) -> dict[int, list[Led]]:
    """Full inspections of each home, made or booked, by the home's key. Three queries.

    Who made an inspection that only the register lists is not known: it ends a row, because nothing shows the contrary.
    """
    homes = list(homes)
    newest = StageChange.objects.filter(inspection=OuterRef("pk")).order_by("-number").values("stage")[:1]
    rows = Inspection.objects.filter(home__in=homes, kind=FULL).annotate(now=Subquery(newest))
    found: dict[int, list[Led]] = {}
    covered: set[tuple[int, date]] = set()
    for row in rows.exclude(now=Stage.CANCELLED).prefetch_related("team__person"):
        team = frozenset(member.person.username for member in row.team.all())
        found.setdefault(row.home_id, []).append(Led(row.starts_on, team))
        days = (row.ends_on - row.starts_on).days
        covered |= {(row.home_id, row.starts_on + timedelta(days=n)) for n in range(days + 1)}
    listed = ListedInspection.objects.filter(home__in=homes)
    for home_id, made_on in listed.values_list("home_id", "inspected_on"):
        if (home_id, made_on) not in covered:
            found.setdefault(home_id, []).append(Led(made_on, frozenset()))
    return found
