"""Could a comment give somebody away? Clues for the person who reads it before anybody else may."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evenhand.evidence.names import possible_names
from evenhand.wording import Words, say

_EMAIL = re.compile(r"[\w.+'-]+@\w[\w-]*(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w+])(?:(?:\+44|0044)(?:\s?\(0\))?|\(?0)(?:[\s().-]{0,3}\d){9,10}(?!\d)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[A-Z]{2}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clue:
    """Something in a text that may give a person or a place away: the words found, and what they look like."""

    found: str
    looks_like: Words


def clues(text: str) -> tuple[Clue, ...]:
    """What looks like a name, an e-mail address, a telephone number or a postcode, each once.

    It is a guess and misses much, a forename alone for one: no clue does not mean that a text is safe to show.
    """
    kinds = (
        (_EMAIL, say("an e-mail address")),
        (_TELEPHONE, say("a telephone number")),
        (_POSTCODE, say("a postcode")),
    )
    found = [Clue(name, say("somebody’s name")) for name in possible_names([text])]
    for pattern, words in kinds:
        found += [Clue(match.group().strip(), words) for match in pattern.finditer(text)]
    return tuple({one.found: one for one in found}.values())
