"""Reading who is here and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evenhand.casework.actors import Actor, Role
from evenhand.web.accounts.models import Person, RoleHeld

ROLES: dict[Role, tuple[str | Promise, str | Promise]] = {
    Role.INSPECTOR: (_("Inspector"), _("Carries out inspections and writes the reports.")),
    Role.QUALITY_ASSURER: (_("Quality assurer"), _("Reviews and publishes reports that others wrote.")),
    Role.PROVIDER: (_("Provider"), _("Sees the homes they are responsible for.")),
    Role.COMMISSIONER: (_("Commissioner"), _("Finds places for a council's children; sees what councils may see.")),
    Role.FRAMEWORK_AUTHOR: (_("Framework author"), _("Writes and publishes versions of a framework.")),
    Role.ADMINISTRATOR: (_("Administrator"), _("Gives and ends roles, imports the register, reads the audit log.")),
}

# The first role that somebody holds says where their work begins.
LANDING: tuple[tuple[Role, str], ...] = (
    (Role.INSPECTOR, "inspections:mine"),
    (Role.QUALITY_ASSURER, "reports:queue"),
    (Role.PROVIDER, "register:my_homes"),
    (Role.COMMISSIONER, "register:council_homes"),
    (Role.FRAMEWORK_AUTHOR, "frameworks:shelf"),
    (Role.ADMINISTRATOR, "accounts:people"),
)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person with the roles they hold now and those they held before."""

    person: Person
    now: tuple[RoleHeld, ...]
    before: tuple[RoleHeld, ...]

    @property
    def may_still_get(self) -> tuple[Role, ...]:
        """The roles the person does not hold."""
        held = {one.role for one in self.now}
        return tuple(role for role in Role if role.value not in held)


def landing_page(person: Person) -> str:
    """Where somebody's work begins, after signing in."""
    for role, page in LANDING:
        if role in person.roles:
            return reverse(page)
    return reverse("public:start")


def role_in_words(role: Role | str) -> str | Promise:
    """The words for a role."""
    return ROLES[Role(role)][0]


def people(who: Actor) -> list[PersonShown]:
    """Everybody who can sign in, by name, for administrators; nobody else gets any."""
    if not who.is_a(Role.ADMINISTRATOR):
        return []
    held = Prefetch("roles_held", RoleHeld.objects.order_by("given_at", "id"))
    return [_shown(person) for person in Person.objects.prefetch_related(held).order_by("display_name", "username")]


def person_named(who: Actor, username: str) -> PersonShown | None:
    """One person, for administrators; None when there is no such person, or for anybody else."""
    if not who.is_a(Role.ADMINISTRATOR):
        return None
    held = Prefetch("roles_held", RoleHeld.objects.order_by("given_at", "id"))
    person = Person.objects.prefetch_related(held).filter(username=username).first()
    return _shown(person) if person else None


def name_is_taken(username: str) -> bool:
    """Whether somebody signs in with this name, in whatever case."""
    return Person.objects.filter(username__iexact=username).exists()


def _shown(person: Person) -> PersonShown:
    held = tuple(person.roles_held.all())
    return PersonShown(
        person,
        tuple(one for one in held if one.ended_at is None),
        tuple(one for one in held if one.ended_at is not None),
    )
