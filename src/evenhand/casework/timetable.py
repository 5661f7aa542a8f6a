"""When each step of an inspection is due, by the framework's own timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.framework.model import Framework, TimelineStep
from evenhand.workingdays import add_working_days


@dataclass(frozen=True, slots=True)
class Due:
    """A step and the day by which it is to be done; `day` is None while the moment it counts from is unknown."""

    step: TimelineStep
    day: date | None


def timetable(framework: Framework, moments: Mapping[str, date]) -> tuple[Due, ...]:
    """Deadlines in the order of the framework's timeline.

    `moments` gives the days that have happened, by id (inspection_end, on_site_end, draft_report_to_provider …). A step
    that has happened counts from its real day; one that has not, from its own deadline.
    """
    return tuple(_walk(framework.timeline, dict(moments)))


def _walk(steps: Iterable[TimelineStep], known: dict[str, date]) -> Iterable[Due]:
    for step in steps:
        start = known.get(step.after)
        day = None
        if start is not None and step.max_working_days is not None:
            day = add_working_days(start, step.max_working_days)
            known.setdefault(step.id, day)
        yield Due(step, day)
