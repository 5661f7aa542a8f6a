"""Two periods side by side: the difference of two shares with its interval, and words that claim no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evenhand.shares import newcombe
from evenhand.statistics.counting import MINIMUM, shown, taken
from evenhand.statistics.model import GRADES, Asked, Basis, Inspected, Line, Rule, Share
from evenhand.statistics.saying import basis_words, notes
from evenhand.wording import Words, say

NOT_A_CAUSE = say(
    "This says nothing about why. Other homes were inspected, and some the same ones again, under other rules perhaps; "
    "Newcombe’s interval takes the two periods to be independent, which they are not quite."
)

SAME_ONES = say(
    "The same inspection may be counted at both dates: a home keeps its latest one until the next. The two shares are "
    "then not independent, so read the intervals of differences with care."
)
UNLIKE_YEARS = say(
    "Years are not known equally well: of a year without a file of its own, only inspections that no later one "
    "replaced are known. Compare periods of which about as many inspections are counted."
)
TOGETHER = say(
    "What is hidden is chosen over both columns together, as if their sum were shown too; the sum itself is not shown."
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The second share less the first, from -1 to 1, with its 95% interval by Newcombe’s method."""

    first: Share
    second: Share
    low: float
    high: float

    @property
    def value(self) -> float:
        """The difference."""
        return self.second.n / self.second.of - self.first.n / self.first.of

    @property
    def points(self) -> tuple[float, float, float]:
        """The difference and both ends of its interval in percentage points, to one place."""
        # Adding zero takes the sign off what rounds to it.
        middle, low, high = (round(one * 100, 1) + 0.0 for one in (self.value, self.low, self.high))
        return middle, low, high

    @property
    def words(self) -> Words:
        """What may be said of it."""
        middle, low, high = self.points
        if self.low <= 0 <= self.high:
            return say(
                "The shares differ by {middle} percentage points (95% interval {low} to {high}). The interval holds "
                "zero: chance alone may make a difference of this size.",
                middle=middle, low=low, high=high,
            )  # fmt: skip
        return say(
            "The shares differ by {middle} percentage points (95% interval {low} to {high}): more than chance alone "
            "would usually make.",
            middle=middle, low=low, high=high,
        )  # fmt: skip


def difference(first: Share | None, second: Share | None) -> Difference | None:
    """The difference of two shares; None when either is hidden or empty."""
    if first is None or second is None:
        return None
    return Difference(first, second, *newcombe(first.n, first.of, second.n, second.of))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two periods, or two days, on one kind of basis: a line of counts each, and what the shares differ by.

    `lines` and `differences` are in the order of GRADES; the last difference is that of good or outstanding. `notes`
    and both of `bases` have to stand beside the figures; `left_out` says for each side what was not counted.
    """

    first: Asked
    second: Asked
    lines: tuple[Line, Line]
    differences: tuple[Difference | None, ...]
    minimum: int
    bases: tuple[Words, Words]
    left_out: tuple[tuple[tuple[Words, int], ...], tuple[tuple[Words, int], ...]]
    notes: tuple[Words, ...]

    @property
    def shares(self) -> tuple[tuple[Share | None, Share | None], ...]:
        """The shares of both sides, in the order of `differences`."""
        before, after = self.lines
        return (*zip(before.shares, after.shares, strict=True), (before.good, after.good))

    @property
    def hides(self) -> bool:
        """Whether any figure is hidden."""
        return any(n is None for line in self.lines for n in (*line.counts, line.total))


def compare(rows: Iterable[Inspected], first: Asked, second: Asked, *, minimum: int = MINIMUM) -> Compared:
    """Count both sides, hide small numbers over both together, and tell how far the shares differ.

    Raises ValueError for two kinds of basis, for different questions (judgement, filters), and for a second period
    that begins before the first has ended, or a second day that is not later.
    """
    if replace(first, first=second.first, last=second.last) != second:
        raise ValueError("both sides have the same basis, judgement and filters; only their days differ")
    begins = second.first if second.basis is Basis.PERIOD else second.last
    if begins <= first.last:
        raise ValueError("the second side comes after the first has ended")
    known = list(rows)
    (before, left_before), (after, left_after) = taken(known, first), taken(known, second)
    counts = [Counter(one.grades[first.judgement] for one in side) for side in (before, after)]
    numbers = [[held[grade] for grade in GRADES] for held in counts]
    (one, other), _sum = shown(("1", "2"), numbers, [(grade,) for grade in GRADES], minimum, Rule.COUNTS)
    pairs = (*zip(one.shares, other.shares, strict=True), (one.good, other.good))
    said = notes(first, [*before, *after])
    said += tuple(one for one in notes(second, [*before, *after]) if one not in said)
    said += (SAME_ONES if first.basis is Basis.LATEST else UNLIKE_YEARS, TOGETHER)
    return Compared(
        first=first,
        second=second,
        lines=(one, other),
        differences=tuple(difference(*pair) for pair in pairs),
        minimum=minimum,
        bases=(basis_words(first), basis_words(second)),
        left_out=(left_before, left_after),
        notes=said,
    )
