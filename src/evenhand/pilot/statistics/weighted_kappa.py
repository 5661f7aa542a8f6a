"""Cohen's kappa: agreement beyond what the two judges' own margins would give by chance, near misses counted in part.

Sources: J. Cohen, Psychological Bulletin 70 (1968), 213-220; standard error: J. L. Fleiss, J. Cohen and B. S. Everitt,
Psychological Bulletin 72 (1969), 323-327. Published example: the two neurologists of J. R. Landis and G. G. Koch,
Biometrics 33 (1977), 159-174.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from evenhand.pilot.tables import Estimate, Numbers, Weights, divided, flat, margins, stack_of, weights_of


def weighted_kappa(tables: npt.ArrayLike, weights: Weights = "quadratic") -> Numbers:
    """Kappa of tables (..., k, k), at most 1; 0 is chance.

    `nan` for an empty table, and where chance alone agrees wholly (everybody gave one and the same grade).
    """
    stack = stack_of(tables)
    apart = 1 - weights_of(stack.shape[-1], weights)
    rows, columns = margins(stack)
    cells = flat(stack)
    seen = cells @ apart.ravel()
    by_chance = ((rows @ apart) * columns).sum(axis=-1)
    return 1 - divided(cells.sum(axis=-1) * seen, by_chance)


def kappa_estimate(table: npt.ArrayLike, weights: Weights = "quadratic", level: float = 0.95) -> Estimate:
    """Kappa of one table with the interval of its large-sample standard error; resample when pairs are few."""
    counts = stack_of(table)
    n, kappa = float(counts.sum()), float(weighted_kappa(counts, weights))
    half = float(ndtri((1 + level) / 2)) * kappa_error(counts, weights)
    return Estimate(kappa, kappa - half, min(kappa + half, 1.0), level, n)


def kappa_error(table: npt.ArrayLike, weights: Weights = "quadratic") -> float:
    """The standard error of kappa in large samples (not under the hypothesis that it is nought); `nan` as kappa is."""
    counts = stack_of(table)
    n, kappa = float(counts.sum()), float(weighted_kappa(counts, weights))
    if np.isnan(kappa):
        return float("nan")
    agreed = weights_of(counts.shape[-1], weights)
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = float(rows @ agreed @ columns)
    mean = (agreed @ columns)[:, None] + (rows @ agreed)[None, :]
    inner = float((shares * (agreed - mean * (1 - kappa)) ** 2).sum())
    variance = (inner - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    return float(np.sqrt(max(variance, 0.0)))
