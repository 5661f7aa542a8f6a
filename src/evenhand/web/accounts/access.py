"""Who may open which page. Deny by default: a view that does not say who may open it, nobody may open."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from evenhand.casework.actors import INSPECTORATE, NOBODY, Actor, Role
from evenhand.web.accounts.models import Person
from evenhand.web.accounts.sessions import has_factor
from evenhand.web.design.doors import EVERYBODY, View, for_anyone_signed_in, for_roles, open_to_everybody
from evenhand.web.design.errors import page, words_sent

__all__ = [
    "EVERYBODY",
    "DenyByDefault",
    "View",
    "actor_of",
    "for_anyone_signed_in",
    "for_roles",
    "must_enrol",
    "open_to_everybody",
    "person_of",
    "who_is_here",
]


class DenyByDefault:
    """Before every view: signed out people go to the sign-in page, the wrong role is refused."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Whatever somebody signed in is shown is kept by nobody: not by a proxy for the next reader, and not by the
        # browser for whoever presses "back" after they signed out.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request through (None), send to sign in, or refuse."""
        open_to = getattr(view, "open_to", frozenset())
        if open_to is EVERYBODY:
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        person = person_of(request)
        if person.must_choose_password:
            return redirect("accounts:password")
        if must_enrol(request, person) and not getattr(view, "before_enrolment", False):
            return redirect("accounts:second_factor")
        if not person.roles & open_to:
            raise PermissionDenied
        return None


def must_enrol(request: HttpRequest, person: Person) -> bool:
    """Whether this person has to set up a second step before anything else opens."""
    required = settings.SECOND_FACTOR == "required"
    return required and not has_factor(request) and bool(person.roles & INSPECTORATE)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    # Coming back to a form that was sent cannot work: only its page can be asked for again.
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    unsaved = words_sent(request)
    if not unsaved:
        return redirect_to_login(back, settings.LOGIN_URL)
    # A session that ended while somebody wrote must not take their words with it.
    sentences = [_("Nothing was saved. Sign in again in another tab, and send what you wrote once more.")]
    return page(request, 403, _("You are signed out"), sentences, unsaved)


def person_of(request: HttpRequest) -> Person:
    """The signed-in person; only for views that are not open to everybody."""
    person = request.user
    if not isinstance(person, Person):
        raise PermissionDenied
    return person


def who_is_here(request: HttpRequest) -> dict[str, Any]:
    """For every template: the person (None when nobody is signed in) and their roles."""
    person = getattr(request, "user", None)
    signed_in = person if isinstance(person, Person) else None
    return {"person": signed_in, "roles": signed_in.roles if signed_in else frozenset(), "Role": Role}


def actor_of(request: HttpRequest) -> Actor:
    """Whoever makes the request as the core's policies see them; apps that know of homes add them themselves."""
    person = getattr(request, "user", None)
    return person.as_actor() if isinstance(person, Person) else NOBODY
