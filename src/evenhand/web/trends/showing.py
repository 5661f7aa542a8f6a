"""The account of a day as the rows that its page shows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.trend.published import SeriesBasis
from evenhand.web.design.jinja import in_words
from evenhand.web.trends.answering import answer, blanks, is_verified, of_good_or_better, signed
from evenhand.web.trends.naming import named
from evenhand.web.trends.queries import Figure, Told
from evenhand.wording import Words

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What was reported to change on a day; each source with its address, or without one where it is none."""

    on: date
    what: str
    sources: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the list."""

    on: date
    changes: Sequence[Change]
    answer: str
    blanks: int
    verified: bool
    comparisons: Sequence[Plain]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its words, and the rows of its table."""

    id: str
    title: Words | str
    alt: Words | str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """The comparisons of one basis: figures and claims as rows, what stands beside them, and their chart."""

    basis: str
    comparisons: Sequence[Plain]
    claims: Sequence[tuple[bool, str, Words | str, Words | str]]
    verified: bool
    caveats: Sequence[Words | str]
    chart: Drawn | None


def listed(overview: Told) -> list[Day]:
    """Every day, oldest first."""
    return [
        Day(
            date.fromisoformat(on),
            changes(one["changes"], overview),
            answer(one["comparisons"]),
            blanks(one["comparisons"]),
            is_verified(one["comparisons"]),
            one["comparisons"],
        )
        for on, one in overview.values["days"].items()
    ]


def changes(told: Sequence[Plain], where: Told) -> list[Change]:
    """Changes with their sources looked up; a source is known by its number, is an address, or names a framework."""
    known = where.values["sources"]
    return [
        Change(
            date.fromisoformat(one["on"]),
            one["what"],
            [_source(name, known) for name in one["source"].split(";") if name],
        )
        for one in told
    ]


