"""Work in the background: a job, the portions that workers take of it, and what went wrong with which item.

The queue itself is a table of django-tasks-db, which neither tries again nor misses a worker that died. So a portion
says by itself how far it is and who holds it: the queue may lose or repeat a task, and the work is still done once.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Something to be done to many items. It is over when it is finished or cancelled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    total = models.PositiveIntegerField()
    begun_by = models.CharField(max_length=150)
    begun_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=150, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(finished_at=None, cancelled_at=None),
                name="one_job_of_a_kind_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Portion(models.Model):
    """Items of a job that one worker does one after the other; `position` is the first that is not done.

    `holder` is the worker that has it ('' for none): only who still holds it may move it on. `deaths` counts the
    workers that died at this position. `task` is its row in the queue.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="portions")
    number = models.PositiveIntegerField()
    items = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=200, blank=True)
    beat_at = models.DateTimeField(null=True)
    deaths = models.PositiveIntegerField(default=0)
    task = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="one_portion_a_number")]

    def __str__(self) -> str:
        return f"{self.job_id} portion {self.number}"


class Trouble(models.Model):
    """An item that could not be done, and why; rows are only added."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="troubles")
    item = models.CharField(max_length=200)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.words[:40]}"
