"""From rows of the register, of inspections here and of events to the histories that the frequency rules see.

Everything is read for all homes in a fixed number of queries, as plain tuples, so that a change can be told cheaply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery

from evenhand.casework.due import Happening, HappeningKind, HomeHistory, Inspected
from evenhand.casework.stages import Act, Stage
from evenhand.framework.model import Framework
from evenhand.judgement.published_words import home_kind
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import Inspection, Proposal, StageChange
from evenhand.web.planning.models import HomeEvent
from evenhand.web.register.models import Home, ListedInspection

FULL = "full"
# What the register says of a registration that has ended; anything else but these and "suspended" is open.
CLOSED = frozenset({"closed", "cancelled", "resigned", "deregistered", "removed", "inactive"})
SUSPENDED = "suspended"
LONG_AGO = date(2000, 1, 1)


class HomeRow(NamedTuple):
    """What planning needs of a home in the register."""

    pk: int
    urn: str
    fictional: bool
    kind: str
    status: str
    region: str
    authority: str
    provider: str
    registered_on: date | None
    seen_in: date | None

    @property
    def is_closed(self) -> bool:
        """Whether the register shows the registration as ended."""
        return self.status.casefold() in CLOSED

    @property
    def is_secure(self) -> bool:
        """Whether it is a secure children's home."""
        return home_kind(self.kind) == "Secure children's home"


class Booked(NamedTuple):
    """An inspection that is scheduled here and has not begun."""

    id: UUID
    kind: str
    starts_on: date
    ends_on: date


class Raw(NamedTuple):
    """Everything about one home that bears on what is due, as it stands in the database."""

    home: HomeRow
    listed: tuple[tuple[date, int | None], ...] = ()
    made: tuple[tuple[date, date, str, int | None], ...] = ()
    events: tuple[tuple[str, date], ...] = ()
    booked: tuple[Booked, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The versions on the shelf, by the days on which they are in force."""

    versions: tuple[tuple[date, date | None, Framework], ...]

    def on_each_day(self) -> Callable[[date], Framework | None]:
        """The version in force on a day, as the rest of the service finds it; remembered day by day."""

        @cache
        def on(day: date) -> Framework | None:
            return next((one for first, last, one in self.versions if first <= day and (not last or day <= last)), None)

        return on

    @property
    def titles(self) -> dict[str, str]:
        """Titles of types of inspection by id, in the words of the newest version that has each."""
        oldest_first = reversed(self.versions)
        return {kind.id: kind.title for _first, _last, one in oldest_first for kind in one.inspection_types}


def read_shelf() -> Shelf:
    """Every version, the newest first. One query, and one more for each version a process meets first."""
    rows = FrameworkVersion.objects.defer("sealed").order_by("-in_force_from", "id")
    return Shelf(tuple((row.in_force_from, row.in_force_to, framework_of(row)) for row in rows))


def read_homes(shelf: Shelf, urn: str = "") -> dict[str, Raw]:
    """Every home by URN, or only the one that is named; five queries."""
    wanted = {"urn": urn} if urn else {}
    fields = ("pk", "urn", "fictional", "provision_type", "status", "region", "local_authority", "organisation_id")
    homes = Home.objects.filter(**wanted).order_by("urn").values_list(*fields, "registered_on", "seen_in")
    of_home = {f"home__{name}": value for name, value in wanted.items()}
    listed: dict[int, list[Any]] = defaultdict(list)
    rows = ListedInspection.objects.filter(**of_home).order_by("home_id", "inspected_on")
    for home_id, *fact in rows.values_list("home_id", "inspected_on", "overall"):
        listed[home_id].append(tuple(fact))
    made, booked = _inspections(shelf, of_home)
    events: dict[int, list[Any]] = defaultdict(list)
    standing = HomeEvent.objects.filter(withdrawal=None, **of_home)
    for home_id, *event in standing.values_list("home_id", "kind", "happened_on"):
        events[home_id].append(tuple(event))
    found = {}
    for values in homes:
        home = HomeRow(*values)
        here = (listed, made, events, booked)
        found[home.urn] = Raw(home, *(tuple(one.get(home.pk, ())) for one in here))
    return found


def _inspections(
    shelf: Shelf, of_home: dict[str, Any]
) -> tuple[dict[int, list[tuple[date, date, str, int | None]]], dict[int, list[Booked]]]:
    newest = StageChange.objects.filter(inspection=OuterRef("pk")).order_by("-number").values("stage")[:1]
    rows = Inspection.objects.filter(**of_home).annotate(now=Subquery(newest)).exclude(now=Stage.CANCELLED)
    grades = _grades(shelf, of_home)
    made: dict[int, list[Any]] = defaultdict(list)
    booked: dict[int, list[Booked]] = defaultdict(list)
    for pk, home_id, kind, first, last, now in rows.order_by("starts_on", "id").values_list(
        "pk", "home_id", "kind", "starts_on", "ends_on", "now"
    ):
        if now == Stage.SCHEDULED:
            booked[home_id].append(Booked(pk, kind, first, last))
        else:
            grade = grades.get(pk) if now in (Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED) else None
            made[home_id].append((first, last, kind, grade))
    return made, booked


def _grades(shelf: Shelf, of_home: dict[str, Any]) -> dict[UUID, int]:
    """Overall grades of inspections that quality assurance approved, as ordinals."""
    headlines = {one.id: one.headline for *_days, one in shelf.versions}
    ordinals = {
        (version.id, headline.id, grade.id): grade.ordinal
        for *_days, version in shelf.versions
        if (headline := headlines[version.id])
        for grade in version.scale_of(headline.id).grades
    }
    about = {f"inspection__{name}": value for name, value in of_home.items()}
    approved = StageChange.objects.filter(act=Act.APPROVE).values("inspection")
    rows = Proposal.objects.filter(
        judgement__in={one.id for one in headlines.values() if one}, inspection__in=approved, **about
    ).order_by("version")
    found: dict[UUID, int] = {}
    for pk, version, judgement, grade in rows.values_list(
        "inspection_id", "inspection__framework_id", "judgement", "grade"
    ):
        if (version, judgement, grade) in ordinals:
            found[pk] = ordinals[version, judgement, grade]
    return found


def history_of(raw: Raw) -> HomeHistory:
    """A home as the frequency rules see it.

    The register lists full inspections only, so of a home in it nobody can tell whether another visit was made.
    A home that does not exist was visited as it is written here, and not otherwise.
    """
    covered = {day for first, last, *_rest in raw.made for day in _days(first, last)}
    inspections = [Inspected(date=day, type=FULL, overall=grade) for day, grade in raw.listed if day not in covered]
    inspections += [Inspected(date=first, type=kind, overall=grade) for first, _last, kind, grade in raw.made]
    return HomeHistory(
        urn=raw.home.urn,
        secure=raw.home.is_secure,
        registered_on=raw.home.registered_on,
        inspections=tuple(inspections),
        happenings=tuple(_happenings(raw)),
        lists=None if raw.home.fictional else (FULL,),
    )


def _happenings(raw: Raw) -> Iterable[Happening]:
    yield from (Happening(kind=HappeningKind(kind), date=day) for kind, day in raw.events)
    if raw.home.status.casefold() == SUSPENDED:
        # The register does not say since when; no rule counts from this day.
        since = raw.home.seen_in or raw.home.registered_on or LONG_AGO
        yield Happening(kind=HappeningKind.REGISTRATION_SUSPENDED, date=since)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
