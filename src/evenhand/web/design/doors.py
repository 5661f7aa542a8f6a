"""Marks on views that say who may open them; a view without a mark, nobody may open."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from evenhand.casework.actors import Role

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
