"""Requirements: those of this inspection, and those that earlier ones left open."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import check
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale
from evenhand.evidence.names import possible_names
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.beside import law_named
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.requirement_forms import AmendRequirementForm, FollowUpForm, RequirementForm
from evenhand.web.inspections.requirements import (
    STATES,
    Required,
    made_before,
    report_due,
    requirements_of,
    visit_by,
)
from evenhand.web.inspections.shown import who_is_who
from evenhand.web.inspections.sufficiency import label_of
from evenhand.web.inspections.tasks import why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for


@for_casework
@require_http_methods(["GET"])
def requirements(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every requirement of this inspection, and what became of those of earlier ones."""
    who, record = record_for(request, id)
    made = requirements_of(record.inspection)
    raised = [one.rpartition(".")[2] for one in record.outcome.requirements]
    context = about(
        record,
        made=[one for one in made if not one.withdrawn],
        withdrawn=[one for one in made if one.withdrawn],
        earlier=made_before(record.inspection),
        states=STATES,
        visit_by=partial(visit_by, record.framework),
        like_names=possible_names(text for one in made for text in (one.content.to_do, one.content.impact_words)),
        raised=raised,
        law=partial(law_named, record.framework),
        labels={one.id: label_of(one) for one in record.evidence},
        names=who_is_who(record),
        refused=why_not_yet(who, Act.WRITE_REPORT, record),
    )
    return render(request, "inspections/requirements.html", context)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, id: UUID) -> HttpResponse:
    """Make a requirement."""
    who, record = record_for(request, id)
    check(who, Act.WRITE_REPORT, record.situation)
    start = {"regulation": request.GET.get("regulation", "")[:200]}
    form = RequirementForm(request.POST if request.method == "POST" else None, record=record, initial=start)
    if form.is_valid():
        try:
            actions.make_requirement(
                by=person_of(request),
                inspection=record.inspection,
                proposed=form.content,
                building=form.cleaned_data["building"],
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The requirement is made."))
            return redirect("inspections:requirements", id)
    return _form_page(request, record, form, UNPROCESSABLE if form.errors else 200)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, id: UUID, requirement: UUID) -> HttpResponse:
    """Change a requirement or withdraw it, with the reason."""
    who, record = record_for(request, id)
    row = queries.requirement(who, id, requirement)
    check(who, Act.WRITE_REPORT, record.situation)
    standing = next(one for one in requirements_of(record.inspection) if one.id == requirement)
    form = AmendRequirementForm(request.POST if request.method == "POST" else None, record=record, standing=standing)
    if not form.is_valid():
        return _form_page(request, record, form, UNPROCESSABLE if form.errors else 200, standing)
    data = form.cleaned_data
    try:
        actions.amend_requirement(
            by=person_of(request),
            requirement=row,
            proposed=form.content,
            building=data["building"],
            withdrawn=data["withdrawn"],
            reason=data["reason"],
            based_on=data["based_on"],
        )
    except BadInput as refused:
        form.add_faults(refused)
        return _form_page(request, record, form, UNPROCESSABLE, standing)
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["based_on"] = str(stale.current)
        return _form_page(request, record, form, CONFLICT, standing, stale)
    messages.success(request, _("The requirement is changed. Both versions are kept."))
    return redirect("inspections:requirements", id)


def _form_page(
    request: HttpRequest,
    record: Record,
    form: RequirementForm,
    status: int,
    standing: Required | None = None,
    stale: Stale | None = None,
) -> HttpResponse:
    context: dict[str, Any] = about(
        record,
        form=form,
        standing=standing,
        stale=stale,
        theirs=stale.theirs if stale else None,
        report_on=report_due(record),
    )
    return render(request, "inspections/requirement.html", context, status=status)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, id: UUID, requirement: UUID) -> HttpResponse:
    """Say whether a requirement of an earlier inspection is met."""
    who, record = record_for(request, id)
    row, standing = queries.requirement_to_follow(who, id, requirement)
    check(who, Act.WRITE_REPORT, record.situation)
    form = FollowUpForm(request.POST if request.method == "POST" else None, record=record, standing=standing)
    notice = standing.notice
    visit = visit_by(record.framework, notice.notice_due_on) if notice else None
    context = about(record, form=form, standing=standing, stale=None, states=STATES, notice=notice, visit=visit)
    if not form.is_valid():
        return render(request, "inspections/follow_up.html", context, status=UNPROCESSABLE if form.errors else 200)
    data = form.cleaned_data
    try:
        actions.follow_up(
            by=person_of(request),
            inspection=record.inspection,
            requirement=row,
            state=data["state"],
            words=data["words"],
            evidence=tuple(data["evidence"]),
            notice_due_on=data["notice_due_on"],
            based_on=data["based_on"],
        )
    except BadInput as refused:
        form.add_faults(refused)
        return render(request, "inspections/follow_up.html", context, status=UNPROCESSABLE)
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["based_on"] = str(stale.current)
        return render(request, "inspections/follow_up.html", {**context, "stale": stale}, status=CONFLICT)
    messages.success(request, _("What became of the requirement is recorded."))
    return redirect("inspections:requirements", id)
