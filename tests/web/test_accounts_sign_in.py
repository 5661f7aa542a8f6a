"""Signing in: one answer to every wrong pair, slow for guessers, and never a way to somebody else's site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import PASSWORD

from evenhand.web.accounts import slowing
from evenhand.web.accounts.models import Person, SignInAttempt
from evenhand.web.audit.models import Event

pytestmark = pytest.mark.django_db
WRONG = "The sign-in name and the password do not belong together."
CLOSED = "Too many wrong tries for this sign-in name."


def sign_in(client: Client, username: str = "ida.inspector", password: str = PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_pair_signs_in_and_is_written_down(cast, client):
    answer = sign_in(client)
    assert answer.status_code == 302
    assert is_signed_in(client)
    last = Event.objects.latest("number")
    assert (last.actor, last.action, last.subject_id) == ("ida.inspector", "person.signed_in", "ida.inspector")


def test_a_name_in_capitals_or_with_spaces_around_it_is_the_same_name(cast, client):
    sign_in(client, "  Ida.Inspector ")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("username", "subject"), [("ida.inspector", "ida.inspector"), ("my-password-by-mistake", "unknown")]
)
def test_a_wrong_pair_gets_one_answer_whichever_half_was_wrong(cast, client, username, subject):
    answer = sign_in(client, username, "not the password")
    assert answer.status_code == 422
    assert WRONG in answer.content.decode()
    assert "<title>Error: Sign in – Evenhand</title>" in answer.content.decode()
    assert not is_signed_in(client)
    last = Event.objects.latest("number")
    assert (last.actor, last.action, last.subject_id) == ("visitor", "person.not_signed_in", subject)


def test_the_answers_to_a_wrong_name_and_a_wrong_password_differ_in_nothing_but_the_name(cast):
    def page(username: str) -> str:
        answer = sign_in(Client(), username, "not the password").content.decode()
        token = answer.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
        return answer.replace(username, "NAME").replace(token, "TOKEN")

    assert page("ida.inspector") == page("iva.inspector")


def test_a_name_that_nobody_has_is_kept_nowhere_for_it_may_be_a_password(cast, client):
    sign_in(client, "correct horse battery staple", "x")
    assert not Event.objects.filter(details__contains="staple").exists()
    assert not Event.objects.filter(subject_id__contains="staple").exists()
    assert not SignInAttempt.objects.filter(name_digest__contains="staple").exists()
    assert SignInAttempt.objects.count() == 1


@pytest.mark.parametrize("username", ["ida.inspector", "nobody.at.all"])
def test_after_five_wrong_tries_a_name_is_closed_whether_or_not_it_exists(cast, client, username):
    for _ in range(slowing.TRIES):
        assert WRONG in sign_in(client, username, "wrong").content.decode()
    page = sign_in(client, username, PASSWORD).content.decode()
    assert CLOSED in page
    assert "Try again after" in page
    assert not is_signed_in(client)


def test_another_name_stays_open_meanwhile(cast, client):
    for _ in range(slowing.TRIES + 1):
        sign_in(client, "ida.inspector", "wrong")
    sign_in(client, "ivan.inspector")
    assert is_signed_in(client)


def test_after_ten_minutes_the_name_is_open_again(cast, client):
    for _ in range(slowing.TRIES):
        sign_in(client, password="wrong")
    SignInAttempt.objects.update(at=timezone.now() - timedelta(minutes=10, seconds=1))
    sign_in(client)
    assert is_signed_in(client)


def test_signing_in_starts_the_count_anew(cast):
    for _ in range(slowing.TRIES - 1):
        sign_in(Client(), password="wrong")
    sign_in(Client())
    assert WRONG in sign_in(Client(), password="wrong").content.decode()
    assert SignInAttempt.objects.count() == 1


def test_five_tries_spread_over_more_than_ten_minutes_close_nothing():
    start = timezone.now()
    for step in range(6):
        assert slowing.open_try("ida.inspector", start + timedelta(minutes=3 * step)) is None


def test_the_name_closes_for_ten_minutes_from_the_last_wrong_try():
    start = timezone.now()
    for step in range(slowing.TRIES):
        assert slowing.open_try("ida.inspector", start + timedelta(minutes=step)) is None
    last = start + timedelta(minutes=slowing.TRIES - 1)
    assert slowing.open_try("ida.inspector", last + timedelta(minutes=9)) == last + timedelta(minutes=10)
    assert slowing.open_try("ida.inspector", last + timedelta(minutes=10)) is None


def test_tries_are_forgotten_after_a_day():
    slowing.open_try("ida.inspector", timezone.now() - timedelta(days=1, seconds=1))
    slowing.open_try("ivan.inspector")
    assert SignInAttempt.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/audit/?kind=person", "/audit/?kind=person"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("/\\elsewhere.example", None),
        ("javascript:alert(1)", None),
        ("http:elsewhere.example", None),
        ("", None),
    ],
)
def test_after_signing_in_one_stays_on_this_host(cast, client, wanted, leads_to):
    from evenhand.web.accounts.queries import landing_page

    answer = sign_in(client, "ada.admin", next=wanted)
    assert answer["Location"] == (leads_to or landing_page(cast.ada))


def test_somebody_signed_in_has_no_business_on_the_sign_in_page(cast, as_):
    assert as_(cast.ada).get("/sign-in/").status_code == 302


def test_a_person_who_may_not_sign_in_any_more_gets_the_same_answer(cast, client):
    Person.objects.filter(username="ida.inspector").update(is_active=False)
    assert WRONG in sign_in(client).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"username": "", "password": ""},
        {"username": "a" * 5000, "password": "x"},
        {"username": "ida", "password": "x" * 100_000},
        {"username": "\0", "password": "\0"},
    ],
)
def test_nonsense_gets_a_message(cast, client, typed):
    answer = client.post("/sign-in/", typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_signing_out_needs_a_form_that_is_ours(cast, as_):
    client = as_(cast.ida)
    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)
    client.post("/sign-out/")
    assert not is_signed_in(client)
    assert Event.objects.latest("number").action == "person.signed_out"


def test_signing_out_without_our_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ida)
    answer = client.post("/sign-out/")
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()
    assert is_signed_in(client)


def test_where_work_begins_depends_on_the_role(cast):
    from evenhand.web.accounts.queries import LANDING, landing_page

    assert [role for role, _page in LANDING] == list(cast.by_role)
    assert landing_page(cast.ada) == "/people/"
    assert landing_page(cast.nobody) == "/"
