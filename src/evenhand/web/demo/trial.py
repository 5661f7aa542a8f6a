"""A pilot to explore: one inspection judged under both frameworks, one that waits for Ivan. All of it made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from evenhand.framework.rule import FactValue
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.models import Inspection
from evenhand.web.pilots import actions
from evenhand.web.pilots.models import Pilot
from evenhand.web.pilots.plans import opened, shipped_study

STUDY = "demo-live"
MINUTES = 140
LOWER = "requires_improvement_to_be_good"
GRADES = {
    "helped_protected": ("good", "Children say who they go to, and records of the nights agree with them."),
    "leaders_managers": ("good", "The manager knows each child’s plan and checks that it is kept."),
    "overall_experiences_progress": (LOWER, "Two children have waited since spring for a place at school."),
}
FACTS: Mapping[str, FactValue] = {
    "registered_manager": True,
    "manager_qualification": "held",
    "few_staff_qualified": False,
    "multi_building": False,
    "first_inspection": False,
}


def try_out(people: Mapping[str, Person], *, judged: Inspection, waiting: Inspection) -> None:
    """Open the pilot and play it as far as one pair, which is too few for a look. Safe to run again."""
    if Pilot.objects.filter(pk=STUDY).exists():
        return
    ivan, quentin = people["ivan.inspector"], people["quentin.quality"]
    plan, seal = shipped_study(STUDY)
    pilot = actions.open_pilot(by=people["fay.framework"], plan=plan, seal=seal)
    case = actions.add_inspection(by=quentin, pilot=pilot, inspection=judged, judge=ivan)
    actions.add_inspection(by=quentin, pilot=pilot, inspection=waiting, judge=ivan)
    actions.begin_shadow(by=ivan, case=case, had_seen=False)
    now = timezone.now()
    asked = opened(pilot).new.fact_by_id
    facts = {name: value for name, value in FACTS.items() if name in asked}
    actions.answer_shadow(by=ivan, case=case, answers=facts, opened_at=now - timedelta(minutes=50))
    for place, (name, (grade, reason)) in enumerate(GRADES.items()):
        actions.grade_shadow(
            by=ivan,
            case=case,
            judgement=name,
            grade=grade,
            reason=reason,
            explanation="",
            opened_at=now - timedelta(minutes=40 - 12 * place),
        )
    actions.hand_in_shadow(by=ivan, case=case, minutes=MINUTES)
    actions.explain_difference(
        by=people["quilla.quality"],
        case=case,
        judgement="overall_experiences_progress",
        kind="evidence",
        words="The shadow judge weighed the months without school; the team had been told of a start in September.",
    )
