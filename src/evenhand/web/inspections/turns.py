"""Whose turn it is: what comes next in an inspection, who does it, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evenhand.casework.accuracy import COMMENTS, DRAFT, step_for
from evenhand.casework.actors import Actor
from evenhand.casework.policies import Situation, may
from evenhand.casework.stages import Act, Stage
from evenhand.casework.timetable import Deadline, next_deadline, timetable
from evenhand.web.design.jinja import in_words
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.queries import Listed
from evenhand.web.inspections.record import moments

# What moves an inspection on from each stage, and who does it.
_NEXT = {
    Stage.SCHEDULED: Act.BEGIN,
    Stage.UNDER_WAY: Act.RECORD_EVIDENCE,
    Stage.RETURNED: Act.WRITE_REPORT,
    Stage.IN_QUALITY_ASSURANCE: Act.APPROVE,
    Stage.APPROVED: Act.PUBLISH,
    Stage.WITH_PROVIDER: Act.ANSWER_COMMENT,
}
CLOSED = (Stage.PUBLISHED, Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class Turn:
    """An inspection in a list, with what comes next."""

    listed: Listed
    next: str
    whose: str
    yours: bool
    due: str
    late: bool


def turn(who: Actor, listed: Listed, today: date) -> Turn:
    """What comes next in an inspection, whose turn it is, and by when."""
    act = _NEXT.get(listed.stage)
    if act is Act.PUBLISH and _asks_provider(listed):
        act = Act.SEND_DRAFT
    situation = Situation(stage=listed.stage, team=listed.usernames)
    deadline = deadline_of(listed.inspection, listed.stage, today)
    return Turn(
        listed=listed,
        next=_next_step(listed),
        whose=_whose(listed),
        yours=act is not None and may(who, act, situation) is None,
        due=due_in_words(deadline) if deadline else "",
        late=deadline is not None and deadline.days_left < 0,
    )


def deadline_of(inspection: Inspection, stage: Stage, today: date) -> Deadline | None:
    """The next deadline of an inspection that has begun and is not closed."""
    if stage in CLOSED or stage is Stage.SCHEDULED:
        return None
    framework = framework_of(inspection.framework)
    dues = timetable(framework, moments(inspection), inspection.kind)
    if stage is Stage.WITH_PROVIDER:
        sent = step_for(framework, inspection.kind, DRAFT)
        dues = tuple(one for one in dues if one.step != sent)
    return next_deadline(dues, today)


def due_in_words(deadline: Deadline) -> str:
    """“Draft report to the provider: by 5 October 2026, in 4 days”."""
    by = {"step": deadline.step.title, "day": in_words(deadline.day), "when": days_in_words(deadline.days_left)}
    return _("%(step)s: by %(day)s, %(when)s") % by


def days_in_words(days: int) -> str:
    """Today, tomorrow, in 4 days, 2 days late."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return _("in %(n)d days") % {"n": days}
    return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}


def _next_step(listed: Listed) -> str:
    start = in_words(listed.inspection.starts_on)
    return {
        Stage.SCHEDULED: _("Begin on %(day)s") % {"day": start},
        Stage.UNDER_WAY: _("Record evidence, propose grades, write the report"),
        Stage.IN_QUALITY_ASSURANCE: _("Review the report: approve it or return it"),
        Stage.RETURNED: _("Answer the comments and submit again"),
        Stage.APPROVED: _next_when_approved(listed),
        Stage.WITH_PROVIDER: _("Answer the provider’s comments, give it the final report, then publish"),
        Stage.PUBLISHED: _("Nothing: the report is published"),
        Stage.CANCELLED: _("Nothing: the inspection was cancelled"),
    }[listed.stage]


def _asks_provider(listed: Listed) -> bool:
    framework = framework_of(listed.inspection.framework)
    return step_for(framework, listed.inspection.kind, COMMENTS) is not None


def _next_when_approved(listed: Listed) -> str:
    if listed.stage is not Stage.APPROVED:
        return ""
    return _("Send the draft to the provider") if _asks_provider(listed) else _("Publish the report")


def _whose(listed: Listed) -> str:
    if listed.stage in CLOSED:
        return _("Nobody’s")
    if listed.stage is Stage.IN_QUALITY_ASSURANCE or (listed.stage is Stage.APPROVED and not _asks_provider(listed)):
        return _("A quality assurer who had no hand in it")
    team = ", ".join(listed.team)
    return _("The provider, and %(team)s") % {"team": team} if listed.stage is Stage.WITH_PROVIDER else team
