"""Passkeys (WebAuthn): what is asked of the browser, and whether its answer is right.

A passkey is bound to the name of this host, which is why it cannot be phished, and why it needs a name: browsers make
none for a bare address such as 127.0.0.1.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from evenhand.web.accounts.models import Passkey, Person

LARGEST_ANSWER = 20_000
_VERIFIED = UserVerificationRequirement.REQUIRED
_PREFERRED = UserVerificationRequirement.PREFERRED


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that a browser has made and proved."""

    credential_id: str
    public_key: bytes
    sign_count: int


def possible(request: HttpRequest) -> bool:
    """Whether browsers make passkeys for the address that this page was asked under."""
    try:
        ipaddress.ip_address(_name(request).strip("[]"))
    except ValueError:
        return True
    return False


def ask_to_make(request: HttpRequest, person: Person, held: list[Passkey]) -> tuple[str, str]:
    """The challenge to remember, and the options for the browser as JSON."""
    options = generate_registration_options(
        rp_id=_name(request),
        rp_name="Evenhand",
        user_id=handle_of(person),
        user_name=person.username,
        user_display_name=person.display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_PREFERRED
        ),
        exclude_credentials=[_described(one) for one in held],
    )
    return bytes_to_base64url(options.challenge), options_to_json(options)


def made(request: HttpRequest, challenge: str, answer: str) -> Made | None:
    """The new passkey; None when the answer does not belong to the challenge, this host or any key."""
    try:
        found = verify_registration_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_name(request),
            expected_origin=_origin(request),
        )
    except _WRONG:
        return None
    return Made(bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)


def ask_to_show(request: HttpRequest, held: list[Passkey] | None = None) -> tuple[str, str]:
    """The challenge and the options to show one of these passkeys; without any, whichever passkey the person has.

    Then the device has to make sure who holds it (finger, face, PIN), because no password was asked.
    """
    options = generate_authentication_options(
        rp_id=_name(request),
        allow_credentials=[_described(one) for one in held or []],
        user_verification=_PREFERRED if held else _VERIFIED,
    )
    return bytes_to_base64url(options.challenge), options_to_json(options)


def credential_of(answer: str) -> str:
    """Which passkey an answer speaks of; empty when it is no answer."""
    try:
        return str(_read(answer)["rawId"]).rstrip("=")
    except (ValueError, KeyError, TypeError):
        return ""


def shown(request: HttpRequest, challenge: str, answer: str, key: Passkey, *, alone: bool) -> int | None:
    """The new count of the key's uses when it was really shown; None otherwise. `alone`: nothing else was asked."""
    try:
        credential = _read(answer)
        handle = credential.get("response", {}).get("userHandle")
        # A key kept on a stick may leave the handle out; one that tells it must tell its owner's.
        if (alone or handle) and base64url_to_bytes(handle or "") != handle_of(key.person):
            return None
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_name(request),
            expected_origin=_origin(request),
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=alone,
        )
    except _WRONG:
        return None
    return found.new_sign_count


def handle_of(person: Person) -> bytes:
    """What a passkey keeps of its owner: bytes that tell nobody who that is."""
    return salted_hmac("evenhand.passkey-owner", str(person.pk), algorithm="sha256").digest()


_WRONG = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LARGEST_ANSWER:
        raise ValueError("longer than any answer of a browser")
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise ValueError("no answer of a browser")
    return found


def _described(key: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id))


def _name(request: HttpRequest) -> str:
    host = request.get_host()
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
