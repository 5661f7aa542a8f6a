"""Grades counted: the basis is stated, totals agree with the files, and nothing hidden can be worked out."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from evenhand.judgement.published_words import GRADE_WORDS
from evenhand.shares import newcombe
from evenhand.shelf import shipped
from evenhand.statistics.comparing import compare, difference
from evenhand.statistics.counting import count
from evenhand.statistics.model import Asked, Basis, By, Inspected, share_of

ORDINALS = {word.text.capitalize(): word.ordinal for word in GRADE_WORDS}
ROWS = shipped("data") / "provider_rows"


def inspected(urn: str, on: date, grade: int | None, **more) -> Inspected:
    facts = {"kind": "full", "region": "London", "sector": "Private", "authority": "Camden", "provision": "Home"}
    grades = {} if grade is None else {"overall": grade}
    return Inspected(urn=urn, on=on, framework="sccif-2017", grades=grades, **{**facts, **more})


def asked(by: By = By.PERIOD, basis: Basis = Basis.PERIOD, **more) -> Asked:
    return Asked(**{"by": by, "basis": basis, "first": date(2010, 4, 1), "last": date(2026, 3, 31), **more})


def test_a_home_inspected_twice_counts_twice_in_a_period_and_once_at_a_date() -> None:
    rows = [inspected("1", date(2019, 5, 1), 3), inspected("1", date(2019, 9, 1), 4)]
    assert count(rows, asked(), minimum=1).total.counts == (1, 1, 0, 0)
    assert count(rows, asked(basis=Basis.LATEST), minimum=1).total.counts == (1, 0, 0, 0)


def test_what_is_not_counted_is_told() -> None:
    rows = [inspected("1", date(2019, 5, 1), 3), inspected("2", date(2019, 9, 1), None)]
    assert [(str(words), n) for words, n in count(rows, asked()).left_out] == [
        ("inspections without a grade for this judgement", 1)
    ]


def test_the_gap_of_2020_and_the_old_word_are_told_where_they_bear() -> None:
    said = " ".join(map(str, count([inspected("1", date(2014, 5, 1), 3)], asked()).notes))
    assert "17 March 2020" in said and "adequate until" in said
    later = asked(first=date(2022, 4, 1))
    said = " ".join(map(str, count([inspected("1", date(2023, 5, 1), 3)], later).notes))
    assert "17 March 2020" not in said and "adequate until" not in said


def test_a_total_below_the_minimum_shows_nothing() -> None:
    found = count([inspected("1", date(2019, 5, 1), 3)], asked())
    assert found.total.total is None and found.lines[0].counts == (0, None, 0, 0) and found.total.good is None


def test_the_snapshot_of_2024_counts_as_its_file_does() -> None:
    with (ROWS / "providers_at_2024-03-31.csv").open(encoding="utf-8", newline="") as stream:
        file = [one for one in csv.DictReader(stream) if one["is_childrens_home_type"] == "Y" and one["overall"]]
    independent = Counter(one["overall"] for one in file)
    rows = [
        inspected(
            one["urn"], date.fromisoformat(one["inspection_date"]), ORDINALS[one["overall"]], region=one["region"]
        )
        for one in file
    ]
    at = asked(By.REGION, Basis.LATEST, last=date(2024, 3, 31))
    found = count(rows, at)
    words = ("Outstanding", "Good", "Requires improvement", "Inadequate")
    assert found.total.counts == tuple(independent[word] for word in words)
    assert found.total.total == len(file) == 3219
    year = [one for one in rows if one.on >= date(2023, 4, 1)]
    assert count(year, asked(By.REGION, Basis.PERIOD, first=date(2023, 4, 1))).total.total == 2971
    assert found.hides and not any(n in (1, 2, 3, 4) for line in found.lines for n in line.counts)


def test_newcombe_agrees_with_his_paper() -> None:
    # 56/70 and 48/80, the first example of the paper: 0.2000, from 0.0524 to 0.3339.
    assert newcombe(48, 80, 56, 70) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_a_difference_that_may_be_chance_is_called_that() -> None:
    assert "zero" in str(difference(share_of(10, 20), share_of(11, 20)).words)
    assert "more than chance" in str(difference(share_of(10, 100), share_of(90, 100)).words)
    assert difference(None, share_of(1, 2)) is None


def test_two_sides_are_hidden_together_and_never_mix_their_bases() -> None:
    rows = [inspected(str(n), date(2018 + n % 2, 5, 1), 4 if n == 0 else 3) for n in range(40)]
    first, second = asked(last=date(2019, 3, 31)), asked(first=date(2019, 4, 1))
    found = compare(rows, first, second)
    assert found.lines[0].counts[0] is None and None in (found.lines[0].counts[1], found.lines[0].total)
    assert found.differences[0] is None and not any(n in (1, 2, 3, 4) for line in found.lines for n in line.counts)
    assert found.hides and found.bases[0] != found.bases[1]
    for wrong in (asked(basis=Basis.LATEST), asked(), replace(second, region="London")):
        with pytest.raises(ValueError):
            compare(rows, first, wrong)
