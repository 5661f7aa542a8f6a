"""Children's own words that may be repeated: only where the child allowed it, and never with who said it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from evenhand.evidence.names import possible_names
from evenhand.evidence.telling import free_texts, may_be_quoted
from evenhand.web.inspections.record import Recorded


@dataclass(frozen=True, slots=True)
class Quotable:
    """What a child said and allowed to be repeated. `like_names`: what in the item looks like a name.

    The words are offered without initials, which could give a child away; a person still has to read them first.
    """

    id: UUID
    said: str
    like_names: tuple[str, ...]


def quotable(items: Iterable[Recorded]) -> tuple[Quotable, ...]:
    """The items whose words a child allowed to be repeated, in their order."""
    return tuple(
        Quotable(one.id, one.item.said, possible_names(free_texts(one.item)))
        for one in items
        if may_be_quoted(one.item)
    )
