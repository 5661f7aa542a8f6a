"""By how much the whole scale has shifted: one odds ratio for every line of it, from the margins of paired grades.

The model is the cumulative logit with a common shift on both margins. It is fitted as if the margins were
independent, and its standard error reckons with the pairs (a sandwich over pairs). Sources: P. McCullagh, Journal of
the Royal Statistical Society B 42 (1980), 109-142 (proportional odds); S. R. Lipsitz, K. Kim and L. Zhao, Statistics
in Medicine 13 (1994), 1149-1163 (marginal models of repeated grades); A. Agresti, Analysis of Ordinal Categorical
Data, 2nd edition (2010), chapter 8. No published figure of exactly this estimator was at hand that could be
verified; the tests hold it to statsmodels' OrderedModel and to McNemar-like closed forms for two grades instead.
"""

from __future__ import annotations

from math import nan

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, ndtri

from evenhand.pilot.tables import Estimate, Numbers, divided, flat, margins, stack_of

STEPS, CLOSE = 60, 1e-11
FARTHEST = 15.0  # log odds beyond which a shift is taken for infinite


def ordinal_shift(tables: npt.ArrayLike) -> Numbers:
    """Log odds ratio of a better grade under the new framework, of tables (..., k, k); above 0 is more generous.

    Grades that nobody gave are left out. `nan` for an empty table, where only one grade was given, and where the
    shift is infinite because no grade was given on both sides of a line.
    """
    stack = stack_of(tables)
    old, new = (one.reshape(-1, stack.shape[-1]) for one in margins(stack))
    shifts = np.full(len(old), nan)
    given = old + new > 0
    for pattern in np.unique(given, axis=0) if len(given) else ():
        mine = (given == pattern).all(axis=1)
        if pattern.sum() >= 2:
            shifts[mine] = _fitted(np.stack([old[mine][:, pattern], new[mine][:, pattern]], axis=1))[:, -1]
    return shifts.reshape(stack.shape[:-2])


def ordinal_shift_estimate(table: npt.ArrayLike, level: float = 0.95) -> Estimate:
    """The shift of one table with the interval of its sandwich standard error; `nan` as the shift is."""
    counts = stack_of(table)
    n = float(counts.sum())
    given = counts.sum(axis=0) + counts.sum(axis=1) > 0
    counts = counts[np.ix_(given, given)]
    if len(counts) < 2:
        return Estimate(nan, nan, nan, level, n)
    both = np.stack([counts.sum(axis=1), counts.sum(axis=0)])
    values = _fitted(both[None])[0]
    if np.isnan(values[-1]):
        return Estimate(nan, nan, nan, level, n)
    half = float(ndtri((1 + level) / 2)) * _error(counts, both, values)
    return Estimate(float(values[-1]), float(values[-1]) - half, float(values[-1]) + half, level, n)


def net_movement(tables: npt.ArrayLike) -> Numbers:
    """Share of homes graded better under the new framework less the share graded worse, -1 to 1; `nan` for no pairs."""
    stack = stack_of(tables)
    k = stack.shape[-1]
    cells = flat(stack)
    direction = np.sign(np.subtract.outer(np.arange(k), np.arange(k))).astype(np.float64)
    return divided(cells @ direction.ravel(), cells.sum(axis=-1))


def _fitted(counts: Numbers) -> Numbers:
    """Cut points and shift (m, k) of margins (m, 2, k) in which every grade occurs, by Fisher's scoring."""
    pooled = counts.sum(axis=1)
    cut = logit(np.cumsum(pooled, axis=1)[:, :-1] / pooled.sum(axis=1, keepdims=True))
    values = np.concatenate([cut, np.zeros((len(cut), 1))], axis=1)
    moving = np.arange(len(values))
    for _ in range(STEPS):
        gradient, information = _score(counts[moving], values[moving])
        step = _solved(information, gradient)
        values[moving] = _stepped(values[moving], step)
        with np.errstate(invalid="ignore"):
            going = (np.abs(step).max(axis=1) > CLOSE) & (np.abs(values[moving, -1]) < FARTHEST)
        moving = moving[going]
        if not moving.size:
            break
    values[np.isnan(values).any(axis=1) | (np.abs(values[:, -1]) >= FARTHEST)] = nan
    values[moving[np.abs(_score(counts[moving], values[moving])[0]).max(axis=1, initial=0) > 1e-6]] = nan
    return values


