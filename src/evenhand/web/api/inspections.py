"""Inspections and their judgements: those that the register lists, and those whose report was published here.

Of an inspection that is both, what the report says stands.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value

from evenhand.casework.actors import Actor
from evenhand.web.api.asking import COUNCIL, told
from evenhand.web.api.models import OpenJudgement, OpenReport
from evenhand.web.api.queries import Slice, about_home, about_report, filled, latest_change
from evenhand.web.frameworks.queries import held
from evenhand.web.register.models import ListedInspection
from evenhand.web.register.queries import word_on

LISTED, PUBLISHED = 0, 1
FULL, FULL_WORDS = "full", "Full inspection"
TITLES = {
    "overall": "Overall",
    "helped_protected": "How well children are helped and protected",
    "leaders_managers": "Leaders and managers",
    "outcomes": "Outcomes",
    "quality_of_care": "Quality of care",
}
Key = tuple[int, int]
_SOURCES = 8  # more than there are sources of judgements: a key and its source are one whole number
_ORDERS: OrderedDict[tuple[Any, ...], array[int]] = OrderedDict()
_ORDERS_LOCK = threading.Lock()
_MOST_ORDERS = 12
_FACTS = ("inspected_on", "published_on", "event_number", "overall", "overall_label", "source", *list(TITLES)[1:])


def inspections(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Inspections that match, by URN and day."""
    if wanted.get("urn") or wanted.get("report"):
        few = _of_one(wanted)
        return Slice(told(who, "inspection", few[offset : offset + limit]), len(few))
    keys, total = _page("inspections", wanted, _inspections, limit, offset)
    return Slice(told(who, "inspection", _rows(keys)), total)


