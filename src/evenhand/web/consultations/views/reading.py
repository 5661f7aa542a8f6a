"""Pages that anybody may open: what is asked, the form to respond, results, comments, and what was done."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.casework.policies import NotNow, check_respond
from evenhand.consultation.phases import Phase
from evenhand.consultation.published import published_figures
from evenhand.consultation.results import Share, wilson
from evenhand.web.accounts.access import actor_of, open_to_everybody
from evenhand.web.accounts.actions import Visitor
from evenhand.web.consultations import actions, clauses, queries
from evenhand.web.consultations.forms import CommentFilter, RespondForm
from evenhand.web.consultations.pictures import FILLS, NAMES, picture
from evenhand.web.design.errors import page
from evenhand.wording import say

PAGE = 25


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def all_(request: HttpRequest) -> HttpResponse:
    """Every consultation, and what is published elsewhere today."""
    who = actor_of(request)
    context = {"listing": queries.listing(who), "keeps": queries.keeps(who)}
    return render(request, "consultations/all.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def published(request: HttpRequest) -> HttpResponse:
    """What is published today about consultations and pilots, which is little."""
    return render(request, "consultations/published.html", {"figures": published_figures()})


def _found(request: HttpRequest, consultation_id: str) -> queries.Shown:
    shown = queries.one(actor_of(request), consultation_id)
    if shown is None:
        raise Http404
    return shown


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def consultation(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """One consultation: what is proposed, which clauses it means, and what is asked."""
    shown = _found(request, consultation_id)
    content = shown.content
    proposals = [
        (one, clauses.shown(one.clauses, content.about, content.in_force), content.questions_of(one.id))
        for one in content.proposals
    ]
    draft = clauses.held(content.about)
    context = {
        "shown": shown,
        "proposals": proposals,
        "draft_page": bool(draft and draft.has_page),
        "in_force_page": bool((today := clauses.held(content.in_force)) and today.has_page),
        "keeps": queries.keeps(actor_of(request)),
        "Phase": Phase,
    }
    return render(request, "consultations/consultation.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """The sealed bytes: whoever hashes them gets the fingerprint."""
    shown = _found(request, consultation_id)
    return _bytes(bytes(shown.row.content), f"{shown.row.pk}.json")


def _bytes(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Never kept: the form carries its own number, and whoever comes next at the same computer needs another one.
@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """The form to respond: no account, no name. Whoever sends it is a visitor, signed in or not."""
    shown = _found(request, consultation_id)
    check_respond(is_open=shown.is_open)
    form = RespondForm(shown.content, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sent = {"form": form.cleaned_data["form"], "kind": form.who, "answers": form.given}
        actions.respond(by=Visitor(), row=shown.row, **sent)
        return redirect("consultations:thanks", consultation_id)
    context = {"shown": shown, "form": form}
    return render(request, "consultations/respond.html", context, status=422 if form.errors else 200)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "consultations/thanks.html", {"shown": _found(request, consultation_id)})


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def results(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Results by question and kind: pictures with a table beside each."""
    shown = _found(request, consultation_id)
    counted = queries.results(actor_of(request), shown)
    context = {
        "shown": shown,
        "results": counted,
        "drawn": [
            (one, picture(one), shown.content.proposal_by_id[one.question.proposal]) for one in counted.questions
        ],
        "fills": FILLS,
        "so_far": shown.phase is Phase.OPEN,
        **NAMES,
    }
    return render(request, "consultations/results.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def comments(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Comments that somebody has read and cleared, by question and kind."""
    shown, who = _found(request, consultation_id), actor_of(request)
    counted = queries.results(who, shown)
    filters = CommentFilter(request.GET, counted)
    found = queries.comments(who, shown, counted, **filters.wanted)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "shown": shown,
        "filters": filters,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "counts": queries.comment_counts(shown),
        "query": kept.urlencode(),
        **NAMES,
    }
    return render(request, "consultations/comments.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """“You said, we did”, read from its sealed bytes and from nothing else."""
    shown = _found(request, consultation_id)
    held = queries.accounts(shown)
    if not held:
        raise NotNow("PO043", say("What was done is shown here once it is published."))
    newest = held[0]
    if newest.account is None:
        sentences = [_("What is stored here is not what was published, so nothing of it is shown.")]
        return page(request, 409, _("This page is not shown"), sentences)
    version = clauses.held(newest.account.framework) if newest.account.framework else None
    same = version is not None and version.fingerprint == newest.account.framework_fingerprint
    readable = queries.cleared(shown)
    context = {
        "shown": shown,
        "account": newest.account,
        "row": newest.row,
        "accounts": held,
        "version_is_here": same,
        "answers": [
            {
                "answer": one,
                "proposal": shown.content.proposal_by_id[one.proposal],
                "heard": _heard(newest.account.heard, shown, one.proposal),
                "comments": [(reference, readable.get(reference)) for reference in one.comments],
                "clauses": clauses.in_version(one.clauses, version.framework if version and same else None),
            }
            for one in newest.account.answers
        ],
    }
    return render(request, "consultations/account.html", context)


def _heard(heard: Any, shown: queries.Shown, proposal: str) -> list[tuple[str, Share | None]]:
    wanted = {one.id: one.text for one in shown.content.questions_of(proposal)}
    told = []
    for one in heard:
        if one.question in wanted:
            n, agreeing = one.answered, one.agreeing
            share = Share(agreeing, n, agreeing / n, *wilson(agreeing, n)) if n and agreeing is not None else None
            told.append((wanted[one.question], share))
    return told


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def account_file(request: HttpRequest, consultation_id: str, number: str) -> HttpResponse:
    """The sealed bytes of an account."""
    shown = _found(request, consultation_id)
    one = next((one for one in queries.accounts(shown) if one.row.number == int(number)), None)
    if one is None or one.account is None:
        raise Http404
    return _bytes(bytes(one.row.content), f"{shown.row.pk}-account-{one.row.number}.json")
