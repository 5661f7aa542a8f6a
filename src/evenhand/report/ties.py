"""What each sentence of a report rests on: ties to items of evidence and to criteria, held by the sentence's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.casework.accuracy import AnchoredSentence, anchored
from evenhand.report.assembly import paragraphs
from evenhand.report.checks.manuscript import without_requests
from evenhand.report.layout import Slot


@dataclass(frozen=True, slots=True)
class Tie:
    """A sentence, as it stood when it was tied, with the ids of evidence items and of criteria it rests on."""

    sentence: str
    evidence: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it ties the sentence to anything."""
        return bool(self.evidence or self.criteria)


@dataclass(frozen=True, slots=True)
class TiedSentence:
    """A sentence where it stands, and what it rests on (None for nothing)."""

    where: AnchoredSentence
    tie: Tie | None


@dataclass(frozen=True, slots=True)
class TiedText:
    """A text sentence by sentence; `lapsed` are ties whose sentence is not in it any more."""

    key: str
    sentences: tuple[TiedSentence, ...]
    lapsed: tuple[Tie, ...]

    @property
    def tied(self) -> int:
        """How many sentences rest on something."""
        return sum(one.tie is not None for one in self.sentences)


def tied_text(key: str, text: str, ties: Iterable[Tie]) -> TiedText:
    """Put ties to the sentences of a text; words decide, blanks and line ends do not."""
    held = {_words(one.sentence): one for one in ties if one.holds}
    lines = anchored(key, paragraphs(without_requests(text)))
    here = [one for line in lines for one in line.sentences if any(map(str.isalnum, one.text))]
    found = tuple(TiedSentence(one, held.get(_words(one.text))) for one in here)
    there = {_words(one.text) for one in here}
    return TiedText(key, found, tuple(one for words, one in held.items() if words not in there))


def _words(sentence: str) -> str:
    return " ".join(sentence.split())


def tied_texts(
    slots: Iterable[Slot], texts: Mapping[str, str], ties: Mapping[str, Iterable[Tie]]
) -> tuple[TiedText, ...]:
    """Every text that a person writes, with its ties; what always follows the record needs none."""
    return tuple(
        tied_text(slot.key, texts.get(slot.key, ""), ties.get(slot.key, ()))
        for slot in slots
        if not slot.from_the_record
    )
