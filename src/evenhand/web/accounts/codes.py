"""Codes that a person types: the six figures of an authenticator app, and recovery codes.

Six figures as RFC 6238 says: SHA-1, a new code each half minute. A code is taken half a minute early or late, because
clocks differ, and only once.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from urllib.parse import quote, urlencode

import segno
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP

from evenhand.web.accounts.passwords import LETTERS

STEP = 30
DRIFT = 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
_ISSUER = "Evenhand"


def new_secret() -> bytes:
    """A secret for an authenticator app: 160 bits, as RFC 4226 recommends."""
    return secrets.token_bytes(SECRET_BYTES)


def for_typing(secret: bytes) -> str:
    """The secret in groups of four letters, for somebody who cannot scan the picture."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def picture(secret: bytes, username: str) -> str:
    """The picture to scan, as a data address for an image."""
    label = quote(f"{_ISSUER}:{username}")
    asked = urlencode({"secret": base64.b32encode(secret).decode().rstrip("="), "issuer": _ISSUER})
    code = segno.make(f"otpauth://totp/{label}?{asked}", error="m", micro=False)
    return code.svg_data_uri(scale=4, border=4, dark="#0b0c0c", light="#ffffff")


def step_of(secret: bytes, code: str, after: int = -1, now: float | None = None) -> int | None:
    """The half minute that this code belongs to, later than `after`; None when it is not a code of now."""
    figures = "".join(code.split())
    if len(figures) != 6 or not (figures.isascii() and figures.isdigit()):
        return None
    here = int((time.time() if now is None else now) // STEP)
    found = None
    # Every one of them is computed and compared, so that the time it takes tells nothing.
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(_code(secret, step), figures) and step > after:
            found = step
    return found


def _code(secret: bytes, step: int) -> str:
    clock = TOTP(secret, step=STEP)
    clock.time = step * STEP
    return f"{clock.token():06d}"


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of sixteen letters and figures, about 79 bits each: kpx4-a7w2-… ."""
    return tuple(
        "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    )


def recovery_digest(person_id: int, code: str) -> str:
    """What is kept of a recovery code. A fast digest is enough, because the code is random and long."""
    plain = "".join(one for one in code.lower() if one.isalnum())
    return salted_hmac("evenhand.recovery-code", f"{person_id}:{plain}", algorithm="sha256").hexdigest()
