"""Changing the team of an inspection that is scheduled or under way."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import check_change_team
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.forms import TeamForm
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, about, record_for


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who is on the team from now on, with the reason."""
    who, record = record_for(request, id)
    check_change_team(who, record.situation)
    names = [person.username for person in record.team]
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        inspectors=queries.inspectors(),
        initial={"lead": names[0], "team": names[1:]},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_team(
                by=person_of(request),
                inspection=record.inspection,
                lead=form.people[data["lead"]],
                team=[form.people[name] for name in data["team"]],
                reason=data["reason"],
                enforcement=data["enforcement"],
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("The team is changed. Who was on it before stays on record."))
            return redirect("inspections:workspace", record.inspection.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "inspections/team.html", about(record, form=form), status=status)
