"""From visits and inspectors to a proposed schedule."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evenhand.planning.drawing import draw_days
from evenhand.planning.model import (
    InspectorAvailability,
    Placement,
    PlanSettings,
    ProposedSchedule,
    Reason,
    SolverReport,
    Unplaced,
    Visit,
)
from evenhand.planning.options import Block, Choices, all_choices, is_late, travel
from evenhand.planning.solving import Solved, TooMany, solve
from evenhand.wording import say

_ROUNDS = 20  # of finding weeks whose days add up but do not fit, and solving again
_ROUNDING = 1e-6

Days = dict[int, Block]


def propose(
    visits: Sequence[Visit], inspectors: Sequence[InspectorAvailability], settings: PlanSettings
) -> ProposedSchedule:
    """A schedule that keeps windows, exclusions and working days, and whose weeks cannot be guessed.

    Travel, lateness, the heaviest load and a random weight for each week are made small together (`PlanSettings`); the
    days inside a week are drawn. Only the nearest inspectors are weighed first; all of them, if that leaves a visit
    out. Raises ValueError when two visits or two inspectors share a key.
    """
    _must_differ([one.key for one in visits])
    _must_differ([one.id for one in inspectors])
    began = time.monotonic()
    choices = all_choices(visits, inspectors, settings, settings.nearest)
    solved, days = _solved(visits, inspectors, settings, choices)
    if _left_out(visits, choices, solved, days) and settings.nearest < len(inspectors):
        left = max(1.0, settings.seconds - (time.monotonic() - began))
        choices = all_choices(visits, inspectors, settings, None)
        solved, days = _solved(visits, inspectors, replace(settings, seconds=left), choices)
    placements = tuple(_placement(visits[n], inspectors, settings, solved, n, days[n]) for n in sorted(days))
    unplaced = tuple(_unplaced(visits, choices, solved, days))
    proved = solved.gap is not None and solved.gap <= settings.gap + _ROUNDING
    seconds = time.monotonic() - began
    report = SolverReport(solved.groups, len(choices.options), solved.gap, proved, round(seconds, 2))
    return ProposedSchedule(placements, unplaced, report)


def _must_differ(keys: Sequence[str]) -> None:
    if len(set(keys)) != len(keys):
        raise ValueError("two visits, or two inspectors, have the same key; give each its own")


def _solved(
    visits: Sequence[Visit],
    inspectors: Sequence[InspectorAvailability],
    settings: PlanSettings,
    choices: Choices,
) -> tuple[Solved, Days]:
    """The choice of weeks with the days of each visit; a visit whose week does not fit in the end has no days."""
    ends = time.monotonic() + settings.seconds
    too_many: list[TooMany] = []
    for _ in range(_ROUNDS):
        left = max(1.0, ends - time.monotonic())
        solved = solve(visits, inspectors, replace(settings, seconds=left), choices, too_many)
        days, crowded = _drawn(visits, inspectors, settings, solved)
        too_many += crowded
        if not crowded or time.monotonic() > ends:
            break
    return solved, days


def _drawn(
    visits: Sequence[Visit], inspectors: Sequence[InspectorAvailability], settings: PlanSettings, solved: Solved
) -> tuple[Days, list[TooMany]]:
    weeks: dict[tuple[int, int], dict[int, Visit]] = defaultdict(dict)
    for number, option in solved.chosen.items():
        weeks[option.inspector, option.week][number] = visits[number]
    days: Days = {}
    crowded = []
    for (who, week), together in sorted(weeks.items()):
        drawn = draw_days(together, inspectors[who], settings, week)
        if drawn is None:
            crowded.append(TooMany(who, week, frozenset(together)))
        else:
            days.update(drawn)
    return days, crowded


def _left_out(visits: Sequence[Visit], choices: Choices, solved: Solved, days: Days) -> bool:
    return any(one.reason is Reason.FULL_WEEKS for one in _unplaced(visits, choices, solved, days))


def _placement(
    visit: Visit,
    inspectors: Sequence[InspectorAvailability],
    settings: PlanSettings,
    solved: Solved,
    number: int,
    days: Block,
) -> Placement:
    who = inspectors[solved.chosen[number].inspector]
    known = visit.place is not None and who.base is not None
    km = round(travel(visit, who, settings), 1) if known else None
    return Placement(visit, who.id, days, km, is_late(visit, settings))


def _unplaced(visits: Sequence[Visit], choices: Choices, solved: Solved, days: Days) -> Iterator[Unplaced]:
    for number, visit in enumerate(visits):
        if number in choices.impossible:
            yield choices.impossible[number]
        elif number in solved.held:
            words = say("Left for after these weeks: its window runs until {last}.", last=visit.latest)
            yield Unplaced(visit, Reason.LATER, words)
        elif number not in days:
            words = say("Everybody who may be sent is fully booked in the weeks of its window.")
            yield Unplaced(visit, Reason.FULL_WEEKS, words)
