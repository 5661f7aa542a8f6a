"""Reading what is open: each function gets whoever asks, and returns records that have passed the disclosure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from evenhand.casework.actors import NOBODY, Actor
from evenhand.casework.visibility import Tier, may_see, tier_of
from evenhand.report.document import unseal
from evenhand.shelf import shipped
from evenhand.web.api.asking import COUNCIL, told
from evenhand.web.api.models import Change, OpenReport, OpenRequirement
from evenhand.web.frameworks import queries as shelf
from evenhand.web.inspections.models import FollowUp
from evenhand.web.inspections.requirements import MET
from evenhand.web.register.models import Home
from evenhand.web.reports.models import PublishedReport

HOME = (
    "urn", "fictional", "provision_type", "sector", "region", "local_authority", "status", "places", "registered_on",
    "seen_in", "latest_inspected_on", "latest_overall", "latest_overall_label",
)  # fmt: skip
GUARDED = ("name", "address", "contact", "organisation_id")


@dataclass(frozen=True, slots=True)
class Slice:
    """Records from `offset` on, at most as many as were asked for, and how many there are in all."""

    records: list[dict[str, Any]]
    total: int


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which what is empty is missing."""
    return {name: None if value == "" else value for name, value in row.items()}


def cut(who: Actor, record: str, found: QuerySet[Any], limit: int, offset: int) -> Slice:
    """A slice of rows that are ready but for their empty texts."""
    rows = list(found[offset : offset + limit])
    total = offset + len(rows) if 0 < len(rows) < limit else found.count()
    return Slice(told(who, record, map(filled, rows)), total)


# --- homes -----------------------------------------------------------------------------------------------------------


