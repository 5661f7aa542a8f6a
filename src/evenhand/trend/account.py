"""One account of a day: comparisons, series, composition, movement, watch and consistently outstanding homes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.trend.adjusting import LIMIT, Adjusted, composition, composition_words
from evenhand.trend.compared import Comparison, Comparisons
from evenhand.trend.comparison import compare
from evenhand.trend.interrupted import Interrupted, interrupted
from evenhand.trend.missing import at_least_unlisted
from evenhand.trend.monitoring import Operating, Watch, watch_from
from evenhand.trend.movement import MovementChange, movement_change
from evenhand.trend.outstanding import ConsistentlyOutstanding, consistently_outstanding
from evenhand.trend.published import SeriesBasis, published
from evenhand.trend.rows import Window, windows
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Account:
    """All that the shipped data say about one day; a part that they cannot give is None or empty."""

    at: date
    comparisons: Comparisons
    series: Interrupted | None
    composition: tuple[Adjusted, ...]
    movement: MovementChange | None
    watch: Watch | None
    operating: tuple[Operating, ...]
    outstanding: ConsistentlyOutstanding
    unlisted: tuple[Words, ...]

    def by_basis(self) -> Mapping[SeriesBasis, tuple[Comparison, ...]]:
        """The comparisons of each basis: tables of two bases are two tables."""
        found = {basis: tuple(o for o in self.comparisons.found if o.basis is basis) for basis in SeriesBasis}
        return {basis: shown for basis, shown in found.items() if shown}

    def words(self) -> tuple[Words, ...]:
        """What each tool says, one after the other; they may disagree."""
        absent = say("No series: the listed inspections have not a year of quarters on both sides of the day.")
        return (
            self.series.words if self.series else absent,
            *((composition_words(self.composition),) if self.composition else ()),
            *((self.movement.words,) if self.movement else ()),
            *((self.watch.words,) if self.watch else ()),
            self.outstanding.words,
            *self.unlisted,
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values of everything."""
        return {
            "at": self.at.isoformat(),
            "changes": [{"on": o.on.isoformat(), "what": o.what, "source": o.source} for o in self.comparisons.changes],
            "comparisons": [one.as_dict() for one in self.comparisons.found],
            "placebos": [one.as_dict() for one in self.comparisons.placebos],
            "interrupted_series": self.series.as_dict() if self.series else None,
            "composition": {"basis": str(LIMIT), "factors": [one.as_dict() for one in self.composition]},
            "movement": self.movement.as_dict() if self.movement else None,
            "watch": self.watch.as_dict() if self.watch else None,
            "alarms_by_simulation": [one.as_dict() for one in self.operating],
            "consistently_outstanding": self.outstanding.as_dict(),
            "words": [str(one) for one in self.words()],
        }


def account(at: date) -> Account:
    """Everything about one day; some seconds, because alarms are simulated."""
    before = [one for one in windows() if one.last < at]
    after = [one for one in windows() if one.first >= at]
    both = (before[-1], after[0]) if before and after else None
    watched = watch_from(at)
    return Account(
        at,
        compare(at),
        interrupted(at),
        composition(both[0].inspections, both[1].inspections) if both else (),
        movement_change(at),
        watched[0] if watched else None,
        watched[1] if watched else (),
        consistently_outstanding(),
        tuple(words for one in both or () if (words := _unlisted(one))),
    )


def _unlisted(window: Window) -> Words | None:
    """How many inspections must be missing from a window, where its whole year was published on the other basis."""
    figures = [one for one in published() if (one.start, one.end) == (window.first, window.last)]
    if not figures or "good_or_better" not in figures[0].shares:
        return None
    share = sum(one.good for one in window.inspections) / len(window.inspections)
    return say(
        "In {year} the listed inspections have {listed}% good or outstanding; all inspections of the period "
        "had {low} to {high}%. So at least {part} inspections are missing for every 100 listed, or more.",
        year=window.label,
        listed=round(share * 100, 1),
        low=round(figures[0].shares["good_or_better"].low * 100),
        high=round(figures[0].shares["good_or_better"].high * 100),
        part=round(at_least_unlisted(share, figures[0].shares["good_or_better"]) * 100, 1),
    )
