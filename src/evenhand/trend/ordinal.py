"""Ordered grades counted by period: a cumulative logit fitted to counts, with errors that allow for what it leaves out.

Sources: P. McCullagh, J. R. Statist. Soc. B 42 (1980), 109-142 (the model); W. K. Newey and K. D. West, Econometrica 55
(1987), 703-708 (errors under autocorrelation). With two grades it is logistic regression.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
_ROUNDS, _SMALL = 60, 1e-10


@dataclass(frozen=True, slots=True)
class OrdinalFit:
    """Cut points (k - 1, rising, from the worst grade up) and slopes (p); a positive slope is towards better grades.

    `naive` is the covariance of a multinomial model; `robust` the sandwich that allows for autocorrelation up to `lags`
    periods; `dispersion` is Pearson's chi-squared over its degrees of freedom. `settled` is False where no finite fit
    exists, and then every figure is nan.
    """

    cuts: Array
    slopes: Array
    naive: Array
    robust: Array
    dispersion: float
    lags: int
    spare: int
    settled: bool

    def error(self, number: int) -> float:
        """The larger of the overdispersed and the robust standard error of a slope: neither is trusted alone."""
        at = len(self.cuts) + number
        inflated = self.naive[at, at] * max(1.0, self.dispersion)
        return float(np.sqrt(max(inflated, self.robust[at, at], 0.0)))


def fit_ordinal(counts: Array, design: Array, lags: int | None = None) -> OrdinalFit:
    """Fit counts (periods, k), worst grade first, on a design (periods, p) without a constant; Fisher's scoring.

    `lags` defaults to Newey and West's rule of thumb. Periods are in order of time; an empty one adds nothing.
    Raises ValueError when shapes disagree or a count is negative.
    """
    counts, design = np.asarray(counts, float), np.asarray(design, float)
    if counts.ndim != 2 or design.shape[0] != counts.shape[0] or (counts < 0).any():
        raise ValueError("counts need the shape (periods, grades), none negative, and a design row for each period")
    cuts, p = counts.shape[1] - 1, design.shape[1]
    lags = int(4 * (len(counts) / 100) ** (2 / 9)) if lags is None else lags
    spare = int((counts.sum(1) > 0).sum() * cuts) - cuts - p
    start = _start(counts)
    unknown = np.full((cuts + p, cuts + p), np.nan)
    lost = OrdinalFit(np.full(cuts, np.nan), np.full(p, np.nan), unknown, unknown, float("nan"), lags, spare, False)
    if start is None or spare < 1:
        return lost
    theta = np.concatenate([start, np.zeros(p)])
    for _ in range(_ROUNDS):
        scores, information = _scores(theta, counts, design)
        try:
            step = np.linalg.solve(information, scores.sum(0))
        except np.linalg.LinAlgError:
            return lost
        theta = _stepped(theta, step, counts, design)
        if np.abs(step).max() < _SMALL:
            break
    scores, information = _scores(theta, counts, design)
    if not np.isfinite(theta).all() or np.abs(theta).max() > 20 or np.linalg.cond(information) > 1e12:
        return lost
    bread: Array = np.asarray(np.linalg.inv(information), np.float64)
    robust = bread @ _long_run(scores, lags) @ bread * len(counts) / max(1, len(counts) - p - 1)
    fit = _chances(theta, design, cuts)[0] * counts.sum(1, keepdims=True)
    pearson = float((((counts - fit) ** 2) / np.maximum(fit, 1e-12)).sum())
    return OrdinalFit(theta[:cuts], theta[cuts:], bread, robust, pearson / spare, lags, spare, True)


def shares_at_least(fit: OrdinalFit, design: Array, cut: int) -> Array:
    """The modelled share above cut number `cut` (0 is above the worst grade) for rows of a design."""
    return np.asarray(_logistic(design @ fit.slopes - fit.cuts[cut]))


def _start(counts: Array) -> Array | None:
    total = counts.sum(0)
    if (total == 0).any():
        return None  # a grade that nobody was given has no finite cut point
    below = np.cumsum(total)[:-1] / total.sum()
    return np.asarray(np.log(below / (1 - below)))


def _logistic(value: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -500, 500))))


def _chances(theta: Array, design: Array, cuts: int) -> tuple[Array, Array]:
    """Chances of each grade (periods, k), and of being at or below each cut (periods, k - 1)."""
    below = _logistic(theta[None, :cuts] - (design @ theta[cuts:])[:, None])
    edges = np.hstack([np.zeros((len(below), 1)), below, np.ones((len(below), 1))])
    return np.maximum(np.diff(edges, axis=1), 1e-300), below


def _scores(theta: Array, counts: Array, design: Array) -> tuple[Array, Array]:
    """The score of each period (periods, m) and the expected information (m, m)."""
    periods, grades = counts.shape
    cuts = grades - 1
    chances, below = _chances(theta, design, cuts)
    slope = below * (1 - below)
    pulls = np.zeros((periods, grades, theta.size))
    for cut in range(cuts):
        moved = np.zeros((periods, theta.size))
        moved[:, cut] = slope[:, cut]
        moved[:, cuts:] = -slope[:, cut][:, None] * design
        pulls[:, cut] += moved
        pulls[:, cut + 1] -= moved
    scores = np.einsum("tg,tgm->tm", counts / chances, pulls)
    weights = counts.sum(1)[:, None] / chances
    return scores, np.einsum("tg,tgm,tgn->mn", weights, pulls, pulls)


def _stepped(theta: Array, step: Array, counts: Array, design: Array) -> Array:
    """A step that does not make the fit worse: halved until it does not, and until the cut points still rise."""
    cuts = counts.shape[1] - 1

    def value(at: Array) -> float:
        return float((counts * np.log(_chances(at, design, cuts)[0])).sum())

    before, share = value(theta), 1.0
    while share > 1e-6:
        after = theta + share * step
        if (np.diff(after[:cuts]) > 0).all() and value(after) >= before - 1e-9:
            return np.asarray(after)
        share /= 2
    return theta


def _long_run(scores: Array, lags: int) -> Array:
    """Bartlett's weights over the scores of periods that lie up to `lags` apart."""
    total = scores.T @ scores
    for lag in range(1, lags + 1):
        crossed = scores[lag:].T @ scores[:-lag]
        total = total + (1 - lag / (lags + 1)) * (crossed + crossed.T)
    return np.asarray(total)
