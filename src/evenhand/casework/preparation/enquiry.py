"""Lines of enquiry that a home's history proposes: one function a rule, each with why. The inspector decides.

The thresholds are our own, chosen to be read and argued with; no framework sets them, and no line bears on a grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from evenhand.casework.preparation import kinds
from evenhand.casework.preparation.gaps import months_without_visit, questionnaires_missing, review_missing
from evenhand.casework.preparation.history import PreparationHistory, months_back
from evenhand.wording import Words, say

MONTHS = 6
# Notifications rise when there are at least so many, and at least half as many again as in the six months before.
AT_LEAST, HALF_AGAIN = 3, 1.5
VISITS_MISSING = 2
INADEQUATE, REQUIRES_IMPROVEMENT = 1, 2


@dataclass(frozen=True, slots=True)
class LineOfEnquiry:
    """Something to look into: a stable key, what, and why."""

    key: str
    what: Words
    why: Words


Rule = Callable[[PreparationHistory], LineOfEnquiry | None]


def lines_of_enquiry(history: PreparationHistory) -> tuple[LineOfEnquiry, ...]:
    """Every line that the history proposes, in the order of the rules."""
    found = (rule(history) for rule in RULES)
    return tuple(one for one in found if one is not None)


def protection_was_inadequate(history: PreparationHistory) -> LineOfEnquiry | None:
    """Protection was judged inadequate at the last full inspection."""
    if history.grades.get("helped_protected") != INADEQUATE:
        return None
    what = say("Are children safe now, and how do you know?")
    why = say("At the last full inspection, how well children are helped and protected was judged inadequate.")
    return LineOfEnquiry("protection_was_inadequate", what, why)


def leadership_was_weak(history: PreparationHistory) -> LineOfEnquiry | None:
    """Leadership was judged less than good at the last full inspection."""
    grade = history.grades.get("leaders_managers")
    if grade is None or grade > REQUIRES_IMPROVEMENT:
        return None
    what = say("Have leaders and managers changed what the last inspection found?")
    why = say("At the last full inspection, leaders and managers were judged less than good.")
    return LineOfEnquiry("leadership_was_weak", what, why)


def requirements_overdue(history: PreparationHistory) -> LineOfEnquiry | None:
    """Open requirements whose day is over."""
    late = [one.regulation for one in history.requirements if one.due_on < history.on]
    if not late:
        return None
    what = say("Has what was required been done, and what did it change for children?")
    why = say("{n} open requirements are past their day: {regulations}.", n=len(late), regulations=late)
    return LineOfEnquiry("requirements_overdue", what, why)


def notifications_rising(history: PreparationHistory) -> LineOfEnquiry | None:
    """Clearly more notifications in the last six months than in the six before."""
    middle, start = months_back(history.on, MONTHS), months_back(history.on, 2 * MONTHS)
    days = [one.day for one in history.of_kind(kinds.NOTIFICATION)]
    now, before = sum(day >= middle for day in days), sum(start <= day < middle for day in days)
    if now < AT_LEAST or now < HALF_AGAIN * before or now == before:
        return None
    what = say("What lies behind the notifications, and what did the home learn?")
    why = say("{now} notifications in the last six months, {before} in the six months before.", now=now, before=before)
    return LineOfEnquiry("notifications_rising", what, why)


def grave_notifications(history: PreparationHistory) -> LineOfEnquiry | None:
    """A notification of exploitation, an allegation, a child protection enquiry or a death since the last one."""
    told = Counter(one.answers.get("event", "") for one in history.since_last_full(kinds.NOTIFICATION))
    grave = [name for name in ("death", "exploitation", "allegation", "child_protection") if told[name]]
    if not grave:
        return None
    labels = {one.value: one.label for one in kinds.BY_ID[kinds.NOTIFICATION].question("event").options}
    what = say("How were children protected when it happened, and since?")
    why = say("Notified since the last full inspection: {events}.", events=[labels[name] for name in grave])
    return LineOfEnquiry("grave_notifications", what, why)


def visits_missing(history: PreparationHistory) -> LineOfEnquiry | None:
    """At least two of the last six monthly visits are not known."""
    months = months_without_visit(history)
    if len(months) < VISITS_MISSING:
        return None
    what = say("Does the independent person visit each month, and do leaders use what they report?")
    why = say("No report of a monthly visit is known for {n} of the last six months.", n=len(months))
    return LineOfEnquiry("visits_missing", what, why)


def visitor_doubts(history: PreparationHistory) -> LineOfEnquiry | None:
    """The independent person did not find children fully safeguarded, or their well-being promoted."""
    doubted = [
        one
        for one in history.since_last_full(kinds.MONTHLY_VISIT)
        if {one.answers.get("safeguarded"), one.answers.get("well_being")} & {"no", "in_part"}
    ]
    if not doubted:
        return None
    what = say("What did the independent person doubt, and what did the home do about it?")
    why = say("In {n} reports since the last full inspection the independent person had doubts.", n=len(doubted))
    return LineOfEnquiry("visitor_doubts", what, why)


def review_not_known(history: PreparationHistory) -> LineOfEnquiry | None:
    """No review of the quality of care within six months."""
    missing = review_missing(history)
    if missing is None:
        return None
    what = say("Does the registered person review the quality of care, and change something because of it?")
    return LineOfEnquiry("review_not_known", what, missing.words)


def concerns_received(history: PreparationHistory) -> LineOfEnquiry | None:
    """Complaints or concerns since the last full inspection."""
    told = Counter(one.answers.get("about", "") for one in history.since_last_full(kinds.CONCERN))
    if not told:
        return None
    labels = {one.value: one.label for one in kinds.BY_ID[kinds.CONCERN].question("about").options}
    about = [labels[name] for name in sorted(told) if name in labels]
    what = say("Was each complaint or concern taken seriously, and is it settled?")
    why = say("{n} since the last full inspection, about: {about}.", n=told.total(), about=about)
    return LineOfEnquiry("concerns_received", what, why)


def manager_left(history: PreparationHistory) -> LineOfEnquiry | None:
    """The newest change of the manager is that one left."""
    moves = [one for one in history.of_kind(kinds.REGISTRATION) if one.answers.get("change", "").startswith("manager_")]
    if not moves or moves[-1].answers["change"] != "manager_left":
        return None
    what = say("Who leads the home, and what is being done to appoint a manager?")
    why = say("The registered manager left on {day}, and no new one is known.", day=moves[-1].day.isoformat())
    return LineOfEnquiry("manager_left", what, why)


def enforcement_taken(history: PreparationHistory) -> LineOfEnquiry | None:
    """Enforcement since the last full inspection."""
    taken = history.since_last_full(kinds.ENFORCEMENT)
    if not taken:
        return None
    what = say("Does the home comply with what was imposed?")
    why = say("Enforcement since the last full inspection: {n}.", n=len(taken))
    return LineOfEnquiry("enforcement_taken", what, why)


def annex_a_corrected(history: PreparationHistory) -> LineOfEnquiry | None:
    """Annex A was given more than once with different figures."""
    if not history.corrected:
        return None
    what = say("Are the home’s records accurate, and do leaders know their own figures?")
    why = say("Annex A was corrected: {n} of its figures changed.", n=len(history.corrected))
    return LineOfEnquiry("annex_a_corrected", what, why)


def no_questionnaires(history: PreparationHistory) -> LineOfEnquiry | None:
    """Nobody's answers are known."""
    missing = questionnaires_missing(history)
    if missing is None:
        return None
    what = say("What do children, families and professionals say when they are asked directly?")
    return LineOfEnquiry("no_questionnaires", what, missing.words)


RULES: tuple[Rule, ...] = (
    protection_was_inadequate,
    enforcement_taken,
    requirements_overdue,
    grave_notifications,
    notifications_rising,
    concerns_received,
    visitor_doubts,
    leadership_was_weak,
    manager_left,
    visits_missing,
    review_not_known,
    annex_a_corrected,
    no_questionnaires,
)
