"""Did ratings change? What the shipped figures say of each change of framework, and what they must not say."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evenhand.cli import trend
from evenhand.trend.bounds import Between
from evenhand.trend.compared import Comparisons
from evenhand.trend.comparison import answers, compare
from evenhand.trend.interrupted import interrupted
from evenhand.trend.monitoring import watch_from
from evenhand.trend.movement import movement_change
from evenhand.trend.outstanding import consistently_outstanding
from evenhand.trend.published import SeriesBasis, framework_changes, published
from evenhand.trend.rows import SUSPENDED, listed, snapshots, windows

PERIOD, LATEST, SNAPSHOT, LISTED = list(SeriesBasis)[:4]


@lru_cache
def on(year: int, month: int = 4, day: int = 1) -> Comparisons:
    return compare(date(year, month, day))


def told(year: int, basis: SeriesBasis, number: int = 0, measure: str = "good_or_better") -> dict[str, Any]:
    return on(year).of(basis, measure)[number].as_dict()


def points(one: dict[str, Any]) -> tuple[float, float, float]:
    return one["change_points"], one["low"], one["high"]


def test_the_counts_of_2011_12_and_2012_13_are_those_that_the_notes_work_out() -> None:
    figures = {one.id: one for one in published()}
    ranges = {(i, g): figures[i].counts[g].count for i in ("P05", "P06") for g in ("good", "adequate_or_ri")}
    assert ranges == {
        ("P05", "good"): Between(1080, 1084), ("P05", "adequate_or_ri"): Between(344, 348),
        ("P06", "good"): Between(1103, 1107), ("P06", "adequate_or_ri"): Between(467, 471),
    }  # fmt: skip


def test_2011_ratings_were_higher_after_and_the_year_before_has_no_figure() -> None:
    found = told(2011, PERIOD)
    assert (found["from"], found["to"], found["n"]) == ("2009/10", "2011/12", {"from": None, "to": 1990})
    assert points(found) == (7.0, 6.3, 8.5)
    blank = told(2011, PERIOD, 2)
    assert (blank["from"], *points(blank)) == ("2010/11", None, None, None)
    assert "16/56" not in json.dumps([one.as_dict() for one in on(2011).found])
    assert not on(2011).of(LISTED) and not on(2011).of(SNAPSHOT)


def test_2012_ratings_were_lower_after_by_more_than_five_points() -> None:
    assert points(told(2012, PERIOD)) == (-9.2, -12.0, -6.3)
    assert "lower after, by more than 5" in told(2012, PERIOD)["claim"]


def test_2014_like_for_like_half_years_fell_with_supposed_numbers_named_as_such() -> None:
    half = next(one.as_dict() for one in on(2014).of(PERIOD) if one.before == "Apr-Sep 2013")
    assert half["n"] == {"from": None, "to": None} and half["n_supposed"] == {"from": 910, "to": 438}
    assert half["change_points"] == -9.0 and half["rounding"] == [-10.0, -8.0]
    assert (half["low"], half["high"]) == (-15.4, -2.6)


def test_2015_all_three_bases_rose_each_by_itself() -> None:
    assert points(told(2015, PERIOD)) == (11.0, 9.0, 13.0)
    assert points(told(2015, SNAPSHOT)) == (8.5, 6.1, 10.9)
    assert points(told(2015, LISTED)) == (8.7, 6.2, 11.1)


def test_2017_hardly_moved_and_2022_rose_over_two_years() -> None:
    assert points(told(2017, LATEST)) == (1.0, 0.0, 2.0)
    assert points(told(2017, SNAPSHOT)) == (2.6, 0.4, 4.9)
    assert points(told(2022, SNAPSHOT)) == (6.7, 4.7, 8.6)
    assert any("More than a year lies between" in caveat for caveat in told(2022, SNAPSHOT)["caveats"])


def test_2025_cannot_be_told() -> None:
    assert [one.span for one in on(2025, 4, 4).found] == [None]
    assert all(str(one).startswith("Cannot tell") for one in answers(on(2025, 4, 4)).values())


@pytest.mark.parametrize("year", [2011, 2012, 2014, 2015, 2017, 2022])
def test_every_comparison_keeps_to_one_basis_refuses_a_cause_and_says_what_would_settle_it(year: int) -> None:
    for one in on(year).found:
        shown = one.as_dict()
        assert {"from", "to", "basis", "n", "change_points", "low", "high", "claim", "caveats"} <= shown.keys()
        assert any("not why" in caveat for caveat in shown["caveats"])
        assert shown["what_would_settle_it"]
        if one.span is not None:
            assert shown["low"] <= shown["change_points"] <= shown["high"]


def test_placebo_days_are_free_of_every_known_change() -> None:
    changes = [one.on for one in framework_changes()]
    assert date(2022, 4, 1) in changes and date(2025, 4, 4) in changes
    assert on(2011).placebos
    assert all(abs((one.at - day).days) > 31 for one in on(2011).placebos for day in changes)


def test_no_inspection_is_dated_in_the_suspension_and_blank_homes_are_counted_as_blank() -> None:
    assert not [one for one in listed() if SUSPENDED[0] < one.on < SUSPENDED[1]]  # one began on the very day
    blank = {one.at.year: one.blank for one in snapshots()}
    assert blank == {2015: 0, 2016: 0, 2018: 0, 2019: 0, 2021: 489, 2022: 207, 2024: 0}
    assert [one.label for one in windows()] == [
        "2014/15", "2015/16", "2017/18", "2018/19", "2019/20", "2021/22", "2023/24",
    ]  # fmt: skip


def test_the_series_shows_a_step_in_2015_and_none_in_2022_that_placebos_do_not_make() -> None:
    first, last = interrupted(date(2015, 4, 1)), interrupted(date(2022, 4, 1))
    assert first is not None and last is not None and interrupted(date(2011, 4, 1)) is None
    assert first.step.low > 0 and first.as_large == 0
    assert last.step.low < 0 < last.step.high and last.as_large > len(last.placebos) / 2
    assert first.step.dispersion > 5  # quarters differ far more than chance: plain intervals would be too narrow


def test_movement_the_watch_and_outstanding_homes() -> None:
    moved = movement_change(date(2022, 4, 1))
    assert moved is not None and (moved.before.n, moved.after.n) == (1918, 2177) and moved.p < 0.01
    label, _, after, before, every = moved.after.returning[0]
    assert label == "outstanding" and every < before < 4 and every < after < 4
    seen = watch_from(date(2017, 4, 1))
    assert seen is not None and seen[0].e_alarm is None and seen[0].chart_alarm is None
    homes = consistently_outstanding()
    assert (homes.homes, homes.found) == (2385, 74)
    assert homes.independent < 10 < homes.found < homes.sticky


def test_the_command_prints_comparisons_and_writes_a_page(tmp_path: Path) -> None:
    app = typer.Typer()
    trend.register(app)
    app.command("other")(lambda: None)
    out = CliRunner().invoke(app, ["trend", "--at", "2011-04-01", "--json"])
    assert out.exit_code == 0
    assert [one["basis"] for one in json.loads(out.stdout)] == ["inspections in the period"] * 7
    file = tmp_path / "page.html"
    out = CliRunner().invoke(app, ["trend", "--at", "2015-04-01", "--html", str(file)])
    assert out.exit_code == 0 and "latest inspection at a date" in out.stdout
    page = file.read_text(encoding="utf-8")
    assert page.count("<img") == page.count(" as CSV</a>") == 6
    assert page.count("<table>") >= 10 and "<script" not in page
    assert "not why" in page
