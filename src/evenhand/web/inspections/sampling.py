"""The case sample as values: the children as rows, what the sample still lacks, and who is tracked with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from evenhand.casework.stages import Stage
from evenhand.evidence.kinds.case_tracking import CASE_TRACKING
from evenhand.evidence.sample import Child, Inclusion, SampleCheck, check_sample, whom_it_stands_for
from evenhand.evidence.spec import Kind
from evenhand.web.inspections.models import CaseSample, Inspection, StageChange
from evenhand.web.inspections.record import Record, Recorded
from evenhand.web.register.models import ListedInspection

_DAY = "ended_unplanned_on"


@dataclass(frozen=True, slots=True)
class Sample:
    """A case sample as it is drawn. `chosen`: codes to reasons in the team's own words, '' for none.

    `version` is 0 before the first row is kept.
    """

    version: int = 0
    children: tuple[Child, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    buildings: tuple[str, ...] = ()

    def child(self, code: str) -> Child | None:
        """The row with this code."""
        return next((one for one in self.children if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A child on the page: what it stands for, whether it is chosen and why, and the items that track it."""

    child: Child
    stands_for: tuple[Inclusion, ...]
    is_chosen: bool
    why: str
    tracked: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the task list says of the sample: whether it is drawn and complete, who is chosen, who not tracked yet."""

    drawn: bool
    complete: bool
    chosen: int
    untracked: tuple[str, ...]


def sample_of(inspection: Inspection) -> Sample:
    """The sample as it stands; an empty one before it is begun. One query."""
    row = CaseSample.objects.filter(inspection=inspection).order_by("-version").first()
    return as_sample(row) if row else Sample()


def as_sample(row: CaseSample) -> Sample:
    """A row of the database as a value."""
    return Sample(row.version, tuple(map(_child, row.children)), dict(row.chosen), tuple(row.buildings))


def _child(stored: Mapping[str, Any]) -> Child:
    day = stored.get(_DAY)
    return Child(**{**stored, _DAY: date.fromisoformat(day) if day else None})


def to_store(child: Child) -> dict[str, Any]:
    """A child as JSON; what is not known is left out."""
    stored = {one.name: getattr(child, one.name) for one in fields(child)}
    day = stored[_DAY]
    stored[_DAY] = day.isoformat() if day else None
    return {name: value for name, value in stored.items() if value not in (None, "")}


def drawn_on(inspection: Inspection) -> date:
    """The day from which six months are counted back: today while the inspection is on, never outside its days."""
    return max(inspection.starts_on, min(timezone.localdate(), inspection.ends_on))


def last_full_inspection(inspection: Inspection) -> date | None:
    """The last full inspection of the home before this one, here or in the register. Two queries."""
    before = inspection.starts_on
    listed = ListedInspection.objects.filter(home=inspection.home_id, inspected_on__lt=before)
    made = StageChange.objects.filter(
        inspection__home=inspection.home_id,
        inspection__kind="full",
        inspection__starts_on__lt=before,
        stage=Stage.PUBLISHED,
    )
    days = [
        listed.order_by("-inspected_on").values_list("inspected_on", flat=True).first(),
        made.order_by("-inspection__starts_on").values_list("inspection__starts_on", flat=True).first(),
    ]
    return max((day for day in days if day), default=None)


def check_of(sample: Sample, inspection: Inspection, last: date | None) -> SampleCheck:
    """What the sample has of the nine things and what it lacks; raises BadInput for codes that are none."""
    return check_sample(
        sample.children, sample.chosen, on=drawn_on(inspection), last_inspection=last, buildings=sample.buildings
    )


def tracking(items: Iterable[Recorded]) -> dict[str, tuple[UUID, ...]]:
    """The case-tracking items by the code of the child they are about."""
    found: dict[str, list[UUID]] = {}
    for one in items:
        for code in one.item.initials if one.item.kind == CASE_TRACKING.id else ():
            found.setdefault(plain(code), []).append(one.id)
    return {code: tuple(ids) for code, ids in found.items()}


def plain(code: str) -> str:
    """Initials without what people put between them, so that 'A.B.' and 'AB' are one child."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def rows_of(sample: Sample, check: SampleCheck, items: Iterable[Recorded]) -> tuple[Row, ...]:
    """Every child with what it stands for and what tracks it, in the order of the rows."""
    by_code = tracking(items)
    return tuple(
        Row(
            child=one,
            stands_for=whom_it_stands_for(check, one.code),
            is_chosen=one.code in sample.chosen,
            why=sample.chosen.get(one.code, ""),
            tracked=by_code.get(plain(one.code), ()),
        )
        for one in sample.children
    )


def drawn(record: Record) -> Drawn:
    """What the task list says of the sample. Three queries, one while nothing is drawn."""
    sample = sample_of(record.inspection)
    if not sample.version:
        return Drawn(False, False, 0, ())
    check = check_of(sample, record.inspection, last_full_inspection(record.inspection))
    by_code = tracking(record.evidence)
    left = tuple(code for code in sample.chosen if plain(code) not in by_code)
    return Drawn(True, check.is_complete, len(sample.chosen), left)


def first_answers(record: Record, declared: Kind, code: str) -> dict[str, str]:
    """What an item of case tracking begins with for a child of the sample: its code, and what it stands for first.

    Nothing for other kinds or for a code that is not in the rows. At most three queries.
    """
    if declared.id != CASE_TRACKING.id or not code:
        return {}
    sample = sample_of(record.inspection)
    if sample.child(code) is None:
        return {}
    stands_for = whom_it_stands_for(check_of(sample, record.inspection, last_full_inspection(record.inspection)), code)
    reason = {"sampled_for": stands_for[0].reason.value} if stands_for else {}
    return {"initials": code, **reason}


def covers(record: Record, one: Recorded) -> tuple[str, ...]:
    """Which chosen children a case-tracking item covers, by code; nothing for other kinds. One query a record."""
    if one.item.kind != CASE_TRACKING.id:
        return ()
    kept: dict[str, Any] = record.inspection.__dict__
    # Pages list many items of one record, and the record itself asks the database nothing.
    if "_sampled" not in kept:
        kept["_sampled"] = tuple(sample_of(record.inspection).chosen)
    initials = {plain(code) for code in one.item.initials}
    return tuple(code for code in kept["_sampled"] if plain(code) in initials)
