"""What alerts listen for when the service starts."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class AlertsConfig(AppConfig):
    """Atom feeds and e-mail alerts."""

    name = "evenhand.web.alerts"

    def ready(self) -> None:
        """Hear of reports, framework versions and consultations in the transaction in which they become public."""
        from evenhand.web.api.models import OpenReport
        from evenhand.web.consultations.models import PhaseChange
        from evenhand.web.frameworks.models import FrameworkVersion
        from evenhand.web.jobs.models import Job
        from evenhand.web.register.models import RegisterImport

        heard = (
            (OpenReport, _report),
            (FrameworkVersion, _framework),
            (PhaseChange, _phase),
            (Job, _job),
            (RegisterImport, _import),
        )
        for sender, hear in heard:
            post_save.connect(hear, sender=sender, dispatch_uid=f"evenhand.alerts.{sender.__name__}")


def _report(sender: type, instance: Any, created: bool, **_: Any) -> None:
    from evenhand.web.alerts import news, sending, watching

    if created:
        sending.note(news.of_reports(sender.objects.filter(pk=instance.pk)))  # type: ignore[attr-defined]
        transaction.on_commit(watching.start)


def _import(sender: type, created: bool, **_: Any) -> None:
    from evenhand.web.alerts import watching

    if created:
        transaction.on_commit(watching.start)


def _framework(sender: type, instance: Any, created: bool, **_: Any) -> None:
    from evenhand.web.alerts import news, sending
    from evenhand.web.alerts.models import Subscription

    # The shelf is filled before there is a table of alerts, and often without any alert.
    if created and _ready() and Subscription.objects.filter(kind="framework").exists():
        sending.note(one for one in news.of_frameworks() if one.topics[0] == ("framework", instance.pk))


def _phase(sender: type, instance: Any, created: bool, **_: Any) -> None:
    from evenhand.consultation.phases import Phase
    from evenhand.web.alerts import news, sending

    if created and instance.phase == Phase.OPEN.value:
        sending.note([news.of_consultation(instance)])


def _job(sender: type, instance: Any, **_: Any) -> None:
    from evenhand.web.alerts import sending, watching

    sending.look_again(instance)
    watching.look_again(instance)


def _ready() -> bool:
    from django.db import connection

    return "alerts_subscription" in connection.introspection.table_names()
