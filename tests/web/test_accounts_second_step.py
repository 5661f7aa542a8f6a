"""The second step: codes of an app are good once, recovery codes are good once, and a wrong one lets nobody in."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.people import PASSWORD
from tests.web.second_step_story import code, is_in, sets_up_an_app, signs_in

from evenhand.casework.policies import Refusal
from evenhand.web.accounts import codes, factors, sealing, sessions, slowing
from evenhand.web.accounts.models import Authenticator, RecoveryCode
from evenhand.web.audit.models import Event

pytestmark = pytest.mark.django_db
STEP = "/sign-in/second-step/"


@pytest.fixture
def ida_with_app(cast, as_):
    """Ida, the secret in her app, and her recovery codes."""
    return cast.ida, *sets_up_an_app(as_(cast.ida))


def test_the_code_is_the_one_of_rfc_6238():
    # The published vectors have eight figures; an app of six shows the last six.
    for moment, shown in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert codes._code(b"12345678901234567890", moment // codes.STEP) == shown


@pytest.mark.parametrize(("off", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(off, taken):
    secret, now = b"s" * 20, 1_800_000_010
    shown = codes._code(secret, now // codes.STEP + off)
    assert (codes.step_of(secret, shown, now=now) is not None) == taken


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "12 34 5x", "0x1234"]
)
def test_what_is_no_code_is_not_taken(typed):
    assert codes.step_of(b"s" * 20, typed) is None


def test_after_the_password_comes_the_code_and_only_then_is_anybody_in(ida_with_app):
    _ida, secret, _codes = ida_with_app
    client = Client()
    answer = signs_in(client, "ida.inspector", next="/register/")
    assert answer["Location"] == STEP and not is_in(client)
    assert client.get("/inspections/")["Location"].startswith("/sign-in/")
    answer = client.post(STEP, {"code": code(secret)})
    assert answer["Location"] == "/register/" and is_in(client)
    last = Event.objects.latest("number")
    assert (last.action, last.details) == ("person.signed_in", '{"factor":"authenticator"}')


def test_a_code_is_good_once(ida_with_app):
    _ida, secret, _codes = ida_with_app
    taken = code(secret)
    for client, lets_in in ((Client(), True), (Client(), False)):
        signs_in(client, "ida.inspector")
        client.post(STEP, {"code": taken})
        assert is_in(client) == lets_in
    assert Event.objects.latest("number").action == "second_factor.refused"


def test_nor_is_the_code_that_set_the_app_up_good_again(cast, as_):
    client = as_(cast.ida)
    secret, _codes = sets_up_an_app(client)  # with the code of half a minute ago
    other = Client()
    signs_in(other, "ida.inspector")
    answer = other.post(STEP, {"code": code(secret, -1)})
    assert answer.status_code == 422 and "was used before" in answer.content.decode() and not is_in(other)


def test_five_wrong_codes_close_the_second_step_for_ten_minutes_even_for_the_right_one(ida_with_app):
    _ida, secret, kept = ida_with_app
    client = Client()
    signs_in(client, "ida.inspector")
    for _ in range(slowing.TRIES):
        assert client.post(STEP, {"code": "000000"}).status_code == 422
    for right in ({"code": code(secret)}, {"recovery": kept[0]}):
        assert "Too many wrong tries" in client.post(STEP, right).content.decode() and not is_in(client)
    # Starting again with the password does not start the count again.
    other = Client()
    signs_in(other, "ida.inspector")
    assert "Too many wrong tries" in other.post(STEP, {"code": code(secret)}).content.decode()


def test_a_recovery_code_is_good_once_and_however_it_is_typed(ida_with_app):
    ida, _secret, kept = ida_with_app
    assert len(set(kept)) == codes.RECOVERY_CODES
    for typed, lets_in in ((kept[0].upper().replace("-", " "), True), (kept[0], False), (kept[1], True)):
        client = Client()
        signs_in(client, "ida.inspector")
        client.post(STEP, {"recovery": typed})
        assert is_in(client) == lets_in
    assert factors.of(ida).codes_left == codes.RECOVERY_CODES - 2
    said = Event.objects.filter(action="recovery_code.used").latest("number").details
    assert said == '{"left":8}'


def test_a_recovery_code_of_somebody_else_lets_nobody_in(ida_with_app, cast, as_):
    _ida, _secret, kept = ida_with_app
    sets_up_an_app(as_(cast.ivan))
    client = Client()
    signs_in(client, "ivan.inspector")
    client.post(STEP, {"recovery": kept[0]})
    assert not is_in(client)


def test_new_recovery_codes_put_the_earlier_ones_out_of_use(cast, as_):
    client = as_(cast.ida)
    _secret, old = sets_up_an_app(client)
    page = client.post("/second-step/codes/").content.decode()
    assert all(one not in page for one in old)
    assert not factors.recovery_code_is_right(cast.ida, old[0])


def test_no_secret_and_no_code_stands_in_the_database_or_the_log(ida_with_app):
    ida, secret, kept = ida_with_app
    held = Authenticator.objects.get(person=ida)
    assert sealing.unseal(held.sealed_secret) == secret
    assert secret.hex() not in held.sealed_secret and codes.for_typing(secret)[:4] not in held.sealed_secret
    rows = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    log = " ".join(Event.objects.values_list("details", flat=True))
    assert not any(one in rows or one in log or one.replace("-", "") in rows for one in kept)


def test_under_another_secret_key_a_sealed_secret_is_not_read_and_nobody_gets_in(ida_with_app, settings):
    ida, secret, _codes = ida_with_app
    settings.SECRET_KEY = "another key, as long as it has to be, and a little longer still"
    assert sealing.unseal(Authenticator.objects.get(person=ida).sealed_secret) is None
    assert not factors.code_is_right(ida, code(secret))


def test_the_halfway_state_is_worth_nothing_after_ten_minutes_or_another_password(ida_with_app, cast, monkeypatch):
    ida, secret, _codes = ida_with_app
    client = Client()
    signs_in(client, "ida.inspector")
    import time

    real = time.time()
    with monkeypatch.context() as later:
        later.setattr(sessions.time, "time", lambda: real + sessions.HALFWAY + 1)
        assert client.get(STEP)["Location"] == "/sign-in/"
    ida.set_password("another-password-of-hers")
    ida.save()
    assert client.post(STEP, {"code": code(secret)})["Location"] == "/sign-in/" and not is_in(client)


def test_nobody_is_halfway_without_the_password(client, ida_with_app):
    assert client.get(STEP)["Location"] == "/sign-in/"
    assert client.post(STEP, {"code": code(ida_with_app[1])})["Location"] == "/sign-in/"


class TestRequired:
    """In production the inspectorate's staff set a second step up before anything else opens."""

    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR = "required"

    @pytest.mark.parametrize("who", ["ida", "quentin", "fay", "ada"])
    def test_staff_are_sent_to_set_one_up_whatever_they_ask_for(self, cast, as_, who):
        client = as_(getattr(cast, who))
        for page in ("/inspections/", "/people/", "/sessions/", "/drafts/", "/second-step/app/remove/"):
            assert client.get(page)["Location"] == "/second-step/", page
        assert "Your role needs a second step" in client.get("/second-step/").content.decode()

    def test_and_go_on_once_they_have(self, cast, as_):
        client = as_(cast.ida)
        sets_up_an_app(client)
        assert client.get("/inspections/").status_code == 200

    def test_providers_are_offered_one(self, cast, as_):
        client = as_(cast.petra)
        assert client.get("/register/my-homes/").status_code != 302
        assert client.get("/second-step/").status_code == 200

    def test_the_last_one_stays(self, cast, as_):
        client = as_(cast.ida)
        sets_up_an_app(client)
        answer = client.post("/second-step/app/remove/")
        assert answer.status_code == 409 and Authenticator.objects.filter(person=cast.ida).exists()


