"""Sessions: a new key at sign-in, over after an hour of nothing, and ended wherever one wants."""

from __future__ import annotations

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.people import PASSWORD
from tests.web.second_step_story import is_in, signs_in

from evenhand.web.accounts import sessions, slowing
from evenhand.web.accounts.models import OpenSession

pytestmark = pytest.mark.django_db


def test_a_session_somebody_else_prepared_is_not_the_one_that_is_signed_in(cast):
    """Fixation: the key from before the sign-in is worth nothing after it."""
    client = Client()
    client.get("/sign-in/passkey/", HTTP_HOST="localhost")  # makes a session, as anybody can
    planted = client.session.session_key
    assert planted
    signs_in(client, "ida.inspector")
    assert is_in(client) and client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/inspections/").status_code == 302


@pytest.mark.parametrize(("after", "over"), [(sessions.IDLE - 60, False), (sessions.IDLE + 60, True)])
def test_an_hour_without_use_ends_a_session(cast, as_, monkeypatch, after, over):
    client, now = as_(cast.ida), time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + after)
    assert (client.get("/inspections/").status_code == 302) == over


def test_twelve_hours_end_a_session_however_much_it_is_used(cast, as_, monkeypatch):
    client, now = as_(cast.ida), time.time()
    for hour in range(1, 25):
        monkeypatch.setattr(sessions.time, "time", lambda hour=hour: now + hour * 1800)
        assert client.get("/inspections/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.LONGEST + 60)
    assert client.get("/inspections/").status_code == 302


def test_words_sent_from_a_session_that_is_over_are_handed_back(cast, as_, monkeypatch):
    client, now = as_(cast.ida), time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.IDLE + 60)
    answer = client.post(reverse("planning:declare"), {"what": "A long sentence that must not be lost."})
    assert "A long sentence that must not be lost." in answer.content.decode()


def test_one_sees_where_one_is_signed_in_and_nobody_elses(cast, as_):
    here, _there, _ivan = as_(cast.ida), as_(cast.ida), as_(cast.ivan)
    page = here.get("/sessions/").content.decode()
    assert page.count("the session since") == 1 and page.count(">\n  Here") + page.count("Here") >= 1
    others = OpenSession.objects.filter(person=cast.ida).exclude(key=here.session.session_key)
    assert others.count() == 1


def test_one_session_or_all_others_are_ended(cast, as_):
    here, there, third = as_(cast.ida), as_(cast.ida), as_(cast.ida)
    number = OpenSession.objects.get(key=there.session.session_key).pk
    here.post("/sessions/", {"session": str(number)})
    assert [one.get("/inspections/").status_code for one in (here, there, third)] == [200, 302, 200]
    here.post("/sessions/", {})
    assert [one.get("/inspections/").status_code for one in (here, third)] == [200, 302]
    assert OpenSession.objects.filter(person=cast.ida).count() == 1


@pytest.mark.parametrize("number", ["x", "-1", "1" * 30, "²"])
def test_a_session_with_a_nonsense_number_is_not_found(cast, as_, number):
    assert as_(cast.ida).post("/sessions/", {"session": number}).status_code == 404


def test_nobody_ends_a_session_of_somebody_else(cast, as_):
    ida, ivan = as_(cast.ida), as_(cast.ivan)
    number = OpenSession.objects.get(person=cast.ida).pk
    assert ivan.post("/sessions/", {"session": str(number)}).status_code == 409
    assert ida.get("/inspections/").status_code == 200


def test_another_password_ends_the_other_sessions_and_gives_this_one_a_new_key(cast, as_):
    here, there = as_(cast.ida), as_(cast.ida)
    key = here.session.session_key
    here.post("/password/", {"password": "three random words", "again": "three random words"})
    assert here.get("/inspections/").status_code == 200 and there.get("/inspections/").status_code == 302
    assert here.session.session_key != key and not Session.objects.filter(session_key=key).exists()


DANGEROUS = [
    "/people/new/",
    "/people/ida.inspector/password/",
    "/people/ida.inspector/second-step/",
    "/people/ida.inspector/roles/inspector/end/",
    "/password/",
    "/second-step/app/",
    "/second-step/app/remove/",
    "/second-step/passkeys/new/",
    "/second-step/codes/",
]


@pytest.mark.parametrize("page", DANGEROUS)
def test_what_helps_somebody_at_an_unlocked_screen_asks_for_the_password_once_more(cast, as_, page):
    client = as_(cast.ada)
    assert client.get(page).status_code == 200
    session = client.session
    session["proved"] = int(time.time()) - sessions.FRESH - 1
    session.save()
    for answer in (client.get(page), client.post(page, {})):
        assert answer.status_code == 302 and answer["Location"].startswith("/prove/?next=%2F")
    assert client.post("/prove/", {"password": "wrong", "next": page}).status_code == 422
    assert client.post("/prove/", {"password": PASSWORD, "next": page})["Location"] == page
    assert client.get(page).status_code == 200


def test_giving_a_role_asks_too(cast, as_):
    client = as_(cast.ada)
    session = client.session
    session["proved"] = 0
    session.save()
    answer = client.post("/people/ida.inspector/", {"role": "administrator"})
    assert answer["Location"].startswith("/prove/") and not cast.ida.roles_held.filter(role="administrator").exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_showing_who_one_is_leads_nowhere_else(cast, as_, elsewhere):
    answer = as_(cast.ada).post("/prove/", {"password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/people/"


class TestOneAddress:
    """Many names tried from one address."""

    def tries(self, times: int, **headers: str) -> str:
        for number in range(times):
            signs_in(Client(**headers), f"name-{number}", "wrong")
        return signs_in(Client(**headers), "ida.inspector").status_code

    def test_fifty_wrong_tries_close_a_public_address(self, cast, monkeypatch):
        monkeypatch.setattr(slowing, "FROM_ONE_ADDRESS", 5)
        assert self.tries(5, REMOTE_ADDR="8.8.8.8") == 422
        assert self.tries(0, REMOTE_ADDR="8.8.4.4") == 302

    def test_an_address_that_a_declared_proxy_tells_is_believed_and_what_the_visitor_wrote_is_not(
        self, cast, monkeypatch, settings
    ):
        monkeypatch.setattr(slowing, "FROM_ONE_ADDRESS", 5)
        from dataclasses import replace

        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, proxies=1)
        for number in range(5):
            told = f"9.9.9.{number}, 192.168.7.7"  # the first is written by the visitor, another one each time
            signs_in(Client(HTTP_X_FORWARDED_FOR=told), f"name-{number}", "wrong")
        assert self.tries(0, HTTP_X_FORWARDED_FOR="1.1.1.1, 192.168.7.7") == 422
        assert self.tries(0, HTTP_X_FORWARDED_FOR="192.168.7.7, 1.1.1.1") == 302

    def test_behind_a_proxy_nobody_declared_one_guesser_does_not_shut_everybody_out(self, cast, monkeypatch):
        monkeypatch.setattr(slowing, "FROM_ONE_ADDRESS", 5)
        assert self.tries(6, REMOTE_ADDR="10.0.0.1") == 302
