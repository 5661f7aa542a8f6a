"""Every page about something, tried by somebody of the right role who has no part in it.

`test_every_route.py` says which roles may open a route at all. Here the role is right and the person is a stranger: an
inspector of no team, a manager of another home, a commissioner of no council, an author who wrote nothing. What a
stranger may read stands in a table; everything else is refused, and nothing that a stranger sends is written down.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.people import PASSWORD, Cast
from tests.web.test_every_route import ROUTES, addresses  # noqa: F401 - a fixture

from evenhand.casework.actors import Role
from evenhand.web.accounts.actions import System, give_role, make_person
from evenhand.web.audit.models import Event
from evenhand.web.design.doors import EVERYBODY

pytestmark = pytest.mark.django_db
STRANGERS = {
    "inspector": (Role.INSPECTOR,),
    "provider": (Role.PROVIDER,),
    "commissioner": (Role.COMMISSIONER,),
}
# Inspectors read each other's inspections, so that the next one begins where the last one ended and grades are even.
# They change nothing there: see the second test. A provider and a commissioner read nothing that is not theirs.
READ_BY_INSPECTORS = (
    "accuracy:",
    "inspections:",
    "reports:",
    "register:home",
    "planning:home",
    "planning:proposal",
    "planning:record_event",
    "planning:withdraw_event",
    "preparation:sent",
    "preparation:send",
    "preparation:file",
)
# Acts that any inspector may do, because they are about a home and not about somebody's inspection.
DONE_BY_INSPECTORS = {"planning:record_event", "planning:withdraw_event", "preparation:send"}
REFUSED = {403, 404, 405, 409}


@pytest.fixture
def stranger(cast: Cast) -> Any:
    """Somebody new with this role, who has no part in anything."""

    def somebody(role: str) -> Any:
        name = f"sam.{role}"
        person = make_person(by=System(), username=name, display_name="Sam", password=PASSWORD, fictional=True)
        for held in STRANGERS[role]:
            give_role(by=System(), person=person, role=held)
        return type(person).objects.get(pk=person.pk)

    return somebody


def about_something(person: Any, addresses: dict[str, str]) -> dict[str, str]:  # noqa: F811
    """The routes with an object in their address that this role may open for some object."""
    return {
        route: address
        for route, address in addresses.items()
        if ROUTES[route].pattern.regex.groupindex
        and (open_to := ROUTES[route].callback.open_to) is not EVERYBODY
        and person.roles & open_to
    }


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_reads_nothing_but_what_the_table_says(cast, addresses, stranger, as_, role) -> None:  # noqa: F811
    person = stranger(role)
    tried = about_something(person, addresses)
    seen = [route for route, address in tried.items() if as_(person).get(address).status_code not in REFUSED]
    allowed = READ_BY_INSPECTORS if role == "inspector" else ()
    assert [route for route in seen if not route.startswith(allowed or "nothing")] == []
    assert len(tried) >= (5 if role == "provider" else 0)


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("form", [{}, {"based_on": "0", "note": "x", "reason": "x", "confirmed": "on", "choice": "x"}])
def test_nothing_that_a_stranger_sends_is_done(cast, addresses, stranger, as_, role, form) -> None:  # noqa: F811
    person, done = stranger(role), []
    tried = about_something(person, addresses)
    for route, address in tried.items():
        before = Event.objects.count()
        answer = as_(person).post(address, form)
        if Event.objects.count() != before and route not in DONE_BY_INSPECTORS:
            done.append(f"{route}: {answer.status_code}, {Event.objects.latest('number').action}")
        if answer.status_code in (200, 302) and route not in DONE_BY_INSPECTORS:
            done.append(f"{route}: answered {answer.status_code} {answer.get('Location', '')}")
    assert done == []


def test_nobody_reaches_the_account_of_somebody_else() -> None:
    """One's own pages hold no name in their address, so there is nothing to put another one into."""
    own = [name for name in ROUTES if name.startswith("accounts:") and name not in {"accounts:remove_passkey"}]
    named = [name for name in own if ROUTES[name].pattern.regex.groupindex]
    assert all(ROUTES[name].callback.open_to == frozenset({Role.ADMINISTRATOR}) for name in named)
