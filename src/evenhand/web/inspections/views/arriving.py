"""What every page of the workspace begins with: who is asking, and the record they ask for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from evenhand.casework.actors import Actor, Role
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.inspections import queries
from evenhand.web.inspections.record import Record
from evenhand.web.register.queries import with_homes

# Who may open the workspace at all; what they may do in it the policies say.
for_casework = for_roles(Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
UNPROCESSABLE, CONFLICT = 422, 409


def asking(request: HttpRequest) -> Actor:
    """Whoever makes the request, with the homes they answer for: those are closed to them here."""
    return with_homes(person_of(request))


def record_for(request: HttpRequest, id: UUID) -> tuple[Actor, Record]:
    """Who is asking, and the record; Http404 when they may not see it."""
    who = asking(request)
    return who, queries.record(who, id)


def about(record: Record, **more: Any) -> dict[str, Any]:
    """What every page about an inspection shows."""
    return {"record": record, "inspection": record.inspection, "home": record.inspection.home, **more}
