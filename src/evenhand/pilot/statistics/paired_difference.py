"""The interval of the difference in the share that is good or outstanding, when the same homes were judged twice.

Tango's score interval is the one that verdicts rest on. The plain (Wald) interval is far too narrow in small pilots
and has no width at all when no home crossed the line, which in a pilot of nine homes is likely. An exact interval
keeps its level for certain but is wide, and is not the inverse of a test that is easily explained. The score
interval keeps close to its level from about ten pairs on, is never empty, agrees with McNemar's chi-squared at
nought, and tests any margin directly, so that interval and verdict cannot contradict each other. In few pairs, its
verdict is to be read beside the exact unconditional p value (`non_inferiority_exact`); Newcombe's method 10 stands
here for comparison.

Sources: T. Tango, Statistics in Medicine 17 (1998), 891-908; R. G. Newcombe, the same volume, 2635-2650 (method 10);
H.-M. Hsueh, J.-P. Liu and J. J. Chen, Biometrics 57 (2001), 478-483 (exact). Published example: the 21 children in
M. W. Fagerland, S. Lydersen and P. Laake, Statistics in Medicine 33 (2014), 2850-2875.
"""

from __future__ import annotations

from enum import StrEnum
from math import isnan, nan, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, ndtri, xlogy

from evenhand.pilot.tables import Estimate, Numbers, divided, stack_of, two_by_two

HALVINGS = 60  # of an interval of length 2: more than a double holds
POINTS = 501  # places at which the unknown share is tried in the exact test


class Standing(StrEnum):
    """Where an interval lies beside a margin."""

    HOLDS = "holds"
    FAILS = "fails"
    CANNOT_TELL = "cannot tell"


def tango(tables: npt.ArrayLike, level: float = 0.95, top: int = 2) -> tuple[Numbers, Numbers]:
    """Both ends of the score interval for new less old, each (...), of tables (..., k, k); `nan` for no pairs."""
    halves = two_by_two(stack_of(tables), top)
    down, up = halves[..., 0, 1], halves[..., 1, 0]
    n = halves.sum(axis=(-2, -1))
    z = float(ndtri((1 + level) / 2))
    difference = divided(up - down, n)
    low = _crossing(up, down, n, -np.ones_like(n), difference, z)
    high = _crossing(up, down, n, difference, np.ones_like(n), -z)
    empty = n == 0
    return np.where(empty, nan, low), np.where(empty, nan, high)


def tango_estimate(table: npt.ArrayLike, level: float = 0.95, top: int = 2) -> Estimate:
    """The difference of one table with its score interval. Two-sided `level` 0.90 is one-sided 5 per cent."""
    counts = stack_of(table)
    low, high = tango(counts, level, top)
    halves = two_by_two(counts, top)
    value = float(divided(halves[1, 0] - halves[0, 1], halves.sum()))
    return Estimate(value, float(low), float(high), level, float(halves.sum()))


def non_inferiority(estimate: Estimate, margin: float) -> Standing:
    """Whether the share has fallen by less than `margin` (such as 0.05): it holds when the whole interval says so."""
    if isnan(estimate.low) or estimate.low <= -margin <= estimate.high:
        return Standing.CANNOT_TELL
    return Standing.HOLDS if estimate.low > -margin else Standing.FAILS


def equivalence(estimate: Estimate, margin: float) -> Standing:
    """Whether the share has moved by less than `margin` either way: the interval of two one-sided tests."""
    if -margin < estimate.low and estimate.high < margin:
        return Standing.HOLDS
    return Standing.FAILS if estimate.high < -margin or estimate.low > margin else Standing.CANNOT_TELL


