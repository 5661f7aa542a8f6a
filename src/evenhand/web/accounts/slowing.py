"""Guessing passwords is made slow: five wrong tries for a name within ten minutes close it for ten minutes.

Counted in the database, so that it holds over processes and restarts, and for names that nobody has as well, so that
nobody learns from it which names exist.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from evenhand.web.accounts.models import SignInAttempt

TRIES = 5
WITHIN = CLOSED_FOR = timedelta(minutes=10)
KEPT = timedelta(days=1)


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


def _digest(username: str) -> str:
    return salted_hmac("evenhand.sign-in", username.strip().lower(), algorithm="sha256").hexdigest()


def _one_at_a_time(digest: str) -> None:
    # SQLite lets only one write transaction run at a time as it is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
