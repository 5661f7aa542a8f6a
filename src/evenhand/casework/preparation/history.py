"""What is known of a home before an inspection, as values that rules can look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

Grades = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Sent:
    """Something sent about a home: its kind, the day it is about, and the answers by question."""

    kind: str
    day: date
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenRequirement:
    """A requirement that no published inspection found met yet, with the day by which it was due."""

    regulation: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PreparationHistory:
    """What is known of a home on a day.

    `last_full` is the first day of the last full inspection known, `grades` its ordinals by judgement, 1 the lowest.
    `annex_a` are the figures of each version of Annex A given since, the oldest first.
    """

    on: date
    registered_on: date | None = None
    last_full: date | None = None
    grades: Grades = field(default_factory=dict)
    sent: tuple[Sent, ...] = ()
    requirements: tuple[OpenRequirement, ...] = ()
    annex_a: tuple[Mapping[str, int], ...] = ()

    def of_kind(self, kind: str) -> tuple[Sent, ...]:
        """What was sent of a kind up to the day, the oldest first."""
        found = (one for one in self.sent if one.kind == kind and one.day <= self.on)
        return tuple(sorted(found, key=lambda one: one.day))

    def since_last_full(self, kind: str) -> tuple[Sent, ...]:
        """What was sent of a kind since the last full inspection; all of it when none is known."""
        return tuple(one for one in self.of_kind(kind) if self.last_full is None or one.day >= self.last_full)

    @property
    def corrected(self) -> tuple[str, ...]:
        """The figures of Annex A that a later version gave differently, each once, by name."""
        changed = {
            name
            for before, after in pairwise(self.annex_a)
            for name in {*before, *after}
            if before.get(name) != after.get(name)
        }
        return tuple(sorted(changed))


def months_back(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of a month that is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def whole_months_before(day: date, months: int) -> tuple[date, ...]:
    """The first days of the last so many whole months before the month of a day, the oldest first."""
    first = day.replace(day=1)
    return tuple(months_back(first, back) for back in range(months, 0, -1))