def non_inferiority_exact(table: npt.ArrayLike, margin: float, top: int = 2) -> float:
    """Exact unconditional p against a fall of `margin` or more; small says non-inferior; `nan` for no pairs.

    The greatest chance, over what is unknown, of a table at least as far from the margin by Tango's statistic; what is
    unknown is tried at 501 places. Takes n squared steps: meant for up to some hundred pairs.
    """
    halves = two_by_two(stack_of(table), top)
    down, up, n = halves[0, 1], halves[1, 0], float(halves.sum())
    if not n:
        return nan
    first, second = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    inside = first + second <= n
    ups, downs = first[inside], second[inside]
    reached = _score(ups, downs, np.asarray(n), np.asarray(-margin))
    seen = float(_score(up, down, np.asarray(n), np.asarray(-margin)))
    extreme = reached >= seen - 1e-9
    ups, downs = ups[extreme], downs[extreme]
    ways = gammaln(n + 1) - gammaln(ups + 1) - gammaln(downs + 1) - gammaln(n - ups - downs + 1)
    worst = 0.0
    for fell in np.linspace(margin, (1 + margin) / 2, POINTS):
        rose = fell - margin
        logs = ways + xlogy(ups, rose) + xlogy(downs, fell) + xlogy(n - ups - downs, max(0.0, 1 - rose - fell))
        worst = max(worst, float(np.exp(logs).sum()))
    return min(1.0, worst)


def newcombe_paired(table: npt.ArrayLike, level: float = 0.95, top: int = 2) -> Estimate:
    """Newcombe's method 10: two Wilson intervals squared and added, with the correlation of the pairs.

    The correlation is corrected for continuity, and nought where a share is 0 or 1.
    """
    halves = two_by_two(stack_of(table), top)
    (both, down), (up, neither) = halves
    n = float(halves.sum())
    if not n:
        return Estimate(nan, nan, nan, level, 0)
    old, new = float(both + down) / n, float(both + up) / n
    cross = both * neither - down * up
    cross = max(cross - n / 2, 0.0) if cross > 0 else cross
    whole = n * n * sqrt(old * (1 - old) * new * (1 - new))
    correlation = float(cross) / whole if whole else 0.0
    (low_old, high_old), (low_new, high_new) = _wilson(old, n, level), _wilson(new, n, level)
    below = _joined(new - low_new, high_old - old, correlation)
    above = _joined(high_new - new, old - low_old, correlation)
    return Estimate(new - old, new - old - below, new - old + above, level, n)


def _score(up: npt.ArrayLike, down: npt.ArrayLike, n: Numbers, difference: Numbers) -> Numbers:
    """Tango's statistic: how many standard errors the moves lie above a supposed difference."""
    rose, fell = np.asarray(up, dtype=np.float64), np.asarray(down, dtype=np.float64)
    b = -rose - fell + (2 * n - rose + fell) * difference
    c = -fell * difference * (1 - difference)
    share = (np.sqrt(np.maximum(b * b - 8 * n * c, 0)) - b) / (4 * np.where(n > 0, n, 1))
    variance = np.maximum(n * (2 * share + difference * (1 - difference)), 0)
    above = rose - fell - n * difference
    return np.where(
        variance > 0,
        above / np.sqrt(np.where(variance > 0, variance, 1)),
        np.where(above == 0, 0, np.copysign(np.inf, above)),
    )


def _crossing(up: Numbers, down: Numbers, n: Numbers, low: Numbers, high: Numbers, z: float) -> Numbers:
    """Where the statistic, which falls as the supposed difference rises, passes z; by halving."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        with np.errstate(invalid="ignore"):
            beyond = _score(up, down, n, middle) > z
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    ends: Numbers = (low + high) / 2
    return ends


def _wilson(share: float, n: float, level: float) -> tuple[float, float]:
    z2 = float(ndtri((1 + level) / 2)) ** 2
    half = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))
    centre, whole = share + z2 / (2 * n), 1 + z2 / n
    return (centre - half) / whole, (centre + half) / whole


def _joined(one: float, other: float, correlation: float) -> float:
    return sqrt(max(0.0, one * one - 2 * correlation * one * other + other * other))
