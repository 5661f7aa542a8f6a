"""One home: its outlook with every reason, what changed it, what cannot be computed, and the events behind it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.planning import actions, queries
from evenhand.web.planning.arriving import UNPROCESSABLE, asking, day_asked, for_managers
from evenhand.web.planning.forms import EventForm, WithdrawForm
from evenhand.web.planning.permission import check_record_event, may
from evenhand.web.planning.views.plan import telling
from evenhand.web.planning.words import EVENTS
from evenhand.web.register.queries import word_on


@for_managers
@require_http_methods(["GET"])
def home(request: HttpRequest, urn: str) -> HttpResponse:
    """Everything that bears on when this home is inspected."""
    who, on = asking(request), day_asked(request)
    found = queries.home_plan(who, urn, on)
    context = {
        "plan": found,
        "home": found.home,
        "on": on,
        "is_today": on == timezone.localdate(),
        "events": EVENTS,
        "word_on": word_on,
        "may_record": may(check_record_event, who, found.home.urn),
        **telling(found.titles),
    }
    return render(request, "planning/home.html", context)


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def record_event(request: HttpRequest, urn: str) -> HttpResponse:
    """Record what changes when this home is inspected."""
    home = queries.home_itself(asking(request), urn)
    form = EventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.record_event(
                by=person_of(request),
                home=home,
                kind=form.happening,
                happened_on=data["happened_on"],
                note=data["note"],
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The event is recorded. What is due is worked out anew."))
            return redirect("planning:home", home.urn)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "planning/event.html", {"form": form, "urn": home.urn}, status=status)


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def withdraw_event(request: HttpRequest, urn: str, number: str) -> HttpResponse:
    """Say that an event was recorded by mistake."""
    event = queries.event(asking(request), urn, int(number))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw_event(by=person_of(request), event=event, reason=form.cleaned_data["reason"])
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The event no longer counts. It stays in the history with your reason."))
            return redirect("planning:home", event.home.urn)
    context = {"form": form, "urn": event.home.urn, "event": event, "title": EVENTS.get(event.kind, event.kind)}
    return render(request, "planning/withdraw.html", context, status=UNPROCESSABLE if form.errors else 200)
