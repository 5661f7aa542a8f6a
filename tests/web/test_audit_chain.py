"""The chain of the audit log: it holds over everything people do, and whoever tampers with it is found at the row."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.tampering import execute, without_triggers

from evenhand.casework.actors import Role
from evenhand.provenance import chained
from evenhand.web.accounts import actions
from evenhand.web.audit.models import Event
from evenhand.web.audit.queries import number_of, verify_chain

pytestmark = pytest.mark.django_db
# How the digest columns can be told apart from a digest somebody computed anew.
FORGED = "f" * 64


@pytest.fixture
def events(cast) -> int:
    """Many acts of many kinds; the number of the last event."""
    for _ in range(5):
        actions.give_role(by=cast.ada, person=cast.nobody, role=Role.INSPECTOR)
        actions.end_role(by=cast.ada, person=cast.nobody, role=Role.INSPECTOR)
        actions.give_password(by=cast.ada, person=cast.ivan, password="x" * 20)
        actions.refuse_sign_in(by=actions.Visitor(), username="ida.inspector")
    return Event.objects.latest("number").number


def test_after_many_acts_the_chain_holds_and_no_number_is_missing(events):
    state = verify_chain()
    assert state.first_broken is None
    assert state.events == events
    assert list(Event.objects.values_list("number", flat=True)) == list(range(1, events + 1))
    assert state.last_digest == Event.objects.latest("number").digest


def test_an_empty_log_holds():
    with without_triggers("audit_event"), transaction.atomic():
        execute("DELETE FROM audit_event")
        assert (verify_chain().events, verify_chain().first_broken) == (0, None)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "'somebody.else'"),
        ("action", "'person.signed_out'"),
        ("subject_kind", "'home'"),
        ("subject_id", "'FICTION1'"),
        ("details", """'{"role":"administrator"}'"""),
        ("details", "'no json'"),
        ("details", "''"),
        ("at", "'2020-01-01 00:00:00.000000+00:00'"),
        ("previous", f"'{FORGED}'"),
        ("digest", f"'{FORGED}'"),
    ],
)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_changed_field_is_found_at_its_row(events, column, value, place):
    number = {"first": 1, "middle": events // 2, "last": events}[place]
    with without_triggers("audit_event"):
        execute(f"UPDATE audit_event SET {column} = {value} WHERE number = {number}")  # noqa: S608
        assert verify_chain().first_broken == number


def test_a_field_changed_together_with_its_own_digest_is_found_at_the_next_row(events):
    number = events // 2
    event = Event.objects.get(number=number)
    forged = chained(event.previous, event.entry | {"by": "somebody.else"})
    with without_triggers("audit_event"):
        execute(f"UPDATE audit_event SET actor = 'somebody.else', digest = '{forged}' WHERE number = {number}")  # noqa: S608
        assert verify_chain().first_broken == number + 1


def test_a_removed_row_is_found_at_the_row_after_it(events):
    for number in (1, events // 2):
        with without_triggers("audit_event"), transaction.atomic():
            execute(f"DELETE FROM audit_event WHERE number = {number}")  # noqa: S608
            assert verify_chain().first_broken == number + 1
            transaction.set_rollback(True)


def test_a_removed_row_is_found_even_when_the_numbers_were_closed_up(events):
    number = events // 2
    with without_triggers("audit_event"):
        execute(f"DELETE FROM audit_event WHERE number = {number}")  # noqa: S608
        for later in range(number + 1, events + 1):
            execute(f"UPDATE audit_event SET number = {later - 1} WHERE number = {later}")  # noqa: S608
        assert verify_chain().first_broken == number


def test_a_row_put_in_between_is_found_at_that_row(events):
    number = events // 2
    with without_triggers("audit_event"):
        for later in range(events, number - 1, -1):
            execute(f"UPDATE audit_event SET number = {later + 1} WHERE number = {later}")  # noqa: S608
        columns = "at, actor, action, subject_kind, subject_id, details, previous, digest"
        execute(
            f"INSERT INTO audit_event (number, {columns}) SELECT {number}, {columns} "  # noqa: S608
            "FROM audit_event WHERE number = 1"
        )
        assert verify_chain().first_broken == number


def test_a_row_put_in_with_a_digest_that_fits_is_found_at_the_row_after_it(events):
    number = events // 2
    with without_triggers("audit_event"):
        for later in range(events, number - 1, -1):
            execute(f"UPDATE audit_event SET number = {later + 1} WHERE number = {later}")  # noqa: S608
        before = Event.objects.get(number=number - 1)
        forged = Event.objects.get(number=number + 1)
        forged.number, forged.previous = number, before.digest
        forged.digest = chained(forged.previous, forged.entry)
        forged.save(force_insert=True)
        assert verify_chain().first_broken == number + 1


def test_two_rows_that_changed_places_are_found_at_the_first_of_them(events):
    first, second = events // 2, events // 2 + 3
    with without_triggers("audit_event"):
        for old, new in ((first, 0), (second, first), (0, second)):
            execute(f"UPDATE audit_event SET number = {new} WHERE number = {old}")  # noqa: S608
        assert verify_chain().first_broken == first


def test_rows_removed_from_the_end_are_found_by_a_digest_noted_earlier(events):
    noted = verify_chain().last_digest
    assert number_of(noted) == events
    with without_triggers("audit_event"):
        execute(f"DELETE FROM audit_event WHERE number = {events}")  # noqa: S608
        assert verify_chain().first_broken is None  # the chain alone cannot tell
        assert number_of(noted) is None


def test_with_its_triggers_in_place_the_log_refuses_to_be_tampered_with(events):
    for statement in (
        "UPDATE audit_event SET actor = 'x'",
        "DELETE FROM audit_event",
        *(["TRUNCATE audit_event"] if connection.vendor == "postgresql" else []),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            execute(statement)
    assert verify_chain().events == events
