"""Capture first, tag later: a page for notes, the list of what has no criteria, and adding criteria item by item."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import NotNow, check
from evenhand.casework.stages import Act
from evenhand.casework.versions import Conflict, Stale
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections import actions, capturing, queries
from evenhand.web.inspections.beside import beside
from evenhand.web.inspections.capture_forms import ASKED_AGAIN, CaptureForm, TagForm, as_fields
from evenhand.web.inspections.record import Record, Recorded, as_item
from evenhand.web.inspections.shown import changes, shown, who_is_who
from evenhand.web.inspections.tasks import why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for
from evenhand.web.jottings.actions import keep
from evenhand.web.jottings.forms import restore
from evenhand.web.jottings.models import Jotting
from evenhand.web.jottings.queries import jotting

NOTES, PER_PAGE = 20, 50


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def capture(request: HttpRequest, id: UUID) -> HttpResponse:
    """One box for a note, one key to save it, and what was noted so far. Faults lose nothing."""
    who, record = record_for(request, id)
    own = capturing.mine_newest_first(record, who.id)
    if request.method == "GET":
        check(who, Act.RECORD_EVIDENCE, record.situation)
        last, answers = capturing.remembered(own)
        start = request.GET.get("kind") or last
        form = CaptureForm(
            framework=record.framework, inspection=record.inspection.kind, start=start, remembered=answers
        )
        kept = jotting(person_of(request), request.path)
        if kept is not None and "jotting" in request.GET:
            restore(form, kept, ASKED_AGAIN)
        return _capture_page(request, record, own, form, kept=kept)
    form = CaptureForm(request.POST, framework=record.framework, inspection=record.inspection.kind)
    if not form.is_valid():
        if "id" in form.errors:
            form.renew_id()
        return _capture_page(request, record, own, form, UNPROCESSABLE)
    try:
        _save(request, record, form)
    except BadInput as refused:
        form.add_faults(refused)
        return _capture_page(request, record, own, form, UNPROCESSABLE)
    except Conflict as conflict:
        if _is_there(form, queries.record(who, id), who.id):
            return redirect(f"{request.path}?kind={form.kind.id}")
        form.renew_id()
        form.add_fault("", str(conflict.reason))
        return _capture_page(request, record, own, form, CONFLICT)
    return redirect(f"{request.path}?kind={form.kind.id}")


def _save(request: HttpRequest, record: Record, form: CaptureForm) -> None:
    """Record the note; or, while its kind asks more before it is evidence, keep it for the writer to finish."""
    note, person = form.content, person_of(request)
    if not form.lacking:
        if not _is_there(form, record, person.actor_id):
            actions.record_evidence(by=person, inspection=record.inspection, item=note)
        messages.success(request, _("Saved: %(kind)s. Go on with the next note.") % {"kind": words(form.kind.title)})
        return
    check(person.as_actor(), Act.RECORD_EVIDENCE, record.situation)
    title = _("Note to finish: %(kind)s") % {"kind": words(form.kind.title)}
    address = capturing.note_address(record.inspection.pk, form.kind.id, note.id)
    try:
        keep(by=person, address=address, title=title, fields=as_fields(note))
    except NotNow as refused:
        raise BadInput.at("JT005", refused.reason) from None
    sentence = _("Kept for you alone as a note to finish: “%(kind)s” asks more before it is evidence.")
    messages.success(request, sentence % {"kind": words(form.kind.title)})


def _is_there(form: CaptureForm, record: Record, username: str) -> bool:
    """Whether this very note is recorded already. Sent twice it says two moments, and the first one stays."""
    same = next((one for one in record.evidence if one.id == form.content.id), None)
    return same is not None and same.recorded_by == username and same.item.said == form.content.said.strip()


def _capture_page(
    request: HttpRequest,
    record: Record,
    own: tuple[Recorded, ...],
    form: CaptureForm,
    status: int = 200,
    kept: Jotting | None = None,
) -> HttpResponse:
    context = about(
        record,
        form=form,
        notes=[shown(record, one) for one in own[:NOTES]],
        more_notes=len(own) - NOTES,
        unfinished=capturing.unfinished(person_of(request), record),
        without=len(capturing.without_criteria(record)),
        address=request.path,
        jotting=kept,
        restored="jotting" in request.GET,
    )
    return render(request, "inspections/capture.html", context, status=status)


@for_casework
@require_http_methods(["GET"])
def untagged(request: HttpRequest, id: UUID) -> HttpResponse:
    """Evidence that supports no criterion yet."""
    who, record = record_for(request, id)
    found = capturing.without_criteria(record)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = about(
        record,
        found=len(found),
        page=page,
        items=[shown(record, one) for one in page],
        refused=why_not_yet(who, Act.RECORD_EVIDENCE, record),
    )
    return render(request, "inspections/untagged.html", context)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def tag(request: HttpRequest, id: UUID, item: UUID) -> HttpResponse:
    """Add criteria to one item, then go on to the next that has none."""
    who, record = record_for(request, id)
    one = next((one for one in record.evidence if one.id == item), None)
    if one is None:
        raise Http404
    start: dict[str, Any] = {"headings": record.headings, "item": one.item, "version": one.version}
    if request.method == "GET":
        check(who, Act.RECORD_EVIDENCE, record.situation)
        return _tag_page(request, record, one, TagForm(**start))
    form = TagForm(request.POST, **start)
    if "search" in request.POST:
        return _tag_page(request, record, one, form)
    if not form.is_valid():
        return _tag_page(request, record, one, form, status=UNPROCESSABLE)
    added, based_on = form.cleaned_data["criteria"], form.cleaned_data["based_on"]
    try:
        row = queries.item(who, id, item)
        actions.add_criteria(by=person_of(request), item=row, based_on=based_on, criteria=added)
    except BadInput as refused:
        form.add_error("criteria", words(refused.findings[0].message))
        return _tag_page(request, record, one, form, status=UNPROCESSABLE)
    except Stale as stale:
        form.base_on(stale.current)
        read = next((old for old in queries.revisions(who, row) if old.version == based_on), None)
        return _tag_page(request, record, one, form, stale, read, CONFLICT)
    count = len(added)
    messages.success(request, ngettext("%(n)d criterion added.", "%(n)d criteria added.", count) % {"n": count})
    following = capturing.next_without(record, item)
    if following is None:
        return redirect("inspections:untagged", id)
    return redirect("inspections:tag_evidence", id, following)


def _tag_page(request, record, one, form, stale: Stale | None = None, read=None, status: int = 200) -> HttpResponse:  # type: ignore[no-untyped-def]
    without = capturing.without_criteria(record)
    following = capturing.next_without(record, one.id)
    context = about(
        record,
        item=shown(record, one),
        beside=beside(record, one.item.criteria),
        form=form,
        stale=stale,
        theirs=None,
        texts=(),
        others=(),
        left=len(without),
        following=reverse("inspections:tag_evidence", args=[record.inspection.pk, following]) if following else "",
    )
    if stale is not None:
        # From what the person read to what stands now.
        texts, others = changes(record, as_item(read) if read else None, as_item(stale.theirs))
        names = who_is_who(record)
        context |= {"theirs": names.get(stale.theirs.by, stale.theirs.by), "texts": texts, "others": others}
    return render(request, "inspections/tag.html", context, status=status)
