"""Which figures of a two-way table stay hidden, so that none of them can be worked out from what is shown.

A table has lines and columns of counts, a total of each, and the total of all. Whoever reads it knows every figure
shown, that counts are whole numbers, and that an empty cell is never hidden. Such a system of sums has whole-numbered
corners, so what linear programming finds is exact. Shares and subtotals are shown only where every count they are made
of is, so they tell nothing more.

This looks at one table at a time. It does not know what another table shows, with another filter or on another day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

# ("cell", line, column), ("line", line), ("column", column), ("all",)
Figure = tuple[Any, ...]
Place = tuple[int, int]
Move = dict[Place, int]


@dataclass(frozen=True)
class Counts:
    """The counts of a table: lines of columns."""

    cells: tuple[tuple[int, ...], ...]

    @cached_property
    def sums(self) -> dict[Figure, frozenset[Place]]:
        """Every figure that a table may show, by the cells that it adds up."""
        lines, columns = range(len(self.cells)), range(len(self.cells[0]) if self.cells else 0)
        found: dict[Figure, frozenset[Place]] = {
            ("cell", line, column): frozenset({(line, column)}) for line in lines for column in columns
        }
        found |= {("line", line): frozenset((line, column) for column in columns) for line in lines}
        found |= {("column", column): frozenset((line, column) for line in lines) for column in columns}
        found["all",] = frozenset((line, column) for line in lines for column in columns)
        return found

    @cached_property
    def values(self) -> dict[Figure, int]:
        """Every figure."""
        return {name: sum(self.at(place) for place in places) for name, places in self.sums.items()}

    def at(self, place: Place) -> int:
        """One count."""
        return self.cells[place[0]][place[1]]


def hidden_figures(counts: Counts, minimum: int, *, by_line: bool = False) -> frozenset[Figure]:
    """The figures that are not shown: the small ones, and as many more as it takes that none can be worked out.

    A figure of 1 to `minimum` - 1 is small; with `by_line`, only lines whose total is small are hidden, each as a
    whole. Of every hidden figure, whoever reads the table can tell no more than a range at least `minimum` wide.
    """
    table = _Hiding(counts, minimum)
    small = {name for name, value in counts.values.items() if 0 < value < minimum}
    if by_line:
        lines = {name[1] for name in small if name[0] == "line"}
        small = {name for name in counts.values if name[0] in ("cell", "line") and name[1] in lines}
        small |= {("all",)} if 0 < counts.values["all",] < minimum else set()
    table.hide(small)
    table.cover()
    moves: list[Move] = []
    while (weak := _weak(table, moves)) is not None:
        table.hide(table.next_to(weak))
        table.cover()
    return frozenset(table.hidden)


def ranges(counts: Counts, hidden: Iterable[Figure], reach: int) -> dict[Figure, tuple[int, int]]:
    """What a reader can tell of each hidden figure, as lowest and highest value; not looked for beyond `reach`."""
    table = _Hiding(counts, reach)
    table.hidden |= set(hidden)
    moves = _Moves(table, [])
    return {
        name: (
            counts.values[name] - moves.furthest(name, down=True),
            counts.values[name] + moves.furthest(name, down=False),
        )
        for name in sorted(table.hidden, key=str)
    }


@dataclass
class _Hiding:
    """A table while its hidden figures are chosen."""

    counts: Counts
    minimum: int
    hidden: set[Figure] = field(default_factory=set)

    def hide(self, names: Iterable[Figure]) -> None:
        self.hidden |= {name for name in names if self.counts.values[name]}

    def _is_hidden(self, place: Place) -> bool:
        return ("cell", *place) in self.hidden

    def hidden_places(self) -> list[Place]:
        """Hidden cells, which are the unknowns of a reader."""
        return [place for place in self.counts.sums["all",] if self._is_hidden(place)]

    def cover(self) -> None:
        """Hide more until no single sum that is shown bounds what it hides too closely. The cheap half of the work."""
        found = True
        while found:
            found = False
            for name, places in self.counts.sums.items():
                unknown = [place for place in places if self._is_hidden(place)]
                if name in self.hidden or not unknown:
                    continue
                # Each unknown is at least 1; what is left over is how far one of them can go.
                lacking = self.minimum - (sum(map(self.counts.at, unknown)) - len(unknown))
                if len(unknown) < 2 or lacking > 0:
                    self.hide([self._partner(name, places, max(lacking, 1))])
                    found = True

    def _partner(self, name: Figure, places: frozenset[Place], lacking: int) -> Figure:
        """The cell of a sum that is hidden next: one that suffices alone, crosses a hidden one, and is small."""
        shown = [place for place in places if self.counts.at(place) and not self._is_hidden(place)]
        if not shown:
            return name
        lines, columns = (frozenset(one) for one in zip(*self.hidden_places(), strict=True))
        best = min(
            shown,
            key=lambda place: (
                self.counts.at(place) - 1 < lacking,
                (place[0] not in lines) + (place[1] not in columns),
                self.counts.at(place),
                place,
            ),
        )
        return ("cell", *best)

    def next_to(self, weak: Figure) -> list[Figure]:
        """The figures to hide when the sums together still bound a hidden one too closely."""
        if (other := self._other_line(weak)) is not None:
            return other
        lines = {line for line, _column in self.counts.sums[weak]}
        columns = {column for _line, column in self.counts.sums[weak]}
        shown = [name for name, value in self.counts.values.items() if value and name not in self.hidden]
        crossing = [name for name in shown if name[0] == "cell" and (name[1] in lines or name[2] in columns)]
        cells = crossing or [name for name in shown if name[0] == "cell"]
        if cells:
            return [min(cells, key=lambda name: (self.counts.values[name], name))]
        order = ("line", "column", "all")
        return [min(shown, key=lambda name: (order.index(name[0]), self.counts.values[name], name))]

    def _other_line(self, weak: Figure) -> list[Figure] | None:
        """For a line whose total is hidden, the smallest other line that can make up for it, column by column."""
        places = sorted(place for place in self.counts.sums[weak] if self._is_hidden(place))
        if weak[0] == "column" or not places or ("line", places[0][0]) not in self.hidden:
            return None
        column = max(places, key=self.counts.at)[1]
        able = [
            line
            for line in range(len(self.counts.cells))
            if self.counts.at((line, column)) > self.minimum
            and not {("line", line), ("cell", line, column)} <= self.hidden
        ]
        if not able:
            return None
        line = min(
            able, key=lambda one: (("cell", one, column) not in self.hidden, self.counts.values["line", one], one)
        )
        return [("line", line), ("cell", line, column)]


class _Moves:
    """How far hidden figures can move together while everything shown stays as it is."""

    def __init__(self, table: _Hiding, seen: list[Move]) -> None:
        self.table = table
        self.seen = seen  # moves that were found with fewer figures hidden stay possible
        self.places = sorted(table.hidden_places())
        held = set(self.places)
        unknown = {name: places & held for name, places in table.counts.sums.items()}
        self.fixed = [places for name, places in unknown.items() if places and name not in table.hidden]
        # Nobody needs to go further than the width that is asked for, and every move is made of loops of one unit.
        self.bounds = [(1 - min(table.counts.at(one), table.minimum + 1), table.minimum) for one in self.places]

    def width(self, name: Figure) -> int:
        """How wide the range of a hidden figure is, as far as the moves that were found show."""
        reached = [0, *(self._along(move, name) for move in self.seen)]
        return max(reached) - min(reached)

    def furthest(self, name: Figure, *, down: bool) -> int:
        """How far a hidden figure can go down or up."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        index = {place: number for number, place in enumerate(self.places)}
        ends = [(row, index[place]) for row, places in enumerate(self.fixed) for place in places]
        shape = (len(self.fixed), len(self.places))
        rows, columns = zip(*ends, strict=True) if ends else ((), ())
        sums = csr_array(([1.0] * len(ends), (rows, columns)), shape=shape) if self.fixed else None
        wanted = [0.0] * len(self.places)
        for place in self.table.counts.sums[name] & index.keys():
            wanted[index[place]] = 1.0 if down else -1.0
        none = [0.0] * len(self.fixed) if self.fixed else None
        solved = linprog(wanted, A_eq=sums, b_eq=none, bounds=self.bounds, method="highs-ds")
        if solved.x is None:
            return 0
        move = {place: round(step) for place, step in zip(self.places, solved.x, strict=True) if round(step)}
        if any(sum(move.get(place, 0) for place in places) for places in self.fixed):
            return 0  # not a table of whole numbers: it proves nothing, and more is hidden
        self.seen.append(move)
        return abs(self._along(move, name))

    def _along(self, move: Move, name: Figure) -> int:
        places = self.table.counts.sums[name]
        return sum(step for place, step in move.items() if place in places)


def _weak(table: _Hiding, seen: list[Move]) -> Figure | None:
    """A hidden figure that can be told too closely, or None."""
    moves = _Moves(table, seen)
    for name in sorted(table.hidden, key=lambda one: (table.counts.values[one], str(one))):
        for down in (False, True):
            if moves.width(name) < table.minimum:
                moves.furthest(name, down=down)
        if moves.width(name) < table.minimum:
            return name
    return None


def as_counts(cells: Sequence[Sequence[int]]) -> Counts:
    """The counts of a table from lines of numbers."""
    return Counts(tuple(tuple(line) for line in cells))
