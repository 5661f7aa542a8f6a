"""Does a text argue what inspectors do not judge, such as value for money? The writer is asked, not stopped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evenhand.framework.model import Framework, OutOfScope


@dataclass(frozen=True, slots=True)
class Beyond:
    """Words that argue what is out of scope: the words as written, and what the framework says about it."""

    phrase: str
    matter: OutOfScope


def beyond_scope(framework: Framework, texts: Iterable[str]) -> tuple[Beyond, ...]:
    """Every phrase in the texts that argues a matter out of the framework's scope, each once, in the texts' order."""
    patterns = [(matter, _pattern(matter.wording)) for matter in framework.out_of_scope if matter.wording]
    found: dict[tuple[str, str], Beyond] = {}
    for text in texts:
        for matter, pattern in patterns:
            for match in pattern.finditer(text):
                phrase = " ".join(match.group().split())
                found.setdefault((matter.id, phrase.casefold()), Beyond(phrase, matter))
    return tuple(found.values())


def _pattern(wording: Iterable[str]) -> re.Pattern[str]:
    # The longest first, so that “cost effectiveness” is not found as “cost effective” and left half said.
    phrases = sorted(wording, key=len, reverse=True)
    choices = "|".join(r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", one.strip())) for one in phrases)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)
