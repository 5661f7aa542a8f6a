"""Charts as SVG, each with its table and CSV; lines differ by dash and mark, never by colour alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.trend.account import Account
from evenhand.trend.compared import Comparison
from evenhand.trend.interrupted import quarters
from evenhand.trend.rows import SUSPENDED
from evenhand.wording import Words, say

INK, SECOND, FAINT = "#0b0c0c", "#1d70b8", "#505a5f"
WIDTH = 620
_CONFIG = {
    "font": "sans-serif",
    "background": "#ffffff",
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "labelLimit": 300, "labelColor": INK, "titleColor": INK},
    "padding": 12,
    "legend": {"labelFontSize": 13, "titleFontSize": 13, "labelLimit": 300},
    "view": {"stroke": None},
}


@dataclass(frozen=True, slots=True)
class TrendFigure:
    """A chart and the same figures as a table: `alt` says what is seen, `columns` and `rows` hold every value drawn."""

    id: str
    title: Words
    alt: Words
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def csv(self) -> str:
        """The table as CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(["" if cell is None else cell for cell in row] for row in self.rows)
        return stream.getvalue()


def figures(account: Account) -> tuple[TrendFigure, ...]:
    """Every chart that the account can fill: one of comparisons for each basis, the series, placebos, the watch."""
    found = [_comparisons(f"basis-{i}", shown) for i, shown in enumerate(account.by_basis().values())]
    found += [_series(account), _placebos(account), _watch(account)]
    return tuple(one for one in found if one is not None)


def _comparisons(name: str, shown: Sequence[Comparison]) -> TrendFigure | None:
    import altair as alt

    drawn = [one.as_dict() for one in shown if one.span is not None]
    if not drawn:
        return None
    columns = ("measure", "from", "to", "change_points", "low", "high", "low_high_are")
    rows = tuple(tuple(one[column] for column in columns) for one in drawn)
    values = [{**dict(zip(columns, row, strict=True)), "row": _label(row, number)} for number, row in enumerate(rows)]
    data = _data(values)
    # Whoever looks may have a wider font than the one that the labels are measured with: room is kept for it.
    y = alt.Y("row:N", title=None, sort=None, axis=alt.Axis(minExtent=320, labelLimit=320))
    bars = alt.Chart(data).mark_rule(strokeWidth=2, color=INK)
    axis = alt.Axis(tickCount=8, labelOverlap="greedy", labelSeparation=6)
    bars = bars.encode(x=alt.X("low:Q", title="change in percentage points", axis=axis), x2="high:Q", y=y,
                       strokeDash=alt.StrokeDash("low_high_are:N", title="bounds", legend=_below()))  # fmt: skip
    dots = alt.Chart(data).mark_point(filled=True, size=70, color=INK).encode(x="change_points:Q", y=y)
    zero = alt.Chart(_data([{"zero": 0}])).mark_rule(color=FAINT, strokeDash=[2, 2]).encode(x="zero:Q")
    basis = shown[0].basis.value
    return TrendFigure(
        name,
        say("Change on the basis: {basis}", basis=basis),
        say("{n} changes with their bounds as horizontal lines against zero; the first: {claim}", n=len(rows),
            claim=shown[0].claim),
        _svg((zero + bars + dots).properties(height=alt.Step(34))), columns, rows,
    )  # fmt: skip


def _label(row: tuple[Any, ...], number: int) -> str:
    return f"{number + 1}. {str(row[0]).replace('_', ' ')}, {row[1]} to {row[2]}"


def _series(account: Account) -> TrendFigure | None:
    import altair as alt

    series = quarters()
    if account.series is None:
        return None
    n = series.counts.sum(1)
    rows = tuple(
        (day.isoformat(), int(total), round(float(share) * 100, 1), _stretch(day.isoformat(), series.starts, number))
        for number, (day, total, share) in enumerate(zip(series.starts, n, series.shares, strict=True))
    )
    columns = ("quarter", "inspections", "good or outstanding, %", "unbroken stretch")
    values = [{"day": row[0], "share": row[2], "stretch": row[3], "n": row[1]} for row in rows]
    base = alt.Chart(_data(values)).encode(
        x=alt.X("day:T", title="quarter", axis=_years()),
        y=alt.Y("share:Q", title="good or outstanding, %", scale=alt.Scale(domain=[0, 100])),
    )
    lines = base.mark_line(color=SECOND).encode(detail="stretch:N")
    points = base.mark_point(filled=True, color=SECOND).encode(
        size=alt.Size("n:Q", title="inspections", legend=_below())
    )
    days = _data([{"at": account.at.isoformat(), "text": "the day asked about"}])
    mark = alt.Chart(days).mark_rule(strokeDash=[6, 3], color=INK, strokeWidth=2).encode(x="at:T")
    text = alt.Chart(days).mark_text(align="left", dx=4, y=12, color=INK, fontSize=13).encode(x="at:T", text="text:N")
    return TrendFigure(
        "series",
        say("Listed inspections by quarter"),
        say("Share good or outstanding by quarter, with gaps where no file lists the year or inspections were "
            "suspended ({first} to {last}). {words}", first=SUSPENDED[0].isoformat(), last=SUSPENDED[1].isoformat(),
            words=account.series.words),
        _svg((lines + points + mark + text).properties(height=260)), columns, rows,
    )  # fmt: skip


