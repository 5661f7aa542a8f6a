"""How strict each inspector is, so that strict people are not taken for a strict framework.

Many-facet rating scale model: the log odds of a grade against the next worse one are the quality of the home, less
the severity of the inspector, less the strictness of the new framework where it was used, less a step common to all.
The quality of homes is taken as normal and integrated out, so that the grades of one home hang together. Every
effect has a weak normal prior (3 for severities, 10 for the framework and the steps, in logits; 1.5 for the
logarithm of the spread), so that an inspector who only ever said "good" gets a wide interval and not an infinite
figure.

Sources: J. M. Linacre, Many-Facet Rasch Measurement (1989); D. Andrich, Psychometrika 43 (1978), 561-573 (rating
scale). No published example is computed in this way (the usual programs fit the homes as fixed); the tests recover
planted severities, and hold the likelihood to plain numerical integration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, pi

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp, ndtri

from evenhand.pilot.tables import Estimate, Numbers

NODES = 31  # places at which the quality of a home is tried
PRIOR_SEVERITY, PRIOR_OTHER, PRIOR_SPREAD = 3.0, 10.0, 1.5
STILL = 1e-3  # a gradient below this is the top


@dataclass(frozen=True, slots=True)
class FacetRatings:
    """Grades for the model, one entry a rating: home and inspector numbered from 0, grade coded 0 (the best) upwards.

    `framework` is 0 where the old one was used and 1 for the new; empty when there was only one.
    """

    homes: Sequence[int]
    inspectors: Sequence[int]
    grades: Sequence[int]
    framework: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class InspectorSeverities:
    """Severities in logits: above 0 is stricter than the mean of these inspectors, in the order of their numbers.

    `framework` is how much stricter the new framework is, the people held equal; None when only one was used.
    `spread` is the standard deviation of the homes' quality. Unless `linked`, some inspectors share no home with
    others, and the comparison leans on the supposition that they saw homes of one kind. Believe nothing unless
    `converged`.
    """

    inspectors: tuple[Estimate, ...]
    framework: Estimate | None
    steps: tuple[float, ...]
    spread: float
    ratings: int
    linked: bool
    converged: bool


def severities(ratings: FacetRatings, level: float = 0.95) -> InspectorSeverities:
    """Fit the model by its posterior mode; intervals are from the curvature there.

    Raises ValueError when the columns differ in length, when there are fewer than two inspectors, or when all grades
    are the same: then nothing tells one inspector from another.
    """
    from scipy.optimize import minimize  # takes half a second to import

    model = _Model(ratings)
    fit = minimize(model.loss, np.zeros(model.size), jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 500})
    values: Numbers = np.asarray(fit.x)
    gradient = model.loss(values)[1]
    covariance = np.linalg.pinv(_curvature(model, values), hermitian=True)
    each, z = np.asarray(model.contrast), float(ndtri((1 + level) / 2))
    means, errors = (
        each @ values[: model.free],
        np.sqrt(np.maximum(np.einsum("ia,ab,ib->i", each, covariance[: model.free, : model.free], each), 0)),
    )
    made = [
        Estimate(float(mean), float(mean - z * error), float(mean + z * error), level, float(n))
        for mean, error, n in zip(means, errors, np.bincount(model.who, minlength=len(each)), strict=True)
    ]
    new = None
    if model.both:
        value, error = float(values[model.free]), float(np.sqrt(max(covariance[model.free, model.free], 0)))
        new = Estimate(value, value - z * error, value + z * error, level, float(len(model.who)))
    return InspectorSeverities(
        inspectors=tuple(made),
        framework=new,
        steps=tuple(float(one) for one in values[model.first_step : -1]),
        spread=exp(float(values[-1])),
        ratings=len(model.who),
        linked=_linked(model.home, model.who),
        converged=bool(np.abs(gradient).max() < STILL),
    )


def log_likelihood(
    ratings: FacetRatings, severity: Sequence[float], framework: float, steps: Sequence[float], spread: float
) -> float:
    """The log likelihood of given values, without priors: severities sum to nought, one step fewer than used grades."""
    model = _Model(ratings)
    given = [*list(severity)[:-1], *([framework] if model.both else []), *steps, float(np.log(spread))]
    values = np.asarray(given, dtype=np.float64)
    return model.prior(values)[0] - model.loss(values)[0]


class _Model:
    """The ratings as arrays, and the negative log posterior with its gradient."""

    def __init__(self, ratings: FacetRatings) -> None:
        self.home, self.who, codes = (
            np.asarray(one, dtype=np.int64) for one in (ratings.homes, ratings.inspectors, ratings.grades)
        )
        self.new = np.asarray(ratings.framework, dtype=np.float64) if len(ratings.framework) else np.zeros(len(codes))
        if not len(self.home) == len(self.who) == len(codes) == len(self.new):
            raise ValueError("give a home, an inspector and a grade (and a framework) for every rating")
        self.inspectors = int(self.who.max(initial=-1)) + 1
        used, worse = np.unique(codes, return_inverse=True)
        if self.inspectors < 2 or len(used) < 2:
            raise ValueError("severity needs two inspectors or more, and grades that are not all the same")
        self.k, self.points = len(used), len(used) - 1 - worse  # points: 0 is the worst grade that was given
        self.both = len(np.unique(self.new)) > 1
        self.free = self.inspectors - 1
        self.first_step = self.free + int(self.both)
        self.size = self.first_step + self.k
        self.contrast = np.vstack([np.eye(self.free), -np.ones((1, self.free))])  # severities sum to nought
        nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
        self.nodes, self.log_weights = nodes, np.log(weights) - 0.5 * np.log(2 * pi)
        self.homes = int(self.home.max()) + 1

    def prior(self, values: Numbers) -> tuple[float, Numbers]:
        """The negative log prior but for a constant, and its gradient."""
        widths = np.full(self.size, PRIOR_OTHER)
        widths[-1] = PRIOR_SPREAD
        scaled = values / widths**2
        scaled[: self.free] = 0
        each = self.contrast @ values[: self.free]
        scaled[: self.free] = self.contrast.T @ each / PRIOR_SEVERITY**2
        rest = values[self.free :] / widths[self.free :]
        return float(0.5 * (each @ each / PRIOR_SEVERITY**2 + rest @ rest)), scaled

    def loss(self, values: Numbers) -> tuple[float, Numbers]:
        """The negative log posterior but for a constant, and its gradient."""
        strict = (self.contrast @ values[: self.free])[self.who]
        if self.both:
            strict = strict + values[self.free] * self.new
        steps, spread = values[self.first_step : -1], float(np.exp(values[-1]))
        ability = spread * self.nodes[None, :] - strict[:, None]
        scores = np.arange(self.k)
        lines = ability[..., None] * scores - np.concatenate([[0.0], np.cumsum(steps)])
        logs = lines - logsumexp(lines, axis=2, keepdims=True)
        chances = np.exp(logs)
        of_rating = np.take_along_axis(logs, self.points[:, None, None], axis=2)[..., 0]
        of_home = np.zeros((self.homes, NODES))
        np.add.at(of_home, self.home, of_rating)
        joint = of_home + self.log_weights
        whole = logsumexp(joint, axis=1)
        believed = np.exp(joint - whole[:, None])[self.home]
        slopes = believed * (self.points[:, None] - chances @ scores)
        reached = (self.points[:, None, None] >= scores[1:]) - np.cumsum(chances[..., ::-1], axis=2)[..., ::-1][..., 1:]
        gradient = np.zeros(self.size)
        by_inspector = np.bincount(self.who, slopes.sum(axis=1), minlength=self.inspectors)
        gradient[: self.free] = -self.contrast.T @ by_inspector
        if self.both:
            gradient[self.free] = -(slopes.sum(axis=1) * self.new).sum()
        gradient[self.first_step : -1] = -np.einsum("rq,rqs->s", believed, reached)
        gradient[-1] = spread * (slopes @ self.nodes).sum()
        before, pull = self.prior(values)
        return before - float(whole.sum()), pull - gradient


def _curvature(model: _Model, values: Numbers) -> Numbers:
    """Second derivatives of the loss, by differences of its gradient."""
    step = 1e-4
    rows = []
    for place in range(len(values)):
        move = np.zeros(len(values))
        move[place] = step
        rows.append((model.loss(values + move)[1] - model.loss(values - move)[1]) / (2 * step))
    matrix = np.array(rows)
    return (matrix + matrix.T) / 2


def _linked(home: npt.NDArray[np.int64], who: npt.NDArray[np.int64]) -> bool:
    """Whether every inspector is tied to every other by homes that both judged, directly or through others."""
    people = {int(one) for one in who}
    reached, ahead = set[int](), {min(people)}
    while ahead:
        reached |= ahead
        theirs = np.unique(home[np.isin(who, list(ahead))])
        ahead = {int(one) for one in who[np.isin(home, theirs)]} - reached
    return reached == people
