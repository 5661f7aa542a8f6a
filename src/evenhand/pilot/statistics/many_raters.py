"""Agreement of more than two judges, some of whom did not judge every home.

Sources: J. L. Fleiss, Psychological Bulletin 76 (1971), 378-382; with gaps and weights: K. L. Gwet, Handbook of
Inter-Rater Reliability, 4th edition (2014), chapters 3 and 5. Published examples: ten subjects and fourteen judges
(kappa 0.210), and Krippendorff's four observers of twelve units.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from evenhand.pilot.tables import Numbers, Weights, divided, weights_of


def fleiss_kappa(counts: npt.ArrayLike, weights: Weights = "identity", drawn: npt.ArrayLike | None = None) -> Numbers:
    """Fleiss' kappa of counts (homes, k): how many judges gave each home each grade; at most 1, 0 is chance.

    `drawn` (..., homes) says how often each home counts, for resampling; the answer has its leading shape. A home
    with one rating counts for how often grades are given, not for agreement; one with none not at all. `nan` where
    no home has two ratings, or where only one grade was given.
    """
    seen, shares, agreed = _parts(counts, weights, drawn)
    chance = ((shares @ agreed) * shares).sum(axis=-1)
    return divided(seen - chance, 1 - chance)


def gwet_ac(counts: npt.ArrayLike, weights: Weights = "quadratic", drawn: npt.ArrayLike | None = None) -> Numbers:
    """Gwet's AC1 (weights "identity") or AC2 of counts (homes, k); arguments, gaps and shape as for `fleiss_kappa`.

    `nan` where no home has two ratings.
    """
    seen, shares, agreed = _parts(counts, weights, drawn)
    k = len(agreed)
    chance = agreed.sum() * (shares * (1 - shares)).sum(axis=-1) / (k * (k - 1))
    return divided(seen - chance, 1 - chance)


def agreement_of_many(
    counts: npt.ArrayLike, weights: Weights = "identity", drawn: npt.ArrayLike | None = None
) -> Numbers:
    """The share of pairs of judges of one home who agree, averaged over homes; arguments as for `fleiss_kappa`."""
    return _parts(counts, weights, drawn)[0]


def _parts(counts: npt.ArrayLike, weights: Weights, drawn: npt.ArrayLike | None) -> tuple[Numbers, Numbers, Numbers]:
    """Agreement seen (...), shares of the grades (..., k), and the weights (k, k)."""
    given = np.asarray(counts, dtype=np.float64)
    if given.ndim != 2 or given.shape[1] < 2:
        raise ValueError(f"give one line a home and one column a grade; this has the shape {given.shape}")
    agreed = weights_of(given.shape[1], weights)
    times = np.ones(len(given)) if drawn is None else np.asarray(drawn, dtype=np.float64)
    judges = given.sum(axis=1)
    several, some = (judges >= 2).astype(np.float64), (judges >= 1).astype(np.float64)
    pairs = (given * (given @ agreed - 1)).sum(axis=1) / np.where(judges >= 2, judges * (judges - 1), 1)
    shares = given / np.where(judges >= 1, judges, 1)[:, None]
    return (
        divided(times @ (pairs * several), times @ several),
        divided(times @ shares, (times @ some)[..., None]),
        agreed,
    )
