"""Whether the service can do its work now, in words for machines: what fails, never why, for everybody may ask."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from evenhand.web.jobs.models import Job

log = logging.getLogger(__name__)
LEAST_DISK = 200_000_000  # bytes
NO_WORKER = timedelta(minutes=10)
_settled: set[str] = set()


def checks() -> dict[str, str]:
    """Each check with "ok" or "failing"; why it fails stands in the log."""
    return {name: "ok" if _holds(name, check) else "failing" for name, check in CHECKS.items()}


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        good = check()
    except (DatabaseError, OSError) as error:
        log.error("check %s: %s", name, type(error).__name__)
        return False
    if not good:
        log.error("check %s fails", name)
    return good


def database_answers() -> bool:
    """A question to the database is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def migrations_are_applied() -> bool:
    """The tables are those that this version needs; asked until it is true, for it does not become untrue."""
    if "migrations" not in _settled:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _settled.add("migrations")
    return True


def files_can_be_kept() -> bool:
    """The folder for files can be written to, and the disk is not nearly full."""
    var = settings.ENVIRONMENT.var
    return os.access(var, os.W_OK) and shutil.disk_usage(var).free >= LEAST_DISK


def jobs_move() -> bool:
    """No job has waited for a worker longer than ten minutes."""
    old = timezone.now() - NO_WORKER
    waiting = Job.objects.filter(finished_at=None, cancelled_at=None, begun_at__lt=old)
    return not waiting.exclude(portions__beat_at__gte=old).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "files": files_can_be_kept,
    "jobs": jobs_move,
}
# People can still work when these fail, so they make nobody send visitors elsewhere.
FOR_INFORMATION = frozenset({"jobs"})
