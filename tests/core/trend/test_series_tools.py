"""Steps in a series, composition, movement, the watch: small cases whose answer is known by hand."""

from __future__ import annotations

from datetime import date
from math import log
from pathlib import Path

import numpy as np
import pytest
from tests.core.trend.made_up import inspection, many

from evenhand.findings import BadInput
from evenhand.trend.adjusting import standardised
from evenhand.trend.bounds import rounded
from evenhand.trend.interrupted import Quarters, interrupted, stepped
from evenhand.trend.monitoring import confidence_sequence, control_chart, e_values, watch
from evenhand.trend.movement import homogeneity, movement
from evenhand.trend.ordinal import fit_ordinal
from evenhand.trend.outstanding import consistently_outstanding, published_chance
from evenhand.trend.rows import CHAIN, listed

STARTS = tuple(date(year, month, 1) for year in range(2012, 2017) for month in (1, 4, 7, 10))


def test_two_grades_and_one_column_give_the_log_odds_ratio() -> None:
    fit = fit_ordinal(np.array([[30.0, 70.0], [20.0, 80.0]]), np.array([[0.0], [1.0]]), lags=0)
    assert not fit.settled  # nothing is left to judge the fit by: two figures, two unknowns
    fit = fit_ordinal(np.array([[30.0, 70.0], [15.0, 35.0], [20.0, 80.0]]), np.array([[0.0], [0.0], [1.0]]), lags=0)
    assert fit.slopes[0] == pytest.approx(log(80 * 30 / (20 * 70)))
    assert fit.naive[1, 1] == pytest.approx(1 / 45 + 1 / 105 + 1 / 20 + 1 / 80)


def test_a_grade_that_nobody_was_given_settles_nothing_and_says_so() -> None:
    fit = fit_ordinal(np.array([[0.0, 5.0, 5.0]] * 4), np.array([[0.0], [0.0], [1.0], [1.0]]))
    assert not fit.settled and np.isnan(fit.slopes).all()


def test_a_planted_step_is_found_and_most_placebo_days_are_smaller() -> None:
    counts = np.array([[20, 60, 100, 20] if day < date(2014, 4, 1) else [10, 40, 110, 40] for day in STARTS], float)
    found = interrupted(date(2014, 4, 1), Quarters(counts, STARTS), changes=())
    assert found is not None
    assert found.step.low > 0.05 and found.step.change == pytest.approx(0.15, abs=0.02)
    assert found.as_large == 0


def test_a_side_of_less_than_a_year_gives_no_step() -> None:
    counts = np.tile([20.0, 60, 100, 20], (len(STARTS), 1))
    assert interrupted(date(2012, 10, 1), Quarters(counts, STARTS)) is None
    assert stepped(date(2014, 4, 1), Quarters(counts, STARTS)).change == pytest.approx(0, abs=1e-6)


def test_a_change_of_make_up_alone_is_standardised_away() -> None:
    strong, weak = {"sector": "Voluntary"}, {"sector": "Private"}
    before = many(100, 90, "2018-04-01", **strong) + many(100, 50, "2018-04-01", **weak)
    after = many(40, 36, "2019-04-01", **strong) + many(160, 80, "2019-04-01", **weak)
    found = standardised(before, after, "sector")
    assert found is not None
    assert found.crude == pytest.approx(-0.12) and found.adjusted == pytest.approx(0)


def test_a_kind_of_home_that_is_gone_is_said_to_be_unmatched() -> None:
    before = many(60, 30, "2018-04-01") + many(40, 20, "2018-04-01", sector="Voluntary")
    found = standardised(before, many(50, 25, "2019-04-01"), "sector")
    assert found is not None and found.unmatched == pytest.approx(0.4)
    assert standardised(before, many(50, 25, "2019-04-01"), "last grade") is None


def test_homes_far_from_the_mean_come_from_nearer_to_it_as_well_as_go_back() -> None:
    # Grades drawn afresh each time: nothing improves, and yet the extremes “move” towards the mean.
    rows = [inspection(f"h{a}{b}", "2018-06-01", b, previous=a) for a in (1, 2, 3, 4) for b in (1, 2, 3, 4)]
    found = movement(rows)
    assert found.shares == pytest.approx((6 / 16, 4 / 16, 6 / 16))
    assert all(after == before == every == 2.5 for _, _, after, before, every in found.returning)


