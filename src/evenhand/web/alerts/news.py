"""What is new for anybody: published reports, framework versions, consultations that opened. The public tier only."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from evenhand.casework.actors import NOBODY
from evenhand.consultation.phases import Phase
from evenhand.web.alerts.owners import is_owner
from evenhand.web.api.asking import told
from evenhand.web.api.models import OpenReport
from evenhand.web.consultations.models import PhaseChange
from evenhand.web.consultations.queries import content_of
from evenhand.web.design.jinja import in_words
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import held
from evenhand.web.register.models import Home

# Of the newest so many; who wants all asks the interface for programs.
MOST = 50
_SPACE = uuid.UUID("6f1f9d0e-5f3d-4b52-9c47-1f5a0c7f4e21")
Topic = tuple[str, str]


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news. `id` never changes and names no host; `topics` are what it is about, as (kind, key).

    `text` is what a letter says below the title, '' for nothing.
    """

    id: str
    title: str
    summary: str
    path: str
    at: datetime
    topics: tuple[Topic, ...] = field(default=())
    text: str = ""

    @property
    def uri(self) -> str:
        """A name that is the same wherever and whenever it is asked for."""
        return stable(self.id)


def stable(name: str) -> str:
    """The same name for the same thing for ever, whatever the host is called."""
    return uuid.uuid5(_SPACE, name).urn


def reports(**about: Any) -> list[News]:
    """The newest published reports that match."""
    found = OpenReport.objects.filter(**about).order_by("-report__published_at", "-pk")[:MOST]
    return of_reports(found)


def of_reports(found: QuerySet[OpenReport]) -> list[News]:
    """Reports as news; what is said of each passed the disclosure."""
    rows = list(
        found.values(
            "fingerprint", "kind_title", "started_on", "published_on", "overall", "overall_label",
            urn=F("home__urn"), fictional=F("home__fictional"),
        )
    )  # fmt: skip
    places = list(found.values_list("report__published_at", "home__local_authority"))
    return [
        _report(row, at, authority) for row, (at, authority) in zip(told(NOBODY, "report", rows), places, strict=True)
    ]


def _report(row: dict[str, Any], at: datetime, authority: str) -> News:
    said = {"kind": row["kind_title"], "urn": row["urn"], "day": in_words(row["started_on"])}
    title = _("%(kind)s of %(urn)s, %(day)s") % said
    if row["fictional"]:
        title = _("%(title)s (fictional)") % {"title": title}
    grade = _("Overall grade: %(grade)s.") % {"grade": row["overall_label"]} if row["overall"] else ""
    return News(
        id=f"report:{row['fingerprint']}",
        title=title,
        summary=grade or _("No overall grade was given."),
        path=reverse("public:report", args=[row["fingerprint"]]),
        at=at,
        topics=(("home", row["urn"]), ("authority", slugify(authority))),
    )


def of_frameworks() -> list[News]:
    """Every version as news, the newest first: of itself, and of the one that it followed."""
    rows = list(held())
    told_of = []
    for earlier, one in zip([None, *rows], rows, strict=False):
        version = one.version
        topics = [("framework", version.pk), *([("framework", earlier.version.pk)] if earlier else [])]
        told_of.append(
            News(
                id=f"framework:{version.pk}:{version.fingerprint}",
                title=_("Framework: %(title)s") % {"title": version.title},
                summary=_("In force from %(day)s.") % {"day": in_words(version.in_force_from)},
                path=reverse("frameworks:version", args=[version.pk]),
                at=version.loaded_at,
                topics=tuple(topics),
            )
        )
    return list(reversed(told_of))


def of_consultations() -> list[News]:
    """Consultations that opened, the newest first."""
    opened = PhaseChange.objects.filter(phase=Phase.OPEN.value).select_related("consultation").order_by("-at", "-pk")
    return [of_consultation(one) for one in opened[:MOST]]


def of_consultation(change: PhaseChange) -> News:
    """The opening of a consultation; an invented one says so."""
    content = content_of(change.consultation)
    title = _("Consultation: %(title)s") % {"title": content.title}
    return News(
        id=f"consultation:{change.consultation_id}:{change.number}",
        title=_("%(title)s (invented example)") % {"title": title} if content.invented else title,
        summary=_("Open from %(first)s to %(last)s.")
        % {"first": in_words(content.opens), "last": in_words(content.closes)},
        path=reverse("consultations:consultation", args=[change.consultation_id]),
        at=change.at,
        topics=(("framework", content.in_force),),
    )


def about_frameworks(version_id: str = "") -> list[News]:
    """News of every framework, or of one version: itself, what follows it, consultations on replacing it."""
    found = sorted([*of_frameworks(), *of_consultations()], key=lambda one: one.at, reverse=True)
    return [one for one in found if not version_id or ("framework", version_id) in one.topics][:MOST]


def places(column: str) -> dict[str, str]:
    """The authorities (`local_authority`) or regions (`region`) with homes: short name for addresses, to name."""
    names = Home.objects.order_by(column).values_list(column, flat=True).distinct()
    return {slugify(name): name for name in names if name}


def title_of(kind: str, key: str) -> str:
    """What an alert is about, in words; "" when there is no such thing."""
    if kind == "home":
        return _("children’s home %(urn)s") % {"urn": key} if Home.objects.filter(urn=key).exists() else ""
    if kind == "authority":
        return places("local_authority").get(key, "")
    if kind == "watch":
        return _("alarms of the watch over grades") if is_owner(key) else ""
    found = (
        FrameworkVersion.objects.filter(pk=key).values_list("title", flat=True).first() if kind == "framework" else None
    )
    return found or ""


def versions() -> list[tuple[str, str]]:
    """The framework versions, the newest first: id and title."""
    return list(FrameworkVersion.objects.order_by("-in_force_from").values_list("pk", "title"))
