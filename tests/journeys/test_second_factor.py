"""An inspector sets up an app and a passkey in a real browser with a device of its own, and signs in with each."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser
from tests.journeys.conftest import Service, Visitor

NAME = "ivan.inspector"  # no other journey signs him in


@pytest.fixture(params=[(1200, 900), (320, 640)], ids=["wide", "narrow"])
def ivan(browser: Browser, service: Service, request: Any, tmp_path: Any) -> Any:
    """A browser under the name localhost, because browsers make no passkeys for a bare address."""
    named = replace(service, address=service.address.replace("127.0.0.1", "localhost"))
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield Visitor(context.new_page(), named, tmp_path)
    context.close()


def a_device(visitor: Visitor) -> tuple[Any, str]:
    """A device that keeps passkeys and makes sure of its owner, held by the browser itself."""
    protocol = visitor.page.context.new_cdp_session(visitor.page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return protocol, protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def code_of(secret: bytes, after: int) -> tuple[str, int]:
    """A code of a half minute later than `after`; waits for it when the clock has not come so far."""
    while int(time.time() // 30) + 1 <= after:
        time.sleep(0.5)
    clock = TOTP(secret)
    step = max(after + 1, int(time.time() // 30) - 1)
    clock.time = step * 30
    return f"{clock.token():06d}", step


def test_an_app_a_passkey_and_recovery_codes(ivan: Visitor) -> None:
    protocol, device = a_device(ivan)
    ivan.signs_in(NAME)
    ivan.clicks("link", "Your second step and sessions")
    assert "a password can be guessed" in ivan.text

    ivan.clicks("button", "Set up an app")
    letters = re.search(r"((?:[A-Z2-7]{4} ?){8})", ivan.text)
    assert letters
    secret = base64.b32decode(letters[1].replace(" ", ""))
    assert ivan.page.locator("img.app-scan").evaluate("one => one.naturalWidth") > 100, "the picture is shown"
    ivan.page.get_by_label("Code from your app").fill("000000")
    ivan.clicks("button", "Set up")
    assert "This code does not fit" in ivan.text
    code, step = code_of(secret, 0)
    ivan.page.get_by_label("Code from your app").fill(code)
    ivan.clicks("button", "Set up")
    codes = re.findall(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", ivan.text)
    assert len(codes) == 10

    ivan.opens("/second-step/passkeys/new/")
    ivan.page.get_by_label("What do you call this passkey?").fill("work laptop")
    ivan.page.get_by_role("button", name="Make a passkey").click()
    ivan.page.wait_for_url(re.compile(r"^[^?]*[0-9]/second-step/$"))
    ivan.looks()
    assert "work laptop" in ivan.text and "10 of ten are unused" in ivan.text
    assert len(protocol.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    with_the_app(ivan, secret, step)
    with_the_passkey_as_second_step(ivan)
    with_the_passkey_alone(ivan)
    with_a_recovery_code(ivan, codes[0])
    everything_is_taken_away_again(ivan)
    assert ivan.faults == []


def with_the_app(ivan: Visitor, secret: bytes, step: int) -> None:
    ivan.signs_out()
    ivan.signs_in(NAME)
    assert ivan.page.title().startswith("Second step")
    code, _step = code_of(secret, step)
    ivan.page.get_by_label("Code from your app").fill(code)
    ivan.clicks("button", "Continue")
    assert ivan.page.title().startswith("Inspections") or "/inspections/" in ivan.page.url


def with_the_passkey_as_second_step(ivan: Visitor) -> None:
    ivan.signs_out()
    ivan.signs_in(NAME)
    assert "gave no passkey" not in ivan.text, "said only when it happened"
    ivan.page.get_by_role("button", name="Use a passkey").click()
    ivan.page.wait_for_url(re.compile(r"^[^?]*/inspections/$"))
    ivan.looks()


def with_the_passkey_alone(ivan: Visitor) -> None:
    ivan.signs_out()
    ivan.opens("/sign-in/?next=/sessions/")
    ivan.clicks("link", "Sign in with a passkey")
    ivan.page.get_by_role("button", name="Use a passkey").click()
    ivan.page.wait_for_url(re.compile(r"^[^?]*/sessions/$"))
    ivan.looks()
    assert "Where you are signed in" in ivan.text


def with_a_recovery_code(ivan: Visitor, code: str) -> None:
    ivan.signs_out()
    ivan.signs_in(NAME)
    ivan.page.get_by_text("I cannot use these now").click()
    ivan.page.get_by_label("Recovery code").fill(code)
    ivan.clicks("button", "Use recovery code")
    assert "9 are left" in ivan.text


def everything_is_taken_away_again(ivan: Visitor) -> None:
    """And the person is as other journeys expect them: in with a password alone."""
    ivan.opens("/second-step/")
    for _ in range(2):
        ivan.page.get_by_role("link", name=re.compile("^Remove")).first.click()
        ivan.looks()
        ivan.clicks("button", "Remove")
    assert "a password can be guessed" in ivan.text
    ivan.signs_out()