def test_equal_tables_differ_by_nothing_and_unequal_ones_by_much() -> None:
    table = np.array([[20.0, 10, 2, 1], [15, 80, 20, 3], [2, 30, 15, 3], [0, 3, 3, 1]])
    assert homogeneity(table, table, 200, 1) == (pytest.approx(0), 1.0)
    assert homogeneity(table, table[:, ::-1], 200, 1)[1] == pytest.approx(1 / 201)


def test_no_single_bet_can_win_or_lose_more_than_its_stake() -> None:
    expected = np.full(3, 0.8)
    wealth = e_values(np.array([1.0, 0.0, 1.0]), expected)
    assert wealth[0] == pytest.approx(np.mean([1 - s * 0.2 for s in (0.05, 0.1, 0.2, 0.4, 0.8)]))
    assert wealth[1] > wealth[0] and wealth[2] < wealth[1]


def test_the_chart_climbs_when_homes_do_worse_and_never_falls_below_the_ground() -> None:
    expected = np.full(400, 0.8)
    assert control_chart(np.ones(400), expected).max() == 0
    worse = control_chart(np.tile([1.0, 0.0], 200), expected)
    assert worse[-1] > 20 and worse.min() >= 0


def test_the_sequence_narrows_and_holds_the_average_shift() -> None:
    good, expected = np.tile([1.0, 1, 1, 0], 500), np.full(2000, 0.8)
    low, high = confidence_sequence(good, expected)
    assert low[-1] < -0.05 < high[-1] < 0.0
    assert high[-1] - low[-1] < high[200] - low[200] < high[50] - low[50]


def test_a_real_fall_raises_an_alarm_and_no_change_raises_none() -> None:
    baseline = many(800, 640, "2018-04-01")
    same, _ = watch(many(800, 640, "2019-04-01"), baseline, runs=200)
    assert same.e_alarm is None and same.chart_alarm is None
    fallen, worth = watch(many(800, 520, "2019-04-01"), baseline, runs=200)
    assert fallen.e_alarm and fallen.chart_alarm and "Alarm" in str(fallen.words)
    false = {one.alarm: one.rate for one in worth if one.fall == 0}
    assert false["e-value"] <= 0.1 and false["chart"] <= 0.12
    with pytest.raises(ValueError, match="nothing to watch"):
        watch([], baseline)


def test_consistently_outstanding_homes_stand_beside_what_chance_makes() -> None:
    rows = [inspection("a", f"201{k}-06-01", 4, previous=4 if k else None) for k in range(3)]
    rows += [inspection("b", f"201{k}-06-01", 2, previous=2 if k else None) for k in range(3)]
    rows += [inspection("c", "2010-06-01", 4)]
    found = consistently_outstanding(3, rows)
    assert (found.homes, found.found, found.urns) == (2, 1, ("a",))
    assert found.independent == pytest.approx(2 * (2 / 3) * 0.5 * 0.5)
    with pytest.raises(ValueError, match="no history"):
        consistently_outstanding(1, rows)


def test_thirty_five_of_1439_is_far_more_than_chance_makes_at_one_share() -> None:
    expected, chance = published_chance(1439, 35, rounded(14))
    assert 3.5 < expected.low < expected.high < 4.4
    assert chance < 1e-12


HEAD = (
    "urn,provision_type,sector,region,local_authority,places,organisation_id,inspection_date,overall,"
    "first_seen_in_snapshot"
)
LINE = "1,Children's home,Private,London,Camden,4,,{day},{grade},2018-03-31"


def test_each_listed_inspection_knows_the_one_before_it(tmp_path: Path) -> None:
    lines = [LINE.format(day="2017-06-01", grade="Good"), LINE.format(day="2016-06-01", grade="Adequate")]
    (tmp_path / CHAIN).write_text("\n".join([HEAD, *lines, LINE.format(day="2015-06-01", grade="")]) + "\n")
    first, second = listed(tmp_path)
    assert (first.grade, first.previous, second.grade, second.previous) == (2, None, 3, 2)


@pytest.mark.parametrize(
    ("code", "day", "grade"),
    [("TR012", "2017-06-01", "Good"), ("TR010", "2018-01-01", "Fair"), ("TR011", "June", "Good")],
)
def test_a_listed_row_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, code: str, day: str, grade: str
) -> None:
    lines = [HEAD, LINE.format(day="2017-06-01", grade="Good"), LINE.format(day=day, grade=grade)]
    (tmp_path / CHAIN).write_text("\n".join(lines) + "\n")
    with pytest.raises(BadInput) as refused:
        listed(tmp_path)
    finding = refused.value.findings[0]
    assert (finding.code, finding.where.line) == (code, 3)
