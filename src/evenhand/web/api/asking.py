"""Who asks, and what each record may tell them. Signed in means by session; there are no keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from evenhand.casework.actors import NOBODY, Actor
from evenhand.casework.visibility import Tier, tier_at, tier_of
from evenhand.opendata.disclosure import disclose
from evenhand.web.accounts.access import must_enrol
from evenhand.web.accounts.models import Person
from evenhand.web.register.queries import with_homes

# Beside its fields, a row of a home carries the council that hosts it; it never leaves.
COUNCIL = "_council"


def who_asks(request: HttpRequest) -> Actor:
    """Whoever is signed in, with homes and councils; nobody while their sign-in is not complete."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or person.must_choose_password or must_enrol(request, person):
        return NOBODY
    return with_homes(person)


def is_private(request: HttpRequest) -> bool:
    """Whether the answer may be meant for one person: it came with a session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def told(who: Actor, record: str, rows: Iterable[dict[str, Any]], *, alone: bool = False) -> list[dict[str, Any]]:
    """What each row may tell this person, through the one function of disclosure; each home has a tier of its own."""
    councils = []
    stripped = []
    for row in rows:
        councils.append(row.pop(COUNCIL, None))
        stripped.append(row)
    if tier_of(who) is Tier.PUBLIC and not who.homes:
        return disclose(Tier.PUBLIC, record, stripped, alone=alone)
    answered = []
    for row, council in zip(stripped, councils, strict=True):
        near = frozenset({council}) if council else frozenset()
        answered += disclose(tier_at(who, row.get("urn", ""), near), record, [row], alone=alone)
    return answered
