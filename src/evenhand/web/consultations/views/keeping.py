"""Pages of those who keep a consultation: write, open, close, bring in responses, read comments, answer, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import NotNow
from evenhand.casework.versions import Stale
from evenhand.consultation.checks import findings, read_consultation_text
from evenhand.consultation.phases import Phase, next_phase, shows_results
from evenhand.consultation.results import kind_in_words
from evenhand.consultation.words import Respondent
from evenhand.findings import BadInput
from evenhand.web.accounts.access import actor_of, for_roles, person_of
from evenhand.web.consultations import actions, clauses, queries
from evenhand.web.consultations.forms import AnswerForm, ConsultationForm, PublishForm, ResponsesForm, ScreeningForm
from evenhand.web.consultations.pictures import NAMES
from evenhand.web.design.jinja import words
from evenhand.web.frameworks.queries import versions
from evenhand.wording import Words, say

SHOWN = 200


def _found(request: HttpRequest, consultation_id: str) -> queries.Shown:
    shown = queries.one(actor_of(request), consultation_id)
    if shown is None:
        raise Http404
    return shown


def _findings(refusal: BadInput) -> list[dict[str, Any]]:
    return [{**one.as_dict(), "message": one.message} for one in refusal.findings]


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new consultation from a file; what is wrong with it is listed by line."""
    form = ConsultationForm(request.POST, request.FILES) if request.method == "POST" else ConsultationForm()
    findings: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        name, source = form.cleaned_data["file"]
        try:
            row = actions.write(by=person_of(request), source=source, name=name)
        except BadInput as refusal:
            form.add_error("file", _("This file cannot be used; nothing was changed"))
            findings = _findings(refusal)
        else:
            messages.success(request, _("The consultation is written. Nobody else sees it before it is opened."))
            return redirect("consultations:keep", row.pk)
    context = {"form": form, "findings": findings}
    return render(request, "consultations/new.html", context, status=422 if form.errors else 200)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Where a consultation is and what there is to do; opening and closing it."""
    shown = _found(request, consultation_id)
    if request.method == "POST":
        return _move(request, shown)
    who = actor_of(request)
    context = {
        "shown": shown,
        "next": next_phase(shown.phase),
        "Phase": Phase,
        "history": queries.history(shown),
        "files": queries.files(who, shown),
        "counts": queries.comment_counts(shown),
        "results": queries.results(who, shown),
        "written": queries.written(shown),
        "may_answer": shows_results(shown.phase),
        "accounts": queries.accounts(shown),
        "warnings": _warnings(shown),
    }
    return render(request, "consultations/keep.html", context)


def _warnings(shown: queries.Shown) -> list[dict[str, Any]]:
    content, places = read_consultation_text(shown.row.source, f"{shown.row.pk}.yaml")
    draft = clauses.held(content.about, drafts=True)
    found = findings(content, places, draft.framework if draft else None)
    return [{**one.as_dict(), "message": one.message} for one in found]


def _move(request: HttpRequest, shown: queries.Shown) -> HttpResponse:
    if request.POST.get("act") == "open":
        actions.open_(by=person_of(request), row=shown.row)
        messages.success(request, _("The consultation is open: anybody may respond until its last day."))
    elif request.POST.get("act") == "close":
        actions.close(by=person_of(request), row=shown.row)
        messages.success(request, _("The consultation is closed, and everybody sees its results."))
    else:
        raise BadInput.at("CS010", say("Say whether to open or to close the consultation."), field="act")
    return redirect("consultations:keep", shown.row.pk)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Bring in a file of responses. What cannot be used is explained on this page, and nothing is changed."""
    shown = _found(request, consultation_id)
    form = ResponsesForm(request.POST, request.FILES) if request.method == "POST" else ResponsesForm()
    findings: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        name, content = form.cleaned_data["file"]
        try:
            file = actions.import_file(by=person_of(request), row=shown.row, name=name, content=content)
        except BadInput as refusal:
            form.add_error("file", _("This file cannot be used; nothing was changed"))
            findings = _findings(refusal)
        else:
            messages.success(request, _("The file was brought in. This is what came of it."))
            return redirect("consultations:one_file", shown.row.pk, file.pk)
    context = {"shown": shown, "form": form, "findings": findings}
    return render(request, "consultations/upload.html", context, status=422 if form.errors else 200)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET"])
