"""Intervals by resampling tables, not rows: the same distribution, at a cost that does not grow with the number of
pairs.

Drawing pairs with replacement is drawing the cells of their table from a multinomial. That supposes pairs that are
independent; where homes share a provider or an inspector, resample these with `resample_clusters`. Sources: B. Efron
and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapters 13 and 14.
"""

from __future__ import annotations

from collections.abc import Callable
from math import nan

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from evenhand.pilot.tables import Estimate, Numbers, stack_of

BLOCK = 1_000_000  # clusters drawn at a time: some megabytes


def resample(table: npt.ArrayLike, times: int, seed: int) -> Numbers:
    """Draw so many tables (times, k, k) as large as this one (k, k); the same for the same seed.

    An empty table gives empty tables. Raises ValueError for counts that are not whole numbers from 0.
    """
    counts = stack_of(table)
    if (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("a table to resample counts pairs: whole numbers from 0")
    n = int(counts.sum())
    if not n:
        return np.zeros((times, *counts.shape))
    drawn = np.random.default_rng(seed).multinomial(n, counts.ravel() / n, size=times)
    return drawn.reshape(times, *counts.shape).astype(np.float64)


def resample_clusters(tables: npt.ArrayLike, times: int, seed: int) -> Numbers:
    """Draw whole clusters with replacement from tables (c, k, k), and add them up: (times, k, k).

    For pairs that share a provider, an inspector or a region. With fewer than some thirty clusters the intervals come
    out too narrow: say so beside them.
    """
    stack = stack_of(tables)
    c, k = len(stack), stack.shape[-1]
    rows = stack.reshape(c, k * k)
    random = np.random.default_rng(seed)
    made = np.zeros((times, k * k))
    block = max(1, BLOCK // max(c, 1))
    for start in range(0, times if c else 0, block):
        size = min(block, times - start)
        chosen = random.integers(0, c, size=(size, c)) + c * np.arange(size)[:, None]
        often = np.bincount(chosen.ravel(), minlength=size * c).reshape(size, c)
        made[start : start + size] = often @ rows
    return made.reshape(times, k, k)


def swap(table: npt.ArrayLike, times: int, seed: int) -> Numbers:
    """Draw tables (times, k, k) as they would be if the framework made no difference: each pair the other way by a
    coin.

    The share of draws whose test statistic is at least that of the table is a p value for equal margins that needs
    no large sample (count the table itself as one of the draws).
    """
    counts = stack_of(table).astype(np.int64)
    k = len(counts)
    first, second = np.triu_indices(k, 1)
    crossed = counts[first, second] + counts[second, first]
    drawn = np.random.default_rng(seed).binomial(crossed, 0.5, size=(times, len(crossed)))
    made = np.zeros((times, k, k))
    made[:, np.arange(k), np.arange(k)] = np.diag(counts)
    made[:, first, second] = drawn
    made[:, second, first] = crossed - drawn
    return made


def interval(draws: npt.ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """The percentile interval of draws (times,).

    Draws that are `nan` (a resample in which the statistic is undefined) are left out; `nan` at both ends when more
    than one in twenty is, because the rest would no longer stand for the whole.
    """
    values = _known(draws)
    if not values.size:
        return nan, nan
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def bca(
    table: npt.ArrayLike, statistic: Callable[[Numbers], Numbers], draws: npt.ArrayLike, level: float = 0.95
) -> tuple[float, float]:
    """The bias-corrected and accelerated interval of a statistic of one table, from its draws (times,).

    Each pair is left out once, which takes one table a cell. `nan` at both ends as for `interval`, when the
    statistic of the table is undefined, or when all draws lie on one side of it.
    """
    counts = stack_of(table)
    values, seen = _known(draws), float(statistic(counts))
    if not values.size or np.isnan(seen):
        return nan, nan
    below = (np.mean(values < seen) + np.mean(values <= seen)) / 2
    if not 0 < below < 1:
        return nan, nan
    acceleration, shift = _acceleration(counts, statistic), float(ndtri(below))
    ends = []
    for part in ((1 - level) / 2, (1 + level) / 2):
        moved = shift + float(ndtri(part))
        ends.append(float(ndtr(shift + moved / (1 - acceleration * moved))))
    low, high = np.quantile(values, ends)
    return float(low), float(high)


def resampled(
    table: npt.ArrayLike,
    statistic: Callable[[Numbers], Numbers],
    draws: Numbers,
    level: float = 0.95,
) -> Estimate:
    """A statistic of the table with the BCa interval from resampled tables, or the percentile one where BCa has
    none.
    """
    counts = stack_of(table)
    values = statistic(draws)
    low, high = bca(counts, statistic, values, level)
    if np.isnan(low):
        low, high = interval(values, level)
    return Estimate(float(statistic(counts)), low, high, level, float(counts.sum()))


def _known(draws: npt.ArrayLike) -> Numbers:
    values = np.asarray(draws, dtype=np.float64)
    known = values[~np.isnan(values)]
    return known if known.size >= 0.95 * values.size else known[:0]


def _acceleration(counts: Numbers, statistic: Callable[[Numbers], Numbers]) -> float:
    """Skewness of the jackknife: the same figure for every pair of one cell."""
    filled = np.argwhere(counts > 0)
    without = np.repeat(counts[None], len(filled), axis=0)
    without[np.arange(len(filled)), filled[:, 0], filled[:, 1]] -= 1
    times, values = counts[filled[:, 0], filled[:, 1]], statistic(without)
    times, values = times[~np.isnan(values)], values[~np.isnan(values)]
    apart = (times * values).sum() / times.sum() - values if times.size else values
    spread = (times * apart**2).sum()
    return float((times * apart**3).sum() / (6 * spread**1.5)) if spread > 0 else 0.0
