"""What was sent about the second home of the demonstration before its inspection. All of it made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from evenhand.web.accounts.models import Person
from evenhand.web.preparation import actions
from evenhand.web.preparation.models import AnnexA, Submission
from evenhand.web.register.models import Home

_VISIT = b"""Visit of the independent person (made up).
Spoke with three of four children. Read the night log: nine entries about one child in three months.
Asked the home to say in the plan who is awake upstairs.
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing sent: its kind, days ago, answers, a file if there is one; from the home's side or the inspectorate."""

    kind: str
    days: int
    answers: Mapping[str, str]
    file: bytes | None = None
    by_home: bool = True


def _event(days: int, event: str, happened: str, done: str) -> Sent:
    return Sent("notification", days, {"event": event, "happened": happened, "done": done})


def _visit(days: int, safeguarded: str, found: str, asked: str, file: bytes | None = None) -> Sent:
    answers = {"safeguarded": safeguarded, "well_being": "yes", "found": found, "actions": asked}
    return Sent("monthly_visit", days, {name: text for name, text in answers.items() if text}, file)


SENT: tuple[Sent, ...] = (
    _event(160, "police", "QZ did not come back in the evening and was found at the coast.", "A talk the next day."),
    _event(121, "other", "XW hurt a hand on a window at night.", "The window was mended; the social worker was told."),
    _event(84, "police", "QZ was away for a night and came back alone.", "A new plan with QZ, the police and school."),
    _event(40, "allegation", "XW said that an agency worker had shouted.", "The worker was sent away that day."),
    _event(19, "other", "A neighbour called the fire service about smoke from a pan.", "Nobody was hurt."),
    _visit(151, "yes", "A calm month. Children showed the new kitchen.", ""),
    _visit(122, "yes", "Plans are up to date. The landing light upstairs flickers.", "Mend the light."),
    _visit(91, "yes", "Supervision was late for two members of staff.", "Catch up within a month."),
    _visit(60, "in_part", "XW sleeps badly. Staff sit downstairs at night.", "Say in the plan who is awake."),
    _visit(31, "in_part", "The light still flickers; nights have not changed.", "As last month.", _VISIT),
    Sent(
        "quality_review",
        75,
        {
            "found": "Education and the kitchen project go well. Nights are the weakest part of the home.",
            "children_said": "They want a second adult awake, and a later tea on Fridays.",
            "actions": "Ask for one more post for the nights; change tea on Fridays.",
        },
    ),
    Sent(
        "concern",
        33,
        {
            "about": "staffing",
            "from_whom": "family",
            "said": "Agency staff who answer the telephone at night do not know the children.",
            "done": "The manager rang back, and agency staff now get an introduction.",
        },
    ),
    Sent(
        "registration_change",
        110,
        {"change": "responsible_individual", "words": "A new responsible individual, known to the home for years."},
    ),
    Sent(
        "questionnaires",
        29,
        {"whose": "children", "how_many": "4", "said": "Three feel listened to. One wrote: not at night."},
        by_home=False,
    ),
    Sent(
        "questionnaires",
        28,
        {"whose": "professionals", "how_many": "3", "said": "Reports come on time. One waits for the night record."},
        by_home=False,
    ),
)
FIGURES = {
    "admitted": 2,
    "left": 1,
    "resident": 4,
    "restraints": 2,
    "restrained_children": 1,
    "absences": 3,
    "absent_children": 1,
    "at_risk_of_exploitation": 1,
}
WRONG = {**FIGURES, "restraints": 1, "absences": 1}


def fill_pack(home: Home, petra: Person, ida: Person) -> None:
    """Send what is missing, and fill in Annex A, first with wrong figures and then corrected. Safe to run again."""
    today = timezone.localdate()
    # In the order of the list, so a start that was cut short goes on where it stopped.
    for one in SENT[Submission.objects.filter(home=home).count() :]:
        actions.send(
            by=petra if one.by_home else ida,
            home=home,
            kind=one.kind,
            day=today - timedelta(days=one.days),
            answers=one.answers,
            content=one.file,
        )
    versions = AnnexA.objects.filter(home=home).count()
    for number, (figures, reason) in enumerate(((WRONG, ""), (FIGURES, "Two incidents were counted as one."))):
        if number == versions:
            actions.fill_annex_a(
                by=petra,
                home=home,
                figures=figures,
                post="Deputy manager",
                completed_on=today,
                reason=reason,
                based_on=versions,
            )
            versions += 1
