"""Intervals by resampling: 10,000 tables and every statistic on them, beside numpy's draw, scipy and scikit-learn.

.venv-bench/bin/python benchmarks/pilot.py [--pairs 1000 10000 100000] [--rounds 5] [--json FILE]

Prints Markdown; nothing is asserted by the clock, but every answer is compared before it is timed. Seconds are CPU
seconds for 10,000 resamples; those marked *scaled* were timed on fewer. Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

# Everybody gets one core: the time is CPU time, and two threads would only hide work.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from measuring import Act, Contestant, interleaved, markdown
from scipy import stats

from evenhand.pilot.resampling import interval, resample, resample_clusters
from evenhand.pilot.statistics import STATISTICS, About

TIMES = 10_000
FLOOR = "10,000 multinomial draws by numpy (the floor)"
FOUR = ("kappa_quadratic", "ac2", "alpha", "good_or_better")
SCIPY_AT_MOST = 10_000_000  # pairs times resamples in one go: more is scaled
TABLE = np.array([[60.0, 40, 5, 0], [30, 420, 90, 10], [5, 80, 180, 30], [0, 5, 25, 20]])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", type=Path, help="write the figures here too")
    chosen = options.parse_args()
    found: dict[str, dict[str, float]] = {}
    for pairs in chosen.pairs:
        measured = interleaved(contestants(pairs), FLOOR, chosen.rounds)
        found[str(pairs)] = {name: one.seconds * TIMES for name, one in measured.items()}
        rows = [[name, f"{one.seconds * TIMES:.4f}", f"{one.ratio:.2f}"] for name, one in measured.items()]
        print(markdown([f"{pairs:,} pairs, {TIMES:,} resamples", "CPU s", "x floor"], rows), end="\n\n", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def contestants(pairs: int) -> dict[str, Contestant]:
    """Everybody, with as many resamples as they can do in reasonable time."""
    table = np.round(TABLE / TABLE.sum() * pairs)
    old, new = pairs_of(table)
    compare(table, old, new)
    shares = table.ravel() / table.sum()
    everybody = {
        FLOOR: Contestant(lambda: np.random.default_rng(1).multinomial(len(old), shares, size=TIMES), TIMES),
        "**evenhand**: four statistics and their intervals": Contestant(lambda: intervals(table, FOUR), TIMES),
        "**evenhand**: all twelve table statistics but the fitted shift": Contestant(
            lambda: intervals(table, [one for one in STATISTICS if one != "ordinal_shift"]), TIMES
        ),
        "**evenhand**: all twelve table statistics, intervals of ten": Contestant(
            lambda: intervals(table, list(STATISTICS)), TIMES
        ),
        "evenhand: kappa alone, the same pairs in 1,000 clusters": Contestant(clusters_of(old, new), TIMES),
    }
    few = max(20, min(TIMES, SCIPY_AT_MOST // len(old)))
    scaled = "" if few == TIMES else ", scaled"
    everybody[f"scipy.stats.bootstrap, kappa alone{scaled}"] = Contestant(lambda: scipy_kappa(old, new, few), few)
    if importlib.util.find_spec("sklearn"):
        everybody["a loop over scikit-learn, kappa alone, scaled"] = Contestant(lambda: sklearn_kappa(old, new, 20), 20)
    if importlib.util.find_spec("krippendorff"):
        everybody["a loop over krippendorff, alpha alone, scaled"] = Contestant(lambda: their_alpha(old, new, 20), 20)
    return everybody


def pairs_of(table: Any) -> tuple[Any, Any]:
    """The two grades of every pair."""
    first, second = np.indices(table.shape)
    often = table.astype(int).ravel()
    return np.repeat(first.ravel(), often), np.repeat(second.ravel(), often)


def intervals(table: Any, names: Any) -> dict[str, tuple[float, float]]:
    """What is timed: draw, compute, and take the interval; tests are computed but have no interval."""
    draws = resample(table, TIMES, seed=1)
    values = {name: STATISTICS[name].function(draws) for name in names}
    return {name: interval(one) for name, one in values.items() if STATISTICS[name].about is not About.TEST}


def clusters_of(old: Any, new: Any) -> Act:
    """The same pairs, dealt out to a thousand providers."""
    stack = np.zeros((1000, 16))
    np.add.at(stack, (np.arange(len(old)) % 1000, old * 4 + new), 1)
    tables = stack.reshape(1000, 4, 4)
    return lambda: [interval(STATISTICS[one].function(resample_clusters(tables, TIMES, seed=1))) for one in FOUR[:1]]


def scipy_kappa(old: Any, new: Any, times: int) -> tuple[float, float]:
    """The interval of quadratic kappa by scipy's vectorised bootstrap of pairs, in batches that fit into memory."""
    batch = max(1, 2_000_000 // len(old))
    found = stats.bootstrap(
        (old, new), kappa_of_pairs, paired=True, n_resamples=times, batch=batch, method="percentile", rng=1
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def kappa_of_pairs(old: Any, new: Any, axis: int = -1) -> Any:
    """Quadratic kappa from pairs: one less the mean squared difference by that of independent pairs."""
    seen = ((old - new) ** 2).mean(axis=axis)
    chance = old.var(axis=axis) + new.var(axis=axis) + (old.mean(axis=axis) - new.mean(axis=axis)) ** 2
    return 1 - seen / chance


def sklearn_kappa(old: Any, new: Any, times: int) -> list[float]:
    """Pairs drawn again, one resample after the other, by scikit-learn."""
    from sklearn.metrics import cohen_kappa_score

    chance = np.random.default_rng(1)
    drawn = (chance.integers(0, len(old), len(old)) for _ in range(times))
    return [cohen_kappa_score(old[one], new[one], labels=range(4), weights="quadratic") for one in drawn]


def their_alpha(old: Any, new: Any, times: int) -> list[float]:
    """Pairs drawn again, one resample after the other, by the package krippendorff."""
    import krippendorff

    chance, both = np.random.default_rng(1), np.array([old, new]) + 1
    drawn = (chance.integers(0, len(old), len(old)) for _ in range(times))
    measure = {"value_domain": [1, 2, 3, 4], "level_of_measurement": "ordinal"}
    return [krippendorff.alpha(both[:, one], **measure) for one in drawn]


def compare(table: Any, old: Any, new: Any) -> None:
    """Everybody gives the same figure for the table itself, and scipy nearly the same interval."""
    kappa = float(STATISTICS["kappa_quadratic"].function(table))
    assert abs(kappa_of_pairs(old, new) - kappa) < 1e-9
    ours, theirs = intervals(table, FOUR)["kappa_quadratic"], scipy_kappa(old, new, 500)
    width = ours[1] - ours[0]
    assert max(abs(one - other) for one, other in zip(ours, theirs, strict=True)) < 0.2 * width, (ours, theirs)
    if importlib.util.find_spec("sklearn"):
        from sklearn.metrics import cohen_kappa_score

        assert abs(cohen_kappa_score(old, new, weights="quadratic") - kappa) < 1e-9
    if importlib.util.find_spec("krippendorff"):
        import krippendorff

        measure = {"value_domain": [1, 2, 3, 4], "level_of_measurement": "ordinal"}
        alpha = krippendorff.alpha(np.array([old, new]) + 1, **measure)
        assert abs(alpha - float(STATISTICS["alpha"].function(table))) < 1e-9


if __name__ == "__main__":
    main()
