"""Interrupted time series on the listed inspections: grades by quarter, season, a step at a day, and placebo days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from evenhand.trend.ordinal import Array, OrdinalFit, fit_ordinal, shares_at_least
from evenhand.trend.published import framework_changes
from evenhand.trend.rows import ListedInspection, quarter, windows
from evenhand.wording import Words, say

LEAST_SIDE = 4  # quarters that a side needs: a year, so that each season is there
APART = 100  # days that a placebo day keeps from every known change
LIMIT = say(
    "Basis: listed inspections of the years before a register file, by quarter. An inspection early in such a year is "
    "listed only when nothing replaced it, so season and the gaps of the listing cannot be told apart here; both are "
    "in the seasonal terms, and the step is what is left. It says nothing about why."
)


@dataclass(frozen=True, slots=True)
class Quarters:
    """Counts by quarter (periods, 4), worst grade first, with year, quarter of the year and first day of each."""

    counts: Array
    starts: tuple[date, ...]

    @property
    def shares(self) -> Array:
        """The share good or outstanding of each quarter; nan where nobody was inspected."""
        n = self.counts.sum(1)
        return np.asarray(np.divide(self.counts[:, 2:].sum(1), n, out=np.full(len(n), np.nan), where=n > 0))


@dataclass(frozen=True, slots=True)
class Step:
    """The step at a day, as log odds of a better grade and in points of the share good or outstanding.

    `low` and `high` bound the points at 95%, by t with the spare degrees of freedom between quarters.
    """

    at: date
    model: str
    log_odds: float
    error: float
    change: float
    low: float
    high: float
    n: int
    quarters: int
    dispersion: float
    lags: int
    settled: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values; changes in percentage points."""
        shown = {name: getattr(self, name) for name in ("model", "n", "quarters", "lags", "settled")}
        figures = {name: _tidy(getattr(self, name)) for name in ("log_odds", "error", "dispersion")}
        ends = {f"{name}_points" if name == "change" else name: _tidy(getattr(self, name) * 100, 1)
                for name in ("change", "low", "high")}  # fmt: skip
        return {"at": self.at.isoformat(), **shown, **figures, **ends}


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The step at the day asked for, other models of it, and the step at every placebo day.

    `as_large` of the `placebos` are at least as large, either way: a step that placebo days make as well is no sign.
    """

    step: Step
    others: tuple[Step, ...]
    placebos: tuple[Step, ...]

    @property
    def as_large(self) -> int:
        """How many placebo days have a step at least as large."""
        return sum(abs(one.log_odds) >= abs(self.step.log_odds) for one in self.placebos)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, with the limit of the basis beside them."""
        return {
            "basis": str(LIMIT),
            "step": self.step.as_dict(),
            "sensitivity": [one.as_dict() for one in self.others],
            "placebo_days": [one.as_dict() for one in self.placebos],
            "placebo_days_as_large": self.as_large,
            "words": str(self.words),
        }

    @property
    def words(self) -> Words:
        """What may be said of it."""
        if not self.step.settled:
            return say("Cannot tell: the quarters around the day do not settle a step.")
        return say(
            "From one quarter to the next the modelled share good or outstanding stepped by {change} points ({low} to "
            "{high}); of {of} placebo days (quarters "
            "on which nothing changed, though other changes lie in the series), {n} have a step at least as large.",
            change=round(self.step.change * 100, 1), low=round(self.step.low * 100, 1),
            high=round(self.step.high * 100, 1), of=len(self.placebos), n=self.as_large,
        )  # fmt: skip


def quarters(inspections: Iterable[ListedInspection] | None = None) -> Quarters:
    """Grades by quarter of the inspections in the windows before register files, oldest first, gaps left out."""
    taken = inspections if inspections is not None else [one for year in windows() for one in year.inspections]
    cells: dict[tuple[int, int], list[int]] = {}
    for one in taken:
        cells.setdefault(quarter(one.on), [0, 0, 0, 0])[one.grade - 1] += 1
    keys = sorted(cells)
    starts = tuple(date(year, 3 * number - 2, 1) for year, number in keys)
    return Quarters(np.array([cells[key] for key in keys], float).reshape(-1, 4), starts)


