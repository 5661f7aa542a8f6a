"""Pages of a report: draft, submission, review, publication, trace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale
from evenhand.evidence.telling import may_be_quoted
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.register.queries import with_homes
from evenhand.web.reports import actions, assuring, queries
from evenhand.web.reports.confirming import identity_left
from evenhand.web.reports.editing import editor_parts, pointers
from evenhand.web.reports.forms import DraftForm, PublishForm, ReviewForm, SubmitForm
from evenhand.web.reports.presenting import sections_of
from evenhand.web.reports.tying import ties_of

CASEWORK = (Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)


def who_asks(request: HttpRequest) -> Actor:
    """Who is asking, with the homes they answer for."""
    return with_homes(person_of(request))


def told(refusal: Refusal | None) -> str:
    """A refusal as a sentence, '' for none."""
    return words(refusal.reason) if refusal else ""


@for_roles(*CASEWORK)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write the report: every section in order, beside it what it has to be true to."""
    case = queries.casefile(who_asks(request), id)
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
        "refused": told(case.refusal(Act.WRITE_REPORT)),
        "stale": stale,
        "comments": next((one for one in case.reviews if one.decision == "returned"), None),
        "ties": {one.key: one for one in ties_of(case.draft)},
        "quotable": {one.id for one in case.record.evidence if may_be_quoted(one.item)},
        "practice": {one.judgement for one in case.draft.best_practice},
    }
    return render(request, "reports/draft.html", context, status=status)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, id: UUID) -> HttpResponse:
    """What still stands in the way, and the button that sends the report to quality assurance."""
    case = queries.casefile(who_asks(request), id)
    form = SubmitForm(request.POST if request.method == "POST" else None, initial={"based_on": case.draft.version})
    if request.method == "POST" and form.is_valid():
        actions.submit(by=person_of(request), inspection=case.inspection, based_on=form.cleaned_data["based_on"])
        messages.success(request, _("The report is submitted. Somebody else now looks at it."))
        return redirect("inspections:workspace", id)
    refused = told(case.refusal(Act.SUBMIT))
    if not refused and case.draft.errors:
        refused = _("Put right what the checks found first.")
    left = identity_left(case.draft, timezone.localdate()) if not refused else ()
    if left:
        refused = _("Before it can be submitted: %(what)s") % {"what": "; ".join(words(one) for one in left)}
    shown = queries.preview(case)
    context = {
        "case": case,
        "form": form,
        "refused": refused,
        "preview": shown,
        "found": pointers(case.draft),
        "left": left,
    }
    return render(request, "reports/submit.html", context, status=422 if form.errors else 200)


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read the report as it will be, see what changed, and return or approve it."""
    case = queries.casefile(who_asks(request), id)
    summary = assuring.review_summary(case)
    sent = request.POST if request.method == "POST" else None
    form = ReviewForm(sent, initial={"version": case.draft.version}, open_comments=summary.open)
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
        "review": summary,
        "may_not_return": told(case.refusal(Act.RETURN)),
        "may_not_approve": told(case.refusal(Act.APPROVE)),
        "may_not_publish": told(case.refusal(Act.PUBLISH)),
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
        # Whoever approved it does not publish it.
        messages.success(request, _("The report is approved. It is not public yet."))
        return redirect("reports:queue")
    actions.return_with_comments(**decision)
    messages.success(request, _("The report went back to its writers with your comments."))
    return redirect("reports:queue")


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show what will be public and for good, and publish it."""
    case = queries.casefile(who_asks(request), id)
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
        "refused": told(case.refusal(Act.PUBLISH)),
    }
    return render(request, "reports/publish.html", context, status=422 if form.errors else 200)


@for_roles(*CASEWORK)
@require_http_methods(["GET"])
def trace(request: HttpRequest, id: UUID) -> HttpResponse:
    """From each grade to the rules, the reasons and the evidence, and to everybody who had a hand in it."""
    found = queries.trace(who_asks(request), id)
    ties = [one for one in ties_of(found.case.draft) if one.sentences]
    record = found.case.record
    context = {
        "trace": found,
        "ties": ties,
        "headings": {one.key: one.heading for one in found.case.draft.slots},
        "known": {str(one.id): one for one in record.evidence},
        "titles": {name: one.title for name, one in record.criteria.items()},
    }
    return render(request, "reports/trace.html", context)
