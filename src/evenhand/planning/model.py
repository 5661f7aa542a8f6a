"""What goes into a schedule and what comes out, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from math import asin, cos, radians, sin, sqrt

from evenhand.wording import Words

EARTH_KM = 6371.0
WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Base:
    """A place in degrees: where an inspector sets out, or the middle of a home's authority (never its address)."""

    latitude: float
    longitude: float

    def km_to(self, other: Base) -> float:
        """Distance on the sphere in kilometres; roads are longer."""
        north = radians(other.latitude - self.latitude)
        east = radians(other.longitude - self.longitude)
        here, there = radians(self.latitude), radians(other.latitude)
        chord = sin(north / 2) ** 2 + cos(here) * cos(there) * sin(east / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))


@dataclass(frozen=True)
class Visit:
    """An inspection to be placed: its window, both days included, and how many days in a row it takes on site.

    `key` tells visits apart; a home may have two. `excluded`: inspectors who must not go, each with the reason.
    `excluded` holds conflicts of interest and the limit of full inspections in a row; `place` None: travel is unknown.
    """

    key: str
    urn: str
    type: str
    earliest: date
    latest: date
    days_on_site: int = 1
    place: Base | None = None
    excluded: Mapping[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.latest < self.earliest or self.days_on_site < 1:
            raise ValueError(f"visit {self.key}: the window must run forward and take at least one day")


@dataclass(frozen=True)
class InspectorAvailability:
    """An inspector by id: where they set out from, and the working days on which they can be sent."""

    id: str
    days: frozenset[date]
    base: Base | None = None
    max_days_a_week: int = 3


@dataclass(frozen=True)
class PlanSettings:
    """How a schedule is made. Weights are in kilometres, so that they can be compared with travel.

    `first_monday`, `weeks`: the horizon. `secret`: the seed, as bytes; whoever has it can work the schedule out, so it
    is kept from providers like the schedule itself. `chance_km`: what it costs on average to leave the week that was
    drawn for a visit for the next best; 0 makes a schedule that can be guessed. `late_week_km`: a week too late.
    `imbalance_km`: from nobody busy to somebody fully booked, in each group of inspectors who could share visits.
    `nearest`: only so many nearest inspectors are weighed for a visit at first. `seconds` and `gap`: when the solver
    may stop.
    """

    first_monday: date
    weeks: int
    secret: bytes
    chance_km: float = 300.0
    late_week_km: float = 5000.0
    imbalance_km: float = 2000.0
    nearest: int = 6
    unknown_travel_km: float = 50.0
    seconds: float = 20.0
    gap: float = 0.005

    def __post_init__(self) -> None:
        if self.first_monday.weekday() != 0:
            raise ValueError(f"{self.first_monday} is not a Monday; the horizon begins on one")
        if not self.secret or self.weeks < 1:
            raise ValueError("a schedule needs a secret seed and at least one week")

    def monday(self, week: int) -> date:
        """The Monday of a week, counted from 0; weeks before and after the horizon have one too."""
        return self.first_monday + timedelta(weeks=week)

    def week_of(self, day: date) -> int:
        """The week of a day, counted from 0; negative before the horizon."""
        return (day - self.first_monday).days // 7


class Reason(StrEnum):
    """Why a visit has no place in the schedule. `LATER` is no failure: its window runs on after the horizon."""

    LATER = "later"
    TOO_LONG = "too_long"
    WINDOW_TOO_SHORT = "window_too_short"
    NO_INSPECTOR = "no_inspector"
    NOBODY_FREE = "nobody_free"
    FULL_WEEKS = "full_weeks"


@dataclass(frozen=True, slots=True)
class Placement:
    """A visit with its inspector and its days; `late` when it begins after its window; travel is there and back."""

    visit: Visit
    inspector: str
    days: tuple[date, ...]
    travel_km: float | None
    late: bool


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A visit without a place, and why."""

    visit: Visit
    reason: Reason
    words: Words


@dataclass(frozen=True, slots=True)
class SolverReport:
    """What the solver can vouch for.

    `gap`: how far, at most, the total is from the best possible, as a share; None when no bound was found. `proved`:
    the gap is within the one that was asked for. All of it among the options weighed: see `PlanSettings.nearest`.
    """

    groups: int
    options: int
    gap: float | None
    proved: bool
    seconds: float


@dataclass(frozen=True)
class ProposedSchedule:
    """A schedule for a person to accept, change or throw away."""

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    solver: SolverReport

    @cached_property
    def days_by_inspector(self) -> dict[str, int]:
        """Days on site of each inspector who has any."""
        found: dict[str, int] = {}
        for one in self.placements:
            found[one.inspector] = found.get(one.inspector, 0) + len(one.days)
        return found

    @property
    def travel_km(self) -> float:
        """Kilometres of all visits whose travel is known."""
        return sum(one.travel_km or 0.0 for one in self.placements)
