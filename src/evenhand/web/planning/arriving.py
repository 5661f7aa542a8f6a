"""What every page of planning begins with: who is asking, and from which day they look."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from evenhand.casework.actors import Actor
from evenhand.casework.due import Expectation
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.planning.forms import DayForm
from evenhand.web.planning.permission import MANAGERS
from evenhand.web.register.queries import with_homes

for_managers = for_roles(*MANAGERS)
UNPROCESSABLE = 422


def asking(request: HttpRequest) -> Actor:
    """Whoever makes the request, with the homes they answer for: those are closed to them here."""
    return with_homes(person_of(request))


def day_asked(request: HttpRequest) -> date:
    """The day from which the plan is seen: the one in the address, or today."""
    return DayForm(request.GET).day(timezone.localdate())


def schedule_link(urn: str, expected: Expectation) -> str:
    """The form that schedules, filled in with the home and the usual type."""
    return f"{reverse('inspections:schedule')}?{urlencode({'urn': urn, 'kind': expected.types[0]})}"
