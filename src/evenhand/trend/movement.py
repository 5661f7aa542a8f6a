"""Movement between successive listed inspections of one home, and how much of it is regression to the mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from evenhand.trend.ordinal import Array
from evenhand.trend.rows import ListedInspection, Window, windows
from evenhand.wording import Words, say

LABELS = ("outstanding", "good", "requires improvement", "inadequate")
LIMIT = say(
    "Movement is between inspections that the files list one after the other. One that came in between and was "
    "replaced is missing, most of all inadequate ones, so rises out of inadequate are seen too seldom."
)


@dataclass(frozen=True, slots=True)
class Movement:
    """Pairs of successive inspections (4, 4): rows the earlier grade, columns the later, the best first."""

    table: Array

    @property
    def n(self) -> int:
        """How many pairs."""
        return int(self.table.sum())

    @property
    def shares(self) -> tuple[float, float, float]:
        """The parts that rose, stayed and fell; nan without pairs."""
        n = self.table.sum()
        if not n:
            return float("nan"), float("nan"), float("nan")
        stayed = float(np.trace(self.table))
        rose = float(np.tril(self.table, -1).sum())
        return rose / n, stayed / n, (n - stayed - rose) / n

    @property
    def returning(self) -> tuple[tuple[str, int, float, float, float], ...]:
        """Regression to the mean, by grade: (grade, n, mean afterwards, mean before, mean of all), 4 outstanding.

        The mean *afterwards* is of the next inspections of homes with this grade now; the mean *before* is of the
        previous ones of homes with this grade now. Where both lie between the grade and the mean of all, homes far from
        the mean come from nearer to it as well as go back to it: no improvement or decline need be behind that.
        """
        value = np.array([4.0, 3.0, 2.0, 1.0])
        rows, columns = self.table.sum(1), self.table.sum(0)
        overall = float((self.table.sum(1) + self.table.sum(0)) @ value / (2 * max(self.n, 1)))
        found = []
        for number, label in enumerate(LABELS):
            after = float(self.table[number] @ value / rows[number]) if rows[number] else float("nan")
            before = float(self.table[:, number] @ value / columns[number]) if columns[number] else float("nan")
            found.append((label, int(rows[number]), after, before, overall))
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        rose, stayed, fell = (None if np.isnan(one) else round(one * 100, 1) for one in self.shares)
        returning = [
            {
                "grade": label,
                "n": n,
                "mean_after": _tidy(after),
                "mean_before": _tidy(before),
                "mean_of_all": _tidy(every),
            }
            for label, n, after, before, every in self.returning
        ]
        return {
            "n": self.n, "grades": list(LABELS), "table": self.table.astype(int).tolist(), "rose_percent": rose,
            "stayed_percent": stayed, "fell_percent": fell, "regression_to_the_mean": returning,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MovementChange:
    """Movement into a year before and a year after a day, and whether the next grade depends otherwise on the last.

    `g` is the likelihood-ratio statistic summed over the earlier grades, `p` its share among `draws` shuffles of the
    two years within each earlier grade, the observed one counted.
    """

    before: Movement
    after: Movement
    years: tuple[str, str]
    g: float
    p: float
    draws: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values, with the limits beside them."""
        return {
            "basis": str(LIMIT), "years": list(self.years), "before": self.before.as_dict(),
            "after": self.after.as_dict(), "g": round(self.g, 2), "p": round(self.p, 4), "draws": self.draws,
            "words": str(self.words),
        }  # fmt: skip

    @property
    def words(self) -> Words:
        """What may be said of it."""
        one, two = self.before.shares, self.after.shares
        return say(
            "Of {n} listed pairs into {first}, {rose}% rose and {fell}% fell; of {m} into {second}, {rose2}% and "
            "{fell2}%. Given the earlier grade, the two years differ with p = {p}.",
            n=self.before.n, m=self.after.n, first=self.years[0], second=self.years[1], rose=round(one[0] * 100),
            fell=round(one[2] * 100), rose2=round(two[0] * 100), fell2=round(two[2] * 100), p=round(self.p, 4),
        )  # fmt: skip


def movement(inspections: Iterable[ListedInspection]) -> Movement:
    """The transition table of the inspections that have an earlier one listed."""
    table = np.zeros((4, 4))
    for one in inspections:
        if one.previous is not None:
            table[4 - one.previous, 4 - one.grade] += 1
    return Movement(table)


def movement_change(
    at: date, draws: int = 2000, seed: int = 6, years: Sequence[Window] | None = None
) -> MovementChange | None:
    """Movement into the last listed year before a day and the first after it; None when one side has no pairs."""
    years = windows() if years is None else years
    before = [one for one in years if one.last < at]
    after = [one for one in years if one.first >= at]
    if not before or not after:
        return None
    one, two = movement(before[-1].inspections), movement(after[0].inspections)
    if not one.n or not two.n:
        return None
    g, p = homogeneity(one.table, two.table, draws, seed)
    return MovementChange(one, two, (before[-1].label, after[0].label), g, p, draws)


def homogeneity(first: Array, second: Array, draws: int, seed: int) -> tuple[float, float]:
    """G for equal rows of two transition tables, and its p by shuffling within rows (both margins kept).

    Source: Anderson and Goodman, Ann. Math. Statist. 28 (1957), 89-110, for the statistic.
    """
    rng = np.random.default_rng(seed)
    observed = float(_g(first[None], second[None])[0])
    shuffled = np.empty((draws, *first.shape))
    for row, (one, two) in enumerate(zip(first.astype(int), second.astype(int), strict=True)):
        shuffled[:, row] = rng.multivariate_hypergeometric(one + two, int(one.sum()), size=draws)
    found = _g(shuffled, (first + second)[None] - shuffled)
    return observed, float((1 + (found >= observed - 1e-9).sum()) / (draws + 1))


def _g(first: Array, second: Array) -> Array:
    both = first + second
    total = np.zeros(both.shape[0])
    for one in (first, second):
        rows, sums = one.sum(2, keepdims=True), both.sum(2, keepdims=True)
        expected = rows * np.divide(both, sums, out=np.zeros_like(both), where=sums > 0)
        ratio = np.divide(one, expected, out=np.ones_like(one), where=(expected > 0) & (one > 0))
        total += 2 * (one * np.log(ratio)).sum((1, 2))
    return total


def _tidy(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 2)
