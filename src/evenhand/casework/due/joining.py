"""Several rules, one visit: which needs one inspection would serve, and which rule stands in for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from evenhand.casework.due.expectation import Alteration, AlterationKind, Ground
from evenhand.casework.due.reckoning import STANDS_FOR, Need, Purpose
from evenhand.casework.due.year import InspectionYear, year_of
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Grounded:
    """A need with the rules it rests on and why each of them asks for it.

    `places`: which inspection of which year it is; the same visit cannot be the first and the second of one year.
    """

    need: Need
    grounds: tuple[Ground, ...]
    why: tuple[Words, ...]
    altered: tuple[Alteration, ...]
    places: frozenset[tuple[InspectionYear, int]] = frozenset()

    @classmethod
    def on(cls, need: Need, ground: Ground) -> Grounded:
        """A need as one rule has it."""
        places = frozenset() if need.place is None else frozenset({(year_of(need.latest), need.place)})
        return cls(need, (ground,), (need.why,), need.altered, places)


def standing_in(needs: Sequence[Grounded]) -> list[Grounded]:
    """The needs without those that another stands for.

    A rule that is stood in for is kept as a ground of the one that does: both are about the same inspection. A slipped
    second inspection stands only for one that would be due sooner, not for the second of a later year.
    """
    kept = [one for one in needs if not any(_stands_for(other, one) for other in needs)]
    result = []
    for one in kept:
        gone = [other for other in needs if _stands_for(one, other) and one.need.purpose is Purpose.SLIPPED]
        result.append(_with_grounds(one, gone))
    return result


def _stands_for(one: Grounded, other: Grounded) -> bool:
    if other.need.purpose not in STANDS_FOR.get(one.need.purpose, ()):
        return False
    return one.need.purpose is not Purpose.SLIPPED or other.need.latest <= one.need.latest


def _with_grounds(one: Grounded, others: Sequence[Grounded]) -> Grounded:
    grounds = tuple(dict.fromkeys((*one.grounds, *(ground for other in others for ground in other.grounds))))
    return replace(one, grounds=grounds)


def joined(needs: Sequence[Grounded], today: date) -> list[Grounded]:
    """Needs by their last day, those that one and the same visit serves put together."""
    left = sorted(needs, key=lambda one: (one.need.latest, len(one.need.types), one.need.purpose))
    result: list[Grounded] = []
    for one in left:
        host = next((place for place, other in enumerate(result) if serves(other, one, today)), None)
        if host is None:
            result.append(one)
        else:
            result[host] = _joined(result[host], one)
    return result


def serves(host: Grounded, guest: Grounded, today: date) -> bool:
    """Whether whoever makes the first inspection in its window has made the second as well.

    The first has the earlier end. Once it is overdue it is made as soon as can be, so that today counts.
    """
    one, other = host.need, guest.need
    if not set(one.types) <= set(other.types) or _two_of_one_year(host, guest):
        return False
    if one.latest < today:
        return other.earliest <= today
    return other.earliest <= max(one.earliest, today) and one.latest <= other.latest


def _two_of_one_year(host: Grounded, guest: Grounded) -> bool:
    return any(
        year == other_year and place != other_place
        for year, place in host.places
        for other_year, other_place in guest.places
    )


def _joined(host: Grounded, guest: Grounded) -> Grounded:
    rules = tuple(dict.fromkeys(ground.rule for ground in guest.grounds))
    change = Alteration(AlterationKind.JOINED, say("One inspection serves this as well: {rules}.", rules=rules))
    altered = (*host.altered, *guest.altered, change)
    return replace(
        host,
        grounds=tuple(dict.fromkeys((*host.grounds, *guest.grounds))),
        why=(*host.why, *(one for one in guest.why if one not in host.why)),
        altered=altered,
        places=host.places | guest.places,
    )
