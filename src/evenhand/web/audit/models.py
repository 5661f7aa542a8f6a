"""The audit log: rows that are only added, each bound to the one before; without foreign keys, so it outlives them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.db import models


class Event(models.Model):
    """Something that somebody did. `details` is canonical JSON; `digest` covers this row and everything before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    details = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @property
    def entry(self) -> dict[str, Any]:
        """What the digest covers, besides the digest before it."""
        return entry(
            self.number,
            self.at,
            self.actor,
            self.action,
            (self.subject_kind, self.subject_id),
            json.loads(self.details),
        )


def entry(
    number: int, at: datetime, actor: str, action: str, subject: tuple[str, str], details: dict[str, Any]
) -> dict[str, Any]:
    """One row as the plain values that are hashed; times in UTC, to the microsecond, so every database agrees."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return {"n": number, "at": moment, "by": actor, "act": action, "on": list(subject), "what": details}
