"""What is done to people: made, given a role, signed in and out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone

from evenhand.casework.actors import Role
from evenhand.web.accounts.models import Person, RoleHeld
from evenhand.web.audit.actions import Acted, HasActorId, action


class System:
    """The software itself, when no person is behind an act (setting up, importing at the first start)."""

    actor_id = "system"


@action("person.made")
def make_person(
    *, by: HasActorId, username: str, display_name: str, password: str, fictional: bool = False
) -> Acted[Person]:
    """A new person without any role."""
    person = Person.objects.make(username, display_name, password, fictional=fictional)
    return Acted(person, ("person", username))


@action("role.given")
def give_role(*, by: HasActorId, person: Person, role: Role) -> Acted[RoleHeld]:
    """Give a role; giving it twice changes nothing."""
    held, _ = RoleHeld.objects.get_or_create(
        person=person, role=role.value, ended_at=None, defaults={"given_by": by.actor_id, "given_at": timezone.now()}
    )
    return Acted(held, ("person", person.username), {"role": role.value})


@action("person.signed_in")
def sign_in(*, by: Person, request: HttpRequest) -> Acted[None]:
    """Start a session for somebody whose password was right."""
    login(request, by)
    return Acted(None, ("person", by.username))


@action("person.signed_out")
def sign_out(*, by: Person, request: HttpRequest) -> Acted[None]:
    """End the session."""
    username = by.username
    logout(request)
    return Acted(None, ("person", username))
