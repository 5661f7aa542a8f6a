"""One line an inspection with the facts of its home, in the shape of the register's own files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from evenhand.casework.actors import Actor
from evenhand.judgement.published_words import GRADE_WORDS
from evenhand.web.api.asking import COUNCIL
from evenhand.web.api.inspections import (
    TITLES,
    listed_inspection,
    listed_rows,
    published_inspection,
    published_rows,
    versions,
)
from evenhand.web.api.models import OpenJudgement, OpenReport
from evenhand.web.api.queries import filled, home_rows
from evenhand.web.register.models import Home, ListedInspection

# One word for each grade whatever its time: the one that the tidied public files use.
_WORDS = {4: "Outstanding", 3: "Good", 2: "Requires improvement", 1: "Inadequate"}
_GRADED = tuple(TITLES)[1:]
assert {word.ordinal for word in GRADE_WORDS} == set(_WORDS)  # noqa: S101


def lines(who: Actor) -> Iterable[dict[str, Any]]:
    """Every line, by URN and day; a home without any inspection has one in which the inspection is empty."""
    listed, published = _by_home_listed(), _by_home_published()
    for row in home_rows(who, Home.objects.order_by("urn")):
        home = filled(row)
        urn = home["urn"]
        known = {one["inspection_date"]: one for one in listed.get(urn, ())}
        reported = published.get(urn, ())
        for one in reported:
            known.pop(one["inspection_date"], None)
        found = sorted((*known.values(), *reported), key=lambda one: (one["inspection_date"], one["event_type"]))
        nothing: list[dict[str, Any]] = [{}]
        for one in found or nothing:
            yield {**_facts(home), **one}


def _facts(home: dict[str, Any]) -> dict[str, Any]:
    same = ("urn", "fictional", "provision_type", "sector", "region", "local_authority", "status", "places", COUNCIL)
    more: dict[str, Any] = {
        name: home[name] for name in ("name", "address", "contact", "organisation_id") if name in home
    }
    renamed = {"snapshot_date": home["seen_in"], "registration_date": home["registered_on"]}
    return {**{name: home[name] for name in same}, **more, **renamed}


def _by_home_listed() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    version_on = versions()
    for row in listed_rows(list(ListedInspection.objects.order_by().values_list("pk", flat=True))).values():
        grades = {name: _WORDS.get(row[name]) for name in ("overall", *_GRADED)}
        found[row["urn"]].append({**_line(listed_inspection(row, version_on)), **grades})
    return found


def _by_home_published() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    given: dict[int, dict[str, str | None]] = defaultdict(dict)
    judged = OpenJudgement.objects.filter(judgement__in=_GRADED, best=4).order_by()
    for report, judgement, ordinal in judged.values_list("report_id", "judgement", "ordinal"):
        given[report][judgement] = _WORDS.get(ordinal)
    for pk, row in published_rows(list(OpenReport.objects.order_by().values_list("pk", flat=True))).items():
        line = _line(published_inspection(row))
        found[row["urn"]].append({**line, "overall": _WORDS.get(row["overall"]), **given[pk]})
    return found


def _line(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_type": one["kind_title"],
        "event_number": one.get("event_number"),
        "inspection_date": one["inspected_on"],
        "publication_date": one["published_on"],
        "overall_as_published": one["overall_label"],
        "framework": one["framework"],
        "report": one.get("report"),
        "evenhand_source": one["source"],
    }
