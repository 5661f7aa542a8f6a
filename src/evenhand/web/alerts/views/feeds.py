"""Feeds that anybody may follow, and the page that lists them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.alerts import news
from evenhand.web.alerts.feeds import atom


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed there is, and how to get e-mails."""
    context = {
        "authorities": news.places("local_authority"),
        "regions": news.places("region"),
        "versions": news.versions(),
    }
    return render(request, "alerts/feeds.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def reports(request: HttpRequest) -> HttpResponse:
    """All published reports."""
    return atom(request, "reports", _("Published reports"), reverse("public:find"), news.reports())


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest, urn: str) -> HttpResponse:
    """Reports on one home."""
    if not news.title_of("home", urn):
        raise Http404
    title = _("Reports on children’s home %(urn)s") % {"urn": urn}
    page = reverse("public:home", args=[urn])
    return atom(request, f"home:{urn}", title, page, news.reports(home__urn=urn))


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def authority(request: HttpRequest, key: str) -> HttpResponse:
    """Reports on the homes of an authority."""
    return _of_place(request, "local_authority", key)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def region(request: HttpRequest, key: str) -> HttpResponse:
    """Reports on the homes of a region."""
    return _of_place(request, "region", key)


def _of_place(request: HttpRequest, column: str, key: str) -> HttpResponse:
    name = news.places(column).get(key)
    if name is None:
        raise Http404
    title = _("Reports on children’s homes: %(place)s") % {"place": name}
    found = news.reports(**{f"home__{column}": name})
    return atom(request, f"{column}:{key}", title, reverse("public:find"), found)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def frameworks(request: HttpRequest) -> HttpResponse:
    """New framework versions and consultations."""
    title = _("Frameworks and consultations")
    return atom(request, "frameworks", title, reverse("frameworks:shelf"), news.about_frameworks())


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def framework(request: HttpRequest, version_id: str) -> HttpResponse:
    """One version: itself, the one that follows, consultations on replacing it."""
    title = news.title_of("framework", version_id)
    if not title:
        raise Http404
    page = reverse("frameworks:version", args=[version_id])
    return atom(request, f"framework:{version_id}", title, page, news.about_frameworks(version_id))
