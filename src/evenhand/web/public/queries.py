"""What anybody may read: no page here looks further than the public tier, whoever is signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from evenhand.casework.actors import NOBODY
from evenhand.casework.visibility import visible_home_fields
from evenhand.report.document import ReportDocument, unseal
from evenhand.report.document import fingerprint as fingerprint_of
from evenhand.web.api.asking import told
from evenhand.web.api.models import OpenReport as LaidOpen
from evenhand.web.api.models import OpenRequirement
from evenhand.web.api.queries import requirement_row, requirement_rows
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.public.telling import Meaning, Shelf
from evenhand.web.register.models import Home
from evenhand.web.reports.models import PublishedReport

_URN = re.compile(r"^[A-Z0-9]{3,20}$")


def tidy_urn(text: str) -> str | None:
    """A URN as people type it (spaces, small letters); None when it cannot be one."""
    urn = re.sub(r"\s+", "", text).upper()
    return urn if _URN.match(urn) else None


def is_listed(urn: str) -> bool:
    """Whether the register has this home."""
    return Home.objects.filter(urn=urn).exists()


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A published report as its sealed bytes tell it; `document` is None when the bytes are not the sealed ones."""

    fingerprint: str
    content: bytes
    document: ReportDocument | None

    @property
    def is_whole(self) -> bool:
        """Whether the bytes are those that were sealed."""
        return self.document is not None


def report(fingerprint: str) -> OpenReport | None:
    """A published report by its fingerprint, or None when there is none."""
    row = PublishedReport.objects.filter(fingerprint=fingerprint).first()
    return _opened(row) if row else None


def bytes_of_report(fingerprint: str) -> tuple[str, ...]:
    """The fingerprint of the bytes that are stored as this report now, whatever they should be."""
    return _bytes(PublishedReport.objects.filter(fingerprint=fingerprint))


def bytes_of_home(urn: str) -> tuple[str, ...]:
    """The same of every report on a home, the oldest first."""
    return _bytes(PublishedReport.objects.filter(urn=tidy_urn(urn) or ""))


def _bytes(found: QuerySet[PublishedReport]) -> tuple[str, ...]:
    return tuple(fingerprint_of(bytes(one)) for one in found.order_by("published_at").values_list("content", flat=True))


def _opened(row: PublishedReport) -> OpenReport:
    content = bytes(row.content)
    try:
        return OpenReport(row.fingerprint, content, unseal(content, row.fingerprint))
    except ValueError:
        # The bytes differ from the seal, or cannot be read as a report at all: either way they are not shown.
        return OpenReport(row.fingerprint, b"", None)


def framework_on_shelf(document: ReportDocument) -> bool:
    """Whether the framework of the report stands on the shelf with the fingerprint that the report names."""
    return FrameworkVersion.objects.filter(pk=document.framework, fingerprint=document.framework_fingerprint).exists()


@dataclass(frozen=True, slots=True)
class PublicInspection:
    """An inspection that anybody may know of: listed by the register, or published here (`fingerprint` is set).

    `single` is the one judgement of a type that gives no grades, in words: “Serious or widespread concerns: none”.
    """

    on: date
    kind: str
    ordinal: int | None
    label: str
    source: str = ""
    fingerprint: str = ""
    meaning: Meaning | None = None
    single: str = ""


@dataclass(frozen=True, slots=True)
class PublicHome:
    """A home as anybody may see it: `facts` holds the fields of the public tier only.

    `requirements` are those that its published reports make; `predecessors` the earlier registrations that are known.
    """

    urn: str
    fictional: bool
    facts: dict[str, Any]
    inspections: tuple[PublicInspection, ...]
    seen_in: date | None
    requirements: tuple[dict[str, Any], ...] = ()
    predecessors: tuple[dict[str, Any], ...] = ()

    @property
    def latest(self) -> PublicInspection | None:
        """The newest inspection with an overall grade."""
        return next((one for one in self.inspections if one.ordinal is not None), None)

    @property
    def newer(self) -> tuple[PublicInspection, ...]:
        """Reports on inspections without an overall grade since the newest that has one, the newest first."""
        since = self.latest.on if self.latest else date.min
        return tuple(one for one in self.reports if one.ordinal is None and one.on > since)

    @property
    def reports(self) -> tuple[PublicInspection, ...]:
        """Reports published here, the newest first."""
        return tuple(one for one in self.inspections if one.fingerprint)

    @property
    def points(self) -> list[dict[str, Any]]:
        """The overall grades for the picture, the oldest first."""
        graded = [one for one in reversed(self.inspections) if one.ordinal is not None]
        return [{"on": one.on, "ordinal": one.ordinal, "label": one.label} for one in graded]


