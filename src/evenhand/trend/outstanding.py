"""Consistently outstanding homes, with how many chance alone would make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evenhand.trend.bounds import Between
from evenhand.trend.rows import ListedInspection, listed
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class ConsistentlyOutstanding:
    """Homes whose last `inspections` listed inspections were all outstanding, of the homes that have so many.

    `independent` is how many to expect if each inspection were drawn afresh with its year's share of outstanding;
    `sticky` if each depended only on the grade before it, as transitions in the same data do.
    """

    inspections: int
    homes: int
    found: int
    independent: float
    sticky: float
    urns: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values; homes by their reference numbers, which are public."""
        return {
            "inspections": self.inspections, "homes": self.homes, "found": self.found,
            "expected_if_independent": round(self.independent, 1),
            "expected_if_only_the_last_grade_counts": round(self.sticky, 1),
            "words": str(self.words), "urns": list(self.urns),
        }  # fmt: skip

    @property
    def words(self) -> Words:
        """What may be said of it."""
        return say(
            "Of {homes} homes with at least {k} listed inspections, {found} were outstanding at each of the last {k}. "
            "If every inspection were drawn afresh one would expect {independent}; if only the grade before counted, "
            "{sticky}. The listing misses inspections, so “each” means each that is listed.",
            homes=self.homes, k=self.inspections, found=self.found, independent=round(self.independent, 1),
            sticky=round(self.sticky, 1),
        )  # fmt: skip


def consistently_outstanding(
    inspections: int = 3, rows: Sequence[ListedInspection] | None = None
) -> ConsistentlyOutstanding:
    """Find them in the listed inspections; ValueError when fewer than two inspections are asked for."""
    if inspections < 2:
        raise ValueError("one inspection is no history: ask for two or more")
    rows = listed() if rows is None else rows
    shares, stay = _shares(rows), _staying(rows)
    homes, found, independent, sticky = 0, [], 0.0, 0.0
    for urn, history in groupby(rows, key=lambda one: one.urn):
        last = list(history)[-inspections:]
        if len(last) < inspections:
            continue
        homes += 1
        if all(one.grade == 4 for one in last):
            found.append(urn)
        chance = 1.0
        for one in last:
            chance *= shares[_year(one)]
        independent += chance
        sticky += shares[_year(last[0])] * stay ** (inspections - 1)
    return ConsistentlyOutstanding(inspections, homes, len(found), independent, sticky, tuple(found))


def published_chance(homes: int, found: int, share: Between, inspections: int = 3) -> tuple[Between, float]:
    """The expected number if inspections were independent with one share, and the chance of at least `found` at most.

    For the press notice of 2011 (35 of 1,439 in three years) only the year 2009/10 has a share, 14% rounded: the range
    is what that rounding allows, if the other two years were alike, which nobody published.
    """
    from scipy.special import bdtrc

    expected = Between(homes * share.low**inspections, homes * share.high**inspections)
    return expected, float(bdtrc(found - 1, homes, share.high**inspections))


def _year(one: ListedInspection) -> int:
    return one.on.year - (one.on.month < 4)


def _shares(rows: Iterable[ListedInspection]) -> dict[int, float]:
    counts: dict[int, tuple[int, int]] = {}
    for one in rows:
        top, n = counts.get(_year(one), (0, 0))
        counts[_year(one)] = (top + (one.grade == 4), n + 1)
    return {year: top / n for year, (top, n) in counts.items()}


def _staying(rows: Iterable[ListedInspection]) -> float:
    after = [one.grade == 4 for one in rows if one.previous == 4]
    return sum(after) / len(after) if after else 0.0
