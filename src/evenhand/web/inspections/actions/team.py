"""Changing who is on the team after an inspection was scheduled: the change stays on record, with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from evenhand.casework.policies import check_change_team, check_schedule
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, locked, team_situation
from evenhand.web.inspections.actions.scheduling import keep_exception, people_faults
from evenhand.web.inspections.models import Inspection, TeamChange, TeamMember
from evenhand.web.register.queries import with_homes
from evenhand.wording import say

MAX_REASON = 2000


@action("inspection.team_changed")
def change_team(
    *,
    by: Person,
    inspection: Inspection,
    lead: Person,
    team: Iterable[Person] = (),
    reason: str,
    enforcement: str = "",
) -> Acted[TeamChange]:
    """Put other people on the team, the lead first. Whoever leaves stays an author of what they wrote.

    `enforcement`: why it needs somebody who goes once more than the limit in a row lets them.
    Raises Refusal, and BadInput that names every field at fault.
    """
    inspection = locked(inspection)
    situation = team_situation(inspection)
    check_schedule(with_homes(by), inspection.home.urn)
    check_change_team(by.as_actor(), situation)
    people = list({person.pk: person for person in (lead, *team)}.values())
    _must_be_a_change(inspection, people, reason.strip(), enforcement)
    names = [person.username for person in people]
    left = sorted(situation.team - set(names))
    TeamMember.objects.filter(inspection=inspection).delete()
    for person in people:
        TeamMember.objects.create(inspection=inspection, person=person, is_lead=person is people[0])
    row = TeamChange.objects.create(
        inspection=inspection,
        number=TeamChange.objects.filter(inspection=inspection).count() + 1,
        stage=situation.stage.value,
        team=names,
        left=left,
        reason=reason.strip(),
        by=by.actor_id,
        at=timezone.now(),
    )
    excepted = keep_exception(by, inspection, people, enforcement)
    more = {"once_more_for_enforcement": excepted} if excepted else {}
    return Acted(row, ("inspection", str(inspection.pk)), {"team": names, "left": left, **more})


def _must_be_a_change(inspection: Inspection, people: list[Person], reason: str, enforcement: str) -> None:
    check_text("reason", reason, MAX_REASON)
    wrong = list(people_faults(inspection.home, inspection.kind, inspection.starts_on, people, enforcement))
    if not reason:
        wrong.append(("reason", say("Write why the team changes.")))
    rows = TeamMember.objects.filter(inspection=inspection).select_related("person").order_by("-is_lead", "id")
    now = [row.person.username for row in rows]
    names = [person.username for person in people]
    if names[0] == now[0] and set(names) == set(now):
        wrong.append(("lead", say("This is the team already; there is nothing to change.")))
    if wrong:
        raise bad_input("IN002", *wrong)
