"""Bhapkar's test of equal margins: as Stuart and Maxwell's, with the variance that does not suppose them equal.

Source: V. P. Bhapkar, Journal of the American Statistical Association 61 (1966), 228-235. Published example:
Stuart's 7,477 women, 11.98 on 3 degrees of freedom.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from evenhand.pilot.tables import Numbers, Tested, divided, laplacian, margins, quadratic_form, stack_of


def bhapkar(tables: npt.ArrayLike) -> Numbers:
    """The chi-squared statistic of tables (..., k, k); 0 is equal margins.

    `nan` where no pair differs, and where its variance is nought (every pair made one and the same move).
    """
    statistic, _ = _statistic(stack_of(tables))
    return statistic


def bhapkar_test(table: npt.ArrayLike) -> Tested:
    """The test of one table; `nan` as the statistic is. It rejects more readily than it should in small samples."""
    statistic, freedom = _statistic(stack_of(table))
    if np.isnan(statistic):
        return Tested(float("nan"), 0, float("nan"))
    return Tested(float(statistic), int(freedom), float(chdtrc(float(freedom), float(statistic))))


def _statistic(stack: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    rows, columns = margins(stack)
    moved = rows - columns
    n = stack.sum(axis=(-2, -1))
    # V = L - dd'/n, whose inverse follows from that of L by the formula of Sherman and Morrison. What is left of the
    # variance is 1 - d'L⁻d/n: nought when it is all explained by one move.
    form, freedom = quadratic_form(moved, laplacian(stack))
    left = n - form
    left = np.where((freedom > 0) & (left > 1e-9 * n), left, 0.0)
    return divided(n * form, left), freedom
