"""One home from due to published, by three people and the public, in a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request

from tests.journeys.conftest import Visitor
from tests.journeys.reporting import answers_the_checklist, submits, writes_the_report

HOME = "FICTION1"


def test_one_home_from_due_to_published(visitor: Visitor) -> None:
    inspection = ida_begins_and_records(visitor)
    ida_answers_the_facts(visitor, inspection)
    ida_proposes_grades_within_their_limits(visitor, inspection)
    ida_writes_and_submits(visitor, inspection)
    quentin_returns_it_and_ida_answers(visitor, inspection)
    quentin_approves(visitor, inspection)
    petra_reads_the_draft_and_the_final_report(visitor, inspection)
    quilla_publishes(visitor, inspection)
    anybody_reads_it(visitor)
    ida_traces_a_grade(visitor, inspection)
    ada_checks_the_log(visitor)
    assert visitor.faults == []


def ida_begins_and_records(ida: Visitor) -> str:
    ida.opens("/")
    ida.signs_in("ida.inspector")
    ida.clicks("link", re.compile("Obviously Fictional House"))  # type: ignore[arg-type]
    inspection = ida.page.url.removeprefix(ida.service.address)
    ida.clicks("button", "Begin the inspection")

    ida.opens(f"{inspection}evidence/new/conversation_with_child/")
    ida.clicks("button", "Record the evidence")
    assert "There is a problem" in ida.text, "an empty form says what is missing"
    ida.page.get_by_label("What the child said").fill("I can talk to Sarah Johnson about anything. I feel safe here.")
    ida.page.get_by_label("Initials of the people concerned").fill("KM")
    ida.page.get_by_label("Time", exact=True).fill("16:30")
    yesterday(ida)
    ida.page.get_by_label("Yes, and they knew that they could stop").check()
    ida.page.get_by_label("How did the child communicate?").fill("Speech")
    ida.page.get_by_label("They said that they feel safe").check()
    tick(ida, "sccif.protection.good.safe_and_feels_safe", "sccif.protection.good.trusted_adult")
    ida.clicks("button", "Record the evidence")
    assert "Sarah Johnson" in ida.page.content() and "looks like a name" in ida.text.lower()
    ida.page.get_by_label("What the child said").fill("I can talk to SJ about anything. I feel safe here.")
    ida.clicks("button", "Record the evidence")
    assert "Sarah" not in ida.page.content()

    ida.opens(f"{inspection}evidence/new/observation_of_relationships/")
    ida.page.get_by_label("What you saw").fill(
        "At the evening meal, SJ noticed that KM was quiet, sat down and waited."
    )
    ida.page.get_by_label("Time", exact=True).fill("18:05")
    yesterday(ida)
    ida.page.get_by_label("Where and when in the day").fill("The evening meal")
    tick(ida, "sccif.experiences.good.stability_trust")
    ida.clicks("button", "Record the evidence")

    ida.opens(f"{inspection}evidence/new/record_read/")
    ida.page.get_by_label("What the record shows").fill("Supervision took place every month and is about children.")
    ida.page.get_by_label("Which record").select_option("staff_file") if ida.page.locator("select").count() else (
        ida.page.get_by_label("Recruitment, training or supervision record").check()
    )
    ida.page.get_by_label("Time", exact=True).fill("10:00")
    yesterday(ida)
    tick(ida, "sccif.leadership.good.supervision")
    ida.clicks("button", "Record the evidence")
    ida.opens(f"{inspection}evidence/")
    assert "KM was quiet" in ida.text and "Supervision took place" in ida.text
    return inspection


def yesterday(ida: Visitor) -> None:
    # The form offers today; a clock time later than now would be in the future.
    day = ida.page.get_by_label("Day", exact=True)
    day.fill(ida.page.evaluate("new Date(Date.now() - 86400000).toISOString().slice(0, 10)"))


def tick(ida: Visitor, *criteria: str) -> None:
    ida.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    for criterion in criteria:
        ida.page.locator(f"input[value='{criterion}']").check()


def ida_answers_the_facts(ida: Visitor, inspection: str) -> None:
    ida.opens(f"{inspection}facts/")
    answers = {
        "registered_manager": "yes",
        "few_staff_qualified": "no",
        "multi_building": "no",
        "first_inspection": "no",
    }
    for fact, answer in answers.items():
        ida.page.locator(f"input[name={fact}][value={answer}]").check()
    ida.clicks("button", "Save the answers")
    assert "Level 5 diploma" in ida.text, "an answer brought a further question"
    ida.page.locator("input[name=manager_qualification][value=held]").check()
    ida.clicks("button", "Save the answers")


def ida_proposes_grades_within_their_limits(ida: Visitor, inspection: str) -> None:
    propose(ida, inspection, "overall_experiences_progress", "good", grudging=True)
    assert "cannot be decided yet" in ida.text or "decide first" in ida.text.lower()
    propose(ida, inspection, "helped_protected", "inadequate")
    propose(ida, inspection, "leaders_managers", "good")
    propose(ida, inspection, "overall_experiences_progress", "good", grudging=True)
    assert "R1" in ida.text and "inadequate overall" in ida.text, "the rule and its words are shown"
    propose(ida, inspection, "helped_protected", "good")
    propose(ida, inspection, "overall_experiences_progress", "good")
    assert "Good may be given" in ida.text


def propose(ida: Visitor, inspection: str, judgement: str, grade: str, grudging: bool = False) -> None:
    """Choose a grade; `grudging`: even where the page offers it no more, to see that the server holds the limit."""
    ida.opens(f"{inspection}judgements/{judgement}/")
    if grudging:
        ida.page.evaluate("document.querySelectorAll('main [disabled]').forEach(one => one.disabled = false)")
    ida.page.locator(f"input[name=grade][value={grade}]").check(force=True)
    ida.page.get_by_label("Reason for the grade").fill("Children said and records showed the same; this fits best.")
    if grudging:
        # The button is off and says why; a forged form is sent without it.
        with ida.page.expect_navigation():
            ida.page.locator("form:has(input[name=grade])").first.evaluate("form => form.submit()")
        ida.looks()
    else:
        ida.clicks("button", "Propose the grade")


def ida_writes_and_submits(ida: Visitor, inspection: str) -> None:
    ida.opens(f"{inspection}submit/")
    assert "Must be put right" in ida.text, "prompts that nobody has written over are found"
    writes_the_report(ida, inspection)
    submits(ida, inspection)
    ida.opens(f"{inspection}review/")
    assert "may not" in ida.page.title().lower(), "nobody assures the quality of their own work"
    ida.signs_out()


def quentin_returns_it_and_ida_answers(visitor: Visitor, inspection: str) -> None:
    visitor.signs_in("quentin.quality")
    visitor.opens("/inspections/quality-assurance/")
    assert HOME in visitor.text
    visitor.opens(f"{inspection}review/")
    visitor.page.get_by_label(re.compile("Comments")).fill("Say in the first section how many children were spoken to.")
    visitor.clicks("button", re.compile("Return"))  # type: ignore[arg-type]
    visitor.signs_out()
    visitor.signs_in("ida.inspector")
    visitor.opens(f"{inspection}report/")
    assert "how many children were spoken to" in visitor.text
    box = visitor.page.locator("textarea[name=information_about_this_inspection]")
    box.fill(box.input_value() + "\n\nOne child was spoken to and chose to talk.")
    visitor.clicks("button", "Save the report")
    submits(visitor, inspection)
    visitor.signs_out()


def quentin_approves(quentin: Visitor, inspection: str) -> None:
    quentin.signs_in("quentin.quality")
    answers_the_checklist(quentin, inspection)
    quentin.opens(f"{inspection}review/")
    quentin.clicks("button", re.compile("Approve"))  # type: ignore[arg-type]
    quentin.opens(f"{inspection}publish/")
    assert "another quality assurer must publish it" in quentin.text
    quentin.signs_out()


def petra_reads_the_draft_and_the_final_report(visitor: Visitor, inspection: str) -> None:
    provider = inspection.replace("/inspections/", "/accuracy/")
    ida_sends(visitor, f"{provider}send/", "Send the draft")
    visitor.signs_in("petra.provider")
    visitor.opens(f"{provider}draft/")
    assert "Draft, confidential" in visitor.text and "5 working days left" in visitor.text
    visitor.page.locator(".acc-sentence__way").first.click()
    visitor.looks()
    visitor.page.get_by_label("Something is not a fact").check()
    visitor.page.get_by_label("What is wrong or missing?").fill("The type of service has another name now.")
    visitor.clicks("button", "Send the comment")
    visitor.clicks("link", "I have no more comments")
    visitor.clicks("button", "I have no more comments")
    visitor.signs_out()
    visitor.signs_in("ida.inspector")
    visitor.opens(provider)
    visitor.clicks("link", re.compile("^Answer"))  # type: ignore[arg-type]
    visitor.page.get_by_label("Not accepted").check()
    visitor.page.get_by_label("Your reason").fill("It is the name in the register on the day of the inspection.")
    visitor.clicks("button", "Save the answer")
    visitor.signs_out()
    ida_sends(visitor, f"{provider}give-final/", "Give the final report")
    visitor.signs_in("petra.provider")
    visitor.opens(f"{provider}draft/")
    assert "It is the name in the register" in visitor.text
    visitor.opens(f"{provider}final/")
    visitor.clicks("link", "I make no complaint")
    visitor.clicks("button", "I make no complaint")
    visitor.signs_out()


def ida_sends(ida: Visitor, address: str, button: str) -> None:
    ida.signs_in("ida.inspector")
    ida.opens(address)
    ida.clicks("button", button)
    ida.signs_out()


def quilla_publishes(quilla: Visitor, inspection: str) -> None:
    quilla.signs_in("quilla.quality")
    quilla.opens(f"{inspection}publish/")
    for box in quilla.page.locator("main input[type=checkbox]").all():
        box.check()
    quilla.clicks("button", re.compile("Publish"))  # type: ignore[arg-type]
    quilla.signs_out()


def anybody_reads_it(anybody: Visitor) -> None:
    anybody.opens("/find/")
    anybody.page.get_by_label(re.compile("reference number")).fill(HOME)
    anybody.clicks("button", "Find")
    anybody.page.locator("main a[href^='/reports/']").first.click()
    anybody.looks()
    page = anybody.page.content()
    assert "Good" in anybody.text and "One child was spoken to" in anybody.text
    for secret in ("Obviously Fictional House", "Nowhereshire", "KM", "SJ about", "Ida Inspector"):
        assert secret not in page, f"a published report may not say {secret!r}"
    fingerprint = anybody.page.url.rstrip("/").rsplit("/", 1)[1]
    with urllib.request.urlopen(f"{anybody.service.address}/reports/{fingerprint}.json") as response:  # noqa: S310
        content = response.read()
    import hashlib

    assert hashlib.sha256(content).hexdigest() == fingerprint and json.loads(content)["urn"] == HOME
    anybody.page.set_viewport_size({"width": 320, "height": 640})
    anybody.looks()
    anybody.page.set_viewport_size({"width": 1200, "height": 900})


def ida_traces_a_grade(ida: Visitor, inspection: str) -> None:
    ida.signs_in("ida.inspector")
    ida.opens(f"{inspection}trace/")
    assert "No rule limited this judgement" in ida.text and "decided first" in ida.text
    for seen in ("KM was quiet", "Supervision took place", "this fits best"):
        assert seen in ida.page.content(), f"the trace leads to {seen!r}"
    ida.opens(inspection)
    ida.page.set_viewport_size({"width": 320, "height": 640})
    ida.looks()
    ida.page.set_viewport_size({"width": 1200, "height": 900})
    ida.opens("/register/")
    ida.signs_out()


def ada_checks_the_log(ada: Visitor) -> None:
    ada.signs_in("ada.admin")
    ada.opens("/audit/")
    assert "Quentin" in ada.text or "quentin.quality" in ada.text
    ada.opens("/register/imports/")
    environment = {**os.environ, "EVENHAND_VAR": str(ada.service.var)}
    run = subprocess.run(
        [sys.executable, "-m", "evenhand", "audit", "verify", "--json"], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["holds"] is True
