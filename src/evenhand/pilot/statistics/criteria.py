"""Which criteria go with a difference in the overall grade: those that moved when it moved, and stayed when it
stayed.

That a criterion goes with a difference does not say that it caused it: criteria move together. Sources: R. A.
Fisher, The Design of Experiments (1935), chapter 2, whose lady and eight cups of tea are the published example
(0.486 two-sided); shares of the explained variation: R. H. Lindeman, P. F. Merenda and R. Z. Gold, Introduction to
Bivariate and Multivariate Analysis (1980), pages 119-127, the same as Shapley's values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, nan

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from evenhand.pilot.tables import Numbers

MOST = 12  # criteria for which every set is fitted


@dataclass(frozen=True, slots=True)
class Driver:
    """One criterion: of the `moved` pairs in which it moved, `with_overall` had the overall grade move the same way.

    `stayed` pairs and the `without` among them whose overall grade moved all the same are what it is compared with.
    `p` is Fisher's, two-sided, by itself: adjust it. `share` is its part of the explained variation of the overall
    move, 0 to 1.
    """

    criterion: str
    moved: int
    with_overall: int
    stayed: int
    without: int
    p: float
    share: float


def drivers(overall: Sequence[int], criteria: Mapping[str, Sequence[int]]) -> tuple[Driver, ...]:
    """What each criterion has to do with the overall move; moves are new less old in grades, one entry a pair.

    The greatest share first. Raises ValueError when the columns differ in length.
    """
    whole = np.asarray(overall, dtype=np.int64)
    columns = {name: np.asarray(moves, dtype=np.int64) for name, moves in criteria.items()}
    if any(one.shape != whole.shape for one in columns.values()):
        raise ValueError("give one move of each criterion for every pair")
    shares = shares_explained(whole, np.array(list(columns.values())).T if columns else np.zeros((len(whole), 0)))
    made = [_driver(name, whole, moves, share) for (name, moves), share in zip(columns.items(), shares, strict=True)]
    return tuple(sorted(made, key=lambda one: (-np.nan_to_num(one.share, nan=-1.0), one.criterion)))


def fisher_exact(table: npt.ArrayLike) -> float:
    """Fisher's two-sided p of a table (2, 2): all tables with these margins that are no likelier than it. 1 if
    empty.
    """
    (a, b), (c, d) = np.asarray(table, dtype=np.float64)
    inside = np.arange(max(0.0, a - d), min(a + b, a + c) + 1)
    logs = -sum(gammaln(one + 1) for one in (inside, a + b - inside, a + c - inside, d - a + inside))
    chances = np.exp(logs - logs.max())
    seen = chances[int(a - inside[0])]
    return float(min(1.0, chances[chances <= seen * (1 + 1e-9)].sum() / chances.sum()))


def shares_explained(overall: npt.ArrayLike, criteria: npt.ArrayLike) -> tuple[float, ...]:
    """Each criterion's part of R squared, averaged over every order of entering them; (n,) and (n, m) to m figures.

    They sum to the R squared of all. `nan` when the overall grade never moved differently, when there are no more pairs
    than criteria and two, or more than twelve criteria: then the figure would say nothing, or take too long.
    """
    target, columns = np.asarray(overall, dtype=np.float64), np.asarray(criteria, dtype=np.float64)
    n, m = columns.shape
    if m > MOST or n < m + 3 or not np.ptp(target):
        return tuple(nan for _ in range(m))
    fits = {
        chosen: _explained(target, columns[:, chosen])
        for size in range(m + 1)
        for chosen in combinations(range(m), size)
    }
    parts = []
    for one in range(m):
        part = 0.0
        for chosen, fit in fits.items():
            if one not in chosen:
                weight = factorial(len(chosen)) * factorial(m - len(chosen) - 1) / factorial(m)
                part += weight * (fits[tuple(sorted((*chosen, one)))] - fit)
        parts.append(part)
    return tuple(parts)


def _explained(target: Numbers, columns: Numbers) -> float:
    """R squared of a straight fit with a constant."""
    centred = target - target.mean()
    design = columns - columns.mean(axis=0)
    found = np.linalg.lstsq(design, centred, rcond=None)[0]
    left = centred - design @ found
    return float(1 - (left @ left) / (centred @ centred))


def _driver(name: str, whole: npt.NDArray[np.int64], moves: npt.NDArray[np.int64], share: float) -> Driver:
    moved = moves != 0
    together = moved & (np.sign(moves) == np.sign(whole))
    alone = ~moved & (whole != 0)
    a, b, c = int(together.sum()), int(moved.sum()), int(alone.sum())
    stayed = len(moves) - b
    return Driver(name, b, a, stayed, c, fisher_exact([[a, b - a], [c, stayed - c]]), share)
