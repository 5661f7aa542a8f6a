"""Intervals by drawing tables again: the same for the same seed, true to clusters, honest where nothing can be said."""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.pilot.resampling import bca, interval, resample, resample_clusters, resampled, swap
from evenhand.pilot.statistics import STATISTICS
from evenhand.pilot.statistics.good_or_better import good_or_better
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell, stuart_maxwell_test

TABLE = np.array([[12.0, 6, 1, 0], [4, 50, 12, 1], [0, 6, 20, 4], [0, 0, 2, 6]])


def test_a_drawn_table_has_as_many_pairs_and_the_same_seed_draws_the_same() -> None:
    drawn = resample(TABLE, 200, seed=3)
    assert drawn.shape == (200, 4, 4) and (drawn.sum(axis=(1, 2)) == TABLE.sum()).all()
    assert (drawn[:, TABLE == 0] == 0).all()
    assert (resample(TABLE, 200, seed=3) == drawn).all() and (resample(TABLE, 200, seed=4) != drawn).any()


def test_draws_scatter_around_the_table_as_a_multinomial_does() -> None:
    drawn = resample(TABLE, 20_000, seed=1)
    share, n = TABLE / TABLE.sum(), TABLE.sum()
    assert np.allclose(drawn.mean(axis=0), TABLE, atol=0.2)
    assert np.allclose(drawn.var(axis=0), n * share * (1 - share), rtol=0.06, atol=0.01)


def test_half_a_pair_and_less_than_none_are_refused_and_no_pairs_stay_none() -> None:
    for wrong in (TABLE + 0.5, TABLE - 1):
        with pytest.raises(ValueError, match="whole numbers"):
            resample(wrong, 10, seed=1)
    assert resample(np.zeros((4, 4)), 5, seed=1).sum() == 0
    assert resample_clusters(np.zeros((0, 4, 4)), 5, seed=1).sum() == 0


def test_clusters_are_drawn_whole() -> None:
    clusters = np.stack([np.eye(4) * 10, np.ones((4, 4))])
    drawn = resample_clusters(clusters, 500, seed=2)
    possible = {40.0, 26.0, 20.0, 32.0, 80.0}
    assert {float(one) for one in drawn.sum(axis=(1, 2))} <= {80.0, 56.0, 32.0} | possible
    assert {float(one) for one in drawn[:, 0, 1]} == {0.0, 1.0, 2.0}


def test_clusters_of_one_pair_each_scatter_as_pairs_do() -> None:
    singles = np.zeros((int(TABLE.sum()), 16))
    singles[np.arange(len(singles)), np.repeat(np.arange(16), TABLE.ravel().astype(int))] = 1
    by_cluster = good_or_better(resample_clusters(singles.reshape(-1, 4, 4), 4000, seed=5))
    by_pair = good_or_better(resample(TABLE, 4000, seed=6))
    assert by_cluster.std() == pytest.approx(by_pair.std(), rel=0.05)


def test_the_interval_of_clustered_homes_is_wider() -> None:
    # Ten providers whose twelve homes all move one way.
    up, down = np.zeros((4, 4)), np.zeros((4, 4))
    up[2, 1] = down[1, 2] = 12
    clusters = np.stack([up] * 5 + [down] * 5)
    own = interval(good_or_better(resample_clusters(clusters, 2000, seed=1)))
    pretended = interval(good_or_better(resample(clusters.sum(axis=0), 2000, seed=1)))
    assert own[1] - own[0] > 2.5 * (pretended[1] - pretended[0])


def test_a_coin_for_every_pair_keeps_who_differed_and_gives_a_p_value() -> None:
    drawn = swap(TABLE, 4000, seed=9)
    assert (drawn + np.swapaxes(drawn, 1, 2) == TABLE + TABLE.T).all()
    seen = stuart_maxwell(TABLE)
    p = (1 + (stuart_maxwell(drawn) >= seen - 1e-9).sum()) / 4001
    assert p == pytest.approx(stuart_maxwell_test(TABLE).p, abs=0.04)


def test_undefined_draws_are_left_out_but_not_when_they_are_many() -> None:
    draws = np.arange(1000.0)
    draws[:40] = np.nan
    assert interval(draws, 0.90) == pytest.approx((87.95, 951.05), abs=0.1)
    draws[:60] = np.nan
    assert np.isnan(interval(draws)).all() and np.isnan(interval([])).all()


def test_an_interval_that_bca_cannot_give_is_the_percentile_one_or_none() -> None:
    everybody = np.diag([0.0, 20, 0, 0])
    same = STATISTICS["percent_agreement"].function
    found = resampled(everybody, same, resample(everybody, 500, seed=1))
    assert (found.value, found.low, found.high, found.n) == (1, 1, 1, 20)
    kappa = STATISTICS["kappa"].function
    assert np.isnan(resampled(everybody, kappa, resample(everybody, 500, seed=1)).low)
    assert np.isnan(bca(TABLE, same, np.full(100, 2.0))).all()