def home(urn: str) -> PublicHome | None:
    """A home by its URN, or None when the register has none."""
    found = Home.objects.filter(urn=urn).first()
    if found is None:
        return None
    visible = visible_home_fields(NOBODY, urn)
    inspections = _inspections(found) if "latest_grades" in visible else ()
    facts = {name: value for name in visible if (value := getattr(found, name, None)) not in (None, "")}
    return PublicHome(
        urn=found.urn,
        fictional=found.fictional,
        facts=facts,
        inspections=inspections,
        seen_in=found.seen_in,
        requirements=tuple(_requirements(found)) if any(one.fingerprint for one in inspections) else (),
        predecessors=tuple(told(NOBODY, "predecessor", _predecessors(found))),
    )


def _predecessors(found: Home) -> list[dict[str, Any]]:
    """Earlier registrations of a home: none, because no public file links two of them (opendata/tables.py)."""
    return []


def _requirements(found: Home) -> list[dict[str, Any]]:
    """What the reports require, the newest report first. Whether it was done since is for councils to see."""
    made = requirement_rows(OpenRequirement.objects.filter(report__home=found))
    rows = [requirement_row(row) for row in made.order_by("-report__started_on", "number")]
    return told(NOBODY, "requirement", rows)


def newest_reports(number: int) -> list[dict[str, Any]]:
    """The reports published last, as the public tier sees them; `single` is as in PublicInspection."""
    newest = LaidOpen.objects.order_by("-published_on", "-pk")
    columns = ("fingerprint", "kind_title", "started_on", "published_on", "overall", "overall_label")
    rows = newest.values(*columns, urn=F("home__urn"), fictional=F("home__fictional"))
    found = told(NOBODY, "report", rows[:number])
    ungraded = [one["fingerprint"] for one in found if one["overall"] is None]
    opened = (_opened(row) for row in PublishedReport.objects.filter(fingerprint__in=ungraded))
    singles = {one.fingerprint: _single(one.document) for one in opened if one.document}
    return [{**one, "single": singles.get(one["fingerprint"], "")} for one in found]


def _single(document: ReportDocument) -> str:
    """The one judgement of a type of inspection that gives no grades, in words; "" where there is none."""
    return f"{document.single.title}: {document.single.label}" if document.single else ""


def every_report() -> list[tuple[str, str, date]]:
    """Fingerprint, URN and day of publication of every report, the newest first."""
    found = LaidOpen.objects.order_by("-published_on", "-pk")
    return list(found.values_list("fingerprint", "home__urn", "published_on")[:25_000])


def version_ids() -> list[str]:
    """The framework versions on the shelf, oldest first."""
    return list(FrameworkVersion.objects.order_by("in_force_from").values_list("pk", flat=True))


def _inspections(found: Home) -> tuple[PublicInspection, ...]:
    shelf = Shelf()
    known = {
        row.inspected_on: PublicInspection(
            on=row.inspected_on,
            kind="",
            ordinal=row.overall,
            label=row.overall_label,
            source=row.source,
            meaning=shelf.on(row.inspected_on, row.overall),
        )
        for row in found.listed_inspections.all()
    }
    for row in PublishedReport.objects.filter(urn=found.urn).order_by("published_at"):
        document = _opened(row).document
        if document is not None:
            overall = document.overall
            known[document.started_on] = PublicInspection(
                on=document.started_on,
                kind=document.kind_title,
                ordinal=overall.ordinal if overall else None,
                label=overall.label if overall else "",
                fingerprint=row.fingerprint,
                meaning=shelf.of(document.framework, overall.ordinal if overall else None),
                single=_single(document),
            )
    return tuple(sorted(known.values(), key=lambda one: one.on, reverse=True))
