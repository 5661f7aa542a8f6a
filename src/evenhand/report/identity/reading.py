"""A text as the detector reads it: its words with where they stand, in one shape of quotes and hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

# One sign for one sign, so that what is found keeps its place.
_ONE_SHAPE = str.maketrans(
    {"’": "'", "‘": "'", "\u02bc": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2011": "-", "\u2010": "-"}
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*(?:-[^\W\d_]+(?:'[^\W\d_]+)*)*'?")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:…](?:\s|\"|\))|\"|\n\s*\n|\n\s*(?:[-*•]|\d+[.)])|(?<=\n)-)[\s\"'(*•-]*$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as written, in small letters without a possessive, and whether a sentence begins with it."""

    text: str
    plain: str
    start: int
    end: int
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is all in capitals."""
        return self.text.isupper() and len(self.text) > 1


class Reading:
    """A text with its words; `text` has one shape of quotes, and every sign where it was."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(_ONE_SHAPE)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words in order."""
        found: list[Token] = []
        last = 0
        for match in _WORD.finditer(self.text):
            word = match.group().rstrip("'")
            end = match.start() + len(word)
            opens = bool(_SENTENCE_ENDS.search(self.text, max(last - 1, 0), match.start())) if found else True
            found.append(Token(word, _plain(word), match.start(), end, opens))
            last = end
        return tuple(found)

    @cached_property
    def small(self) -> frozenset[str]:
        """Words that this text itself writes in small letters: there they are no names."""
        return frozenset(one.plain for one in self.tokens if one.text.islower())

    @cached_property
    def atoms(self) -> tuple[Token, ...]:
        """The words with hyphens opened up, as names in lists are looked up."""
        found: list[Token] = []
        for token in self.tokens:
            if "-" not in token.text:
                found.append(token)
                continue
            at = token.start
            for number, piece in enumerate(token.text.split("-")):
                if piece:
                    found.append(Token(piece, _plain(piece), at, at + len(piece), token.opens and not number))
                at += len(piece) + 1
        return tuple(found)

    def close(self, first: Token, second: Token) -> bool:
        """Whether only a blank, a hyphen, the stop of an abbreviation or one line break is between two words."""
        between = self.text[first.end : second.start]
        return len(between) <= 3 and between.strip(" \n\t-.") == "" and between.count("\n") < 2


def _plain(word: str) -> str:
    low = word.casefold()
    return low[:-2] if low.endswith("'s") else low