def test_in_a_demonstration_a_password_is_enough_and_the_page_says_what_that_means(cast):
    client = Client()
    signs_in(client, "ida.inspector")
    assert is_in(client) and client.get("/inspections/").status_code == 200
    assert "a password can be guessed" in client.get("/second-step/").content.decode()


def test_setting_one_up_or_removing_it_ends_every_other_session(cast, as_):
    here, there = as_(cast.ida), as_(cast.ida)
    key = here.session.session_key
    sets_up_an_app(here)
    assert here.get("/inspections/").status_code == 200 and here.session.session_key != key
    assert there.get("/inspections/").status_code == 302
    secret = sealing.unseal(Authenticator.objects.get(person=cast.ida).sealed_secret)
    third = Client()
    signs_in(third, "ida.inspector")
    third.post(STEP, {"code": code(secret)})
    assert is_in(third)
    here.post("/second-step/app/remove/")
    assert third.get("/inspections/").status_code == 302 and here.get("/inspections/").status_code == 200
    assert RecoveryCode.objects.filter(person=cast.ida).count() == 0


def test_an_administrator_resets_it_with_a_reason_and_never_their_own(cast, as_):
    ida, ada = as_(cast.ida), as_(cast.ada)
    sets_up_an_app(ida)
    page = "/people/ida.inspector/second-step/"
    assert ada.post(page, {"reason": ""}).status_code == 422
    assert ada.post(page, {"reason": "Lost the phone; came to my desk."}).status_code == 302
    assert not factors.of(cast.ida).any and factors.of(cast.ida).codes_left == 0
    assert ida.get("/inspections/").status_code == 302, "signed out everywhere"
    last = Event.objects.latest("number")
    assert (last.actor, last.action) == ("ada.admin", "second_factor.reset") and "came to my desk" in last.details
    sets_up_an_app(ada)
    with pytest.raises(Refusal) as refused:
        factors.reset(by=cast.ada, person=cast.ada, reason="my own")
    assert refused.value.code == "PO140"
    assert as_(cast.ivan).get("/people/ada.admin/second-step/").status_code == 403


def test_an_administrator_sees_that_there_is_one_and_no_secret_of_it(cast, as_):
    secret, kept = sets_up_an_app(as_(cast.ida))
    page = as_(cast.ada).get("/people/ida.inspector/").content.decode()
    assert "Unused recovery codes: 10" in page
    assert codes.for_typing(secret) not in page and not any(one in page for one in kept)


def test_the_password_once_more_also_asks_for_the_second_step(cast, as_):
    client = as_(cast.ada)
    secret, _codes = sets_up_an_app(client)
    session = client.session
    session["proved"] = 0
    session.save()
    asked = client.get("/people/new/")
    assert asked["Location"] == "/prove/?next=%2Fpeople%2Fnew%2F"
    assert client.post("/prove/", {"password": PASSWORD, "next": "/people/new/"})["Location"] == STEP
    assert client.get("/people/new/").status_code == 302, "halfway is not proved"
    assert client.post(STEP, {"code": code(secret)})["Location"] == "/people/new/"
    assert client.get("/people/new/").status_code == 200
