"""Reading jobs: how far they are, and what went wrong. The first argument is who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Max, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from evenhand.casework.actors import Actor, Role
from evenhand.web.accounts.models import Person
from evenhand.web.jobs.kinds import JobKind, job_kind, job_kinds
from evenhand.web.jobs.models import Job, Portion, Trouble

READERS = (Role.ADMINISTRATOR, Role.QUALITY_ASSURER)
# Without a sign of life for this long, the page says that nobody works on the job.
SILENCE = timedelta(seconds=90)
A_PAGE = 50


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job and how far it is: `done` counts every item that is over, `failed` those among them that went wrong."""

    job: Job
    done: int
    failed: int
    beat_at: datetime | None

    @property
    def kind(self) -> JobKind | None:
        """Its kind; None for one that this version does not know any more."""
        return job_kinds().get(self.job.kind)

    @property
    def state(self) -> JobState:
        """Where it is."""
        if self.job.cancelled_at is not None:
            return JobState.CANCELLED
        if self.job.finished_at is not None:
            return JobState.FINISHED
        return JobState.WAITING if self.beat_at is None else JobState.UNDER_WAY

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (JobState.FINISHED, JobState.CANCELLED)

    @property
    def percent(self) -> int:
        """How much is over, rounded down, so that 100 means all of it."""
        return 100 * self.done // self.job.total if self.job.total else 100

    @property
    def is_silent(self) -> bool:
        """Whether no worker has been heard of for longer than a worker is ever silent."""
        since = self.beat_at or self.job.begun_at
        return not self.is_over and timezone.now() - since > SILENCE


def jobs(who: Actor) -> tuple[ShownJob, ...]:
    """The newest jobs; nothing for somebody who has nothing to do with them."""
    return tuple(_shown(one) for one in _counted(who)[:A_PAGE])


def job(who: Actor, id: UUID) -> ShownJob:
    """One job; Http404 for one that is not there, or not for this reader."""
    found = _counted(who).filter(pk=id).first()
    if found is None:
        raise Http404
    return _shown(found)


def troubles(who: Actor, shown: ShownJob, page: str | int) -> Page[Trouble]:
    """What went wrong in a job, in the order in which it did."""
    rows = Trouble.objects.filter(job=shown.job) if _may_read(who) else Trouble.objects.none()
    return Paginator(rows, A_PAGE).get_page(page)


def names(who: Actor, shown: ShownJob) -> dict[str, str]:
    """Display names, by sign-in name, of who began and who cancelled a job."""
    hands = {shown.job.begun_by, shown.job.cancelled_by} if _may_read(who) else set()
    return dict(Person.objects.filter(username__in=hands).values_list("username", "display_name"))


def running(who: Actor, kind: JobKind) -> Job | None:
    """The job of that kind that is not over yet."""
    return Job.objects.filter(kind=kind.name, finished_at=None, cancelled_at=None).first() if _may_read(who) else None


def kinds(who: Actor) -> tuple[JobKind, ...]:
    """The kinds of jobs that the reader may begin."""
    return tuple(job_kinds().values()) if who.is_a(Role.ADMINISTRATOR) else ()


def startable(who: Actor, name: str) -> JobKind:
    """The kind of that name; raises BadInput for one that there is not."""
    return job_kind(name)


def _may_read(who: Actor) -> bool:
    return any(who.is_a(role) for role in READERS)


def _counted(who: Actor) -> QuerySet[Job]:
    rows = Job.objects.all() if _may_read(who) else Job.objects.none()
    return rows.annotate(
        done=Sum("portions__position", default=0),
        failed=Sum("portions__failed", default=0),
        beat_at=Max("portions__beat_at"),
    )


def _shown(row: Job) -> ShownJob:
    return ShownJob(row, row.done, row.failed, row.beat_at)


def unfinished() -> QuerySet[Portion]:
    """Portions on which there is still something to do; for workers, who are nobody."""
    return Portion.objects.filter(finished_at=None, job__cancelled_at=None).select_related("job").order_by("pk")


def all_done(job_id: UUID) -> bool:
    """Whether nothing is left of a job that is not over; for workers."""
    left = Portion.objects.filter(job=job_id, finished_at=None).exists()
    return not left and Job.objects.filter(pk=job_id, finished_at=None, cancelled_at=None).exists()
