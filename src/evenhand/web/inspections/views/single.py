"""The one judgement of an assurance or interim inspection."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.grades import scope_rules
from evenhand.casework.policies import NotNow, check
from evenhand.casework.stages import Act
from evenhand.casework.types import rules_against_any, undecided_against_any
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.web.accounts.access import person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections import actions
from evenhand.web.inspections.forms import SingleForm
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.shown import who_is_who
from evenhand.web.inspections.sufficiency import enough
from evenhand.web.inspections.tasks import why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for
from evenhand.web.inspections.views.discussing import NOT_DISCUSSED, where_to_discuss


@for_casework
@require_http_methods(["GET", "POST"])
def single(request: HttpRequest, id: UUID) -> HttpResponse:
    """The question, the answers side by side, the evidence under its headings, and the reason."""
    who, record = record_for(request, id)
    judgement, scale = record.single_judgement, record.single_scale
    if judgement is None or scale is None:
        raise Http404
    if request.method == "GET":
        form = SingleForm(judgement=judgement, scale=scale, initial=_standing(record))
        return _page(request, record, form, refused=why_not_yet(who, Act.PROPOSE_GRADE, record))
    check(who, Act.PROPOSE_GRADE, record.situation)
    form = SingleForm(request.POST, judgement=judgement, scale=scale)
    if request.POST.get("take_back") == "yes":
        del form.fields["grade"]
    if not form.is_valid():
        return _page(request, record, form, status=UNPROCESSABLE)
    return _judge(request, record, form)


def _judge(request: HttpRequest, record: Record, form: SingleForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.judge_singly(
            by=person_of(request),
            inspection=record.inspection,
            grade=data.get("grade", ""),
            reason=data["reason"],
            based_on=data["based_on"],
        )
    except BadInput as refused:
        form.add_faults(refused)
        return _page(request, record, form, status=UNPROCESSABLE)
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["based_on"] = str(stale.current)
        return _page(request, record, form, stale=stale, status=CONFLICT)
    except NotNow as refused:
        if refused.code not in ("JU002", NOT_DISCUSSED):
            raise
        form.add_fault("grade", words(refused.reason))
        return _page(request, record, form, status=UNPROCESSABLE)
    messages.success(request, _("The judgement is made.") if data.get("grade") else _("The judgement is taken back."))
    return redirect("inspections:single", record.inspection.pk)


def _standing(record: Record) -> dict[str, object]:
    row = record.single
    return {"grade": row.grade, "reason": row.reason, "based_on": row.version} if row else {"based_on": 0}


def _page(
    request: HttpRequest,
    record: Record,
    form: SingleForm,
    refused: str = "",
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    names = who_is_who(record)
    theirs = stale.theirs if stale else None
    context = about(
        record,
        form=form,
        refused=refused,
        judgement=record.single_judgement,
        discuss=where_to_discuss(record, record.single_judgement.id) if record.single_judgement else "",
        scale=record.single_scale,
        standing=record.single if record.single_grade else None,
        standing_by=names.get(record.single.by, record.single.by) if record.single else "",
        against=rules_against_any(record.framework, record.outcome),
        undecided=undecided_against_any(record.framework, record.outcome),
        keeps_out=scope_rules(record.framework, record.outcome),
        facts=reverse("inspections:facts", args=[record.inspection.pk]),
        page=enough(record),
        stale=stale,
        theirs=theirs,
        their_name=names.get(theirs.by, theirs.by) if theirs else "",
    )
    return render(request, "inspections/single.html", context, status=status)
