"""What a worker does: take a portion, do its items one after the other, and bring back what a dead worker held.

Idempotent by construction: a portion knows its position, only its holder may move it on, and an item that was in hand
when its worker died is done again.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from evenhand.findings import BadInput
from evenhand.web.accounts.actions import System
from evenhand.web.jobs.actions import finish
from evenhand.web.jobs.kinds import JobKind, job_kind
from evenhand.web.jobs.models import Portion, Trouble
from evenhand.web.jobs.queries import all_done, unfinished
from evenhand.web.jobs.queueing import enqueue

log = logging.getLogger(__name__)

# After so many workers that died at the same item, the item is what kills them.
DEATHS = 3
PAUSE = 0.2
# Set by the loop of a worker: whether it was told to stop.
told_to_stop: list[Callable[[], bool]] = []


@task()
def work_portion(portion_id: int) -> str:
    """Work on a portion until it is done, cancelled, lost to another worker, or this worker is told to stop."""
    me = f"{_place()}:{os.getpid()}:{uuid4().hex[:12]}"
    taken = unfinished().filter(pk=portion_id, holder="").update(holder=me, beat_at=timezone.now())
    if not taken:
        return "nothing to do"
    portion = Portion.objects.select_related("job").get(pk=portion_id)
    kind = job_kind(portion.job.kind)
    while portion.position < len(portion.items):
        if any(stop() for stop in told_to_stop):
            _hand_back(portion, me)
            return "handed back"
        if not unfinished().filter(pk=portion_id, holder=me).exists():
            return "cancelled, or in other hands"
        item = portion.items[portion.position]
        if not _move_on(portion, me, _tried(kind, item)):
            return "in other hands"
    Portion.objects.filter(pk=portion_id, holder=me).update(holder="", finished_at=timezone.now())
    _finish(portion)
    return "done"


def _tried(kind: JobKind, item: str) -> str:
    """Do one item; what went wrong in words, or ''. What will not get better by trying again is not tried again."""
    for attempt in range(1, kind.tries + 1):
        try:
            kind.do(item)
            return ""
        except BadInput as refusal:
            return str(refusal)
        except Exception as problem:
            log.warning("%s: item %s, try %s: %s", kind.name, item[:12], attempt, type(problem).__name__)
            words = f"{type(problem).__name__}: {problem}"
            if attempt < kind.tries:
                time.sleep(PAUSE * 2 ** (attempt - 1))
    return words


def _move_on(portion: Portion, me: str, wrong: str) -> bool:
    """Note that an item is over; False when somebody else holds the portion by now."""
    item = portion.items[portion.position]
    with transaction.atomic():
        mine = Portion.objects.filter(pk=portion.pk, holder=me, position=portion.position).update(
            position=F("position") + 1, failed=F("failed") + int(bool(wrong)), deaths=0, beat_at=timezone.now()
        )
        if mine and wrong:
            Trouble.objects.create(job=portion.job, item=item[:200], words=wrong[:2000], at=timezone.now())
    portion.position += 1
    return bool(mine)


def _hand_back(portion: Portion, me: str) -> None:
    with transaction.atomic():
        if Portion.objects.filter(pk=portion.pk, holder=me).update(holder=""):
            enqueue(portion)


def _finish(portion: Portion) -> None:
    # Two last portions may end at the same moment; each is told apart by the lock that finishing takes.
    if all_done(portion.job_id):
        try:
            finish(by=System(), job=portion.job)
        except BadInput:
            log.debug("job %s was finished by another worker", portion.job_id)


def rescue() -> int:
    """Bring back portions whose worker died, and jobs whose last step was lost; how many portions."""
    portions = list(unfinished())
    queued = DBTaskResult.objects.in_bulk([one.task for one in portions if one.task])
    back = sum(_brought_back(one) for one in portions if _is_lost(one, queued.get(one.task)))
    for portion in Portion.objects.filter(job__finished_at=None, job__cancelled_at=None, number=1):
        _finish(portion)
    return back


def _is_lost(portion: Portion, row: DBTaskResult | None) -> bool:
    oldest = timezone.now() - timedelta(seconds=job_kind(portion.job.kind).patience)
    if portion.holder:
        return portion.beat_at is None or portion.beat_at < oldest or _is_dead(portion.holder)
    if row is None or row.status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        return True
    # Killed after it took the task and before it took the portion.
    return row.status == TaskResultStatus.RUNNING and row.started_at is not None and row.started_at < oldest


def _is_dead(holder: str) -> bool:
    """Whether the worker was a process of this machine that is there no more."""
    place, pid, _token = holder.rsplit(":", 2)
    if place != _place():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _place() -> str:
    """This machine, and the space in which its process numbers count: two containers may share a name."""
    try:
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        space = ""
    return f"{socket.gethostname()[:120]}/{space}"


@transaction.atomic
def _brought_back(portion: Portion) -> bool:
    """Take a portion from whoever held it and queue it again; False when another rescuer was first."""
    free = Portion.objects.filter(pk=portion.pk, holder=portion.holder, task=portion.task)
    deaths = portion.deaths + (1 if portion.holder else 0)
    if not free.update(holder="", deaths=deaths, beat_at=timezone.now()):
        return False
    if deaths >= DEATHS:
        item = portion.items[portion.position]
        words = f"{deaths} workers died at this item; it was left out"
        Trouble.objects.create(job=portion.job, item=item[:200], words=words, at=timezone.now())
        free = Portion.objects.filter(pk=portion.pk)
        free.update(position=F("position") + 1, failed=F("failed") + 1, deaths=0)
    running = DBTaskResult.objects.filter(pk=portion.task, status=TaskResultStatus.RUNNING)
    if not running.update(status=TaskResultStatus.READY, started_at=None, worker_ids=[]):
        enqueue(portion)
    log.warning("portion %s of job %s was brought back from %s", portion.number, portion.job_id, portion.holder or "?")
    return True
