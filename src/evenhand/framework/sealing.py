"""Model to canonical bytes and fingerprint, and back: a sealed framework is the same for everybody who holds it."""

from __future__ import annotations

import json

from evenhand.framework.model import Framework
from evenhand.provenance import canonical, fingerprint


def seal(framework: Framework) -> tuple[bytes, str]:
    """Canonical bytes of the framework and their fingerprint (64 hexadecimal digits)."""
    content = canonical(framework.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    return content, fingerprint(content)


def unseal(content: bytes, expected_fingerprint: str) -> Framework:
    """The framework inside sealed bytes; raises ValueError when the bytes are not the ones that were sealed."""
    found = fingerprint(content)
    if found != expected_fingerprint:
        raise ValueError(
            f"sealed framework was changed: fingerprint {found[:12]}…, expected {expected_fingerprint[:12]}…"
        )
    return Framework.model_validate(json.loads(content))
