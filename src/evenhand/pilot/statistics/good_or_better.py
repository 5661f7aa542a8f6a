"""By how much the share that is good or outstanding differs between the two frameworks.

Source: the plain difference of two shares of the same homes; its interval is in `paired_difference`. Published
example: 9 of 21 children against 2 of 21 in M. W. Fagerland, S. Lydersen and P. Laake, Statistics in Medicine 33
(2014), 2850-2875.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evenhand.pilot.tables import Numbers, divided, flat, stack_of


def good_or_better(tables: npt.ArrayLike, top: int = 2) -> Numbers:
    """Share of the best `top` grades under the new framework less that under the old, -1 to 1; `nan` for no pairs.

    Raises ValueError when no grade would lie on one side of the line.
    """
    stack = stack_of(tables)
    k = stack.shape[-1]
    if not 0 < top < k:
        raise ValueError(f"of {k} grades the line can lie after 1 to {k - 1}, not after {top}")
    above = np.arange(k) < top
    moved = above[None, :].astype(np.float64) - above[:, None]
    cells = flat(stack)
    return divided(cells @ moved.ravel(), cells.sum(axis=-1))
