"""One function for each kind of frequency rule: it reads the rule's figures and says what follows for one home.

Rules and figures are data of the framework; an id that has no function here is reported, never passed over. A rule
that a judgement sets off is taken from the version in force on the day of that judgement (`SET_OFF_BY_A_JUDGEMENT`);
every other rule from the version in force today.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evenhand.casework.due.expectation import Alteration, AlterationKind, Strength
from evenhand.casework.due.history import HappeningKind, Inspected
from evenhand.casework.due.newcomers import (
    manager_left_before_first,
    new_registration_first_half,
    new_registration_second_half,
    no_children_condition,
)
from evenhand.casework.due.reckoning import FULL, Answer, Need, Open, Purpose, Reckoning, Remark, Rule
from evenhand.casework.due.year import ONE_DAY, add_months, add_weeks, has_working_day, year_of
from evenhand.casework.due.yearly import annual_full, secure, twice_yearly, whole_number, yearly_second
from evenhand.framework.model import FrequencyRule
from evenhand.wording import say

INADEQUATE = 1  # the ordinal of the worst grade in every generation


def good_or_outstanding(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """After a good grade nothing more in the year, unless there are concerns."""
    yield from _unless_concerns(rule, at, Strength.USUAL)


def good_or_outstanding_from_october_2021(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """The same, but whether anything follows is for the Chief Inspector to decide."""
    yield from _unless_concerns(rule, at, Strength.DECISION)


def _unless_concerns(rule: FrequencyRule, at: Reckoning, strength: Strength) -> Iterator[Answer]:
    judged = _judged(rule, at)
    if judged is None:
        return
    heard = at.history.latest(HappeningKind.CONCERNS)
    if heard is None or heard <= judged.date or at.since(heard - ONE_DAY):
        if at.year.covers(judged.date):
            yield Remark(
                say("Judged good or better on {day}: this rule asks for nothing more this year.", day=judged.date)
            )
        return
    why = say("Judged good or better on {judged}, then concerns on {heard}.", judged=judged.date, heard=heard)
    change = Alteration(AlterationKind.CONCERNS, say("Only because of the concerns of {day}.", day=heard))
    types = tuple(one for one in at.lighter_first if one != FULL) + at.visits
    yield Need(Purpose.CONCERN, types, heard, year_of(heard).last, strength, why, (change,), routine=False)


def requires_improvement(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """A second inspection in the year of the judgement."""
    judged = _judged(rule, at)
    if judged is None or _inspected_since(at, judged.date):
        return
    year = year_of(judged.date)
    why = say("Judged less than good on {day}: a second inspection in {year}.", day=judged.date, year=str(year))
    first = judged.date + ONE_DAY
    yield Need(Purpose.SECOND, at.lighter_first, first, year.last, Strength.REQUIRED, why, place=2)


def less_than_good(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """A home whose last grade is less than good is inspected so many times in every year."""
    judged = _judged(rule, at)
    if judged is not None:
        why = say("Last judged less than good, on {day}.", day=judged.date)
        yield from yearly_second(rule, at, Purpose.SECOND, why)


def late_year_less_than_good(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Judged less than good late in the year: the second inspection may slip into the next.

    `full_due_before`: it is then a full one, before that day; `second_due_by`: any, by that day.
    """
    judged = _judged(rule, at)
    if judged is None:
        return
    year, figures = year_of(judged.date), rule.figures
    if not year.on(str(figures["inspected_from"])) <= judged.date <= year.on(str(figures["inspected_to"])):
        return
    full_only = "full_due_before" in figures
    if full_only:
        latest = year.next.on(str(figures["full_due_before"])) - ONE_DAY
    else:
        latest = year.next.on(str(figures["second_due_by"]))
    in_time = any(judged.date < one.date <= year.last for one in at.counted)
    later = at.since(year.last, (FULL,) if full_only else at.counted_types)
    if in_time or later or (not full_only and _number_is_made(at, judged)):
        return
    yield from _slipping(at, judged, latest, full_only)


def _number_is_made(at: Reckoning, judged: Inspected) -> bool:
    """Whether the year's number for homes less than good was complete with this judgement, so that nothing can slip."""
    then = at.framework_of(judged.date)
    figures = next((one.figures for one in then.frequency if one.id == "less_than_good"), {}) if then else {}
    made = len(at.in_year(at.counted, year_of(judged.date)))
    return "inspections_min" in figures and made >= whole_number(figures["inspections_min"])


