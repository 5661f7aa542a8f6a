"""What a preparation pack should hold and does not: one function for each thing that can be missing.

A gap says that nothing is known here, not that nothing was done: a report may exist that was never sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from evenhand.casework.preparation import kinds
from evenhand.casework.preparation.history import PreparationHistory, months_back, whole_months_before
from evenhand.wording import Words, say

MONTHS = 6


@dataclass(frozen=True, slots=True)
class MissingSource:
    """A source that is missing from a pack: a stable key, and a sentence that says what and since when."""

    key: str
    words: Words


def gaps(history: PreparationHistory) -> tuple[MissingSource, ...]:
    """Everything that is missing, in the order of the rules."""
    found = (rule(history) for rule in RULES)
    return tuple(one for one in found if one is not None)


def months_without_visit(history: PreparationHistory) -> tuple[date, ...]:
    """The months, of the last six whole ones since the home was registered, of which no report of a visit is known."""
    visited = {one.day.replace(day=1) for one in history.of_kind(kinds.MONTHLY_VISIT)}
    begun = history.registered_on
    asked = (month for month in whole_months_before(history.on, MONTHS) if begun is None or month > begun)
    return tuple(month for month in asked if month not in visited)


def visits_missing(history: PreparationHistory) -> MissingSource | None:
    """No report of the independent person for some of the last six whole months (regulation 44: once a month)."""
    months = months_without_visit(history)
    if not months:
        return None
    named = [month.strftime("%m/%Y") for month in months]
    words = say(
        "No report of a monthly visit (regulation 44) is known for {n} of the last six months: {months}.",
        n=len(months),
        months=named,
    )
    return MissingSource("visits_missing", words)


def review_missing(history: PreparationHistory) -> MissingSource | None:
    """No review of the quality of care within six months (regulation 45), once the home is six months old."""
    start = months_back(history.on, MONTHS)
    if history.registered_on is not None and history.registered_on > start:
        return None
    if any(one.day >= start for one in history.of_kind(kinds.QUALITY_REVIEW)):
        return None
    words = say("No quality of care review (regulation 45) is known from the last six months.")
    return MissingSource("review_missing", words)


def questionnaires_missing(history: PreparationHistory) -> MissingSource | None:
    """Nothing is known of what children, families, staff or professionals answered since the last full inspection."""
    if history.since_last_full(kinds.QUESTIONNAIRES):
        return None
    return MissingSource("questionnaires_missing", say("No answers to questionnaires are known."))


def annex_a_missing(history: PreparationHistory) -> MissingSource | None:
    """The home has not given its Annex A since the last full inspection."""
    if history.annex_a:
        return None
    return MissingSource("annex_a_missing", say("The home has not filled in Annex A yet."))


def notifications_missing(history: PreparationHistory) -> MissingSource | None:
    """No notification at all since the last full inspection: nothing happened, or nothing was told."""
    if history.since_last_full(kinds.NOTIFICATION):
        return None
    words = say(
        "No notification (regulation 40) is known since the last full inspection: none happened, or none was told."
    )
    return MissingSource("notifications_missing", words)


def earlier_judgements_missing(history: PreparationHistory) -> MissingSource | None:
    """No earlier full inspection is known."""
    if history.last_full is not None:
        return None
    return MissingSource("earlier_judgements_missing", say("No earlier full inspection of the home is known."))


RULES: tuple[Callable[[PreparationHistory], MissingSource | None], ...] = (
    visits_missing,
    review_missing,
    questionnaires_missing,
    annex_a_missing,
    notifications_missing,
    earlier_judgements_missing,
)
