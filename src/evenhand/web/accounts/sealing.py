"""Secrets that the service has to read again, sealed before they go into the database.

The key is derived from SECRET_KEY, which does not lie in the database: who steals a copy of the database alone learns
no secret. Who has SECRET_KEY as well reads them all. With another SECRET_KEY nothing can be unsealed any more, and
people set their second factor up again.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FOR = b"evenhand: secrets of second factors, 1"


def seal(secret: bytes) -> str:
    """The secret, encrypted and signed."""
    return _box().encrypt(secret).decode()


def unseal(sealed: str) -> bytes | None:
    """The secret again; None when it was sealed under another key, or changed since."""
    try:
        return _box().decrypt(sealed.encode())
    except InvalidToken:
        return None


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=_FOR, info=b"fernet").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
