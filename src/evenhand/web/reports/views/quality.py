"""Pages of quality assurance: the queue, the checklist, comments on the text, and how it goes as a whole."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.quality import CommentState
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.reports import assuring, queries, reviewing
from evenhand.web.reports.quality_forms import ChecklistForm, CommentForm, StepForm
from evenhand.web.reports.views.writing import CASEWORK, told, who_asks


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET"])
def queue(request: HttpRequest) -> HttpResponse:
    """Reports on their way, with whose turn it is."""
    return render(request, "reports/queue.html", {"waiting": assuring.queue(who_asks(request))})


@for_roles(Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def figures(request: HttpRequest) -> HttpResponse:
    """How often reports came back and why; of the work, not of people."""
    return render(request, "reports/figures.html", {"page": assuring.figures(who_asks(request))})


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, id: UUID) -> HttpResponse:
    """The questions that a reviewer answers before a report can be approved."""
    case = queries.casefile(who_asks(request), id)
    newest = case.checklist
    form = ChecklistForm(newest, case.draft.version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reviewing.answer_checklist(
            by=person_of(request),
            inspection=case.inspection,
            version=form.cleaned_data["version"],
            answers=form.answers,
            based_on=form.cleaned_data["based_on"],
        )
        messages.success(request, _("The answers are saved."))
        return redirect("reports:review", id)
    older = newest is not None and newest.report_version != case.draft.version
    context = {"case": case, "form": form, "refused": told(assuring.may_review(case)), "older": older}
    return render(request, "reports/checklist.html", context, status=422 if form.errors else 200)


@for_roles(*CASEWORK)
@require_http_methods(["GET"])
def comments(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every comment of reviewers, with where it stands."""
    case = queries.casefile(who_asks(request), id)
    context = {"case": case, "page": assuring.comments_page(case), "refused": told(assuring.may_review(case))}
    return render(request, "reports/comments.html", context)


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def new_comment(request: HttpRequest, id: UUID, key: str) -> HttpResponse:
    """Comment on a sentence or a text of the report; `whole` is the report as a whole."""
    case = queries.casefile(who_asks(request), id)
    if key != "whole" and key not in case.draft.texts:
        raise Http404
    slot = None if key == "whole" else next(one for one in case.draft.slots if one.key == key)
    sentences = assuring.sentences_of(case, slot)
    form = CommentForm(sentences, case.draft.version, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = reviewing.comment_on_report(
            by=person_of(request),
            inspection=case.inspection,
            version=data["version"],
            about=data["about"],
            text=data["text"],
            slot=slot.key if slot else "",
            anchor=data["anchor"],
        )
        messages.success(request, _("The comment is kept."))
        return redirect(reverse("reports:comments", args=[id]) + f"#comment-{row.number}")
    context = {"case": case, "slot": slot, "form": form, "refused": told(assuring.may_review(case))}
    return render(request, "reports/new_comment.html", context, status=422 if form.errors else 200)


@for_roles(*CASEWORK)
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """One comment with all that was said, and the next step for who may take it."""
    case = queries.casefile(who_asks(request), id)
    found = next((one for one in case.comments if one.row.number == number), None)
    if found is None:
        raise Http404
    steps = assuring.next_steps(case, found)
    form = StepForm(len(found.steps), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reviewing.move_comment(
            by=person_of(request),
            comment=found.row,
            state=CommentState(form.cleaned_data["state"]),
            text=form.cleaned_data["text"],
            based_on=form.cleaned_data["based_on"],
        )
        messages.success(request, _("Saved."))
        return redirect(reverse("reports:comments", args=[id]) + f"#comment-{number}")
    context = {"case": case, "one": assuring.shown_comment(case, found), "steps": steps, "form": form}
    return render(request, "reports/comment.html", context, status=422 if form.errors else 200)
