"""The case sample: the children without names, what the sample lacks as it is drawn, and who is tracked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import check
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale
from evenhand.evidence.sample import Child
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.inspections import actions
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.sample_forms import AsksAboutNames, ChildForm, SampleForm
from evenhand.web.inspections.sampling import Sample, check_of, drawn_on, last_full_inspection, rows_of, sample_of
from evenhand.web.inspections.sufficiency import label_of
from evenhand.web.inspections.tasks import why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for


@for_casework
@require_http_methods(["GET", "POST"])
def sample(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sample with what it lacks; who is tracked is chosen here, and tried out without saving."""
    who, record = record_for(request, id)
    standing = sample_of(record.inspection)
    if request.method == "GET":
        return _page(request, record, standing, None, refused=why_not_yet(who, Act.RECORD_EVIDENCE, record))
    check(who, Act.RECORD_EVIDENCE, record.situation)
    form = SampleForm(request.POST, sample=standing)
    if not form.is_valid():
        return _page(request, record, standing, form, status=UNPROCESSABLE)
    chosen, buildings = form.drawn
    if "try" in request.POST:
        tried = replace(standing, chosen=chosen, buildings=tuple(one.strip() for one in buildings if one.strip()))
        return _page(request, record, standing, form, tried=tried)
    return _save(request, record, form, children=standing.children, chosen=chosen, buildings=buildings)


def _save(request: HttpRequest, record: Record, form: AsksAboutNames, **drawn: Any) -> HttpResponse:
    data = form.cleaned_data
    try:
        row = actions.draw_case_sample(
            by=person_of(request),
            inspection=record.inspection,
            reason=data["reason"],
            based_on=data["based_on"],
            **drawn,
        )
    except BadInput as refused:
        form.add_faults(refused)
        return _again(request, record, form, UNPROCESSABLE)
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["based_on"] = str(stale.current)
        return _again(request, record, form, CONFLICT, stale)
    messages.success(request, _("Version %(n)d of the case sample is kept.") % {"n": row.version})
    if "next" in request.POST and isinstance(form, ChildForm):
        return redirect("inspections:new_sampled_child", record.inspection.pk)
    return redirect("inspections:sample", record.inspection.pk)


def _again(
    request: HttpRequest, record: Record, form: AsksAboutNames, status: int, stale: Stale | None = None
) -> HttpResponse:
    if isinstance(form, ChildForm):
        return _child_page(request, record, form, status, stale)
    assert isinstance(form, SampleForm)  # noqa: S101  # there are two
    return _page(request, record, sample_of(record.inspection), form, stale=stale, status=status)


def _page(
    request: HttpRequest,
    record: Record,
    standing: Sample,
    form: SampleForm | None,
    *,
    tried: Sample | None = None,
    refused: str = "",
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    last = last_full_inspection(record.inspection)
    shown = tried or standing
    found = check_of(shown, record.inspection, last)
    rows = rows_of(shown, found, record.evidence)
    form = form or SampleForm(sample=standing)
    context = about(
        record,
        form=form,
        sample=standing,
        found=found,
        rows=rows,
        ticked=frozenset(form["chosen"].value() or ()),
        tried=tried is not None,
        on=drawn_on(record.inspection),
        last=last,
        untracked=[row for row in rows if row.is_chosen and not row.tracked],
        labels={one.id: label_of(one) for one in record.evidence if one.item.kind == "case_tracking"},
        refused=refused,
        stale=stale,
        codes=_codes(stale.theirs) if stale else {},
    )
    return render(request, "inspections/sample.html", context, status=status)


def _codes(sample: Sample) -> Mapping[str, str]:
    return {_("Children"): ", ".join(one.code for one in sample.children), _("Tracked"): ", ".join(sample.chosen)}


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def new_child(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a child of the home as a row without a name."""
    return _child(request, id, None)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def child(request: HttpRequest, id: UUID, code: str) -> HttpResponse:
    """Change what is known of a child, or take the row out."""
    return _child(request, id, code)


def _child(request: HttpRequest, id: UUID, code: str | None) -> HttpResponse:
    who, record = record_for(request, id)
    check(who, Act.RECORD_EVIDENCE, record.situation)
    standing = sample_of(record.inspection)
    known: Child | None = standing.child(code) if code else None
    if code and known is None:
        raise Http404
    form = ChildForm(request.POST if request.method == "POST" else None, sample=standing, child=known)
    if not form.is_valid():
        return _child_page(request, record, form, UNPROCESSABLE if form.errors else 200)
    children, chosen = form.drawn(remove="remove" in request.POST and known is not None)
    return _save(request, record, form, children=children, chosen=chosen, buildings=standing.buildings)


def _child_page(
    request: HttpRequest, record: Record, form: ChildForm, status: int, stale: Stale | None = None
) -> HttpResponse:
    context = about(record, form=form, child=form.child, stale=stale, codes=_codes(stale.theirs) if stale else {})
    return render(request, "inspections/sampled_child.html", context, status=status)
