"""Could a comment give somebody away? Clues for the person who reads it before anybody else may."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.evidence.identifiers import EMAIL, POSTCODE, telephones
from evenhand.evidence.names import possible_names
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Clue:
    """Something in a text that may give a person or a place away: the words found, and what they look like."""

    found: str
    looks_like: Words


def clues(text: str) -> tuple[Clue, ...]:
    """What looks like a name, an e-mail address, a telephone number or a postcode, each once.

    It is a guess and misses much, a forename alone for one: no clue does not mean that a text is safe to show.
    """
    found = [Clue(name, say("somebody’s name")) for name in possible_names([text])]
    found += [Clue(match.group().strip(), say("an e-mail address")) for match in EMAIL.finditer(text)]
    found += [Clue(text[start:end].strip(), say("a telephone number")) for start, end in telephones(text)]
    found += [Clue(match.group().strip(), say("a postcode")) for match in POSTCODE.finditer(text)]
    return tuple({one.found: one for one in found}.values())
