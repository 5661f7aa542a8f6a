"""Which version was in force when, as numbers ready to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.web.frameworks.models import FrameworkVersion

WIDTH, ROW, TOP, LEFT, RIGHT = 380, 40, 6, 4, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A version in force: where its bar stands, and where its name."""

    id: str
    x: float
    y: float
    width: float
    text_x: float
    anchor: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole shelf, oldest version on top."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int
    axis_y: int


def picture(versions: Sequence[FrameworkVersion], today: date) -> Picture | None:
    """None for an empty shelf."""
    if not versions:
        return None
    start = date(min(one.in_force_from.year for one in versions), 1, 1)
    end = date(max(today.year, *(one.in_force_from.year for one in versions)) + 1, 1, 1)
    days = (end - start).days

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (min(max(day, start), end) - start).days / days, 1)

    bars = []
    for row, one in enumerate(versions):
        left, right = x(one.in_force_from), x(one.in_force_to or end)
        over_half = left > WIDTH / 2
        bars.append(
            Bar(
                id=one.id,
                x=left,
                y=TOP + row * ROW + 18,
                width=max(round(right - left, 1), 2),
                text_x=right if over_half else left,
                anchor="end" if over_half else "start",
                in_force=one.in_force_from <= today and (one.in_force_to is None or today <= one.in_force_to),
            )
        )
    axis_y = TOP + len(versions) * ROW + 4
    years = range(start.year, end.year + 1)
    step = max(1, len(years) // 6)
    ticks = tuple(Tick(x(date(year, 1, 1)), year) for year in years[::step] if year < end.year)
    return Picture(tuple(bars), ticks, axis_y + 22, axis_y)
