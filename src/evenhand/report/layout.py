"""Which texts a report has, in which order: the framework's sections, opened up into the places where words go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.framework.model import Framework, Judgement, ReportSection

# The section that holds the text of every judgement; a framework may give each judgement a section of its own instead.
ALL_JUDGEMENTS = "inspection_judgements"
# What these sections say is the record itself, so nobody edits them.
FROM_THE_RECORD = frozenset({"judgements", "judgement_key"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the report where one text goes.

    `key` names it in drafts. `judgement` is the id of the judgement that the text is about, or ''; `title` is empty
    where the section's own title is enough. `guide` says what belongs here, in the framework's words.
    """

    key: str
    section: str
    section_title: str
    title: str = ""
    judgement: str = ""
    guide: str = ""

    @property
    def heading(self) -> str:
        """The title under which a person finds the text."""
        return self.title or self.section_title

    @property
    def from_the_record(self) -> bool:
        """Whether the text always follows the record and nobody edits it."""
        return self.section in FROM_THE_RECORD


def slots(framework: Framework) -> tuple[Slot, ...]:
    """Every text of a report under this framework, in the fixed order of its sections.

    A framework that names no sections gets one for each judgement.
    """
    if not framework.report_sections:
        return tuple(
            Slot(key=one.id, section=one.id, section_title=one.title, judgement=one.id)
            for one in reading_order(framework)
        )
    return tuple(slot for section in framework.report_sections for slot in _slots_of(framework, section))


def reading_order(framework: Framework) -> tuple[Judgement, ...]:
    """Judgements as people read them: the headline first, then in the order in which they are decided."""
    return tuple(sorted(framework.judgements, key=lambda judgement: judgement.role != "headline"))


def slot_of(framework: Framework, judgement_id: str) -> Slot | None:
    """Where the text of a judgement goes; None when the framework's report has no place for it."""
    return next((slot for slot in slots(framework) if slot.judgement == judgement_id), None)


def _slots_of(framework: Framework, section: ReportSection) -> Iterator[Slot]:
    if section.id == ALL_JUDGEMENTS:
        for judgement in reading_order(framework):
            key = f"{section.id}.{judgement.id}"
            yield Slot(key, section.id, section.title, judgement.title, judgement.id, section.content)
        return
    own = next((one for one in framework.judgements if section.id == one.id or section.title == one.title), None)
    yield Slot(section.id, section.id, section.title, judgement=own.id if own else "", guide=section.content)
