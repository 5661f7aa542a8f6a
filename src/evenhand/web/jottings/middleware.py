"""When a form is saved, what was kept of it goes: no view has to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from evenhand.web.accounts.models import Person
from evenhand.web.jottings.actions import drop

MARK = "jotting"


class SavedIsNoJotting:
    """After a form that carries its jotting's address was answered with a redirect, the jotting is dropped.

    Saving always ends in a redirect; a form with faults, a conflict or a refusal never does, and keeps its jotting.
    Stands below `DenyByDefault`: whoever is sent to sign in, or to prove who they are, has not saved anything.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        writer = getattr(request, "writer_let_in", None)
        if writer is not None and response.status_code in (302, 303):
            address = request.POST.get(MARK, "")
            if address:
                drop(by=writer, address=address)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Remember who is let in to send a form, before the view can sign them out."""
        if request.method == "POST" and isinstance(request.user, Person):
            request.writer_let_in = request.user  # type: ignore[attr-defined]
