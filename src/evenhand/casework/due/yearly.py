"""Rules that give a number of inspections in each year."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from evenhand.casework.due.expectation import Alteration, AlterationKind, Strength
from evenhand.casework.due.history import Inspected
from evenhand.casework.due.reckoning import FULL, Answer, Need, Purpose, Reckoning
from evenhand.casework.due.year import InspectionYear
from evenhand.framework.model import FrequencyRule
from evenhand.framework.rule import FactValue
from evenhand.wording import Words, say


def whole_number(figure: FactValue) -> int:
    """A figure that counts something; raises ValueError when it is a word or a yes."""
    if isinstance(figure, bool) or not isinstance(figure, int):
        raise ValueError(f"'{figure}' is not a whole number")
    return figure


def annual_full(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Full inspections in each year; when this year's are made, the next year's window."""
    number = whole_number(rule.figures["full_inspections_min"])
    yield from _each_year(rule, at, number, (FULL,), at.fulls, Purpose.ANNUAL, looks_ahead=True)


def twice_yearly(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Full and interim inspections in each year by number, or inspections of any kind."""
    figures = rule.figures
    if "inspections_min" in figures:
        number = whole_number(figures["inspections_min"])
        yield from _each_year(rule, at, number, at.counted_types, at.counted, Purpose.COUNT, looks_ahead=True)
        return
    yield from annual_full(rule, at)
    number = whole_number(figures["interim_inspections_min"])
    interims = tuple(one for one in at.counted if one.type != FULL)
    others = tuple(one for one in at.counted_types if one != FULL)
    yield from _each_year(rule, at, number, others, interims, Purpose.COUNT, first_place=2)


def secure(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """A secure home is inspected so many times in each year, whatever its grade."""
    if at.history.secure:
        yield from yearly_second(rule, at, Purpose.COUNT, say("A secure home, whatever its grade."))


def yearly_second(rule: FrequencyRule, at: Reckoning, purpose: Purpose, why: Words) -> Iterator[Answer]:
    """What is still missing from a yearly number when the full inspections of the year are counted as coming."""
    number = whole_number(rule.figures["inspections_min"])
    for year in (at.year.before, at.year):
        made = len(at.in_year(at.counted, year))
        full_to_come = max(0, _fulls_asked(at) - len(at.in_year(at.fulls, year)))
        # Of a missed year one inspection is shown as overdue: the full one, if that is what was missed.
        if year < at.year and full_to_come:
            continue
        missing = number - made - full_to_come
        yield from _missing(rule, at, year, missing, at.lighter_first, purpose, why, first_place=2)


def _fulls_asked(at: Reckoning) -> int:
    figures = next((one.figures for one in at.framework.frequency if one.id == "annual_full"), {})
    return whole_number(figures.get("full_inspections_min", 0))


def _each_year(
    rule: FrequencyRule,
    at: Reckoning,
    number: int,
    types: tuple[str, ...],
    made: Collection[Inspected],
    purpose: Purpose,
    *,
    looks_ahead: bool = False,
    first_place: int = 1,
) -> Iterator[Answer]:
    counted = False
    for year in (at.year.before, at.year):
        missing = number - len(at.in_year(made, year))
        why = say("At least {n} in each year; {year} lacks {missing}.", n=number, year=str(year), missing=missing)
        found = tuple(_missing(rule, at, year, missing, types, purpose, why, first_place=first_place))
        counted = counted or bool(found and year == at.year)
        yield from found
    if looks_ahead and not counted and at.registered_on is not None:
        year = at.year.next
        why = say("Nothing is missing in {year}; the next year counts from {day}.", year=str(at.year), day=year.first)
        yield Need(purpose, types, year.first, year.last, _strength(rule), why, place=first_place)


def _missing(
    rule: FrequencyRule,
    at: Reckoning,
    year: InspectionYear,
    missing: int,
    types: tuple[str, ...],
    purpose: Purpose,
    why: Words,
    *,
    first_place: int = 1,
) -> Iterator[Need]:
    """The inspections missing in a year.

    Of a year gone by at most one, only until the next inspection, and only if the rule held at the end of that year.
    """
    if missing < 1 or not at.is_counted_year(year):
        return
    strength = _strength(rule)
    if year < at.year:
        later = at.fulls if types == (FULL,) else at.counted
        then = at.framework_of(year.last)
        held = then is not None and any(one.id == rule.id for one in then.frequency)
        if not held or any(one.date > year.last for one in later):
            return
        text = say("Not made in {year}; the next one counts for the year in which it is made.", year=str(year))
        missed = (Alteration(AlterationKind.MISSED, text),)
        yield Need(purpose, types, year.first, year.last, strength, why, missed, place=first_place)
        return
    for place in range(first_place, first_place + missing):
        yield Need(purpose, types, max(year.first, at.after_last), year.last, strength, why, place=place)


def _strength(rule: FrequencyRule) -> Strength:
    # The figures do not say how firm the rule is; its sentence does.
    return Strength.USUAL if "usually" in rule.words else Strength.REQUIRED
