"""For councils' commissioners: the homes in and around their council."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.public import near as reading
from evenhand.web.public import searching
from evenhand.web.public.forms import NearForm
from evenhand.web.register.queries import with_homes


@for_roles(Role.COMMISSIONER)
@require_http_methods(["GET"])
def near(request: HttpRequest) -> HttpResponse:
    """Which homes near here are good or outstanding, with places."""
    who = with_homes(person_of(request))
    form = NearForm(request.GET, searching.choices().kinds)
    reach = reading.around(who, form.mine_only)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "reach": reach,
        "page": reading.homes_near(who, reach, form.wanted, request.GET.get("page")),
        "query": kept.urlencode(),
    }
    return render(request, "public/near.html", context, status=422 if form.errors else 200)


@for_roles(Role.COMMISSIONER)
@require_http_methods(["GET"])
def near_file(request: HttpRequest) -> HttpResponse:
    """The same homes as CSV, every page of them."""
    who = with_homes(person_of(request))
    form = NearForm(request.GET, searching.choices().kinds)
    body = reading.near_csv(who, reading.around(who, form.mine_only), form.wanted)
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="homes-near.csv"'
    return answer
