"""What is due in numbers and bars, by region and by month; the table beside a chart says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from evenhand.casework.due import Standing
from evenhand.web.design.jinja import month_in_words
from evenhand.web.planning.plan import Line
from evenhand.web.planning.words import STANDINGS

MOST_ROWS = 18
LEFT, RIGHT, WIDTH, TOP, ROW = 168, 40, 400, 6, 26
Counts = dict[Standing, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of counts: by standing in the order of `STANDINGS`, and all of them."""

    label: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar."""

    x: float
    width: float
    fill: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: a region or a month."""

    label: str
    y: int
    parts: tuple[Part, ...]
    end: float
    total: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of regions or months, ready to draw, with what it shows in words."""

    bars: tuple[Bar, ...]
    height: int
    says: str
    legend: tuple[tuple[str, str], ...]


def month_label(month: str) -> str:
    """March 2026."""
    return month_in_words(date.fromisoformat(f"{month}-01"))


def by_region(lines: Iterable[Line]) -> tuple[Row, ...]:
    """How many inspections are expected in each region, by standing."""
    return _rows(((line.home.region or _("No region")), line.expected.standing) for line in lines)


def by_month(lines: Iterable[Line]) -> tuple[Row, ...]:
    """How many inspections have their last day in each month; months far from most are put together."""
    lines = tuple(lines)
    found = sorted({line.month for line in lines})
    shown = found[-MOST_ROWS:]
    early = _("Before %(month)s") % {"month": month_label(shown[0])} if len(found) > len(shown) else ""
    labels = {month: month_label(month) if month in shown else early for month in found}
    order = {label: place for place, label in enumerate(dict.fromkeys(labels.values()))}
    rows = _rows((labels[line.month], line.expected.standing) for line in lines)
    return tuple(sorted(rows, key=lambda row: order[row.label]))


def _rows(pairs: Iterable[tuple[str, Standing]]) -> tuple[Row, ...]:
    counts: Counter[tuple[str, Standing]] = Counter(pairs)
    labels = sorted({label for label, _standing in counts})
    found = []
    for label in labels:
        numbers = tuple(counts[label, standing] for standing in STANDINGS)
        found.append(Row(label, numbers, sum(numbers)))
    return tuple(found)


def total_of(rows: Sequence[Row]) -> Row:
    """All rows together."""
    numbers = tuple(sum(column) for column in zip(*(row.counts for row in rows), strict=True))
    return Row(_("All"), numbers, sum(numbers))


def picture(rows: Sequence[Row]) -> Picture | None:
    """A bar for each row, in pieces by standing; None when nothing is expected."""
    if not rows:
        return None
    most = max(row.total for row in rows)
    bars = tuple(_bar(row, place, most) for place, row in enumerate(rows))
    used = [place for place in range(len(STANDINGS)) if any(row.counts[place] for row in rows)]
    shown = list(STANDINGS.values())
    says = " ".join(f"{row.label}: {_spelt(row)}." for row in rows)
    legend = tuple((str(shown[place][0]), shown[place][2]) for place in used)
    return Picture(bars, TOP + ROW * len(rows) + 4, says, legend)


def _bar(row: Row, place: int, most: int) -> Bar:
    x, parts = float(LEFT), []
    for number, (_word, _colour, fill) in zip(row.counts, STANDINGS.values(), strict=True):
        if number:
            width = max(1.0, (WIDTH - LEFT - RIGHT) * number / most)
            parts.append(Part(round(x, 1), round(width, 1), fill))
            x += width
    return Bar(row.label, TOP + ROW * place, tuple(parts), round(x, 1), row.total)


def _spelt(row: Row) -> str:
    pairs = zip(row.counts, STANDINGS.values(), strict=True)
    return ", ".join(f"{number} {str(word).lower()}" for number, (word, *_rest) in pairs if number)
