"""The ways through the service: what the bar at the top and the footer lead to, for people of each role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evenhand.casework.actors import INSPECTORATE, Role

EVERYBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the bar: its words, the page's name, and the roles that may open it (EVERYBODY: no role needed)."""

    text: str | Promise
    page: str
    roles: frozenset[Role] = EVERYBODY


WAYS = (
    Way(_("Start"), "public:start"),
    Way(
        _("Inspections"),
        "inspections:mine",
        frozenset({Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR}),
    ),
    Way(_("Planning"), "planning:plan", frozenset({Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR})),
    Way(_("Quality assurance"), "reports:queue", frozenset({Role.QUALITY_ASSURER})),
    Way(_("Complaints and holds"), "accuracy:waiting", frozenset({Role.QUALITY_ASSURER, Role.ADMINISTRATOR})),
    Way(_("Find a report"), "public:find"),
    Way(_("Homes near here"), "public:near", frozenset({Role.COMMISSIONER})),
    Way(_("My homes"), "register:my_homes", frozenset({Role.PROVIDER})),
    Way(_("Draft reports"), "accuracy:mine", frozenset({Role.PROVIDER})),
    Way(_("My council"), "register:council_homes", frozenset({Role.COMMISSIONER})),
    Way(_("Register"), "register:homes", INSPECTORATE),
    Way(_("Frameworks"), "frameworks:shelf"),
    Way(_("Consultations"), "consultations:all"),
    Way(_("Drafts"), "drafts:drafts", frozenset({Role.FRAMEWORK_AUTHOR})),
    Way(
        _("Pilots"),
        "pilots:all",
        frozenset({Role.FRAMEWORK_AUTHOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR, Role.INSPECTOR}),
    ),
    Way(_("Watch over grades"), "alerts:watch", frozenset({Role.FRAMEWORK_AUTHOR})),
    Way(_("Jobs"), "jobs:all", frozenset({Role.QUALITY_ASSURER, Role.ADMINISTRATOR})),
    Way(_("People"), "accounts:people", frozenset({Role.ADMINISTRATOR})),
    Way(_("Audit log"), "audit:events", frozenset({Role.ADMINISTRATOR})),
)


def navigation(roles: Collection[Role], path: str, section: str = "") -> list[dict[str, object]]:
    """The links somebody with these roles may follow; the one they are under is marked.

    A page whose address does not say where it belongs names the way it lies under (`section`).
    """
    links = [(way.text, reverse(way.page)) for way in WAYS if not way.roles or way.roles & set(roles)]
    under = [href for _text, href in links if _under(path, href)]
    here = section if section in [href for _text, href in links] else max(under, key=len, default="")
    return [{"text": text, "href": href, "current": href == path, "active": href == here} for text, href in links]


def footer_links() -> list[dict[str, object]]:
    """The links at the foot of every page."""
    return [
        {"text": _("About this prototype"), "href": reverse("public:about")},
        {"text": _("Statistics"), "href": reverse("statistics:index")},
        {"text": _("Did ratings change?"), "href": reverse("trends:index")},
        {"text": _("Open data and API"), "href": reverse("api:guide")},
    ]


def _under(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
