"""Did ratings change on a day? Every comparison that the data allow, one for each basis and pair of periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from evenhand.trend.compared import MEASURES, Comparison, Comparisons
from evenhand.trend.pairs import like_for_like, of_figures, of_snapshots, of_windows, unpublished
from evenhand.trend.placebo import placebo_pairs
from evenhand.trend.published import FrameworkChange, PublishedFigure, SeriesBasis, framework_changes, published
from evenhand.trend.rows import snapshots, windows
from evenhand.wording import Words


def compare(at: date, measures: Sequence[str] = MEASURES) -> Comparisons:
    """All comparisons across a day: published figures pairwise like for like, register files, listed inspections."""
    changes = framework_changes()
    figures = published()
    found = [one for measure in measures for one in _all(at, measure, figures, changes)]
    near = tuple(one for one in changes if abs((one.on - at).days) <= 92)
    return Comparisons(at, near, tuple(found), placebo_pairs(at, figures, changes))


def _all(
    at: date, measure: str, figures: Sequence[PublishedFigure], changes: Sequence[FrameworkChange]
) -> Iterable[Comparison]:
    for first, second in like_for_like(at, figures):
        yield of_figures(at, first, second, measure, changes)
    if measure == "good_or_better" and (nothing := unpublished(at, figures)):
        yield nothing
    if (stocks := _around(at, [(one.at, one) for one in snapshots()])) is not None:
        yield of_snapshots(at, *stocks, measure, changes)
    if (years := _around(at, [(one.last, one) for one in windows()], starts=True)) is not None:
        yield of_windows(at, *years, measure, changes)


def _around(at: date, dated: Sequence[tuple[date, Any]], *, starts: bool = False) -> tuple[Any, Any] | None:
    before = [one for on, one in dated if on < at]
    after = [one for on, one in dated if (one.first if starts else on) >= at]
    return (before[-1], after[0]) if before and after else None


def answers(found: Comparisons) -> Mapping[str, Words]:
    """The first claim of every basis: the answers differ, and are not put together into one."""
    return {basis.value: shown[0].claim for basis in SeriesBasis if (shown := found.of(basis))}
