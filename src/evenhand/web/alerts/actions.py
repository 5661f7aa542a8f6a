"""What is done to alerts: confirmed, stopped. The audit log learns that it happened, never whose address it was."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from evenhand.web.accounts.actions import Visitor
from evenhand.web.accounts.sealing import seal
from evenhand.web.alerts.links import Wish
from evenhand.web.alerts.models import Subscription, WatchAlarm
from evenhand.web.alerts.slowing import digest
from evenhand.web.audit.actions import Acted, HasActorId, action


@action("alert.confirmed")
def confirm(*, by: Visitor, wish: Wish) -> Acted[Subscription]:
    """Keep an alert that was confirmed; the same one again changes nothing."""
    kept, _made = Subscription.objects.get_or_create(
        kind=wish.kind,
        key=wish.key,
        digest=digest("to", wish.address),
        defaults={"sealed_address": seal(wish.address.encode()), "confirmed_at": timezone.now()},
    )
    return Acted(kept, ("alert", str(kept.pk)), {"about": wish.kind})


@action("alert.stopped")
def stop(*, by: HasActorId, alert: UUID) -> Acted[None]:
    """Delete an alert with its address and its messages; one that is gone already stays gone."""
    Subscription.objects.filter(pk=alert).delete()
    return Acted(None, ("alert", str(alert)))


@action("watch.alarm_raised")
def note_alarm(
    *, by: HasActorId, framework: str, kind: str, raised_on: date, n: int, told: list[dict[str, Any]]
) -> Acted[WatchAlarm]:
    """Keep an alarm of the watch; raises IntegrityError for a kind that was noted for this version already."""
    kept = WatchAlarm.objects.create(
        framework=framework, kind=kind, raised_on=raised_on, n=n, told=told, at=timezone.now()
    )
    return Acted(kept, ("framework", framework), {"kind_of_alarm": kind, "n": n, "raised_on": raised_on.isoformat()})
