"""Krippendorff's alpha: one less observed by expected disagreement, for any number of judges, with gaps.

Sources: K. Krippendorff, Content Analysis, 4th edition (2018), chapter 12; the same, Computing Krippendorff's
Alpha-Reliability (2011), whose four observers and twelve units are the published example. Categories are taken as the
numbers 1 to k where distance matters.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from evenhand.pilot.tables import Numbers, divided, flat, margins, stack_of

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


def alpha(tables: npt.ArrayLike, metric: Metric = "ordinal") -> Numbers:
    """Alpha of tables (..., k, k) of pairs, at most 1; 0 is chance. It does not ask which judgement was the first.

    `nan` for an empty table, and where only one grade was ever given: then there is nothing to tell apart.
    """
    stack = stack_of(tables)
    rows, columns = margins(stack)
    used = rows + columns
    if metric == "ordinal":
        seen, expected = _ordinal(stack, used)
    else:
        apart = _distances(stack.shape[-1], metric)
        seen = 2 * (flat(stack) @ apart.ravel())
        expected = ((used @ apart) * used).sum(axis=-1)
    return 1 - divided((used.sum(axis=-1) - 1) * seen, expected)


def alpha_of_ratings(codes: npt.ArrayLike, k: int, metric: Metric = "ordinal") -> float:
    """Alpha of ratings (units, judges): codes 0 to k - 1, a negative code where a judge gave none.

    Units with fewer than two ratings tell nothing and are left out; `nan` as for tables.
    Raises ValueError when a code lies above the scale.
    """
    ratings = np.asarray(codes, dtype=np.int64)
    if ratings.ndim != 2 or (ratings.size and ratings.max() >= k):
        raise ValueError(f"give ratings as units by judges, with codes up to {k - 1}")
    given = (ratings[:, :, None] == np.arange(k)).sum(axis=1).astype(np.float64)
    given = given[given.sum(axis=1) >= 2]
    if not given.size:
        return float("nan")
    pairs = given[:, :, None] * given[:, None, :] - given[:, :, None] * np.eye(k)
    coincidences = (pairs / (given.sum(axis=1) - 1)[:, None, None]).sum(axis=0)
    used = coincidences.sum(axis=1)
    if metric == "ordinal":
        before = np.cumsum(used) - used / 2
        apart: Numbers = (before[:, None] - before[None, :]) ** 2
    else:
        apart = _distances(k, metric)
    return 1 - float(divided((used.sum() - 1) * (coincidences * apart).sum(), used @ apart @ used))


def _ordinal(stack: Numbers, used: Numbers) -> tuple[Numbers, Numbers]:
    """Disagreement seen and expected when grades stand as far apart as ratings lie between their middles."""
    middles = np.cumsum(used, axis=-1) - used / 2
    k = stack.shape[-1]
    first, second = np.triu_indices(k, 1)
    squares = (middles[..., first] - middles[..., second]) ** 2
    moved = flat(stack)
    seen = 2 * (squares * (moved[..., first * k + second] + moved[..., second * k + first])).sum(axis=-1)
    # The mean of the middles is half of all ratings, so the double sum over pairs becomes a variance.
    spread = (used * middles**2).sum(axis=-1) * used.sum(axis=-1) - (used * middles).sum(axis=-1) ** 2
    return seen, 2 * spread


def _distances(k: int, metric: Metric) -> Numbers:
    """Squared distances between grades, which do not depend on how often each was given."""
    grades = np.arange(1.0, k + 1)
    difference, total = np.subtract.outer(grades, grades), np.add.outer(grades, grades)
    kinds: dict[str, Numbers] = {
        "nominal": (difference != 0).astype(np.float64),
        "interval": difference**2,
        "ratio": (difference / total) ** 2,
    }
    if metric not in kinds:
        raise ValueError(f"'{metric}' is no distance; write one of: nominal, ordinal, interval, ratio")
    return kinds[metric]
