"""How often somebody may have a confirmation sent: nobody's letter box may be filled by means of this service."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from evenhand.web.alerts.models import Asked
from evenhand.web.api.slowing import address_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TO_ONE_ADDRESS_A_DAY = 3
FROM_ONE_NETWORK_AN_HOUR = 10
IN_ALL_AN_HOUR = 300


class TooOften(Exception):
    """It was asked too often. `quietly`: the address had its letters today, which is nobody else's business."""

    def __init__(self, quietly: bool) -> None:
        self.quietly = quietly
        super().__init__()


def digest(what: str, value: str) -> str:
    """What tells an address or network again without being turned back into it."""
    return salted_hmac(f"evenhand.alerts.{what}", value.lower(), algorithm="sha256").hexdigest()


def count(request: HttpRequest, address: str, now: datetime | None = None) -> None:
    """Count a letter before it is sent; raises TooOften when it must not be."""
    now = now or timezone.now()
    to, whence = digest("to", address), digest("from", address_of(request))
    with transaction.atomic():
        Asked.objects.filter(at__lt=now - DAY).delete()
        # One row for the network and one for the address: the number of letters is half of all.
        if (
            Asked.objects.filter(digest=whence, at__gt=now - HOUR).count() >= FROM_ONE_NETWORK_AN_HOUR
            or Asked.objects.filter(at__gt=now - HOUR).count() >= 2 * IN_ALL_AN_HOUR
        ):
            raise TooOften(quietly=False)
        if Asked.objects.filter(digest=to, at__gt=now - DAY).count() >= TO_ONE_ADDRESS_A_DAY:
            raise TooOften(quietly=True)
        Asked.objects.bulk_create([Asked(digest=to, at=now), Asked(digest=whence, at=now)])
