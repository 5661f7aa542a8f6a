"""The other looks at a day: the series, composition, movement, the watch, consistently outstanding homes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evenhand.web.design.jinja import number
from evenhand.web.trends.answering import signed
from evenhand.web.trends.naming import named
from evenhand.web.trends.queries import Told
from evenhand.web.trends.showing import Drawn, drawn
from evenhand.wording import Words

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: caption, heads, rows; `numeric` are the columns of numbers, from 0."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    numeric: Sequence[int]


@dataclass(frozen=True, slots=True)
class Look:
    """One other look: its words, its limits, its charts and tables."""

    id: str
    title: str
    words: Words | str
    limit: Words | str = ""
    charts: Sequence[Drawn] = ()
    grids: Sequence[Grid] = ()
    note: str = ""


def looks(told: Told) -> list[Look]:
    """Every look that the account has; one that the data cannot give says so or is left out."""
    account = told.values["account"]
    found = [_series(told, account["interrupted_series"])]
    if account["composition"]["factors"]:
        found.append(_composition(told, account["composition"]))
    if account["movement"]:
        found.append(_movement(told, account["movement"]))
    if account["watch"]:
        found.append(_watch(told, account["watch"], account["alarms_by_simulation"]))
    outstanding = account["consistently_outstanding"]["words"]
    found.append(Look("outstanding", _("Consistently outstanding homes"), told.say(outstanding)))
    return found


def unlisted(told: Told) -> list[Words | str]:
    """What the account says of inspections that the files do not list."""
    account = told.values["account"]
    after = account["words"].index(account["consistently_outstanding"]["words"]) + 1
    return [told.say(one) for one in account["words"][after:]]


def _series(told: Told, series: Plain | None) -> Look:
    title = _("The series by quarter, interrupted at the day")
    if series is None:
        return Look("series", title, told.say(told.values["account"]["words"][0]))
    steps = [
        (_("the step at the day"), series["step"]),
        *((_("another model of it"), one) for one in series["sensitivity"]),
    ]
    rows = [
        (what, one["model"], number(one["n"]), signed(one["change_points"]), signed(one["low"]), signed(one["high"]))
        for what, one in steps
    ]
    heads = [_("Which"), _("Model"), _("Inspections"), _("Step in points"), _("Low"), _("High")]
    grid = Grid(_("The step under other models, with intervals at 95 per cent"), heads, rows, (2, 3, 4, 5))
    charts = _charts(told, "series", "placebos")
    return Look("series", title, told.say(series["words"]), told.say(series["basis"]), charts, (grid,))


def _composition(told: Told, composition: Plain) -> Look:
    # The sentence on composition follows the one on the series.
    words = told.say(told.values["account"]["words"][1])
    rows = [
        (named(one["factor"]), signed(one["crude"]), signed(one["adjusted"]), signed(one["low"]), signed(one["high"]),
         f"{one['unmatched']}%")
        for one in composition["factors"]
    ]  # fmt: skip
    heads = [_("Held fixed"), _("Crude, points"), _("Adjusted, points"), _("Low"), _("High"), _("Without a match")]
    grid = Grid(_("The change, had the same kinds of home been inspected as before"), heads, rows, (1, 2, 3, 4, 5))
    return Look("composition", _("The same kinds of home"), words, told.say(composition["basis"]), grids=(grid,))


def _movement(told: Told, movement: Plain) -> Look:
    grids = []
    for year, one in zip(movement["years"], (movement["before"], movement["after"]), strict=True):
        labels = [named(grade) for grade in one["grades"]]
        rows = [(grade, *map(number, counts)) for grade, counts in zip(labels, one["table"], strict=True)]
        caption = _("Into %(year)s: the grade before (rows) and the next one (columns)") % {"year": year}
        grids.append(Grid(caption, [_("Before"), *labels], rows, (1, 2, 3, 4)))
    rows = [
        (
            named(one["grade"]),
            number(one["n"]),
            *map(_mean, (one["mean_before"], one["mean_after"], one["mean_of_all"])),
        )
        for one in movement["after"]["regression_to_the_mean"]
    ]
    heads = [_("Grade"), _("Pairs"), _("Mean grade before"), _("Mean grade after"), _("Mean of all")]
    caption = _("Return to the mean into %(year)s (4 is outstanding, 1 inadequate)") % {"year": movement["years"][1]}
    grids.append(Grid(caption, heads, rows, (1, 2, 3, 4)))
    note = _(
        "Small numbers stand here as they are: the grade of every home at every listed inspection is public by itself, "
        "and these tables say no more about any of them."
    )
    words, limit = told.say(movement["words"]), told.say(movement["basis"])
    return Look("movement", _("Movement of the same homes"), words, limit, grids=grids, note=note)


def _watch(told: Told, watch: Plain, alarms: Sequence[Plain]) -> Look:
    rows = [
        (
            named(one["alarm"]),
            one["fall_points"],
            *(number(one[name]) for name in ("horizon", "runs")),
            *(f"{one[name]}%" for name in ("rate_percent", "low_percent", "high_percent")),
            named(one["median_delay_inspections"]),
        )
        for one in alarms
    ]
    heads = [_("Alarm"), _("Fall in points"), _("Inspections"), _("Runs"), _("Alarms"), _("Low"), _("High"),
             _("Median delay, inspections")]  # fmt: skip
    grid = Grid(_("What an alarm is worth, by simulation: at a fall of 0 points it is false"), heads, rows,
                tuple(range(1, 8)))  # fmt: skip
    return Look("watch", _("The watch, had it been kept from the day"), told.say(watch["words"]),
                told.say(watch["basis"]), _charts(told, "watch"), (grid,))  # fmt: skip


def _charts(told: Told, *names: str) -> list[Drawn]:
    found = (drawn(told, told.figures.get(name)) for name in names)
    return [one for one in found if one is not None]


def _mean(value: float | None) -> str:
    return _("not known") if value is None else f"{value:.2f}"
