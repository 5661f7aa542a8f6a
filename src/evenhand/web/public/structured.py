"""Reports and homes as schema.org describes them, for search engines. Nothing here tells where a home is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.report.document import ReportDocument
from evenhand.web.public.queries import PublicHome

CONTEXT = "https://schema.org"
Absolute = Callable[[str], str]


def of_report(document: ReportDocument, fingerprint: str, absolute: Absolute) -> dict[str, Any]:
    """A published report: a Report about a Service known by its number, with its grades as reviews."""
    about = _service(document.urn, document.provision_type)
    given = [*document.judgements, *([document.single] if document.single else [])]
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "@id": absolute(reverse("public:report", args=[fingerprint])),
        "name": _("%(kind)s of %(urn)s") % {"kind": document.kind_title, "urn": document.urn},
        "reportNumber": fingerprint,
        "inLanguage": document.language,
        "datePublished": document.published_on.isoformat(),
        "temporalCoverage": f"{document.started_on.isoformat()}/{document.ended_on.isoformat()}",
        "isBasedOn": absolute(reverse("frameworks:version", args=[document.framework])),
        "about": about,
        "review": [
            {
                "@type": "Review",
                "itemReviewed": about,
                "name": one.title,
                "reviewRating": _rating(one.ordinal, one.best, one.label),
            }
            for one in given
        ],
    }


def of_home(home: PublicHome, absolute: Absolute) -> dict[str, Any]:
    """The page of a home: what it is about, its grades with the day of each, and its reports."""
    about = _service(home.urn, str(home.facts.get("provision_type", "")))
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": absolute(reverse("public:home", args=[home.urn])),
        "about": about,
        "hasPart": [
            {"@type": "Report", "@id": absolute(reverse("public:report", args=[one.fingerprint]))}
            for one in home.reports
        ],
        "review": [
            {
                "@type": "Review",
                "itemReviewed": about,
                "dateCreated": one.on.isoformat(),
                "reviewRating": _rating(one.ordinal, 4, one.label),
            }
            for one in home.inspections
            if one.ordinal is not None
        ],
    }


def _service(urn: str, kind: str) -> dict[str, Any]:
    return {
        "@type": "Service",
        "serviceType": kind,
        "identifier": {"@type": "PropertyValue", "propertyID": "URN", "value": urn},
    }


def _rating(ordinal: int | None, best: int, label: str) -> dict[str, Any]:
    return {"@type": "Rating", "ratingValue": ordinal, "bestRating": best, "worstRating": 1, "alternateName": label}
