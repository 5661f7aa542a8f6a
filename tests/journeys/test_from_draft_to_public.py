"""One report from its last draft to the public page and its PDF, between an inspectorate and two providers.

Petra answers for the home and is heard; Paul answers for another one and is told of nothing. Each has a browser of
their own; every page is read by the checker, wide and narrow, and nothing may be written into the console.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.journeys.conftest import Service
from tests.journeys.desk import WIDE, Clerk, each_with_a_browser
from tests.journeys.report_to_finish import HOME, NAME, OTHER_HOME, STREET
from tests.journeys.reporting import STORY, answers_the_checklist, submits, writes_the_report

ROOT = Path(__file__).parents[2]
TEN, TWENTY = "Staff went out within ten minutes.", "Staff went out within twenty minutes."
MISSING = f"{STORY} When a child was missing, staff looked at once. {TEN}"
HEARD = "One child was spoken to and chose to talk."
PAPER = b"%PDF-1.7\n%a page of a made-up missing record\n%%EOF\n"
NOBODYS = {403, 404}


@pytest.fixture
def people(browser: Browser, service: Service) -> Iterator[dict[str, Clerk]]:
    names = ("ida", "quentin", "petra", "paul", "quilla", "anybody")
    with each_with_a_browser(browser, service, dict.fromkeys(names, WIDE), Clerk) as found:
        yield found


@pytest.fixture
def inspection(service: Service) -> str:
    """The way to an inspection whose report is still to be written."""
    made = command(service, "tests.journeys.report_to_finish")
    assert made.returncode == 0, made.stderr
    return f"/inspections/{made.stdout.strip()}/"


def command(service: Service, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EVENHAND_VAR": str(service.var)}
    return subprocess.run(
        [sys.executable, "-m", *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_one_report_from_draft_to_its_public_page(people: dict[str, Clerk], inspection: str, tmp_path: Path) -> None:
    ida, quentin, petra, paul, quilla, anybody = people.values()
    for one, name in (
        *((ida, "ida.inspector"), (quentin, "quentin.quality"), (petra, "petra.provider")),
        *((paul, "paul.provider"), (quilla, "quilla.quality")),
    ):
        one.signs_in(name)
    provider = inspection.replace("/inspections/", "/accuracy/")
    ida_finishes_the_draft(ida, inspection)
    assert petra.status(f"{provider}draft/") in NOBODYS, "nothing is the provider's before it is sent"
    quentin_comments_on_a_sentence_and_returns_it(quentin, inspection)
    ida_mends_and_answers(ida, inspection)
    quentin_resolves_and_approves(quentin, inspection)
    ida_sends_the_draft(ida, provider)
    petra_comments_on_two_sentences(petra)
    paul_sees_nothing_of_it(paul, inspection, provider)
    ida_accepts_one_and_not_the_other(ida, provider)
    ida_puts_right_what_was_accepted(ida, inspection, provider)
    quentin_approves(quentin, inspection)
    ida_gives_the_final(ida, provider)
    petra_reads_the_answers_and_makes_no_complaint(petra, provider)
    quilla_publishes_what_quentin_approved(quentin, quilla, inspection)
    page = anybody_reads_it(anybody)
    anybody_checks_the_paper(anybody, page, tmp_path)
    paul_sees_nothing_of_it(paul, inspection, provider)
    paul_reads_what_everybody_reads(paul, page)
    assert [fault for one in people.values() for fault in one.faults] == []


def ida_finishes_the_draft(ida: Clerk, inspection: str) -> None:
    ida.opens("/inspections/")
    ida.clicks("link", re.compile(NAME))
    ida.clicks("link", "Write the report")
    writes_the_report(ida, inspection, MISSING)
    ida.uses(ida.page.get_by_role("link", name=re.compile("^Ties of this section")).last)
    ida.clicks("link", re.compile("^Tie it"))
    ida.page.locator("input[name=evidence]").first.check()
    ida.clicks("button", "Save the tie")
    assert "1 of " in ida.text, "one sentence rests on evidence"
    submits(ida, inspection)
    assert "In quality assurance" in ida.text
    assert ida.status(f"{inspection}review/") in NOBODYS, "nobody assures the quality of their own work"


def quentin_comments_on_a_sentence_and_returns_it(quentin: Clerk, inspection: str) -> None:
    quentin.opens("/inspections/quality-assurance/")
    quentin.clicks("link", re.compile(HOME))
    answers_the_checklist(quentin, inspection)
    quentin.opens(f"{inspection}review/")
    quentin.page.get_by_text("Comment on a part of the report").click()
    quentin.uses(quentin.page.locator("main details a[href*='helped_protected']"))
    quentin.page.get_by_label(TEN).check()
    quentin.page.locator("input[name=about]").first.check()
    quentin.fills("What has to change?", "Say when they were told, and how many children were spoken to.")
    quentin.clicks("button", "Keep the comment")
    quentin.opens(f"{inspection}review/")
    assert "1 of 1 not resolved" in quentin.text
    quentin.fills("Comments", "One sentence, see my comment.")
    quentin.clicks("button", "Return the report")
    assert quentin.status(f"{inspection}publish/") == 200 and "Returned" in quentin.text


def ida_mends_and_answers(ida: Clerk, inspection: str) -> None:
    ida.opens(f"{inspection}report/")
    assert "see my comment" in ida.text
    rewrites(ida, "information_about_this_inspection", "", f"\n\n{HEARD}")
    ida.clicks("link", "Comments on single sentences, and your answers")
    assert TEN in ida.text, "the comment stands at its sentence"
    ida.clicks("link", re.compile("^Take the next step"))
    ida.fills("Your words", "The number is in the first section now; the sentence says what the record says.")
    ida.clicks("button", "Answer the comment")
    submits(ida, inspection)


def rewrites(ida: Clerk, section: str, old: str, new: str) -> None:
    """Change words of a section, or add some at its end, and save."""
    box = ida.page.locator(f"textarea[name='{section}']")
    words = box.input_value()
    assert old in words
    box.fill(words.replace(old, new) if old else words + new)
    ida.clicks("button", "Save the report")
    assert "Must be put right" not in ida.text, ida.text[:1500]


def quentin_resolves_and_approves(quentin: Clerk, inspection: str) -> None:
    quentin.opens(f"{inspection}review/")
    assert quentin.page.get_by_role("button", name="Approve the report").is_disabled(), "a comment is open"
    assert quentin.page.locator("ins", has_text=HEARD).count() == 1, "what is new is marked word for word"
    quentin.opens(f"{inspection}review/comments/")
    quentin.clicks("link", re.compile("^Take the next step"))
    quentin.clicks("button", "Resolve it")
    quentin_approves(quentin, inspection)


def quentin_approves(quentin: Clerk, inspection: str) -> None:
    answers_the_checklist(quentin, inspection)
    quentin.opens(f"{inspection}review/")
    quentin.clicks("button", "Approve the report")
    assert "Approved" in quentin.text


def ida_sends_the_draft(ida: Clerk, provider: str) -> None:
    ida.opens(provider)
    ida.clicks("button", "Send the draft")
    ida.clicks("button", "Send the draft")
    assert "Over" not in ida.text and "Until the end of" in ida.text


def petra_comments_on_two_sentences(petra: Clerk) -> None:
    petra.menu("Draft reports")
    petra.clicks("link", re.compile(HOME))
    assert "Draft, confidential" in petra.text and "5 working days left" in petra.text
    for secret in ("somebody always listens", "Ida Inspector", "Quentin", "see my comment"):
        assert secret not in petra.page.content(), f"the provider is not shown {secret!r}"
    begins_a_comment(petra, TEN)
    petra.clicks("button", "Send the comment")
    assert "There is a problem" in petra.text, "an empty comment says what is missing"
    petra.page.get_by_label("Something is not a fact").check()
    petra.fills("What is wrong or missing?", "It was twenty minutes: the car left at half past nine.")
    petra.fills("What should it say?", TWENTY)
    petra.fills("What shows it?", "The missing record of that evening, page 2.")
    petra.page.get_by_label(re.compile(r"^\s*A copy of the evidence")).set_input_files(
        {"name": "record.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    petra.clicks("button", "Send the comment")
    assert "Only the inspectorate can open it" in petra.text
    begins_a_comment(petra, HEARD)
    petra.page.get_by_label("Something is missing").check()
    petra.fills("What is wrong or missing?", "Two children were spoken to.")
    petra.clicks("button", "Send the comment")
    petra.clicks("link", "I have no more comments")
    petra.clicks("button", "I have no more comments")
    assert petra.page.get_by_text("You said that nothing more comes.").is_visible()


def begins_a_comment(petra: Clerk, sentence: str) -> None:
    # By key, because a link of one number may stand around the end of a line, where its middle is not on it.
    with petra.page.expect_navigation():
        petra.page.locator(".acc-sentence", has_text=sentence).locator("a").first.press("Enter")
    petra.looks()
    assert sentence in petra.text, "the page quotes the sentence"


def paul_sees_nothing_of_it(paul: Clerk, inspection: str, provider: str) -> None:
    """Neither by an address that somebody told him, nor on a page of his own, nor in an answer that differs."""
    closed = (
        *(f"{provider}{one}" for one in ("", "draft/", "draft/comment/", "final/", "final/complain/", "send/")),
        *(f"{provider}letters/{one}/" for one in ("draft", "final")),
        *(f"{inspection}{one}" for one in ("", "report/", "review/", "evidence/", "trace/", "publish/")),
        *(f"/register/{HOME}/", f"/preparation/homes/{HOME}/"),
    )
    assert {path: status for path in closed if (status := paul.status(path)) not in NOBODYS} == {}
    nowhere = re.sub("[0-9a-f]{8}-", "00000000-", f"{provider}draft/")
    assert paul.status(nowhere) == paul.status(f"{provider}draft/") == 404, "as if there were no such inspection"
    paul.menu("Draft reports")
    assert HOME not in paul.page.content() and "No draft was sent to you" in paul.text
    paul.opens("/register/my-homes/")
    assert OTHER_HOME in paul.text and HOME not in paul.page.content()
    paul.allows = {404}
    paul.opens(f"{provider}draft/")
    assert "not found" in paul.page.title().lower() and HOME not in paul.page.content()
    paul.allows = set()


def ida_accepts_one_and_not_the_other(ida: Clerk, provider: str) -> None:
    ida.opens(provider)
    offered = ida.page.get_by_role("link", name=re.compile("^Save the file"))
    with ida.page.expect_download() as download:
        offered.click()
    assert Path(download.value.path()).read_bytes() == PAPER, "what was offered as evidence is what arrived"
    answers = ida.page.get_by_role("link", name=re.compile("^Answer"))
    assert answers.count() == 2
    ida.uses(answers.first)
    ida.page.get_by_label("Accepted", exact=True).check()
    ida.clicks("button", "Save the answer")
    assert "There is a problem" in ida.text, "no answer without a reason"
    ida.fills("Your reason", "Page 2 of the record says so.")
    ida.clicks("button", "Save the answer")
    ida.clicks("link", re.compile("^Answer"))
    ida.page.get_by_label("Not accepted", exact=True).check()
    ida.fills("Your reason", "The second child did not want to talk, and the record says so.")
    ida.clicks("button", "Save the answer")
    assert "The report has to change because of this." in ida.text
    assert ida.page.get_by_role("button", name="Give the final report").is_disabled(), "not before it has changed"


def ida_puts_right_what_was_accepted(ida: Clerk, inspection: str, provider: str) -> None:
    ida.clicks("button", "Take the report back to change it")
    ida.page.locator("textarea[name=reason]").fill("The time that was accepted.")
    ida.clicks("button", "Take the report back")
    ida.opens(f"{inspection}report/")
    for judgement in ("overall_experiences_progress", "helped_protected", "leaders_managers"):
        rewrites(ida, f"inspection_judgements.{judgement}", TEN, TWENTY)
    submits(ida, inspection)


def ida_gives_the_final(ida: Clerk, provider: str) -> None:
    ida.opens(provider)
    ida.clicks("link", re.compile("^Say in which version it is"))
    assert ida.page.locator("ins", has_text="twenty").count() == 3, "what changed since is marked word for word"
    ida.page.locator("select[name=version]").select_option(
        index=ida.page.locator("select[name=version] option").count() - 1
    )
    ida.clicks("button", "It is in this version")
    ida.clicks("button", "Give the final report")
    ida.clicks("button", "Give the final report")


def petra_reads_the_answers_and_makes_no_complaint(petra: Clerk, provider: str) -> None:
    petra.opens(f"{provider}final/")
    assert TWENTY in petra.text and TEN not in petra.text
    petra.opens(f"{provider}draft/")
    for answer in ("Page 2 of the record says so.", "The second child did not want to talk"):
        assert answer in petra.text
    assert petra.status(f"{provider}answers/") in NOBODYS
    petra.opens(f"{provider}letters/final/")
    petra.opens(f"{provider}final/")
    petra.clicks("link", "I make no complaint")
    petra.clicks("button", "I make no complaint")


def quilla_publishes_what_quentin_approved(quentin: Clerk, quilla: Clerk, inspection: str) -> None:
    quentin.opens(f"{inspection}publish/")
    assert "another quality assurer must publish it" in quentin.text
    quilla.opens(f"{inspection}publish/")
    quilla.clicks("button", "Publish this report")
    assert "published" in quilla.text.lower()


def anybody_reads_it(anybody: Clerk) -> str:
    """The way to the public page, found by somebody who is nobody here."""
    anybody.opens("/find/")
    anybody.page.get_by_label(re.compile("reference number")).fill(HOME)
    anybody.clicks("button", "Find")
    anybody.uses(anybody.page.locator("main a[href^='/reports/']").first)
    assert "Sign in" in anybody.page.locator("header").inner_text(), "nobody is signed in"
    for words in (TWENTY, HEARD, "Good"):
        assert words in anybody.text
    for secret in (NAME, STREET, "Nowhereshire", "KM", TEN, "Ida Inspector", "Petra", "see my comment"):
        assert secret not in anybody.page.content(), f"a published report may not say {secret!r}"
    return anybody.page.url.removeprefix(anybody.service.address)


def anybody_checks_the_paper(anybody: Clerk, page: str, folder: Path) -> None:
    link = anybody.page.get_by_role("link", name=re.compile("^Download this report"))
    # The browser would show a PDF; what it is given is what is saved here.
    answer = anybody.page.request.get(anybody.service.address + str(link.get_attribute("href")), timeout=60_000)
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    paper = folder / "report.pdf"
    paper.write_bytes(answer.body())
    fingerprint = page.strip("/").rpartition("/")[2]
    said = verified(anybody.service, paper)
    assert said["holds"] is True and said["form"] == "pdf" and said["findings"] == []
    assert (said["fingerprint"], said["urn"]) == (fingerprint, HOME), "the paper carries the sealed bytes of the page"
    sealed = anybody.page.request.get(f"{anybody.service.address}{page.rstrip('/')}.json").body()
    (folder / "report.json").write_bytes(sealed)
    assert verified(anybody.service, folder / "report.json")["fingerprint"] == fingerprint
    (folder / "forged.json").write_bytes(sealed.replace(b"twenty minutes", b"eleven minutes"))
    forged = verified(anybody.service, folder / "forged.json", "--against", str(folder / "report.json"))
    assert forged["holds"] is False, "a changed word is found out"


def verified(service: Service, file: Path, *more: str) -> dict[str, Any]:
    run = command(service, "evenhand", "report", "verify", str(file), "--json", *more)
    told: dict[str, Any] = json.loads(run.stdout)
    assert run.returncode == (0 if told["holds"] else 1), run.stderr
    return told


def paul_reads_what_everybody_reads(paul: Clerk, page: str) -> None:
    paul.opens(page)
    assert TWENTY in paul.text and NAME not in paul.page.content()