def _stepped(values: Numbers, step: Numbers) -> Numbers:
    """As much of the step as leaves the cut points in order: half of it, a quarter …"""
    length: Numbers = np.ones((len(values), 1), dtype=np.float64)
    for _ in range(30):
        ahead = values + length * step
        crossed = (np.diff(ahead[:, :-1], axis=1) <= 0).any(axis=1)
        if not crossed.any():
            break
        length[crossed] /= 2
    return values + length * step


def _solved(information: Numbers, gradient: Numbers) -> Numbers:
    singular = ~(np.abs(np.linalg.det(information)) > 0)
    safe = np.where(singular[:, None, None], np.eye(gradient.shape[1]), information)
    step = np.asarray(np.linalg.solve(safe, gradient[..., None])[..., 0], dtype=np.float64)
    step[singular] = nan
    return step


def _parts(values: Numbers) -> tuple[Numbers, Numbers]:
    """Chances of each grade and slopes at each cut point, for both margins: (m, 2, k) and (m, 2, k - 1)."""
    lines = values[:, None, :-1] + np.array([0.0, 1.0])[None, :, None] * values[:, None, -1:]
    reached = expit(lines)
    ends = np.ones((*reached.shape[:2], 1))
    chances = np.diff(np.concatenate([0 * ends, reached, ends], axis=2), axis=2)
    return np.maximum(chances, 1e-300), reached * expit(-lines)


def _score(counts: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Gradient (m, k) and expected information (m, k, k) of the log likelihood of both margins."""
    chances, slopes = _parts(values)
    cuts = slopes.shape[-1]
    by_grade = counts / chances
    lines = slopes * (by_grade[..., :-1] - by_grade[..., 1:])
    own = counts.sum(axis=2)[..., None]
    inner = np.zeros((len(counts), 2, cuts, cuts))
    at, before = np.arange(cuts), np.arange(cuts - 1)
    inner[..., at, at] = own * slopes**2 * (1 / chances[..., :-1] + 1 / chances[..., 1:])
    inner[..., before, before + 1] = -own * slopes[..., :-1] * slopes[..., 1:] / chances[..., 1:-1]
    inner[..., before + 1, before] = inner[..., before, before + 1]
    information = np.zeros((len(counts), cuts + 1, cuts + 1))
    information[:, :-1, :-1] = inner.sum(axis=1)
    information[:, -1, :-1] = information[:, :-1, -1] = inner[:, 1].sum(axis=1)
    information[:, -1, -1] = inner[:, 1].sum(axis=(1, 2))
    return np.concatenate([lines.sum(axis=1), lines[:, 1].sum(axis=1, keepdims=True)], axis=1), information


def _error(counts: Numbers, both: Numbers, values: Numbers) -> float:
    """Standard error of the shift: what single pairs contribute, between two inverses of the information."""
    chances, slopes = _parts(values[None])
    k = len(counts)
    own = np.zeros((2, k, k))
    for margin in (0, 1):
        for grade in range(k):
            if grade < k - 1:
                own[margin, grade, grade] = slopes[0, margin, grade] / chances[0, margin, grade]
            if grade:
                own[margin, grade, grade - 1] = -slopes[0, margin, grade - 1] / chances[0, margin, grade]
            own[margin, grade, -1] = own[margin, grade, :-1].sum() * margin
    pairs = own[0][:, None, :] + own[1][None, :, :]
    meat = np.einsum("ij,ija,ijb->ab", counts, pairs, pairs)
    _, information = _score(both[None], values[None])
    bread = np.linalg.inv(information[0])
    return float(np.sqrt((bread @ meat @ bread)[-1, -1]))
