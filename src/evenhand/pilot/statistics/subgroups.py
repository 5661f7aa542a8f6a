"""Shifts by region, sector or size, with the chance of a false alarm kept for all of them together.

Holm's procedure holds the chance of even one false alarm; Benjamini and Hochberg's the expected share of false ones
among those raised. Sources: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70; Y. Benjamini and Y.
Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289-300, whose fifteen p values are the published
example; heterogeneity: W. G. Cochran, Biometrics 10 (1954), 417-451.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Literal

import numpy as np
from scipy.special import chdtrc

from evenhand.pilot.tables import Estimate, Numbers, Tested, stack_of, two_by_two

Method = Literal["holm", "benjamini-hochberg"]


@dataclass(frozen=True, slots=True)
class SubgroupShift:
    """One subgroup: the shift with its interval, the p value by itself, and adjusted for having looked at all."""

    name: str
    shift: Estimate
    p: float
    adjusted: float


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p values, in the order given; `nan` stays and does not count as a test."""
    return _adjusted(p_values, "holm")


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Benjamini and Hochberg's adjusted p values, in the order given; `nan` stays and does not count as a test."""
    return _adjusted(p_values, "benjamini-hochberg")


def subgroup_shifts(
    tables: Mapping[str, Numbers],
    *,
    estimate: Callable[[Numbers, float], Estimate],
    p_value: Callable[[Numbers], float],
    level: float = 0.95,
    method: Method = "holm",
) -> tuple[SubgroupShift, ...]:
    """The shift of each subgroup's table (k, k), by the estimate and the test that the plan names, in the order given.

    Intervals are widened as Bonferroni asks, 1 - (1 - level) / groups, so that all of them hold together at `level`;
    each carries the level that it has by itself.
    """
    if not tables:
        return ()
    alone = [float(p_value(table)) for table in tables.values()]
    wider = 1 - (1 - level) / len(tables)
    return tuple(
        SubgroupShift(name, estimate(table, wider), p, adjusted)
        for (name, table), p, adjusted in zip(tables.items(), alone, _adjusted(alone, method), strict=True)
    )


def heterogeneity(tables: Mapping[str, Numbers], top: int = 2) -> Tested:
    """Whether the share of the best `top` grades moved differently in different subgroups: Cochran's Q.

    Half a pair is added to each way of crossing the line, so that a subgroup in which nobody crossed has a variance.
    `nan` with fewer than two subgroups that have pairs. An approximation for large groups: in small ones, say so.
    """
    halves = [two_by_two(stack_of(one), top) for one in tables.values() if np.sum(one) > 0]
    if len(halves) < 2:
        return Tested(nan, 0, nan)
    moved = np.array([(float(one[1, 0]) + 0.5, float(one[0, 1]) + 0.5, float(one.sum()) + 1) for one in halves])
    up, down, n = moved.T
    shifts = (up - down) / n
    weights = n / ((up + down) / n - shifts**2)
    mean = (weights * shifts).sum() / weights.sum()
    statistic, freedom = float((weights * (shifts - mean) ** 2).sum()), len(halves) - 1
    return Tested(statistic, freedom, float(chdtrc(float(freedom), statistic)))


def _adjusted(p_values: Sequence[float], method: Method) -> tuple[float, ...]:
    given = np.asarray(p_values, dtype=np.float64)
    answers = np.full(len(given), nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    rising, m = given[order], len(order)
    if method == "holm":
        answers[order] = np.minimum(1.0, np.maximum.accumulate(rising * (m - np.arange(m))))
    else:
        scaled = rising * m / np.arange(1, m + 1)
        answers[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return tuple(float(one) for one in answers)
