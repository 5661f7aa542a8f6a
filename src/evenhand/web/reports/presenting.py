"""A report as a page shows it: paragraphs and lists, grades beside the texts they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.report.assembly import paragraphs
from evenhand.report.document import GradeGiven, Passage, ReportDocument

_ITEM = "- "


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
    """A section of the report."""

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
