"""Places, streets and institutions: names of the gazetteer, the home's own words, and names by their last word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from evenhand.report.identity.clue import Confidence, Kind
from evenhand.report.identity.context import Context, parts_of_areas, telling
from evenhand.report.identity.each import each
from evenhand.report.identity.lists import Phrases, lists, named
from evenhand.report.identity.patterns import Span
from evenhand.report.identity.phrases import Hit, hits
from evenhand.report.identity.reading import Reading

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE

_SAINT = re.compile(
    r"(?<!\w)(?:St\.?|Saint|Our Lady|SS) ?[A-Z][a-z]+(?:'s?|s')?(?: (?:of|the|and) [A-Z]\w+| [A-Z]\w+'?s?)*"
)
_RIVER = re.compile(
    r"(?<!\w)(?:River|Lake|Loch|Mount|Isle of|Port of) [A-Z]\w+(?: [A-Z]\w+)?|"
    r"\bthe ([A-Z][a-z]+)(?= (?:river|estuary|valley|canal))"
)
_AT = each("in to from near at around outside of across visit visited through")


def spans(reading: Reading, context: Context) -> Iterator[Span]:
    """Everything that looks like a place or an institution."""
    yield from _own(reading, context)
    for hit in hits(lists().places, reading):
        confidence = _how_sure(hit, reading)
        if confidence is not None:
            kind = _area_kind(hit, context)
            yield kind, hit.tokens[0].start, hit.tokens[-1].end, confidence
    for pattern in (_SAINT, _RIVER):
        kind = Kind.INSTITUTION if pattern is _SAINT else Kind.PLACE
        for match in pattern.finditer(reading.text):
            yield kind, *match.span(match.lastindex or 0), LIKELY


def _how_sure(hit: Hit, reading: Reading) -> Confidence | None:
    before = reading.text[: hit.tokens[0].start].rstrip().rpartition(" ")[2].strip("\"'(").casefold()
    if not hit.capitals:
        longer = len(hit.words) > 1 or (not hit.also_a_word and len(hit.words[0]) > 4)
        known = lists()
        plain = any(word in known.ordinary or word in known.forenames for word in hit.words)
        if len(hit.words) == 1 and not plain and longer:
            return LIKELY
        return LIKELY if len(hit.words) > 2 or (len(hit.words) > 1 and not plain and hit.tokens[-1].capital) else None
    if hit.also_a_word:
        if hit.opens and before not in _AT:
            return None
        return CERTAIN if before in _AT and hit.kind is Kind.AREA else LIKELY
    if len(hit.words) == 1 and hit.words[0] in lists().forenames:
        return LIKELY
    return CERTAIN


def _area_kind(hit: Hit, context: Context) -> Kind:
    if hit.kind is Kind.AREA and " ".join(hit.words) in _own_areas(context.here):
        return Kind.OWN_AREA
    return hit.kind


@lru_cache(maxsize=256)
def _own_areas(here: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.casefold().replace("-", " ") for name in parts_of_areas(here))


def _own(reading: Reading, context: Context) -> Iterator[Span]:
    """The home's own words, those of its neighbours, and of the areas that the register knows."""
    for kind, pattern in _own_patterns(context.name, context.address):
        for match in pattern.finditer(reading.text):
            yield kind, *match.span(), CERTAIN
    around = _around(context.here, context.elsewhere, context.neighbours, context.organisations)
    for hit in hits(around, reading):
        place = (hit.tokens[0].start, hit.tokens[-1].end)
        if hit.capitals and not (hit.opens and len(hit.words) == 1 and _is_a_word(hit.words[0])):
            yield hit.kind, *place, LIKELY if _is_common(hit) else CERTAIN
        elif len(hit.words) > 1 or not _is_a_word(hit.words[0]):
            yield hit.kind, *place, LIKELY


def _is_common(hit: Hit) -> bool:
    return len(hit.words) == 1 and hit.kind in (Kind.NEIGHBOUR, Kind.ORGANISATION)


def _is_a_word(word: str) -> bool:
    known = lists()
    listed = known.places.get(word, ())
    return word in known.ordinary or word in known.forenames or any(len(one) == 1 and also for one, _, also in listed)


@lru_cache(maxsize=64)
def _around(
    here: tuple[str, ...], elsewhere: tuple[str, ...], neighbours: tuple[str, ...], organisations: tuple[str, ...]
) -> Phrases:
    def names() -> Iterator[tuple[str, Kind]]:
        for name in parts_of_areas(here):
            yield name, Kind.OWN_AREA
        for name in parts_of_areas(elsewhere):
            yield name, Kind.AREA
        for name in neighbours:
            if telling(name) or len(name.split()) > 1:
                yield name, Kind.NEIGHBOUR
        for name in organisations:
            yield name, Kind.ORGANISATION
            short = " ".join(name.split()[:2])
            first = telling(name)[:1]
            for one in (re.sub(r",?\s+(?:Ltd|Limited|plc|LLP|CIC)\.?$", "", name, flags=re.IGNORECASE), short, *first):
                yield one, Kind.ORGANISATION

    return named(names())


@lru_cache(maxsize=64)
def _own_patterns(name: str, address: str) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    made = []
    postcode = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b", re.IGNORECASE)
    parts = [part.strip() for part in address.split(",") if len(part.strip()) > 4]
    for kind, phrases, words in (
        (Kind.HOME, [name.strip()], telling(name)),
        (Kind.ADDRESS, parts, telling(postcode.sub("", address))),
    ):
        for phrase in phrases:
            # A short or common phrase ("The House") would be found in every report.
            if len(phrase) > 2 and telling(phrase):
                made.append((kind, re.compile(rf"(?<!\w){_flexible(phrase)}(?!\w)", re.IGNORECASE)))
        made += [(kind, re.compile(rf"(?<!\w)(?:{_bent(word)}|{re.escape(word.upper())}S?)(?!\w)")) for word in words]
    return tuple(made)


def _flexible(phrase: str) -> str:
    return r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", phrase.replace("’", "'")))


def _bent(word: str) -> str:
    """The word as it stands, in the plural, or cut in two: Foxglove, Foxgloves, Fox Glove."""
    cuts = (rf"{word[:at]}[ -][{word[at].upper()}{word[at]}]{word[at + 1 :]}" for at in range(3, len(word) - 2))
    return "|".join((f"{re.escape(word)}s?", *cuts))
