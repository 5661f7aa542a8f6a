"""Alarms of the live watch after a go-live day: what is looked at, when an alarm is raised, and what it is worth.

The sequence and the chart are those of `monitoring`. Here the order, the margin and the chart's horizon are fixed
before the first inspection counts, so that one may look after every inspection without more false alarms than measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from evenhand.shares import wilson
from evenhand.trend.compared import COLLAPSE
from evenhand.trend.monitoring import chart_limit, confidence_sequence, control_chart, expected_from
from evenhand.trend.ordinal import Array
from evenhand.trend.rows import ListedInspection
from evenhand.wording import Words, say

MARGIN = COLLAPSE  # the sequence has to leave it; fixed here, no option changes it
LEAST_BASELINE = 200  # inspections without which there is nothing to expect from
SHORTEST, LONGEST = 300, 3000  # inspections that the control chart runs for: as many as the baseline had, within these
_CHART_ALPHA = 0.03  # leaves room for the chance in the baseline, which the limit does not know of
_RUNS, _REFITS, _LIMIT_RUNS, _SEED = 1000, 200, 4000, 21
NOT_A_PROOF = say(
    "This is no proof of anything, and it names no cause: not the framework, and not the homes. Who was inspected and "
    "by whom, and what else changed, cannot be told apart from the framework here. Alarms come by chance as well."
)


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How often an alarm is raised though nothing changed, by simulation over one horizon; `low`, `high` are Wilson's.

    `baseline_too` draws the baseline anew in each of `refits` runs, since what is expected was itself estimated.
    """

    alarm: str
    horizon: int
    runs: int
    rate: float
    low: float
    high: float
    refits: int
    baseline_too: float

    @property
    def words(self) -> Words:
        """The rate in words."""
        return say(
            "False alarms of this kind, measured: {rate}% ({low} to {high}%) of {runs} simulated watches of {horizon} "
            "inspections in which nothing changed; {too}% when the chance in the baseline is counted too ({refits} "
            "watches).",
            rate=_points(self.rate), low=_points(self.low), high=_points(self.high), runs=self.runs,
            horizon=self.horizon, too=_points(self.baseline_too), refits=self.refits,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: `fall` and `rise` are the sequence beyond the margin, `chart` the control chart over its limit.

    It was raised at inspection `number`, published on the day `on`. Shares and shifts run from 0 to 1.
    """

    kind: str
    number: int
    on: date
    observed: float
    expected: float
    low: float
    high: float
    height: float
    limit: float
    horizon: int

    @property
    def claim(self) -> Words:
        """What was seen, and no more."""
        if self.kind == "chart":
            return say(
                "The control chart passed its limit ({height} over {limit}): fewer homes were good or outstanding than "
                "expected, over some stretch since the go-live day.",
                height=round(self.height, 2), limit=round(self.limit, 2),
            )  # fmt: skip
        if self.kind == "fall":
            return say(
                "The share good or outstanding is lower than expected from the case mix, by more than {margin} points.",
                margin=round(MARGIN * 100),
            )
        return say(
            "The share good or outstanding is higher than expected from the case mix, by more than {margin} points.",
            margin=round(MARGIN * 100),
        )

    @property
    def figures(self) -> Words:
        """n, the two shares, the interval."""
        return say(
            "n = {n} inspections: {observed}% good or outstanding, {expected}% expected. Shift so far {low} to {high} "
            "points (95% confidence sequence: it may be looked at after every inspection).",
            n=self.number, observed=_points(self.observed), expected=_points(self.expected), low=_points(self.low),
            high=_points(self.high),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a live watch: the state after the last inspection (None before the first), and every alarm so far."""

    go_live: date
    baseline: tuple[date, date]
    baseline_n: int
    last: Alarm | None
    alarms: tuple[Alarm, ...]

    @property
    def basis(self) -> Words:
        """Which inspections these are."""
        return say(
            "Basis: full inspections of real homes since {day} that this service lists or published, in the order of "
            "publication. Expected from {n} listed inspections of {first} to {last}, by the grade before "
            "and the quarter of the year. Inspections that are not listed yet, or were replaced before, are missing.",
            day=self.go_live.isoformat(), n=self.baseline_n, first=self.baseline[0].isoformat(),
            last=self.baseline[1].isoformat(),
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Plain values of the last state; shares and shifts in points."""
        if self.last is None:
            return {"n": 0, "baseline_n": self.baseline_n}
        shares = {name: _points(getattr(self.last, name)) for name in ("observed", "expected", "low", "high")}
        heights = {"chart": round(self.last.height, 2), "limit": round(self.last.limit, 2)}
        return {"n": self.last.number, "baseline_n": self.baseline_n, "horizon": self.last.horizon, **shares, **heights}


def baseline_of(rows: Sequence[ListedInspection], go_live: date) -> tuple[ListedInspection, ...]:
    """The last year of listed inspections before a day; it ends with the last one listed, which may be much earlier."""
    before = [one for one in rows if one.on < go_live]
    if not before:
        return ()
    last = max(one.on for one in before)
    return tuple(one for one in before if (last - one.on).days < 365)


def look(rows: Sequence[ListedInspection], go_live: date) -> Look | None:
    """Look at all inspections that are known; None when the baseline has fewer than LEAST_BASELINE.

    `seen` of a row is the day on which it was published: the order is by it, so that what is published later does not
    change the path so far. About a second: the chart's limit is simulated.
    """
    baseline = baseline_of(rows, go_live)
    if len(baseline) < LEAST_BASELINE:
        return None
    since = sorted((one for one in rows if one.on >= go_live), key=lambda one: (one.seen, one.on, one.urn))
    chance = expected_from(baseline)
    mix, limit = _ahead(baseline)
    good, expected = _outcomes(since), np.array([chance(one) for one in since])
    states = _states(since, good, expected, limit, len(mix))
    alarms = [next((one for one in states if _raised(kind, one)), None) for kind in ("fall", "rise", "chart")]
    found = tuple(
        replace(one, kind=kind) for kind, one in zip(("fall", "rise", "chart"), alarms, strict=True) if one is not None
    )
    days = min(one.on for one in baseline), max(one.on for one in baseline)
    last = states[-1] if states else None
    return Look(go_live, days, len(baseline), last, found)


def measured(baseline: Sequence[ListedInspection], runs: int = _RUNS, refits: int = _REFITS) -> dict[str, FalseAlarms]:
    """False alarms of each kind over the chart's horizon, with a fixed seed; some seconds.

    Raises ValueError for an empty baseline.
    """
    mix, limit = _ahead(baseline)
    rng = np.random.default_rng(_SEED + 1)
    chance = expected_from(baseline)
    true = np.array([chance(one) for one in mix])
    plain = _reached((rng.random((runs, len(mix))) < true).astype(float), true, limit)
    again = dict.fromkeys(plain, 0)
    for _ in range(refits):
        expected = _refitted(baseline, mix, rng)
        drawn = _reached((rng.random((1, len(mix))) < true).astype(float), expected, limit)
        for kind, ever in drawn.items():
            again[kind] += int(ever.sum())
    found = {kind: (int(ever.sum()), again[kind] / refits) for kind, ever in plain.items()}
    return {
        kind: FalseAlarms(kind, len(mix), runs, ever / runs, *wilson(ever, runs), refits, too)
        for kind, (ever, too) in found.items()
    }


def _refitted(baseline: Sequence[ListedInspection], mix: Sequence[ListedInspection], rng: Any) -> Array:
    """What would be expected of the mix, had the baseline come out otherwise by chance."""
    picked = rng.integers(0, len(baseline), len(baseline))
    chance = expected_from([baseline[i] for i in picked])
    return np.array([chance(one) for one in mix])


def _ahead(baseline: Sequence[ListedInspection]) -> tuple[list[ListedInspection], float]:
    """The inspections that are supposed to come, drawn from the baseline, and the chart's limit for so many.

    Both hang on the baseline alone: a limit that grew with each look would be passed more often than it says.
    """
    n = min(LONGEST, max(SHORTEST, len(baseline)))
    ordered = sorted(baseline, key=lambda one: (one.on, one.urn))
    mix = [ordered[i] for i in np.random.default_rng(_SEED).integers(0, len(ordered), n)]
    chance = expected_from(baseline)
    return mix, chart_limit(np.array([chance(one) for one in mix]), runs=_LIMIT_RUNS, alpha=_CHART_ALPHA)


def _states(
    since: Sequence[ListedInspection], good: Array, expected: Array, limit: float, horizon: int
) -> tuple[Alarm, ...]:
    if not since:
        return ()
    number = np.arange(1, len(since) + 1)
    low, high = confidence_sequence(good, expected)
    columns = (np.cumsum(good) / number, np.cumsum(expected) / number, low, high, control_chart(good, expected))
    return tuple(
        Alarm("", i, one.seen, float(seen), float(wanted), float(worst), float(best), float(height), limit, horizon)
        for i, (one, seen, wanted, worst, best, height) in enumerate(zip(since, *columns, strict=True), 1)
    )


def _raised(kind: str, one: Alarm) -> bool:
    if kind == "chart":
        return one.number <= one.horizon and one.height > one.limit
    return one.high < -MARGIN if kind == "fall" else one.low > MARGIN


def _reached(good: Array, expected: Array, limit: float) -> dict[str, Any]:
    """Which runs (rows of `good`) ever raise each alarm."""
    lows, highs = zip(*(confidence_sequence(row, expected) for row in good), strict=True)
    fall, rise = np.array(highs) < -MARGIN, np.array(lows) > MARGIN
    return {
        "fall": fall.any(1), "rise": rise.any(1), "chart": (control_chart(good, expected) > limit).any(-1),
    }  # fmt: skip


def _outcomes(rows: Sequence[ListedInspection]) -> Array:
    return np.array([float(one.good) for one in rows])


def _points(share: float) -> float:
    return round(share * 100, 1)
