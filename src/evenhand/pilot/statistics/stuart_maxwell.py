"""Stuart and Maxwell's test: does every grade have the same share under both frameworks?

Sources: A. Stuart, Biometrika 42 (1955), 412-416; A. E. Maxwell, British Journal of Psychiatry 116 (1970), 651-655.
Published example: Stuart's 7,477 women, whose right and left eyes were graded, 11.96 on 3 degrees of freedom.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from evenhand.pilot.tables import Numbers, Tested, laplacian, margins, quadratic_form, stack_of


def stuart_maxwell(tables: npt.ArrayLike) -> Numbers:
    """The chi-squared statistic of tables (..., k, k); 0 is equal margins; `nan` where no pair differs.

    Grades that nobody moved to or from are left out, as the generalised inverse does by itself.
    """
    statistic, freedom = _statistic(stack_of(tables))
    return np.where(freedom > 0, statistic, np.nan)


def stuart_maxwell_test(table: npt.ArrayLike) -> Tested:
    """The test of one table; the degrees of freedom are those that its moves allow. For small samples: resample."""
    statistic, freedom = _statistic(stack_of(table))
    if not freedom:
        return Tested(float("nan"), 0, float("nan"))
    return Tested(float(statistic), int(freedom), float(chdtrc(float(freedom), float(statistic))))


def _statistic(stack: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    rows, columns = margins(stack)
    return quadratic_form(rows - columns, laplacian(stack))