def interrupted(at: date, series: Quarters | None = None, changes: Sequence[date] | None = None) -> Interrupted | None:
    """The step at a day with its placebos; None when either side has less than a year of quarters.

    The main model is the cumulative logit of all four grades with a straight trend, three seasons and the step. The
    others drop the trend, let it bend, look only at good or better, or look only two years either way.
    """
    series = series or quarters()
    if not _enough(at, series.starts):
        return None
    step = stepped(at, series)
    others = (
        stepped(at, series, trend=False),
        stepped(at, series, bend=True),
        stepped(at, series, grades=2),
        stepped(at, _near(at, series), trend=False),
    )
    changed = [at, *(changes if changes is not None else (one.on for one in framework_changes()))]
    days = [
        day
        for day in series.starts
        if _enough(day, series.starts) and all(abs((day - one).days) > APART for one in changed)
    ]
    return Interrupted(step, others, tuple(one for day in days if (one := stepped(day, series)).settled))


def stepped(at: date, series: Quarters, *, trend: bool = True, bend: bool = False, grades: int = 4) -> Step:
    """One model of a step at a day; `grades` 2 is good or better against the rest."""
    from scipy.special import stdtrit

    counts = (
        series.counts if grades == 4 else np.column_stack([series.counts[:, :2].sum(1), series.counts[:, 2:].sum(1)])
    )
    counts = counts[:, counts.sum(0) > 0]
    design = _design(at, series.starts, trend, bend)
    fit = fit_ordinal(counts, design)
    spare = max(1, len(series.starts) - design.shape[1] - 1)
    error = fit.error(0) if fit.settled else float("nan")
    reach = float(stdtrit(spare, 0.975)) * error
    cut = counts.shape[1] - 3 if grades == 4 else 0
    change, low, high = (_points(fit, design, cut, fit.slopes[0] + shift) for shift in (0.0, -reach, reach))
    name = ", ".join([f"{grades} grades", "trend" if trend else "no trend", *(["bend"] if bend else [])])
    return Step(
        at, f"{name}, {len(series.starts)} quarters", float(fit.slopes[0]), error, change, low, high, int(counts.sum()),
        len(series.starts), fit.dispersion, fit.lags, fit.settled,
    )  # fmt: skip


def _design(at: date, starts: Sequence[date], trend: bool, bend: bool) -> Array:
    years = np.array([(day - at).days / 365.25 for day in starts])
    after = (years >= -1e-9).astype(float)
    columns = [after, *([years] if trend else []), *([years * after] if bend else [])]
    columns += [np.array([float(quarter(day)[1] == number) for day in starts]) for number in (1, 3, 4)]
    design = np.column_stack(columns)
    return design[:, np.ptp(design, axis=0) > 0] if design.shape[0] else design


def _points(fit: OrdinalFit, design: Array, cut: int, step: float) -> float:
    """The step as a difference of the mean share over the quarters after, with the step and without it."""
    if not fit.settled:
        return float("nan")
    after = design[design[:, 0] > 0]
    without, slopes = after.copy(), fit.slopes.copy()
    without[:, 0], slopes[0] = 0.0, step
    moved = OrdinalFit(fit.cuts, slopes, fit.naive, fit.robust, fit.dispersion, fit.lags, fit.spare, True)
    return float((shares_at_least(moved, after, cut) - shares_at_least(moved, without, cut)).mean())


def _near(at: date, series: Quarters) -> Quarters:
    held = [abs((day - at).days) <= 740 for day in series.starts]
    return Quarters(series.counts[held], tuple(day for day, one in zip(series.starts, held, strict=True) if one))


def _enough(at: date, starts: Sequence[date]) -> bool:
    before = sum(day < at for day in starts)
    return before >= LEAST_SIDE and len(starts) - before >= LEAST_SIDE


def _tidy(value: float, places: int = 3) -> float | None:
    return None if np.isnan(value) else round(float(value), places)
