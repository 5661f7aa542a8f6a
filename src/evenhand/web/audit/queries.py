"""Reading the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from evenhand.casework.actors import Actor, Role
from evenhand.provenance import first_break
from evenhand.web.audit.models import Event


@dataclass(frozen=True, slots=True)
class Verification:
    """The state of the chain: how many events, the first broken one (None when it holds), and the last digest."""

    events: int
    first_broken: int | None
    last_digest: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show of the log: an empty string leaves a question open."""

    action: str = ""
    kind: str = ""
    id: str = ""


def verify_chain() -> Verification:
    """Walk the whole chain; a row that was changed, removed or put in is found at the first place where it is felt.

    Rows removed from the very end leave a chain that holds, only shorter: compare with a digest noted earlier
    (`number_of`).
    """
    last = ""
    count = 0

    def links() -> Iterator[tuple[int, str, str, Any]]:
        nonlocal last, count
        for event in Event.objects.order_by("number").iterator(chunk_size=2000):
            count, last = count + 1, event.digest
            yield event.number, event.previous, event.digest, _entry(event)

    broken = first_break(links())
    return Verification(Event.objects.count() if broken is not None else count, broken, last)


def _entry(event: Event) -> Any:
    try:
        return event.entry
    except ValueError:
        # Details that are no JSON any more were tampered with; no digest fits them.
        return None


def number_of(digest: str) -> int | None:
    """The number of the event with this digest; None when there is none: events are missing, or were rewritten."""
    return Event.objects.filter(digest=digest).values_list("number", flat=True).first()


def latest(who: Actor, page: int | str, wanted: Wanted = Wanted(), per_page: int = 50) -> Page[Event]:
    """Events, newest first, for administrators; nobody else gets any."""
    events = Event.objects.order_by("-number") if who.is_a(Role.ADMINISTRATOR) else Event.objects.none()
    asked = {"action": wanted.action, "subject_kind": wanted.kind, "subject_id": wanted.id}
    return Paginator(events.filter(**{name: value for name, value in asked.items() if value}), per_page).get_page(page)


def actions_seen(who: Actor) -> list[str]:
    """The names of the actions that occur in the log, for administrators."""
    if not who.is_a(Role.ADMINISTRATOR):
        return []
    return list(Event.objects.order_by("action").values_list("action", flat=True).distinct())
