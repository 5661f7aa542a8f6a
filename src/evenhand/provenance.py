"""Canonical bytes and fingerprints: two people who hold the same thing compute the same short name for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spare spaces, UTF-8: the same value always gives the same bytes.

    Raises ValueError for NaN or infinity, which JSON cannot say.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fingerprint(content: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def chained(previous: str, entry: Any) -> str:
    """The digest of an entry that also covers everything before it; `previous` is '' for the first."""
    return fingerprint(canonical([previous, entry]))


def first_break(links: Iterable[tuple[int, str, str, Any]]) -> int | None:
    """Number of the first entry of a chain that was tampered with, or None when the chain holds.

    Each link is (number, stored previous digest, stored digest, entry), in order. A changed entry, a removed entry and
    an entry put in between all show at the first place where they are felt.
    """
    expected_previous = ""
    for number, previous, digest, entry in links:
        if previous != expected_previous or chained(previous, entry) != digest:
            return number
        expected_previous = digest
    return None
