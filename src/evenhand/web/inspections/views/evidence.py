"""Evidence: the list, an item with its versions, recording and amending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import check
from evenhand.casework.stages import Act
from evenhand.casework.versions import Conflict, Stale
from evenhand.evidence.kinds import KINDS, kind
from evenhand.evidence.spec import Kind
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.beside import beside
from evenhand.web.inspections.capture_forms import ASKED_AGAIN
from evenhand.web.inspections.capturing import note_address, without_criteria
from evenhand.web.inspections.evidence_forms import AmendForm, EvidenceForm
from evenhand.web.inspections.filtering import EvidenceFilter
from evenhand.web.inspections.record import Record, as_item
from evenhand.web.inspections.sampling import first_answers
from evenhand.web.inspections.shown import changes, shown, versions_shown, who_is_who
from evenhand.web.inspections.tasks import why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for
from evenhand.web.jottings.forms import restore
from evenhand.web.jottings.models import Jotting
from evenhand.web.jottings.queries import jotting

PER_PAGE = 50


@for_casework
@require_http_methods(["GET"])
def evidence(request: HttpRequest, id: UUID) -> HttpResponse:
    """All evidence, newest first, with filters in the address so that it can be passed on."""
    who, record = record_for(request, id)
    wanted = EvidenceFilter(request.GET, record.headings)
    found = [one for one in record.evidence if wanted.lets_through(one.item)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = about(
        record,
        filters=wanted,
        filtered=wanted.narrows,
        found=len(found),
        page=page,
        items=[shown(record, one) for one in page],
        query=kept.urlencode(),
        beside=beside(record, wanted.criterion_ids),
        without=len(without_criteria(record)),
        kinds=KINDS,
        refused=why_not_yet(who, Act.RECORD_EVIDENCE, record),
    )
    return render(request, "inspections/evidence.html", context)


@for_casework
@require_http_methods(["GET"])
def item(request: HttpRequest, id: UUID, item: UUID) -> HttpResponse:
    """An item with all its versions and what each changed."""
    who, record = record_for(request, id)
    one = next((one for one in record.evidence if one.id == item), None)
    if one is None:
        raise Http404
    rows = queries.revisions(who, queries.item(who, id, item))
    page = shown(record, one)
    context = about(
        record,
        item=page,
        answers=[(question, answer, None, None) for question, answer in page.answers],
        beside=beside(record, one.item.criteria),
        versions=versions_shown(record, rows, who_is_who(record)),
        refused=why_not_yet(who, Act.RECORD_EVIDENCE, record),
        kind=one.item.kind,
    )
    return render(request, "inspections/item.html", context)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, id: UUID, kind_id: str) -> HttpResponse:
    """Record an item. The page makes its number, so that sending it twice makes one item."""
    who, record = record_for(request, id)
    declared = _kind(kind_id)
    if request.method == "GET":
        check(who, Act.RECORD_EVIDENCE, record.situation)
        supports = tuple(name for name in request.GET.getlist("criterion") if name in record.criteria)
        form = EvidenceForm(
            kind=declared,
            framework=record.framework,
            inspection=record.inspection.kind,
            criteria=supports,
            begin=first_answers(record, declared, request.GET.get("child", "")),
        )
        return _form_page(request, record, declared, form, kept=_kept(request, form, _address(request, id, kind_id)))
    form = EvidenceForm(request.POST, kind=declared, framework=record.framework, inspection=record.inspection.kind)
    if not form.is_valid():
        if "id" in form.errors:
            form.renew_id()
        return _form_page(request, record, declared, form, UNPROCESSABLE)
    try:
        row = actions.record_evidence(by=person_of(request), inspection=record.inspection, item=form.content)
    except BadInput as refused:
        form.add_faults(refused)
        return _form_page(request, record, declared, form, UNPROCESSABLE)
    except Conflict as conflict:
        form.renew_id()
        form.add_fault("", str(conflict.reason))
        return _form_page(request, record, declared, form, CONFLICT)
    messages.success(request, _("The evidence is recorded."))
    return redirect("inspections:evidence_item", id, row.pk)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, id: UUID, item: UUID) -> HttpResponse:
    """A new version of an item, with the reason; if somebody else was first, both texts and nothing lost."""
    who, record = record_for(request, id)
    row = queries.item(who, id, item)
    standing = next(one for one in record.evidence if one.id == item)
    declared = _kind(row.kind)
    start: dict[str, Any] = {
        "kind": declared,
        "framework": record.framework,
        "inspection": record.inspection.kind,
        "item": standing.item,
        "version": standing.version,
    }
    if request.method == "GET":
        check(who, Act.RECORD_EVIDENCE, record.situation)
        form = AmendForm(**start)
        return _amend_page(request, record, standing, form, kept=_kept(request, form, request.path))
    form = AmendForm(request.POST, **start)
    if not form.is_valid() or form.content.id != item:
        return _amend_page(request, record, standing, form, status=UNPROCESSABLE)
    try:
        actions.amend_evidence(
            by=person_of(request),
            item=row,
            based_on=form.cleaned_data["based_on"],
            reason=form.cleaned_data["reason"],
            content=form.content,
        )
    except BadInput as refused:
        form.add_faults(refused)
        return _amend_page(request, record, standing, form, status=UNPROCESSABLE)
    except Stale as stale:
        form.base_on(stale.current)
        return _amend_page(request, record, standing, form, stale, CONFLICT)
    messages.success(request, _("The evidence is amended. Both versions are kept."))
    return redirect("inspections:evidence_item", id, item)


def _kind(kind_id: str) -> Kind:
    declared = kind(kind_id)
    if declared is None:
        raise Http404
    return declared


def _address(request: HttpRequest, id: UUID, kind_id: str) -> str:
    """Where the form belongs: its page, or its page for one note that is to be finished."""
    try:
        return note_address(id, kind_id, UUID(request.GET.get("note", "")))
    except ValueError:
        return request.path


def _kept(request: HttpRequest, form: EvidenceForm, address: str) -> Jotting | None:
    """What the person wrote here before and did not save; put into the form when they ask for it."""
    found = jotting(person_of(request), address)
    if found is not None and "jotting" in request.GET:
        restore(form, found, ASKED_AGAIN)
    return found


def _form_page(
    request: HttpRequest,
    record: Record,
    declared: Kind,
    form: EvidenceForm,
    status: int = 200,
    kept: Jotting | None = None,
) -> HttpResponse:
    address = _address(request, record.inspection.pk, declared.id)
    context = about(record, kind=declared, form=form, address=address, jotting=kept, restored="jotting" in request.GET)
    return render(request, "inspections/record.html", context, status=status)


def _amend_page(
    request, record, standing, form, stale: Stale | None = None, status: int = 200, kept=None
) -> HttpResponse:  # type: ignore[no-untyped-def]
    context = about(record, item=shown(record, standing), form=form, stale=stale, theirs=None, texts=(), others=())
    context |= {"address": request.path, "jotting": kept, "restored": "jotting" in request.GET}
    if stale is not None:
        # From what stands now to what was not saved: what saving again would change.
        texts, others = changes(record, as_item(stale.theirs), stale.yours)
        names = who_is_who(record)
        context |= {"theirs": names.get(stale.theirs.by, stale.theirs.by), "texts": texts, "others": others}
    return render(request, "inspections/amend.html", context, status=status)
