"""Stories of planning: homes with a history, events, interests, and one proposed schedule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.people import Cast

from evenhand.casework.due import HappeningKind

SEEN = date(2026, 6, 1)


def listed(home: Any, *inspections: tuple[date, int]) -> Any:
    """Say which full inspections the register lists of a home."""
    from evenhand.web.register.models import ListedInspection

    for day, overall in inspections:
        ListedInspection.objects.create(home=home, inspected_on=day, overall=overall, source="made up")
    return home


def an_event(cast: Cast, kind: HappeningKind = HappeningKind.CONCERNS, on: date = SEEN, home: Any = None) -> Any:
    """Ida records an event."""
    from evenhand.web.planning import actions

    note = "Notice of the provider."
    return actions.record_event(by=cast.ida, home=home or cast.home, kind=kind, happened_on=on, note=note)


def an_interest(person: Any, about: str = "home", value: str = "FICTION1", since: date = SEEN) -> Any:
    """Somebody declares an interest."""
    from evenhand.web.planning import actions

    return actions.declare_interest(by=person, about=about, value=value, why="Family works there.", since=since)


def a_proposal(cast: Cast, by: Any = None, **changes: Any) -> Any:
    """A schedule proposed for the region of the fictional homes, for six weeks."""
    from evenhand.web.planning import actions
    from evenhand.web.planning.proposing import Asked, make
    from evenhand.web.register.queries import with_homes

    by = by or cast.ida
    fields: dict[str, Any] = {
        "seen_from": SEEN,
        "first_monday": SEEN + timedelta(days=7),
        "weeks": 6,
        "region": cast.home.region,
    }
    asked = Asked(**{**fields, **changes})
    return actions.keep_proposal(by=by, asked=asked, made=make(with_homes(by), asked))


def addresses(cast: Cast) -> dict[str, dict[str, Any]]:
    """Arguments for every address of planning, about things that exist."""
    urn = {"urn": cast.home.urn}
    return {
        "planning:home": urn,
        "planning:record_event": urn,
        "planning:withdraw_event": {**urn, "number": an_event(cast).pk},
        "planning:end_interest": {"number": an_interest(cast.ida, "home", cast.other_home.urn).pk},
        "planning:proposal": {"number": a_proposal(cast).pk},
    }
