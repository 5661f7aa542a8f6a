"""Inspections and their judgements: those that the register lists, and those whose report was published here.

Of an inspection that is both, what the report says stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Value

from evenhand.casework.actors import Actor
from evenhand.web.api.asking import COUNCIL, told
from evenhand.web.api.models import OpenJudgement, OpenReport
from evenhand.web.api.queries import Slice, about_home, about_report, filled
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
_FACTS = ("inspected_on", "published_on", "event_number", "overall", "overall_label", "source", *list(TITLES)[1:])


def inspections(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Inspections that match, by URN and day."""
    listed, published = _listed(wanted), _published(wanted)
    keys, total = _page(
        [
            listed.annotate(u=F("home__urn"), d=F("inspected_on"), s=_number(LISTED)).values_list("u", "d", "s", "pk"),
            published.annotate(u=F("home__urn"), d=F("started_on"), s=_number(PUBLISHED)).values_list(
                "u", "d", "s", "pk"
            ),
        ],
        limit,
        offset,
    )
    return Slice(told(who, "inspection", _rows(keys)), total)


def judgements(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Judgements of the inspections that match, by URN, day and judgement."""
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
    keys, total = _page(parts, limit, offset)
    return Slice(told(who, "judgement", _judged(keys)), total)


def _number(value: int) -> Value:
    return Value(value, output_field=IntegerField())


def _listed(wanted: dict[str, Any]) -> QuerySet[ListedInspection]:
    """Listed inspections that match and of which no report was published here; all of them are full ones."""
    if wanted.get("kind") not in (None, FULL) or wanted.get("framework") or wanted.get("report"):
        return ListedInspection.objects.none()
    days = {"first_day": "inspected_on__gte", "last_day": "inspected_on__lte", "grade": "overall"}
    given = {column: wanted[name] for name, column in days.items() if wanted.get(name) is not None}
    found = ListedInspection.objects.filter(**about_home(wanted, "home__"), **given).order_by()
    if OpenReport.objects.exists():
        here = OpenReport.objects.filter(home=OuterRef("home"), started_on=OuterRef("inspected_on"))
        found = found.filter(~Exists(here))
    return found


def _published(wanted: dict[str, Any]) -> QuerySet[OpenReport]:
    found = OpenReport.objects.filter(**about_home(wanted, "home__"), **about_report(wanted)).order_by()
    return found.filter(fingerprint=wanted["report"]) if wanted.get("report") else found


def _page(parts: list[QuerySet[Any]], limit: int, offset: int) -> tuple[list[tuple[Any, ...]], int]:
    """The keys of a slice over several tables, in one order, and how many there are in all."""
    sizes = [part.count() for part in parts]
    held = [part for part, size in zip(parts, sizes, strict=True) if size]
    if not held:
        return [], 0
    whole = held[0] if len(held) == 1 else held[0].union(*held[1:], all=True)
    return list(whole.order_by("u", "d", "s", "pk")[offset : offset + limit]), sum(sizes)


def _rows(keys: list[tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    listed = listed_rows([key[3] for key in keys if key[2] == LISTED])
    published = published_rows([key[3] for key in keys if key[2] == PUBLISHED])
    version_on = versions()
    for *_, source, pk in keys:
        yield (listed_inspection(listed[pk], version_on) if source == LISTED else published_inspection(published[pk]))


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
        found = ListedInspection.objects.filter(pk__in=wanted[start : start + 5000]).order_by()
        for row in found.values("pk", *_FACTS, urn=F("home__urn"), **{COUNCIL: F("home__local_authority")}):
            rows[row.pop("pk")] = row
    return rows


def published_rows(wanted: list[int]) -> dict[int, dict[str, Any]]:
    """Published inspections by their number, with their home's URN and council."""
    found = OpenReport.objects.filter(pk__in=wanted).order_by()
    columns = ("fingerprint", "kind", "kind_title", "framework", "started_on", "ended_on", "published_on", "overall")
    rows = found.values("pk", *columns, "overall_label", urn=F("home__urn"), **{COUNCIL: F("home__local_authority")})
    return {row.pop("pk"): row for row in rows}


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


def _judged(keys: list[tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    names = list(TITLES)
    listed = listed_rows([key[3] for key in keys if key[2] < len(names)])
    given = {row.pop("pk"): row for row in judgement_rows([key[3] for key in keys if key[2] == len(names)])}
    for *_, source, pk in keys:
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
