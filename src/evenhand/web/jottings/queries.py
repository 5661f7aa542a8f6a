"""Reading jottings. Whoever asks gets their own and nobody else's, whatever their role."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from evenhand.web.accounts.models import Person
from evenhand.web.jottings.models import Jotting

KEPT_DAYS = 30


def jottings(who: Person) -> QuerySet[Jotting]:
    """What the person wrote and did not save, the newest first."""
    return Jotting.objects.filter(person=who, kept_at__gte=timezone.now() - timedelta(days=KEPT_DAYS))


def jotting(who: Person, address: str) -> Jotting | None:
    """What the person wrote at an address and did not save; None when there is nothing."""
    return jottings(who).filter(address=address).first()


def jottings_under(who: Person, prefix: str) -> tuple[Jotting, ...]:
    """The person's own at every address that begins with this."""
    return tuple(jottings(who).filter(address__startswith=prefix))
