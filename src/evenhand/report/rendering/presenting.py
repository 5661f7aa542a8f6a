"""A report as it is shown: paragraphs and lists, grades beside the texts they belong to, days in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenhand.report.assembly import paragraphs
from evenhand.report.document import GradeGiven, Passage, ReportDocument

_ITEM = "- "
# Not from the calendar of the machine, whose language may be another.
_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`text`) or a list (`items`); the other one is empty."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A text with its title ('' for none), the grade it gives the reasons for, and its blocks."""

    title: str
    grade: GradeGiven | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the report as it is shown."""

    id: str
    title: str
    passages: tuple[ShownPassage, ...]


def sections_of(document: ReportDocument) -> tuple[ShownSection, ...]:
    """The sections of a report in their order."""
    grades = {grade.judgement: grade for grade in document.judgements}
    if document.single is not None:
        grades[document.single.judgement] = document.single
    return tuple(
        ShownSection(section.id, section.title, tuple(_passage(one, grades) for one in section.passages))
        for section in document.sections
    )


def _passage(passage: Passage, grades: dict[str, GradeGiven]) -> ShownPassage:
    blocks = tuple(block for paragraph in passage.paragraphs for block in _blocks(paragraph))
    return ShownPassage(passage.title, grades.get(passage.judgement), blocks)


def blocks_of(text: str) -> tuple[Block, ...]:
    """A text as paragraphs and lists."""
    return tuple(block for paragraph in paragraphs(text) for block in _blocks(paragraph))


def _blocks(paragraph: str) -> list[Block]:
    """Lines that begin with '- ' make a list; a sentence may stand over them."""
    blocks: list[Block] = []
    for line in paragraph.split("\n"):
        is_item = line.startswith(_ITEM)
        last = blocks[-1] if blocks else None
        if is_item and last and last.items:
            blocks[-1] = Block(items=(*last.items, line.removeprefix(_ITEM)))
        elif is_item:
            blocks.append(Block(items=(line.removeprefix(_ITEM),)))
        elif last and last.text:
            blocks[-1] = Block(text=f"{last.text}\n{line}")
        else:
            blocks.append(Block(text=line))
    return blocks


def in_words(day: date) -> str:
    """A day as people write it: 1 April 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def period_in_words(first: date, last: date) -> str:
    """Days from first to last, saying nothing twice: 23 to 24 November 2026."""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    else:
        start = in_words(first) if first.year != last.year else in_words(first).removesuffix(f" {first.year}")
    return f"{start} to {in_words(last)}"
