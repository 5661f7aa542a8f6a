"""A small framework to bend: tests change the part they are about and keep the rest."""

from __future__ import annotations

from typing import Any

from evenhand.framework.model import Framework

FOUR = [
    {"ordinal": 1, "id": "inadequate", "label": "Inadequate"},
    {"ordinal": 2, "id": "requires_improvement", "label": "Requires improvement"},
    {"ordinal": 3, "id": "good", "label": "Good"},
    {"ordinal": 4, "id": "outstanding", "label": "Outstanding"},
]
JUDGEMENTS = [
    {"id": "helped_protected", "title": "Protection", "role": "limiting", "scale": "four", "key": "protection"},
    {"id": "leaders_managers", "title": "Leadership", "role": "graded", "scale": "four", "key": "leadership"},
    {
        "id": "overall_experiences_progress",
        "title": "Experiences",
        "role": "headline",
        "scale": "four",
        "key": "overall",
    },
]
FACTS = [
    {"id": "manager", "type": "boolean", "question": "Is there a registered manager?"},
    {
        "id": "weeks",
        "type": "integer",
        "question": "For how many weeks was there none?",
        "unit": "weeks",
        "minimum": 0,
        "maximum": 520,
    },
    {
        "id": "effort",
        "type": "choice",
        "question": "What was done to find one?",
        "choices": [{"id": "clear", "label": "A good deal"}, {"id": "little", "label": "Little"}],
    },
]
TYPES = [
    {"id": "full", "title": "Full inspection", "outcome": "graded_judgements", "notice": "none"},
    {"id": "monitoring", "title": "Monitoring visit", "outcome": "narrative_may_regrade", "notice": "none"},
]
PROTECTION_RULE = {
    "id": "R1",
    "title": "Protection limits",
    "words": "Inadequate protection is inadequate overall.",
    "when": {"grade": "helped_protected", "is": "inadequate"},
    "then": [{"cap": "overall_experiences_progress", "at_most": "inadequate"}],
}
LEADERSHIP_RULE = {
    "id": "R2",
    "title": "Leadership weighs",
    "words": "Inadequate leadership is usually inadequate overall and never good.",
    "when": {"grade": "leaders_managers", "is": "inadequate"},
    "then": [
        {"cap": "overall_experiences_progress", "at_most": "requires_improvement"},
        {"expect": "overall_experiences_progress", "at_most": "inadequate"},
    ],
}


def tiny(*rules: dict[str, Any], **changes: Any) -> Framework:
    """A framework with three judgements, three facts and the given rules (default: R1 and R2)."""
    parts: dict[str, Any] = {
        "format": 1,
        "id": "tiny",
        "title": "Tiny",
        "summary": "For tests.",
        "provision": "Children's homes",
        "in_force": {"from": "2020-01-01"},
        "standards": "qs-2015",
        "regulations": "chr-2015",
        "scales": [{"id": "four", "grades": FOUR}],
        "judgements": JUDGEMENTS,
        "facts": FACTS,
        "rules": list(rules) or [PROTECTION_RULE, LEADERSHIP_RULE],
        "inspection_types": TYPES,
    }
    return Framework.model_validate(parts | changes)


def rule(when: dict[str, Any] | None, *then: dict[str, Any], name: str = "X") -> dict[str, Any]:
    """A rule as a file would have it."""
    return {"id": name, "title": f"Rule {name}", "words": "As it says.", "when": when, "then": list(then)}
