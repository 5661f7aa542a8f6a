"""What is done to people: made, given a role, relieved of one, signed in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.casework.policies import NotNow, check_change_people
from evenhand.web.accounts import sessions
from evenhand.web.accounts.models import Person, RoleHeld
from evenhand.web.accounts.slowing import forget_tries
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.wording import say


class System:
    """The software itself, when no person is behind an act (setting up, importing at the first start)."""

    actor_id = "system"


class Visitor:
    """Somebody at the door, of whom nothing is known yet."""

    actor_id = "visitor"


@action("person.made")
def make_person(
    *,
    by: HasActorId,
    username: str,
    display_name: str,
    password: str,
    fictional: bool = False,
    must_choose_password: bool = False,
) -> Acted[Person]:
    """A new person without any role."""
    must_be_allowed(by, check_change_people)
    person = Person.objects.make(
        username, display_name, password, fictional=fictional, must_choose_password=must_choose_password
    )
    return Acted(person, ("person", username))


@transaction.atomic
def make_person_with_roles(
    *, by: HasActorId, username: str, display_name: str, password: str, roles: Iterable[Role]
) -> Person:
    """A new person with roles and a one-time password: all of it, or nothing. Each step is an action of its own."""
    person = make_person(
        by=by, username=username, display_name=display_name, password=password, must_choose_password=True
    )
    for role in roles:
        give_role(by=by, person=person, role=role)
    return person


@action("role.given")
def give_role(*, by: HasActorId, person: Person, role: Role) -> Acted[RoleHeld]:
    """Give a role; giving it twice changes nothing."""
    must_be_allowed(by, check_change_people)
    held, _ = RoleHeld.objects.get_or_create(
        person=person, role=role.value, ended_at=None, defaults={"given_by": by.actor_id, "given_at": timezone.now()}
    )
    return Acted(held, ("person", person.username), {"role": role.value})


@action("role.ended")
def end_role(*, by: HasActorId, person: Person, role: Role) -> Acted[RoleHeld]:
    """End a role somebody holds; somebody must stay who can give roles."""
    must_be_allowed(by, check_change_people)
    # Locked together, so that two administrators cannot each end the other's role at the same moment.
    holders = list(RoleHeld.objects.select_for_update().filter(role=role.value, ended_at=None).order_by("id"))
    held = next((one for one in holders if one.person_id == person.pk), None)
    if held is None:
        raise NotNow("AC001", say("{name} does not hold this role; nothing was changed.", name=person.display_name))
    if role is Role.ADMINISTRATOR and len(holders) == 1:
        raise NotNow(
            "AC002",
            say(
                "{name} is the last administrator. Make somebody else an administrator first; without one, "
                "nobody could give roles any more.",
                name=person.display_name,
            ),
        )
    held.ended_by, held.ended_at = by.actor_id, timezone.now()
    held.save(update_fields=["ended_by", "ended_at"])
    return Acted(held, ("person", person.username), {"role": role.value})


@action("person.password_given")
def give_password(*, by: HasActorId, person: Person, password: str) -> Acted[Person]:
    """Give a one-time password to somebody who has lost theirs; it must be replaced at the next sign-in."""
    must_be_allowed(by, check_change_people)
    person.set_password(password)
    person.must_choose_password = True
    person.save(update_fields=["password", "must_choose_password"])
    sessions.end_all(person)
    return Acted(person, ("person", person.username))


@action("person.password_chosen")
def choose_password(*, by: Person, password: str, request: HttpRequest) -> Acted[Person]:
    """Replace one's own password; this session goes on, every other one ends."""
    by.set_password(password)
    by.must_choose_password = False
    by.save(update_fields=["password", "must_choose_password"])
    sessions.end_all(by, request)
    return Acted(by, ("person", by.username))


@action("person.signed_in")
def sign_in(*, by: Person, request: HttpRequest, factor: str = "") -> Acted[None]:
    """Start a session for somebody who showed who they are; `factor` names what they showed besides a password."""
    login(request, by)
    sessions.note_factor(request, factor)
    sessions.sweep()
    forget_tries(by.username)
    return Acted(None, ("person", by.username), {"factor": factor} if factor else {})


@action("person.not_signed_in")
def refuse_sign_in(*, by: HasActorId, username: str) -> Acted[None]:
    """Write down that a password was wrong. A name that nobody has is not written down: it may be a password."""
    known = Person.objects.filter(username=username).exists()
    return Acted(None, ("person", username if known else "unknown"))


@action("person.signed_out")
def sign_out(*, by: Person, request: HttpRequest) -> Acted[None]:
    """End the session."""
    username = by.username
    logout(request)
    return Acted(None, ("person", username))


def must_be_allowed(by: HasActorId, policy: Callable[[Actor], None]) -> None:
    """Ask a policy about whoever acts; only the software itself, setting up, needs no role."""
    if not isinstance(by, System):
        policy(by.as_actor() if isinstance(by, Person) else NOBODY)
