"""The papers beside the report, and what each asks for. Neither is ever public."""

from __future__ import annotations

from evenhand.web.inspections.models import Inspection, Paper

FEEDBACK, LETTER = "feedback_sheet", "letter_to_children"

# The texts of each paper, in the order in which they stand.
PAPERS: dict[str, tuple[str, ...]] = {
    FEEDBACK: ("strengths", "weaknesses"),
    LETTER: ("we_came", "you_told_us", "is_good", "has_to_change", "what_next"),
}


def newest_paper(inspection: Inspection, kind: str) -> Paper | None:
    """The paper as it stands; None before its first version."""
    return Paper.objects.filter(inspection=inspection, kind=kind).order_by("-version").first()
