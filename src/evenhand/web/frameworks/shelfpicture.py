"""Which version was in force when, as numbers ready to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.web.frameworks.queries import Held

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


def picture(shelf: Sequence[Held], today: date) -> Picture | None:
    """None for an empty shelf."""
    if not shelf:
        return None
    years = [one.version.in_force_from.year for one in shelf]
    start, end = date(min(years), 1, 1), date(max(today.year, *years) + 1, 1, 1)
    days = (end - start).days

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (min(max(day, start), end) - start).days / days, 1)

    bars = []
    for row, one in enumerate(shelf):
        left, right = x(one.version.in_force_from), x(one.last_day or end)
        over_half = left > WIDTH / 2
        bars.append(
            Bar(
                id=one.version.id,
                x=left,
                y=TOP + row * ROW + 18,
                width=max(round(right - left, 1), 2),
                text_x=right if over_half else left,
                anchor="end" if over_half else "start",
                in_force=one.is_in_force(today),
            )
        )
    axis_y = TOP + len(shelf) * ROW + 4
    marks = range(start.year, end.year, max(1, (end.year - start.year + 1) // 6))
    ticks = tuple(Tick(x(date(year, 1, 1)), year) for year in marks)
    return Picture(tuple(bars), ticks, axis_y + 22, axis_y)
