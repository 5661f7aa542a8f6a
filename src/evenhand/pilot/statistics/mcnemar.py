"""McNemar's test on one line of the scale, exact: of the homes that crossed it, did as many go up as down?

Sources: Q. McNemar, Psychometrika 12 (1947), 153-157; mid-p: M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical
Research Methodology 13 (2013), 91, whose 21 children (1 and 7 crossed) are the published example: p = 0.070 and 0.039.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, gammaln

from evenhand.pilot.tables import Numbers, Tested, stack_of, two_by_two


def mcnemar_exact(tables: npt.ArrayLike, top: int = 2) -> Numbers:
    """Two-sided exact p of tables (..., k, k); never rejects too often, often too seldom. 1 when nobody crossed."""
    fewer, crossed = _crossings(stack_of(tables), top)
    p: Numbers = np.minimum(1.0, 2 * np.asarray(bdtr(fewer, crossed.astype(np.int64), 0.5), dtype=np.float64))
    return p


def mcnemar_mid_p(tables: npt.ArrayLike, top: int = 2) -> Numbers:
    """Two-sided mid-p: half of the chance of what was seen; keeps near its level in few pairs. 1 if nobody crossed."""
    fewer, crossed = _crossings(stack_of(tables), top)
    chance = np.exp(gammaln(crossed + 1) - gammaln(fewer + 1) - gammaln(crossed - fewer + 1) - crossed * np.log(2))
    below = 2 * np.asarray(bdtr(fewer, crossed.astype(np.int64), 0.5), dtype=np.float64)
    p: Numbers = np.where(2 * fewer == crossed, 1 - chance / 2, below - chance) * (crossed > 0) + (crossed == 0)
    return p


def mcnemar_test(table: npt.ArrayLike, top: int = 2, *, mid: bool = False) -> Tested:
    """One table: the number that went the rarer way, and the exact or the mid-p value."""
    fewer, _ = _crossings(stack_of(table), top)
    return Tested(float(fewer), 0, float((mcnemar_mid_p if mid else mcnemar_exact)(table, top)))


def _crossings(stack: Numbers, top: int) -> tuple[Numbers, Numbers]:
    halves = two_by_two(stack, top)
    down, up = halves[..., 0, 1], halves[..., 1, 0]
    return np.minimum(down, up), down + up
