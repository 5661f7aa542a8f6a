"""Placebo dates: how far the same figures move where nobody changed the framework."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from evenhand.trend.compared import Comparison
from evenhand.trend.pairs import like_for_like, of_figures, of_windows
from evenhand.trend.published import FrameworkChange, PublishedFigure
from evenhand.trend.rows import windows
from evenhand.wording import Words, say

NEAR = 31  # days within which a placebo date would be the real one


def placebo_days(at: date, changes: Sequence[FrameworkChange]) -> tuple[date, ...]:
    """The first of April of every other year without a reported change of framework within a month."""
    days = [date(year, 4, 1) for year in range(2008, 2026)]
    return tuple(one for one in days if one != at and all(abs((change.on - one).days) > NEAR for change in changes))


def placebo_pairs(
    at: date, figures: Sequence[PublishedFigure], changes: Sequence[FrameworkChange]
) -> tuple[Comparison, ...]:
    """Comparisons across days on which nothing changed, of the share good or outstanding, each on its own basis.

    A pair that spans a real change as well is left out, so few remain: that is itself an answer.
    """
    found = []
    for day in placebo_days(at, changes):
        for first, second in like_for_like(day, figures):
            if not _spans(first.end, second.start or second.end, changes):
                found.append(of_figures(day, first, second, "good_or_better", changes))
        years = windows()
        for before, after in pairwise(years):
            if after.first == day and before.last < day and (after.first - before.last).days < 10:
                found.append(of_windows(day, before, after, "good_or_better", changes))
    return tuple(replace(one, placebo=True, caveats=(*_notes(one), *one.caveats)) for one in found)


def _notes(one: Comparison) -> tuple[Words, ...]:
    plain = say("A placebo: no change of the framework is reported for this day.")
    if not one.basis.is_at_a_date:
        return (plain,)
    return plain, say(
        "Grades from before the last change leave a stock of homes only as homes are inspected again, so a placebo of "
        "this kind can still show an earlier change."
    )


def _spans(first: date | None, second: date | None, changes: Sequence[FrameworkChange]) -> bool:
    return first is None or second is None or any(first < change.on <= second for change in changes)
