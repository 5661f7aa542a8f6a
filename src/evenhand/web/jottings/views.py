"""The address a browser keeps jottings at, and a page of one's own where everything unsaved can be found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.policies import NotNow
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_anyone_signed_in, person_of
from evenhand.web.design.jinja import moment_in_words, words
from evenhand.web.jottings import actions, queries
from evenhand.web.jottings.models import Jotting
from evenhand.web.jottings.reading import MAX_BYTES, checked_address, sent


@for_anyone_signed_in
@require_http_methods(["GET"])
def mine(request: HttpRequest) -> HttpResponse:
    """Everything the reader wrote and did not save."""
    found = list(queries.jottings(person_of(request)))
    return render(request, "jottings/mine.html", {"jottings": found, "days": queries.KEPT_DAYS})


@for_anyone_signed_in
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept at an address, or keep something there; for the script beside a form."""
    person = person_of(request)
    try:
        if request.method == "GET":
            found = queries.jotting(person, checked_address(request.GET.get("address", "")))
            return JsonResponse({"writer": person.username, "words": _words(), "kept": _told(found)})
        if request.content_type != "application/json":
            return JsonResponse({"error": _("This is not a form that can be kept.")}, status=415)
        if len(request.body) > MAX_BYTES:
            return JsonResponse({"error": _("This form is too long to be kept between saves.")}, status=413)
        one = sent(request.body)
        if one.writer != person.username:
            # Somebody else signed in meanwhile, in another tab of the same browser: their words stay apart.
            return JsonResponse({"error": _("Somebody else is signed in here now.")}, status=409)
        row = actions.keep(by=person, address=one.address, fields=one.fields, title=one.title)
    except BadInput as refused:
        return JsonResponse({"error": words(refused.findings[0].message)}, status=400)
    except NotNow as refused:
        return JsonResponse({"error": words(refused.reason)}, status=409)
    return JsonResponse({"at": _clock(row)})


@for_anyone_signed_in
@require_http_methods(["POST"])
def discard(request: HttpRequest) -> HttpResponse:
    """Let go of one jotting, and go back to where it was written or to the list."""
    address = request.POST.get("address", "")
    actions.drop(by=person_of(request), address=address)
    if request.POST.get("back") != "form":
        return redirect("jottings:mine")
    try:
        return redirect(checked_address(address))
    except BadInput:
        return redirect("jottings:mine")


def _told(row: Jotting | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {"fields": row.values, "when": moment_in_words(row.kept_at)}


def _clock(row: Jotting) -> str:
    return timezone.localtime(row.kept_at).strftime("%H:%M")


def _words() -> dict[str, str]:
    """What the script says, in the reader's language."""
    return {
        "kept": _("Kept at {time}, for you alone. It is not saved yet."),
        "offline": _("Not kept: you are offline. Do not close this page; it is tried again."),
        "signed_out": _("Not kept: you are signed out. Sign in again in another tab; do not close this page."),
        "waiting": _("Not kept yet: first choose above what happens to what you wrote before."),
        "wrote": _("You wrote this on {when} and did not save it."),
        "moved": _("It was changed since by somebody. If you restore yours, you see both when you save."),
        "heading": _("Something you did not save"),
        "restore": _("Restore what you wrote"),
        "discard": _("Discard it"),
        "restored": _("Restored. It is not saved yet."),
        "discarded": _("Discarded."),
    }