def _slipping(at: Reckoning, judged: Inspected, latest: date, full_only: bool) -> Iterator[Answer]:
    year = year_of(judged.date)
    why = say("Judged less than good on {day}, late in the year.", day=judged.date)
    first = judged.date + ONE_DAY
    if has_working_day(max(first, at.today), year.last):
        types = (FULL,) if full_only and judged.overall == INADEQUATE else at.lighter_first
        text = say(
            "Judged between January and March: it may slip past {end}, to {latest} at the latest.",
            end=year.last,
            latest=latest,
        )
    else:
        types = (FULL,) if full_only else at.lighter_first
        text = say("Slipped from {year}, because judged between January and March.", year=str(year))
        first = year.next.first
    change = Alteration(AlterationKind.SLIPPED, text)
    yield Need(Purpose.SLIPPED, types, first, latest, Strength.REQUIRED, why, (change,))


def inadequate(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Some visit after so many weeks, and usually a full inspection within more; weeks count from the inspection."""
    judged = _judged(rule, at)
    if judged is None:
        return
    figures, day = rule.figures, judged.date
    if not at.since(day):
        first = add_weeks(day, whole_number(figures["activity_weeks_min"]))
        last = add_weeks(day, whole_number(figures["activity_weeks_max"]))
        heard = at.history.latest(HappeningKind.CONCERNS)
        changes: tuple[Alteration, ...] = ()
        if heard is not None and day < heard < first:
            text = say("Sooner, because of the concerns of {day}.", day=heard)
            first, changes = heard, (Alteration(AlterationKind.CONCERNS, text),)
        why = say("Judged inadequate on {day}: something always happens by {last}.", day=day, last=last)
        types = tuple(dict.fromkeys((*at.visits, FULL, *at.lighter_first)))
        yield Need(Purpose.ACTIVITY, types, first, last, Strength.REQUIRED, why, changes)
    if not at.since(day, (FULL,)):
        last = add_weeks(day, whole_number(figures["full_within_weeks"]))
        why = say("Judged inadequate on {day}: usually a full inspection by {last}.", day=day, last=last)
        yield Need(Purpose.RETURN, (FULL,), day + ONE_DAY, last, Strength.USUAL, why)


def inadequate_followup(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Inspected again so many months after inadequate; coming back sooner counts as well."""
    judged = at.judged
    if judged is None or judged.overall != INADEQUATE or _inspected_since(at, judged.date):
        return
    first = add_months(judged.date, whole_number(rule.figures["months_min"]))
    last = add_months(judged.date, whole_number(rule.figures["months_max"]))
    why = say("Judged inadequate on {day}: inspected again by {last}.", day=judged.date, last=last)
    yield Need(Purpose.RETURN, at.counted_types, first, last, Strength.REQUIRED, why)


def same_inspector_limit(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    """Says who may inspect, not when: see `continuity`."""
    yield from ()


def _judged(rule: FrequencyRule, at: Reckoning) -> Inspected | None:
    """The inspection whose grade is one that the rule is about; None when there is none or it has no known grade."""
    judged, figures = at.judged, rule.figures
    if judged is None or judged.overall is None:
        return None
    exactly = figures.get("last_overall_ordinal")
    low, high = figures.get("last_overall_ordinal_min", exactly), figures.get("last_overall_ordinal_max", exactly)
    fits = (low is None or judged.overall >= whole_number(low)) and (
        high is None or judged.overall <= whole_number(high)
    )
    return judged if fits else None


def _inspected_since(at: Reckoning, day: date) -> bool:
    return any(one.date > day for one in at.counted)


def grade_is_unknown(rule: FrequencyRule, at: Reckoning) -> Open | None:
    """What to say when the rule asks for the last grade and the record does not have it."""
    asks = any(name.startswith("last_overall_ordinal") for name in rule.figures) or rule.id == "inadequate_followup"
    if asks and at.judged is not None and at.judged.overall is None:
        return Open(say("The grade of the inspection of {day} is not known; enter it.", day=at.judged.date))
    return None


RULES: dict[str, Rule] = {
    "annual_full": annual_full,
    "twice_yearly": twice_yearly,
    "secure": secure,
    "good_or_outstanding": good_or_outstanding,
    "good_or_outstanding_from_october_2021": good_or_outstanding_from_october_2021,
    "requires_improvement": requires_improvement,
    "less_than_good": less_than_good,
    "late_year_less_than_good": late_year_less_than_good,
    "inadequate": inadequate,
    "inadequate_followup": inadequate_followup,
    "new_registration_first_half": new_registration_first_half,
    "new_registration_second_half": new_registration_second_half,
    "manager_left_before_first": manager_left_before_first,
    "no_children_condition": no_children_condition,
    "same_inspector_limit": same_inspector_limit,
}
SET_OFF_BY_A_JUDGEMENT = frozenset(
    {"requires_improvement", "late_year_less_than_good", "inadequate", "inadequate_followup"}
)
