"""The texts of a framework that somebody has to read and understand, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evenhand.framework.checks.walk import criteria
from evenhand.framework.clarity.sentences import words
from evenhand.framework.model import Framework
from evenhand.framework.reading import Place

# Titles are left out: they are names, often set by law, and no sentences.
PARTS = (
    *("summary", "evidence_areas", "criteria", "descriptors", "rules", "facts"),
    *("inspection_types", "frequency", "timeline"),
)


@dataclass(frozen=True, slots=True)
class TextPiece:
    """One text: the part it belongs to, the id of its piece, its field, and whether the piece was read in the original.

    `key` names the same text in another version.
    """

    part: str
    id: str
    field: str
    place: Place
    text: str
    title: str = ""
    verified: bool = True

    @property
    def key(self) -> tuple[str, str, str]:
        """Part, id and field."""
        return self.part, self.id, self.field


@dataclass(frozen=True, slots=True)
class Pair:
    """The same text (by part, id and field) in two versions, and how many words it has in each."""

    key: tuple[str, str, str]
    words: tuple[int, int]
    is_unchanged: bool


def passages(framework: Framework) -> tuple[TextPiece, ...]:
    """Every text, part by part in the order of `PARTS`; empty texts are left out."""
    found = [one for one in _all(framework) if one.text.strip()]
    return tuple(sorted(found, key=lambda one: PARTS.index(one.part)))


def _all(framework: Framework) -> Iterator[TextPiece]:
    yield TextPiece("summary", "summary", "summary", ("summary",), framework.summary, verified=framework.verified)
    for place, criterion in criteria(framework):
        yield _of("criteria", criterion, place, "text", title=criterion.title)
    for index, one in enumerate(framework.descriptors):
        name = f"{one.judgement}: {one.grade}"
        yield _of("descriptors", one, ("descriptors", index), "text", name=name)
    # Each field with the part it stands in; a question and its help are two texts, because they are read apart.
    for part, field in (
        *(("evidence_areas", "text"), ("rules", "words"), ("facts", "question"), ("facts", "help")),
        *(("inspection_types", "when"), ("frequency", "words"), ("timeline", "when")),
    ):
        for index, piece in enumerate(getattr(framework, part)):
            yield _of(part, piece, (part, index), field)


def _of(part: str, piece: Any, place: Place, field: str, *, name: str = "", title: str = "") -> TextPiece:
    return TextPiece(part, name or piece.id, field, (*place, field), getattr(piece, field), title, piece.verified)


def pairs(one: Framework, other: Framework) -> tuple[Pair, ...]:
    """The texts that stand in both versions under equal ids, in the order of the first; spaces do not count."""
    others = {passage.key: passage.text for passage in passages(other)}
    return tuple(
        Pair(mine.key, (len(words(mine.text)), len(words(others[mine.key]))), _same(mine.text, others[mine.key]))
        for mine in passages(one)
        if mine.key in others
    )


def _same(text: str, other: str) -> bool:
    return text.split() == other.split()
