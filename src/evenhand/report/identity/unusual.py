"""Details that few children share: in a small home they can point to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.report.identity.clue import Confidence, Kind
from evenhand.report.identity.context import Context
from evenhand.report.identity.lists import lists
from evenhand.report.identity.patterns import Span
from evenhand.report.identity.phrases import hits
from evenhand.report.identity.reading import Reading

_NUMBER = (
    r"(?:\d{1,2}|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen)"
)
_CHILD = r"(?:child|boy|girl|young person|young man|young woman|teenager|resident)"
_KIN = r"(?:mother|father|mum|dad|parents?|brother|sister|sibling|stepfather|stepmother|grandmother|grandfather)"
_PATTERNS = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        rf"\bthe only {_CHILD}\b",
        rf"\b{_NUMBER}[- ]year[- ]olds?(?: {_CHILD})?\b",
        rf"\baged {_NUMBER}\b",
        rf"\b(?:a |the )?(?:boy|girl|child) of {_NUMBER}\b",
        r"\bone of the (?:two|three|four|five|six) (?:children|young people|boys|girls|residents)\b",
        rf"\b(?:the )?(?:youngest|oldest|eldest|newest) {_CHILD}\b",
        r"\b(?:the )?(?:twins?|triplets?|(?:two|three) (?:brothers|sisters|siblings)|a sibling group)\b",
        r"\bpregnan(?:t|cy)\b|\b(?:gave birth|had a baby|teenage (?:mother|father))\b",
        r"\b(?:seek(?:s|ing)? asylum|asylum[- ]seek\w+|refugees?|trafficked|stateless)\b",
        r"\b(?:who )?uses? a wheelchair\b|\bwheelchair user\b|\bis (?:deaf|blind)\b",
        r"\b(?:transgender|non-binary|intersex)\b",
        rf"\b(?:whose |his |her |their ){_KIN}s? (?:is|are|was|were|has|had|went) (?:\w+ )?"
        r"(?:in prison|dead|died|murdered|killed|convicted|sentenced|famous|deported|a footballer)\b",
        rf"\b{_KIN} (?:was murdered|died|is in prison|killed \w+)\b",
        r"\b(?:county|national|regional) (?:team|squad|champion)\b|\b(?:junior|national|county) champion(?:ship)?\b",
        r"\b(?:attends?|to|at|in) (?:the )?(mosque|synagogue|gurdwara|temple|kingdom hall)\b",
        r"\b(?:murder|manslaughter|arson|rape|terroris[mt]\w*|kidnap\w*)\b",
    )
)
# Beside them a people, a language or a faith is somebody's.
_SOMEBODY = re.compile(
    rf"\b(?:{_CHILD}|children|speak\w*|spoken|learned (?:some|a little)|upbringing|heritage|origin|born|family)\b",
    re.IGNORECASE,
)
_SCHOOL = frozenset({"french", "spanish", "german", "welsh", "irish", "italian", "chinese", "christian"})
REACH = 30


def spans(reading: Reading, context: Context) -> Iterator[Span]:
    """Details that few share; nothing in a home where many children live."""
    if not context.small:
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(reading.text):
            yield Kind.UNUSUAL, *match.span(pattern.groups), Confidence.POSSIBLE
    kinds = lists().detail_kinds
    for hit in hits(lists().details, reading):
        start, end = hit.tokens[0].start, hit.tokens[-1].end
        if kinds[hit.words] == "condition" or _is_somebodys(reading.text, start, end, hit.words[0]):
            yield Kind.UNUSUAL, start, end, Confidence.POSSIBLE


def _is_somebodys(text: str, start: int, end: int, word: str) -> bool:
    if not text[start].isupper():
        return False
    after = text[end : end + (12 if word in _SCHOOL else REACH)]
    before = text[max(start - REACH, 0) : start]
    near = after if word in _SCHOOL else before + " " + after
    return bool(_SOMEBODY.search(near))
