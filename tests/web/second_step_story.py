"""Stories of second steps: an app that shows codes, and a passkey made of figures instead of a device."""

from __future__ import annotations

import hashlib
import html
import json
import re
import time
from dataclasses import dataclass, field
from struct import pack
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from tests.people import PASSWORD
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from evenhand.web.accounts import codes

HOST = "inspect.example.org"


def signs_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def secret_of(page: str) -> bytes:
    """The secret as somebody would type it from the page."""
    import base64

    letters = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page)
    assert letters, "the letters to type stand on the page"
    return base64.b32decode(letters[1].replace(" ", ""))


def code(secret: bytes, steps: int = 0) -> str:
    """What an app shows so many half minutes from now."""
    return codes._code(secret, int(time.time() // codes.STEP) + steps)


def sets_up_an_app(client: Client) -> tuple[bytes, list[str]]:
    """The secret, and the recovery codes shown."""
    secret = secret_of(client.get("/second-step/app/").content.decode())
    answer = client.post("/second-step/app/", {"code": code(secret, -1)}, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return secret, re.findall(r"<code>([a-z0-9-]+)</code>", answer.content.decode())


@dataclass
class Device:
    """What holds a passkey: it answers as a browser with a device behind it would, rightly or wrongly."""

    host: str = HOST
    verifies: bool = True
    credential: bytes = b"a passkey made for tests"
    count: int = 0
    handle: str = ""
    key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def makes(self, options: dict[str, Any], **wrong: Any) -> str:
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        kept = bytes(16) + pack(">H", len(self.credential)) + self.credential + cbor2.dumps(public)
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(0x40) + kept})
        said = self._said("webauthn.create", options, wrong)
        return self._answer(said, {"attestationObject": bytes_to_base64url(attested)})

    def shows(self, options: dict[str, Any], **wrong: Any) -> str:
        self.count += 1
        data, said = self._data(0), self._said("webauthn.get", options, wrong)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ECDSA(SHA256()))
        more = {"authenticatorData": data, "signature": signature}
        response = {name: bytes_to_base64url(value) for name, value in more.items()} | {"userHandle": self.handle}
        return self._answer(said, response)

    def _data(self, more: int) -> bytes:
        flags = 0x01 | (0x04 if self.verifies else 0) | more
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + pack(">I", self.count)

    def _said(self, kind: str, options: dict[str, Any], wrong: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": f"http://{self.host}", "crossOrigin": False}
        return json.dumps(said | wrong).encode()

    def _answer(self, said: bytes, response: dict[str, str]) -> str:
        name = bytes_to_base64url(self.credential)
        response = {"clientDataJSON": bytes_to_base64url(said), **response}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def options_on(page: str) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found, "the page asks for a passkey"
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    assert len(base64url_to_bytes(options["challenge"])) >= 32
    return options


def makes_a_passkey(client: Client, device: Device, name: str = "work laptop") -> Any:
    options = options_on(client.get("/second-step/passkeys/new/").content.decode())
    return client.post("/second-step/passkeys/new/", {"name": name, "answer": device.makes(options)})
