"""Where a sentence ends and what counts as a word. Small rules, said aloud, so that anybody can count after us."""

from __future__ import annotations

import re

# A full stop after one of these ends no sentence.
ABBREVIATED = frozenset(
    {"e.g", "i.e", "etc", "no", "nos", "para", "paras", "reg", "regs", "vs", "cf", "dr", "mr", "ms"}
)

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])|[^\W_]+(?:[’'\-][^\W_]+)*")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_NEXT = re.compile(r"\s*[\"'“‘(\[]*([^\W_])")
_BREAK = re.compile(r"\n\s*(?:[-*•–]|\d+[.)])\s+|\n\s*\n")
_LAST_WORD = re.compile(r"([^\s(\[\"“‘]+)$")


def words(text: str) -> tuple[str, ...]:
    """The words of a text: what hyphens and apostrophes join is one word, and so are "e.g." and a number."""
    return tuple(_WORD.findall(text))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that hold a word.

    A sentence ends at . ! ? or … before a space, unless a small letter follows or the stop belongs to an abbreviation
    or an initial; an empty line and a new bullet end one as well. Colons and semicolons do not: a reader has to hold
    the whole in mind.
    """
    found = []
    for block in _BREAK.split(text):
        found += [one for piece in _cut(block) if words(one := " ".join(piece.split()))]
    return tuple(found)


def _cut(block: str) -> list[str]:
    pieces, start = [], 0
    for end in _END.finditer(block):
        after = _NEXT.match(block, end.end())
        if after and after.group(1).islower():
            continue
        if end.group().startswith(".") and after and _is_abbreviated(block[start : end.start()]):
            continue
        pieces.append(block[start : end.end()])
        start = end.end()
    return [*pieces, block[start:]]


def _is_abbreviated(before: str) -> bool:
    last = _LAST_WORD.search(before)
    name = last.group(1) if last else ""
    return name.casefold() in ABBREVIATED or (len(name) == 1 and name.isupper())
