"""The links in e-mails: one that confirms, and carries all there is until then; one that stops an alert."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from evenhand.web.accounts.sealing import seal, unseal
from evenhand.web.alerts.models import Subscription

CONFIRM_WITHIN = 3 * 24 * 60 * 60
_STOP = "evenhand.alerts.stop"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for and has not confirmed: it is kept in the link alone, sealed."""

    kind: str
    key: str
    address: str


def confirming(wish: Wish, now: float | None = None) -> str:
    """The sealed wish, for a link; nobody but this service can read the address in it."""
    told = {"alert": [wish.kind, wish.key, wish.address], "at": int(time.time() if now is None else now)}
    return seal(json.dumps(told).encode())


def wished(token: str, now: float | None = None) -> Wish | None:
    """The wish in a link; None when it is not one of ours, or older than three days."""
    opened = unseal(token)
    try:
        told = json.loads(opened) if opened else {}
    except ValueError:
        return None
    if "alert" not in told or (time.time() if now is None else now) - told["at"] > CONFIRM_WITHIN:
        return None
    return Wish(*told["alert"])


def stopping(subscription: Subscription) -> str:
    """The signed name of an alert, for a link that never grows old."""
    return signing.dumps(str(subscription.pk), salt=_STOP)


def to_stop(token: str) -> UUID | None:
    """The alert that a link stops; None when the link is not one of ours."""
    try:
        return UUID(signing.loads(token, salt=_STOP))
    except (signing.BadSignature, ValueError):
        return None
