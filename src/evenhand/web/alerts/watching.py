"""The watch over grades since the framework in force went live: looked at by a job, told to framework authors alone.

The sums run in the worker that does the job; processes that answer requests never load what they need. A look happens
when a report is published here or a register file is imported, and changes nothing when it is repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.findings import BadInput
from evenhand.web.accounts.actions import System
from evenhand.web.alerts import sending
from evenhand.web.alerts.actions import note_alarm
from evenhand.web.alerts.models import WatchAlarm, WatchLook
from evenhand.web.alerts.news import News
from evenhand.web.alerts.owners import owners
from evenhand.web.alerts.queries import GRADES, sentences_of, watched
from evenhand.web.api.models import OpenReport
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.jobs.actions import begin
from evenhand.web.jobs.kinds import JobKind
from evenhand.web.jobs.models import Job
from evenhand.web.register.models import ListedInspection, RegisterImport

if TYPE_CHECKING:
    from evenhand.trend.alerts import Alarm, FalseAlarms, Look
    from evenhand.trend.rows import ListedInspection as Row

KIND = "alerts.watch"
_BASELINE_REACHES = timedelta(days=5 * 365)  # the grade before an inspection of the baseline is seldom older


def start() -> None:
    """Begin the job unless it is under way, the watch is off, or there is nothing on one side of the go-live day."""
    version = watched()
    if version is None or not _both_sides(version.in_force_from):
        return
    try:
        begin(by=System(), kind=KIND)
    except BadInput:
        return


def look_again(job: Job) -> None:
    """After the job ended: begin another for what became known meanwhile."""
    if job.kind != KIND or not job.finished_at:
        return
    newer = OpenReport.objects.filter(report__published_at__gt=job.begun_at).exists()
    if newer or RegisterImport.objects.filter(at__gt=job.begun_at).exists():
        transaction.on_commit(start)


def look_at(version_id: str) -> None:
    """Look once: keep the state, and note every alarm that was not noted before."""
    from evenhand.trend.alerts import LEAST_BASELINE, baseline_of, look, measured

    version = watched()
    if version is None or version.pk != version_id:
        return  # switched off, or followed by another version since the job began
    rows = inspections(version)
    found = look(rows, version.in_force_from)
    unwatched = {"watched": False, "least": LEAST_BASELINE}
    told: dict[str, Any] = unwatched if found is None else {"watched": True, **found.as_dict()}
    WatchLook.objects.update_or_create(framework=version_id, defaults={"at": timezone.now(), "told": told})
    noted = set(WatchAlarm.objects.filter(framework=version_id).values_list("kind", flat=True))
    raised = [] if found is None else [one for one in found.alarms if one.kind not in noted]
    if found is None or not raised:
        return
    worth = measured(baseline_of(rows, version.in_force_from))
    for one in raised:
        _tell(version, one, found, worth[one.kind])


def _tell(version: FrameworkVersion, alarm: Alarm, found: Look, worth: FalseAlarms) -> None:
    """Note the alarm and write the letters, both or neither."""
    from evenhand.trend.alerts import NOT_A_PROOF

    sentences = (alarm.claim, alarm.figures, found.basis, worth.words, NOT_A_PROOF)
    with transaction.atomic():
        kept = note_alarm(
            by=System(),
            framework=version.pk,
            kind=alarm.kind,
            raised_on=alarm.on,
            n=alarm.number,
            told=[{"say": one.template, "values": dict(one.values)} for one in sentences],
        )
        sending.note([news_of(kept, version)])


def news_of(alarm: WatchAlarm, version: FrameworkVersion) -> News:
    """An alarm as news for each owner; the letter says all that the page says."""
    spoken = [one.translated(_) for one in sentences_of(alarm)]
    return News(
        id=f"watch:{alarm.framework}:{alarm.kind}",
        title=_("Alarm of the watch over grades: %(framework)s") % {"framework": version.title},
        summary=spoken[0],
        path=reverse("alerts:watch"),
        at=alarm.at,
        topics=tuple(("watch", one.username) for one in owners()),
        text="\n\n".join(spoken),
    )


def inspections(version: FrameworkVersion) -> list[Row]:
    """Graded full inspections of real homes that are listed or published here, as the rows that the watch reads.

    A report published here counts for the day on which its inspection began, and before a listed line of that day.
    """
    from evenhand.trend.rows import ListedInspection as Row

    earliest = version.in_force_from - _BASELINE_REACHES
    found: dict[tuple[str, date], tuple[Any, ...]] = {}
    places = ("sector", "region", "provision_type", "places", "organisation_id")
    listed = ListedInspection.objects.filter(home__fictional=False, overall__in=range(1, GRADES + 1))
    listed = listed.filter(inspected_on__gte=earliest)
    columns = ("home__urn", "inspected_on", "overall", "published_on", *(f"home__{one}" for one in places))
    found |= {(one[0], one[1]): one for one in listed.values_list(*columns)}
    reports = OpenReport.objects.filter(home__fictional=False, overall__in=range(1, GRADES + 1))
    reports = reports.filter(started_on__gte=version.in_force_from, framework=version.pk)
    columns = ("home__urn", "started_on", "overall", "published_on", *(f"home__{one}" for one in places))
    found |= {(one[0], one[1]): one for one in reports.values_list(*columns)}
    made, before = [], None
    for (urn, on), (_urn, _on, grade, published, *of_home) in sorted(found.items(), key=lambda one: one[0]):
        same = before is not None and before.urn == urn
        sector, region, provision, size, organisation = of_home
        before = Row(
            urn, on, grade, sector, region, provision, size, organisation, published or on,
            before.grade if before and same else None, before.on if before and same else None,
        )  # fmt: skip
        made.append(before)
    return made


def _both_sides(go_live: date) -> bool:
    real = ListedInspection.objects.filter(home__fictional=False).exclude(overall=None)
    published = OpenReport.objects.filter(home__fictional=False, started_on__gte=go_live).exclude(overall=None)
    after = published.exists() or real.filter(inspected_on__gte=go_live).exists()
    return after and real.filter(inspected_on__lt=go_live).exists()


def _now() -> Iterable[str]:
    version = watched()
    return [] if version is None else [version.pk]


WATCH = JobKind(
    name=KIND,
    title=gettext_lazy("Look at grades since the framework went live"),
    items=lambda: list(_now()),
    do=look_at,
    portion=1,
    patience=300,
    tries=2,
)
