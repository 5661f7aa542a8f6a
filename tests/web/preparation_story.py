"""Stories of preparation: things sent about the fictional home, Annex A, and addresses of its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from tests.people import Cast

ANSWERS: dict[str, dict[str, str]] = {
    "notification": {"event": "police", "happened": "AB was found by the police.", "done": "Told the social worker."},
    "monthly_visit": {"safeguarded": "yes", "well_being": "yes", "found": "A calm month."},
    "quality_review": {"found": "Meals are better.", "actions": "Ask children again."},
    "concern": {"about": "care", "from_whom": "family", "said": "Phone calls were not returned."},
    "registration_change": {"change": "manager_left", "words": "The manager moved on."},
    "enforcement": {"measure": "compliance_notice", "words": "Medicines must be locked."},
    "questionnaires": {"whose": "children", "how_many": "3", "said": "Staff listen."},
}
FIGURES = {
    "admitted": 2,
    "left": 1,
    "resident": 4,
    "restraints": 3,
    "restrained_children": 2,
    "absences": 0,
    "absent_children": 0,
    "at_risk_of_exploitation": 1,
}
PDF = b"%PDF-1.7\n%made up"


def sent(by: Any, home: Any, kind: str = "notification", day: date | None = None, **more: Any) -> Any:
    """Somebody sends something about a home."""
    from evenhand.web.preparation import actions

    fields = {"kind": kind, "day": day or timezone.localdate(), "answers": ANSWERS[kind]}
    return actions.send(by=by, home=home, **{**fields, **more})


def annex_a(by: Any, home: Any, based_on: int = 0, reason: str = "", **figures: int) -> Any:
    """The provider fills in Annex A."""
    from evenhand.web.preparation import actions

    return actions.fill_annex_a(
        by=by,
        home=home,
        figures={**FIGURES, **figures},
        post="Deputy manager",
        completed_on=timezone.localdate(),
        reason=reason,
        based_on=based_on,
    )


def addresses(cast: Cast) -> dict[str, dict[str, Any]]:
    """Arguments for every address of preparation that is about a home, about things that exist."""
    urn = {"urn": cast.home.urn}
    one = sent(cast.petra, cast.home, content=PDF)
    return {
        "preparation:sent": urn,
        "preparation:send": {**urn, "kind": "notification"},
        "preparation:withdraw": {**urn, "submission": one.pk},
        "preparation:annex_a": urn,
        "preparation:file": {"submission": one.pk},
    }
