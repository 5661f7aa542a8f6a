"""What people see when something cannot be done: what happened, why, and what to do next. Never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput
from evenhand.web.design.jinja import words

log = logging.getLogger(__name__)


def page(request: HttpRequest, status: int, title: str, sentences: list[str]) -> HttpResponse:
    """An error page with a title and sentences that say what to do."""
    return render(request, "design/error.html", {"title": title, "sentences": sentences}, status=status)


class PlainAnswers:
    """Turns the refusals of the core into pages with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No address of ours holds this character, and PostgreSQL takes it nowhere.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, SuspiciousOperation("NUL in the address"))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal is 403 (not this person) or 409 (not now); bad input is 400; anything else is not ours."""
        if isinstance(exception, Refusal):
            not_now = isinstance(exception, NotNow)
            title = _("This cannot be done now") if not_now else _("You may not do this")
            return page(request, 409 if not_now else 403, title, [words(exception.reason)])
        if isinstance(exception, BadInput):
            return page(
                request, 400, _("That could not be understood"), [words(one.message) for one in exception.findings]
            )
        if isinstance(exception, RequestDataTooBig):
            return page(
                request, 413, _("That is too much at once"), [_("Send less than two megabytes; nothing was saved.")]
            )
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if isinstance(exception, RequestDataTooBig):
        return page(
            request, 413, _("That is too much at once"), [_("Send less than two megabytes; nothing was saved.")]
        )
    if isinstance(exception, SuspiciousOperation):
        log.warning("refused request: %s", type(exception).__name__)
    return page(request, 400, _("That could not be understood"), [_("Go back, check what you sent, and try again.")])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return page(
        request,
        403,
        _("You may not open this page"),
        [_("Your role does not include it. If it should, ask an administrator of this service.")],
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from one of our pages."""
    return page(
        request,
        403,
        _("This form has expired"),
        [_("Nothing was saved. Go back, load the page again, and send the form once more.")],
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return page(
        request,
        404,
        _("Page not found"),
        [_("Check the address. If you followed a link, what it led to may have moved.")],
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Without the request, because whatever broke (the database, say) may break the page a second time."""
    context = {
        "title": _("Something went wrong here"),
        "sentences": [_("It is not your fault. Nothing was half saved. Try again in a minute.")],
    }
    return HttpResponse(render_to_string("design/error.html", context), status=500)
