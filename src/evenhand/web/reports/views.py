"""Pages of a report: draft, submission, the quality assurance queue, review, publication, trace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal, may
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.register.queries import with_homes
from evenhand.web.reports import actions, queries
from evenhand.web.reports.editing import editor_parts, pointers
from evenhand.web.reports.forms import DraftForm, PublishForm, ReviewForm, SubmitForm
from evenhand.web.reports.presenting import sections_of

CASEWORK = (Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)


def _who(request: HttpRequest) -> Actor:
    return with_homes(person_of(request))


def _told(refusal: Refusal | None) -> str:
    return words(refusal.reason) if refusal else ""


@for_roles(*CASEWORK)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write the report: every section in order, beside it what it has to be true to."""
    case = queries.casefile(_who(request), id)
    if request.method == "GET":
        form = DraftForm.showing(case.draft.slots, case.draft.texts, case.draft.version)
        return _editor(request, case, form)
    form = DraftForm(case.draft.slots, request.POST)
    if not form.is_valid():
        return _editor(request, case, form, status=422)
    written = form.written
    try:
        saved = actions.save_draft(
            by=person_of(request),
            inspection=case.inspection,
            sections=written,
            based_on=form.cleaned_data["based_on"],
        )
    except Stale as stale:
        case = queries.casefile(case.who, id)
        form = DraftForm.showing(case.draft.slots, case.draft.texts, case.draft.version, unsaved=written)
        return _editor(request, case, form, status=409, unsaved=written, stale=words(stale.reason))
    messages.success(request, _("The report is saved as version %(version)s.") % {"version": saved.version})
    return redirect("reports:submit" if "go-on" in request.POST else "reports:draft", id)


def _editor(
    request: HttpRequest,
    case: queries.Casefile,
    form: DraftForm,
    *,
    status: int = 200,
    unsaved: dict[str, str] | None = None,
    stale: str = "",
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "parts": editor_parts(case, form, unsaved or {}),
        "found": pointers(case.draft),
        "refused": _told(case.refusal(Act.WRITE_REPORT)),
        "stale": stale,
        "comments": next((one for one in case.reviews if one.decision == "returned"), None),
    }
    return render(request, "reports/draft.html", context, status=status)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, id: UUID) -> HttpResponse:
    """What still stands in the way, and the button that sends the report to quality assurance."""
    case = queries.casefile(_who(request), id)
    form = SubmitForm(request.POST if request.method == "POST" else None, initial={"based_on": case.draft.version})
    if request.method == "POST" and form.is_valid():
        actions.submit(by=person_of(request), inspection=case.inspection, based_on=form.cleaned_data["based_on"])
        messages.success(request, _("The report is submitted. Somebody else now looks at it."))
        return redirect("inspections:workspace", id)
    refused = _told(case.refusal(Act.SUBMIT))
    if not refused and case.draft.errors:
        refused = _("Put right what the checks found first.")
    shown = queries.preview(case)
    context = {"case": case, "form": form, "refused": refused, "preview": shown, "found": pointers(case.draft)}
    return render(request, "reports/submit.html", context, status=422 if form.errors else 200)


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET"])
def queue(request: HttpRequest) -> HttpResponse:
    """Reports that wait for a quality assurer."""
    return render(request, "reports/queue.html", {"waiting": queries.queue(_who(request))})


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read the report as it will be, see what changed, and return or approve it."""
    case = queries.casefile(_who(request), id)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"version": case.draft.version})
    if request.method == "POST" and form.is_valid():
        return _decide(request, case, form)
    shown = queries.preview(case)
    context = {
        "case": case,
        "form": form,
        "preview": shown,
        "sections": sections_of(shown.document),
        "found": pointers(case.draft),
        "since": queries.changes_since_review(case),
        "may_not_return": _told(case.refusal(Act.RETURN)),
        "may_not_approve": _told(case.refusal(Act.APPROVE)),
        "may_not_publish": _told(case.refusal(Act.PUBLISH)),
    }
    return render(request, "reports/review.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, case: queries.Casefile, form: ReviewForm) -> HttpResponse:
    decision: dict[str, Any] = {
        "by": person_of(request),
        "inspection": case.inspection,
        "version": form.cleaned_data["version"],
        "comments": form.cleaned_data["comments"],
    }
    if form.cleaned_data["decision"] == "approve":
        actions.approve(**decision)
        messages.success(request, _("The report is approved. It is not public yet."))
        return redirect("reports:publish", case.inspection.pk)
    actions.return_with_comments(**decision)
    messages.success(request, _("The report went back to its writers with your comments."))
    return redirect("reports:queue")


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show what will be public and for good, and publish it."""
    case = queries.casefile(_who(request), id)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report = actions.publish(
            by=person_of(request), inspection=case.inspection, expected=form.cleaned_data["expected"]
        )
        messages.success(request, _("The report is published."))
        return redirect("public:report", report.fingerprint)
    shown = queries.preview(case)
    context = {
        "case": case,
        "form": form,
        "preview": shown,
        "sections": sections_of(shown.document),
        "refused": _told(may(case.who, Act.PUBLISH, case.situation)),
    }
    return render(request, "reports/publish.html", context, status=422 if form.errors else 200)


@for_roles(*CASEWORK)
@require_http_methods(["GET"])
def trace(request: HttpRequest, id: UUID) -> HttpResponse:
    """From each grade to the rules, the reasons and the evidence, and to everybody who had a hand in it."""
    return render(request, "reports/trace.html", {"trace": queries.trace(_who(request), id)})
