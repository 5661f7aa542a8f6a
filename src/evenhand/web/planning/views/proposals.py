"""Proposed schedules: a list, a form to have one proposed, and each one by inspector and week."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.planning import actions, queries
from evenhand.web.planning.arriving import UNPROCESSABLE, asking, for_managers
from evenhand.web.planning.forms import ProposeForm
from evenhand.web.planning.permission import check_propose, may
from evenhand.web.planning.proposing import MOST_INSPECTORS, MOST_VISITS, make
from evenhand.web.planning.queries import Wanted
from evenhand.web.planning.showing import show


@for_managers
@require_http_methods(["GET"])
def proposals(request: HttpRequest) -> HttpResponse:
    """Every schedule that was proposed, the newest first."""
    who = asking(request)
    page = queries.proposals(who, request.GET.get("page"))
    names = queries.names(who, (one.by for one in page))
    context = {"page": page, "names": names, "may_propose": may(check_propose, who)}
    return render(request, "planning/proposals.html", context)


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Have a schedule proposed; the solver answers within seconds."""
    who, today = asking(request), timezone.localdate()
    start = {
        "seen_from": today,
        "first_day": today + timedelta(days=7 - today.weekday()),
        "weeks": 8,
        "days_a_week": 3,
        "which": "all",
        **{name: request.GET[name][:100] for name in ("region", "authority") if name in request.GET},
    }
    form = ProposeForm(
        request.POST if request.method == "POST" else None,
        initial=start,
        held=queries.plan_for(who, Wanted(on=today)),
        today=today,
    )
    if form.is_valid():
        # Outside a transaction: while the solver works, other people must be able to write.
        made = make(who, form.asked)
        proposal = actions.keep_proposal(by=person_of(request), asked=form.asked, made=made)
        messages.success(request, _("A schedule is proposed. Nothing is booked until somebody schedules a visit."))
        return redirect("planning:proposal", proposal.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request,
        "planning/propose.html",
        {"form": form, "most": MOST_VISITS, "inspectors": MOST_INSPECTORS},
        status=status,
    )


@for_managers
@require_http_methods(["GET"])
def proposal(request: HttpRequest, number: str) -> HttpResponse:
    """One proposed schedule."""
    who = asking(request)
    found, visits = queries.proposal(who, int(number))
    names = queries.names(who, {found.by, *(visit.inspector for visit in visits)})
    booked = queries.urns_booked(who, (visit.home.urn for visit in visits))
    context = {
        "shown": show(found, visits, names, booked, queries.titles_of_types()),
        "may_schedule": may(check_propose, who),
    }
    return render(request, "planning/proposal.html", context)
