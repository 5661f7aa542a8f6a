"""The lock on an inspection, and the question whether somebody may act on it now."""

from __future__ import annotations

from evenhand.casework.policies import Situation, check
from evenhand.casework.stages import Act, Stage
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.models import Inspection, StageChange, TeamMember
from evenhand.wording import Words, say


def locked(inspection: Inspection) -> Inspection:
    """The inspection's row, locked until the transaction ends.

    PostgreSQL locks the row; SQLite lets one transaction write at a time, so there it is locked already.
    """
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("home", "framework")
    return rows.defer("framework__sealed").get(pk=inspection.pk)


def newest_change(inspection: Inspection) -> StageChange:
    """The row that says where the inspection is."""
    return StageChange.objects.filter(inspection=inspection).latest("number")


def permit(by: Person, act: Act, inspection: Inspection) -> Inspection:
    """Take the lock and raise Refusal unless the person may do this to the inspection now.

    For the team's own acts; acts that need the authors or the grades are checked against the whole record.
    """
    inspection = locked(inspection)
    check(by.as_actor(), act, team_situation(inspection))
    return inspection


def team_situation(inspection: Inspection) -> Situation:
    """Stage and team: all that the policies need for what the team does."""
    team = TeamMember.objects.filter(inspection=inspection).values_list("person__username", flat=True)
    return Situation(stage=Stage(newest_change(inspection).stage), team=frozenset(team))


def bad_input(code: str, *faults: tuple[str, Words]) -> BadInput:
    """Faults by field as one exception."""
    return BadInput(Finding(code, Severity.ERROR, Where(field=field), message) for field, message in faults)


def check_text(field: str, text: str, most: int) -> None:
    """Raise BadInput for a text that is too long or that a database cannot keep."""
    if len(text) > most:
        message = say(
            "The text has {length} characters; {most} is the most.", length=f"{len(text):,}", most=f"{most:,}"
        )
        raise bad_input("IN001", (field, message))
    if "\0" in text:
        raise bad_input("IN001", (field, say("The text holds a character that cannot be kept; type it again.")))
