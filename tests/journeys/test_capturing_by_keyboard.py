"""An inspector writes notes, files them, and loses nothing when the page is closed: without touching a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.journeys.conftest import Visitor

FULL = "/evidence/new/staff_interview/"


def test_notes_are_captured_filed_and_kept_by_keyboard_alone(visitor: Visitor) -> None:
    inspection = ida_opens_the_half_finished_inspection(visitor)
    two_notes(visitor, inspection)
    a_note_that_names_somebody_is_questioned(visitor)
    the_notes_get_criteria(visitor, inspection)
    what_is_not_saved_is_kept(visitor, inspection)
    on_a_telephone_nothing_scrolls_sideways(visitor, inspection)
    assert visitor.faults == []


def ida_opens_the_half_finished_inspection(ida: Visitor) -> str:
    ida.signs_in("ida.inspector")
    ida.opens("/inspections/")
    link = ida.page.get_by_role("link", name=re.compile("Lodge")).first
    link.focus()
    ida.page.keyboard.press("Enter")
    ida.page.wait_for_url(re.compile("/inspections/[0-9a-f-]{36}/$"))
    return ida.page.url.removeprefix(ida.service.address)


def focused(ida: Visitor) -> str:
    return ida.page.evaluate("document.activeElement.id")


def two_notes(ida: Visitor, inspection: str) -> None:
    ida.opens(f"{inspection}evidence/capture/")
    assert focused(ida) == "id_said", "the box has the focus at once"
    keys = ida.page.keyboard
    keys.type("QZ showed the sign-out book without being asked.")
    keys.press("Tab")
    assert focused(ida) == "id_kind_id"
    ida.page.get_by_label("Kind", exact=True).select_option("observation_of_relationships")
    keys.press("Tab")
    assert focused(ida) == "id_answer_observation_of_relationships", "only what this kind must say is in the way"
    keys.press("Control+A")
    keys.type("In the hall")
    keys.press("Control+Enter")
    expect(ida.page.get_by_text("Go on with the next note")).to_be_visible()
    ida.looks()
    assert focused(ida) == "id_said", "ready for the next note"
    assert ida.page.get_by_label("Where and when in the day").input_value() == "In the hall"
    keys.type("XW laughed with the night worker.")
    keys.press("Control+Enter")
    expect(ida.page.locator(".app-evidence").last.locator("li.app-item").first).to_contain_text("XW laughed")
    assert "QZ showed the sign-out book" in ida.text


def a_note_that_names_somebody_is_questioned(ida: Visitor) -> None:
    keys = ida.page.keyboard
    keys.type("XW misses Sarah Johnson.")
    keys.press("Control+Enter")
    expect(ida.page.get_by_text("There is a problem")).to_be_visible()
    ida.looks()
    assert ida.page.evaluate("!!document.activeElement.closest('.govuk-error-summary')"), "focus on what is wrong"
    assert ida.page.get_by_label("Your note").input_value() == "XW misses Sarah Johnson."
    ida.page.get_by_label("Your note").focus()
    keys.press("Control+A")
    keys.type("XW misses a former key worker.")
    keys.press("Control+Enter")
    expect(ida.page.get_by_text("Go on with the next note")).to_be_visible()


def the_notes_get_criteria(ida: Visitor, inspection: str) -> None:
    ida.opens(f"{inspection}evidence/untagged/")
    ida.page.get_by_role("button", name="Begin with the first").focus()
    ida.page.keyboard.press("Enter")
    ida.page.wait_for_url(re.compile("/criteria/$"))
    box = ida.page.get_by_role("combobox", name="Criteria to add")
    expect(box).to_be_focused()
    keys = ida.page.keyboard
    first = ida.page.url
    for typed in ("listens", "safe"):
        keys.type(typed)
        expect(box).to_have_attribute("aria-expanded", "true")
        ida.looks()
        keys.press("ArrowDown")
        keys.press("ArrowUp")
        keys.press("Enter")
        expect(box).to_have_value("")
        expect(box).to_be_focused()
    expect(ida.page.get_by_role("list", name="To be added").get_by_role("listitem")).to_have_count(2)
    keys.press("Control+Enter")
    expect(ida.page.get_by_text("2 criteria added.")).to_be_visible()
    assert ida.page.url != first, "the next item has come"
    expect(ida.page.get_by_role("combobox", name="Criteria to add")).to_be_focused()
    ida.looks()
    ida.opens(first.removeprefix(ida.service.address).removesuffix("criteria/"))
    assert "Why: Criteria added." in ida.text and "An adult who listens" in ida.text


def what_is_not_saved_is_kept(ida: Visitor, inspection: str) -> None:
    address = f"{inspection.rstrip('/')}{FULL}"
    ida.opens(address)
    said = ida.page.get_by_label("What the member of staff said")
    said.focus()
    ida.page.keyboard.type("Nights are quiet, and handovers are on time.")
    expect(ida.page.get_by_text(re.compile(r"Kept at \d\d:\d\d"))).to_be_visible()
    ida.page.context.set_offline(True)
    ida.page.keyboard.type(" Mostly.")
    expect(ida.page.get_by_text("you are offline")).to_be_visible()
    ida.page.context.set_offline(False)
    expect(ida.page.get_by_text(re.compile(r"Kept at \d\d:\d\d"))).to_be_visible()
    ida.opens("/inspections/")
    ida.opens(address)
    assert "did not save it" in ida.text and said.input_value() == ""
    ida.page.get_by_role("link", name="Restore what you wrote").focus()
    ida.page.keyboard.press("Enter")
    ida.page.wait_for_url(re.compile("jotting=1"))
    ida.looks()
    assert said.input_value() == "Nights are quiet, and handovers are on time. Mostly."
    ida.page.get_by_label("Their post").fill("Night worker")
    ida.page.get_by_label("Day", exact=True).fill("2026-01-05")
    ida.page.get_by_label("Time", exact=True).fill("10:00")
    ida.page.keyboard.press("Control+Enter")
    expect(ida.page.get_by_text("The evidence is recorded.")).to_be_visible()
    ida.opens(address)
    assert "did not save it" not in ida.text, "what is saved is kept no more"


def on_a_telephone_nothing_scrolls_sideways(ida: Visitor, inspection: str) -> None:
    ida.page.set_viewport_size({"width": 320, "height": 700})
    for page in ("capture", "untagged", "enough", ""):
        ida.opens(f"{inspection}evidence/{page}{'/' if page else ''}")
    ida.opens(f"{inspection}evidence/untagged/")
    ida.page.get_by_role("link", name=re.compile("^Add criteria")).first.press("Enter")
    ida.page.wait_for_url(re.compile("/criteria/$"))
    ida.page.keyboard.type("plan")
    ida.looks()
    ida.opens("/jottings/")
