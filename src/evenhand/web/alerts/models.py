"""Who wants an e-mail about what, and the messages that are due. Nothing is kept of an address but what sending needs.

Nothing at all is kept of an address that was never confirmed, and of one whose alert was stopped.
"""

from __future__ import annotations

import uuid

from django.db import models

# "watch" is for framework authors alone: its key is a sign-in name, and no public page offers it.
KINDS = ("home", "authority", "framework", "watch")


class Subscription(models.Model):
    """An alert that somebody confirmed by a link in an e-mail.

    `sealed_address` is encrypted with a key that does not lie in the database; `digest` tells whether an address has
    the alert already, and cannot be turned back. `key` is a URN, an authority's short name, a framework's id, or (of
    "watch") a sign-in name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(one, one) for one in KINDS])
    key = models.CharField(max_length=120)
    sealed_address = models.TextField()
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "digest"], name="alert_once_for_an_address")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Message(models.Model):
    """One piece of news for one alert; the constraint sees to it that there is never a second message of it.

    `unsure` counts sendings that began and of whose end nothing is known, because the worker died; `failed` those that
    the mail server refused.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="messages")
    news = models.CharField(max_length=120)
    subject = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    unsure = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["subscription", "news"], name="news_once_for_an_alert")]
        indexes = [models.Index(fields=["sent_at", "failed"], name="message_waiting")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.news}"


class WatchAlarm(models.Model):
    """An alarm of the watch over grades since a framework went live; rows are only added, each kind once a version.

    `told` are its sentences as template and values, the claim first.
    """

    framework = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    raised_on = models.DateField()
    n = models.PositiveIntegerField()
    told = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["framework", "kind"], name="watch_alarm_once")]

    def __str__(self) -> str:
        return f"{self.framework} {self.kind}"


class WatchLook(models.Model):
    """The state of a watch when it was last looked at: worked out anew by each look, and nothing rests on it."""

    framework = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    told = models.JSONField()

    def __str__(self) -> str:
        return f"{self.framework} {self.at:%Y-%m-%d %H:%M}"


class Asked(models.Model):
    """That somebody asked for an alert lately, by digests of address and network; deleted after a day."""

    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
