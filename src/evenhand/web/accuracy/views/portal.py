"""The provider's side: drafts of its homes, comments, the final report, complaints."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.accuracy import COMPLAINT, RESPONSE
from evenhand.casework.actors import Role
from evenhand.casework.provider_policies import check_close_window, check_comment, check_complain
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.accuracy import actions, queries
from evenhand.web.accuracy.forms import CommentForm, ConfirmForm, ReasonForm
from evenhand.web.accuracy.letters import written
from evenhand.web.accuracy.showing import anchors_of, parts_of
from evenhand.web.accuracy.views.asking import acted, asking, posted, show


@for_roles(Role.PROVIDER)
@require_http_methods(["GET"])
def mine(request: HttpRequest) -> HttpResponse:
    """Drafts of the homes that the provider answers for."""
    drafts = queries.drafts_for(asking(request))
    return show(request, "accuracy/mine.html", {"drafts": drafts})


@for_roles(Role.PROVIDER)
@require_http_methods(["GET"])
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """The draft, sentence by sentence, with the provider's comments, and with the answers once they are given."""
    dossier = queries.for_provider(asking(request), id)
    document = queries.sent(dossier.draft)
    context = {
        "dossier": dossier,
        "document": document,
        "parts": parts_of(document, dossier.comments),
        "quoted": queries.quoted(dossier),
        "letters": written(dossier),
    }
    return show(request, "accuracy/draft.html", context)


@for_roles(Role.PROVIDER)
@require_http_methods(["GET"])
def final(request: HttpRequest, id: UUID) -> HttpResponse:
    """The final report that was given, and what the provider can do about it."""
    dossier = queries.for_provider(asking(request), id)
    document = queries.sent(dossier.final)
    context = {
        "dossier": dossier,
        "document": document,
        "parts": parts_of(document),
        "letters": written(dossier),
        "foreseen": dossier.foresees(COMPLAINT),
        "review_open": {one.row.pk for one in dossier.complaints if actions.in_time(dossier, one)},
    }
    return show(request, "accuracy/final.html", context)


@for_roles(Role.PROVIDER)
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, id: UUID) -> HttpResponse:
    """Comment on a sentence of the draft, or on the whole."""
    who = asking(request)
    dossier = queries.for_provider(who, id)
    row = dossier.draft
    check_comment(who, dossier.urn, published=dossier.is_over)
    if row is None:
        raise Http404
    anchors = anchors_of(row)
    anchor = request.POST.get("anchor", request.GET.get("at", ""))
    if anchor and anchor not in anchors:
        raise Http404
    files = request.FILES if request.method == "POST" else None
    form = CommentForm(posted(request), files, anchor=anchor)
    return acted(
        request,
        form,
        lambda: actions.comment(
            by=person_of(request),
            draft=row,
            content=form.cleaned_data["file"],
            **{name: form.cleaned_data[name] for name in ("kind", "anchor", "wrong", "should_say", "offered")},
        ),
        done=_("Your comment is kept. It cannot be changed; you can add another one.")
        if dossier.comments_open
        else _("Your comment is kept and marked as late: publication does not wait for an answer to it."),
        to=("accuracy:draft", id),
        template="accuracy/comment.html",
        context={"dossier": dossier, "sentence": anchors.get(anchor, ""), "late": not dossier.comments_open},
    )


@for_roles(Role.PROVIDER)
@require_http_methods(["GET", "POST"])
def end_comments(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that nothing more comes about the draft."""
    who = asking(request)
    dossier = queries.for_provider(who, id)
    check_close_window(who, dossier.urn, is_open=dossier.comments_open and not dossier.is_over)
    row = dossier.draft
    if row is None:
        raise Http404
    return acted(
        request,
        ConfirmForm(posted(request)),
        lambda: actions.end_comments(by=person_of(request), draft=row),
        done=_("We know now that nothing more comes."),
        to=("accuracy:draft", id),
        template="accuracy/end_comments.html",
        context={"dossier": dossier},
    )


@for_roles(Role.PROVIDER)
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest, id: UUID) -> HttpResponse:
    """Complain formally."""
    who = asking(request)
    dossier = queries.for_provider(who, id)
    check_complain(who, dossier.urn, foreseen=dossier.foresees(COMPLAINT), is_open=dossier.complaints_open)
    label = _("What do you complain about, and what do you want to happen?")
    form = ReasonForm(posted(request), label=label, hint=_("Initials only, never a name of a child."))
    return acted(
        request,
        form,
        lambda: actions.complain(
            by=person_of(request), inspection=dossier.inspection, about=form.cleaned_data["reason"]
        ),
        done=_("We have your complaint. A letter that says so is on this page."),
        to=("accuracy:final", id),
        template="accuracy/complain.html",
        context={"dossier": dossier, "response": dossier.due(RESPONSE, **{COMPLAINT: dossier.today})},
    )


@for_roles(Role.PROVIDER)
@require_http_methods(["GET", "POST"])
def no_complaint(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that no complaint is made."""
    who = asking(request)
    dossier = queries.for_provider(who, id)
    check_close_window(who, dossier.urn, is_open=dossier.complaints_open)
    return acted(
        request,
        ConfirmForm(posted(request)),
        lambda: actions.make_no_complaint(by=person_of(request), inspection=dossier.inspection),
        done=_("We know now that you make no complaint."),
        to=("accuracy:final", id),
        template="accuracy/no_complaint.html",
        context={"dossier": dossier},
    )


@for_roles(Role.PROVIDER)
@require_http_methods(["GET", "POST"])
def ask_review(request: HttpRequest, id: UUID, complaint: UUID) -> HttpResponse:
    """Ask for an internal review of the answer to a complaint."""
    dossier = queries.for_provider(asking(request), id)
    found = queries.complaint_of(dossier, complaint)
    label = _("Why are you not content with the answer?")
    form = ReasonForm(posted(request), label=label, hint=_("Initials only, never a name of a child."))
    return acted(
        request,
        form,
        lambda: actions.ask_review(by=person_of(request), complaint=found.row, words=form.cleaned_data["reason"]),
        done=_("Somebody else now looks at the answer."),
        to=("accuracy:final", id),
        template="accuracy/ask_review.html",
        context={"dossier": dossier, "complaint": found},
    )
