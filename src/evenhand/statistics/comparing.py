"""Two periods side by side: the difference of two shares with its interval, and words that claim no more."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.shares import newcombe
from evenhand.statistics.model import Share
from evenhand.wording import Words, say

NOT_A_CAUSE = say(
    "This says nothing about why. Other homes were inspected, and some the same ones again, under other rules perhaps; "
    "Newcombe’s interval takes the two periods to be independent, which they are not quite."
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
        return round(self.value * 100, 1), round(self.low * 100, 1), round(self.high * 100, 1)

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
