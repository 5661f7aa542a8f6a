"""Words of a list that is written as one text."""

from __future__ import annotations


def each(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())
