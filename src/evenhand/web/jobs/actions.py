"""What is done to a job: begun, cancelled, finished. What happens to its items in between is progress, not an act."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.findings import BadInput
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.jobs.kinds import job_kind
from evenhand.web.jobs.models import Job, Portion
from evenhand.web.jobs.queueing import enqueue
from evenhand.wording import say


@action("job.begun")
def begin(*, by: HasActorId, kind: str) -> Acted[Job]:
    """Begin a job on everything there is to do now; raises BadInput while another of its kind is not over."""
    about = job_kind(kind)
    items = list(about.items())
    now = timezone.now()
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                total=len(items),
                begun_by=by.actor_id,
                begun_at=now,
                finished_at=None if items else now,
            )
    except IntegrityError:
        raise BadInput.at(
            "DO014", say("this job is under way already; wait until it is finished, or cancel it first")
        ) from None
    for number, first in enumerate(range(0, len(items), about.portion), 1):
        enqueue(Portion.objects.create(job=job, number=number, items=items[first : first + about.portion]))
    return Acted(job, ("job", str(job.pk)), {"kind_of_job": kind, "items": len(items)})


@action("job.cancelled")
def cancel(*, by: HasActorId, job: Job) -> Acted[Job]:
    """Stop a job after the item that is in hand; raises BadInput when it is over."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.finished_at or row.cancelled_at:
        raise BadInput.at("DO015", say("this job is over already; there is nothing to cancel"))
    row.cancelled_by, row.cancelled_at = by.actor_id, timezone.now()
    row.save(update_fields=["cancelled_by", "cancelled_at"])
    return Acted(row, ("job", str(row.pk)), {"kind_of_job": row.kind})


@action("job.finished")
def finish(*, by: HasActorId, job: Job) -> Acted[Job]:
    """Say that nothing is left of a job; raises BadInput when that was said already."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.finished_at or row.cancelled_at:
        raise BadInput.at("DO015", say("this job is over already; there is nothing to cancel"))
    row.finished_at = timezone.now()
    row.save(update_fields=["finished_at"])
    failed = sum(row.portions.values_list("failed", flat=True))
    return Acted(row, ("job", str(row.pk)), {"kind_of_job": row.kind, "items": row.total, "failed": failed})
