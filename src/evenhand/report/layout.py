"""Which texts a report has, in which order: the framework's sections, opened up into the places where words go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from evenhand.casework.types import makes_grades, must_grade, single_judgement
from evenhand.framework.model import Framework, InspectionType, Judgement, ReportSection

# The section that holds the text of every judgement; a framework may give each judgement a section of its own instead.
ALL_JUDGEMENTS = "inspection_judgements"
# What these sections say is the record itself, so nobody edits them.
FROM_THE_RECORD = frozenset({"judgements", "judgement_key"})
MEANINGS = "judgement_key"
IMPROVEMENT = "areas_for_improvement"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the report where one text goes.

    `key` names it in drafts. `judgement` is the id of the judgement that the text is about, or ''; `title` is empty
    where the section's own title is enough. `guide` says what belongs here, in the framework's words. `form` is
    `single` for the text of a type's one judgement (`judgement` is then the id of the type) and `narrative` for what a
    type without a judgement reports in words.
    """

    key: str
    section: str
    section_title: str
    title: str = ""
    judgement: str = ""
    guide: str = ""
    form: Literal["", "single", "narrative"] = ""

    @property
    def heading(self) -> str:
        """The title under which a person finds the text."""
        return self.title or self.section_title

    @property
    def from_the_record(self) -> bool:
        """Whether the text always follows the record and nobody edits it."""
        return self.section in FROM_THE_RECORD


def slots(framework: Framework, inspection: str = "full", *, graded: bool | None = None) -> tuple[Slot, ...]:
    """Every text of a report under this framework, in the fixed order of its sections.

    The graded judgements have a place when the type makes them; `graded` says whether a visit that may bring new ones
    does. A framework that names no sections gets one for each judgement. An id that is no type counts as graded.
    """
    kind = framework.inspection_type_by_id.get(inspection)
    if kind is None or must_grade(framework, inspection):
        return tuple(_all_slots(framework, (), graded=True))
    return tuple(
        _all_slots(framework, (_own_slot(framework, kind),), graded=bool(graded) and makes_grades(framework, kind.id))
    )


def _own_slot(framework: Framework, kind: InspectionType) -> Slot:
    judgement = single_judgement(framework, kind.id)
    guide = kind.when or kind.title
    if judgement is not None:
        return Slot(kind.id, kind.id, kind.title, judgement.title, kind.id, guide, "single")
    return Slot(kind.id, kind.id, kind.title, guide=guide, form="narrative")


def _all_slots(framework: Framework, own: tuple[Slot, ...], *, graded: bool) -> Iterator[Slot]:
    """The sections opened up; what the type itself says stands where the first judgement would."""
    sections = framework.report_sections
    bare = () if sections else tuple(Slot(one.id, one.id, one.title, "", one.id) for one in reading_order(framework))
    waiting = own
    for slot in (*bare, *(slot for section in sections for slot in _slots_of(framework, section))):
        if slot.judgement and waiting:
            yield from waiting
            waiting = ()
        if slot.judgement and not graded:
            continue
        if slot.section == MEANINGS and not graded and not any(one.form == "single" for one in own):
            continue
        yield slot
    yield from waiting


def reading_order(framework: Framework) -> tuple[Judgement, ...]:
    """Judgements as people read them: the headline first, then in the order in which they are decided."""
    return tuple(sorted(framework.judgements, key=lambda judgement: judgement.role != "headline"))


def slot_of(places: Iterable[Slot], judgement_id: str) -> Slot | None:
    """Where the text of a judgement goes; None when the report has no place for it."""
    return next((slot for slot in places if slot.judgement == judgement_id), None)


def _slots_of(framework: Framework, section: ReportSection) -> Iterator[Slot]:
    if section.id == ALL_JUDGEMENTS:
        for judgement in reading_order(framework):
            key = f"{section.id}.{judgement.id}"
            yield Slot(key, section.id, section.title, judgement.title, judgement.id, section.content)
        return
    own = next((one for one in framework.judgements if section.id == one.id or section.title == one.title), None)
    yield Slot(section.id, section.id, section.title, judgement=own.id if own else "", guide=section.content)