def homes(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Homes by URN that match; never looked for by name or place nearer than an authority."""
    found = Home.objects.filter(**about_home(wanted)).order_by("urn")
    return cut(who, "home", home_rows(who, found), limit, offset)


def home(who: Actor, urn: str) -> dict[str, Any] | None:
    """One home; None when the register has none."""
    found = list(home_rows(who, Home.objects.filter(urn=urn.upper())))
    return told(who, "home", map(filled, found), alone=True)[0] if found else None


def home_rows(who: Actor, found: QuerySet[Home]) -> QuerySet[Any]:
    """Rows of the table of homes, with the council that hosts each."""
    # What the public tier never shows is not even read for the public.
    more = GUARDED if tier_of(who) > Tier.PUBLIC or who.homes else ()
    return found.values(*HOME, *more, **{COUNCIL: F("local_authority")})


def about_home(wanted: dict[str, Any], to: str = "") -> dict[str, Any]:
    """Filters of homes, for a table that reaches them through `to`."""
    columns = {
        "urn": "urn",
        "authority": "local_authority",
        "region": "region",
        "sector": "sector",
        "provision_type": "provision_type",
        "fictional": "fictional",
        "latest_grade": "latest_overall",
    }
    given = {name: value for name, value in wanted.items() if name in columns and value is not None}
    return {f"{to}{columns[name]}": value.upper() if name == "urn" else value for name, value in given.items()}


# --- reports and what they say ---------------------------------------------------------------------------------------


def reports(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Published reports that match, by URN and day."""
    found = OpenReport.objects.filter(**about_home(wanted, "home__"), **about_report(wanted))
    return cut(who, "report", report_rows(found), limit, offset)


def report_rows(found: QuerySet[OpenReport]) -> QuerySet[Any]:
    """Rows of the table of reports."""
    return found.order_by("home__urn", "started_on", "pk").values(
        "fingerprint", "kind", "kind_title", "framework", "framework_fingerprint",
        "started_on", "ended_on", "published_on", "overall", "overall_label",
        urn=F("home__urn"), fictional=F("home__fictional"), inspection_id=_named(),
        **{COUNCIL: F("home__local_authority")},
    )  # fmt: skip


def _named(to: str = "") -> Any:
    """The id of an inspection whose report was published here: URN, first day, type."""
    day = Cast(f"{to}started_on", CharField())
    return Concat(F(f"{to}home__urn"), Value("-"), day, Value("-"), F(f"{to}kind"), output_field=CharField())


def about_report(wanted: dict[str, Any], to: str = "") -> dict[str, Any]:
    """Filters of reports, for a table that reaches them through `to`."""
    columns = {
        "kind": "kind",
        "framework": "framework",
        "grade": "overall",
        "first_day": "started_on__gte",
        "last_day": "started_on__lte",
    }
    given = {name: value for name, value in wanted.items() if name in columns and value is not None}
    return {f"{to}{columns[name]}": value for name, value in given.items()}


def report(who: Actor, fingerprint: str) -> dict[str, Any] | None:
    """One report with its whole document; None when there is none.

    Raises ValueError when the bytes are not the sealed ones.
    """
    found = list(report_rows(OpenReport.objects.filter(fingerprint=fingerprint)))
    if not found:
        return None
    content = bytes(PublishedReport.objects.values_list("content", flat=True).get(fingerprint=fingerprint))
    document = unseal(content, fingerprint).model_dump(mode="json")
    return told(who, "report", [{**filled(found[0]), "document": document}], alone=True)[0]


def requirements(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Requirements that published reports show, and match, by URN and day."""
    found = OpenRequirement.objects.filter(**about_home(wanted, "report__home__"), **about_report(wanted, "report__"))
    if wanted.get("report"):
        found = found.filter(report__fingerprint=wanted["report"])
    rows = list(requirement_rows(found)[offset : offset + limit])
    total = offset + len(rows) if 0 < len(rows) < limit else found.count()
    return Slice(told(who, "requirement", map(requirement_row, rows)), total)


def requirement_rows(found: QuerySet[OpenRequirement]) -> QuerySet[Any]:
    """Rows of the table of requirements; what is still open is known from later published inspections."""
    later = FollowUp.objects.filter(
        requirement=OuterRef("requirement"), inspection=OuterRef("inspection"), version__gt=OuterRef("version")
    )
    met = FollowUp.objects.filter(
        ~Exists(later), requirement=OuterRef("requirement"), state=MET, inspection__published_report__isnull=False
    )
    return found.order_by("report__home__urn", "report__started_on", "number").values(
        "number", "regulation", "to_do", "due_on",
        urn=F("report__home__urn"), fingerprint=F("report__fingerprint"), inspection_id=_named("report__"),
        open=~Exists(met), **{COUNCIL: F("report__home__local_authority")},
    )  # fmt: skip


def requirement_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the table declares it."""
    fingerprint, number = row.pop("fingerprint"), row.pop("number")
    return filled({**row, "report": fingerprint, "requirement_id": f"{fingerprint[:16]}-{number}"})


def open_requirements(who: Actor, urn: str, councils: frozenset[str]) -> list[dict[str, Any]]:
    """The requirements of a home that no published inspection found met, for those who may see them."""
    if not may_see(who, "open_requirements", urn, councils):
        return []
    found = requirement_rows(OpenRequirement.objects.filter(report__home__urn=urn)).filter(open=True)
    return [requirement_row(row) for row in found]


# --- frameworks, authorities, changes --------------------------------------------------------------------------------


def frameworks(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """Every published version, the oldest first."""
    rows = [
        {
            "id": one.version.pk,
            "title": one.version.title,
            "fingerprint": one.version.fingerprint,
            "in_force_from": one.version.in_force_from,
            "last_day": one.last_day,
            "unverified": unverified(one.version.pk, one.version.fingerprint),
        }
        for one in shelf.held()
    ]
    return Slice(told(who, "framework", rows[offset : offset + limit]), len(rows))


def framework(who: Actor, version_id: str) -> dict[str, Any] | None:
    """One version with its whole document, marks included; None when it is not on the shelf."""
    everything = frameworks(who, {}, 10_000, 0).records
    found = next((one for one in everything if one["id"] == version_id), None)
    if found is None:
        return None
    document = _document(version_id)
    return told(who, "framework", [{**found, "document": document}], alone=True)[0]


def _document(version_id: str) -> dict[str, Any]:
    return shelf.named(version_id).model_dump(mode="json", by_alias=True, exclude_defaults=True)


@cache
def unverified(version_id: str, fingerprint: str) -> int:
    """How many pieces of a version are marked unverified; kept, because a sealed version never changes."""

    def count(piece: Any) -> int:
        if isinstance(piece, dict):
            return (piece.get("verified") is False) + sum(map(count, piece.values()))
        return sum(map(count, piece)) if isinstance(piece, list) else 0

    return count(_document(version_id))


def authorities(who: Actor, wanted: dict[str, Any], limit: int, offset: int) -> Slice:
    """The authorities in which homes lie, by name, each with its code where the name is known."""
    found = Home.objects.filter(**about_home(wanted)).order_by("local_authority").values("local_authority")
    rows = [{**row, "code": codes().get(row["local_authority"])} for row in found.annotate(homes=Count("pk"))]
    return Slice(told(who, "authority", rows[offset : offset + limit]), len(rows))


@cache
def codes() -> dict[str, str]:
    """The code of April 2023 by every spelling of an authority's name that the shipped lists know."""
    folder = shipped("data") / "local_authorities"
    with (folder / "local_authorities_2023.csv").open(newline="", encoding="utf-8") as file:
        known = {row["la_name"]: row["la_code"] for row in csv.DictReader(file)}
    with (folder / "la_name_aliases.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            # An old authority that became two has no code of today.
            if row["current_la_codes"] in known.values():
                known.setdefault(row["name_in_source"], row["current_la_codes"])
    return known


def changes(since: int, limit: int) -> list[dict[str, Any]]:
    """Lines of the feed with numbers above `since`, in order."""
    found = Change.objects.filter(number__gt=since).order_by("number")
    return told_changes(found.values("number", "at", "what", "record", "key")[:limit])


def told_changes(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of the feed are public."""
    return told(NOBODY, "change", rows)


def latest_change() -> tuple[int, Any]:
    """The number and the moment of the newest line; (0, None) for an empty feed. One query."""
    return Change.objects.order_by("-number").values_list("number", "at").first() or (0, None)
