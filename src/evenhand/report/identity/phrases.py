"""Names of lists found in a text, in one walk over its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from evenhand.report.identity.clue import Kind
from evenhand.report.identity.lists import Phrases
from evenhand.report.identity.reading import Reading, Token


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of a list in the text: its words there, what kind of name it is, and whether it is also a word."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    kind: Kind
    also_a_word: bool

    @property
    def capitals(self) -> bool:
        """Whether it is written as a name: its first and last word with a capital."""
        return self.tokens[0].capital and self.tokens[-1].capital

    @property
    def opens(self) -> bool:
        """Whether a sentence begins with it."""
        return self.tokens[0].opens


def hits(known: Phrases, reading: Reading) -> Iterator[Hit]:
    """The longest name at each place; a word belongs to one name only."""
    atoms = reading.atoms
    place = 0
    while place < len(atoms):
        for words, kind, also_a_word in known.get(atoms[place].plain, ()):
            run = atoms[place : place + len(words)]
            if _fits(run, words, reading):
                yield Hit(run, words, kind, also_a_word)
                place += len(words) - 1
                break
        place += 1


def _fits(run: tuple[Token, ...], words: tuple[str, ...], reading: Reading) -> bool:
    if len(run) < len(words) or any(one.plain != word for one, word in zip(run, words, strict=True)):
        return False
    return all(reading.close(first, second) for first, second in pairwise(run))
