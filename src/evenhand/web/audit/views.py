"""The pages of the audit log, for administrators."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.audit import queries
from evenhand.web.audit.forms import NotedForm, WantedForm
from evenhand.web.audit.sentences import actor_in_words, sentence
from evenhand.web.design.doors import for_roles

for_administrators = for_roles(Role.ADMINISTRATOR)


@for_administrators
@require_http_methods(["GET"])
def events(request: HttpRequest) -> HttpResponse:
    """What was done, newest first."""
    who = request.user.as_actor()
    form = WantedForm(request.GET, actions=queries.actions_seen(who))
    wanted = form.wanted
    page = queries.latest(who, request.GET.get("page", 1), wanted)
    asked = {"action": wanted.action, "kind": wanted.kind, "id": wanted.id}
    context = {
        "form": form,
        "page": page,
        "rows": [
            (
                event,
                sentence(event),
                actor_in_words(event.actor),
                urlencode({"kind": event.subject_kind, "id": event.subject_id}),
            )
            for event in page
        ],
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "audit/events.html", context)


@for_administrators
@require_http_methods(["GET"])
def check(request: HttpRequest) -> HttpResponse:
    """Walk the chain and say whether it holds; changes nothing, so it is a page and not an act."""
    form = NotedForm(request.GET)
    valid = form.is_valid()
    noted = form.cleaned_data.get("noted", "") if valid else ""
    context = {
        "form": form,
        "result": queries.verify_chain(),
        "noted": noted,
        "noted_number": queries.number_of(noted) if noted else None,
    }
    return render(request, "audit/check.html", context, status=200 if valid else 422)
