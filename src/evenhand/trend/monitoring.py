"""Watching grades after a go-live day: an e-value and a confidence sequence good at any time, and a control chart.

Sources: Waudby-Smith and Ramdas, J. R. Statist. Soc. B 86 (2024), 1-27 (betting); Ville's inequality (alarms); Steiner,
Cook, Farewell and Treasure, Biostatistics 1 (2000), 441-452 (the risk-adjusted control chart).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from evenhand.trend.ordinal import Array
from evenhand.trend.rows import ListedInspection, quarter, windows
from evenhand.wording import Words, say

ALPHA = 0.05
STAKES = np.array([0.05, 0.1, 0.2, 0.4, 0.8])  # below 1 / (1 - share), so that no bet can lose everything
ODDS = 1.5  # the chart looks for odds of less than good that are half as large again
_WIDTH = 20.0  # makes the sequence tightest after some five hundred inspections
_PULL = 20  # inspections' worth of the wider rate that a small cell of the case mix is drawn towards
LIMIT = say(
    "The chance of good or better of each inspection is taken from the year before: by the grade before it and the "
    "quarter of the year. What that leaves out (who inspects, which homes are chosen first) would look like a change. "
    "Both alarms allow for chance, not for errors of that baseline."
)


@dataclass(frozen=True, slots=True)
class Watched:
    """The state of the watch after one more inspection. Shares and shifts run from 0 to 1.

    `e_value` is evidence for a fall beyond `margin`; `low` and `high` the confidence sequence of the shift; `chart` the
    control chart's height.
    """

    number: int
    on: date
    observed: float
    expected: float
    e_value: float
    low: float
    high: float
    chart: float


@dataclass(frozen=True, slots=True)
class Watch:
    """A whole watch: its points, the day of each alarm (None without one), and the chart's limit."""

    points: tuple[Watched, ...]
    limit: float
    margin: float
    e_alarm: date | None
    chart_alarm: date | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values: the last point, the alarms and the words."""
        last = self.points[-1]
        return {
            "basis": str(LIMIT), "n": last.number, "observed_percent": round(last.observed * 100, 1),
            "expected_percent": round(last.expected * 100, 1), "e_value": float(f"{last.e_value:.4g}"),
            "shift_low_points": round(last.low * 100, 1), "shift_high_points": round(last.high * 100, 1),
            "chart": round(last.chart, 2), "chart_limit": round(self.limit, 2),
            "e_alarm": self.e_alarm and self.e_alarm.isoformat(),
            "chart_alarm": self.chart_alarm and self.chart_alarm.isoformat(), "words": str(self.words),
        }  # fmt: skip

    @property
    def words(self) -> Words:
        """What may be said of it."""
        last = self.points[-1]
        values = {
            "n": last.number, "observed": round(last.observed * 100, 1), "expected": round(last.expected * 100, 1),
            "low": round(last.low * 100, 1), "high": round(last.high * 100, 1),
        }  # fmt: skip
        if self.e_alarm or self.chart_alarm:
            days = [str(one) for one in sorted(one for one in (self.e_alarm, self.chart_alarm) if one)]
            return say(
                "Alarm of a fall ({days}): after {n} inspections {observed}% good or better, {expected}% expected "
                "from the case mix; shift {low} to {high} points, whenever one looks.",
                days=days, **values,
            )  # fmt: skip
        return say(
            "No alarm of a fall: after {n} inspections {observed}% good or better, {expected}% expected from the case "
            "mix; shift {low} to {high} points, whenever one looks.",
            **values,
        )


@dataclass(frozen=True, slots=True)
class Operating:
    """What an alarm is worth, by simulation: how often it is false, how often and how soon it finds a fall.

    `rate` is the part of runs with an alarm within `horizon` inspections; `delay` the median number of inspections to
    it among those runs, None without any.
    """

    alarm: str
    fall: float
    horizon: int
    runs: int
    rate: float
    low: float
    high: float
    delay: int | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values, in points and per cent."""
        rates = {f"{name}_percent": round(getattr(self, name) * 100, 1) for name in ("rate", "low", "high")}
        return {
            "alarm": self.alarm, "fall_points": round(self.fall * 100, 1), "horizon": self.horizon, "runs": self.runs,
            **rates, "median_delay_inspections": self.delay,
        }  # fmt: skip


def expected_from(baseline: Sequence[ListedInspection]) -> Callable[[ListedInspection], float]:
    """The chance of good or better by the grade before and the quarter of the year, from a year before go-live.

    Small cells are drawn towards the rate of their earlier grade. Raises ValueError for an empty baseline.
    """
    if not baseline:
        raise ValueError("a baseline needs inspections")
    overall = sum(one.good for one in baseline) / len(baseline)
    by_grade: dict[Any, list[int]] = {}
    by_cell: dict[Any, list[int]] = {}
    for one in baseline:
        for cells, key in ((by_grade, one.previous), (by_cell, (one.previous, quarter(one.on)[1]))):
            cell = cells.setdefault(key, [0, 0])
            cell[0] += one.good
            cell[1] += 1

    def chance(one: ListedInspection) -> float:
        good, n = by_grade.get(one.previous, (0, 0))
        wider = (good + _PULL * overall) / (n + _PULL)
        good, n = by_cell.get((one.previous, quarter(one.on)[1]), (0, 0))
        return float(np.clip((good + _PULL * wider) / (n + _PULL), 0.02, 0.98))

    return chance


