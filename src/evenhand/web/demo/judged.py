"""What the team of the demonstration has drawn, answered, judged and required so far. All of it made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from evenhand.evidence.requirement import Impact, ProposedRequirement
from evenhand.evidence.sample import Child
from evenhand.web.inspections.models import Inspection

FACTS = {
    "registered_manager": True,
    "manager_qualification": "held",
    "few_staff_qualified": False,
    "multi_building": False,
    "first_inspection": False,
}
GRADES = (
    (
        "helped_protected",
        "requires_improvement_to_be_good",
        "Children trust the adults, but the risk at night is known and not in the plan.",
    ),
)


def sample() -> tuple[Child, ...]:
    """Six children without names: four live here, one left, one was not taken. Not everything is known yet."""
    left = timezone.localdate() - timedelta(days=70)
    # In order: arrived, left, missing, exploitation, far away, serious incident, ended unplanned.
    return (
        Child("QZ", "", False, False, True, True, False, True, False),
        Child("XW", "", True, False, False, False, False, True, False),
        Child("YV", "", False, False, False, False, None, False, False),
        Child("JQ", "", False, False, False, False, True, False, False),
        Child("KD", "", False, True, False, False, False, False, True, left),
        Child("C6", not_accommodated=True),
    )


CHOSEN = {"QZ": "", "XW": "Does not sleep; the night log names XW nine times.", "KD": ""}


def required(
    inspection: Inspection, under: Callable[[str], tuple[UUID, ...]], said_at_night: UUID
) -> tuple[ProposedRequirement, ...]:
    """Two requirements in the making: about the nights, and about agency staff. `under`: items by criterion."""
    nights = under("sccif.protection.good.risk_assessment")
    staff = under("sccif.leadership.good.consistency")
    return (
        ProposedRequirement(
            regulation="regulation 12",
            to_do="The assessment of risk for each child names the night, and says who is awake and where.",
            due_on=inspection.ends_on + timedelta(days=60),
            impact=Impact.ACTUAL,
            impact_words="A child does not sleep for fear of what happens upstairs at night.",
            evidence=(*nights, said_at_night),
        ),
        ProposedRequirement(
            regulation="regulation 33",
            to_do="Everybody who works a shift has read the plan of each child before it begins.",
            due_on=inspection.ends_on + timedelta(days=45),
            impact=Impact.LIKELY,
            impact_words="Staff who do not know about the nights cannot keep children from harm at night.",
            evidence=(*staff, *nights[:1]),
        ),
    )
