"""Passwords that the service makes up."""

from __future__ import annotations

import secrets

# No letters or figures that are mistaken for one another when read aloud or from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Four groups of five, about 99 bits: kpx4m-a7w2h-… ."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))
