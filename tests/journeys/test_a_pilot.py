"""A pilot in the browser: its plan, a judgement apart from the team, why grades differ, and the look it allows."""

from __future__ import annotations

from tests.journeys.conftest import Visitor

PILOT = "Invented example: a pilot on live inspections"
SAFETY = "How well children and young people are helped and protected"
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1200, "height": 900}


def test_a_pilot_from_its_plan_to_what_it_cannot_tell(visitor: Visitor) -> None:
    fay_reads_the_plan_and_may_not_look_yet(visitor)
    quilla_says_why_grades_differ(visitor)
    ivan_judges_apart(visitor)
    fay_closes_it_and_looks(visitor)
    assert visitor.faults == []


def fay_reads_the_plan_and_may_not_look_yet(fay: Visitor) -> None:
    fay.signs_in("fay.framework")
    fay.clicks("link", "Pilots")
    fay.clicks("button", "Open a pilot")
    fay.clicks("button", "Open the pilot")
    assert "Choose a study, or upload a plan" in fay.text
    fay.opens("/pilots/")
    fay.clicks("link", PILOT)
    assert "allows no look before 2" in fay.text and "Look at the results" not in fay.text
    fay.signs_out()


def quilla_says_why_grades_differ(quilla: Visitor) -> None:
    quilla.signs_in("quilla.quality")
    quilla.opens("/pilots/demo-live/pairs/")
    quilla.clicks("link", "Correct it")
    quilla.clicks("button", "Keep the reason")
    assert "There is a problem" in quilla.text
    quilla.page.get_by_label("A descriptor").check()
    quilla.page.get_by_label("In your own words").fill("The words of 2022 name school among experiences.")
    quilla.clicks("button", "Keep the reason")
    assert "The words of 2022 name school" in quilla.text
    quilla.opens("/pilots/demo-live/add/")
    quilla.signs_out()


def ivan_judges_apart(ivan: Visitor) -> None:
    ivan.signs_in("ivan.inspector")
    ivan.clicks("link", "Pilots")
    ivan.clicks("link", "FICTION5")
    ivan.page.get_by_label("No", exact=True).check()
    ivan.clicks("button", "Begin the shadow judgement")
    ivan.clicks("link", "What the rules need to know")
    ivan.clicks("button", "Save the answers")
    ivan.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    ivan.clicks("link", SAFETY)
    ivan.page.get_by_label("Inadequate", exact=True).check()
    ivan.page.get_by_label("Reason for the grade").fill("Nobody knew where a child was at night.")
    ivan.clicks("button", "Keep this grade")
    assert f"{SAFETY}: Inadequate" in ivan.text
    ivan.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    ivan.clicks("button", "Hand in")
    ivan.page.get_by_label("How many minutes").fill("50")
    ivan.clicks("button", "Hand in for good")
    assert "Before you hand in, judge" in ivan.text
    ivan.signs_out()


def fay_closes_it_and_looks(fay: Visitor) -> None:
    fay.signs_in("fay.framework")
    fay.opens("/pilots/demo-live/close/")
    fay.page.get_by_label("Why does the pilot end?").fill("One pair is enough to show how it works.")
    fay.clicks("button", "Close the pilot")
    fay.clicks("button", "Look at the results")
    assert "Cannot tell" in fay.text and "What this does not show" in fay.text
    fay.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    fay.looks()
    fay.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    fay.signs_out()
