"""What several journeys do with a report in the same way."""

from __future__ import annotations

import re

from tests.journeys.conftest import Visitor

STORY = (
    "Children are settled here and trust the adults around them. Staff notice when something is wrong and act at "
    "once. Adults keep calm boundaries, and children help to decide what happens in their day. When a risk grows, "
    "plans change the same week, and leaders see to it that everybody on the shift knows why."
)


def writes_the_report(one: Visitor, inspection: str, story: str = STORY) -> None:
    """Write over every prompt, the story under each judgement, and save."""
    one.opens(f"{inspection}report/")
    for box in one.page.locator("main textarea").all():
        words = box.input_value()
        if "[[" in words:
            about_judgement = "inspection_judgements" in (box.get_attribute("name") or "")
            kept = re.sub(r"\[\[.*?\]\]", "", words, flags=re.DOTALL).strip()
            box.fill(f"{kept}\n\n{story}" if about_judgement else kept or "None.")
    one.clicks("button", "Save the report")
    assert "Must be put right" not in one.text, one.text[:1500]


def submits(one: Visitor, inspection: str) -> None:
    """To quality assurance."""
    one.opens(f"{inspection}submit/")
    one.clicks("button", "Submit for quality assurance")


def answers_the_checklist(one: Visitor, inspection: str) -> None:
    """Yes to every question, and save."""
    one.opens(f"{inspection}review/checklist/")
    for choice in one.page.locator("input[type=radio][value=yes]").all():
        choice.check()
    one.clicks("button", "Save the answers")
