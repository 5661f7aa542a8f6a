"""Two made-up homes of two providers; in the first an inspection is judged and its report is still to be written.

Run in a process of its own, as a colleague at another desk would be: `python -m tests.journeys.report_to_finish`, with
the service's EVENHAND_VAR. Prints the inspection's number.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

HOME, OTHER_HOME = "FICTION71", "FICTION72"
NAME, STREET = "Plainly Invented Cottage", "7 Nowhere Lane"


def make() -> str:
    """Walk the real acts. Safe in a service that is running; a second time makes a second inspection."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")
    django.setup()
    from django.utils import timezone
    from tests.builders import a_conversation, an_inspection, filed, settle

    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import System, give_role, make_person
    from evenhand.web.accounts.models import Person
    from evenhand.web.demo import password
    from evenhand.web.inspections.actions import record_evidence
    from evenhand.web.register.actions import give_home

    cast = SimpleNamespace(
        **{one: Person.objects.get(username__startswith=f"{one}.") for one in ("ida", "ivan", "petra")}
    )
    system = System()
    paul = make_person(
        by=system, username="paul.provider", display_name="Paul Provider", password=password(), fictional=True
    )
    give_role(by=system, person=paul, role=Role.PROVIDER)
    home = _home(HOME, NAME, STREET)
    give_home(by=system, home=home, person=cast.petra)
    give_home(by=system, home=_home(OTHER_HOME, "Surely Imaginary Villa", "8 Nowhere Lane"), person=paul)
    started = timezone.localdate() - timedelta(days=2)
    inspection = an_inspection(cast, home=home, starts_on=started)  # type: ignore[arg-type]
    child = a_conversation(said="KM said that somebody always listens.", initials=("KM",), **filed(inspection))
    record_evidence(by=cast.ida, inspection=inspection, item=child)
    settle(cast, inspection)  # type: ignore[arg-type]
    return str(inspection.pk)


def _home(urn: str, name: str, street: str) -> Any:
    from django.utils import timezone

    from evenhand.web.accounts.actions import System
    from evenhand.web.register.actions import make_fictional_home

    facts = {
        "name": name,
        "address": f"{street}, Nowhereshire (fictional)",
        "provision_type": "Children's home",
        "status": "Active",
        "sector": "Private",
        "region": "Nowhere (fictional)",
        "local_authority": "Nowhereshire (fictional)",
        "places": 4,
        "registered_on": timezone.localdate() - timedelta(days=60),
    }
    return make_fictional_home(by=System(), urn=urn, facts=facts)


if __name__ == "__main__":
    sys.stdout.write(make())
