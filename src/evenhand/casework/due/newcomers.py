"""Rules for homes that are new, that lose their manager before the first inspection, or that stand empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evenhand.casework.due.expectation import Alteration, AlterationKind, Strength
from evenhand.casework.due.history import HappeningKind
from evenhand.casework.due.reckoning import FULL, Answer, Exemption, Need, Purpose, Reckoning, Remark
from evenhand.casework.due.year import InspectionYear, add_months, add_weeks, year_of
from evenhand.casework.due.yearly import whole_number
from evenhand.framework.model import FrequencyRule
from evenhand.wording import say

# The words of `no_children_condition` name this day; its figures do not have it, and a published version never changes.
LIFTED_EARLY_UNTIL = "09-30"


def new_registration_first_half(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Registered early in the year: at least one inspection later in the same year.

    Taken at its word: an inspection before the window opens does not stand for it.
    """
    year = _registration_year(rule, at)
    if year is None:
        return
    first, last = year.on(str(rule.figures["first_from"])), year.on(str(rule.figures["first_to"]))
    if not any(one.date >= first for one in at.counted):
        yield _first(at, first, last)


def new_registration_second_half(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Registered late in the year: first inspected early in the next.

    When the manager has left, the inspection that follows is the first one, and this rule has nothing to add.
    """
    year = _registration_year(rule, at)
    if year is None or at.counted or _manager_left_on(at) is not None:
        return
    first, last = year.next.on(str(rule.figures["first_from"])), year.next.on(str(rule.figures["first_to"]))
    yield _first(at, first, last)


def _registration_year(rule: FrequencyRule, at: Reckoning) -> InspectionYear | None:
    registered = at.history.registered_on
    if registered is None:
        return None
    year, figures = year_of(registered), rule.figures
    is_meant = year.on(str(figures["registered_from"])) <= registered <= year.on(str(figures["registered_to"]))
    return year if is_meant else None


def _first(at: Reckoning, first: date, last: date) -> Need:
    day = at.history.registered_on
    why = say("Registered on {day}: first inspected from {first} to {last}.", day=day, first=first, last=last)
    change = Alteration(AlterationKind.NEW_HOME, say("A new home has a window of its own."))
    return Need(Purpose.FIRST, _full_first(at), first, last, Strength.REQUIRED, why, (change,), place=1)


def manager_left_before_first(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """The manager left before the first inspection: a full inspection within so many weeks of hearing of it."""
    heard = _manager_left_on(at)
    if heard is None or at.since(heard, (FULL,)):
        return
    last = add_weeks(heard, whole_number(rule.figures["within_weeks"]))
    why = say("Heard on {day} that the manager has left: usually a full inspection by {last}.", day=heard, last=last)
    change = Alteration(AlterationKind.MANAGER_LEFT, say("The manager left before the first inspection."))
    yield Need(Purpose.NEW_MANAGER, (FULL,), heard, last, Strength.USUAL, why, (change,))


def _manager_left_on(at: Reckoning) -> date | None:
    """When the inspectorate last heard, before any inspection, that the manager had left."""
    first = at.counted[0].date if at.counted else None
    heard = [
        one.date
        for one in at.history.happenings
        if one.kind is HappeningKind.MANAGER_LEFT and (first is None or one.date < first)
    ]
    if not heard or not at.framework_has("manager_left_before_first"):
        return None
    return heard[-1]


def no_children_condition(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Exempt while the condition stands; inspected once after it is lifted, this year or the next."""
    history = at.history
    if history.is_empty:
        begun = history.latest(HappeningKind.NO_CHILDREN_CONDITION)
        text = say("Exempt since {day}, while no child lives there.", day=begun)
        yield Exemption(Alteration(AlterationKind.NO_CHILDREN, text))
        notice = history.latest(HappeningKind.REOPENING_NOTICE)
        if notice is not None and begun is not None and notice >= begun:
            opens = add_months(notice, whole_number(rule.figures["notice_months"]))
            yield Remark(say("Gave notice on {day}; it may open again from {opens}.", day=notice, opens=opens))
        return
    lifted = history.latest(HappeningKind.CONDITION_LIFTED)
    if lifted is None or any(one.date >= lifted for one in at.counted):
        return
    year = year_of(lifted)
    is_early = lifted <= year.on(LIFTED_EARLY_UNTIL)
    first, last = (lifted, year.last) if is_early else (year.next.first, year.next.last)
    why = say("The condition was lifted on {day}: inspected once by {last}.", day=lifted, last=last)
    change = Alteration(AlterationKind.REOPENED, say("Exempt until {day}, while no child lived there.", day=lifted))
    yield Need(Purpose.REOPENED, _full_first(at), first, last, Strength.REQUIRED, why, (change,), place=1)


def _full_first(at: Reckoning) -> tuple[str, ...]:
    return tuple(sorted(at.counted_types, key=lambda one: one != FULL))
