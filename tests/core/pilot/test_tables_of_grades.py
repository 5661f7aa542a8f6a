"""Tables of paired grades: what goes in, what is refused, and what is undefined but never breaks."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evenhand.pilot import statistics as room
from evenhand.pilot.statistics import STATISTICS, About
from evenhand.pilot.statistics.bhapkar import bhapkar, bhapkar_test
from evenhand.pilot.statistics.mcnemar import mcnemar_exact, mcnemar_mid_p
from evenhand.pilot.statistics.ordinal_shift import net_movement, ordinal_shift, ordinal_shift_estimate
from evenhand.pilot.statistics.percent_agreement import agreement_estimate
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell, stuart_maxwell_test
from evenhand.pilot.statistics.weighted_kappa import kappa_estimate
from evenhand.pilot.tables import Numbers, crosstab, two_by_two, weights_of

TABLES = arrays(np.float64, (4, 4), elements=st.integers(0, 6).map(float))
EVERYBODY_GOOD = np.diag([0.0, 9, 0, 0])
ONE_MOVE = np.array([[0.0, 0, 0, 0], [0, 0, 9, 0], [0, 0, 0, 0], [0, 0, 0, 0]])


def test_pairs_are_counted_with_the_old_grade_down_and_the_new_across() -> None:
    assert crosstab([0, 1, 1, 3], [0, 2, 2, 3], 4).tolist() == [[1, 0, 0, 0], [0, 0, 2, 0], [0, 0, 0, 0], [0, 0, 0, 1]]


@pytest.mark.parametrize(("old", "new"), [([0, 4], [0, 0]), ([0, -1], [0, 0]), ([0], [0, 1])])
def test_a_grade_outside_the_scale_or_without_its_pair_is_refused(old: list[int], new: list[int]) -> None:
    with pytest.raises(ValueError, match="grade"):
        crosstab(old, new, 4)


def test_a_table_that_is_not_square_is_refused() -> None:
    with pytest.raises(ValueError, match="square"):
        STATISTICS["kappa"].function(np.zeros((3, 4)))


def test_a_line_off_the_scale_and_an_unknown_way_to_weigh_are_refused() -> None:
    with pytest.raises(ValueError, match="line"):
        two_by_two(np.zeros((4, 4)), 4)
    with pytest.raises(ValueError, match="weigh"):
        weights_of(4, "cubic")  # type: ignore[arg-type]


def test_statistics_know_how_to_be_read() -> None:
    for one in STATISTICS.values():
        assert str(one.name) and str(one.one) and str(one.zero) and one.source
    assert list(STATISTICS) == [one.id for one in STATISTICS.values()]
    assert room.bhapkar.__name__.endswith(".bhapkar")  # the module, not the function


@pytest.mark.parametrize("name", STATISTICS)
@settings(max_examples=10, deadline=None)
@given(tables=arrays(np.float64, (2, 3, 4, 4), elements=st.sampled_from([0.0, 0.0, 1.0, 2.0, 30.0])))
def test_a_stack_of_tables_is_answered_as_each_by_itself_and_nothing_warns(name: str, tables: Numbers) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        together = STATISTICS[name].function(tables)
        alone = [[float(STATISTICS[name].function(one)) for one in row] for row in tables]
    assert together.shape == (2, 3)
    assert np.allclose(together, alone, atol=1e-7, rtol=1e-7, equal_nan=True)


@pytest.mark.parametrize("name", STATISTICS)
def test_no_pairs_say_nothing(name: str) -> None:
    assert np.isnan(STATISTICS[name].function(np.zeros((4, 4))))


def test_where_everybody_is_good_kappa_and_alpha_are_undefined_and_ac2_is_whole() -> None:
    figures = {name: float(one.function(EVERYBODY_GOOD)) for name, one in STATISTICS.items()}
    undefined = {name for name, figure in figures.items() if np.isnan(figure)}
    kappas = {"kappa", "kappa_linear", "kappa_quadratic"}
    assert undefined == {*kappas, "alpha", "ordinal_shift", "stuart_maxwell", "bhapkar"}
    assert (figures["percent_agreement"], figures["ac1"], figures["ac2"]) == (1, 1, 1)
    assert (figures["good_or_better"], figures["net_movement"]) == (0, 0)


def test_a_shift_of_everybody_is_infinite_and_said_to_be_undefined() -> None:
    assert np.isnan(ordinal_shift(ONE_MOVE)) and np.isnan(ordinal_shift_estimate(ONE_MOVE).low)
    assert np.isnan(bhapkar(ONE_MOVE)) and bhapkar_test(ONE_MOVE).freedom == 0
    assert stuart_maxwell_test(ONE_MOVE).statistic == pytest.approx(9)
    assert net_movement(ONE_MOVE) == -1


def test_estimates_of_no_pairs_are_undefined_at_both_ends() -> None:
    for one in (agreement_estimate, kappa_estimate, ordinal_shift_estimate):
        found = one(np.zeros((4, 4)))
        assert np.isnan([found.value, found.low, found.high]).all() and found.n == 0


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_perfect_agreement_is_one_and_nothing_lies_above(table: Numbers) -> None:
    agreements = [one.function for one in STATISTICS.values() if one.about is About.AGREEMENT]
    for function in agreements:
        assert np.isnan(function(table)) or function(table) <= 1 + 1e-12
        same = function(np.diag(np.diag(table)))
        assert np.isnan(same) or same == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_to_exchange_the_frameworks_turns_shifts_round_and_leaves_agreement(table: Numbers) -> None:
    for one in STATISTICS.values():
        there, back = one.function(table), one.function(table.T)
        sign = -1 if one.about is About.SHIFT else 1
        assert np.allclose(there, sign * back, atol=1e-6, equal_nan=True), one.id


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_bhapkars_statistic_follows_from_stuarts(table: Numbers) -> None:
    # The identity of Ireland, Ku and Kullback (1969): W = Q / (1 - Q / n).
    q, n = stuart_maxwell(table), table.sum()
    found = bhapkar(table)
    assert np.isnan(found) == (np.isnan(q) or q > n * (1 - 1e-8))
    assert np.isnan(found) or found == pytest.approx(float(q / (1 - q / n)), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_mid_p_never_exceeds_the_exact_p(table: Numbers) -> None:
    exact, mid = mcnemar_exact(table), mcnemar_mid_p(table)
    assert 0 < mid <= exact <= 1


def test_of_two_grades_the_shift_is_the_log_odds_ratio_of_the_margins() -> None:
    table = np.array([[20.0, 10], [5, 15]])
    old, new = 30 / 20, 25 / 25
    assert float(ordinal_shift(table)) == pytest.approx(np.log(new / old), abs=1e-10)
