"""What is known only as a range stays a range, and the range is exactly what the figures leave open."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.shares import newcombe
from evenhand.trend.bounds import Between, Counted, counts_within, difference_with_chance, needed, rounded, settled
from evenhand.trend.missing import at_least_unlisted, turning_point, with_unlisted


def test_a_percentage_of_n_gives_the_counts_that_round_to_it() -> None:
    assert counts_within(rounded(54), 1990) == Between(1065, 1084)
    possible = [count for count in range(1991) if abs(100 * count / 1990 - 54) <= 0.5]
    assert (possible[0], possible[-1]) == (1065, 1084)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=4), st.integers(0, 14))
def test_parts_are_narrowed_to_what_some_way_of_filling_the_whole_allows(ends: list[tuple[int, int]], n: int) -> None:
    parts = [Between(min(pair), max(pair)) for pair in ends]
    ranges = [range(int(one.low), int(one.high) + 1) for one in parts]
    fillings = [filling for filling in product(*ranges) if sum(filling) == n]
    if not fillings:
        with pytest.raises(ValueError, match="contradict"):
            settled(parts, Between(n, n))
        return
    found = settled(parts, Between(n, n))
    assert [(one.low, one.high) for one in found] == [(min(c), max(c)) for c in zip(*fillings, strict=True)]


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_the_widest_interval_is_that_of_some_pair_of_counts(n: int, m: int, data: st.DataObject) -> None:
    low, high = sorted(data.draw(st.tuples(st.integers(0, n), st.integers(0, n))))
    low2, high2 = sorted(data.draw(st.tuples(st.integers(0, m), st.integers(0, m))))
    every = [newcombe(a, n, b, m) for a in range(low, high + 1) for b in range(low2, high2 + 1)]
    found = difference_with_chance(Counted(Between(low, high), n), Counted(Between(low2, high2), m))
    assert found.low == pytest.approx(min(one[0] for one in every))
    assert found.high == pytest.approx(max(one[1] for one in every))


def test_how_many_inspections_would_settle_it_is_enough_and_not_one_too_many() -> None:
    first, second = rounded(64), rounded(75)
    n = needed(first, second)
    assert n is not None
    worst = [newcombe(round(first.high * k), k, round(second.low * k), k)[0] for k in (n, n - 20)]
    assert worst[0] > 0 >= worst[1]
    assert needed(rounded(64), rounded(65)) is None


def test_a_contradiction_is_no_range() -> None:
    with pytest.raises(ValueError, match="contradict"):
        Between(0.6, 0.7).and_(Between(0.8, 0.9))


def test_enough_unlisted_inspections_turn_any_answer() -> None:
    turn = turning_point(0.7, 0.78)
    assert with_unlisted(70, 100, turn).high == pytest.approx(with_unlisted(78, 100, turn).low)
    assert with_unlisted(70, 100, turn - 0.01).high < with_unlisted(78, 100, turn - 0.01).low


def test_two_figures_for_one_year_say_how_many_inspections_are_missing() -> None:
    part = at_least_unlisted(0.70, Between(0.63, 0.65))
    assert 0.70 / (1 + part) == pytest.approx(0.65)
    assert at_least_unlisted(0.64, Between(0.63, 0.65)) == 0
    part = at_least_unlisted(0.50, Between(0.60, 0.65))
    assert (0.50 + part) / (1 + part) == pytest.approx(0.60)