def one_file(request: HttpRequest, consultation_id: str, number: str) -> HttpResponse:
    """One file of responses: how many rows could be used, and every row that could not."""
    shown = _found(request, consultation_id)
    file = queries.file(actor_of(request), shown, int(number))
    if file is None:
        raise Http404
    context = {
        "shown": shown,
        "file": file,
        "findings": [{**one, "message": Words(one["template"], one["values"])} for one in file.findings[:SHOWN]],
        "more": max(file.counts["findings"] - SHOWN, 0),
    }
    return render(request, "consultations/one_file.html", context)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Read comments before anybody else does, and say of each whether others may."""
    shown, who = _found(request, consultation_id), actor_of(request)
    which = request.GET.get("show", "unread")
    page = queries.to_read(who, shown, which, request.GET.get("page"))
    form = ScreeningForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        n = actions.decide(by=person_of(request), row=shown.row, decisions=form.decisions)
        messages.success(request, _("Decided on %(n)s comments.") % {"n": n})
        return redirect(request.get_full_path())
    fields = [(one, form[f"decision-{one.reference}"], kind_in_words(Respondent(one.response.kind))) for one in page]
    context = {"shown": shown, "form": form, "fields": fields, "page": page, "which": which}
    context |= {"counts": queries.comment_counts(shown)}
    return render(request, "consultations/screen.html", context, status=422 if form.errors else 200)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, consultation_id: str, proposal: str) -> HttpResponse:
    """Write what became of one proposal."""
    shown = _found(request, consultation_id)
    if proposal not in shown.content.proposal_by_id:
        raise Http404
    if not shows_results(shown.phase):
        raise NotNow("CS008", say("Answers are written when the consultation has closed and everybody was heard."))
    version, held = queries.written(shown).get(proposal, (0, None))
    form = (
        AnswerForm(proposal, request.POST) if request.method == "POST" else AnswerForm.showing(proposal, version, held)
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            based_on = form.cleaned_data["based_on"]
            try:
                actions.write_answer(by=person_of(request), row=shown.row, answer=form.answer, based_on=based_on)
            except Stale as stale:
                # The newer words stand on the page; sending once more keeps the writer's own.
                form = AnswerForm(proposal, {**request.POST.dict(), "based_on": stale.current})
                form.add_error(None, words(stale.reason))
                status = 409
            else:
                messages.success(request, _("The answer is kept. It is shown when you publish what was done."))
                return redirect("consultations:keep", shown.row.pk)
    about = [one for one in queries.results(actor_of(request), shown).questions if one.question.proposal == proposal]
    context = {
        "shown": shown,
        "form": form,
        "proposal": shown.content.proposal_by_id[proposal],
        "results": about,
        **NAMES,
    }
    return render(request, "consultations/answer.html", context | {"standing": held, "version": version}, status=status)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Publish “you said, we did”, sealed with the version that carries it."""
    shown = _found(request, consultation_id)
    if not shows_results(shown.phase):
        raise NotNow("CS008", say("Answers are written when the consultation has closed and everybody was heard."))
    shelf = list(versions().values_list("pk", flat=True))
    form = PublishForm(shelf, request.POST if request.method == "POST" else None)
    findings: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_account(by=person_of(request), row=shown.row, version=form.cleaned_data["version"])
        except BadInput as refusal:
            form.add_error(None, _("Put this right first; nothing was published"))
            findings = _findings(refusal)
        else:
            messages.success(request, _("What was done is published."))
            return redirect("consultations:account", shown.row.pk)
    written = [(one, queries.written(shown).get(one.id, (0, None))[1]) for one in shown.content.proposals]
    context = {"shown": shown, "form": form, "findings": findings, "written": written}
    return render(request, "consultations/publish.html", context, status=422 if form.errors else 200)
