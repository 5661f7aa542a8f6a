"""By how much the share that is good or outstanding moved, and what a small pilot can and cannot say about it."""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.pilot.statistics.paired_difference import (
    Standing,
    equivalence,
    newcombe_paired,
    non_inferiority,
    non_inferiority_exact,
    tango,
    tango_estimate,
)
from evenhand.pilot.tables import Estimate


def pairs(up: int, down: int, n: int) -> list[list[int]]:
    """Pairs on one line of the scale: so many crossed it upwards and downwards."""
    same = n - up - down
    return [[same - same // 2, down], [up, same // 2]]


def between(low: float, high: float) -> Estimate:
    return Estimate((low + high) / 2, low, high, 0.9, 50)


def test_nine_homes_that_all_stay_still_leave_thirty_points_open() -> None:
    found = tango_estimate(pairs(0, 0, 9), top=1)
    # Where nobody crosses, the limits are z²/(n + z²) by hand.
    assert found.value == 0 and found.high == pytest.approx(3.841459 / (9 + 3.841459), abs=1e-6)
    assert found.low == pytest.approx(-found.high)
    assert non_inferiority(found, 0.05) is Standing.CANNOT_TELL


@pytest.mark.parametrize(("up", "down", "n"), [(3, 9, 40), (0, 5, 12), (7, 7, 20), (12, 2, 50)])
def test_the_limits_are_where_tangos_statistic_passes_196(up: int, down: int, n: int) -> None:
    for end, z in zip(tango(pairs(up, down, n), top=1), (1.959963985, -1.959963985), strict=True):
        # The share that fell, from the quadratic of Tango (1998), solved here by numpy.
        d = float(end)
        roots = np.roots([2 * n, -up - down + (2 * n - up + down) * d, -down * d * (1 - d)])
        fell = max(roots.real)
        assert (up - down - n * d) / np.sqrt(n * (2 * fell + d * (1 - d))) == pytest.approx(z, abs=1e-6)


def test_the_limits_agree_with_mcnemars_chi_squared_at_nought() -> None:
    # 16 against 4 crossings: chi-squared (16 - 4)² / 20 = 7.2, whose level is 0.99271.
    low, _ = tango(pairs(16, 4, 60), level=0.992710, top=1)
    assert float(low) == pytest.approx(0, abs=2e-5)


def test_exchanging_the_frameworks_turns_both_intervals_round() -> None:
    for make in (tango_estimate, newcombe_paired):
        there, back = make(pairs(3, 8, 30), top=1), make(pairs(8, 3, 30), top=1)
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-9)


def test_all_homes_moving_one_way_and_no_homes_at_all() -> None:
    everybody = tango_estimate(pairs(8, 0, 8), top=1)
    # By hand the lower limit is (n - z²)/(n + z²).
    assert everybody.high == pytest.approx(1) and everybody.low == pytest.approx(
        (8 - 3.841459) / (8 + 3.841459), abs=1e-6
    )
    for make in (tango_estimate, newcombe_paired):
        nobody = make([[0, 0], [0, 0]], top=1)
        assert np.isnan([nobody.value, nobody.low, nobody.high]).all()
    assert np.isnan(non_inferiority_exact([[0, 0], [0, 0]], 0.05, top=1))


def test_a_margin_holds_fails_or_cannot_be_told() -> None:
    assert non_inferiority(between(-0.04, 0.2), 0.05) is Standing.HOLDS
    assert non_inferiority(between(-0.20, -0.06), 0.05) is Standing.FAILS
    assert non_inferiority(between(-0.06, 0.2), 0.05) is Standing.CANNOT_TELL
    assert non_inferiority(between(float("nan"), float("nan")), 0.05) is Standing.CANNOT_TELL
    assert equivalence(between(-0.04, 0.04), 0.05) is Standing.HOLDS
    assert equivalence(between(-0.04, 0.2), 0.05) is Standing.CANNOT_TELL
    assert equivalence(between(0.06, 0.2), 0.05) is Standing.FAILS
    assert equivalence(between(float("nan"), float("nan")), 0.05) is Standing.CANNOT_TELL


def test_the_exact_p_is_the_greatest_chance_of_such_a_table_at_the_margin() -> None:
    # Three homes of which nobody crossed, counted out one by one.
    n, margin = 3, 0.2
    seen = n * margin / np.sqrt(n * margin * (1 - margin))
    worst = 0.0
    for fell in np.linspace(margin, (1 + margin) / 2, 501):
        rose, chance = fell - margin, 0.0
        for up in range(n + 1):
            for down in range(n + 1 - up):
                d = -margin
                b = -up - down + (2 * n - up + down) * d
                share = (np.sqrt(max(b * b + 8 * n * down * d * (1 - d), 0)) - b) / (4 * n)
                spread = np.sqrt(n * (2 * share + d * (1 - d)))
                if (up - down + n * margin) / spread >= seen - 1e-9:
                    ways = {0: 1, 1: 1, 2: 2, 3: 6}
                    same = n - up - down
                    many = ways[n] / (ways[up] * ways[down] * ways[same])
                    chance += many * rose**up * fell**down * max(0.0, 1 - rose - fell) ** same
        worst = max(worst, chance)
    assert non_inferiority_exact(pairs(0, 0, n), margin, top=1) == pytest.approx(worst, abs=1e-9)


def test_the_more_pairs_stay_the_surer_is_non_inferiority() -> None:
    chances = [non_inferiority_exact(pairs(0, 0, n), 0.05, top=1) for n in (9, 30, 60)]
    # With nobody crossing the worst case is that nobody could have risen: 0.95 to the number of homes.
    assert chances == pytest.approx([0.95**n for n in (9, 30, 60)], abs=1e-9)
