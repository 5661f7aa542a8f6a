"""Texts that are kept: there, not too long, and of characters that a database keeps."""

from __future__ import annotations

from evenhand.findings import BadInput
from evenhand.report.assembly import tidy
from evenhand.wording import Words, say

MOST = 4000


def must_be_text(field: str, text: str, missing: Words | None = None, most: int = MOST) -> str:
    """The text as it is kept; raises BadInput when it is too long, or when it is empty and must not be."""
    kept = tidy(text)
    if not kept and missing is not None:
        raise BadInput.at("AC001", missing, field=field)
    if len(kept) > most:
        message = "The text has {length} characters; {most} is the most."
        raise BadInput.at("AC001", say(message, length=f"{len(kept):,}", most=f"{most:,}"), field=field)
    return kept
