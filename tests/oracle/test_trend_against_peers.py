"""The tools of the watch against independent implementations, and against the chances that they promise."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from evenhand.trend.interrupted import Quarters, stepped
from evenhand.trend.monitoring import ALPHA, chart_limit, confidence_sequence, control_chart, e_values
from evenhand.trend.movement import homogeneity
from evenhand.trend.ordinal import fit_ordinal
from evenhand.trend.pairs import clustered_difference

RNG = np.random.default_rng(20111)


def test_logistic_regression_on_counts_agrees_with_statsmodels() -> None:
    sm = pytest.importorskip("statsmodels.api")
    design = np.column_stack([np.arange(24) >= 12, np.arange(24) / 4, np.arange(24) % 4 == 1]).astype(float)
    n = RNG.integers(50, 400, 24)
    good = RNG.binomial(n, 1 / (1 + np.exp(-(0.5 + design @ [0.4, -0.05, 0.3]))))
    counts = np.column_stack([n - good, good]).astype(float)
    ours = fit_ordinal(counts, design, lags=3)
    peer = sm.GLM(np.column_stack([good, n - good]), sm.add_constant(design), family=sm.families.Binomial()).fit(
        tol=1e-13
    )
    assert ours.slopes == pytest.approx(peer.params[1:], abs=1e-9)
    assert -ours.cuts[0] == pytest.approx(peer.params[0], abs=1e-9)
    assert np.sqrt(np.diag(ours.naive))[1:] == pytest.approx(peer.bse[1:], rel=1e-7)
    assert ours.dispersion == pytest.approx(peer.pearson_chi2 / peer.df_resid, rel=1e-8)


def test_the_robust_covariance_is_newey_and_wests() -> None:
    sm = pytest.importorskip("statsmodels.api")
    from statsmodels.stats.sandwich_covariance import S_hac_simple

    design = np.column_stack([np.arange(30) >= 15, np.arange(30) / 4]).astype(float)
    n = RNG.integers(50, 400, 30)
    good = RNG.binomial(n, 0.7)
    ours = fit_ordinal(np.column_stack([n - good, good]).astype(float), design, lags=3)
    full = sm.add_constant(design)
    chance = 1 / (1 + np.exp(-(full @ np.array([-ours.cuts[0], *ours.slopes]))))
    scores = (good - n * chance)[:, None] * full
    bread = np.linalg.inv((full * (n * chance * (1 - chance))[:, None]).T @ full)
    peer = bread @ S_hac_simple(scores, nlags=3) @ bread * 30 / (30 - 3)
    assert np.diag(ours.robust) == pytest.approx(np.diag(peer), rel=1e-6)


def test_the_cumulative_logit_agrees_with_statsmodels_on_single_inspections() -> None:
    ordered = pytest.importorskip("statsmodels.miscmodels.ordinal_model")
    counts = np.array([[5, 30, 60, 10], [8, 25, 70, 12], [3, 20, 66, 20], [2, 22, 61, 25]], float)
    design = np.array([[0.0, 0.1], [0.0, 0.7], [1.0, 0.4], [1.0, 1.3]])
    ours = fit_ordinal(counts, design, lags=0)
    grades = np.repeat(np.tile(np.arange(4), 4), counts.astype(int).ravel())
    rows = np.repeat(design, counts.sum(1).astype(int), axis=0)
    peer = ordered.OrderedModel(grades, rows, distr="logit").fit(method="bfgs", disp=False, maxiter=500, gtol=1e-5)
    assert ours.slopes == pytest.approx(np.asarray(peer.params)[:2], abs=1e-4)


def test_the_clustered_difference_is_least_squares_with_clustered_errors() -> None:
    sm = pytest.importorskip("statsmodels.api")
    first = [(f"h{k}", float(RNG.random() < 0.7)) for k in range(300)]
    second = [(f"h{k}", float(RNG.random() < 0.8)) for k in range(100, 420)]
    difference, error = clustered_difference(first, second)
    values = np.array([v for _, v in first + second])
    side = sm.add_constant(np.repeat([0.0, 1.0], [len(first), len(second)]))
    groups = np.unique([key for key, _ in first + second], return_inverse=True)[1]
    peer = sm.OLS(values, side).fit(cov_type="cluster", cov_kwds={"groups": groups})
    n = len(values)
    assert difference == pytest.approx(peer.params[1], abs=1e-9)
    assert error == pytest.approx(peer.bse[1] / np.sqrt((n - 1) / (n - 2)), rel=1e-9)


def test_an_interval_for_a_step_holds_the_truth_though_quarters_hang_together() -> None:
    starts = tuple(date(year, month, 1) for year in range(2010, 2018) for month in (1, 4, 7, 10))
    held = 0
    for _ in range(200):
        noise = np.zeros(len(starts))
        for k in range(1, len(starts)):
            noise[k] = 0.4 * noise[k - 1] + RNG.normal(0, 0.15)
        below = 1 / (1 + np.exp(-(np.array([-3.0, -1.2, 1.5])[None] - noise[:, None])))
        chances = np.diff(np.hstack([np.zeros((len(starts), 1)), below, np.ones((len(starts), 1))]), axis=1)
        step = stepped(date(2014, 1, 1), Quarters(RNG.multinomial(500, chances).astype(float), starts))
        held += step.low <= 0 <= step.high
    assert held / 200 > 0.87  # 95% is promised for long series; 32 quarters that hang together come close to it


def test_false_alarms_stay_under_the_promise_even_when_inspections_hang_together() -> None:
    # Chances that depend on how the last ones went: the bets need no independence, only the right chance each time.
    runs, n = 2000, 1500
    good, expected = np.empty((runs, n)), np.empty((runs, n))
    last = np.ones(runs)
    for k in range(n):
        expected[:, k] = np.where(last == 1, 0.85, 0.6)
        last = (RNG.random(runs) < expected[:, k]).astype(float)
        good[:, k] = last
    assert (e_values(good, expected) >= 1 / ALPHA).any(1).mean() <= ALPHA


def test_the_chart_keeps_its_false_alarms_on_runs_it_was_not_set_by() -> None:
    expected = np.full(1000, 0.78)
    limit = chart_limit(expected, runs=4000, seed=1)
    fresh = (np.random.default_rng(2).random((4000, 1000)) < expected).astype(float)
    assert 0.03 < (control_chart(fresh, expected) > limit).any(1).mean() < 0.07


def test_the_confidence_sequence_holds_a_wandering_shift_at_all_times() -> None:
    missed = 0
    for _ in range(300):
        shift = 0.1 * np.sin(np.arange(800) / RNG.uniform(30, 200)) - 0.05
        expected = np.full(800, 0.75)
        good = (RNG.random(800) < expected + shift).astype(float)
        low, high = confidence_sequence(good, expected)
        truth = np.cumsum(shift) / np.arange(1, 801)
        missed += bool(((truth < low) | (truth > high)).any())
    assert missed / 300 <= ALPHA


def test_equal_movement_is_called_different_as_often_as_it_says() -> None:
    rows = np.array([[0.5, 0.4, 0.08, 0.02], [0.1, 0.7, 0.17, 0.03], [0.02, 0.6, 0.33, 0.05], [0.05, 0.4, 0.4, 0.15]])
    small = 0
    for seed in range(200):
        one, two = (np.array([RNG.multinomial(m, row) for m, row in zip((80, 300, 90, 20), rows, strict=True)], float)
                    for _ in range(2))  # fmt: skip
        small += homogeneity(one, two, 200, seed)[1] <= 0.05
    assert small / 200 < 0.1
