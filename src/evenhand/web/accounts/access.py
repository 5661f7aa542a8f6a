"""Who may open which page. Deny by default: a view that does not say who may open it, nobody may open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.web.accounts.models import Person

View = Callable[..., HttpResponse]
EVERYBODY = frozenset({"everybody"})


def open_to_everybody(view: View) -> View:
    """Anyone may open this page, signed in or not."""
    view.open_to = EVERYBODY  # type: ignore[attr-defined]
    return view


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Only people with one of these roles may open this page."""

    def decorate(view: View) -> View:
        view.open_to = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return decorate


for_anyone_signed_in = for_roles(*Role)


class DenyByDefault:
    """Before every view: signed out people go to the sign-in page, the wrong role is refused."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the request through (None), send to sign in, or refuse."""
        open_to = getattr(view, "open_to", frozenset())
        if open_to is EVERYBODY:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not person_of(request).roles & open_to:
            raise PermissionDenied
        return None


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
