"""The live watch: alarms where shares moved, looking often costs nothing, what an alarm is worth is measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.trend.made_up import many

from evenhand.trend.alerts import LEAST_BASELINE, MARGIN, NOT_A_PROOF, baseline_of, look, measured
from evenhand.trend.rows import ListedInspection

DAY = date(2018, 4, 1)
BEFORE = many(400, 320, "2017-04-01")


def since(n: int, good: int) -> list[ListedInspection]:
    """Inspections after the day, each published three weeks after its day."""
    return [
        replace(one, urn=f"n{k}", seen=one.on + timedelta(21))
        for k, one in enumerate(many(n, good, DAY.isoformat()))
    ]  # fmt: skip


def test_a_large_fall_raises_the_chart_first_and_then_the_sequence() -> None:
    found = look([*BEFORE, *since(600, 300)], DAY)
    assert found is not None and found.baseline_n == 400
    by_kind = {one.kind: one for one in found.alarms}
    assert set(by_kind) == {"fall", "chart"} and by_kind["chart"].number < by_kind["fall"].number
    fall = by_kind["fall"]
    assert fall.high < -MARGIN and fall.low < fall.observed - fall.expected < fall.high
    assert f"n = {fall.number} inspections" in str(fall.figures) and "lower than expected" in str(fall.claim)
    assert "2018-04-01" in str(found.basis) and "400 listed inspections" in str(found.basis)


def test_a_rise_is_told_as_well_and_no_change_is_not() -> None:
    up = look([*BEFORE, *since(900, 890)], DAY)
    assert up is not None and [one.kind for one in up.alarms] == ["rise"]
    same = look([*BEFORE, *since(900, 720)], DAY)
    assert same is not None and same.alarms == () and same.last is not None and same.last.number == 900
    assert same.last.low < 0 < same.last.high


def test_what_is_published_later_does_not_change_the_path_so_far() -> None:
    rows = since(600, 300)
    first, whole = look([*BEFORE, *rows[:500]], DAY), look([*BEFORE, *rows], DAY)
    assert first is not None and whole is not None and first.alarms == whole.alarms
    late = replace(rows[0], urn="late", on=DAY, seen=date(2030, 1, 1), grade=1)
    again = look([*BEFORE, *rows, late], DAY)
    assert again is not None and again.alarms == whole.alarms
    assert again.last is not None and again.last.number == 601


def test_the_chart_is_silent_after_the_horizon_that_its_limit_is_for() -> None:
    # All is well for as long as the chart runs, and only then do grades fall.
    good = [replace(one, grade=3) for one in since(300, 300)]
    late = [replace(one, urn=f"x{one.urn}", on=one.on + timedelta(360), seen=date(2020, 1, 1)) for one in since(99, 0)]
    small = BEFORE[::2]
    found = look([*small, *good, *late], DAY)
    assert found is not None and found.last is not None and found.last.horizon == 300 < found.last.number
    assert found.last.height > found.last.limit and "chart" not in [one.kind for one in found.alarms]


def test_a_thin_baseline_is_not_watched_and_an_old_one_is_said_to_be_old() -> None:
    assert look([*BEFORE[: LEAST_BASELINE - 1], *since(100, 10)], DAY) is None
    assert look(since(100, 10), DAY) is None and baseline_of([], DAY) == ()
    old = look(BEFORE, date(2025, 4, 4))
    assert old is not None and old.last is None and old.alarms == () and old.baseline[1] < date(2018, 4, 1)
    assert old.as_dict() == {"n": 0, "baseline_n": 400}


def test_false_alarms_are_measured_and_are_few() -> None:
    worth = measured(BEFORE, runs=200, refits=20)
    assert set(worth) == {"fall", "rise", "chart"} and all(one.horizon == 400 for one in worth.values())
    assert worth["chart"].low <= worth["chart"].rate <= worth["chart"].high and worth["chart"].rate < 0.08
    assert worth["fall"].rate == worth["rise"].rate == 0
    assert "of 200 simulated watches of 400 inspections" in str(worth["chart"].words)
    assert worth == measured(BEFORE, runs=200, refits=20)
    with pytest.raises(ValueError):
        measured([])


def test_the_words_claim_neither_proof_nor_cause() -> None:
    assert "no proof" in str(NOT_A_PROOF) and "no cause" in str(NOT_A_PROOF)
