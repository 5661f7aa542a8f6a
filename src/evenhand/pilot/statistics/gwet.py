"""Gwet's AC1 and AC2: agreement beyond chance that does not fall apart when nearly everybody is good.

Sources: K. L. Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008), 29-48 (AC1); the same,
Handbook of Inter-Rater Reliability, 4th edition (2014), chapters 4 and 5 (AC2). Published example: 118, 5, 2 and 0
of 125 patients, where kappa is below nought although 94 per cent agree.
"""

from __future__ import annotations

import numpy.typing as npt

from evenhand.pilot.tables import Numbers, Weights, divided, flat, margins, stack_of, weights_of


def ac1(tables: npt.ArrayLike) -> Numbers:
    """AC1 of tables (..., k, k), at most 1; 0 is chance; `nan` for an empty table."""
    return ac2(tables, "identity")


def ac2(tables: npt.ArrayLike, weights: Weights = "quadratic") -> Numbers:
    """AC2 of tables (..., k, k): as AC1, near misses counted in part; `nan` for an empty table.

    Unlike kappa it is defined, and 1, where everybody gave one and the same grade.
    """
    stack = stack_of(tables)
    k = stack.shape[-1]
    agreed = weights_of(k, weights)
    rows, columns = margins(stack)
    cells = flat(stack)
    n = cells.sum(axis=-1)
    seen = divided(cells @ agreed.ravel(), n)
    shares = divided(rows + columns, 2 * n[..., None])
    chance = agreed.sum() * (shares * (1 - shares)).sum(axis=-1) / (k * (k - 1))
    return divided(seen - chance, 1 - chance)
