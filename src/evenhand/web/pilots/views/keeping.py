"""Pilots for those who keep them: open, watch, add inspections, close."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.piloting import check_keep_pilot, check_pilot_is_open
from evenhand.casework.policies import Refusal
from evenhand.findings import BadInput
from evenhand.pilot.keeping import may_look
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections.queries import inspectors
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, asking
from evenhand.web.pilots import actions, plans, queries
from evenhand.web.pilots.forms import AddForm, CloseForm, JudgeForm, OpenForm
from evenhand.web.pilots.views.telling import may_read_pairs

# What is wrong with the judge and not with the inspection.
JUDGE_CODES = ("PO187", "PO188", "PO189", "PO190")

for_keepers = for_roles(*queries.KEEPERS)
for_authors = for_roles(Role.FRAMEWORK_AUTHOR)
for_planners = for_roles(Role.QUALITY_ASSURER, Role.ADMINISTRATOR)


@for_roles(*queries.KEEPERS, Role.INSPECTOR)
@require_http_methods(["GET"])
def all_(request: HttpRequest) -> HttpResponse:
    """Every pilot for those who keep them; for an inspector what they are to judge."""
    who = asking(request)
    context = {
        "pilots": queries.pilots(who),
        "mine": queries.own_shadows(who),
        "keeps": bool(who.roles & queries.KEEPERS),
        "may_open": who.is_a(Role.FRAMEWORK_AUTHOR),
    }
    return render(request, "pilots/all.html", context)


@for_authors
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a pilot from a sealed plan."""
    studies = plans.shipped_studies()
    form = OpenForm(*((request.POST, request.FILES) if request.method == "POST" else ()), studies=studies)
    findings: tuple[object, ...] = ()
    if form.is_valid():
        data = form.cleaned_data
        if data["study"]:
            plan, seal = plans.shipped_study(data["study"])
        else:
            plan, seal = data["plan"].read(), data["seal"].read() if data["seal"] else b""
        try:
            row = actions.open_pilot(by=person_of(request), plan=plan, seal=seal or None)
        except BadInput as refused:
            findings = refused.findings
            form.add_error("study" if data["study"] else "plan", _("This plan cannot be used. Why stands below"))
        else:
            messages.success(request, _("The pilot is open. Nothing of its plan can be changed any more."))
            return redirect("pilots:pilot", row.pk)
    context = {"form": form, "findings": findings}
    return render(request, "pilots/new.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_keepers
@require_http_methods(["GET"])
def pilot(request: HttpRequest, id: str) -> HttpResponse:
    """One pilot: what its plan says, how far it is, and what can be done."""
    who = asking(request)
    one = queries.shown(who, queries.pilot(who, id))
    look, why = may_look(one.plan.plan, pairs=len(one.paired), taken=len(one.looks), closed=one.is_closed)
    people = {case.shadow.naming.judge for case in one.cases if case.shadow}
    context = {
        "one": one,
        "plan": one.plan.plan,
        "look": look and bool(one.paired) and who.is_a(Role.FRAMEWORK_AUTHOR),
        "why": why,
        "may_read": may_read_pairs(who, one),
        "names": queries.names(who, people),
        "is_author": who.is_a(Role.FRAMEWORK_AUTHOR),
        "is_planner": bool(who.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}),
        "bar": _bar(len(one.paired), one.plan.plan.sample.homes),
    }
    return render(request, "pilots/pilot.html", context)


def _bar(done: int, wanted: int) -> float:
    """The width of the bar of progress, of 400."""
    return round(400 * min(done / wanted, 1), 1)


@for_keepers
@require_http_methods(["GET"])
def plan_file(request: HttpRequest, id: str) -> HttpResponse:
    """The plan as it was sealed."""
    row = queries.pilot(asking(request), id)
    response = HttpResponse(bytes(row.plan), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.pk}.yaml"'
    return response


@for_authors
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, id: str) -> HttpResponse:
    """End a pilot for good."""
    who = asking(request)
    row = queries.pilot(who, id)
    check_keep_pilot(who)
    check_pilot_is_open(closed=hasattr(row, "closing"))
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.close_pilot(by=person_of(request), pilot=row, reason=form.cleaned_data["reason"])
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The pilot is closed."))
            return redirect("pilots:pilot", id)
    context = {"row": row, "form": form}
    return render(request, "pilots/close.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_planners
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: str) -> HttpResponse:
    """Add a live inspection and name its shadow judge."""
    who = asking(request)
    one = queries.shown(who, queries.pilot(who, id))
    check_pilot_is_open(closed=one.is_closed)
    can = queries.can_join(who, one)
    form = AddForm(request.POST if request.method == "POST" else None, inspections=can, judges=inspectors())
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_inspection(
                by=person_of(request),
                pilot=one.row,
                inspection=form.inspections[data["inspection"]],
                judge=form.people[data["judge"]],
            )
        except BadInput as refused:
            form.add_faults(refused)
        except Refusal as refused:
            form.add_fault("judge" if refused.code in JUDGE_CODES else "inspection", words(refused.reason))
        else:
            messages.success(request, _("The inspection is in the pilot. Its own record does not change."))
            return redirect("pilots:pilot", id)
    context = {"one": one, "form": form, "can": can}
    return render(request, "pilots/add.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_planners
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, id: UUID) -> HttpResponse:
    """Name another shadow judge while nobody has handed in."""
    who = asking(request)
    found = queries.case(who, id)
    form = JudgeForm(request.POST if request.method == "POST" else None, judges=inspectors())
    if form.is_valid():
        try:
            actions.name_judge(by=person_of(request), case=found.row, judge=form.people[form.cleaned_data["judge"]])
        except Refusal as refused:
            form.add_fault("judge", words(refused.reason))
        else:
            messages.success(request, _("The shadow judge is named. What the one before wrote is kept, not compared."))
            return redirect("pilots:pilot", found.row.pilot_id)
    context = {"case": found, "form": form}
    return render(request, "pilots/judge.html", context, status=UNPROCESSABLE if form.errors else 200)
