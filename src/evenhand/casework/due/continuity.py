"""Who may be sent: no conflict of interest, and not the same inspector too often in a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from evenhand.casework.due.expectation import Ground
from evenhand.casework.due.yearly import whole_number
from evenhand.framework.model import Framework
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Led:
    """A full inspection and who made it, by the id of an account; more than one when a team did."""

    date: date
    inspectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class DeclaredInterest:
    """An interest that an inspector declared: in one home, in everything of one provider, or in one authority.

    Empty means: not about that. `until` None means that it still stands.
    """

    inspector: str
    urn: str = ""
    provider: str = ""
    authority: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class InspectedHome:
    """What a conflict of interest can be about."""

    urn: str
    provider: str = ""
    authority: str = ""


def conflicts(
    home: InspectedHome, inspector: str, declared: Iterable[DeclaredInterest], day: date
) -> tuple[Words, ...]:
    """Why this inspector must not be sent to this home on a day; empty when nothing declared stands against it.

    The reasons name no person and not what the interest is: a planner needs neither.
    """
    found = []
    for one in declared:
        if one.inspector != inspector or (one.until is not None and one.until < day):
            continue
        if one.urn and one.urn == home.urn:
            found.append(say("declared an interest in this home"))
        if one.provider and one.provider == home.provider:
            found.append(say("declared an interest in this home's provider"))
        if one.authority and one.authority == home.authority:
            found.append(say("declared an interest in this home's authority"))
    return tuple(found)


def consecutive_full(history: Collection[Led], inspector: str) -> int:
    """How many of the latest full inspections in a row this inspector took part in; 0 when not in the last one."""
    return _row(sorted(history, key=lambda led: led.date, reverse=True), inspector)


def row_around(history: Collection[Led], inspector: str, day: date) -> int:
    """How many full inspections right before and right after a day the inspector has in a row; those of the day count
    neither way, because one of them is what is being decided on."""
    before = [one for one in history if one.date < day]
    after = [one for one in history if one.date > day]
    return consecutive_full(before, inspector) + _row(sorted(after, key=lambda led: led.date), inspector)


def _row(ordered: Iterable[Led], inspector: str) -> int:
    return sum(1 for _one in takewhile(lambda led: inspector in led.inspectors, ordered))


@dataclass(frozen=True, slots=True)
class ContinuityLimit:
    """How many full inspections of a home in a row one inspector makes at most, and the rule that says so."""

    most: int
    ground: Ground

    def refuses(self, history: Collection[Led], inspector: str, day: date | None = None) -> Words | None:
        """Why one more full inspection would be too many; None when it would not be.

        With `day`, what is booked after it counts too: one in between would join two rows into a longer one.
        Enforcement that needs somebody who knows the case is an exception for a person to make and to record.
        """
        row = consecutive_full(history, inspector) if day is None else row_around(history, inspector, day)
        if row < self.most:
            return None
        if day is None or row == consecutive_full([one for one in history if one.date < day], inspector):
            return say("made the last {row} full inspections; the limit is {most} in a row", row=row, most=self.most)
        return say(
            "has {row} full inspections right before and after this one, made or booked; the limit is {most} in a row",
            row=row,
            most=self.most,
        )


def continuity_limit(framework: Framework) -> ContinuityLimit | None:
    """The limit of a version (`same_inspector_limit`), or None: earlier versions have no such rule."""
    for rule in framework.frequency:
        if rule.id == "same_inspector_limit" and "consecutive_full_max" in rule.figures:
            ground = Ground(framework.id, rule.id, rule.words, rule.verified)
            return ContinuityLimit(whole_number(rule.figures["consecutive_full_max"]), ground)
    return None
