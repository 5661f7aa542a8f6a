"""Jobs in the background, for those who answer for the service: how far, what went wrong, begin, cancel."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts.access import actor_of, for_roles, person_of
from evenhand.web.jobs import actions, queries
from evenhand.web.jobs.queries import JobState, ShownJob

for_readers = for_roles(*queries.READERS)
for_administrators = for_roles(Role.ADMINISTRATOR)


@for_readers
@require_http_methods(["GET"])
def all_jobs(request: HttpRequest) -> HttpResponse:
    """The newest jobs, and those that can be begun."""
    who = actor_of(request)
    context = {"jobs": queries.jobs(who), "kinds": queries.kinds(who), "states": states()}
    return render(request, "jobs/all.html", context)


@for_administrators
@require_http_methods(["POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a job, or lead to the one of its kind that is under way."""
    who = actor_of(request)
    kind = queries.startable(who, request.POST.get("kind", ""))
    running = queries.running(who, kind)
    if running is not None:
        messages.info(request, _("This job is under way already."))
        return redirect("jobs:job", running.pk)
    job = actions.begin(by=person_of(request), kind=kind.name)
    messages.success(request, _("The job is in the queue. You may leave this page; it goes on."))
    return redirect("jobs:job", job.pk)


@for_readers
@require_http_methods(["GET"])
def job(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far a job is, and what went wrong with which item."""
    who = actor_of(request)
    shown = queries.job(who, id)
    context = {
        "shown": shown,
        "words": in_words(shown),
        "states": states(),
        "names": queries.names(who, shown),
        "troubles": queries.troubles(who, shown, request.GET.get("page", "1")),
    }
    return render(request, "jobs/job.html", context)


@for_readers
@require_http_methods(["GET"])
def state(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same for the script that keeps the page up to date."""
    shown = queries.job(actor_of(request), id)
    response = JsonResponse(
        {
            "done": shown.done,
            "total": shown.job.total,
            "failed": shown.failed,
            "words": in_words(shown),
            "state": shown.state.value,
            "over": shown.is_over,
        }
    )
    response["Cache-Control"] = "private, no-store"
    return response


@for_administrators
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop a job, after asking."""
    shown = queries.job(actor_of(request), id)
    if request.method == "POST":
        actions.cancel(by=person_of(request), job=shown.job)
        messages.success(request, _("The job is cancelled. What was done stays done."))
        return redirect("jobs:job", id)
    return render(request, "jobs/cancel.html", {"shown": shown, "words": in_words(shown)})


def in_words(shown: ShownJob) -> str:
    """How far it is, as a sentence."""
    counted = _("%(done)s of %(total)s (%(percent)s%%)") % {
        "done": f"{shown.done:,}",
        "total": f"{shown.job.total:,}",
        "percent": shown.percent,
    }
    if not shown.failed:
        return counted
    failed = ngettext("%(n)s went wrong", "%(n)s went wrong", shown.failed) % {"n": f"{shown.failed:,}"}
    return f"{counted}, {failed}"


def states() -> dict[JobState, tuple[str, str]]:
    """The words and the colour for each state of a job."""
    return {
        JobState.WAITING: (_("Waiting"), "grey"),
        JobState.UNDER_WAY: (_("Under way"), "blue"),
        JobState.FINISHED: (_("Finished"), "green"),
        JobState.CANCELLED: (_("Cancelled"), "orange"),
    }
