"""Counts that are known only as ranges, carried through shares and differences; rounding and chance kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from evenhand.shares import newcombe, wilson

_HAIR = 1e-9  # so that a bound that lies exactly on a half is not lost to binary fractions


@dataclass(frozen=True, slots=True)
class Between:
    """A number known to lie from `low` to `high`, both ends included; ValueError when the ends are crossed."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high + _HAIR:
            raise ValueError(f"nothing lies from {self.low} to {self.high}: the figures contradict each other")

    @property
    def middle(self) -> float:
        """Half way between the ends: a place to draw a point, not an estimate."""
        return (self.low + self.high) / 2

    def __add__(self, other: Between) -> Between:
        return Between(self.low + other.low, self.high + other.high)

    def less(self, other: Between) -> Between:
        """What may be left when the other is taken away."""
        return Between(self.low - other.high, self.high - other.low)

    def and_(self, other: Between) -> Between:
        """What both allow; ValueError when they have nothing in common."""
        return Between(max(self.low, other.low), min(self.high, other.high))

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return self.low - _HAIR <= value <= self.high + _HAIR


def rounded(percent: float, step: float = 1.0) -> Between:
    """The share (0 to 1) behind a percentage rounded to a multiple of `step`; a half may have gone either way."""
    return Between(max(0.0, (percent - step / 2) / 100), min(1.0, (percent + step / 2) / 100))


def counts_within(share: Between, n: int) -> Between:
    """The whole numbers of `n` whose share lies in the range; ValueError when there is none."""
    return Between(ceil(share.low * n - 1e-6), floor(share.high * n + 1e-6))


def settled(parts: Sequence[Between], whole: Between) -> tuple[Between, ...]:
    """Parts of a whole narrowed until each end of each can be met by the others; ValueError when nothing fits.

    One pass over the parts is enough: the tightest bound of a part is the whole less what the others must or may hold,
    and that does not change when the others are narrowed in the same way.
    """
    low, high = sum(one.low for one in parts), sum(one.high for one in parts)
    return tuple(one.and_(Between(whole.low - (high - one.high), whole.high - (low - one.low))) for one in parts)


@dataclass(frozen=True, slots=True)
class Counted:
    """A count out of `n`, itself known only within a range."""

    count: Between
    n: int

    @property
    def share(self) -> Between:
        """The share as far as rounding lets it be known: no chance in it."""
        return Between(self.count.low / self.n, self.count.high / self.n)

    @property
    def with_chance(self) -> Between:
        """The share with Wilson's 95% interval at the worst count of either end."""
        return Between(wilson(int(self.count.low), self.n)[0], wilson(int(self.count.high), self.n)[1])


def difference_with_chance(first: Counted, second: Counted) -> Between:
    """The second share less the first: Newcombe's 95% interval at every pair of counts, the widest of all.

    Two groups of different inspections are supposed. Newcombe's ends move one way with either count, so the corners of
    the two ranges are enough.
    """
    corners = [
        newcombe(int(a), first.n, int(b), second.n)
        for a in (first.count.low, first.count.high)
        for b in (second.count.low, second.count.high)
    ]
    return Between(min(low for low, _ in corners), max(high for _, high in corners))


def needed(first: Between, second: Between, *, beyond: float = 0.0, largest: int = 100_000) -> int | None:
    """How many inspections on each side would settle that the share moved by more than `beyond`, if it did.

    The smallest equal n at which the 95% interval, at the most cautious ends of both ranges, lies wholly beyond;
    None when rounding alone already leaves it open. A search by halves.
    """
    gap = second.less(first)
    if gap.low <= beyond and gap.high >= -beyond:
        return None
    rising = gap.low > beyond
    a, b = (first.high, second.low) if rising else (first.low, second.high)
    low, high = 1, largest
    while low < high:
        n = (low + high) // 2
        down, up = newcombe(round(a * n), n, round(b * n), n)
        if (down > beyond) if rising else (up < -beyond):
            high = n
        else:
            low = n + 1
    return low if low < largest else None


def hull(ranges: Iterable[Between]) -> Between:
    """The smallest range that holds all of them."""
    held = list(ranges)
    return Between(min(one.low for one in held), max(one.high for one in held))
