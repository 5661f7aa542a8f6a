"""Standardisation: the share after a change, had the same kinds of home been inspected as before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

from evenhand.trend.rows import ListedInspection, region_of
from evenhand.wording import Words, say

Kind = Callable[[ListedInspection], str]
LEAST = 5  # inspections that a kind of home needs on the later side to stand for itself


def _size(one: ListedInspection) -> str:
    """Places in four bands; the files of some years do not give them."""
    if one.places is None:
        return "not given"
    return "1-2" if one.places < 3 else "3-4" if one.places < 5 else "5-6" if one.places < 7 else "7 or more"


FACTORS: dict[str, Kind] = {
    "sector": lambda one: one.sector,
    "region": region_of,
    "size": _size,
    "kind": lambda one: one.provision,
    "no earlier inspection listed": lambda one: str(one.previous is None),
    "last grade": lambda one: str(one.previous),
    "sector and last grade": lambda one: f"{one.sector}, {one.previous}",
}


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A difference in the share good or outstanding before and after standardisation to the earlier composition.

    `unmatched` is the part of the earlier inspections whose kind is too rare later: they are left out on both sides.
    """

    factor: str
    crude: float
    adjusted: float
    low: float
    high: float
    unmatched: float
    kinds: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values, in percentage points and per cent."""
        figures = {
            name: round(getattr(self, name) * 100, 1) for name in ("crude", "adjusted", "low", "high", "unmatched")
        }
        return {"factor": self.factor, "kinds": self.kinds, **figures}


_OF_HISTORY = ("no earlier inspection listed", "last grade", "sector and last grade")
LIMIT = say(
    "Standardised to the composition before: only what the files record can be held fixed. The last grade is the one "
    "of the inspection listed before, which the earliest file cannot show, so it is used only where both sides have it."
)


def standardised(before: Sequence[ListedInspection], after: Sequence[ListedInspection], factor: str) -> Adjusted | None:
    """The difference with each kind of home weighed as before; None when no kind of home can be matched.

    The interval takes inspections as independent; a home on both sides makes it, if anything, too wide.
    Raises KeyError for a factor that is none of FACTORS.
    """
    kind = FACTORS[factor]
    one, two = _strata(before, kind), _strata(after, kind)
    if factor in _OF_HISTORY and sum(row.previous is not None for row in before) * 2 < len(before):
        return None  # the files do not reach back far enough to know what came before
    if factor.endswith("last grade"):
        one, two = ({key: cell for key, cell in cells.items() if "None" not in key} for cells in (one, two))
    known = {key for key in one if two.get(key, (0, 0))[1] >= LEAST}
    weight = sum(one[key][1] for key in known)
    if not weight:
        return None
    adjusted = variance = 0.0
    for key in known:
        (good, n), (later_good, later_n) = one[key], two[key]
        share = n / weight
        adjusted += share * (later_good / later_n - good / n)
        variance += share**2 * (_variance(later_good, later_n) + _variance(good, n))
    half = NormalDist().inv_cdf(0.975) * sqrt(variance)
    crude = sum(g for g, _ in two.values()) / sum(n for _, n in two.values()) - sum(g for g, _ in one.values()) / sum(
        n for _, n in one.values()
    )
    every = sum(n for _, n in one.values())
    return Adjusted(factor, crude, adjusted, adjusted - half, adjusted + half, 1 - weight / every, len(known))


def composition(before: Sequence[ListedInspection], after: Sequence[ListedInspection]) -> tuple[Adjusted, ...]:
    """Standardisation by each factor in turn: what each takes away from the crude difference."""
    found = (standardised(before, after, factor) for factor in FACTORS)
    return tuple(one for one in found if one is not None)


def composition_words(found: Sequence[Adjusted]) -> Words:
    """Whether the make-up of what was inspected could account for the difference."""
    if not found:
        return say("Composition could not be held fixed: the files lack what it takes.")
    moved = max(found, key=lambda one: abs(one.adjusted - one.crude))
    return say(
        "Holding composition fixed changes the difference most for {factor}: {crude} points crude, {adjusted} adjusted "
        "({low} to {high}).",
        factor=moved.factor, crude=round(moved.crude * 100, 1), adjusted=round(moved.adjusted * 100, 1),
        low=round(moved.low * 100, 1), high=round(moved.high * 100, 1),
    )  # fmt: skip


def _strata(rows: Sequence[ListedInspection], kind: Kind) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        good, n = found.get(kind(row), (0, 0))
        found[kind(row)] = (good + row.good, n + 1)
    return found


def _variance(good: int, n: int) -> float:
    """Of a share, with one success and one failure added, so that a full or empty cell does not claim certainty."""
    share = (good + 1) / (n + 2)
    return share * (1 - share) / n
