"""What is sent about a home: seen, sent, withdrawn, its files, and its Annex A."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Actor, Role
from evenhand.casework.preparation.annex_a import FORM, QUESTIONS
from evenhand.casework.preparation.kinds import BY_ID
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.preparation import actions, queries
from evenhand.web.preparation.forms import AnnexAForm, SubmissionForm, WithdrawForm
from evenhand.web.preparation.permission import check_send, check_withdraw
from evenhand.web.preparation.storing import TYPES
from evenhand.web.register.queries import with_homes

UNPROCESSABLE = 422


def asking(request: HttpRequest) -> Actor:
    """Whoever makes the request, with the homes they answer for."""
    return with_homes(person_of(request))


@for_roles(Role.PROVIDER, Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def sent(request: HttpRequest, urn: str) -> HttpResponse:
    """What was sent about a home: its provider sees what its side sent, the inspectorate everything."""
    found = queries.sent_about(asking(request), urn)
    return render(request, "preparation/sent.html", {"shown": found, "home": found.home, "kinds": BY_ID})


@for_roles(Role.PROVIDER, Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, urn: str, kind: str) -> HttpResponse:
    """Send something about a home."""
    who = asking(request)
    home = queries.home_for(who, urn)
    if kind not in BY_ID:
        raise Http404
    check_send(who, home.urn, BY_ID[kind])
    posted = request.method == "POST"
    form = SubmissionForm(request.POST if posted else None, request.FILES if posted else None, kind=BY_ID[kind])
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.send(
                by=person_of(request),
                home=home,
                kind=kind,
                day=data["day"],
                answers=form.answers,
                content=data["file"],
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("It is sent. It cannot be changed, but it can be withdrawn with a reason."))
            return redirect("preparation:sent", home.urn)
    context = {"form": form, "home": home, "kind": BY_ID[kind]}
    return render(request, "preparation/send.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_roles(Role.PROVIDER, Role.INSPECTOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, urn: str, submission: str) -> HttpResponse:
    """Say that something was sent by mistake."""
    who = asking(request)
    found = queries.submission(who, urn, UUID(submission))
    check_withdraw(who, found.home.urn, by_provider=found.by_provider)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw(by=person_of(request), submission=found, reason=form.cleaned_data["reason"])
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("It no longer counts. It stays readable with your reason."))
            return redirect("preparation:sent", found.home.urn)
    context = {"form": form, "home": found.home, "submission": found, "kind": BY_ID[found.kind]}
    return render(request, "preparation/withdraw.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_roles(Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def file(request: HttpRequest, submission: UUID) -> HttpResponse:
    """A file that came with something sent: always saved, never shown by the browser. Each opening is audited."""
    found = queries.with_file(asking(request), submission)
    content = actions.open_file(by=person_of(request), submission=found)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[found.file.type])
    name = f"{found.home.urn}-{found.kind}-{found.day.isoformat()}.{found.file.type}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@for_roles(Role.PROVIDER)
@require_http_methods(["GET", "POST"])
def annex_a(request: HttpRequest, urn: str) -> HttpResponse:
    """A home's Annex A: filled in, and corrected with a reason."""
    home, versions = queries.annex_a_of(asking(request), urn)
    newest = versions[-1] if versions else None
    form = AnnexAForm(
        request.POST if request.method == "POST" else None,
        version=newest.version if newest else 0,
        figures=newest.figures if newest else None,
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.fill_annex_a(
                by=person_of(request),
                home=home,
                figures=form.figures,
                post=data["post"],
                completed_on=data["completed_on"],
                reason=data.get("reason", ""),
                based_on=data["based_on"],
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("Annex A is saved. If a figure is wrong, save it again with the reason."))
            return redirect("preparation:annex_a", home.urn)
    context = {"form": form, "home": home, "versions": versions, "questions": QUESTIONS, "edition": FORM}
    return render(request, "preparation/annex_a.html", context, status=UNPROCESSABLE if form.errors else 200)