def _source(name: str, known: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    if name in known:
        title, place = known[name]
        return title, place if place.startswith("http") and " " not in place else ""
    if name.startswith("http"):
        return name, name
    return _("the framework %(name)s") % {"name": name}, reverse("frameworks:version", args=[name])


def sources(told: Told) -> list[tuple[str, str, str]]:
    """Every source of the compared figures by its number, with title and address."""
    known = told.values["sources"]
    account = told.values["account"]
    named = {name for one in (*account["comparisons"], *account["placebos"]) for name in one["sources"]}
    numbers = {number for name in named for number in name.split(";") if number in known}
    return [(number, *_source(number, known)) for number in sorted(numbers)]


def sections(told: Told) -> list[Section]:
    """The comparisons by basis, in the order of the charts: two bases never stand in one table."""
    every = told.values["account"]["comparisons"]
    groups = [[one for one in every if one["basis"] == basis.value] for basis in SeriesBasis]
    return [_section(told, number, shown) for number, shown in enumerate(filter(None, groups))]


def _section(told: Told, number: int, shown: Sequence[Plain]) -> Section:
    caveats = dict.fromkeys(caveat for one in shown for caveat in one["caveats"])
    labels = _labels(shown)
    return Section(
        basis=named(shown[0]["basis"]),
        comparisons=shown,
        claims=[
            (one["verified"], labels[place], told.say(one["claim"]), told.say(one["what_would_settle_it"]))
            for place, one in enumerate(shown)
        ],
        verified=all(one["verified"] for one in shown),
        caveats=[told.say(one) for one in caveats],
        chart=drawn(told, told.figures.get(f"basis-{number}")),
    )


def _numbers(shown: Sequence[Plain]) -> list[int | None]:
    """The numbers that the chart gives to what it draws; what is not drawn has none."""
    known = [one["low"] is not None for one in shown]
    return [sum(known[: place + 1]) if is_known else None for place, is_known in enumerate(known)]


def _labels(shown: Sequence[Plain]) -> list[str]:
    """What is compared: 1. Good or outstanding, 2009/10 to 2011/12; with its sources where two would be alike."""
    alike = Counter(_label(one) for one in shown)
    found = []
    for one, number in zip(shown, _numbers(shown), strict=True):
        words = _label(one)
        if alike[words] > 1 and one["sources"]:
            words = _("%(words)s (sources %(names)s)") % {"words": words, "names": ", ".join(one["sources"])}
        found.append(f"{number}. {words}" if number else words)
    return found


def _label(one: Plain) -> str:
    return _("%(share)s, %(before)s to %(after)s") % {
        "share": named(one["measure"]), "before": one["from"], "after": one["to"]
    }  # fmt: skip


def figures_of(one: Plain) -> tuple[str, str, str, str, str]:
    """n of both sides, the change, low, high, and what the range covers."""
    n = " / ".join(_n(one["n"][side], one["n_supposed"][side]) for side in ("from", "to"))
    return (n, signed(one["change_points"]), signed(one["low"]), signed(one["high"]), named(one["low_high_are"]))


def _n(published: int | None, supposed: int | None) -> str:
    if published is not None:
        return f"{published:,}"
    return _("%(n)s (supposed)") % {"n": f"{supposed:,}"} if supposed is not None else _("not published")


def table_of(comparisons: Sequence[Plain]) -> list[tuple[Any, ...]]:
    """Rows of a table of comparisons: first whether the figures are verified, then the cells."""
    return [
        (one["verified"], named(one["basis"]), label, *figures_of(one))
        for one, label in zip(comparisons, _labels(comparisons), strict=True)
    ]


def drawn(told: Told, one: Figure | None) -> Drawn | None:
    """A chart with its table in words."""
    if one is None:
        return None
    columns = [named(column) for column in one.columns]
    rows = [[named(_minus(cell)) for cell in row] for row in one.rows]
    return Drawn(one.id, told.say(one.title), told.say(one.alt), columns, rows)


def _minus(cell: Any) -> Any:
    return f"{cell}".replace("-", "−") if isinstance(cell, int | float) else cell


def picture_rows(days: Sequence[Day]) -> list[tuple[str, list[Plain]]]:
    """What the picture of all days draws."""
    return [
        (
            in_words(one.on),
            [
                {
                    "label": _picture_label(row),
                    "change": row["change_points"], "low": row["low"], "high": row["high"],
                    "by_chance": row["low_high_are"] == "rounding bounds with a 95% interval",
                }
                for row in of_good_or_better(one.comparisons)
            ],
        )
        for one in days
    ]  # fmt: skip


def _picture_label(row: Plain) -> str:
    n = " / ".join(f"{one:,}" if one else "?" for one in (row["n"]["from"], row["n"]["to"]))
    # Only there may two rows be alike but for their n; the longest names leave no room for it.
    counted = f" (n {n})" if any(row["n"].values()) and row["basis"] == SeriesBasis.PERIOD.value else ""
    mark = "" if row["verified"] else ", " + _("unverified")
    return f"{named(row['basis'])}, {row['from']} – {row['to']}{counted}{mark}"


_COLUMNS = ("at", "basis", "measure", "from", "to", "n_from", "n_to", "n_from_supposed", "n_to_supposed",
            "change_points", "low", "high", "low_high_are", "verified", "placebo", "claim", "what_would_settle_it",
            "caveats", "sources")  # fmt: skip


def comparisons_csv(days: Sequence[tuple[str, Sequence[Plain]]]) -> str:
    """Comparisons as a file: one a row, each with its basis, its claim and what stands beside it; blanks stay blank."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for at, comparisons in days:
        for one in comparisons:
            sides = {f"n_{side}": one["n"][side] for side in ("from", "to")}
            sides |= {f"n_{side}_supposed": one["n_supposed"][side] for side in ("from", "to")}
            marks = {name: "yes" if one[name] else "no" for name in ("verified", "placebo")}
            lists = {"caveats": " ".join(one["caveats"]), "sources": "; ".join(one["sources"])}
            writer.writerow({**one, "at": at, **sides, **marks, **lists})
    return out.getvalue()