def _of_one(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The inspections of one home or report in order. They are few, so they are read whole and put into order here."""
    version_on = versions()
    rows = [
        listed_inspection(row, version_on) for row in _listed_values(_listed(wanted).order_by("inspected_on", "pk"))
    ]
    rows += map(published_inspection, _published_values(_published(wanted).order_by("started_on", "pk")))
    # Of the same day, what the register lists comes first, as in the long order.
    return sorted(rows, key=lambda row: row["inspected_on"])


def _inspections(wanted: dict[str, Any]) -> list[QuerySet[Any]]:
    listed, published = _listed(wanted), _published(wanted)
    return [
        listed.annotate(u=F("home__urn"), d=F("inspected_on"), s=_number(LISTED)).values_list("u", "d", "s", "pk"),
        published.annotate(u=F("home__urn"), d=F("started_on"), s=_number(PUBLISHED)).values_list("u", "d", "s", "pk"),
    ]


def judgements(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Judgements of the inspections that match, by URN, day and judgement."""
    keys, total = _page("judgements", wanted, _judgements, limit, offset)
    return Slice(told(who, "judgement", _judged(keys)), total)


def _judgements(wanted: dict[str, Any]) -> list[QuerySet[Any]]:
    listed, published = _listed({**wanted, "grade": None}), _published({**wanted, "grade": None})
    asked, grade = wanted.get("judgement"), wanted.get("grade")
    parts: list[QuerySet[Any]] = []
    for number, name in enumerate(TITLES):
        if asked in (None, name):
            given = {f"{name}__isnull": False} if grade is None else {name: grade}
            found = listed.filter(**given).annotate(u=F("home__urn"), d=F("inspected_on"), s=_number(number))
            parts.append(found.values_list("u", "d", "s", "pk"))
    given = {name: value for name, value in (("judgement", asked), ("ordinal", grade)) if value is not None}
    judged = OpenJudgement.objects.filter(report__in=published, **given).order_by()
    parts.append(
        judged.annotate(u=F("report__home__urn"), d=F("report__started_on"), s=_number(len(TITLES))).values_list(
            "u", "d", "s", "pk"
        )
    )
    return parts


def _number(value: int) -> Value:
    return Value(value, output_field=IntegerField())


def _listed(wanted: dict[str, Any]) -> QuerySet[ListedInspection]:
    """Listed inspections that match and of which no report was published here; all of them are full ones."""
    if wanted.get("kind") not in (None, FULL) or wanted.get("framework") or wanted.get("report"):
        return ListedInspection.objects.none()
    days = {"first_day": "inspected_on__gte", "last_day": "inspected_on__lte", "grade": "overall"}
    given = {column: wanted[name] for name, column in days.items() if wanted.get(name) is not None}
    found = ListedInspection.objects.filter(**about_home(wanted, "home__"), **given).order_by()
    here = OpenReport.objects.filter(home=OuterRef("home"), started_on=OuterRef("inspected_on"))
    return found.filter(~Exists(here))


def _published(wanted: dict[str, Any]) -> QuerySet[OpenReport]:
    found = OpenReport.objects.filter(**about_home(wanted, "home__"), **about_report(wanted)).order_by()
    return found.filter(fingerprint=wanted["report"]) if wanted.get("report") else found


def _page(
    about: str, wanted: dict[str, Any], parts: Callable[[dict[str, Any]], list[QuerySet[Any]]], limit: int, offset: int
) -> tuple[list[Key], int]:
    """The keys (source, number of the row) of a slice over several tables, in one order, and how many there are.

    Counting and sorting all of them takes far longer than reading a slice, so the whole order is kept for each state of
    the open data, eight bytes a key. What is asked of one home or report is short, and made each time.
    """
    if wanted.get("urn") or wanted.get("report"):
        order = _ordered(parts(wanted))
    else:
        asked = (latest_change(), about, tuple(sorted(wanted.items())))
        with _ORDERS_LOCK:
            order = _ORDERS.get(asked) or array("q")
        if not order:
            order = _ordered(parts(wanted))
            with _ORDERS_LOCK:
                _ORDERS[asked] = order
                while len(_ORDERS) > _MOST_ORDERS:
                    _ORDERS.popitem(last=False)
    return [(key % _SOURCES, key // _SOURCES) for key in order[offset : offset + limit]], len(order)


def _ordered(parts: list[QuerySet[Any]]) -> array[int]:
    whole = parts[0].union(*parts[1:], all=True).order_by("u", "d", "s", "pk")
    return array("q", (pk * _SOURCES + source for *_, source, pk in whole.iterator(5000)))


def _rows(keys: list[Key]) -> Iterable[dict[str, Any]]:
    listed = listed_rows([pk for source, pk in keys if source == LISTED])
    published = published_rows([pk for source, pk in keys if source == PUBLISHED])
    version_on = versions()
    for source, pk in keys:
        yield listed_inspection(listed[pk], version_on) if source == LISTED else published_inspection(published[pk])


def versions() -> Callable[[date], str | None]:
    """Tells the id of the framework version of a day; None where none is known."""
    newest_first = list(reversed(held()))

    @cache
    def version_on(day: date) -> str | None:
        begun = next((one for one in newest_first if one.version.in_force_from <= day), None)
        return begun.version.pk if begun is not None and begun.is_in_force(day) else None

    return version_on


def listed_rows(wanted: list[int]) -> dict[int, dict[str, Any]]:
    """Listed inspections by their number, with their home's URN and council."""
    rows: dict[int, dict[str, Any]] = {}
    for start in range(0, len(wanted), 5000):
        for row in _listed_values(ListedInspection.objects.filter(pk__in=wanted[start : start + 5000]).order_by()):
            rows[row.pop("pk")] = row
    return rows


def _listed_values(found: QuerySet[ListedInspection]) -> QuerySet[Any]:
    return found.values("pk", *_FACTS, urn=F("home__urn"), **{COUNCIL: F("home__local_authority")})


def published_rows(wanted: list[int]) -> dict[int, dict[str, Any]]:
    """Published inspections by their number, with their home's URN and council."""
    return {row.pop("pk"): row for row in _published_values(OpenReport.objects.filter(pk__in=wanted).order_by())}


def _published_values(found: QuerySet[OpenReport]) -> QuerySet[Any]:
    columns = ("fingerprint", "kind", "kind_title", "framework", "started_on", "ended_on", "published_on", "overall")
    return found.values("pk", *columns, "overall_label", urn=F("home__urn"), **{COUNCIL: F("home__local_authority")})


def listed_inspection(row: dict[str, Any], version_on: Callable[[date], str | None]) -> dict[str, Any]:
    """A listed inspection as the table declares it; the version of its day is told, where one is known."""
    names = ("urn", COUNCIL, "inspected_on", "published_on", "event_number", "overall", "overall_label", "source")
    return filled(
        {
            **{name: row[name] for name in names},
            "inspection_id": f"{row['urn']}-{row['inspected_on'].isoformat()}",
            "kind": FULL,
            "kind_title": FULL_WORDS,
            "framework": version_on(row["inspected_on"]),
        }
    )


def published_inspection(row: dict[str, Any]) -> dict[str, Any]:
    """An inspection whose report was published here, as the table declares it."""
    names = ("urn", COUNCIL, "published_on", "ended_on", "kind", "kind_title", "framework", "overall", "overall_label")
    return filled(
        {
            **{name: row[name] for name in names},
            "inspected_on": row["started_on"],
            "inspection_id": f"{row['urn']}-{row['started_on'].isoformat()}-{row['kind']}",
            "report": row["fingerprint"],
            "source": "published here",
        }
    )


def _judged(keys: list[Key]) -> Iterable[dict[str, Any]]:
    names = list(TITLES)
    listed = listed_rows([pk for source, pk in keys if source < len(names)])
    given = {row.pop("pk"): row for row in judgement_rows([pk for source, pk in keys if source == len(names)])}
    for source, pk in keys:
        yield given_judgement(given[pk]) if source == len(names) else listed_judgement(listed[pk], names[source])


def judgement_rows(wanted: list[int]) -> QuerySet[Any]:
    """Judgements of published reports."""
    found = OpenJudgement.objects.filter(pk__in=wanted).order_by()
    return found.values(
        "pk", "judgement", "title", "headline", "ordinal", "best", "label", kind=F("report__kind"),
        day=F("report__started_on"), urn=F("report__home__urn"), report_is=F("report__fingerprint"),
        **{COUNCIL: F("report__home__local_authority")},
    )  # fmt: skip


def given_judgement(row: dict[str, Any]) -> dict[str, Any]:
    """A judgement of a published report as the table declares it."""
    day, kind, report = row.pop("day"), row.pop("kind"), row.pop("report_is")
    return {**row, "inspection_id": f"{row['urn']}-{day.isoformat()}-{kind}", "report": report}


def listed_judgement(row: dict[str, Any], name: str) -> dict[str, Any]:
    """A judgement of a listed inspection as the table declares it."""
    day, ordinal = row["inspected_on"], row[name]
    return {
        "urn": row["urn"],
        COUNCIL: row[COUNCIL],
        "inspection_id": f"{row['urn']}-{day.isoformat()}",
        "judgement": name,
        "title": TITLES[name],
        "headline": name == "overall",
        "ordinal": ordinal,
        "best": 4,
        "label": (row["overall_label"] if name == "overall" else "") or word_on(ordinal, day),
    }
