"""Small charts as numbers ready to draw; each comes with its words, for a picture alone reaches only some readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from evenhand.judgement.published_words import GRADE_WORDS
from evenhand.provenance import canonical, fingerprint

WIDTH, RIGHT, TOP, STEP = 380, 14, 20, 34
# Room for the longest line of a label, in the units of the drawing: about seven for a letter.
LETTER, LEAST_LEFT, LONGEST, LINE = 7.2, 60, 20, 14


@dataclass(frozen=True, slots=True)
class Point:
    """A grade given on a day, and where it is drawn."""

    x: float
    y: float
    on: date
    ordinal: int
    label: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line of the grid: one grade, its label in lines short enough to stand beside the drawing."""

    y: float
    ordinal: int
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Grades over time, ready to draw."""

    id: str
    points: tuple[Point, ...]
    levels: tuple[Level, ...]
    left: float
    bottom: float
    height: float
    path: str

    @property
    def first(self) -> Point:
        """The oldest point."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """The newest point."""
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Share:
    """One grade's part of a whole: `x` and `width` out of 380, `percent` rounded."""

    x: float
    width: float
    ordinal: int
    label: str
    n: int
    percent: int


@dataclass(frozen=True, slots=True)
class Shares:
    """A bar of shares, ready to draw."""

    id: str
    parts: tuple[Share, ...]
    total: int


def grade_line(points: Sequence[Mapping[str, Any]]) -> Line | None:
    """Grades over time, oldest first; None for fewer than two points, which make no line."""
    if len(points) < 2:
        return None
    top_grade = max(4, *(point["ordinal"] for point in points))
    lines = {one: wrap(_level_label(points, one), LONGEST) for one in range(1, top_grade + 1)}
    most = max(len(lines[one]) + len(lines[one + 1]) for one in range(1, top_grade))
    step = max(STEP, LINE * most / 2 + 6)
    left = max(LEAST_LEFT, max(len(one) for label in lines.values() for one in label) * LETTER + 14)
    start, end = points[0]["on"], points[-1]["on"]
    days = max((end - start).days, 1)

    def y(ordinal: int) -> float:
        return TOP + (top_grade - ordinal) * step

    drawn = tuple(
        Point(
            round(left + 8 + (WIDTH - RIGHT - left - 8) * (point["on"] - start).days / days, 1),
            y(point["ordinal"]),
            point["on"],
            point["ordinal"],
            str(point["label"]),
        )
        for point in points
    )
    bottom = y(1) + step / 2
    return Line(
        id=_name(points),
        points=drawn,
        levels=tuple(Level(y(one), one, _stacked(lines.get(one, []), y(one))) for one in range(top_grade, 0, -1)),
        left=round(left, 1),
        bottom=bottom,
        height=bottom + 26,
        path=_steps(drawn),
    )


def _level_label(points: Sequence[Mapping[str, Any]], ordinal: int) -> str:
    """The words a grade had at the times drawn, the oldest first; for a grade never given, the word of the last day."""
    given = list(dict.fromkeys(str(point["label"]) for point in points if point["ordinal"] == ordinal))
    if not given:
        last = points[-1]["on"]
        known = [word.text for word in GRADE_WORDS if word.ordinal == ordinal and word.in_use(last)]
        return known[-1].capitalize() if known else ""
    label = given[0]
    for later in given[1:]:
        label = _("%(before)s, later %(after)s") % {"before": label, "after": later}
    return label


def _stacked(lines: Sequence[str], middle: float) -> tuple[tuple[float, str], ...]:
    first = middle + 4.5 - LINE / 2 * (len(lines) - 1)
    return tuple((first + LINE * place, line) for place, line in enumerate(lines))


def _steps(points: Sequence[Point]) -> str:
    # A grade holds until the next inspection, so the line goes in steps, not in slopes.
    moves = [f"M{points[0].x} {points[0].y}"]
    moves += [f"H{point.x}V{point.y}" for point in points[1:]]
    return "".join(moves)


def grade_shares(counts: Sequence[Mapping[str, Any]]) -> Shares | None:
    """How often each grade was given, in the order passed; None when there is nothing to share out."""
    total = sum(int(one["n"]) for one in counts)
    if not total:
        return None
    parts, x = [], 0.0
    for one in counts:
        width = WIDTH * int(one["n"]) / total
        percent = round(100 * int(one["n"]) / total)
        label = str(one["label"]) if one["label"] else _("No grade yet")
        parts.append(Share(round(x, 1), round(width, 1), one["ordinal"], label, int(one["n"]), percent))
        x += width
    return Shares(_name(counts), tuple(parts), total)


def _name(values: Sequence[Mapping[str, Any]]) -> str:
    # The same chart always gets the same name, so pages stay the same byte for byte.
    plain = [{key: str(value) for key, value in one.items()} for one in values]
    return f"chart-{fingerprint(canonical(plain))[:8]}"
