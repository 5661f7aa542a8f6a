"""What a frequency rule may look at, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from evenhand.casework.due.expectation import Alteration, Strength
from evenhand.casework.due.history import HappeningKind, HomeHistory, Inspected
from evenhand.casework.due.year import ONE_DAY, InspectionYear, year_of
from evenhand.framework.model import Framework, FrequencyRule
from evenhand.wording import Words

FrameworkOf = Callable[[date], Framework | None]
FULL = "full"  # in every version the grades of a home come from the type with this id; the lint sees to it (FW063)
_NARRATIVE = ("narrative", "narrative_may_regrade")


class Purpose(StrEnum):
    """What an expected inspection is for. Some purposes stand in for others: see `STANDS_FOR`."""

    ANNUAL = "annual"
    COUNT = "count"
    SECOND = "second"
    SLIPPED = "slipped"
    ACTIVITY = "activity"
    RETURN = "return"
    FIRST = "first"
    NEW_MANAGER = "new_manager"
    REOPENED = "reopened"
    CONCERN = "concern"


# A new home, and one that opens again, has a calendar of its own until its inspection; a second inspection that may
# slip is the same second inspection.
STANDS_FOR = {
    Purpose.FIRST: {Purpose.ANNUAL, Purpose.COUNT, Purpose.SECOND},
    Purpose.NEW_MANAGER: {Purpose.ANNUAL, Purpose.COUNT},
    Purpose.REOPENED: {Purpose.ANNUAL, Purpose.COUNT, Purpose.SECOND, Purpose.SLIPPED, Purpose.FIRST},
    Purpose.SLIPPED: {Purpose.SECOND},
}


@dataclass(frozen=True, slots=True)
class Need:
    """One inspection that one rule asks for, not yet compared with what other rules ask for.

    `place`: which inspection of its year it is (1 the full one, 2 the second); two that differ are two visits.
    `routine`: not made while routine inspection is suspended.
    """

    purpose: Purpose
    types: tuple[str, ...]
    earliest: date
    latest: date
    strength: Strength
    why: Words
    altered: tuple[Alteration, ...] = ()
    place: int | None = None
    routine: bool = True


@dataclass(frozen=True, slots=True)
class Open:
    """What a rule cannot say of this home."""

    reason: Words


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule means for this home although nothing follows from it now."""

    words: Words


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that lets the home off every inspection for now."""

    alteration: Alteration


Answer = Need | Open | Remark | Exemption
Rule = Callable[[FrequencyRule, "Reckoning"], Iterable[Answer]]


@dataclass(frozen=True)
class Reckoning:
    """A home seen from one day: its history until then, the version in force, and what follows from both."""

    framework_of: FrameworkOf
    framework: Framework
    history: HomeHistory
    today: date

    @property
    def year(self) -> InspectionYear:
        """The inspection year of today."""
        return year_of(self.today)

    @cached_property
    def counted_types(self) -> tuple[str, ...]:
        """Types of today's version that count as an inspection: all but narrative visits. The lightest comes last.

        That a monitoring visit is no inspection in the sense of a yearly number is our reading, unverified.
        """
        return tuple(one.id for one in self.framework.inspection_types if one.outcome not in _NARRATIVE)

    @property
    def lighter_first(self) -> tuple[str, ...]:
        """The counted types, with the second kind of inspection (interim, assurance) before the full one."""
        return tuple(sorted(self.counted_types, key=lambda one: one == FULL))

    @property
    def visits(self) -> tuple[str, ...]:
        """Narrative visits of today's version that may give a new grade: monitoring."""
        return tuple(one.id for one in self.framework.inspection_types if one.outcome == "narrative_may_regrade")

    def framework_has(self, rule_id: str) -> bool:
        """Whether today's version has a frequency rule with this id."""
        return any(one.id == rule_id for one in self.framework.frequency)

    @cached_property
    def counted(self) -> tuple[Inspected, ...]:
        """Inspections made so far that count, oldest first."""
        return tuple(one for one in self.history.inspections if self._counts(one))

    def _counts(self, one: Inspected) -> bool:
        then = self.framework_of(one.date)
        kind = then.inspection_type_by_id.get(one.type) if then else None
        return kind is not None and kind.outcome not in _NARRATIVE

    @cached_property
    def fulls(self) -> tuple[Inspected, ...]:
        """Full inspections made so far."""
        return tuple(one for one in self.history.inspections if one.type == FULL)

    @cached_property
    def judged(self) -> Inspected | None:
        """The inspection whose overall grade stands: the last full one, or a later visit that gave a new grade."""
        bearing = [one for one in self.history.inspections if one.type == FULL or one.overall is not None]
        return bearing[-1] if bearing else None

    @property
    def after_last(self) -> date:
        """The day after the last inspection or visit of any type; the first of days when there was none."""
        made = self.history.inspections
        return made[-1].date + ONE_DAY if made else date.min

    def in_year(self, made: Iterable[Inspected], year: InspectionYear) -> tuple[Inspected, ...]:
        """Those of the inspections that were made in this year."""
        return tuple(one for one in made if year.covers(one.date))

    def since(self, day: date, types: Iterable[str] | None = None) -> bool:
        """Whether an inspection or visit (of one of these types) was made after this day."""
        wanted = None if types is None else set(types)
        return any(one.date > day and (wanted is None or one.type in wanted) for one in self.history.inspections)

    def is_counted_year(self, year: InspectionYear) -> bool:
        """Whether yearly numbers hold for this year: the home was registered, open and not exempt throughout.

        The year in which a home is registered belongs to the rules for new homes. Without a registration date the
        home is taken to be as old as its first known inspection.
        """
        registered = self.registered_on
        return registered is not None and registered < year.first and not self._was_paused(year)

    @property
    def registered_on(self) -> date | None:
        """The day of registration, or the first known inspection where the record has none."""
        made = self.history.inspections
        return self.history.registered_on or (made[0].date if made else None)

    def _was_paused(self, year: InspectionYear) -> bool:
        """Whether the year was cut short: exempt at its end, opened again in it, or suspended at its end."""
        lifted = self.history.latest(HappeningKind.CONDITION_LIFTED)
        if lifted is not None and year.covers(lifted):
            return True
        if year.last >= self.today:
            return False
        then = self.framework_of(year.last)
        if then is not None and any(period.covers(year.last) for period in then.suspended):
            return True
        return self.history.until(year.last).is_empty
