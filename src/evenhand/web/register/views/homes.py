"""Pages of homes: the list, a home, who answers for it, a provider's own homes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import INSPECTORATE, Role
from evenhand.casework.policies import Refusal, check_schedule
from evenhand.web.accounts.access import actor_of, for_anyone_signed_in, for_roles, person_of
from evenhand.web.design.jinja import in_words
from evenhand.web.register import actions, queries
from evenhand.web.register.forms import AnswersForForm, FilterForm


@for_roles(*INSPECTORATE)
@require_http_methods(["GET"])
def homes(request: HttpRequest) -> HttpResponse:
    """The list of homes, with filters in the address so that it can be passed on."""
    who = actor_of(request)
    filters = FilterForm(request.GET, queries.choices(who))
    listing = queries.homes(who, filters.wanted, request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "register/homes.html",
        {
            "filters": filters,
            "listing": listing,
            "page": listing.page,
            "query": kept.urlencode(),
            "filtered": any(value for name, value in kept.items() if name != "sort"),
            "may_import": Role.ADMINISTRATOR in who.roles,
        },
    )


@for_anyone_signed_in
@require_http_methods(["GET"])
def home(request: HttpRequest, urn: str) -> HttpResponse:
    """One home: what is known of it, and the inspections that the register lists."""
    who = queries.with_homes(person_of(request))
    shown = queries.home_page(who, urn)
    if shown is None:
        raise Http404
    context = {
        "home": shown,
        "facts": _facts(shown),
        "head": [_("Date"), _("Overall"), *(_column(name) for name in shown.columns), _("Published"), _("Framework")],
        "may_schedule": _may_schedule(who),
        "may_see_casework": bool(who.roles & {Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR}),
        "may_change_people": who.is_a(Role.ADMINISTRATOR),
        "inspectorate": bool(who.roles & INSPECTORATE),
        "my_council": who.is_a(Role.COMMISSIONER) and not who.roles & (INSPECTORATE | {Role.PROVIDER}),
    }
    return render(request, "register/home.html", context)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def answers_for(request: HttpRequest, urn: str) -> HttpResponse:
    """Who answers for a home, and a form to add a provider."""
    who = actor_of(request)
    home = queries.home_itself(who, urn)
    if home is None:
        raise Http404
    form = AnswersForForm(request.POST if request.method == "POST" else None, home.urn)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        actions.give_home(by=person_of(request), home=home, person=person)
        messages.success(request, _("%(name)s now answers for this home.") % {"name": person.display_name})
        return redirect("register:answers_for", urn=home.urn)
    context = {"form": form, "urn": home.urn, "people": queries.who_answers_for(who, home.urn)}
    return render(request, "register/answers_for.html", context, status=422 if form.errors else 200)


def _may_schedule(who: Any) -> bool:
    try:
        check_schedule(who)
    except Refusal:
        return False
    return True


def _facts(shown: queries.HomePage) -> list[tuple[str, Any, None, None]]:
    names = {
        "name": _("Name"),
        "address": _("Address"),
        "contact": _("Contact"),
        "provision_type": _("Type of service"),
        "status": _("Registration status"),
        "sector": _("Sector"),
        "local_authority": _("Local authority"),
        "region": _("Region"),
        "places": _("Registered places"),
        "registered_on": _("Registered on"),
        "organisation_id": _("Owner (made-up number)"),
    }
    rows: list[tuple[str, Any, None, None]] = [(_("URN"), shown.urn, None, None)]
    for name, words in names.items():
        value = shown.facts.get(name)
        if value not in (None, ""):
            rows.append((words, in_words(value) if name == "registered_on" else value, None, None))
    return rows


def _column(name: str) -> str:
    return {
        "helped_protected": _("Protection"),
        "leaders_managers": _("Leadership"),
        "outcomes": _("Outcomes"),
        "quality_of_care": _("Quality of care"),
    }[name]


@for_roles(Role.PROVIDER)
@require_http_methods(["GET"])
def my_homes(request: HttpRequest) -> HttpResponse:
    """The homes that a provider answers for, and no others."""
    return render(
        request, "register/my_homes.html", {"homes": queries.homes_of(queries.with_homes(person_of(request)))}
    )
