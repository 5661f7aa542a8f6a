"""How many inspections a pilot needs: exact power held to plain enumeration and to the interval of the verdict."""

from __future__ import annotations

from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from tests.core.pilot.studies import YAML, written

from evenhand.findings import BadInput
from evenhand.pilot.plan import Assumption, Claim, Plan, read_plan
from evenhand.pilot.power import (
    assumed_table,
    curves,
    difference_of_groups,
    needed,
    power_groups,
    power_paired,
    score,
    sides,
    simulated_notice,
    small_pilot,
)
from evenhand.pilot.statistics.paired_difference import tango
from evenhand.shares import newcombe

NOT_LOWER = Claim(kind="not_lower", margin_points=10, why="for a test")
NO_CHANGE = Claim(kind="no_change", margin_points=20, why="for a test")
GRADES = (0.11, 0.72, 0.15, 0.02)


def plain_power(n: int, falls: float, rises: float, claim: Claim, level: float) -> float:
    """Every pair of counts, asked whether the interval of the verdict lies on the right side."""
    margin, power = (claim.margin_points or 0) / 100, 0.0
    every = [(up, down) for up in range(n + 1) for down in range(n + 1 - up)]
    tables = np.zeros((len(every), 4, 4))
    for table, (up, down) in zip(tables, every, strict=True):
        table[2, 1], table[1, 2], table[1, 1] = up, down, n - up - down
    for (up, down), low, high in zip(every, *tango(tables, level), strict=True):
        if low > -margin and (claim.kind == "not_lower" or high < margin):
            ways = comb(n, up) * comb(n - up, down)
            power += ways * rises**up * falls**down * (1 - rises - falls) ** (n - up - down)
    return power


@pytest.mark.parametrize("claim", [NOT_LOWER, NO_CHANGE])
def test_power_is_what_plain_enumeration_of_the_verdict_gives(claim: Claim) -> None:
    plain = plain_power(23, 0.05, 0.04, claim, 0.9)
    assert 0 < plain == pytest.approx(power_paired(23, (0.05, 0.04), claim, 0.9), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(n=st.integers(1, 300), data=st.data(), margin=st.floats(-0.9, 0.9))
def test_the_score_says_the_same_as_the_interval(n: int, data: st.DataObject, margin: float) -> None:
    up = data.draw(st.integers(0, n))
    down = data.draw(st.integers(0, n - up))
    table = np.zeros((3, 3))
    table[2, 1], table[1, 2], table[1, 1] = up, down, n - up - down
    low, high = tango(table, 0.95)
    z = float(score(up, down, n, margin))
    if min(abs(low - margin), abs(high - margin)) > 1e-9:
        assert (z > ndtri(0.975)) == (low > margin) and (z < -ndtri(0.975)) == (high < margin)


def test_two_groups_use_the_interval_that_shares_has() -> None:
    low, high = difference_of_groups(40, 50, 30, 45, 0.95)
    assert (float(low), float(high)) == pytest.approx(newcombe(40, 50, 30, 45), abs=1e-12)
    assert power_groups(4000, (0.8, 0.8), NOT_LOWER, 0.95) > 0.99 > power_groups(40, (0.8, 0.8), NOT_LOWER, 0.95)


def test_the_assumed_table_has_the_assumed_grades_on_both_sides() -> None:
    table = assumed_table(Assumption(grades=GRADES, same_grade=0.85, why="x"))
    assert table.sum(axis=0) == pytest.approx(GRADES) and table.sum(axis=1) == pytest.approx(GRADES)
    assert table.trace() == pytest.approx(0.85)
    falling = assumed_table(Assumption(grades=GRADES, same_grade=0.85, fall_points=4, why="x"))
    down, up = sides(falling)
    assert down - up == pytest.approx(0.04)
    with pytest.raises(BadInput):
        assumed_table(Assumption(grades=(0.01, 0.98, 0.01), same_grade=0.5, why="x"))


def test_the_number_needed_is_the_first_that_stays() -> None:
    def power(n: int) -> float:
        return power_paired(n, (0.03, 0.03), NOT_LOWER, 0.95)

    found = needed(power, 0.8)
    assert found is not None and min(power(n) for n in range(found, found + 11)) >= 0.8
    assert min(power(n) for n in range(found - 4, found)) < 0.8
    assert needed(lambda n: 0.5, 0.8) is None


def test_fewer_homes_are_needed_where_grades_agree_more(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    fewest = [one.needed for one in curves(plan, plan.claims[0], points=4)]
    assert all(fewest) and fewest == sorted(fewest, key=lambda n: n or 0)


def a_plan(folder: Path) -> Plan:
    return read_plan(written(folder, YAML))


def test_a_pilot_of_eight_or_nine_homes_could_have_seen_next_to_nothing(tmp_path: Path) -> None:
    plan = a_plan(tmp_path)
    eight, nine = (small_pilot(n, plan, plan.claims[0]) for n in (8, 9))
    assert (eight.must_fall, nine.must_fall) == (6, 6)
    assert eight.detectable_fall == pytest.approx(0.802) and nine.detectable_fall == pytest.approx(0.733)
    assert eight.compatible_fall == pytest.approx(1 - 0.025 ** (1 / 8))
    assert nine.power_against_margin < 0.0001 and nine.power_to_show_no_fall < 0.01
    assert small_pilot(5, plan, plan.claims[0]).must_fall is None


def test_simulated_notice_keeps_its_level_and_grows_with_the_shift() -> None:
    still = assumed_table(Assumption(grades=GRADES, same_grade=0.8, why="x"))
    moved = assumed_table(Assumption(grades=GRADES, same_grade=0.8, fall_points=6, why="x"))
    (false, _), (small, _), (large, error) = (
        *simulated_notice(still, (300,), 0.95, 2000, 1),
        *simulated_notice(moved, (100, 400), 0.95, 2000, 1),
    )
    assert false < 0.07 < small < large and 0 < error < 0.02
