"""Pages of the shelf, open to everybody: the versions, one version, its sealed bytes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import condition, require_http_methods

from evenhand.web.accounts.access import actor_of, open_to_everybody
from evenhand.web.frameworks import comparing, queries
from evenhand.web.frameworks.forms import CompareForm
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.shelfpicture import picture


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def shelf(request: HttpRequest) -> HttpResponse:
    """Every version, newest first, which was in force when, and how they are compared."""
    today = timezone.localdate()
    held = queries.held()
    # What came before each: the one in front of it on the shelf.
    earlier = [None, *(one.version.pk for one in held)]
    rows = [
        {
            "version": one.version,
            "last_day": one.last_day,
            "framework": queries.framework_of(one.version),
            "in_force": one.is_in_force(today),
            "before": before,
        }
        for one, before in zip(held, earlier, strict=False)
    ]
    place = {one.version.pk: number for number, one in enumerate(held)}
    walks = [one for one in queries.crosswalks() if {one.old, one.new} <= set(place)]
    context = {
        "rows": rows[::-1],
        "picture": picture(held, today),
        "form": CompareForm.of_the_last_two(held),
        "crosswalks": sorted(walks, key=lambda one: (place[one.new], place[one.old]), reverse=True),
        "known_sets": queries.titles_of_sets(),
    }
    return render(request, "frameworks/shelf.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def version(request: HttpRequest, version_id: str) -> HttpResponse:
    """One version: everything that inspectors are bound by, in words."""
    found = found_or_404(version_id)
    framework = queries.framework_of(found)
    earlier = queries.before(framework)
    context = {
        "version": found,
        "last_day": next(one.last_day for one in queries.held() if one.version.pk == found.pk),
        "shown": queries.shown(found),
        "known_sets": queries.titles_of_sets(),
        "findings": queries.findings(actor_of(request), found),
        "against": comparing.between(earlier, framework) if earlier else None,
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
    found = found_or_404(version_id)
    response = HttpResponse(bytes(found.sealed), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.pk}.json"'
    return response


def found_or_404(version_id: str) -> FrameworkVersion:
    """A version on the shelf; raises Http404."""
    try:
        return queries.version(version_id)
    except FrameworkVersion.DoesNotExist:
        raise Http404 from None
