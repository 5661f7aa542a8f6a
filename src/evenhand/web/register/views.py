"""Pages of the register: the list of homes, a home, a provider's own homes, imports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import INSPECTORATE, Role
from evenhand.casework.policies import Refusal, check_schedule
from evenhand.findings import BadInput
from evenhand.web.accounts.access import actor_of, for_anyone_signed_in, for_roles, person_of
from evenhand.web.design.jinja import in_words
from evenhand.web.register import actions, queries
from evenhand.web.register.csvfile import MAX_BYTES
from evenhand.web.register.forms import AnswersForForm, FilterForm, UploadForm
from evenhand.web.register.importing import HISTORY_COLUMNS, REGISTER_COLUMNS
from evenhand.wording import Words

SHOWN = 200


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


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, when, by whom, and what it changed."""
    return render(
        request, "register/imports.html", {"page": queries.imports(actor_of(request), request.GET.get("page"))}
    )


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def one_import(request: HttpRequest, number: int) -> HttpResponse:
    """One import: counts, changes from old to new, and what was wrong with the file."""
    made = queries.one_import(actor_of(request), number)
    if made is None:
        raise Http404
    context = {
        "made": made,
        "counts": [
            *((words, made.counts[name], None, None) for name, words in _counts() if name in made.counts),
            (_("Fingerprint of the file"), made.fingerprint, None, None),
        ],
        "changes": _changes(made.changes),
        "added": made.changes.get("added", [])[:SHOWN],
        "missing": made.changes.get("no_longer_listed", [])[:SHOWN],
        "findings": [_finding(one) for one in made.findings[:SHOWN]],
        "more_findings": max(made.counts.get("findings", 0) - min(len(made.findings), SHOWN), 0),
        "most": SHOWN,
    }
    return render(request, "register/import.html", context)


def _counts() -> tuple[tuple[str, str], ...]:
    return (
        ("rows", _("Rows in the file")),
        ("added", _("Homes added")),
        ("changed", _("Homes changed")),
        ("unchanged", _("Homes unchanged")),
        ("no_longer_listed", _("Homes in the register that the file does not list")),
        ("other_provision", _("Rows about other provision, left out")),
        ("inspections_added", _("Inspections added")),
        ("inspections_changed", _("Inspections changed")),
        ("inspections_unchanged", _("Inspections unchanged")),
        ("not_in_register", _("Inspections of homes that are not in the register, left out")),
        ("bad_rows", _("Bad rows, left out")),
    )


def _changes(changes: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    nothing = _("nothing")
    return [
        (one["key"], name.replace("_", " "), old or nothing, new or nothing)
        for one in (*changes.get("changed", []), *changes.get("inspections_changed", []))
        for name, (old, new) in one["fields"].items()
    ][:SHOWN]


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "message": Words(one["template"], one["values"])}


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Import a file. What cannot be used is explained on this page, and nothing is changed."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    findings: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        act = actions.import_register if form.cleaned_data["kind"] == "register" else actions.import_history
        try:
            made = act(by=person_of(request), file=form.cleaned_data["file"])
        except BadInput as refusal:
            form.add_error("file", _("This file cannot be used; nothing was changed"))
            findings = [{**one.as_dict(), "message": one.message} for one in refusal.findings]
        else:
            messages.success(request, _("The file was imported. This is what it changed."))
            return redirect("register:import", number=made.pk)
    context = {
        "form": form,
        "findings": findings,
        "register_columns": REGISTER_COLUMNS,
        "history_columns": HISTORY_COLUMNS,
        "most": MAX_BYTES // 1_000_000,
    }
    return render(request, "register/upload.html", context, status=422 if form.errors else 200)
