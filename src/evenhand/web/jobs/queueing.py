"""Putting portions into the queue, which knows the work by its path."""

from __future__ import annotations

from django.utils.module_loading import import_string

from evenhand.web.jobs.models import Portion

WORK = "evenhand.web.jobs.working.work_portion"


def enqueue(portion: Portion) -> None:
    """Put a portion into the queue."""
    portion.task = import_string(WORK).enqueue(portion.pk).id
    portion.save(update_fields=["task"])
