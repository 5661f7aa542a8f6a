"""The statistics of a pilot, one file each; `STATISTICS` lists those that a stack of tables goes through.

To add one: a file with its source and its published example, a test of that, and a line here. No file imports another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import MappingProxyType

# Under other names, so that `statistics.bhapkar` stays the module.
from evenhand.pilot.statistics.bhapkar import bhapkar as _bhapkar
from evenhand.pilot.statistics.good_or_better import good_or_better as _good_or_better
from evenhand.pilot.statistics.gwet import ac1, ac2
from evenhand.pilot.statistics.krippendorff import alpha
from evenhand.pilot.statistics.ordinal_shift import net_movement
from evenhand.pilot.statistics.ordinal_shift import ordinal_shift as _ordinal_shift
from evenhand.pilot.statistics.percent_agreement import percent_agreement as _percent_agreement
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell as _stuart_maxwell
from evenhand.pilot.statistics.weighted_kappa import weighted_kappa as _weighted_kappa
from evenhand.pilot.tables import Numbers
from evenhand.wording import Words, say


class About(StrEnum):
    """What a statistic is about: how far two judgements agree, or how far the grades have shifted."""

    AGREEMENT = "agreement"
    SHIFT = "shift"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic of tables (..., k, k): its name, the function, where it is from, and how to read it.

    Intervals by resampling are for agreement and shift; a test has its own distribution.
    """

    id: str
    name: Words
    about: About
    function: Callable[[Numbers], Numbers]
    source: str
    one: Words
    zero: Words


_WHOLE, _CHANCE = say("the same grade in every pair"), say("no more agreement than by chance")
_EQUAL = say("every grade has the same share under both frameworks")
_FARTHER = say("1 and all above: the shares differ, the more the greater; judge by the p value")

_ALL = (
    Statistic(
        "percent_agreement",
        say("share of pairs with the same grade"),
        About.AGREEMENT,
        _percent_agreement,
        "interval: Wilson 1927",
        _WHOLE,
        say("another grade in every pair"),
    ),
    Statistic(
        "kappa",
        say("Cohen’s kappa"),
        About.AGREEMENT,
        partial(_weighted_kappa, weights="identity"),
        "Cohen 1960",
        _WHOLE,
        _CHANCE,
    ),
    Statistic(
        "kappa_linear",
        say("kappa, linear weights"),
        About.AGREEMENT,
        partial(_weighted_kappa, weights="linear"),
        "Cohen 1968",
        _WHOLE,
        _CHANCE,
    ),
    Statistic(
        "kappa_quadratic",
        say("kappa, quadratic weights"),
        About.AGREEMENT,
        partial(_weighted_kappa, weights="quadratic"),
        "Cohen 1968",
        _WHOLE,
        _CHANCE,
    ),
    Statistic("ac1", say("Gwet’s AC1"), About.AGREEMENT, ac1, "Gwet 2008", _WHOLE, _CHANCE),
    Statistic("ac2", say("Gwet’s AC2, quadratic weights"), About.AGREEMENT, ac2, "Gwet 2014", _WHOLE, _CHANCE),
    Statistic(
        "alpha", say("Krippendorff’s alpha, ordinal"), About.AGREEMENT, alpha, "Krippendorff 2018", _WHOLE, _CHANCE
    ),
    Statistic(
        "good_or_better",
        say("change in the share that is good or outstanding"),
        About.SHIFT,
        _good_or_better,
        "Tango 1998",
        say("all good or outstanding under the new framework, none under the old"),
        say("the same share under both frameworks"),
    ),
    Statistic(
        "net_movement",
        say("share graded better less share graded worse"),
        About.SHIFT,
        net_movement,
        "Agresti 2010",
        say("every home graded better under the new framework"),
        say("as many homes graded better as worse"),
    ),
    Statistic(
        "ordinal_shift",
        say("shift of the whole scale, log odds ratio"),
        About.SHIFT,
        _ordinal_shift,
        "McCullagh 1980",
        say("the odds of a better grade are 2.7 times as high under the new framework"),
        say("the same odds under both frameworks"),
    ),
    Statistic(
        "stuart_maxwell",
        say("Stuart and Maxwell’s test"),
        About.TEST,
        _stuart_maxwell,
        "Stuart 1955; Maxwell 1970",
        _FARTHER,
        _EQUAL,
    ),
    Statistic("bhapkar", say("Bhapkar’s test"), About.TEST, _bhapkar, "Bhapkar 1966", _FARTHER, _EQUAL),
)
STATISTICS: Mapping[str, Statistic] = MappingProxyType({one.id: one for one in _ALL})
