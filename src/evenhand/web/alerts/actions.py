"""What is done to alerts: confirmed, stopped. The audit log learns that it happened, never whose address it was."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from evenhand.web.accounts.actions import Visitor
from evenhand.web.accounts.sealing import seal
from evenhand.web.alerts.links import Wish
from evenhand.web.alerts.models import Subscription
from evenhand.web.alerts.slowing import digest
from evenhand.web.audit.actions import Acted, action


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
def stop(*, by: Visitor, alert: UUID) -> Acted[None]:
    """Delete an alert with its address and its messages; one that is gone already stays gone."""
    Subscription.objects.filter(pk=alert).delete()
    return Acted(None, ("alert", str(alert)))
