"""Does a text name somebody? A cautious guess, so that a person is asked before a name is kept; initials are enough."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_SHOWN = 5

_UPPER, _LOWER = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]+"
_WORD = rf"{_UPPER}(?:[’']{_UPPER})?{_LOWER}(?:[-’']?{_UPPER}{_LOWER}|[-’']{_LOWER})*"
_PAIR = re.compile(rf"\b({_WORD})[ \t]+({_WORD})\b")
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?[ \t]+{_WORD}")

# Capitalised words that are not part of anybody's name: the trade's own, the calendar, and how sentences begin.
_WORDS = """
a about according after again all also although an and another any are as at because before both but by can child
children could did do does during each every everybody everyone few first for from had has have he her here his how
however i if in inspector is it its last later many most my no nobody not now of on once one only or
other our overall quite second several she should since so some somebody someone sometimes staff still that the
their then there these they this those three to today tomorrow two under until very was we were what when where
which while who why will with would yes yesterday yet you your
monday tuesday wednesday thursday friday saturday sunday january february march july august september
october november december spring summer autumn winter christmas easter eid diwali
action adult agency annex annual appointed assessment assistant assurance authority authorities behaviour board
borough british care carer centre chief city clinical college commission committee complaints council
county crown deputy designated director disclosure district diploma education emergency england english enforcement
executive family fire framework full general government group head health help high home homes house human
independent individual inspection integrated level leader leaders local looked management manager managers master
mental monitoring multi national notice nurse office officer ofsted outstanding panel person plan planning police
policy practice practitioner primary principal procedure procedures protection provider public pupil quality
record records referral registered registration regulation regulations report requires residential responsible
restraint reviewing risk royal safeguarding school schools secondary secretary secure senior service services sexual
social special standard standards state statement support supported team therapist trust unit united university
visit visitor visitors welfare welsh worker workers youth zoom teams microsoft google whatsapp
snapchat instagram tiktok facebook youtube playstation xbox nintendo minecraft fortnite roblox
"""
_NOT_NAMES = frozenset(_WORDS.split())


def possible_names(texts: Iterable[str]) -> tuple[str, ...]:
    """What looks like somebody's name (a forename with a surname, or a title with a surname), each once, a few at most.

    It finds too much rather than too little, and it stops nobody: the person who writes says whether it is one.
    """
    found: dict[str, None] = {}
    for text in texts:
        titled = (match.group() for match in _TITLED.finditer(text))
        found |= dict.fromkeys([*titled, *_pairs(text)])
    return tuple(found)[:MOST_SHOWN]


def _pairs(text: str) -> Iterable[str]:
    place = 0
    while match := _PAIR.search(text, place):
        first, second = match.group(1), match.group(2)
        if not {_plain(first), _plain(second)} & _NOT_NAMES:
            yield match.group()
            place = match.end()
        else:
            # The second word may begin a pair of its own: “Yesterday Ann Example”.
            place = match.start(2)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")
