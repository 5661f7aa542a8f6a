"""An inspector's own page: interests they declare, and where their travel is reckoned from."""

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
from evenhand.web.planning.arriving import UNPROCESSABLE
from evenhand.web.planning.forms import InterestForm, TravelBaseForm
from evenhand.web.planning.words import SUBJECTS

for_inspectors = for_roles(Role.INSPECTOR)


@for_inspectors
@require_http_methods(["GET"])
def mine(request: HttpRequest) -> HttpResponse:
    """What this inspector declared, and their base."""
    person = person_of(request)
    context = {
        "interests": queries.own_interests(person),
        "base": queries.base_of(person),
        "subjects": SUBJECTS,
        "today": timezone.localdate(),
    }
    return render(request, "planning/mine.html", context)


@for_inspectors
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Declare an interest."""
    form = InterestForm(
        request.POST if request.method == "POST" else None,
        initial={"since": timezone.localdate()},
        authorities=queries.authorities(),
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.declare_interest(
                by=person_of(request), about=data["about"], value=form.value, why=data["why"], since=data["since"]
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("Your interest is declared. You will not be sent there."))
            return redirect("planning:mine")
    return render(request, "planning/declare.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@for_inspectors
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str) -> HttpResponse:
    """End an interest: first a page that says what follows, then the act."""
    person = person_of(request)
    interest = queries.own_interest(person, int(number))
    if request.method == "POST":
        actions.end_interest(by=person, interest=interest)
        messages.success(request, _("The interest ends with today. From tomorrow on you may be sent there."))
        return redirect("planning:mine")
    return render(request, "planning/end.html", {"interest": interest, "subjects": SUBJECTS})


@for_inspectors
@require_http_methods(["GET", "POST"])
def base(request: HttpRequest) -> HttpResponse:
    """Say from which authority travel is reckoned."""
    person = person_of(request)
    form = TravelBaseForm(
        request.POST if request.method == "POST" else None,
        initial={"authority": queries.base_of(person)},
        authorities=queries.authorities(),
    )
    if form.is_valid():
        try:
            actions.give_base(by=person, authority=form.cleaned_data["authority"])
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("Kept. Proposed schedules reckon your travel from there."))
            return redirect("planning:mine")
    return render(request, "planning/base.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)
