"""Following a job from the shell: begin it or find the one under way, start workers for it, see how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from evenhand.casework.actors import Actor, Role
from evenhand.web.accounts.actions import System
from evenhand.web.jobs import actions, queries
from evenhand.web.jobs.kinds import job_kind
from evenhand.web.jobs.models import Trouble
from evenhand.web.jobs.queries import ShownJob
from evenhand.web.jobs.workers import Workers

# Whoever has a shell where the service runs may see what an administrator sees.
SHELL = Actor(id=System.actor_id, roles=frozenset({Role.ADMINISTRATOR}))


def begun(kind: str) -> UUID:
    """The job of that kind that is under way, or a new one."""
    running = queries.running(SHELL, job_kind(kind))
    return (running or actions.begin(by=System(), kind=kind)).pk


def shown(job_id: UUID) -> ShownJob:
    """How far it is."""
    return queries.job(SHELL, job_id)


def wrong(job_id: UUID) -> list[tuple[str, str]]:
    """Every item that went wrong, and why."""
    return list(Trouble.objects.filter(job=job_id).values_list("item", "words"))


@contextmanager
def workers(number: int) -> Iterator[Workers]:
    """Worker processes that end with the block."""
    started = Workers(number)
    try:
        yield started
    finally:
        started.stop()
