"""Hearing of what becomes public, in the very transaction in which it does, and writing it into the feed.

Changes made in bulk (an imported register) are heard of by the row that records the import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import timezone

from evenhand.report.compose import in_words
from evenhand.report.document import ReportDocument, unseal
from evenhand.web.api.models import Change, OpenJudgement, OpenReport, OpenRequirement
from evenhand.web.audit import actions as audit
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.inspections.requirements import standing
from evenhand.web.register.models import Home, ListedInspection, RegisterImport
from evenhand.web.reports.models import PublishedReport

# A register import with more changes than this is one line of the feed: whoever follows it fetches the files again.
MOST = 1000
Line = tuple[str, str, str]


def listen() -> None:
    """Hear of homes, listed inspections, imports, reports and framework versions that are saved."""
    for sender, hear in (
        (Home, _home),
        (ListedInspection, _listed),
        (RegisterImport, _imported),
        (PublishedReport, _published),
        (FrameworkVersion, _framework),
    ):
        post_save.connect(hear, sender=sender, dispatch_uid=f"evenhand.api.{sender.__name__}")


def catch_up(**_: Any) -> None:
    """After tables were made: take in what became public before there was a feed. Safe to run again."""
    if Change._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic():
        for report in PublishedReport.objects.filter(open_data=None).order_by("published_at"):
            _published(PublishedReport, report, created=True)
        if not Change.objects.exists():
            write([("published", "framework", one) for one in FrameworkVersion.objects.values_list("pk", flat=True)])
            for made in RegisterImport.objects.order_by("at"):
                _imported(RegisterImport, made, created=True)
            fictional = Home.objects.filter(fictional=True).order_by("urn")
            write([("added", "home", urn) for urn in fictional.values_list("urn", flat=True)])


def write(lines: Iterable[Line]) -> None:
    """Add lines (what, kind of record, key) at the end of the feed; must run inside a transaction."""
    lines = list(lines)
    if not lines:
        return
    if connection.vendor == "postgresql":
        # The lock of the audit log: with one of our own, two acts could wait for each other.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [audit.LOCK])
    last = Change.objects.order_by("-number").values_list("number", flat=True).first() or 0
    now = timezone.now()
    Change.objects.bulk_create(
        Change(number=number, at=now, what=what, record=record, key=key[:120])
        for number, (what, record, key) in enumerate(lines, start=last + 1)
    )


def _heard(lines: Iterable[Line]) -> None:
    with transaction.atomic():
        write(lines)


def _home(sender: type, instance: Home, created: bool, **_: Any) -> None:
    _heard([("added" if created else "changed", "home", instance.urn)])


def _listed(sender: type, instance: ListedInspection, created: bool, **_: Any) -> None:
    key = f"{instance.home.urn}-{instance.inspected_on.isoformat()}"
    _heard([("added" if created else "changed", "inspection", key)])


def _imported(sender: type, instance: RegisterImport, created: bool, **_: Any) -> None:
    counts, changes = instance.counts, instance.changes
    names = ("added", "changed", "inspections_added", "inspections_changed")
    lines = [("imported", "register", instance.fingerprint)]
    if sum(counts.get(name, 0) for name in names) <= MOST:
        lines += [("added", "home", urn) for urn in changes.get("added", [])]
        lines += [("changed", "home", one["key"]) for one in changes.get("changed", [])]
        changed = changes.get("inspections_changed", [])
        lines += [("changed", "inspection", one["key"].replace(" ", "-")) for one in changed]
    _heard(lines)


def _framework(sender: type, instance: FrameworkVersion, created: bool, **_: Any) -> None:
    earlier = FrameworkVersion.objects.filter(in_force_from__lt=instance.in_force_from).order_by("in_force_from").last()
    following = FrameworkVersion.objects.filter(in_force_from__gt=instance.in_force_from).exists()
    lines = [("published", "framework", instance.pk)]
    if earlier is not None and not following:
        lines.append(("superseded", "framework", earlier.pk))
    _heard(lines)


def _published(sender: type, instance: PublishedReport, created: bool, **_: Any) -> None:
    try:
        document = unseal(bytes(instance.content), instance.fingerprint)
    except ValueError:
        return  # Bytes that are not the sealed ones say nothing.
    home = Home.objects.filter(urn=instance.urn).first()
    if home is None or OpenReport.objects.filter(report=instance).exists():
        return
    with transaction.atomic():
        kept = _keep(instance, document, home)
        listed = home.listed_inspections.filter(inspected_on=document.started_on).exists()
        superseded = f"{home.urn}-{document.started_on.isoformat()}"
        lines = [("published", "report", kept.fingerprint)]
        write([*lines, ("superseded", "inspection", superseded)] if listed else lines)


def _keep(report: PublishedReport, document: ReportDocument, home: Home) -> OpenReport:
    overall = document.overall
    kept = OpenReport.objects.create(
        report=report,
        fingerprint=report.fingerprint,
        home=home,
        kind=document.kind,
        kind_title=document.kind_title,
        framework=document.framework,
        framework_fingerprint=document.framework_fingerprint,
        started_on=document.started_on,
        ended_on=document.ended_on,
        published_on=document.published_on,
        overall=overall.ordinal if overall else None,
        overall_label=overall.label if overall else "",
    )
    given = [*document.judgements, *([document.single] if document.single else [])]
    OpenJudgement.objects.bulk_create(
        OpenJudgement(
            report=kept, **one.model_dump(include={"judgement", "title", "headline", "ordinal", "best", "label"})
        )
        for one in given
    )
    OpenRequirement.objects.bulk_create(_shown(kept, report, document))
    return kept


def _shown(kept: OpenReport, report: PublishedReport, document: ReportDocument) -> list[OpenRequirement]:
    """The requirements of the record that a line of the report says: regulation, what to do, and the day if it does."""
    passages = (passage for section in document.sections for passage in section.passages)
    lines = [_plain(line) for passage in passages for text in passage.paragraphs for line in text.split("\n")]
    shown = []
    for one in standing(report.inspection):
        content = one.content
        to_do = _plain(content.to_do).rstrip(".!?")
        said = next((line for line in lines if to_do in line and _plain(content.regulation) in line), None)
        if said is not None:
            due = content.due_on if content.due_on and _plain(in_words(content.due_on)) in said else None
            shown.append(
                OpenRequirement(
                    report=kept,
                    requirement_id=one.id,
                    number=one.number,
                    regulation=content.regulation,
                    to_do=" ".join(content.to_do.split()),
                    due_on=due,
                )
            )
    return shown


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
