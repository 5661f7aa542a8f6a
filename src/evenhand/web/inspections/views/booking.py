"""Lists of inspections, and scheduling, beginning and cancelling one."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import check, check_schedule
from evenhand.casework.stages import Act, Stage
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.frameworks.queries import in_force_on
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.forms import CancelForm, ScheduleForm
from evenhand.web.inspections.turns import CLOSED, turn
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, about, asking, for_casework, record_for

CLOSED_SHOWN = 20


@for_casework
@require_http_methods(["GET"])
def mine(request: HttpRequest) -> HttpResponse:
    """Inspections by stage: one's own at first, everybody's when asked for."""
    who = asking(request)
    everybody = request.GET.get("whose") == "all" or not who.is_a(Role.INSPECTOR)
    today = timezone.localdate()
    turns = [turn(who, one, today) for one in queries.inspections_for(who) if everybody or one.mine]
    order = list(Stage)
    turns.sort(key=lambda one: order.index(one.listed.stage))
    groups = [(stage, list(inside)) for stage, inside in groupby(turns, key=lambda one: one.listed.stage)]
    # What is closed grows for ever; the newest of it is enough here, the home's own page has the rest.
    groups = [(stage, inside[-CLOSED_SHOWN:] if stage in CLOSED else inside) for stage, inside in groups]
    return render(
        request,
        "inspections/mine.html",
        {
            "groups": groups,
            "yours": sum(one.yours for one in turns),
            "everybody": everybody,
            "inspector": who.is_a(Role.INSPECTOR),
            "may_schedule": who.is_a(Role.INSPECTOR) or who.is_a(Role.ADMINISTRATOR),
        },
    )


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest) -> HttpResponse:
    """Choose home, days and people; then see the framework that follows from the days, and confirm."""
    by, who = person_of(request), asking(request)
    # Before the form looks at the home: what it says of days that are taken is not for whoever answers for it.
    check_schedule(who, request.POST.get("urn", "").strip().upper())
    inspectors = queries.inspectors()
    if request.method == "GET":
        start = {
            name: request.GET[name][:100] for name in ("urn", "starts_on", "ends_on", "lead") if name in request.GET
        }
        start.setdefault("lead", by.username if Role.INSPECTOR in by.roles else "")
        kinds = queries.kinds_on(_day(request.GET))
        if request.GET.get("kind") in kinds:
            start["kind"] = request.GET["kind"]
        form = ScheduleForm(inspectors=inspectors, kinds=kinds, initial={**start, "team": request.GET.getlist("team")})
        return render(request, "inspections/schedule.html", {"form": form})
    form = ScheduleForm(request.POST, inspectors=inspectors, kinds=queries.kinds_on(_day(request.POST)))
    if not form.is_valid():
        return render(request, "inspections/schedule.html", {"form": form}, status=UNPROCESSABLE)
    if request.POST.get("confirmed") != "yes":
        return _ask_to_confirm(request, form)
    data = form.cleaned_data
    try:
        inspection = actions.schedule(
            by=by,
            home=form.home,
            kind=form.chosen_kind,
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            lead=form.people[data["lead"]],
            team=[form.people[name] for name in data["team"]],
            enforcement=data["enforcement"],
        )
    except BadInput as refused:
        form.add_faults(refused)
        return render(request, "inspections/schedule.html", {"form": form}, status=UNPROCESSABLE)
    messages.success(request, _("The inspection is scheduled."))
    return redirect("inspections:workspace", inspection.pk)


def _day(data: QueryDict) -> date:
    """The first day as far as it can be read, today otherwise: the types to choose from depend on it."""
    try:
        return date.fromisoformat(data.get("starts_on", ""))
    except ValueError:
        return timezone.localdate()


def _ask_to_confirm(request: HttpRequest, form: ScheduleForm) -> HttpResponse:
    data = form.cleaned_data
    people = dict.fromkeys([data["lead"], *data["team"]])
    change = request.POST.copy()
    change.pop("csrfmiddlewaretoken", None)
    context = {
        "booking": form,
        "home": form.home,
        "version": in_force_on(data["starts_on"]),
        "kind_title": form.kinds[form.chosen_kind],
        "people": [form.people[name].display_name for name in people],
        "change": change.urlencode(),
    }
    return render(request, "inspections/confirm.html", {**context, **data})


@for_roles(Role.INSPECTOR)
@require_http_methods(["POST"])
def begin(request: HttpRequest, id: UUID) -> HttpResponse:
    """The first day."""
    inspection = queries.inspection(asking(request), id)
    actions.begin(by=person_of(request), inspection=inspection)
    messages.success(request, _("The inspection has begun. Evidence can be recorded."))
    return redirect("inspections:workspace", inspection.pk)


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop for good, with a reason."""
    who, record = record_for(request, id)
    check(who, Act.CANCEL, record.situation)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.cancel(by=person_of(request), inspection=record.inspection, reason=form.cleaned_data["reason"])
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The inspection is cancelled. What was recorded is kept."))
            return redirect("inspections:workspace", record.inspection.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "inspections/cancel.html", about(record, form=form), status=status)
