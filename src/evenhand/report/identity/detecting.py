"""Find what may give a child, a member of staff, an address or a place away."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.report.identity import endings, patterns, people, places, unusual
from evenhand.report.identity.clue import Clue, Confidence, Kind, clue
from evenhand.report.identity.context import Context
from evenhand.report.identity.patterns import Span
from evenhand.report.identity.reading import Reading

_SURE = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1, Confidence.POSSIBLE: 2}
# What is known about this home is told before what is known about the country; any capital may be a person's.
_FIRST = {Kind.HOME: 0, Kind.ADDRESS: 0, Kind.NEIGHBOUR: 1, Kind.ORGANISATION: 1, Kind.PERSON: 3}


def detect(text: str, context: Context | None = None) -> tuple[Clue, ...]:
    """Every clue in a text, in the order in which they stand; a clue inside a surer one is not told twice.

    It looks for names, initials, contacts, numbers, dates of birth, streets, institutions, places, the home's own
    words and details that few children share. It misses some: what was measured is in docs/anonymity.md. No clue does
    not mean that a text is safe to publish; a person still has to read it with that question in mind.
    """
    about = context or Context()
    reading = Reading(text)
    found = (
        *patterns.spans(reading),
        *people.spans(reading, about),
        *places.spans(reading, about),
        *endings.spans(reading),
        *unusual.spans(reading, about),
    )
    return tuple(clue(kind, start, end, text, confidence) for kind, start, end, confidence in _without_repeats(found))


def _without_repeats(found: Iterable[Span]) -> list[Span]:
    ranked = sorted(found, key=lambda one: (_SURE[one[3]], _FIRST.get(one[0], 2), one[1] - one[2], one[1]))
    kept: list[Span] = []
    for one in ranked:
        if not any(_tells_it_already(other, one) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one[1], one[2]))


def _tells_it_already(kept: Span, one: Span) -> bool:
    kind, start, end, _ = kept
    inside = start <= one[1] and one[2] <= end
    # Around the home's own words nothing else needs to be said.
    return inside or (kind in (Kind.HOME, Kind.ADDRESS) and one[1] < end and start < one[2])
