"""The discussion with a manager that a change of judgement after feedback needs."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.policies import Refusal, check
from evenhand.casework.stages import Act
from evenhand.findings import BadInput
from evenhand.web.accounts.access import person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.discussions import label, scale_for, stood, told_on
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.second_forms import DiscussionForm
from evenhand.web.inspections.seconds import judgement_named
from evenhand.web.inspections.tasks import why_not_yet
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, about, for_casework, record_for

NOT_DISCUSSED = "PO050"


def where_to_discuss(record: Record, judgement: str) -> str:
    """The address of the discussion once the judgement was told at feedback, '' before."""
    if not stood(record.inspection, judgement).grade or told_on(record.inspection) is None:
        return ""
    return reverse("inspections:discussion", args=[record.inspection.pk, judgement])


@for_casework
@require_http_methods(["GET", "POST"])
def discussion(request: HttpRequest, id: UUID, judgement_id: str) -> HttpResponse:
    """What was discussed about this judgement, and a form for one more."""
    who, record = record_for(request, id)
    scale = scale_for(record, judgement_id)
    if scale is None:
        raise Http404
    standing = stood(record.inspection, judgement_id)
    managers = [one for one in queries.managers() if one.username not in _hands(record)]
    form = DiscussionForm(
        request.POST if request.method == "POST" else None, managers=managers, scale=scale, was=standing.grade
    )
    if request.method == "POST":
        check(who, Act.PROPOSE_GRADE, record.situation)
        if form.is_valid() and _saved(request, record, judgement_id, form):
            messages.success(request, _("The discussion is on record. Now propose the new grade."))
            return redirect(_back(record, judgement_id))
    context = about(
        record,
        form=form,
        judgement=judgement_named(record.framework, record.inspection.kind, judgement_id),
        back=_back(record, judgement_id),
        needed=bool(where_to_discuss(record, judgement_id)),
        stands=label(scale, standing.grade),
        refused=why_not_yet(who, Act.PROPOSE_GRADE, record),
        rows=[one for one in queries.discussed(who, record) if one.row.judgement == judgement_id],
    )
    return render(request, "inspections/discussion.html", context, status=UNPROCESSABLE if form.errors else 200)


def _hands(record: Record) -> frozenset[str]:
    return record.situation.authors | record.situation.team


def _back(record: Record, judgement: str) -> str:
    if record.single_judgement is not None:
        return reverse("inspections:single", args=[record.inspection.pk])
    return reverse("inspections:judgement", args=[record.inspection.pk, judgement])


def _saved(request: HttpRequest, record: Record, judgement: str, form: DiscussionForm) -> bool:
    data = form.cleaned_data
    try:
        actions.record_discussion(
            by=person_of(request),
            inspection=record.inspection,
            judgement=judgement,
            becomes=data["becomes"],
            manager=form.people[data["manager"]],
            held_on=data["held_on"],
            reason=data["reason"],
        )
    except BadInput as refused:
        form.add_faults(refused)
        return False
    except Refusal as refused:
        if refused.code not in ("PO051", "PO052"):
            raise
        form.add_fault("manager", words(refused.reason))
        return False
    return True
