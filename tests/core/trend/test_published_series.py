"""Published figures: two bases, roundings, blanks; what cannot be used is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.core.trend.made_up import folder_with, year

from evenhand.findings import BadInput
from evenhand.trend.compared import Comparison
from evenhand.trend.pairs import clustered_difference, like_for_like, of_figures, unpublished
from evenhand.trend.published import PublishedFigure, SeriesBasis, published

AT = date(2012, 4, 1)


def read(place: Path, *lines: dict[str, object]) -> tuple[PublishedFigure, ...]:
    return published(folder_with(place, *lines))


def compared(place: Path, *lines: dict[str, object]) -> Comparison:
    first, second = read(place, *lines)
    return of_figures(AT, first, second, "good_or_better", ())


def test_a_share_that_may_be_a_sum_of_two_roundings_is_known_to_a_whole_point(tmp_path: Path) -> None:
    figure = read(tmp_path, year(2011, outstanding_pct=14, good_pct=59, good_or_better_pct=73))[0]
    assert (figure.shares["good_or_better"].low, figure.shares["good_or_better"].high) == pytest.approx((0.72, 0.74))
    figure = read(tmp_path, year(2011, good_or_better_pct=73))[0]
    assert (figure.shares["good_or_better"].low, figure.shares["good_or_better"].high) == pytest.approx((0.725, 0.735))


def test_a_difference_of_two_rounded_figures_is_known_to_a_whole_point_either_way(tmp_path: Path) -> None:
    figure = read(tmp_path, year(2011, good_or_better_pct=60, note="65% less five points"))[0]
    assert (figure.shares["good_or_better"].low, figure.shares["good_or_better"].high) == pytest.approx((0.59, 0.61))


def test_a_sentence_without_a_figure_stays_blank(tmp_path: Path) -> None:
    lines = (year(2010, note="Almost as before. Read as 1/2/3/4."), year(2011, good_or_better_pct=80))
    blank = read(tmp_path, *lines)[0]
    assert blank.shares == {} and blank.n is None and blank.remark == "Almost as before."
    found = unpublished(date(2011, 4, 1), read(tmp_path, *lines))
    assert found is not None and found.before == "2010/11"
    told = found.as_dict()
    assert told["change_points"] is told["low"] is told["high"] is None
    assert told["claim"].startswith("Cannot tell")


def test_a_saying_is_no_figure(tmp_path: Path) -> None:
    assert read(tmp_path, year(2007, good_or_better_pct="about two-thirds"))[0].shares == {}


def test_without_n_there_is_rounding_and_no_interval_for_chance(tmp_path: Path) -> None:
    found = compared(tmp_path, year(2011, good_or_better_pct=70), year(2012, good_or_better_pct=64)).as_dict()
    assert (found["change_points"], found["low"], found["high"]) == (-6.0, -7.0, -5.0)
    assert found["low_high_are"] == "rounding bounds only" and found["rounding_and_chance"] is None
    assert "chance is not counted" in found["claim"]
    assert any("n was not published" in caveat for caveat in found["caveats"])


def test_with_n_rounding_and_chance_are_both_there_and_told_apart(tmp_path: Path) -> None:
    lines = (year(2011, good_or_better_pct=70, n=500), year(2012, good_or_better_pct=64, n=500))
    found = compared(tmp_path, *lines).as_dict()
    assert found["rounding"][0] < found["change_points"] < found["rounding"][1]
    assert found["low"] < found["rounding"][0] and found["high"] > found["rounding"][1]
    assert found["low_high_are"] == "rounding bounds with a 95% interval"
    assert found["n"] == {"from": 500, "to": 500}


def test_no_comparison_says_why(tmp_path: Path) -> None:
    found = compared(tmp_path, year(2011, good_or_better_pct=80, n=900), year(2012, good_or_better_pct=60, n=900))
    assert "lower after, by more than 5" in str(found.claim)
    assert any("not why" in str(caveat) for caveat in found.caveats)
    assert "because of" not in str(found.claim)


def test_second_hand_figures_stay_unverified(tmp_path: Path) -> None:
    found = compared(tmp_path, year(2011, good_or_better_pct=70, source_id="S2"), year(2012, good_or_better_pct=64))
    assert found.as_dict()["verified"] is False
    assert any("(unverified)" in str(caveat) for caveat in found.caveats)


def test_two_bases_are_never_compared(tmp_path: Path) -> None:
    stock = {"record_id": "L", "period": "31 Mar 2013", "period_end": "2013-03-31", "good_or_better_pct": 70,
             "basis": "most recent inspection of every home"}  # fmt: skip
    first, second = read(tmp_path, year(2011, good_or_better_pct=70), stock)
    assert (first.basis, second.basis) == (SeriesBasis.PERIOD, SeriesBasis.LATEST)
    with pytest.raises(ValueError, match="never compared"):
        of_figures(AT, first, second, "good_or_better", ())
    assert like_for_like(AT, (first, second)) == []


def test_a_part_of_a_year_is_compared_with_the_same_part_only(tmp_path: Path) -> None:
    spring = {"record_id": "Q", "period": "Apr-Jun 2012", "period_start": "2012-04-01", "period_end": "2012-06-30"}
    lines = (year(2011, good_or_better_pct=70), {**spring, "good_or_better_pct": 60}, year(2012, good_or_better_pct=65))
    pairs = like_for_like(AT, read(tmp_path, *lines))
    assert [(one.id, two.id) for one, two in pairs] == [("Y2011", "Y2012")]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("TR001", year(2011, basis="homes in general")),
        ("TR002", year(2011, good_pct="many")),
        ("TR002", {**year(2011), "period_start": "April"}),
        ("TR003", year(2011, n=100, outstanding_n=50, good_n=60)),
        ("TR003", year(2011, outstanding_pct=50, good_pct=40, adequate_or_ri_pct=40, inadequate_pct=1)),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_its_number(
    tmp_path: Path, code: str, line: dict[str, object]
) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, year(2010), line)
    finding = refused.value.findings[0]
    assert (finding.code, finding.where.line) == (code, 3)


def test_a_home_that_stays_as_it_was_adds_no_doubt() -> None:
    same = [(f"h{k}", float(k % 2)) for k in range(10)]
    assert clustered_difference(same, same) == (0.0, 0.0)
    others = [(f"other{k}", value) for k, (_, value) in enumerate(same)]
    assert clustered_difference(same, others)[1] == pytest.approx((2 * 0.25 / 10 * 20 / 19) ** 0.5)
