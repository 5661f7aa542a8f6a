"""What somebody writes and does not save is offered again, restored or discarded: also in what a script put there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import Visitor

KEPT = re.compile(r"Kept at \d\d:\d\d")
OFFER = "Something you did not save"


@pytest.fixture
def ida(visitor: Visitor) -> Visitor:
    visitor.signs_in("ida.inspector")
    visitor.opens("/inspections/")
    visitor.page.get_by_role("link", name=re.compile("Lodge")).first.click()
    visitor.page.wait_for_url(re.compile("/inspections/[0-9a-f-]{36}/$"))
    return visitor


def inspection(ida: Visitor) -> str:
    found = re.search(r"/inspections/[0-9a-f-]{36}/", ida.page.url)
    assert found
    return found[0]


def answer(ida: Visitor, question: str, label: str) -> Locator:
    return ida.page.get_by_role("group", name=question).get_by_label(label)


def is_kept(ida: Visitor) -> None:
    expect(ida.page.get_by_text(KEPT)).to_be_visible()


def test_a_form_without_a_place_for_the_offer_gets_one_and_fills_every_kind_of_field(ida: Visitor) -> None:
    page = f"{inspection(ida)}requirements/new/"
    ida.opens(page)
    ida.page.get_by_label("What has to be done").fill("Review each plan after an incident.")
    answer(ida, "Were children affected?", "Not yet").check()
    ida.page.get_by_role("group", name="The evidence it rests on").get_by_role("checkbox").nth(2).check()
    is_kept(ida)
    ida.opens(page)
    offer = ida.page.get_by_role("region", name=OFFER)
    expect(offer).to_contain_text("You wrote this on")
    expect(ida.page.get_by_label("What has to be done")).to_have_value("")
    ida.page.get_by_label("What has to be done").type("Other words")
    expect(ida.page.get_by_text("first choose above")).to_be_visible()
    ida.looks()
    offer.get_by_role("button", name="Restore what you wrote").press("Enter")
    expect(offer).to_have_count(0)
    expect(ida.page.get_by_label("What has to be done")).to_have_value("Review each plan after an incident.")
    expect(answer(ida, "Were children affected?", "Not yet")).to_be_checked()
    boxes = ida.page.get_by_role("group", name="The evidence it rests on").get_by_role("checkbox")
    assert [one.is_checked() for one in boxes.all()[:4]] == [False, False, True, False]
    assert ida.page.evaluate("document.activeElement.closest('form')?.dataset.jotting !== undefined"), "focus in it"
    ida.looks()
    assert ida.faults == []


def test_what_is_discarded_is_offered_no_more(ida: Visitor) -> None:
    page = f"{inspection(ida)}sample/children/new/"
    ida.opens(page)
    ida.page.get_by_label("Initials or code").fill("C9")
    is_kept(ida)
    ida.opens(page)
    ida.page.get_by_role("button", name="Discard it").press("Enter")
    expect(ida.page.get_by_text("Discarded.")).to_be_visible()
    expect(ida.page.get_by_role("region", name=OFFER)).to_have_count(0)
    expect(ida.page.get_by_label("Initials or code")).to_be_focused()
    ida.opens(page)
    ida.page.wait_for_load_state("networkidle")
    expect(ida.page.get_by_role("region", name=OFFER)).to_have_count(0)
    assert ida.faults == []


def test_questions_come_into_sight_with_their_answer_and_with_what_is_restored(ida: Visitor) -> None:
    page = f"{inspection(ida)}evidence/new/conversation_with_child/"
    ida.opens(page)
    feels = ida.page.get_by_role("group", name="Did the child say whether they feel safe?")
    passed_on = ida.page.get_by_label("To whom did you pass it on, and when?")
    expect(feels).to_be_hidden()
    answer(ida, "Did the child agree to talk", "Yes").check()
    expect(feels).to_be_visible()
    expect(passed_on).to_be_hidden()
    answer(ida, "something that has to be passed on", "Yes, and I told").check()
    expect(passed_on).to_be_visible()
    answer(ida, "Did the child agree to talk", "No; I record only").check()
    expect(feels).to_be_hidden()
    expect(passed_on).to_be_hidden()
    answer(ida, "Did the child agree to talk", "Yes").check()
    passed_on.fill("Duty social worker, 17:10")
    answer(ida, "Did the child agree to talk", "No; I record only").check()
    expect(passed_on).to_be_visible()  # what somebody wrote never goes out of sight
    answer(ida, "Did the child agree to talk", "Yes").check()
    is_kept(ida)
    ida.looks()
    for restore in ("link", None):
        ida.opens(page if restore else f"{page}?jotting=1")
        if restore:
            expect(ida.page.get_by_role("region", name=OFFER)).to_be_visible()
            ida.page.get_by_role(restore, name="Restore what you wrote").press("Enter")
            ida.page.wait_for_url(re.compile("jotting=1"))
        expect(passed_on).to_have_value("Duty social worker, 17:10")
        expect(feels).to_be_visible()
    ida.looks()
    assert ida.faults == []


def test_criteria_that_a_script_added_are_restored_with_the_box_they_were_chosen_by(ida: Visitor) -> None:
    page = f"{inspection(ida)}evidence/new/premises/"
    ida.opens(page)
    ida.page.get_by_label("Show only criteria with this word").fill("safe")
    found = ida.page.locator("[data-choose-criteria] .app-choose__one:visible input")
    title = found.first.get_attribute("value")
    found.first.check()
    is_kept(ida)
    ida.opens(f"{page}?jotting=1")
    chosen = ida.page.locator("[data-choose-criteria] input[type=checkbox]:checked")
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_value(str(title))
    expect(chosen).to_be_visible()  # its group stands open
    expect(ida.page.get_by_label("Show only criteria with this word")).to_have_value("")
    assert ida.faults == []


def test_without_a_script_every_question_stands_there(ida: Visitor) -> None:
    browser = ida.page.context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False, storage_state=ida.page.context.storage_state())
    page = plain.new_page()
    page.goto(f"{ida.service.address}{inspection(ida)}evidence/new/conversation_with_child/")
    expect(page.get_by_label("To whom did you pass it on, and when?")).to_be_visible()
    expect(page.get_by_text("Only after the answer").first).to_be_visible()
    plain.close()
