"""Working days in England: Monday to Friday without bank holidays.

The framework texts say only "working days"; that bank holidays are left out is unverified (frameworks.md, heading).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(maxsize=1)
def _bank_holidays() -> object:
    # Imported here because the calendar library is slow to load and most commands never count a day.
    import holidays

    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Whether people at the inspectorate are at work on this day."""
    return day.weekday() < 5 and day not in _bank_holidays()  # type: ignore[operator]


def add_working_days(start: date, days: int) -> date:
    """The last moment of "within `days` working days of `start`": the start itself is not counted.

    Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError(f"{days} working days is in the past; give 0 or more")
    day = start
    while days:
        day += timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day
