"""The people of the stories: each plays one part, so that a test can say who may and who may not.

Ida leads an inspection, Ivan helps, Iris inspects elsewhere. Quentin assures quality, Quinn did some inspecting too.
Petra answers for the fictional home, Paul for another one. Connie works for the council that hosts the fictional home.
Fay writes frameworks, Fred publishes them, Ada administers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evenhand.casework.actors import Role

PASSWORD = "a-long-password-for-tests"  # the tests sign in without it, except those about signing in


@dataclass(frozen=True)
class Cast:
    """Everybody, and the two homes of the stories."""

    ida: Any
    ivan: Any
    iris: Any
    quentin: Any
    quinn: Any
    petra: Any
    paul: Any
    connie: Any
    fay: Any
    fred: Any
    ada: Any
    nobody: Any
    home: Any
    other_home: Any

    @property
    def by_role(self) -> dict[Role, Any]:
        """Somebody for each role."""
        return {
            Role.INSPECTOR: self.ida,
            Role.QUALITY_ASSURER: self.quentin,
            Role.PROVIDER: self.petra,
            Role.COMMISSIONER: self.connie,
            Role.FRAMEWORK_AUTHOR: self.fay,
            Role.ADMINISTRATOR: self.ada,
        }


_PARTS = {
    "ida": ("ida.inspector", "Ida Inspector", (Role.INSPECTOR,)),
    "ivan": ("ivan.inspector", "Ivan Inspector", (Role.INSPECTOR,)),
    "iris": ("iris.inspector", "Iris Inspector", (Role.INSPECTOR,)),
    "quentin": ("quentin.quality", "Quentin Quality", (Role.QUALITY_ASSURER,)),
    "quinn": ("quinn.both", "Quinn Both", (Role.QUALITY_ASSURER, Role.INSPECTOR)),
    "petra": ("petra.provider", "Petra Provider", (Role.PROVIDER,)),
    "paul": ("paul.provider", "Paul Provider", (Role.PROVIDER,)),
    "connie": ("connie.commissioner", "Connie Commissioner", (Role.COMMISSIONER,)),
    "fay": ("fay.framework", "Fay Framework", (Role.FRAMEWORK_AUTHOR,)),
    "fred": ("fred.framework", "Fred Framework", (Role.FRAMEWORK_AUTHOR,)),
    "ada": ("ada.admin", "Ada Admin", (Role.ADMINISTRATOR,)),
    "nobody": ("nora.nothing", "Nora Nothing", ()),
}


def people(_db: Any = None) -> Cast:
    """Make everybody by the real acts; needs a database."""
    from evenhand.web.accounts.actions import System, give_role, make_person

    made = {}
    for part, (username, name, roles) in _PARTS.items():
        person = make_person(by=System(), username=username, display_name=name, password=PASSWORD, fictional=True)
        for role in roles:
            give_role(by=System(), person=person, role=role)
        made[part] = _afresh(person)
    home, other = a_home("FICTION1"), a_home("FICTION2")
    answers_for(made["petra"], home)
    answers_for(made["paul"], other)
    works_for(made["connie"], home.local_authority)
    return Cast(**made, home=home, other_home=other)


def _afresh(person: Any) -> Any:
    # A person keeps the roles they were first asked for, as a request does; read it again after giving roles.
    return type(person).objects.get(pk=person.pk)


def a_home(urn: str, **columns: Any) -> Any:
    """A home that does not exist."""
    from evenhand.web.register.models import Home

    fields = {
        "fictional": True,
        "name": f"{urn} House",
        "address": "1 Nowhere Lane",
        "contact": "door@nowhere.example",
        "provision_type": "Children's Home",
        "sector": "Private",
        "region": "North East, Yorkshire and the Humber",
        "local_authority": "Nowhereshire",
        "places": 4,
    }
    return Home.objects.create(urn=urn, **{**fields, **columns})


def answers_for(person: Any, home: Any) -> None:
    """Make a provider answer for a home."""
    from django.utils import timezone

    from evenhand.web.register.models import HomeOfProvider

    HomeOfProvider.objects.create(home=home, person=person, given_by="system", given_at=timezone.now())


def works_for(person: Any, authority: str) -> None:
    """Make a commissioner work for a council."""
    from django.utils import timezone

    from evenhand.web.register.models import CouncilOfCommissioner

    CouncilOfCommissioner.objects.create(person=person, authority=authority, given_by="system", given_at=timezone.now())
