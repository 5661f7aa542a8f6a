"""The pictures of a pilot as SVG: each stands beside a table that says the same, and none speaks by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from evenhand.pilot.analysis import Analysis
from evenhand.pilot.plan import Claim, Plan, scales
from evenhand.pilot.power import PowerCurve
from evenhand.pilot.verdict import ClaimVerdict, points
from evenhand.wording import Words, say

if TYPE_CHECKING:
    import altair

INK, BLUE, GREY, PALE = "#17292d", "#0b5c66", "#5b6b6e", "#e8eef0"
_DASHES = ([1, 0], [8, 4], [2, 3])
_NONE = say("no practicable number of")
_SHAPES = ("circle", "square", "triangle-up")


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, what it shows in one sentence for people who do not see it, and the table with the same figures."""

    name: str
    title: Words
    svg: str
    alt: Words
    head: tuple[Words, ...]
    rows: tuple[tuple[str, ...], ...]


def shift_picture(analysis: Analysis) -> Picture:
    """The table of old and new grades, with the number of homes in each cell."""
    plan = analysis.plan
    labels = [[one.label for one in scale.best_first] for scale in scales(plan)]
    counts = analysis.table.astype(int)
    cells = [
        {"old": old, "new": new, "homes": int(counts[i, j]), "same": i == j}
        for i, old in enumerate(labels[0])
        for j, new in enumerate(labels[1])
    ]
    same = int(counts.trace())
    return Picture(
        "shift",
        say("Grades under both frameworks"),
        _svg(partial(_shift, cells=cells, labels=labels, plan=plan)),
        say(
            "Table of grades: {same} of {n} homes have the same grade under both frameworks, {better} a better one and "
            "{worse} a worse one under {new}. The figures are in the table that follows.",
            same=same,
            n=analysis.usable,
            better=sum(int(counts[i, j]) for i in range(len(counts)) for j in range(i)),
            worse=sum(int(counts[j, i]) for i in range(len(counts)) for j in range(i)),
            new=plan.frameworks.new,
        ),
        (
            say("{framework}, downwards", framework=plan.frameworks.old),
            *(say("{grade}", grade=one) for one in labels[1]),
        ),
        tuple((name, *(str(one) for one in counts[i])) for i, name in enumerate(labels[0])),
    )


def _shift(alt: Any, cells: list[dict[str, Any]], labels: list[list[str]], plan: Plan) -> Any:
    base = alt.Chart(alt.Data(values=cells)).encode(
        x=alt.X("new:N", sort=labels[1], title=f"{plan.frameworks.new} (new)", axis=_across(alt)),
        y=alt.Y("old:N", sort=labels[0], title=f"{plan.frameworks.old} (old)", axis=_wide(alt)),
    )
    squares = base.mark_rect(stroke=INK).encode(
        fill=alt.condition("datum.same", alt.value(PALE), alt.value("#ffffff")),
        strokeWidth=alt.condition("datum.same", alt.value(2.5), alt.value(0.6)),
    )
    numbers = base.mark_text(fontSize=17, color=INK, fontWeight="bold").encode(text="homes:Q")
    return (squares + numbers).properties(width=480, height=260)


def interval_picture(analysis: Analysis) -> Picture | None:
    """Each claim about the share good or outstanding: the change, its interval, and the margin; None without one."""
    claims = [one for one in analysis.verdict.claims if one.claim.margin_points is not None]
    if not claims or analysis.difference.low != analysis.difference.low:
        return None
    rows = [(str(one.claimed), one, one.claim.margin_points or 0.0) for one in claims]
    margin = max(one[2] for one in rows)
    found = analysis.difference
    level = f"{100 * found.level:.3g}"
    return Picture(
        "interval",
        say("The change against the margin"),
        _svg(partial(_interval, values=_intervals(analysis), margin=margin, both=_both(claims))),
        say(
            "The share good or outstanding changed by {value} points, {level}% interval {low} to {high}; the margin is "
            "{margin} points. Verdict: {standing}.",
            value=points(found.value),
            level=level,
            low=points(found.low),
            high=points(found.high),
            margin=f"{margin:g}",
            standing=", ".join(one.standing.value for one in claims),
        ),
        (say("claim"), say("change, points"), say("from"), say("to"), say("margin"), say("verdict")),
        tuple(
            (text, points(found.value), points(found.low), points(found.high), f"{size:g}", one.standing.value)
            for text, one, size in rows
        ),
    )


def _both(claims: Sequence[ClaimVerdict]) -> bool:
    return any(one.claim.kind == "no_change" for one in claims)


def _intervals(analysis: Analysis) -> list[dict[str, Any]]:
    named = [(str(say("the verdict rests on this")), analysis.difference)]
    named += [(str(one.name), one.found) for one in analysis.beside if one.found != analysis.difference]
    return [
        {"name": name, "value": 100 * found.value, "low": 100 * found.low, "high": 100 * found.high}
        for name, found in named
        if found.low == found.low
    ]


