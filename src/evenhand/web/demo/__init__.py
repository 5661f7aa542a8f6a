"""Demonstration data: obviously fictional people, a home with an inspection due, and a home with one half done."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from evenhand.casework.actors import Role
from evenhand.web.accounts.actions import System, give_role, make_person
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.consultations.actions import load_example
from evenhand.web.demo import stories
from evenhand.web.demo.lodge import furnish
from evenhand.web.demo.remarks import comment_as_reviewer, comment_on_draft
from evenhand.web.demo.trial import try_out
from evenhand.web.demo.walk import Players, walk
from evenhand.web.environment import Refused
from evenhand.web.inspections.actions import schedule
from evenhand.web.inspections.models import Inspection
from evenhand.web.register.actions import give_council, give_home, list_inspections, make_fictional_home
from evenhand.web.register.models import Home
from evenhand.web.register.queries import may_answer_for

URN = "FICTION1"
# A real authority of the register, because only real ones have neighbours and homes near them.
COUNCIL = "Coventry"


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who does not exist: sign-in name, name, and the role they play."""

    username: str
    name: str
    role: Role


CAST = (
    Character("ida.inspector", "Ida Inspector", Role.INSPECTOR),
    Character("ivan.inspector", "Ivan Inspector", Role.INSPECTOR),
    Character("quentin.quality", "Quentin Quality", Role.QUALITY_ASSURER),
    Character("quilla.quality", "Quilla Quality", Role.QUALITY_ASSURER),
    Character("petra.provider", "Petra Provider", Role.PROVIDER),
    Character("connie.commissioner", "Connie Commissioner", Role.COMMISSIONER),
    Character("fay.framework", "Fay Framework", Role.FRAMEWORK_AUTHOR),
    Character("fred.framework", "Fred Framework", Role.FRAMEWORK_AUTHOR),
    Character("ada.admin", "Ada Admin", Role.ADMINISTRATOR),
)

_PAST = (
    (date(2024, 5, 14), 2, 2, 3),
    (date(2025, 6, 10), 3, 3, 3),
)
_LABELS = {2: "Requires improvement to be good", 3: "Good"}


def refuse_in_production() -> None:
    """Raise Refused when this is the real thing."""
    if settings.ENVIRONMENT.production:
        raise Refused(
            "Demonstration people have a password that is printed on the screen, so they are never made when "
            "EVENHAND_MODE is production. Write EVENHAND_MODE=demo to try things out."
        )


def set_the_scene() -> None:
    """Make what is missing of the cast, the home and its inspection. Safe to run again."""
    refuse_in_production()
    secret = password()
    people = {one.username: _person(one, secret) for one in CAST}
    if not people[CAST[0].username].check_password(secret):
        renew_passwords(by=System(), people=tuple(people.values()), password=secret)
    home = _home()
    if not may_answer_for(people["petra.provider"], home):
        give_home(by=System(), home=home, person=people["petra.provider"])
    _councils(people["connie.commissioner"], home)
    if not Inspection.objects.filter(home=home).exists():
        _inspection_due(home, people["ida.inspector"])
    furnish(people["ida.inspector"], people["ivan.inspector"], people["petra.provider"])
    _reports(people)
    load_example(by=System())


def _councils(connie: Person, home: Home) -> None:
    """The council of the made-up homes, and a real one, because only real authorities have neighbours."""
    wanted = [
        home.local_authority,
        *Home.objects.filter(local_authority=COUNCIL).values_list("local_authority", flat=True)[:1],
    ]
    for authority in wanted:
        if not connie.councils.filter(authority=authority).exists():
            give_council(by=System(), person=connie, authority=authority)


def _reports(people: dict[str, Person]) -> None:
    """Reports further on than a draft: two published, one with the provider, one in quality assurance."""
    quentin, petra = people["quentin.quality"], people["petra.provider"]
    players = Players(people["ida.inspector"], quentin, petra, people["quilla.quality"])
    for story in (stories.PUBLISHED, stories.ASSURANCE):
        walk(story, players)
    with_provider, in_quality = walk(stories.WITH_PROVIDER, players), walk(stories.IN_QUALITY, players)
    comment_on_draft(with_provider, petra)
    comment_as_reviewer(in_quality, quentin)
    try_out(people, judged=with_provider, waiting=in_quality)


def password() -> str:
    """The cast's password, kept in a file that only its owner may read; a new one when there is none."""
    file: Path = settings.ENVIRONMENT.var / "demo-password"
    if not file.is_file() or not file.read_text().strip():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text("-".join(secrets.token_hex(2) for _ in range(4)) + "\n")
    return file.read_text().strip()


def _person(one: Character, secret: str) -> Person:
    person = Person.objects.filter(username=one.username).first()
    if person is None:
        person = make_person(by=System(), username=one.username, display_name=one.name, password=secret, fictional=True)
    if not person.roles_held.filter(role=one.role.value, ended_at=None).exists():
        give_role(by=System(), person=person, role=one.role)
    return person


@action("demo.passwords_renewed")
def renew_passwords(*, by: HasActorId, people: tuple[Person, ...], password: str) -> Acted[None]:
    """Give the cast the password of the file again, after the file was lost or the database was copied."""
    for person in people:
        person.set_password(password)
        person.save(update_fields=["password"])
    return Acted(None, ("person", "demo"), {"people": [person.username for person in people]})


def _home() -> Home:
    home = Home.objects.filter(urn=URN).first()
    if home is not None:
        return home
    home = make_fictional_home(
        by=System(),
        urn=URN,
        facts={
            "name": "Obviously Fictional House",
            "address": "1 Nowhere Lane, Nowhereshire (fictional)",
            "contact": "manager@obviously-fictional.example",
            "provision_type": "Children's home",
            "status": "Active",
            "sector": "Private",
            "region": "Nowhere (fictional)",
            "local_authority": "Nowhereshire (fictional)",
            "places": 4,
            "registered_on": date(2021, 9, 1),
        },
    )
    past = [
        (
            day,
            {
                "published_on": day + timedelta(days=35),
                "overall": overall,
                "overall_label": _LABELS[overall],
                "helped_protected": protected,
                "leaders_managers": led,
            },
        )
        for day, overall, protected, led in _PAST
    ]
    return list_inspections(by=System(), home=home, inspections=past)


def _inspection_due(home: Home, lead: Person) -> None:
    today = timezone.localdate()
    schedule(by=lead, home=home, kind="full", starts_on=today, ends_on=today + timedelta(days=1), lead=lead)
