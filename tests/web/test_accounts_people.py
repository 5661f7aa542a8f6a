"""People and their roles: given and ended on record, by administrators only, never so that nobody is left to do it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from evenhand.casework.actors import Role
from evenhand.casework.policies import Refusal
from evenhand.web.accounts import actions
from evenhand.web.accounts.models import Person, RoleHeld
from evenhand.web.accounts.passwords import LETTERS, one_time_password
from evenhand.web.audit.models import Event

pytestmark = pytest.mark.django_db
PAGES = ["/people/", "/people/new/", "/people/ida.inspector/", "/people/ida.inspector/password/"]
PAGES += ["/people/ida.inspector/roles/inspector/end/"]


@pytest.mark.parametrize("address", PAGES)
def test_only_administrators_look_after_people(cast, as_, address):
    assert as_(cast.ada).get(address).status_code == 200
    for part in ("ida", "quentin", "petra", "fay", "nobody"):
        assert as_(getattr(cast, part)).get(address).status_code == 403, part
        assert as_(getattr(cast, part)).post(address).status_code == 403, part


def test_the_page_lists_everybody_with_their_roles(cast, as_):
    page = as_(cast.ada).get("/people/").content.decode()
    for name in ("Ida Inspector", "Quinn Both", "Nora Nothing"):
        assert name in page
    assert "No role" in page


def test_a_role_is_given_and_both_the_giving_and_who_gave_it_stay_known(cast, as_):
    answer = as_(cast.ada).post("/people/nora.nothing/", {"role": "inspector"})
    assert answer.status_code == 302
    held = RoleHeld.objects.get(person=cast.nobody)
    assert (held.role, held.given_by, held.ended_at) == ("inspector", "ada.admin", None)
    last = Event.objects.latest("number")
    assert (last.action, last.subject_id, last.details) == ("role.given", "nora.nothing", '{"role":"inspector"}')


@pytest.mark.parametrize("role", ["", "queen", "inspector"])
def test_a_role_that_is_not_offered_is_not_given(cast, as_, role):
    before = RoleHeld.objects.count()
    answer = as_(cast.ada).post("/people/ida.inspector/", {"role": role})
    assert answer.status_code == 422
    assert RoleHeld.objects.count() == before


def test_ending_a_role_asks_first_and_deletes_nothing(cast, as_):
    client, address = as_(cast.ada), "/people/ida.inspector/roles/inspector/end/"
    assert "End the role “Inspector” of Ida Inspector?" in client.get(address).content.decode()
    assert RoleHeld.objects.get(person=cast.ida).ended_at is None
    client.post(address)
    held = RoleHeld.objects.get(person=cast.ida)
    assert held.ended_at is not None and held.ended_by == "ada.admin"
    assert "Roles before" in client.get("/people/ida.inspector/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/people/ida.inspector/roles/administrator/end/", "/people/ida.inspector/roles/queen/end/", "/people/x/"],
)
def test_a_person_or_a_role_that_is_not_there_is_not_found(cast, as_, address):
    assert as_(cast.ada).get(address).status_code == 404
    assert as_(cast.ada).post(address).status_code == 404


def test_the_last_administrator_cannot_be_removed_not_even_by_themselves(cast, as_):
    answer = as_(cast.ada).post("/people/ada.admin/roles/administrator/end/")
    assert answer.status_code == 409
    assert "Ada Admin is the last administrator." in answer.content.decode()
    assert Role.ADMINISTRATOR in Person.objects.get(pk=cast.ada.pk).roles
    assert not Event.objects.filter(action="role.ended").exists()


def test_with_a_second_administrator_the_first_may_go(cast):
    actions.give_role(by=cast.ada, person=cast.ida, role=Role.ADMINISTRATOR)
    actions.end_role(by=cast.ada, person=cast.ada, role=Role.ADMINISTRATOR)
    assert Role.ADMINISTRATOR not in Person.objects.get(pk=cast.ada.pk).roles


def test_a_role_can_be_given_again_after_it_ended(cast):
    actions.end_role(by=cast.ada, person=cast.ida, role=Role.INSPECTOR)
    actions.give_role(by=cast.ada, person=cast.ida, role=Role.INSPECTOR)
    assert RoleHeld.objects.filter(person=cast.ida, role="inspector").count() == 2


@pytest.mark.parametrize("act", ["make", "give", "end", "password"])
def test_the_acts_themselves_refuse_everybody_but_administrators(cast, act):
    def do() -> object:
        if act == "make":
            return actions.make_person(by=cast.ida, username="x", display_name="X", password="y" * 12)
        if act == "give":
            return actions.give_role(by=cast.ida, person=cast.ida, role=Role.ADMINISTRATOR)
        if act == "end":
            return actions.end_role(by=cast.ida, person=cast.ivan, role=Role.INSPECTOR)
        return actions.give_password(by=cast.ida, person=cast.ada, password="y" * 12)

    before = Event.objects.count()
    with pytest.raises(Refusal) as refused:
        do()
    assert refused.value.code == "PO020"
    assert Event.objects.count() == before


NEW = {"display_name": "Nia New", "username": "nia.new", "roles": ["inspector", "quality_assurer"]}


def test_a_new_person_gets_roles_and_a_password_that_is_shown_once_and_must_be_replaced(cast, as_):
    answer = as_(cast.ada).post("/people/new/", NEW)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    one_time = re.search(r"\b(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\b", page).group()
    nia = Person.objects.get(username="nia.new")
    assert nia.check_password(one_time) and nia.must_choose_password
    assert nia.roles == {Role.INSPECTOR, Role.QUALITY_ASSURER}
    assert not Event.objects.filter(details__contains=one_time).exists()
    assert one_time not in as_(cast.ada).get("/people/nia.new/").content.decode()

    client = Client()
    client.post("/sign-in/", {"username": "nia.new", "password": one_time})
    assert client.get("/audit/")["Location"] == "/password/"
    mine = "three random words"
    assert client.post("/password/", {"password": mine, "again": mine}).status_code == 302
    nia.refresh_from_db()
    assert nia.check_password(mine) and not nia.must_choose_password
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "changed",
    [
        {"username": "ida.inspector"},
        {"username": "Ida.Inspector"},
        {"username": "system"},
        {"username": "visitor"},
        {"username": "nia new"},
        {"username": "nia/../x"},
        {"username": "nia.new\n"},
        {"username": ""},
        {"username": "a" * 151},
        {"display_name": ""},
        {"display_name": "\0"},
        {"roles": ["queen"]},
    ],
)
def test_a_person_who_cannot_be_made_gets_a_message_and_is_not_made(cast, as_, changed):
    before = Person.objects.count()
    answer = as_(cast.ada).post("/people/new/", NEW | changed)
    if changed == {"username": "nia.new\n"}:  # white space around a name is not part of it
        assert answer.status_code == 200
        return
    assert answer.status_code == 422
    assert "<title>Error: Add a person – Evenhand</title>" in answer.content.decode()
    assert Person.objects.count() == before


def test_a_lost_password_is_replaced_and_the_person_is_out_everywhere(cast, as_):
    elsewhere = as_(cast.ida)
    page = as_(cast.ada).post("/people/ida.inspector/password/").content.decode()
    assert "It is shown only now." in page
    assert elsewhere.get("/people/")["Location"].startswith("/sign-in/")
    assert Event.objects.latest("number").action == "person.password_given"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Enter a new password"),
        ({"password": "short", "again": "short"}, "12"),
        ({"password": "password1234", "again": "password1234"}, "common"),
        ({"password": "three random words", "again": "three random word"}, "Enter the same password twice"),
        ({"password": "a-long-password-for-tests", "again": "a-long-password-for-tests"}, "differs"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(cast, as_, typed, says):
    answer = as_(cast.ida).post("/password/", typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_stranger_has_no_password_to_choose():
    assert Client().get("/password/")["Location"] == "/sign-in/"


def test_one_time_passwords_are_long_unlike_each_other_and_readable_aloud():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one.replace("-", "")) == 20 for one in made)
    assert not set("0o1il") & set(LETTERS)


@pytest.mark.parametrize(
    ("part", "sees", "does_not_see"),
    [
        ("ada", ["/people/", "/audit/"], []),
        ("ida", [], ["/people/", "/audit/"]),
        ("petra", [], ["/people/", "/audit/", "/register/"]),
        ("nobody", [], ["/people/", "/audit/", "/register/", "/inspections/"]),
    ],
)
def test_the_bar_at_the_top_leads_only_where_one_may_go(cast, as_, part, sees, does_not_see):
    person = getattr(cast, part)
    page = as_(person).get("/password/").content.decode()
    bar = page.split("<header")[1].split("</header>")[0]
    assert person.display_name in bar
    for address in sees:
        assert f'href="{address}"' in bar
    for address in does_not_see:
        assert f'href="{address}"' not in bar
