"""The lists that the detector knows: forenames, places, words that are no names, details that few share.

They are read once a process from `data/identity/` and `data/local_authorities/`; sources and licences are in
`data/README.md`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from evenhand.report.identity.clue import Kind
from evenhand.report.identity.context import parts_of_areas
from evenhand.shelf import shipped

# Names as their words in small letters, looked up by the first word; the value is the kind and whether one word alone
# is also an ordinary word.
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Kind, bool], ...]]


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything in small letters. `forenames` says of each whether it is also an ordinary word."""

    forenames: Mapping[str, bool]
    ordinary: frozenset[str]
    places: Phrases
    details: Phrases
    detail_kinds: Mapping[tuple[str, ...], str]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The lists, ready to be looked up in."""
    details = {_words(row["name"]): row["kind"] for row in _rows("identity/unusual_details.csv")}
    return Lists(
        forenames={row["name"].casefold(): row["also_a_word"] == "Y" for row in _rows("identity/forenames.csv")},
        ordinary=frozenset(row["word"] for row in _rows("identity/ordinary_words.csv")),
        places=phrases(_places()),
        details=phrases((words, Kind.UNUSUAL, False) for words in details),
        detail_kinds=details,
    )


def phrases(names: Iterator[tuple[tuple[str, ...], Kind, bool]]) -> Phrases:
    """Names by their first word, the longest first, so that the longest is found."""
    found: dict[str, dict[tuple[str, ...], tuple[Kind, bool]]] = {}
    for words, kind, also_a_word in names:
        if words:
            found.setdefault(words[0], {}).setdefault(words, (kind, also_a_word))
    return {
        first: tuple((words, *held[words]) for words in sorted(held, key=len, reverse=True))
        for first, held in found.items()
    }


def named(names: Iterator[tuple[str, Kind]]) -> Phrases:
    """The same for names that are given as they are written."""
    return phrases((_words(name), kind, False) for name, kind in names)


def _places() -> Iterator[tuple[tuple[str, ...], Kind, bool]]:
    towns = {row["name"]: row["also_a_word"] == "Y" for row in _rows("identity/towns.csv")}
    areas = [name for row in _rows("local_authorities/local_authorities_2023.csv") for name in _of_area(row)]
    areas += [row["name_in_source"] for row in _rows("local_authorities/la_name_aliases.csv")]
    for name in parts_of_areas(areas):
        yield _words(name), Kind.AREA, towns.get(name, False)
    for row in _rows("identity/landmarks.csv"):
        # Rivers have short names that are names of people as well.
        yield _words(row["name"]), Kind.PLACE, row["kind"] == "river"
    for name, also_a_word in towns.items():
        yield _words(name), Kind.PLACE, also_a_word


def _of_area(row: Mapping[str, str]) -> tuple[str, str]:
    return row["la_name"], row["region_name"]


def _words(name: str) -> tuple[str, ...]:
    plain = name.casefold().replace("’", "'").replace("-", " ").replace(".", "")
    return tuple(word[:-2] if word.endswith("'s") else word for word in plain.split())


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (shipped("data") / file).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
