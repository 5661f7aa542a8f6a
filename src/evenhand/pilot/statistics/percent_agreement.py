"""How often two judgements give the same grade; chance is not taken off.

Published example: 22 of 24 pairs of inspectors agreed (Ofsted, short inspections of schools, 2017).
"""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from evenhand.pilot.tables import Estimate, Numbers, divided, flat, stack_of


def percent_agreement(tables: npt.ArrayLike) -> Numbers:
    """The share of pairs with the same grade, 0 to 1, of tables (..., k, k); `nan` for an empty table."""
    stack = stack_of(tables)
    cells = flat(stack)
    return divided(cells @ np.eye(stack.shape[-1]).ravel(), cells.sum(axis=-1))


def agreement_estimate(table: npt.ArrayLike, level: float = 0.95) -> Estimate:
    """The share with Wilson's interval, which keeps its level in small pilots and never leaves 0 to 1.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    share, n = float(percent_agreement(table)), float(np.sum(table))
    if isnan(share):
        return Estimate(share, float("nan"), float("nan"), level, n)
    z2 = float(ndtri((1 + level) / 2)) ** 2
    centre = share + z2 / (2 * n)
    half = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))
    whole = 1 + z2 / n
    return Estimate(share, max(0.0, (centre - half) / whole), min(1.0, (centre + half) / whole), level, n)