def _interval(alt: Any, values: list[dict[str, Any]], margin: float, both: bool) -> Any:
    names = [one["name"] for one in values]
    reach = 1.15 * max(margin, *(abs(one[end]) for one in values for end in ("low", "high")))
    wide = alt.Scale(domain=[-reach, reach])
    x = alt.X("low:Q", title="change of the share good or outstanding, points", scale=wide)
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=320))
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    bars = base.mark_rule(color=BLUE, strokeWidth=3).encode(x=x, x2="high:Q")
    dots = base.mark_point(color=BLUE, filled=True, size=110, opacity=1).encode(x="value:Q")
    edges = [(-margin, "margin"), (0.0, "no change"), *([(margin, "margin")] if both else [])]
    lines = alt.Chart(alt.Data(values=[{"at": at, "what": what} for at, what in edges]))
    rules = lines.mark_rule(strokeWidth=1.5, color=INK).encode(
        x="at:Q",
        strokeDash=alt.condition("datum.what == 'margin'", alt.value([6, 4]), alt.value([1, 0])),
    )
    told = lines.mark_text(dy=-8, fontSize=12, color=INK).encode(x="at:Q", y=alt.value(0), text="what:N")
    return (rules + bars + dots + told).properties(width=460, height=50 * len(values))


def power_picture(plan: Plan, claim: Claim, curves: Sequence[PowerCurve]) -> Picture:
    """Power by number of homes, for the assumed share of equal grades, and for more and less of it."""
    values = [
        {"homes": n, "power": 100 * power, "same": _same(curve)}
        for curve in curves
        for n, power in zip(curve.homes, curve.power, strict=True)
    ]
    told = [say("{same}: {n} homes", same=_same(one), n=one.needed or _NONE) for one in curves]
    return Picture(
        "power",
        say("How many inspections are needed"),
        _svg(partial(_power, values=values, names=[_same(one) for one in curves], plan=plan)),
        say(
            "Chance to show the claim by number of homes. For {power} in 100 are needed, by the share of homes with "
            "the same grade under both: {told}.",
            power=f"{100 * plan.power:g}",
            told="; ".join(str(one) for one in told),
        ),
        (say("homes"), *(say("power if {same}", same=_same(one)) for one in curves)),
        tuple(
            (str(n), *(f"{100 * one.power[place]:.0f}%" for one in curves)) for place, n in enumerate(curves[0].homes)
        ),
    )


def _same(curve: PowerCurve) -> str:
    return f"{100 * curve.same_grade:.3g}% same"


def _power(alt: Any, values: list[dict[str, Any]], names: list[str], plan: Plan) -> Any:
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("homes:Q", title="homes judged", scale=alt.Scale(domain=[0, 1.22 * values[-1]["homes"]], nice=False)),
        y=alt.Y("power:Q", title="chance to show it, %", scale=alt.Scale(domain=[0, 100])),
    )
    lines = base.mark_line(color=BLUE, strokeWidth=2).encode(
        strokeDash=alt.StrokeDash("same:N", scale=alt.Scale(domain=names, range=list(_DASHES)), legend=None)
    )
    dots = base.mark_point(color=BLUE, filled=True, size=38).encode(
        shape=alt.Shape("same:N", scale=alt.Scale(domain=names, range=list(_SHAPES)), legend=None)
    )
    # Names at the ends of the lines, instead of a legend that a reader must match; kept apart by seven in a hundred.
    marked: list[dict[str, Any]] = []
    ends = [next(one for one in reversed(values) if one["same"] == name) for name in names]
    for last in sorted(ends, key=_power_of):
        height = max(last["power"], marked[-1]["power"] + 7) if marked else last["power"]
        marked.append({**last, "power": height, "label": last["same"]})
    over = max(0.0, marked[-1]["power"] - 102)
    marked = [{**one, "power": one["power"] - over} for one in marked]
    labels = (
        alt.Chart(alt.Data(values=marked))
        .mark_text(align="left", dx=10, fontSize=13, color=INK)
        .encode(x="homes:Q", y="power:Q", text="label:N")
    )
    aim = (
        alt.Chart(alt.Data(values=[{"aim": 100 * plan.power}]))
        .mark_rule(color=GREY, strokeDash=[6, 4])
        .encode(y=alt.Y("aim:Q"))
    )
    planned = (
        alt.Chart(alt.Data(values=[{"planned": plan.sample.homes, "label": "planned"}]))
        .mark_rule(color=INK)
        .encode(x=alt.X("planned:Q"))
    )
    return (aim + planned + lines + dots + labels).properties(width=560, height=300)


def _power_of(value: dict[str, Any]) -> float:
    return float(value["power"])


def _across(alt: Any) -> Any:
    return alt.Axis(labelAngle=0, labelLimit=200, labelExpr="split(replace(datum.label, ' to be', '|to be'), '|')")


def _wide(alt: Any) -> Any:
    return alt.Axis(labelLimit=260)


def _svg(draw: Any) -> str:
    """A chart as SVG, in the plain typeface of whoever looks: a named one would be measured here and missing there."""
    import altair
    import vl_convert

    chart: altair.LayerChart = draw(altair)
    spec = chart.configure(font="sans-serif", background="#ffffff", padding=14)
    spec = spec.configure_axis(labelFontSize=13, titleFontSize=14, labelColor=INK, titleColor=INK, titlePadding=10)
    edition = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    svg: str = vl_convert.vegalite_to_svg(spec.configure_view(stroke=None).to_json(), vl_version=edition)
    return svg
