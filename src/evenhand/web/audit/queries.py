"""Reading the audit log."""

from __future__ import annotations

from dataclasses import dataclass

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


def verify_chain() -> Verification:
    """Walk the whole chain; a row that was changed, removed or put in is found at the first place where it is felt."""
    last = ""
    count = 0

    def links():  # type: ignore[no-untyped-def]
        nonlocal last, count
        for event in Event.objects.order_by("number").iterator(chunk_size=2000):
            count, last = count + 1, event.digest
            yield event.number, event.previous, event.digest, event.entry

    broken = first_break(links())
    return Verification(Event.objects.count() if broken is not None else count, broken, last)


def latest(who: Actor, page: int, per_page: int = 50) -> Page[Event]:
    """Events, newest first, for administrators; nobody else gets any."""
    events = Event.objects.order_by("-number") if who.is_a(Role.ADMINISTRATOR) else Event.objects.none()
    return Paginator(events, per_page).get_page(page)
