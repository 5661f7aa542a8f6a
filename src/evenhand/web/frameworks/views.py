"""Pages of the shelf, open to everybody: the versions, one version, its sealed bytes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import condition, require_http_methods

from evenhand.web.accounts.access import actor_of, open_to_everybody
from evenhand.web.frameworks import queries
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.shelfpicture import picture


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def shelf(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, and which was in force when."""
    today = timezone.localdate()
    held = list(queries.versions())
    rows = [
        {
            "version": one,
            "framework": queries.framework_of(one),
            "in_force": one.in_force_from <= today and (one.in_force_to is None or today <= one.in_force_to),
        }
        for one in reversed(held)
    ]
    return render(request, "frameworks/shelf.html", {"rows": rows, "picture": picture(held, today)})


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def version(request: HttpRequest, version_id: str) -> HttpResponse:
    """One version: everything that inspectors are bound by, in words."""
    found = _found(version_id)
    context = {
        "version": found,
        "shown": queries.shown(found),
        "findings": queries.findings(actor_of(request), found),
        "predecessor_held": queries.is_held(queries.framework_of(found).predecessor),
    }
    return render(request, "frameworks/version.html", context)


def _etag(request: HttpRequest, version_id: str) -> str | None:
    try:
        return f'"{queries.version(version_id).fingerprint}"'
    except FrameworkVersion.DoesNotExist:
        return None


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
@condition(etag_func=_etag)
def file(request: HttpRequest, version_id: str) -> HttpResponse:
    """The sealed bytes: whoever hashes them gets the fingerprint."""
    found = _found(version_id)
    response = HttpResponse(bytes(found.sealed), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.pk}.json"'
    return response


def _found(version_id: str) -> FrameworkVersion:
    try:
        return queries.version(version_id)
    except FrameworkVersion.DoesNotExist:
        raise Http404 from None
