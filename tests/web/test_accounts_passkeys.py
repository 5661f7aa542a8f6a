"""Passkeys: bound to this host, to one challenge and to their owner; alone they let in only who was verified."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.second_step_story import HOST, Device, is_in, makes_a_passkey, options_on, signs_in

from evenhand.web.accounts import factors
from evenhand.web.accounts.models import Passkey
from evenhand.web.audit.models import Event

pytestmark = pytest.mark.django_db
STEP, ALONE = "/sign-in/second-step/", "/sign-in/passkey/"


@pytest.fixture(autouse=True)
def _host(settings):
    settings.ALLOWED_HOSTS = [HOST]


def browser(person=None) -> Client:
    client = Client(HTTP_HOST=HOST)
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def device(cast) -> Device:
    """Ida's device, which holds her passkey."""
    device = Device()
    answer = makes_a_passkey(browser(cast.ida), device)
    assert answer.status_code == 200 and answer.content.decode().count("<code>") == 10
    return device


def with_the_second_step(device: Device, **wrong: str) -> Client:
    client = browser()
    signs_in(client, "ida.inspector")
    client.post(STEP, {"answer": device.shows(options_on(client.get(STEP).content.decode()), **wrong)})
    return client


def alone(device: Device, **wrong: str) -> Client:
    client = browser()
    client.post(ALONE, {"answer": device.shows(options_on(client.get(ALONE).content.decode()), **wrong)})
    return client


def test_a_passkey_is_the_second_step(device):
    assert is_in(with_the_second_step(device))
    assert Event.objects.latest("number").details == '{"factor":"passkey"}'
    assert Passkey.objects.get().used_at


def test_a_passkey_alone_signs_in_whoever_the_device_made_sure_of(device):
    assert is_in(alone(device))
    device.verifies = False
    assert not is_in(alone(device)), "a device that only found somebody present is no password"
    assert is_in(with_the_second_step(device)), "after the password it is enough"


@pytest.mark.parametrize("way", [with_the_second_step, alone])
@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://inspect.example.org.evil.example"},
        {"origin": "https://inspect.example.org"},
        {"challenge": "b3RoZXIgY2hhbGxlbmdlIG90aGVyIGNoYWxsZW5nZQ"},
        {"type": "webauthn.create"},
    ],
    ids=["another site", "another scheme", "another challenge", "another act"],
)
def test_an_answer_made_for_something_else_lets_nobody_in(device, way, wrong):
    assert not is_in(way(device, **wrong))


@pytest.mark.parametrize("way", [with_the_second_step, alone])
def test_neither_another_key_nor_a_key_for_another_host_lets_anybody_in(device, way):
    assert not is_in(way(Device(credential=device.credential, handle=device.handle)))
    device.host = "evil.example"
    assert not is_in(way(device))


def test_an_answer_is_good_once(device):
    client = browser()
    answer = device.shows(options_on(client.get(ALONE).content.decode()))
    client.post(ALONE, {"answer": answer})
    assert is_in(client)
    client.post("/sign-out/")
    client.get(ALONE)
    client.post(ALONE, {"answer": answer})
    assert not is_in(client)


def test_a_copied_key_is_noticed_by_its_count(device):
    with_the_second_step(device)
    device.count = 0  # a copy that does not know how often the other one was used
    assert not is_in(with_the_second_step(device))


def test_a_passkey_of_ida_does_not_let_ivan_in(cast, device):
    makes_a_passkey(browser(cast.ivan), Device(credential=b"the passkey of ivan"))
    client = browser()
    signs_in(client, "ivan.inspector")
    client.post(STEP, {"answer": device.shows(options_on(client.get(STEP).content.decode()))})
    assert not is_in(client)


def test_one_key_belongs_to_one_person(cast, device):
    answer = makes_a_passkey(browser(cast.ivan), Device(credential=device.credential))
    assert answer.status_code == 409 and not factors.of(cast.ivan).any


@pytest.mark.parametrize(
    "answer", ["", "x", "[]", "{}", '{"rawId": 7}', '{"rawId": "AA", "response": []}', "9" * 30_000]
)
def test_nonsense_instead_of_an_answer_is_a_message(device, answer):
    client = browser()
    client.get(ALONE)
    assert client.post(ALONE, {"answer": answer}).status_code == 422
    signs_in(client, "ida.inspector")
    client.get(STEP)
    assert client.post(STEP, {"answer": answer}).status_code == 422 and not is_in(client)


def test_removing_a_passkey_puts_it_out_of_use_and_only_its_owner_can(cast, device):
    number = Passkey.objects.get().pk
    page = f"/second-step/passkeys/{number}/remove/"
    assert browser(cast.ivan).post(page).status_code == 404 and Passkey.objects.exists()
    cast.ida.refresh_from_db()
    assert browser(cast.ida).post(page)["Location"] == "/second-step/"
    assert not is_in(alone(device)) and is_in(signs_in_plainly())


def signs_in_plainly() -> Client:
    client = browser()
    signs_in(client, "ida.inspector")
    return client


def test_under_a_bare_address_the_pages_say_why_there_are_no_passkeys(cast, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = Client(HTTP_HOST="127.0.0.1:8000")
    assert "not under a bare address" in client.get(ALONE).content.decode()
    client.force_login(cast.ida)
    assert "not under 127.0.0.1:8000" in client.get("/second-step/passkeys/new/").content.decode()
