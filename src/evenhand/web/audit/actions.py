"""Every change to the service is an action: keyword-only, with `by=`, in one transaction, with one audit event."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from evenhand.provenance import canonical, chained
from evenhand.web.audit.models import Event, entry

Result = TypeVar("Result")
# Any number will do, as long as every writer of the log uses the same one.
LOCK = 7_046_031


class HasActorId(Protocol):
    """Whoever acts: a person, or the system itself."""

    @property
    def actor_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Acted(Generic[Result]):
    """What an action did: its result, the subject (kind, id), and details (plain values, no evidence text)."""

    result: Result
    subject: tuple[str, str]
    details: dict[str, Any] = field(default_factory=dict)


ACTIONS: dict[str, Callable[..., Any]] = {}


def action(name: str) -> Callable[[Callable[..., Acted[Result]]], Callable[..., Result]]:
    """Make a function an action. It must take `by` by keyword and return `Acted`, or the program does not start or run.

    The transaction covers the change and its audit event: either both are there or neither is.
    """

    def decorate(function: Callable[..., Acted[Result]]) -> Callable[..., Result]:
        parameters = inspect.signature(function).parameters
        if any(one.kind is not one.KEYWORD_ONLY for one in parameters.values()) or "by" not in parameters:
            raise TypeError(f"the action '{function.__name__}' must take keyword-only parameters, 'by' among them")

        @wraps(function)
        def act(*, by: HasActorId, **arguments: Any) -> Result:
            with transaction.atomic():
                acted = function(by=by, **arguments)
                if not isinstance(acted, Acted):
                    raise TypeError(f"the action '{function.__name__}' must return Acted(…)")
                append(actor=by.actor_id, action=name, subject=acted.subject, details=acted.details)
            return acted.result

        ACTIONS[name] = act
        return act

    return decorate


def append(
    *, actor: str, action: str, subject: tuple[str, str], details: dict[str, Any], at: datetime | None = None
) -> Event:
    """Add one event at the end of the chain; must run inside a transaction."""
    if connection.vendor == "postgresql":
        # Two writers must not both build on the same last event; SQLite already lets only one write at a time.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Event.objects.order_by("-number").values("number", "digest").first() or {"number": 0, "digest": ""}
    number, moment = last["number"] + 1, at or timezone.now()
    link = chained(last["digest"], entry(number, moment, actor, action, subject, details))
    return Event.objects.create(
        number=number,
        at=moment,
        actor=actor,
        action=action,
        subject_kind=subject[0],
        subject_id=subject[1],
        details=canonical(details).decode(),
        previous=last["digest"],
        digest=link,
    )
