"""The secret from which weeks are drawn: whoever has it can work a schedule out, so it is in no table and no log."""

from __future__ import annotations

import os
import secrets

from django.conf import settings

NAME = "planning-secret"
BYTES = 32


def secret() -> bytes:
    """The secret, kept in a file that only its owner may read; a new one when there is none."""
    file = settings.ENVIRONMENT.var / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Made and opened in one step, so that two processes never keep two secrets and nobody reads it meanwhile.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_hex(BYTES) + "\n")
    return bytes.fromhex(file.read_text().strip())
