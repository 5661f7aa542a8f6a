"""When each step of an inspection is due, by the framework's own timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.framework.model import Framework, TimelineStep
from evenhand.workingdays import add_working_days


@dataclass(frozen=True, slots=True)
class Due:
    """A step and the day by which it is to be done; `day` is None while the moment it counts from is unknown.

    `own` says that the step belongs to the type of the inspection, so that every inspection of the type has it.
    """

    step: TimelineStep
    day: date | None
    own: bool = False

    @property
    def always(self) -> bool:
        """Whether every inspection of its type has this step, not only some."""
        return self.own or not self.step.when


# Days that an inspection's own dates give, without anybody having to do anything first.
OWN_MOMENTS = frozenset({"inspection_end", "on_site_end", "visit_end"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next thing that is due: which step, when, and how many days from today (negative when it is late)."""

    step: TimelineStep
    day: date
    days_left: int


def next_deadline(dues: Iterable[Due], today: date) -> Deadline | None:
    """The next step that every inspection has, counted from its own days; the last one when all are past.

    Steps that only some inspections have (`when`) and steps that wait for other steps are left to the full timetable.
    """
    sure = [(one.day, one.step) for one in dues if one.day and one.always and one.step.after in OWN_MOMENTS]
    sure.sort(key=lambda pair: pair[0])
    coming = [pair for pair in sure if pair[0] >= today] or sure[-1:]
    return Deadline(coming[0][1], coming[0][0], (coming[0][0] - today).days) if coming else None


def timetable(framework: Framework, moments: Mapping[str, date], inspection: str = "") -> tuple[Due, ...]:
    """Deadlines in the order of the framework's timeline; with `inspection`, without those of other types.

    `moments` gives the days that have happened, by id (inspection_end, on_site_end, draft_report_to_provider …). A step
    that has happened counts from its real day; one that has not, from its own deadline.
    """
    kinds = [one.id for one in framework.inspection_types] if inspection else []
    return tuple(_walk(framework.timeline, dict(moments), kinds, inspection))


def _types_of(step: TimelineStep, kinds: Iterable[str]) -> set[str]:
    # The steps of a type carry its id first (interim_publication) or last (notify_local_authorities_assurance).
    return {kind for kind in kinds if step.id.startswith(f"{kind}_") or step.id.endswith(f"_{kind}")}


def _walk(
    steps: Iterable[TimelineStep], known: dict[str, date], kinds: Iterable[str], inspection: str
) -> Iterable[Due]:
    for step in steps:
        types = _types_of(step, kinds)
        if types and inspection not in types:
            continue
        start = known.get(step.after)
        day = None
        if start is not None and step.max_working_days is not None:
            day = add_working_days(start, step.max_working_days)
            known.setdefault(step.id, day)
        yield Due(step, day, own=bool(inspection) and step.id.startswith(f"{inspection}_"))
