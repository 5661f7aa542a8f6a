"""A proposed schedule as its page shows it: by inspector and week, with what could not be placed and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from evenhand.web.planning.models import ProposedVisit, ScheduleProposal
from evenhand.wording import Words


@dataclass(frozen=True, slots=True)
class VisitShown:
    """One placed visit. `link`: the form that schedules it, filled in; None when the home has a booking by now."""

    row: ProposedVisit
    days: tuple[date, ...]
    title: str
    link: str | None


@dataclass(frozen=True, slots=True)
class WeekShown:
    """The visits of one inspector in the week that begins on `monday`."""

    monday: date
    visits: tuple[VisitShown, ...]


@dataclass(frozen=True, slots=True)
class InspectorShown:
    """One inspector with their weeks, days on site and kilometres, as far as they are known."""

    username: str
    name: str
    weeks: tuple[WeekShown, ...]
    days: int
    km: float | None


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """Everything that the page of a proposed schedule says."""

    row: ScheduleProposal
    by: str
    seen_from: date
    first_monday: date
    last_day: date
    inspectors: tuple[InspectorShown, ...]
    unplaced: tuple[tuple[ProposedVisit, str, str], ...]
    measured: dict[str, Any] | None
    assumes: tuple[str, ...]

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for."""
        return dict(self.row.asked)

    @property
    def outcome(self) -> dict[str, Any]:
        """What came of it as a whole."""
        return dict(self.row.outcome)


def show(
    row: ScheduleProposal,
    visits: Iterable[ProposedVisit],
    names: Mapping[str, str],
    booked: Collection[str],
    titles: Mapping[str, str],
) -> ProposalShown:
    """Put the rows of a proposal together for its page."""
    visits = tuple(visits)
    placed = [_visit(one, booked, titles) for one in visits if one.inspector]
    placed.sort(key=lambda one: (names.get(one.row.inspector, one.row.inspector), one.row.inspector, one.days))
    people = groupby(placed, key=lambda one: one.row.inspector)
    first = date.fromisoformat(row.asked["first_monday"])
    measured = row.outcome.get("measured")
    return ProposalShown(
        row=row,
        by=names.get(row.by, row.by),
        seen_from=date.fromisoformat(row.asked["seen_from"]),
        first_monday=first,
        last_day=first + timedelta(weeks=row.asked["weeks"], days=-1),
        inspectors=tuple(_inspector(who, names.get(who, who), tuple(theirs)) for who, theirs in people),
        unplaced=tuple((one, titles.get(one.kind, one.kind), _said(one)) for one in visits if not one.inspector),
        measured=measured,
        assumes=tuple(gettext(one) for one in measured["assumes"]) if measured else (),
    )


def _visit(row: ProposedVisit, booked: Collection[str], titles: Mapping[str, str]) -> VisitShown:
    days = tuple(date.fromisoformat(day) for day in row.days)
    filled = {
        "urn": row.home.urn,
        "kind": row.kind,
        "starts_on": days[0].isoformat(),
        "ends_on": days[-1].isoformat(),
        "lead": row.inspector,
    }
    link = None if row.home.urn in booked else f"{reverse('inspections:schedule')}?{urlencode(filled)}"
    return VisitShown(row, days, titles.get(row.kind, row.kind), link)


def _inspector(username: str, name: str, visits: tuple[VisitShown, ...]) -> InspectorShown:
    weeks = groupby(visits, key=lambda one: one.days[0] - timedelta(days=one.days[0].weekday()))
    known = [one.row.travel_km for one in visits if one.row.travel_km is not None]
    return InspectorShown(
        username=username,
        name=name,
        weeks=tuple(WeekShown(monday, tuple(inside)) for monday, inside in weeks),
        days=sum(len(one.days) for one in visits),
        km=round(sum(known)) if len(known) == len(visits) else None,
    )


def _said(row: ProposedVisit) -> str:
    return Words(row.words["template"], row.words["values"]).translated(gettext)
