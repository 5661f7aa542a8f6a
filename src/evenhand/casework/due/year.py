"""The inspection year, 1 April to 31 March, and steps of weeks and months from a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from evenhand.workingdays import is_working_day

# No framework gives these days as figures; every generation that counts by the year counts by this one (reg 27).
FIRST_MONTH, FIRST_DAY = 4, 1
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class InspectionYear:
    """The inspection year that begins on 1 April of `begins`."""

    begins: int

    @property
    def first(self) -> date:
        """Its first day, 1 April."""
        return date(self.begins, FIRST_MONTH, FIRST_DAY)

    @property
    def last(self) -> date:
        """Its last day, 31 March."""
        return self.next.first - ONE_DAY

    @property
    def next(self) -> InspectionYear:
        """The year after."""
        return InspectionYear(self.begins + 1)

    @property
    def before(self) -> InspectionYear:
        """The year before."""
        return InspectionYear(self.begins - 1)

    def covers(self, day: date) -> bool:
        """Whether the day lies in this year."""
        return self.first <= day <= self.last

    def on(self, month_day: str) -> date:
        """The day of this year that a figure such as "06-30" means; raises ValueError for anything else."""
        month, day = (int(part) for part in month_day.split("-"))
        return date(self.begins + (month < FIRST_MONTH), month, day)

    def __str__(self) -> str:
        return f"{self.begins}-{(self.begins + 1) % 100:02d}"


def year_of(day: date) -> InspectionYear:
    """The inspection year of a day."""
    return InspectionYear(day.year if day.month >= FIRST_MONTH else day.year - 1)


def add_weeks(day: date, weeks: int) -> date:
    """The same day of the week, so many weeks later."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months later; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))


def has_working_day(first: date, last: date) -> bool:
    """Whether anybody is at work on a day from `first` to `last`, both included; an empty window has none."""
    day = first
    while day <= last:
        if is_working_day(day):
            return True
        day += ONE_DAY
    return False
