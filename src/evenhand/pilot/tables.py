"""Tables of grades under the old and the new framework, many at once, and the arithmetic that every statistic
shares.

A stack of tables has the shape (..., k, k): rows are the old framework (or the first inspector), columns the new one
(or the second), grades the best first. Statistics take a stack and answer with an array of the leading shape, so
that 10,000 resamples are one call. Nothing here warns: what cannot be computed is `nan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Weights = Literal["identity", "linear", "quadratic"]
# A pivot below this share of the greatest is taken for nought: the matrix is singular but for rounding.
SINGULAR = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval at `level`, and the number of pairs, homes or ratings it rests on; `nan` is
    undefined.
    """

    value: float
    low: float
    high: float
    level: float
    n: float


@dataclass(frozen=True, slots=True)
class Tested:
    """A test: its statistic, the degrees of freedom (0 where it has none) and the two-sided p value."""

    statistic: float
    freedom: int
    p: float


def crosstab(old: Sequence[int], new: Sequence[int], k: int) -> Numbers:
    """Count pairs of grades: a table (k, k), rows old, columns new, codes 0 (the best) to k - 1.

    Raises ValueError when the two differ in length, or a code lies outside the scale.
    """
    first, second = np.asarray(old, dtype=np.int64), np.asarray(new, dtype=np.int64)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError("give as many grades under the new framework as under the old, one for each pair")
    if first.size and (min(first.min(), second.min()) < 0 or max(first.max(), second.max()) >= k):
        raise ValueError(f"a grade's code lies outside 0 to {k - 1}")
    return np.bincount(first * k + second, minlength=k * k).reshape(k, k).astype(np.float64)


def stack_of(tables: npt.ArrayLike) -> Numbers:
    """The tables as numbers of the shape (..., k, k); raises ValueError when they are not square."""
    stack = np.asarray(tables, dtype=np.float64)
    if stack.ndim < 2 or stack.shape[-1] != stack.shape[-2] or stack.shape[-1] < 2:
        raise ValueError(f"a table of grades is square and has two grades or more; this has the shape {stack.shape}")
    return stack


def flat(stack: Numbers) -> Numbers:
    """Each table as one row of k * k cells: sums over cells are then one product of matrices, which is fast."""
    return stack.reshape(*stack.shape[:-2], stack.shape[-1] ** 2)


@cache
def _margins_of(k: int) -> Numbers:
    cells = np.arange(k * k)
    design = np.zeros((k * k, 2 * k))
    design[cells, cells // k] = 1
    design[cells, k + cells % k] = 1
    design.setflags(write=False)
    return design


def margins(stack: Numbers) -> tuple[Numbers, Numbers]:
    """Counts of each grade under the old and under the new framework, each (..., k)."""
    k = stack.shape[-1]
    both = flat(stack) @ _margins_of(k)
    return both[..., :k], both[..., k:]


def divided(above: npt.ArrayLike, below: npt.ArrayLike) -> Numbers:
    """One by the other; `nan` where the divisor is nought, and no warning."""
    over, under = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    quotient: Numbers = np.divide(over, under, out=np.full(over.shape, np.nan), where=under != 0)
    return quotient


@cache
def weights_of(k: int, kind: Weights) -> Numbers:
    """How much two grades agree, (k, k): 1 on the diagonal; linear and quadratic lose with the steps between them.

    Raises ValueError for a kind that does not exist. Source: J. Cohen, Psychological Bulletin 70 (1968), 213-220.
    """
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    kinds: dict[str, Numbers] = {
        "identity": (steps == 0).astype(np.float64),
        "linear": 1 - steps,
        "quadratic": 1 - steps**2,
    }
    if kind not in kinds:
        raise ValueError(f"'{kind}' is no way to weigh; write one of: {', '.join(kinds)}")
    kinds[kind].setflags(write=False)
    return kinds[kind]


def two_by_two(stack: Numbers, top: int) -> Numbers:
    """The table on one line of the scale, (..., 2, 2): the best `top` grades first, all others second.

    Raises ValueError when no grade would stand on one side.
    """
    k = stack.shape[-1]
    if not 0 < top < k:
        raise ValueError(f"of {k} grades the line can lie after 1 to {k - 1}, not after {top}")
    side = np.zeros((k, 2))
    side[:top, 0] = side[top:, 1] = 1
    halves: Numbers = flat(stack) @ np.kron(side, side)
    return halves.reshape(*stack.shape[:-2], 2, 2)


def laplacian(stack: Numbers) -> Numbers:
    """Variance of the differences between margins if these are equal, (..., k, k); rows sum to nought.

    Source: A. Stuart, Biometrika 42 (1955), 412-416.
    """
    moved: Numbers = -(stack + np.swapaxes(stack, -1, -2))
    diagonal = np.arange(stack.shape[-1])
    moved[..., diagonal, diagonal] = 0
    moved[..., diagonal, diagonal] = -moved.sum(axis=-1)
    return moved


def quadratic_form(vectors: Numbers, matrices: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Each vector through the generalised inverse of its symmetric matrix, and that matrix's rank, both (...).

    Vectors are taken to lie in what the matrix reaches. A rank below k - 1 costs more time.
    """
    k = vectors.shape[-1]
    scale = np.maximum(np.abs(matrices).max(axis=(-2, -1)), np.finfo(float).tiny)[..., None, None]
    # Rows of these matrices sum to nought; one that is otherwise whole becomes regular by adding a constant.
    whole = matrices / scale + 1 / k
    regular = np.abs(np.linalg.det(whole)) > SINGULAR
    answers = np.linalg.solve(np.where(regular[..., None, None], whole, np.eye(k)), vectors[..., None])[..., 0]
    rank = np.where(regular, k - 1, 0)
    for place in np.argwhere(~regular):
        at = tuple(place)
        values, ways = np.linalg.eigh(matrices[at] / scale[at])
        kept = values > SINGULAR
        rank[at] = int(kept.sum())
        answers[at] = (ways[:, kept] / values[kept]) @ (ways[:, kept].T @ vectors[at])
    forms: Numbers = (vectors * answers).sum(axis=-1) / scale[..., 0, 0]
    return forms, rank
