"""Guessing passwords is made slow: five wrong tries for a name within ten minutes close it for ten minutes.

Counted in the database, so that it holds over processes and restarts, and for names that nobody has as well, so that
nobody learns from it which names exist. Codes of a second factor are counted in the same way.

One address that tries many names is slowed down as well: after fifty wrong tries within ten minutes it is closed. That
needs an address that is the visitor's own: a public one, or one that a proxy tells which the operator has declared
(`EVENHAND_PROXIES`). Otherwise all visitors would seem to share one, and one guesser would shut everybody out.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from evenhand.web.accounts.models import SignInAttempt

TRIES = 5
WITHIN = CLOSED_FOR = timedelta(minutes=10)
KEPT = timedelta(days=1)
FROM_ONE_ADDRESS = 50


def open_try(username: str, now: datetime | None = None) -> datetime | None:
    """Count a try before the password is looked at: None when it may go on, else the moment when trying is open again.

    Counted first and atomically, so that many tries at the same moment do not slip through together.
    """
    now = now or timezone.now()
    digest = _digest(username)
    with transaction.atomic():
        _one_at_a_time(digest)
        SignInAttempt.objects.filter(at__lt=now - KEPT).delete()
        tries = list(
            SignInAttempt.objects.filter(name_digest=digest).order_by("-at", "-id").values_list("at", flat=True)[:TRIES]
        )
        if len(tries) == TRIES and tries[0] - tries[-1] <= WITHIN and now < tries[0] + CLOSED_FOR:
            return tries[0] + CLOSED_FOR
        SignInAttempt.objects.create(name_digest=digest, at=now)
    return None


def forget_tries(username: str) -> None:
    """Start counting anew, after somebody signed in."""
    SignInAttempt.objects.filter(name_digest=_digest(username)).delete()


def for_codes(username: str) -> str:
    """The name under which tries of codes are counted, apart from those of passwords; no sign-in name has a colon."""
    return f"code:{username}"


def address_open_again(request: HttpRequest, now: datetime | None = None) -> datetime | None:
    """None when the address may try, else the moment from which it may again."""
    digest = _digest_of_address(request)
    if not digest:
        return None
    now = now or timezone.now()
    wrong = SignInAttempt.objects.filter(name_digest=digest, at__gt=now - WITHIN).order_by("-at")
    tries = list(wrong.values_list("at", flat=True)[:FROM_ONE_ADDRESS])
    return tries[-1] + WITHIN if len(tries) == FROM_ONE_ADDRESS else None


def count_wrong_from(request: HttpRequest) -> None:
    """Count a wrong try for the address it came from, whatever the name was."""
    digest = _digest_of_address(request)
    if digest:
        SignInAttempt.objects.create(name_digest=digest, at=timezone.now())


def _digest_of_address(request: HttpRequest) -> str:
    proxies = settings.ENVIRONMENT.proxies
    told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    # Each proxy adds at the end whom it saw; what stands before that, the visitor may have written.
    text = told[-proxies] if 0 < proxies <= len(told) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if not (proxies or address.is_global):
        return ""
    # Whoever has one address of the newer kind usually has a network of 2^64 of them.
    shared = ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address
    return salted_hmac("evenhand.sign-in-address", str(shared), algorithm="sha256").hexdigest()


def _digest(username: str) -> str:
    return salted_hmac("evenhand.sign-in", username.strip().lower(), algorithm="sha256").hexdigest()


def _one_at_a_time(digest: str) -> None:
    # SQLite lets only one write transaction run at a time as it is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
