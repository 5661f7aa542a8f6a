"""Keeping and dropping jottings.

These are no acts on the record: a browser keeps a jotting every few seconds, only its writer can read it, and the
audit log hears neither of it nor of what it says. What comes of it, when it is saved, is an act like any other.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from evenhand.casework.policies import NotNow
from evenhand.provenance import canonical
from evenhand.web.accounts.models import Person
from evenhand.web.jottings.models import Fields, Jotting
from evenhand.web.jottings.queries import KEPT_DAYS
from evenhand.web.jottings.reading import MAX_ADDRESS
from evenhand.wording import say

MOST = 100


@transaction.atomic
def keep(*, by: Person, address: str, fields: Fields, title: str = "") -> Jotting:
    """Keep what somebody has written so far, in place of what was kept at this address before.

    Raises NotNow when the person has a hundred others. Whatever is older than thirty days goes at the same time.
    """
    now = timezone.now()
    Jotting.objects.filter(kept_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    if Jotting.objects.filter(person=by).exclude(address=address).count() >= MOST:
        sentence = say("You have {most} unsaved texts. Save or discard some before another is kept.", most=MOST)
        raise NotNow("JT005", sentence)
    values = {"title": title, "fields": canonical(fields).decode(), "kept_at": now}
    row, _made = Jotting.objects.update_or_create(person=by, address=address, defaults=values)
    return row


def drop(*, by: Person, address: str) -> None:
    """Let go of what the person kept at an address; nothing happens when there is nothing."""
    if len(address) <= MAX_ADDRESS and "\0" not in address:
        Jotting.objects.filter(person=by, address=address).delete()


def drop_under(*, prefix: str) -> None:
    """Let go of what anybody kept at addresses that begin with this, when what they belong to is closed for good."""
    Jotting.objects.filter(address__startswith=prefix).delete()
