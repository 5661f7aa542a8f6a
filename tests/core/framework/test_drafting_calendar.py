"""Which version is in force: a published one never changes, so one without a last day ends when the next begins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.framework.examples import AROUND, tiny

from evenhand.findings import BadInput
from evenhand.framework import reading
from evenhand.framework.checks import Surroundings
from evenhand.framework.checks.calendar import versions_follow_without_gap_or_overlap as follow
from evenhand.framework.model import Framework
from evenhand.framework.parts import Period
from evenhand.framework.reading import in_force_on
from evenhand.wording import say

TINY = tiny()
DAY = date(2020, 1, 1)
DAYS = st.integers(0, 12).map(lambda number: DAY + timedelta(days=number))


def version(name: str, start: date, end: date | None, predecessor: str | None = None) -> Framework:
    period = Period(**{"from": start, "to": end})
    return TINY.model_copy(update={"id": name, "in_force": period, "predecessor": predecessor})


def shelf(*versions: Framework) -> Surroundings:
    def find(name: str) -> Framework:
        for one in versions:
            if one.id == name:
                return one
        raise BadInput.at("FW000", say("there is none"))

    return Surroundings(framework=find, standards=AROUND.standards, shelf=lambda: versions)


def findings(one: Framework, *others: Framework) -> list[str]:
    return [str(message) for _place, message in follow.run(one, shelf(*others))]


def test_a_version_without_a_last_day_is_closed_by_the_next() -> None:
    old = version("old", DAY, None)
    assert findings(version("new", date(2022, 4, 1), None, "old"), old) == []


def test_a_written_last_day_still_contradicts() -> None:
    old = version("old", DAY, date(2022, 4, 30))
    (message,) = findings(version("new", date(2022, 4, 1), None, "old"), old)
    assert "'old' starts on 2020-01-01 and is in force until 2022-04-30" in message


def test_an_overlap_with_a_version_that_it_does_not_follow_is_seen_too() -> None:
    other, old = version("other", date(2022, 6, 1), None), version("old", DAY, None)
    until = version("new", date(2022, 4, 1), date(2022, 12, 31), "old")
    assert len(findings(until, old, other)) == 1
    assert findings(version("new", date(2022, 4, 1), None, "old"), old, other) == [], (
        "closed by the one that begins later"
    )


def test_two_versions_cannot_begin_on_one_day() -> None:
    assert len(findings(version("new", DAY, None), version("other", DAY, None))) == 1


def test_a_gap_is_measured_to_the_newest_version_before() -> None:
    old, between = version("old", DAY, date(2020, 12, 31)), version("between", date(2021, 1, 1), None)
    new = version("new", date(2022, 1, 1), None, "old")
    assert len(findings(new, old)) == 1
    assert findings(new, old, between) == []


def test_a_version_is_not_compared_with_what_it_replaces_on_the_shelf() -> None:
    assert findings(version("new", DAY, None), version("new", DAY, date(2021, 1, 1))) == []


def test_a_shelf_that_cannot_be_read_does_not_stop_the_lint() -> None:
    def torn() -> tuple[Framework, ...]:
        raise BadInput.at("YM001", say("this is not YAML"))

    around = Surroundings(framework=AROUND.framework, standards=AROUND.standards, shelf=torn)
    assert list(follow.run(TINY, around)) == []


PERIODS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 8)), max_size=4, unique_by=lambda one: one[0])


def on_a_shelf(periods: list[tuple[date, int | None]]) -> tuple[Framework, ...]:
    ordered = sorted(periods, key=lambda one: one[0])
    return tuple(
        version(f"v{number}", start, None if length is None else start + timedelta(days=length))
        for number, (start, length) in enumerate(ordered)
    )


@given(PERIODS, DAYS)
def test_the_version_in_force_is_the_last_to_begin_unless_it_has_ended(
    periods: list[tuple[date, int | None]], day: date
) -> None:
    versions = on_a_shelf(periods)
    expected = None
    for one in versions:  # walked day by day through their beginnings, as a calendar on the wall
        if one.in_force.start <= day:
            expected = one if one.in_force.end is None or one.in_force.end >= day else None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "load_all", lambda: versions)
        assert in_force_on(day) == expected


@given(PERIODS)
def test_without_findings_exactly_one_version_is_in_force_from_the_first_day_on(
    periods: list[tuple[date, int | None]],
) -> None:
    versions = on_a_shelf(periods)
    is_clean = not any(findings(one, *versions) for one in versions)
    ends = [one.in_force.end for one in versions]
    in_line = all(
        end is None or end + timedelta(days=1) == after.in_force.start
        for end, after in zip(ends, versions[1:], strict=False)
    )
    assert is_clean == in_line
