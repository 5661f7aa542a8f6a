"""What the views of this app share: who asks, a form with one text, and answers that nobody keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal
from evenhand.findings import BadInput
from evenhand.web.accounts.access import person_of
from evenhand.web.accuracy import words as spoken
from evenhand.web.accuracy.showing import still_there
from evenhand.web.design.jinja import words
from evenhand.web.register.queries import with_homes

UNPROCESSABLE = 422
CASEWORK = (Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
SPOKEN = {
    "kind_in_words": spoken.kind_in_words,
    "outcome_tag": spoken.outcome_tag,
    "complaint_outcome_tag": spoken.complaint_outcome_tag,
    "complaint_state_tag": spoken.complaint_state_tag,
    "left_in_words": spoken.left_in_words,
    "still_there": still_there,
}
MANAGERS = (Role.QUALITY_ASSURER, Role.ADMINISTRATOR)


def asking(request: HttpRequest) -> Actor:
    """Whoever makes the request, with the homes they answer for."""
    return with_homes(person_of(request))


def told(refusal: Refusal | None) -> str:
    """A refusal in words; '' for none."""
    return words(refusal.reason) if refusal else ""


def confidential(response: HttpResponse) -> HttpResponse:
    """An answer that neither the browser nor anything on the way keeps."""
    response["Cache-Control"] = "private, no-store"
    return response


def acted(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    done: str,
    to: tuple[Any, ...],
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show a form; when it was sent and is valid, act, say so and go on. What the act refuses stands in the form."""
    if form.is_valid():
        try:
            act()
        except BadInput as refused:
            for finding in refused.findings:
                field = finding.where.field
                form.add_error(field if field in form.fields else None, words(finding.message))
        else:
            messages.success(request, done)
            return redirect(*to)
    shown = {**context, "form": form}
    return show(request, template, shown, UNPROCESSABLE if form.errors else 200)


def show(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of this app, with the words for its things; nobody keeps it."""
    return confidential(render(request, template, {**SPOKEN, **context}, status=status))


def posted(request: HttpRequest) -> Any:
    """What a form was sent with; None when the page is only opened."""
    return request.POST if request.method == "POST" else None
