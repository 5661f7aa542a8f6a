"""The pack of an inspection, and what its team decides to enquire into."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.preparation.annex_a import FORM
from evenhand.casework.preparation.kinds import KINDS
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.preparation import actions, queries
from evenhand.web.preparation.forms import DecideForm, OwnLineForm
from evenhand.web.preparation.permission import check_decide
from evenhand.web.preparation.views.homes import UNPROCESSABLE, asking


@for_roles(Role.INSPECTOR, Role.QUALITY_ASSURER)
@require_http_methods(["GET"])
def pack(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything that is known before an inspection, printable."""
    shown = queries.pack(asking(request), id)
    context = {
        "shown": shown,
        "pack": shown.pack,
        "inspection": shown.pack.inspection,
        "home": shown.pack.inspection.home,
        "kinds": KINDS,
        "edition": FORM,
    }
    return render(request, "preparation/pack.html", context)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, id: UUID, key: str) -> HttpResponse:
    """Take a line of enquiry up, or drop it with a reason."""
    found, shown = queries.line(asking(request), id, key)
    inspection = found.inspection
    check_decide(asking(request), inspection.home.urn, actions.team_of(id), actions.stage_of(id))
    start = {"based_on": shown.version, "state": shown.decision.state if shown.decision else None}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.decide(
                by=person_of(request),
                inspection=inspection,
                key=key,
                what=str(shown.what),
                why=str(shown.why),
                state=data["state"],
                reason=data["reason"],
                based_on=data["based_on"],
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("Your decision is recorded."))
            return redirect("preparation:pack", id)
    context = {"form": form, "inspection": inspection, "home": inspection.home, "line": shown}
    return render(request, "preparation/line.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def own_line(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a line of enquiry of the team's own."""
    who = asking(request)
    inspection = queries.pack(who, id).pack.inspection
    check_decide(who, inspection.home.urn, actions.team_of(id), actions.stage_of(id))
    form = OwnLineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_line(by=person_of(request), inspection=inspection, what=data["what"], why=data["why"])
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The line of enquiry is added."))
            return redirect("preparation:pack", id)
    context = {"form": form, "inspection": inspection, "home": inspection.home}
    return render(request, "preparation/own_line.html", context, status=UNPROCESSABLE if form.errors else 200)
