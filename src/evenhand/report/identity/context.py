"""What is known about the home, so that its own words can be told from other words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evenhand.report.identity.each import each

SMALL = 8


@dataclass(frozen=True, slots=True)
class Context:
    """The home and what is around it.

    `here` are names of its authority and region, `elsewhere` those of others; `neighbours` names of homes of the same
    authority or provider; `organisations` names of providers; `initials` those of people in the evidence. `places` is
    how many children the home may care for, None when unknown.
    """

    name: str = ""
    address: str = ""
    here: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    initials: frozenset[str] = frozenset()
    places: int | None = None

    @property
    def small(self) -> bool:
        """Whether so few children live here that a detail can point to one of them; an unknown number counts as few."""
        return self.places is None or self.places <= SMALL


# Words of names and addresses that say nothing by themselves.
COMMON = each(
    "the and of at on in upon under for children childrens home homes house houses lodge cottage farm court hall "
    "manor residential care centre unit road street lane avenue close drive place way gardens crescent grove square "
    "terrace view mews row walk rise hill park green school church station north south east west upper lower old new "
    "high great little saint county city town village england kingdom united floor flat ltd limited group services "
    "service company plc trust path life support living young people family community"
)


def telling(name: str) -> tuple[str, ...]:
    """The words of a name or address that could give it away, with a capital as in a text."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s?\b", "", name))
    kept = (word[:1].upper() + word[1:] for word in words if len(word) > 3 and word.casefold() not in COMMON)
    return tuple(dict.fromkeys(kept))


def parts_of_areas(names: Iterable[str]) -> tuple[str, ...]:
    """Names of areas, and their parts where a name joins several: Brighton and Hove is also Brighton, and Hove."""
    pieces: list[str] = []
    for name in names:
        whole = re.sub(r",?\s*\b(?:City|County) of$|\s+UA$|\s*\(.*\)$", "", name.strip())
        pieces += [whole, *(re.sub(r"^[Tt]he\s+", "", one) for one in re.split(r",\s*|\s+and\s+|\s+&\s+", whole))]
    return tuple(dict.fromkeys(one for one in pieces if len(one) > 3 and one.casefold() not in COMMON))
