"""Pages of drafts: for framework authors only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.drafts import DraftAct, check_draft
from evenhand.findings import BadInput
from evenhand.web.accounts.access import actor_of, for_roles, person_of
from evenhand.web.drafts import actions, queries
from evenhand.web.drafts.forms import PublishForm, UploadForm, WhyForm
from evenhand.web.drafts.models import Draft, DraftText
from evenhand.web.frameworks.comparing import against

authors_only = for_roles(Role.FRAMEWORK_AUTHOR)
UNPROCESSABLE = 422


@authors_only
@require_http_methods(["GET", "HEAD"])
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft, newest first."""
    return render(request, "drafts/drafts.html", {"drafts": queries.drafts(actor_of(request))})


@authors_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft by uploading its first text."""

    def begin(form: UploadForm) -> Draft:
        return actions.begin(by=person_of(request), **_texts(form))

    return _upload(request, None, begin, _("The draft is begun. This is what the checks find."))


@authors_only
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Upload another text; the earlier ones stay."""
    found = _found(request, number)
    check_draft(actor_of(request), DraftAct.UPLOAD, queries.situation_of(found))

    def add(form: UploadForm) -> Draft:
        actions.upload(by=person_of(request), draft=found, **_texts(form))
        return found

    return _upload(request, found, add, _("The text is uploaded. This is what the checks find."))


def _texts(form: UploadForm) -> dict[str, str]:
    data = form.cleaned_data
    return {"source": data["framework"], "crosswalk": data["crosswalk"], "remark": data["remark"]}


def _upload(request: HttpRequest, found: Draft | None, act: Callable[[UploadForm], Draft], done: str) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    findings: tuple[Any, ...] = ()
    if form.is_valid():
        try:
            draft = act(form)
        except BadInput as refusal:
            form.add_error("framework", _("This text cannot be taken; nothing was changed. What is wrong stands below"))
            findings = refusal.findings
        else:
            messages.success(request, done)
            return redirect("drafts:draft", draft.pk)
    context = {"form": form, "draft": found, "findings": findings}
    return render(request, "drafts/upload.html", context, status=UNPROCESSABLE if form.errors else 200)


@authors_only
@require_http_methods(["GET", "HEAD"])
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """One draft: where it is, what the checks find, its texts and steps, and what can be done."""
    shown = queries.shown(actor_of(request), _found(request, number))
    return render(request, "drafts/draft.html", {"shown": shown, "against": _against(shown)})


@authors_only
@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """The latest text against the version in force: what differs, what the rules allow, is it clearer?"""
    shown = queries.shown(actor_of(request), _found(request, number))
    return render(request, "drafts/compare.html", {"shown": shown, "against": _against(shown)})


def _against(shown: queries.DraftShown) -> Any:
    framework = shown.read.framework
    # A framework with errors may have rules that nothing can be made of; first the errors, then the comparison.
    if framework is None or shown.read.errors:
        return None
    return against(framework, shown.read.crosswalk)


@authors_only
@require_http_methods(["GET", "HEAD"])
def text(request: HttpRequest, number: int, text: int) -> HttpResponse:
    """One text with its lines numbered, so that a finding can lead to its line."""
    found = _found(request, number)
    chosen = _text(request, found, text)
    context = {
        "draft": found,
        "text": chosen,
        "lines": chosen.source.splitlines(),
        "crosswalk_lines": chosen.crosswalk.splitlines(),
    }
    return render(request, "drafts/text.html", context)


@authors_only
@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, number: int, text: int) -> HttpResponse:
    """One text as it was uploaded."""
    chosen = _text(request, _found(request, number), text)
    response = HttpResponse(chosen.source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chosen.draft.framework_id}-{chosen.number}.yaml"'
    return response


@authors_only
@require_http_methods(["GET", "POST"])
def ask_approval(request: HttpRequest, number: int) -> HttpResponse:
    """Put the draft before somebody else."""
    return _step(request, number, DraftAct.ASK_APPROVAL, actions.ask_approval)


@authors_only
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, number: int) -> HttpResponse:
    """Return the draft to its authors."""
    return _step(request, number, DraftAct.RETURN, actions.give_back)


@authors_only
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, number: int) -> HttpResponse:
    """End the draft without publishing it."""
    return _step(request, number, DraftAct.GIVE_UP, actions.give_up)


def _step(request: HttpRequest, number: int, act: DraftAct, do: Callable[..., Any]) -> HttpResponse:
    found = _found(request, number)
    check_draft(actor_of(request), act, queries.situation_of(found))
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        do(by=person_of(request), draft=found, why=form.cleaned_data["why"])
        messages.success(request, _done(act))
        return redirect("drafts:draft", found.pk)
    context = {"draft": found, "form": form, "act": act.value}
    return render(request, "drafts/step.html", context, status=UNPROCESSABLE if form.errors else 200)


def _done(act: DraftAct) -> str:
    return {
        DraftAct.ASK_APPROVAL: _("Approval is asked for. Another framework author can publish it now."),
        DraftAct.RETURN: _("The draft is back with its authors."),
        DraftAct.GIVE_UP: _("The draft is given up. What was written stays readable."),
    }[act]


@authors_only
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Show what will be binding and for good, and publish it."""
    shown = queries.shown(actor_of(request), _found(request, number))
    check_draft(actor_of(request), DraftAct.PUBLISH, shown.situation)
    framework = shown.read.framework
    read = {"text": shown.latest.number, "fingerprint": shown.latest.fingerprint}
    start = {**read, "in_force_from": framework and framework.in_force.start}
    form = PublishForm(request.POST if request.method == "POST" else None, initial=start)
    findings: tuple[Any, ...] = ()
    if form.is_valid():
        try:
            version = actions.publish_draft(by=person_of(request), draft=shown.draft, **form.cleaned_data)
        except BadInput as refusal:
            findings = refusal.findings
            form.add_error("in_force_from", _("With this day it cannot be published. What is wrong stands below"))
        else:
            messages.success(request, _("The version is published. Nobody can change it any more."))
            return redirect("frameworks:version", version.pk)
    context = {"shown": shown, "form": form, "findings": findings, "against": _against(shown)}
    return render(request, "drafts/publish.html", context, status=UNPROCESSABLE if form.errors else 200)


def _found(request: HttpRequest, number: int) -> Draft:
    try:
        return queries.draft(actor_of(request), number)
    except Draft.DoesNotExist:
        raise Http404 from None


def _text(request: HttpRequest, draft: Draft, number: int) -> DraftText:
    try:
        return queries.text(actor_of(request), draft, number)
    except DraftText.DoesNotExist:
        raise Http404 from None
