"""Finding homes, and what is published about one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.api.keeping import kept_until_changed
from evenhand.web.design.errors import page
from evenhand.web.public import queries, searching
from evenhand.web.public.forms import FindForm, SearchForm
from evenhand.web.public.structured import of_home


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
@kept_until_changed()
def find(request: HttpRequest) -> HttpResponse:
    """Find a home by its URN, or homes by authority, region and what is known of them."""
    form = FindForm(request.GET if "urn" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("public:home", form.cleaned_data["urn"])
    unknown = form.has_error("urn", "unknown") if form.is_bound else False
    status = 404 if unknown else 422 if form.errors else 200
    choices = searching.choices()
    filters = SearchForm(request.GET, choices)
    kept = request.GET.copy()
    for name in ("page", "urn"):
        kept.pop(name, None)
    context = {
        "form": form,
        "filters": filters,
        "found": searching.search(filters.wanted, request.GET.get("page")),
        "query": kept.urlencode(),
        "filtered": any(value for name, value in kept.items() if name != "sort"),
    }
    return render(request, "public/find.html", context, status=status)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
@kept_until_changed(also=queries.bytes_of_home)
def home(request: HttpRequest, urn: str) -> HttpResponse:
    """A home as anybody may see it."""
    tidy = queries.tidy_urn(urn)
    found = queries.home(tidy) if tidy else None
    if found is None:
        return page(
            request,
            404,
            _("No such home"),
            [_("No children’s home with this number is in this copy of the register. Check the number.")],
        )
    if tidy != urn:
        return redirect("public:home", tidy)
    context = {
        "home": found,
        "labels": _labels(),
        "structured": of_home(found, request.build_absolute_uri),
    }
    return render(request, "public/home.html", context)


def _labels() -> list[tuple[str, str]]:
    return [
        ("provision_type", _("Type of service")),
        ("sector", _("Sector")),
        ("region", _("Region")),
        ("local_authority", _("Local authority")),
        ("places", _("Registered places")),
        ("status", _("Registration status")),
    ]
