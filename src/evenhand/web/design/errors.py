"""What people see when something cannot be done: what happened, why, and what to do next. Never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput
from evenhand.web.design.jinja import words

log = logging.getLogger(__name__)


# What no page shows again.
_SECRET = frozenset({"csrfmiddlewaretoken", "password", "again", "code", "recovery", "answer"})


def page(
    request: HttpRequest, status: int, title: str, sentences: list[str], unsaved: tuple[str, ...] = ()
) -> HttpResponse:
    """An error page with a title, sentences that say what to do, and the words somebody sent that were not saved."""
    context = {"title": title, "sentences": sentences, "unsaved": unsaved, "inspection": _inspection(request)}
    return render(request, "design/error.html", context, status=status)


def _inspection(request: HttpRequest) -> str:
    """The task list of the inspection that the refused page is about, as the way back; empty for other pages."""
    match = request.resolver_match
    inside = match is not None and match.namespace in ("inspections", "reports") and "id" in match.kwargs
    return reverse("inspections:workspace", args=[match.kwargs["id"]]) if match and inside else ""


def words_sent(request: HttpRequest) -> tuple[str, ...]:
    """The texts of a form that was sent, so that a refusal can hand them back: whatever has more than one word."""
    if request.method != "POST":
        return ()
    sent = (text.strip() for name, texts in request.POST.lists() if name not in _SECRET for text in texts)
    return tuple(dict.fromkeys(text for text in sent if len(text.split()) > 1))


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
            return page(request, 409 if not_now else 403, title, [words(exception.reason)], words_sent(request))
        if isinstance(exception, BadInput):
            sentences = [words(one.message) for one in exception.findings]
            return page(request, 400, _("That could not be understood"), sentences, words_sent(request))
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
        _own_words(request),
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from one of our pages."""
    return page(
        request,
        403,
        _("This form has expired"),
        [_("Nothing was saved. Go back, load the page again, and send the form once more.")],
        _own_words(request),
    )


def _own_words(request: HttpRequest) -> tuple[str, ...]:
    # Only for somebody signed in: their cookie does not travel with a form of another site, so the words are theirs,
    # and no stranger can make a page of ours say something.
    user = getattr(request, "user", None)
    return words_sent(request) if user is not None and user.is_authenticated else ()


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
        "inspection": "",
    }
    return HttpResponse(render_to_string("design/error.html", context), status=500)
