"""Which inspector could make which visit in which week, and what it would cost; or why nobody can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from evenhand.planning.chance import exponential
from evenhand.planning.model import (
    WORKING_DAYS_A_WEEK,
    InspectorAvailability,
    PlanSettings,
    Reason,
    Unplaced,
    Visit,
)
from evenhand.wording import say
from evenhand.workingdays import is_working_day

Block = tuple[date, ...]
working = lru_cache(maxsize=4096)(is_working_day)


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One inspector in one week for one visit, with its cost in kilometres (see `PlanSettings`)."""

    visit: int
    inspector: int
    week: int
    cost: float


@dataclass(frozen=True)
class Choices:
    """All options of a set of visits, what it costs to hold a visit back, and what has no option at all.

    `hold`: by visit, the cost of leaving it for after the horizon; absent where the window ends before that.
    """

    options: tuple[PlanOption, ...]
    hold: Mapping[int, float]
    impossible: Mapping[int, Unplaced]


def week_days(settings: PlanSettings, week: int) -> tuple[date, ...]:
    """The working days of a week."""
    monday = settings.monday(week)
    return tuple(day for n in range(WORKING_DAYS_A_WEEK) if working(day := monday + timedelta(days=n)))


def blocks(visit: Visit, inspector: InspectorAvailability, settings: PlanSettings, week: int) -> tuple[Block, ...]:
    """Runs of working days in a week in which this inspector could make this visit, inside its window.

    A window that closed before the horizon is late in every week, and then every day will do.
    """
    days = week_days(settings, week)
    late = is_late(visit, settings)
    found = []
    for start in range(len(days) - visit.days_on_site + 1):
        run = days[start : start + visit.days_on_site]
        in_window = visit.earliest <= run[0] and (late or run[-1] <= visit.latest)
        if in_window and inspector.days.issuperset(run):
            found.append(run)
    return tuple(found) if visit.days_on_site <= inspector.max_days_a_week else ()


def is_late(visit: Visit, settings: PlanSettings) -> bool:
    """Whether the window had closed before the horizon begins."""
    return visit.latest < settings.first_monday


def window_weeks(visit: Visit, settings: PlanSettings) -> tuple[int, ...]:
    """The weeks, also after the horizon, in which the visit could be made as far as the calendar goes.

    These are all that somebody who knows the rules and the home's history can tell; of a late visit, the horizon.
    """
    late = is_late(visit, settings)
    first = max(0, settings.week_of(visit.earliest))
    last = settings.weeks - 1 if late else settings.week_of(visit.latest)
    anybody = InspectorAvailability("", frozenset(), max_days_a_week=WORKING_DAYS_A_WEEK)
    found = []
    for week in range(first, last + 1):
        free = InspectorAvailability(anybody.id, frozenset(week_days(settings, week)), None, WORKING_DAYS_A_WEEK)
        if blocks(visit, free, settings, week):
            found.append(week)
    return tuple(found)


def all_choices(
    visits: Sequence[Visit], inspectors: Sequence[InspectorAvailability], settings: PlanSettings, nearest: int | None
) -> Choices:
    """Every option, with for each visit at most `nearest` inspectors (None: all of them)."""
    options: list[PlanOption] = []
    hold: dict[int, float] = {}
    impossible: dict[int, Unplaced] = {}
    for number, visit in enumerate(visits):
        weeks = window_weeks(visit, settings)
        # The least two of n draws lie the n-th part of the mean apart: so the mean grows with the window.
        mean = settings.chance_km * len(weeks)
        luck = {week: exponential(settings.secret, mean, visit.key, week) for week in weeks}
        late = is_late(visit, settings)
        extra = {week: settings.late_week_km * (week + 1) if late else luck[week] for week in weeks}
        found = _options(number, visit, inspectors, settings, nearest, extra)
        options += found
        after = [luck[week] for week in weeks if week >= settings.weeks]
        if after:
            hold[number] = min(after) + _least_travel(visit, inspectors, settings)
        elif not found:
            impossible[number] = _why_not(visit, inspectors, settings, weeks)
    return Choices(tuple(options), hold, impossible)


def _options(
    number: int,
    visit: Visit,
    inspectors: Sequence[InspectorAvailability],
    settings: PlanSettings,
    nearest: int | None,
    extra: Mapping[int, float],
) -> list[PlanOption]:
    ranked = sorted(
        (travel(visit, one, settings), place) for place, one in enumerate(inspectors) if one.id not in visit.excluded
    )
    found: list[PlanOption] = []
    counted = 0
    for km, place in ranked:
        weeks = [week for week in extra if week < settings.weeks and blocks(visit, inspectors[place], settings, week)]
        found += [PlanOption(number, place, week, km + extra[week]) for week in weeks]
        counted += bool(weeks)
        if nearest is not None and counted >= nearest:
            break
    return found


def travel(visit: Visit, inspector: InspectorAvailability, settings: PlanSettings) -> float:
    """Kilometres there and back; a fixed guess where a place is unknown, the same for every inspector."""
    if visit.place is None or inspector.base is None:
        return settings.unknown_travel_km
    return 2 * inspector.base.km_to(visit.place)


def _least_travel(visit: Visit, inspectors: Sequence[InspectorAvailability], settings: PlanSettings) -> float:
    # Held back, a visit will cost some travel later: without it, waiting would look cheap and weeks could be guessed.
    allowed = (travel(visit, one, settings) for one in inspectors if one.id not in visit.excluded)
    return min(allowed, default=settings.unknown_travel_km)


def _why_not(
    visit: Visit, inspectors: Sequence[InspectorAvailability], settings: PlanSettings, weeks: tuple[int, ...]
) -> Unplaced:
    if visit.days_on_site > WORKING_DAYS_A_WEEK:
        words = say("It takes {days} days on site, more than a week has.", days=visit.days_on_site)
        return Unplaced(visit, Reason.TOO_LONG, words)
    if not weeks:
        words = say(
            "Its window from {first} to {last} has no {days} working days in a row in one week.",
            first=max(visit.earliest, settings.first_monday),
            last=visit.latest,
            days=visit.days_on_site,
        )
        return Unplaced(visit, Reason.WINDOW_TOO_SHORT, words)
    allowed = [one for one in inspectors if one.id not in visit.excluded]
    if not allowed:
        reasons = [f"{who}: {visit.excluded[who]}" for who in sorted(visit.excluded)]
        words = say("No inspector may be sent: {reasons}.", reasons=reasons or "-")
        return Unplaced(visit, Reason.NO_INSPECTOR, words)
    words = say(
        "None of the {n} inspectors who may be sent is free for {days} days in a row in its window.",
        n=len(allowed),
        days=visit.days_on_site,
    )
    return Unplaced(visit, Reason.NOBODY_FREE, words)
