"""Working days in England: known bank holidays, and agreement with counting one day after another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.workingdays import add_working_days, is_working_day


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 1, 1),  # New Year's Day
        date(2024, 3, 29),  # Good Friday
        date(2024, 4, 1),  # Easter Monday
        date(2024, 5, 6),  # early May
        date(2024, 5, 27),  # spring
        date(2024, 8, 26),  # summer
        date(2024, 12, 25),
        date(2024, 12, 26),
        date(2021, 12, 27),  # Christmas Day 2021 was a Saturday; Monday stood in
        date(2021, 12, 28),  # and Tuesday for Boxing Day
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # funeral of the Queen
        date(2023, 5, 8),  # coronation
    ],
)
def test_nobody_works_on_a_bank_holiday(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 1, 2),  # a holiday in Scotland only
        date(2024, 3, 18),  # St Patrick's Day (observed) in Northern Ireland only
        date(2024, 7, 12),
        date(2024, 11, 29),
        date(2022, 5, 30),  # the spring holiday of 2022 was moved to June
    ],
)
def test_people_in_england_work_on_other_days(day: date) -> None:
    assert is_working_day(day)


def test_nobody_works_at_the_weekend() -> None:
    assert not is_working_day(date(2024, 6, 8))
    assert not is_working_day(date(2024, 6, 9))


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2024, 6, 3), 0, date(2024, 6, 3)),
        (date(2024, 6, 3), 5, date(2024, 6, 10)),
        (date(2024, 6, 7), 1, date(2024, 6, 10)),  # Friday to Monday
        (date(2024, 6, 8), 1, date(2024, 6, 10)),  # Saturday to Monday
        (date(2024, 3, 28), 1, date(2024, 4, 2)),  # over Easter
        (date(2024, 12, 20), 5, date(2024, 12, 31)),  # over Christmas
        (date(2025, 4, 9), 18, date(2025, 5, 8)),  # a draft report: Easter and early May in between
    ],
)
def test_the_start_is_not_counted(start: date, days: int, last: date) -> None:
    assert add_working_days(start, days) == last


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="give 0 or more"):
        add_working_days(date(2024, 6, 3), -1)


DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_the_count_agrees_with_a_calendar_and_a_pencil(start: date, days: int) -> None:
    last = add_working_days(start, days)
    between = [start + timedelta(days=passed) for passed in range(1, (last - start).days + 1)]
    assert sum(is_working_day(day) for day in between) == days
    assert is_working_day(last)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_two_deadlines_one_after_the_other_are_one(start: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(start, first), second) == add_working_days(start, first + second)