def e_values(good: Array, expected: Array, margin: float = 0.0) -> Array:
    """Wealth of bets against “no fall beyond `margin`”, along the last axis of outcomes 0 or 1 (…, n).

    Under that hypothesis the chance that it ever reaches 1/alpha is at most alpha, whatever hangs together with what.
    """
    gains = np.maximum(expected - margin, 0.0) - good
    wealth = np.zeros(good.shape)
    for stake in STAKES:
        wealth += np.exp(np.minimum(np.cumsum(np.log1p(stake * gains), axis=-1), 600)) / len(STAKES)
    return wealth


def confidence_sequence(good: Array, expected: Array, alpha: float = ALPHA) -> tuple[Array, Array]:
    """Bounds (n,) on the average shift so far of the chance of good; all of them hold together with chance 1 - alpha.

    The shift may change from one inspection to the next. Robbins' normal mixture for sums of bounded surprises, in the
    form of Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49 (2021), 1055-1080.
    """
    number = np.arange(1, good.shape[-1] + 1)
    spread = number / 4 + _WIDTH  # a surprise of range 1 has variance of at most a quarter
    reach = np.sqrt(spread * np.log(spread / (_WIDTH * alpha**2))) / number
    middle = np.cumsum(good - expected) / number
    return np.maximum(middle - reach, -1.0), np.minimum(middle + reach, 1.0)


def control_chart(good: Array, expected: Array, odds: float = ODDS) -> Array:
    """The height of the risk-adjusted chart along the last axis: it climbs when less is good than expected."""
    bad = 1 - expected
    base = -np.log(1 - bad + odds * bad)
    weights = base + np.log(odds) * (1 - good)
    height, heights = np.zeros(good.shape[:-1]), np.empty(good.shape)
    for number in range(good.shape[-1]):
        height = np.maximum(0.0, height + weights[..., number])
        heights[..., number] = height
    return heights


def chart_limit(expected: Array, runs: int = 2000, seed: int = 11, alpha: float = ALPHA) -> float:
    """The height that the chart passes in at most alpha of runs of this length when nothing has changed."""
    good = _drawn(expected, 0.0, runs, seed)
    return float(np.quantile(control_chart(good, expected).max(-1), 1 - alpha, method="higher"))


def operating(
    expected: Array, limit: float, falls: Sequence[float] = (0.0, 0.05, 0.1), runs: int = 1000, seed: int = 12,
    margin: float = 0.0,
) -> tuple[Operating, ...]:  # fmt: skip
    """False alarms (a fall of 0) and delays of both alarms over one horizon, by simulation with a fixed seed."""
    from evenhand.shares import wilson

    found = []
    for fall in falls:
        good = _drawn(expected, fall, runs, seed)
        reached = {
            "e-value": e_values(good, expected, margin) >= 1 / ALPHA,
            "chart": control_chart(good, expected) > limit,
        }
        for name, over in reached.items():
            ever = over.any(-1)
            delay = int(np.median(over.argmax(-1)[ever])) + 1 if ever.any() else None
            ends = wilson(int(ever.sum()), runs)
            found.append(Operating(name, fall, len(expected), runs, float(ever.mean()), *ends, delay))
    return tuple(found)


def watch(
    since: Sequence[ListedInspection], baseline: Sequence[ListedInspection], margin: float = 0.0, runs: int = 1000
) -> tuple[Watch, tuple[Operating, ...]]:
    """Watch inspections since a go-live day against a baseline, with what its alarms are worth on this very horizon.

    Raises ValueError when either is empty.
    """
    if not since:
        raise ValueError("nothing to watch: no inspection since the day")
    rows = sorted(since, key=lambda one: (one.on, one.urn))
    chance = expected_from(baseline)
    expected, good = np.array([chance(one) for one in rows]), np.array([float(one.good) for one in rows])
    wealth, chart = e_values(good, expected, margin), control_chart(good, expected)
    low, high = confidence_sequence(good, expected)
    limit = chart_limit(expected, 2 * runs)
    number = np.arange(1, len(rows) + 1)
    shares = (np.cumsum(good) / number, np.cumsum(expected) / number)
    points = tuple(
        Watched(i + 1, one.on, *(float(column[i]) for column in (*shares, wealth, low, high, chart)))
        for i, one in enumerate(rows)
    )
    alarms = [next((one.on for one, over in zip(rows, reached, strict=True) if over), None)
              for reached in (wealth >= 1 / ALPHA, chart > limit)]  # fmt: skip
    return Watch(points, limit, margin, *alarms), operating(expected, limit, margin=margin, runs=runs)


def watch_from(at: date) -> tuple[Watch, tuple[Operating, ...]] | None:
    """The watch replayed on listed inspections: the first listed year after a day against the last before it.

    None when one of them is not in the data.
    """
    before = [one for one in windows() if one.last < at]
    after = [one for one in windows() if one.first >= at]
    return watch(after[0].inspections, before[-1].inspections) if before and after else None


def _drawn(expected: Array, fall: float, runs: int, seed: int) -> Array:
    rng = np.random.default_rng(seed)
    return (rng.random((runs, len(expected))) < np.maximum(expected - fall, 0.0)).astype(float)
