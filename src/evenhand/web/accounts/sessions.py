"""How long a session lives, what it remembers of the sign-in, and how it ends, here and elsewhere.

A session begins with a new key at sign-in and gets another one whenever password or second factor change. It ends an
hour after it was used last, and twelve hours after it began.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from evenhand.web.accounts.models import OpenSession, Person

IDLE = 60 * 60
LONGEST = 12 * 60 * 60
FRESH = 15 * 60
HALFWAY = 10 * 60
_NOTED_EVERY = 60
_STARTED, _SEEN, _PROVED, _FACTOR, _HALFWAY = "started", "seen", "proved", "second_factor", "halfway"


class SessionRules:
    """Before anything asks who is here: a session that was not used for too long, or is too old, is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            _look_at(request.session, int(time.time()))
        return self.get_response(request)


def _look_at(session: Any, now: int) -> None:
    if now - session.get(_SEEN, 0) > IDLE or now - session.get(_STARTED, 0) > LONGEST:
        session.flush()
    elif now - session[_SEEN] > _NOTED_EVERY:
        session[_SEEN] = now


def begin(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    """Note when a session began; Django calls this at every sign-in."""
    now = int(time.time())
    request.session.update({_STARTED: now, _SEEN: now, _PROVED: now})
    request.session.pop(_HALFWAY, None)
    if request.session.session_key is None:
        request.session.create()
    OpenSession.objects.update_or_create(
        key=request.session.session_key, defaults={"person": user, "started_at": timezone.now()}
    )


user_logged_in.connect(begin, dispatch_uid="evenhand.accounts.sessions")


def note_factor(request: HttpRequest, factor: str) -> None:
    """Remember that this session was begun, or strengthened, with a second factor; an empty name takes it back."""
    request.session[_FACTOR] = factor


def has_factor(request: HttpRequest) -> bool:
    """Whether the person of this session has a second factor (it cannot be begun without it by somebody who has)."""
    return bool(request.session.get(_FACTOR))


def note_proof(request: HttpRequest) -> None:
    """Remember that the person has just shown again who they are."""
    request.session[_PROVED] = int(time.time())
    request.session.pop(_HALFWAY, None)
    request.session.cycle_key()
    _moved(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person showed who they are within the last quarter of an hour."""
    return int(time.time()) - int(request.session.get(_PROVED, 0)) <= FRESH


@dataclass(frozen=True, slots=True)
class Halfway:
    """Somebody whose password was right and whose second factor is still to come: what for, and where they go then."""

    person: Person
    purpose: str
    then: str


def hold(request: HttpRequest, person: Person, purpose: str, then: str) -> None:
    """Remember for ten minutes that the password of this person was right; nobody is signed in by it."""
    request.session.cycle_key()
    if request.user.is_authenticated:
        _moved(request)
    held = {"person": person.pk, "hash": person.get_session_auth_hash(), "at": int(time.time())}
    request.session[_HALFWAY] = held | {"purpose": purpose, "then": then}


def halfway(request: HttpRequest) -> Halfway | None:
    """Whoever is halfway in; None when nobody is, it took too long, or the password has changed meanwhile."""
    held = request.session.get(_HALFWAY)
    if not held or int(time.time()) - held["at"] > HALFWAY:
        return None
    person = Person.objects.filter(pk=held["person"], is_active=True).first()
    if person is None or person.get_session_auth_hash() != held["hash"]:
        return None
    return Halfway(person, held["purpose"], held["then"])


def end_all(person: Person, request: HttpRequest | None = None) -> None:
    """End every session of this person; with a request, its own goes on under a new key."""
    Person.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
    person.refresh_from_db(fields=["session_generation"])
    if request is not None:
        update_session_auth_hash(request, person)
        _moved(request)
    others = OpenSession.objects.filter(person=person)
    if request is not None:
        others = others.exclude(key=request.session.session_key)
    Session.objects.filter(session_key__in=list(others.values_list("key", flat=True))).delete()
    others.delete()


def end_one(person: Person, number: int) -> bool:
    """End one session of this person; False when they have no such session."""
    found = OpenSession.objects.filter(person=person, pk=number).first()
    if found is None:
        return False
    Session.objects.filter(session_key=found.key).delete()
    found.delete()
    return True


@dataclass(frozen=True, slots=True)
class Shown:
    """One session as its person sees it."""

    number: int
    started_at: datetime
    seen_at: datetime
    here: bool


def of(person: Person, request: HttpRequest) -> list[Shown]:
    """Where this person is signed in, this session first; what has ended is swept away."""
    known = {one.key: one for one in OpenSession.objects.filter(person=person)}
    alive = Session.objects.filter(session_key__in=list(known), expire_date__gt=timezone.now())
    now, shown = int(time.time()), []
    for session in alive:
        kept = SessionStore().decode(session.session_data)
        seen = int(kept.get(_SEEN, 0))
        if str(kept.get(SESSION_KEY)) != str(person.pk) or now - seen > IDLE:
            continue
        one = known[session.session_key]
        here = one.key == request.session.session_key
        shown.append(Shown(one.pk, one.started_at, datetime.fromtimestamp(seen, UTC), here))
    return sorted(shown, key=lambda one: (not one.here, one.started_at))


def sweep() -> None:
    """Delete what is left of sessions that have expired."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    OpenSession.objects.filter(started_at__lt=timezone.now() - timedelta(seconds=LONGEST)).delete()


def _moved(request: HttpRequest) -> None:
    """Follow a session to its new key."""
    mine = request.session.session_key
    if request.user.is_authenticated and mine:
        started = datetime.fromtimestamp(int(request.session.get(_STARTED, time.time())), UTC)
        OpenSession.objects.update_or_create(key=mine, defaults={"person": request.user, "started_at": started})
