"""Interests that inspectors declared, as the core reads them, and whom they keep from which home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from evenhand.casework.due import DeclaredInterest, InspectedHome, conflicts
from evenhand.web.accounts.models import Person
from evenhand.web.planning.models import Interest
from evenhand.web.register.models import Home
from evenhand.wording import Words

# A declared interest has no first day in the core: those that begin later are left out here.
_FIELDS = {"home": "urn", "provider": "provider", "authority": "authority"}


def declared(people: Iterable[Person], first: date, last: date) -> tuple[DeclaredInterest, ...]:
    """What these people declared that stands on any day from first to last. One query."""
    rows = Interest.objects.filter(person__in=list(people), since__lte=last)
    standing = rows.filter(Q(end=None) | Q(end__until__gte=first)).select_related("person", "end")
    return tuple(
        DeclaredInterest(
            inspector=row.person.username,
            until=row.end.until if hasattr(row, "end") else None,
            **{_FIELDS[row.about]: row.value},
        )
        for row in standing
    )


def objections(home: Home, people: Iterable[Person], day: date) -> Mapping[str, tuple[Words, ...]]:
    """Why people must not be sent to a home on a day, by sign-in name; those against whom nothing stands are not in."""
    people = list(people)
    return against(home, people, declared(people, day, day), day)


def against(
    home: Home, people: Iterable[Person], said: Iterable[DeclaredInterest], day: date
) -> dict[str, tuple[Words, ...]]:
    """The same for interests that were read already."""
    about = InspectedHome(home.urn, home.organisation_id, home.local_authority)
    said = tuple(said)
    found = {person.username: conflicts(about, person.username, said, day) for person in people}
    return {name: reasons for name, reasons in found.items() if reasons}
