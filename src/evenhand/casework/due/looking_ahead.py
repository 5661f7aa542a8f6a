"""From a home's history to what is due: the rules of the version in force, put together for one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from evenhand.casework.due.expectation import (
    Alteration,
    AlterationKind,
    Expectation,
    Ground,
    Outlook,
    Standing,
    Unanswered,
)
from evenhand.casework.due.history import HappeningKind, HomeHistory
from evenhand.casework.due.joining import Grounded, joined, standing_in
from evenhand.casework.due.reckoning import Answer, Exemption, FrameworkOf, Need, Open, Reckoning, Remark
from evenhand.casework.due.rules import RULES, SET_OFF_BY_A_JUDGEMENT, grade_is_unknown
from evenhand.casework.due.year import ONE_DAY, has_working_day
from evenhand.framework.model import Framework, FrequencyRule
from evenhand.wording import Words, say

AT_RISK_DAYS = 28
AT_RISK_SHARE = 4  # at risk in the last quarter of a window that is short


def due(framework_of: FrameworkOf, history: HomeHistory, today: date, *, at_risk_days: int = AT_RISK_DAYS) -> Outlook:
    """What is due at a home, seen from `today`; whatever happened later is left out of account.

    `framework_of` gives the version in force on a day, or None. `at_risk_days`: an inspection not yet made is at risk
    when fewer days than this are left, or less than a quarter of its window, whichever comes later.
    Source: the frequency rules of the frameworks.
    """
    framework = framework_of(today)
    known = history.until(today)
    closed = known.latest(HappeningKind.CLOSED)
    if closed is not None:
        words = say("Closed on {day}: nothing is due.", day=closed)
        return Outlook(history.urn, today, framework.id if framework else None, notes=(words,))
    if framework is None:
        reason = say("No framework on the shelf was in force on {day}.", day=today)
        return Outlook(history.urn, today, None, unanswered=(Unanswered("", reason),))
    at = Reckoning(framework_of, framework, known, today)
    return _Collected(at).outlook(at_risk_days)


class _Collected:
    """The answers of every rule, sorted by what they are."""

    def __init__(self, at: Reckoning) -> None:
        self.at = at
        self.needs: list[Grounded] = []
        self.unanswered: list[Unanswered] = list(_of_the_record(at))
        self.notes: list[Words] = []
        self.exemptions: list[Alteration] = []
        for framework, rule in rules_for(at):
            ground = Ground(framework.id, rule.id, rule.words, rule.verified)
            for answer in _answers(rule, at):
                self._sort(answer, ground)
        if at.history.is_empty and not self.exemptions:
            reason = say("This version has no rule for a home where no child lives; its windows are the usual ones.")
            self.unanswered.append(Unanswered("", reason))

    def _sort(self, answer: Answer, ground: Ground) -> None:
        match answer:
            case Need():
                self.needs.append(Grounded.on(answer, ground))
            case Open(reason=reason):
                self.unanswered.append(Unanswered(ground.rule, reason, ground))
            case Remark(words=words):
                self.notes.append(words)
            case Exemption(alteration=alteration):
                self.exemptions.append(alteration)
                self.notes.append(alteration.words)

    def _can_be_said(self, one: Grounded) -> bool:
        """Whether somebody could meet the need, and the record would show that somebody did."""
        need, ground, listed = one.need, one.grounds[0], self.at.history.lists
        if not has_working_day(need.earliest, need.latest):
            reason = say(
                "The rule leaves no working day from {first} to {last}.", first=need.earliest, last=need.latest
            )
            self.unanswered.append(Unanswered(ground.rule, reason, ground))
        elif listed is not None and need.earliest <= self.at.today and not set(need.types) <= set(listed):
            reason = say("This record would not show {types}: it may have been made.", types=list(need.types))
            self.unanswered.append(Unanswered(ground.rule, reason, ground))
        else:
            return True
        return False

    def outlook(self, at_risk_days: int) -> Outlook:
        at = self.at
        needs = [one for one in standing_in(self.needs) if self._can_be_said(one)]
        kept = [_around_suspension(_after_the_last(one, at), at) for one in joined(needs, at.today)]
        expected = [_expectation(one, at, at_risk_days, tuple(self.exemptions)) for one in kept]
        expected.sort(key=lambda one: (one.latest, one.earliest, one.types))
        notes = tuple(self.notes)
        return Outlook(at.history.urn, at.today, at.framework.id, tuple(expected), tuple(self.unanswered), notes)


def _of_the_record(at: Reckoning) -> Iterator[Unanswered]:
    """What in the record itself, and in the version as a whole, stands in the way."""
    history = at.history
    if not at.framework.frequency:
        yield Unanswered("", say("The version in force has no rule for how often homes are inspected."))
    elif at.registered_on is None:
        yield Unanswered("", say("Neither a day of registration nor an inspection is known; enter one of them."))
    elif not at.counted and not at.framework_has("new_registration_first_half") and at.year.covers(at.registered_on):
        reason = say("This version does not say when a new home is first inspected; the next whole year is counted.")
        yield Unanswered("", reason)
    for one in history.inspections:
        then = at.framework_of(one.date)
        if then is None:
            yield Unanswered("", say("No framework is known for the inspection of {day}.", day=one.date))
        elif one.type not in then.inspection_type_by_id:
            text = say(
                "'{type}' of {day} is not a type of inspection in the version of that day; write one of: {known}.",
                type=one.type,
                day=one.date,
                known=list(then.inspection_type_by_id),
            )
            yield Unanswered("", text)
    if history.is_suspended:
        yield Unanswered("", say("The registration is suspended; no rule says whether inspections are still due."))


def rules_for(at: Reckoning) -> Iterator[tuple[Framework, FrequencyRule]]:
    """The rules that bear on the home, each with its version: today's, and those that the last judgement set off.

    A rule whose figures `since` and `until` leave out the day that counts is passed over.
    """
    judged_on = at.judged.date if at.judged else None
    then = at.framework_of(judged_on) if judged_on else None
    for rule in at.framework.frequency:
        if rule.id not in SET_OFF_BY_A_JUDGEMENT and _in_force(rule, at.today):
            yield at.framework, rule
    if then is not None and judged_on is not None:
        for rule in then.frequency:
            if rule.id in SET_OFF_BY_A_JUDGEMENT and _in_force(rule, judged_on):
                yield then, rule


def _in_force(rule: FrequencyRule, day: date) -> bool:
    since, until = rule.figures.get("since"), rule.figures.get("until")
    begun = since is None or date.fromisoformat(str(since)) <= day
    return begun and (until is None or day <= date.fromisoformat(str(until)))


def _answers(rule: FrequencyRule, at: Reckoning) -> Iterator[Answer]:
    function = RULES.get(rule.id)
    if function is None:
        yield Open(say("'{rule}' cannot be computed: the program does not know this kind of rule.", rule=rule.id))
        return
    unknown = grade_is_unknown(rule, at)
    if unknown is not None:
        yield unknown
        return
    try:
        yield from tuple(function(rule, at))
    except KeyError as lacking:
        yield Open(say("'{rule}' cannot be computed: the figure {name} is missing.", rule=rule.id, name=str(lacking)))
    except ValueError as wrong:
        yield Open(say("'{rule}' cannot be computed: {problem}.", rule=rule.id, problem=str(wrong)))


def _after_the_last(one: Grounded, at: Reckoning) -> Grounded:
    """A window that is open begins after the last visit; one that has passed stays as the rules have it."""
    first = max(one.need.earliest, at.after_last)
    if at.today > one.need.latest or not has_working_day(first, one.need.latest):
        return one
    return replace(one, need=replace(one.need, earliest=first))


def _around_suspension(one: Grounded, at: Reckoning) -> Grounded:
    """A routine inspection cannot begin while routine inspection is suspended."""
    need = one.need
    for period in at.framework.suspended if need.routine else ():
        if period.end is not None and period.covers(need.earliest) and period.end < min(need.latest, at.today):
            words = say("Routine inspection was suspended until {day}.", day=period.end)
            altered = (*one.altered, Alteration(AlterationKind.SUSPENDED, words))
            return replace(one, need=replace(need, earliest=period.end + ONE_DAY), altered=altered)
    return one


def _expectation(one: Grounded, at: Reckoning, at_risk_days: int, exemptions: tuple[Alteration, ...]) -> Expectation:
    need, altered = one.need, (*one.altered, *exemptions)
    if need.routine and (period := next((it for it in at.framework.suspended if it.covers(at.today)), None)):
        words = say("Routine inspection is suspended from {first} to {last}.", first=period.start, last=period.end)
        altered = (*altered, Alteration(AlterationKind.SUSPENDED, words))
        standing = Standing.EXEMPT
    elif exemptions:
        standing = Standing.EXEMPT
    else:
        standing = standing_on(at.today, need.earliest, need.latest, at_risk_days)
    return Expectation(need.types, need.earliest, need.latest, need.strength, standing, one.grounds, one.why, altered)


def standing_on(today: date, earliest: date, latest: date, at_risk_days: int = AT_RISK_DAYS) -> Standing:
    """Where a day lies against a window."""
    if today < earliest:
        return Standing.NOT_YET
    if today > latest:
        return Standing.OVERDUE
    left, whole = (latest - today).days + 1, (latest - earliest).days + 1
    at_risk = left < min(at_risk_days, whole / AT_RISK_SHARE)
    return Standing.AT_RISK if at_risk else Standing.DUE
