"""Bars of counts as numbers ready to draw: what became of pieces, how cases are treated, how long sentences are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenhand.wording import Words

WIDTH, ROW, BAR, TOP = 380, 46, 20, 4
LETTER, GAP = 8, 8  # about the width of a digit of the number in a bar, and what it needs around it


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is counted: the name of its look in the style sheet, and its words."""

    look: str
    words: Words


@dataclass(frozen=True, slots=True)
class Segment:
    """So many of one kind, and where they are drawn; `has_room` for the number inside."""

    kind: Kind
    count: int
    x: float
    width: float
    has_room: bool

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words, how many there are in all, and its segments. `y` is the upper edge of the bar."""

    words: Words | str
    total: int
    y: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A whole picture; `kinds` are those that occur, for the legend."""

    id: str
    bars: tuple[Bar, ...]
    kinds: tuple[Kind, ...]
    height: int


Counted = tuple[Words | str, Sequence[tuple[Kind, int]]]


def bars(name: str, rows: Iterable[Counted], *, to_scale: bool = False) -> Bars | None:
    """One bar a row, each as long as the picture or, `to_scale`, as long as its total; None when there is nothing.

    `name` becomes the id of the picture, so that it must be the only one of its name on a page.
    """
    asked = [(words, list(some)) for words, some in rows]
    # The legend keeps the order in which kinds are named, whichever occurs first.
    known = {kind.look: kind for _, some in asked for kind, _ in some}
    occurring = {kind.look for _, some in asked for kind, count in some if count}
    counted = [(words, [one for one in some if one[1]]) for words, some in asked]
    counted = [one for one in counted if one[1] or to_scale]
    totals = [sum(count for _, count in some) for _, some in counted]
    most = max(totals, default=0)
    if not most:
        return None
    drawn = tuple(
        Bar(words, total, TOP + place * ROW + 20, _segments(some, WIDTH / (most if to_scale else total or 1)))
        for place, ((words, some), total) in enumerate(zip(counted, totals, strict=True))
    )
    kinds = tuple(kind for look, kind in known.items() if look in occurring)
    return Bars(name, drawn, kinds, TOP + len(drawn) * ROW)


def _segments(some: Sequence[tuple[Kind, int]], unit: float) -> tuple[Segment, ...]:
    found, x = list[Segment](), 0.0
    for kind, count in some:
        width = count * unit
        room = width > len(f"{count:,}") * LETTER + GAP
        found.append(Segment(kind, count, round(x, 1), round(width, 1), room))
        x += width
    return tuple(found)
