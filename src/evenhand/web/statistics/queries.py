"""Reading what is counted. Whoever asks, only what anybody may know is counted, so every answer may be kept."""

from __future__ import annotations

import csv
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Max

from evenhand.casework.actors import Actor
from evenhand.report.document import ReportDocument, unseal
from evenhand.shelf import shipped
from evenhand.statistics.counting import count
from evenhand.statistics.model import Asked, Inspected, Table
from evenhand.web.frameworks.queries import held
from evenhand.web.register.models import Home, ListedInspection, RegisterImport
from evenhand.web.reports.models import PublishedReport

SUB = ("helped_protected", "leaders_managers", "outcomes", "quality_of_care")
FULL = "full"
_ROWS: dict[str, Counted] = {}
_TABLES: OrderedDict[tuple[str, Asked], Table] = OrderedDict()
_MOST = 64


@dataclass(frozen=True)
class Counted:
    """Every inspection that may be counted, and what there is to choose from; `broken` reports are not counted."""

    rows: tuple[Inspected, ...]
    files: tuple[date, ...]
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    provisions: tuple[str, ...]
    kinds: tuple[str, ...]
    broken: int


def state() -> str:
    """What tells this state of the data from every other. Five small queries."""
    seen: list[Any] = [
        model._default_manager.aggregate(n=Count("pk"), last=Max("pk"))
        for model in (RegisterImport, Home, ListedInspection, PublishedReport)
    ]
    seen.append([(one.version.pk, one.version.fingerprint, one.last_day) for one in held()])
    return hashlib.blake2s(repr(seen).encode(), digest_size=12).hexdigest()


def table(who: Actor, asked: Asked, at: str | None = None) -> Table:
    """The table that was asked for. `at` is the state, where it is known already.

    Everybody gets the same: grades, region, sector, authority and kind are of the public tier; no more is read.
    """
    at = at or state()
    found = _TABLES.get((at, asked))
    if found is None:
        found = _TABLES[at, asked] = count(counted(who, at).rows, asked)
        while len(_TABLES) > _MOST:
            _TABLES.popitem(last=False)
    return found


def counted(who: Actor, at: str) -> Counted:
    """What may be counted, kept in this process as long as the data stay as they are."""
    if at not in _ROWS:
        _ROWS.clear()
        _ROWS[at] = _read()
    return _ROWS[at]


def _read() -> Counted:
    facts = ("urn", "region", "sector", "local_authority", "provision_type", "fictional", "seen_in")
    homes = {row["pk"]: row for row in Home.objects.order_by().values("pk", *facts)}
    by_urn = {row["urn"]: row for row in homes.values()}
    versions = [(one.version.in_force_from, one.last_day, one.version.pk) for one in reversed(held())]

    @cache
    def framework_on(day: date) -> str:
        begun = next(((last, name) for first, last, name in versions if first <= day), None)
        return begun[1] if begun and (begun[0] is None or day <= begun[0]) else ""

    found: dict[tuple[str, date], Inspected] = {}
    for row in ListedInspection.objects.order_by().values_list("home_id", "inspected_on", "overall", *SUB):
        home, on = homes[row[0]], row[1]
        grades = {name: grade for name, grade in zip(("overall", *SUB), row[2:], strict=True) if grade}
        found[home["urn"], on] = _inspected(home, on, FULL, framework_on(on), grades)
    reports, broken = _reports()
    for document in reports:
        if document.urn in by_urn:
            grades = {one.judgement: one.ordinal for one in document.judgements if one.best == 4}
            grades |= {"overall": document.overall.ordinal} if document.overall and document.overall.best == 4 else {}
            found[document.urn, document.started_on] = _inspected(
                by_urn[document.urn], document.started_on, document.kind, document.framework, grades
            )
    rows = tuple(found.values())
    return Counted(
        rows=rows,
        files=tuple(sorted({row["seen_in"] for row in homes.values() if row["seen_in"]}, reverse=True)),
        regions=tuple(sorted({one.region for one in rows})),
        sectors=tuple(sorted({one.sector for one in rows})),
        provisions=tuple(sorted({one.provision for one in rows})),
        kinds=tuple(sorted({one.kind for one in rows})),
        broken=broken,
    )


def _inspected(home: dict[str, Any], on: date, kind: str, framework: str, grades: dict[str, int]) -> Inspected:
    return Inspected(
        urn=home["urn"],
        on=on,
        kind=kind,
        region=home["region"],
        sector=home["sector"],
        authority=home["local_authority"],
        provision=home["provision_type"],
        framework=framework,
        grades=grades,
        fictional=home["fictional"],
        listed_until=home["seen_in"],
    )


def _reports() -> tuple[list[ReportDocument], int]:
    """The published reports as their sealed bytes tell them; one whose bytes are not the sealed ones is not counted."""
    documents, broken = [], 0
    for content, fingerprint in PublishedReport.objects.order_by("pk").values_list("content", "fingerprint"):
        try:
            documents.append(unseal(bytes(content), fingerprint))
        except ValueError:
            broken += 1
    return documents, broken


@cache
def shapes() -> dict[str, tuple[str, str]]:
    """The outline (an SVG path) and the code of each authority of today, by every spelling of its name."""
    folder = shipped("data") / "local_authorities"
    with (folder / "authority_shapes.csv").open(newline="", encoding="utf-8") as file:
        drawn = {row["la_code"]: row["svg_path"] for row in csv.DictReader(file)}
    with (folder / "local_authorities_2023.csv").open(newline="", encoding="utf-8") as file:
        known = {row["la_name"]: (row["la_code"], drawn[row["la_code"]]) for row in csv.DictReader(file)}
    with (folder / "la_name_aliases.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            # An old authority that became two has no place on a map of today.
            if (code := row["current_la_codes"]) in drawn:
                known.setdefault(row["name_in_source"], (code, drawn[code]))
    return known
