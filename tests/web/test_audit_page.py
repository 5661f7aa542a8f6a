"""The page of the audit log: administrators read it as sentences, look through it, and have the chain checked."""

from __future__ import annotations

import pytest
from tests.web.tampering import execute, without_triggers

from evenhand.casework.actors import NOBODY, Role
from evenhand.web.accounts import actions
from evenhand.web.audit import queries
from evenhand.web.audit.models import Event

pytestmark = pytest.mark.django_db


def page(client, query: str = "") -> str:
    answer = client.get(f"/audit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", ["/audit/", "/audit/check/"])
def test_only_administrators_read_the_log(cast, as_, client, address):
    assert as_(cast.ada).get(address).status_code == 200
    for part in ("ida", "quentin", "petra", "fay", "nobody"):
        assert as_(getattr(cast, part)).get(address).status_code == 403, part
    assert client.get(address).status_code == 302


def test_the_queries_give_nothing_to_anybody_else(cast):
    for part in ("ida", "petra", "nobody"):
        who = getattr(cast, part).as_actor()
        assert list(queries.latest(who, 1)) == []
        assert queries.actions_seen(who) == []
    assert list(queries.latest(NOBODY, 1)) == []


def test_events_are_sentences_newest_first(cast, as_):
    actions.give_role(by=cast.ada, person=cast.nobody, role=Role.QUALITY_ASSURER)
    actions.refuse_sign_in(by=actions.Visitor(), username="ida.inspector")
    shown = page(as_(cast.ada))
    newest = shown.index("Somebody tried to sign in as ida.inspector, with a wrong password.")
    assert newest < shown.index("ada.admin gave nora.nothing the role quality assurer.")
    assert Event.objects.latest("number").digest[:12] in shown


def test_the_log_is_looked_through_by_subject_and_by_action(cast, as_):
    client = as_(cast.ada)
    of_ida = page(client, "?kind=person&id=ida.inspector")
    assert "ida.inspector" in of_ida and "The service itself gave ivan.inspector" not in of_ida
    given = page(client, "?action=role.given&kind=person&id=ida.inspector")
    assert "gave ida.inspector the role inspector" in given
    assert "added ida.inspector as a person" not in given
    assert "No event matches." in page(client, "?kind=moon")


def test_pages_keep_what_was_asked_for(cast, as_):
    for _ in range(30):
        actions.give_password(by=cast.ada, person=cast.ida, password="x" * 20)
        actions.give_password(by=cast.ada, person=cast.ivan, password="x" * 20)
    client = as_(cast.ada)
    assert "?page=2" in page(client)
    assert "?action=person.password_given&amp;page=2" in page(client, "?action=person.password_given")
    assert page(client, "?page=2") != page(client)


@pytest.mark.parametrize(
    "query",
    ["?page=many", "?page=-1", "?page=999999", "?action=moon.landed", "?kind=%00", "?kind=" + "x" * 500, "?id=%00"],
)
def test_nonsense_in_the_address_gets_a_page(cast, as_, query):
    assert as_(cast.ada).get(f"/audit/{query}").status_code == (400 if "%00" in query else 200)


def test_the_check_says_that_the_chain_holds_and_what_to_note(cast, as_):
    shown = page(as_(cast.ada), "check/")
    last = Event.objects.latest("number")
    assert f"The chain holds: {last.number} events, all unchanged." in shown
    assert last.digest in shown


def test_the_check_names_the_first_row_that_was_tampered_with(cast, as_):
    client = as_(cast.ada)
    with without_triggers("audit_event"):
        execute("UPDATE audit_event SET actor = 'x' WHERE number IN (7, 9)")
        assert "The chain is broken at event 7." in page(client, "check/")


def test_the_check_compares_with_a_digest_noted_earlier(cast, as_):
    client = as_(cast.ada)
    event = Event.objects.get(number=5)
    assert "is that of event 5" in page(client, f"check/?noted={event.digest}")
    assert "No event has the digest you noted" in page(client, f"check/?noted={'0' * 64}")
    wrong = client.get("/audit/check/?noted=abc")
    assert wrong.status_code == 422
    assert "Enter the whole digest" in wrong.content.decode()
