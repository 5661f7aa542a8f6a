"""The workspace as a task list, and the history of an inspection."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.grades import troubles
from evenhand.casework.policies import may, may_change_team
from evenhand.casework.stages import Act, Stage, next_stage
from evenhand.web.inspections import queries
from evenhand.web.inspections.chronicle import chronicle
from evenhand.web.inspections.requirements import visit_by
from evenhand.web.inspections.sampling import drawn
from evenhand.web.inspections.tasks import sections, why_not_yet
from evenhand.web.inspections.turns import CLOSED, deadline_of, due_in_words
from evenhand.web.inspections.views.arriving import about, for_casework, record_for


@for_casework
@require_http_methods(["GET"])
def workspace(request: HttpRequest, id: UUID) -> HttpResponse:
    """What there is to do, what is done, and what is due."""
    who, record = record_for(request, id)
    deadline = deadline_of(record.inspection, record.stage, timezone.localdate())
    writes = next_stage(record.stage, Act.SUBMIT) is not None
    required = queries.requirements_counted(who, record)
    context = about(
        record,
        sections=sections(who, record, required, drawn(record)),
        notices=[(one, visit_by(record.framework, one.due_on)) for one in required.notices],
        may_change_team=may_change_team(who, record.situation),
        may_begin=record.stage is Stage.SCHEDULED,
        why_not_begin=why_not_yet(who, Act.BEGIN, record),
        may_cancel=may(who, Act.CANCEL, record.situation) is None,
        troubles=troubles(record.framework, record.outcome) if writes else (),
        deadline=due_in_words(deadline) if deadline else "",
        late=deadline is not None and deadline.days_left < 0,
        deadlines=[due for due in record.deadlines if due.always],
        other_deadlines=[due for due in record.deadlines if not due.always],
        closed=record.stage in CLOSED,
        on_team=who.is_a(Role.INSPECTOR) and who.id in record.situation.team,
        last=record.changes[-1],
    )
    return render(request, "inspections/workspace.html", context)


@for_casework
@require_http_methods(["GET"])
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every change, with who and when."""
    who, record = record_for(request, id)
    entries = chronicle(record, queries.rows_of(who, record))
    return render(request, "inspections/history.html", about(record, entries=entries))
