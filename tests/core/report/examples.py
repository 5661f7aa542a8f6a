"""One inspection that every test of the report tells about, and what a writer made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from evenhand.framework.reading import load
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.report.checks import Guarded, Manuscript
from evenhand.report.compose import compose
from evenhand.report.material import Material, PastInspection

OVERALL = "inspection_judgements.overall_experiences_progress"
PROTECTED = "inspection_judgements.helped_protected"
LEADERS = "inspection_judgements.leaders_managers"

FACTS = {
    "registered_manager": True,
    "manager_qualification": "overdue",
    "few_staff_qualified": True,
    "staff_qualified_soon": False,
    "multi_building": False,
    "first_inspection": False,
}
GRADES = {"helped_protected": "good", "leaders_managers": "good", "overall_experiences_progress": "good"}
REASON = "Staff know the risks that each child meets and act early; children say that they feel safe and are heard."
EXPLANATION = (
    "Daily coaching by an experienced manager makes up for missing certificates: observed practice was skilled, and "
    "children's care has not suffered."
)


def material(framework: str = "sccif-2025", **changes: Any) -> Material:
    """The worked record: leadership is good only because the report explains it (rule R6)."""
    model = load(framework)
    case = Case(
        framework=framework,
        facts=changes.pop("facts", FACTS),
        grades=changes.pop("grades", GRADES),
        reasons=changes.pop("reasons", {"helped_protected": REASON}),
        explained=changes.pop("explained", {"leaders_managers": EXPLANATION}),
    )
    made = Material(
        framework=model,
        # Made up, so that a corrected word elsewhere in the framework does not change the worked report.
        fingerprint="f" * 64,
        case=case,
        outcome=judge(model, case),
        urn="FICTION1",
        provision_type="Children's home",
        sector="Private",
        starts_on=date(2026, 5, 5),
        ends_on=date(2026, 5, 6),
        places=4,
        fictional=True,
        evidence={"conversation_with_child": 3, "observation_of_relationships": 2, "record_read": 4},
        children_heard=3,
        past=(
            PastInspection(date(2024, 6, 11), "Full inspection", "Requires improvement to be good"),
            PastInspection(date(2025, 6, 3), "Full inspection", "Good"),
        ),
        regulations="The Children's Homes (England) Regulations 2015",
    )
    return replace(made, **changes)


WRITTEN = {
    "information_about_this_service": (
        "- Type of service: Children's home\n- Sector: Private\n- Registered places: 4\n\n"
        "The home cares for children who have lived through loss and change."
    ),
    "enforcement_since_last": "There has been no enforcement action since the last inspection.",
    "areas_for_improvement": (
        "A statutory requirement is made under regulation 28. The manager must complete the qualification by "
        "30 September 2026.\n\nThere are no recommendations."
    ),
    OVERALL: (
        "Children have lived here for a long time and have put down roots. They choose what they eat, whom they invite "
        "and how their rooms look.\n\nStaff notice small signs of worry and stay close. Children said that somebody "
        "always listens, and records show that what they ask for is done."
    ),
    PROTECTED: (
        f"{REASON}\n\nWhen a child was missing, staff went out to look for them within minutes and welcomed them back "
        "without blame. Nobody has been held since the last inspection."
    ),
    LEADERS: (
        f"{EXPLANATION}\n\nThe manager reads every record within a day and asks what it meant for the child. Staff "
        "said that supervision makes them think."
    ),
}


def texts(of: Material, **changes: str) -> dict[str, str]:
    """The whole report as its writer left it; keyword arguments replace sections, with '__' for '.'."""
    named = {key.replace("__", "."): text for key, text in changes.items()}
    return {**compose(of), **WRITTEN, **named}


GUARDED = Guarded(
    name="Foxglove House",
    address="12 Example Lane, Imaginary Town, ZZ1 1ZZ",
    here=("Nottinghamshire", "East Midlands"),
    elsewhere=("Reading", "Brighton and Hove", "London", "Yorkshire and The Humber", "East Midlands"),
    initials=frozenset({"AB", "C.D."}),
)


def manuscript(of: Material | None = None, guarded: Guarded = GUARDED, **changes: str) -> Manuscript:
    """A report that is fit to be published, with the given sections changed."""
    of = of or material()
    return Manuscript(of, texts(of, **changes), guarded)


def without(mapping: Mapping[str, str], key: str) -> dict[str, str]:
    """The mapping without one key."""
    return {name: value for name, value in mapping.items() if name != key}