def _stretch(_: str, starts: Sequence[Any], number: int) -> int:
    """Quarters that follow one another are joined by a line, others are not: a gap is drawn as a gap."""
    return sum((starts[i] - starts[i - 1]).days > 100 for i in range(1, number + 1))


def _placebos(account: Account) -> TrendFigure | None:
    import altair as alt

    if account.series is None:
        return None
    columns = ("day", "step in points", "low", "high", "which")
    rows = tuple(
        (one.at.isoformat(), *(round(v * 100, 1) for v in (one.change, one.low, one.high)), which)
        for which, ones in (("asked about", (account.series.step,)), ("placebo", account.series.placebos))
        for one in ones
    )
    values = [dict(zip(("day", "step", "low", "high", "which"), row, strict=True)) for row in rows]
    base = alt.Chart(_data(values)).encode(
        x=alt.X("day:T", title="day at which a step is supposed", axis=_years(), scale=alt.Scale(padding=12))
    )
    bars = base.mark_rule(color=INK).encode(y=alt.Y("low:Q", title="step in percentage points"), y2="high:Q")
    points = base.mark_point(filled=True, size=90, color=INK).encode(
        y="step:Q", shape=alt.Shape("which:N", title="day", legend=_below())
    )
    zero = alt.Chart(_data([{"zero": 0}])).mark_rule(color=FAINT, strokeDash=[2, 2]).encode(y="zero:Q")
    return TrendFigure(
        "placebos",
        say("The step at the day, and at placebo days"),
        say("Steps with 95% intervals. {words}", words=account.series.words),
        _svg((zero + bars + points).properties(height=260)), columns, rows,
    )  # fmt: skip


def _watch(account: Account) -> TrendFigure | None:
    import altair as alt

    if account.watch is None:
        return None
    points = account.watch.points
    shown = [points[i] for i in sorted({*range(24, len(points), max(1, len(points) // 60)), len(points) - 1})]
    columns = ("inspections", "day", "observed less expected, points", "low", "high", "control chart", "e-value")
    rows = tuple(
        (
            one.number,
            one.on.isoformat(),
            *(round(v * 100, 1) for v in (one.observed - one.expected, one.low, one.high)),
            round(one.chart, 2),
            float(f"{one.e_value:.3g}"),
        )
        for one in shown
    )
    values = [dict(zip(("n", "day", "shift", "low", "high", "chart", "e"), row, strict=True)) for row in rows]
    x = alt.X("n:Q", title="inspections since the day")
    base = alt.Chart(_data(values)).encode(x=x)
    band = base.mark_area(color=SECOND, opacity=0.25).encode(y=alt.Y("low:Q", title="shift in points"), y2="high:Q")
    line = base.mark_line(color=INK).encode(y="shift:Q")
    limit = _data([{"limit": account.watch.limit}])
    chart = base.mark_line(color=INK).encode(y=alt.Y("chart:Q", title="control chart"))
    alarm = alt.Chart(limit).mark_rule(strokeDash=[6, 3], color=INK).encode(y="limit:Q")
    upper, lower = (
        (band + line).properties(height=200, width=WIDTH),
        (chart + alarm).properties(height=120, width=WIDTH),
    )
    return TrendFigure(
        "watch",
        say("The watch, replayed on listed inspections"),
        say("Above, the shift against the case mix with its band at all times; below, the control chart under its "
            "dashed alarm limit. {words}", words=account.watch.words),
        _svg(alt.vconcat(upper, lower), sized=True), columns, rows,
    )  # fmt: skip


def _data(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.InlineData(values=values)


def _years() -> Any:
    import altair as alt

    return alt.Axis(format="%Y", tickCount="year", labelOverlap="greedy", labelSeparation=6)


def _below() -> Any:
    import altair as alt

    return alt.Legend(orient="bottom", direction="horizontal")


def _svg(chart: Any, *, sized: bool = False) -> str:
    import vl_convert

    shown = chart if sized else chart.properties(width=WIDTH)
    return str(vl_convert.vegalite_to_svg(shown.configure(**_CONFIG).to_json()))
