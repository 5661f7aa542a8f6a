"""A full inspection of two days by two inspectors, from due to submitted, without a mouse in the house.

Ida has a desk, Ivan a telephone with a keyboard. Nothing here clicks, and after the first page nobody types an address.
The last test looks at the pages that the story does not come by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.conftest import Service
from tests.journeys.desk import WIDE, each_with_a_browser
from tests.journeys.keyboard import NARROW, Name, Typist
from tests.journeys.reporting import STORY

OVERALL = re.compile("^The overall experiences and progress")
PROTECTED = re.compile("^How well children are helped and protected")
LED = re.compile("^The effectiveness of leaders and managers")
LODGE = (
    *("", "team/", "requirements/", "requirements/new/", "feedback/", "letter/", "sample/", "sample/children/new/"),
    *("evidence/", "evidence/capture/", "evidence/untagged/", "evidence/enough/", "facts/", "history/", "second/"),
)


@pytest.fixture(scope="module")
def people(browser: Browser, service: Service) -> Iterator[dict[str, Typist]]:
    """Three people, each with a browser of their own."""
    with each_with_a_browser(browser, service, {"ada": WIDE, "ida": WIDE, "ivan": NARROW}, Typist) as found:
        yield found


def days() -> tuple[str, str]:
    """Yesterday and today: nothing can be recorded that has not happened yet."""
    today = datetime.now(ZoneInfo("Europe/London")).date()
    return (today - timedelta(days=1)).isoformat(), today.isoformat()


def test_two_inspectors_inspect_for_two_days_with_keyboards_only(people: dict[str, Typist]) -> None:
    ada, ida, ivan = people["ada"], people["ida"], people["ivan"]
    home = ada_sees_what_is_due_and_schedules_it(ada)
    ida_prepares_and_begins(ida, home)
    ida_draws_the_sample(ida)
    ivan_opens_his_telephone(ivan, home)
    both_capture_notes(ida, ivan)
    ida_talks_with_a_child(ida)
    ivan_watches_a_meal(ivan)
    a_child_is_safe_and_does_not_feel_so(ida)
    what_ida_did_not_save_is_kept(ida, home)
    both_amend_the_same_note(ida, ivan)
    the_notes_get_their_criteria(ida)
    ida_answers_the_facts(ida)
    ida_looks_whether_there_is_enough(ida)
    ida_makes_a_requirement(ida)
    the_limiting_judgement_comes_first(ida)
    feedback_is_given(ida)
    a_grade_changes_after_feedback(ida)
    the_children_get_a_letter(ida)
    ida_writes_the_report_and_submits(ida)
    whose_turn_it_is(ida, ivan, home)
    assert ada.faults + ida.faults + ivan.faults == []


def ada_sees_what_is_due_and_schedules_it(ada: Typist) -> str:
    first, last = days()
    ada.signs_in("ada.admin")
    ada.menu("Planning")
    ada.selects("Standing", "Overdue")
    ada.selects("Type of inspection", "Full inspection")
    ada.follows("Show what is due")
    link = ada.goes_to(re.compile("^Schedule an inspection of"))
    home = link["name"].split()[-1]
    assert "Overdue" in ada.text and "usually a full inspection by" in ada.text, "the reason stands in words"
    ada.sends()
    ada.writes("First day on site", first)
    ada.writes("Last day", last)
    ada.selects("Lead inspector", "Ida Inspector")
    ada.ticks("Ivan Inspector")
    ada.follows("Continue")
    assert "Ida Inspector, Ivan Inspector" in ada.text, "the lead comes first"
    ada.follows("Schedule the inspection")
    assert "The inspection is scheduled." in ada.text
    return home


def ida_prepares_and_begins(ida: Typist, home: str) -> None:
    ida.signs_in("ida.inspector")
    ida.menu("Inspections")
    ida.follows(re.compile(home))
    ida.follows("Preparation pack")
    assert "What is missing" in ida.text and "The provider never sees this page" in ida.text
    ida.follows("Add a line of your own")
    ida.writes(re.compile("^What"), "Whether children know how to complain.")
    ida.writes(re.compile("^Why"), "The last questionnaires say little about it.")
    ida.follows("Add it")
    assert "Whether children know how to complain." in ida.text
    to_the_tasks(ida)
    ida.follows("Begin the inspection")
    assert "The inspection has begun." in ida.text


def ida_draws_the_sample(ida: Typist) -> None:
    ida.follows("Case sample")
    yes = ("Moved in recently", "Went missing", "At risk of exploitation", "Lives far", "A recent serious incident")
    a_child(ida, "KM", yes=yes, no=("Moved out recently", "Left in a way"))
    assert "lacking" in ida.text.lower()
    no = ("Moved in recently", "Went missing", "At risk of exploitation", "Lives far", "A recent serious incident")
    a_child(ida, "LR", yes=("Moved out recently", "Left in a way"), no=no, left_on=days()[0])
    a_child(ida, "TV", refused=True)
    assert "lacking" in ida.text and "All nine things are in it." not in ida.text
    for code in ("KM", "LR", "TV"):
        ida.ticks(re.compile(f"^{code}"))
    ida.follows("Check without saving", "Space")
    assert "All nine things are in it." in ida.text and "not saved yet" in ida.text
    ida.follows("Save the sample", "Space")
    assert "All nine things are in it." in ida.text and "not saved yet" not in ida.text
    ida.follows("Back to the task list")


def a_child(
    ida: Typist,
    code: str,
    yes: tuple[str, ...] = (),
    no: tuple[str, ...] = (),
    left_on: str = "",
    refused: bool = False,
) -> None:
    """A row without a name; what the questions are is the page's affair, the answers are given in its order."""
    ida.follows("Add a child")
    ida.writes("Initials or code of the child", code)
    answers = {**dict.fromkeys(yes, "Yes"), **dict.fromkeys(no, "No")}
    while answers:
        now = ida.steps()
        asked = next((one for one in answers if now["type"] == "radio" and now["group"].startswith(one)), None)
        if asked:
            ida.chooses(answers.pop(asked), now["group"])
        assert now["tag"] != "button", f"not asked: {answers}"
    if left_on:
        ida.writes("Day on which it ended unplanned", left_on)
    if refused:
        ida.ticks("The home decided not to take this child")
    ida.follows("Save")


def ivan_opens_his_telephone(ivan: Typist, home: str) -> None:
    ivan.signs_in("ivan.inspector")
    ivan.menu("Inspections")
    ivan.follows(re.compile(home))
    assert "Under way" in ivan.text


def both_capture_notes(ida: Typist, ivan: Typist) -> None:
    for one, notes in (
        (ida, ("QZ knew the plan for the evening.", "The hall has photographs that children chose.")),
        (ivan, ("XW asked the night worker to stay, and she did.",)),
    ):
        one.follows("Capture notes")
        assert one.focus["name"] == "Your note", "the box has the focus at once"
        for number, note in enumerate(notes):
            one.page.keyboard.type(note)
            if not number:
                one.selects("Kind", "Observation of relationships")
                one.writes("Where and when in the day", "The hall, after school")
            one.sends("Control+Enter")
            assert "Go on with the next note" in one.text and one.focus["name"] == "Your note"
        one.follows("Back to the task list")


def told(one: Typist, said: str, text: str, time: str, initials: str = "") -> None:
    """What every kind of evidence asks: the words, the day, the time, who."""
    one.writes(said, text)
    one.writes("Day", days()[0])
    one.writes("Time", time)
    if initials:
        one.writes("Initials of the people concerned", initials)


def to_the_tasks(one: Typist) -> None:
    """Up the trail at the top of the page."""
    one.goes_to_top()
    for _stop in range(40):
        if one.steps()["name"].startswith("Inspection of"):
            return one.sends()
    raise AssertionError(f"no way back to the tasks from {one.page.url}")


def files(one: Typist, words: str, criterion: Name) -> None:
    """The criterion it supports, found by its words."""
    one.writes("Show only criteria with this word", words)
    one.ticks(criterion)


def ida_talks_with_a_child(ida: Typist) -> None:
    ida.follows(re.compile("^Conversation with a child$"))
    told(ida, "What the child said", "I feel safe here. I can tell the night worker anything.", "16:30", "KM")
    ida.chooses(re.compile("^Yes, and they knew"), re.compile("agree to talk"))
    ida.chooses(re.compile("did not want it"), re.compile("another way"))
    ida.writes(re.compile("^How did the child communicate"), "Speech")
    ida.writes(re.compile("^Who else was there"), "nobody")
    ida.chooses("Speech", re.compile("by which means"))
    ida.writes(re.compile("^How many children"), "1")
    ida.chooses(re.compile("that they feel safe$"), re.compile("whether they feel safe"))
    ida.chooses(re.compile("^Yes, as long as"), re.compile("repeat their words"))
    ida.chooses("No", re.compile("passed on"))
    ida.chooses(re.compile("^Towards something that works"), re.compile("point"))
    files(ida, "being safe", "Being safe and feeling safe")
    ida.follows("Record the evidence")
    assert "The evidence is recorded." in ida.text
    ida.follows("Back to the task list")


def ivan_watches_a_meal(ivan: Typist) -> None:
    ivan.follows("Observation of relationships")
    told(ivan, "What you saw", "At the meal a worker saw that KM was quiet, sat down and waited.", "18:05", "KM")
    ivan.writes("Where and when in the day", "The evening meal")
    ivan.writes(re.compile("^Warmth"), "She spoke low and smiled.")
    ivan.writes(re.compile("^Attunement"), "She noticed before KM said a word.")
    ivan.sends("Control+Enter")
    assert "The evidence is recorded." in ivan.text
    ivan.follows("Back to the task list")


def a_child_is_safe_and_does_not_feel_so(ida: Typist) -> None:
    ida.follows("Are safe, feel safe")
    told(ida, "What the evidence shows", "Checks at night took place, and the alarm works.", "17:00", "LR")
    ida.chooses("The evidence shows that they are", re.compile("^Are they safe"))
    ida.chooses(re.compile("^They do not"), re.compile("^Do they feel safe"))
    ida.chooses("The child said so", re.compile("^How do you know"))
    ida.writes(re.compile("^What the child said or showed"), "The stairs are dark and I hear steps.")
    files(ida, "being safe", "Being safe and feeling safe")
    ida.sends("Control+Enter")
    assert "do not agree. Write why" in ida.text, "two sides that differ are explained"
    assert ida.focus["at"] != "nowhere", "the focus is on what is wrong"
    ida.writes(re.compile("^Why the two differ"), "The landing light is broken; it is mended this week.")
    ida.sends("Control+Enter")
    assert "The evidence is recorded." in ida.text
    ida.follows("Back to the task list")


def what_ida_did_not_save_is_kept(ida: Typist, home: str) -> None:
    ida.follows("Staff interview")
    ida.writes("What the member of staff said", "Nights are calm, and handovers are on time.")
    expect(ida.page.get_by_text(re.compile(r"Kept at \d\d:\d\d"))).to_be_visible()
    ida.comes_back("/inspections/")
    ida.follows(re.compile(home))
    ida.follows("Staff interview")
    assert "did not save it" in ida.text
    ida.follows("Restore what you wrote")
    expect(ida.page.get_by_label("What the member of staff said")).to_have_value(re.compile("^Nights are calm"))
    ida.writes("Day", days()[0])
    ida.writes("Time", "21:15")
    ida.writes("Their post", "Waking night worker")
    ida.chooses("By the home, permanently", re.compile("employed"))
    ida.chooses("Towards something that does not", re.compile("point"))
    files(ida, "being safe", "Being safe and feeling safe")
    ida.sends("Control+Enter")
    assert "The evidence is recorded." in ida.text and "Nights are calm" in ida.text
    ida.follows("Back to the task list")


def both_amend_the_same_note(ida: Typist, ivan: Typist) -> None:
    for one in (ida, ivan):
        one.follows("All evidence")
        one.follows(re.compile(r"^Observation of relationships, .*(18[:.]05|6[:.]05)"))
        one.follows("Amend")
    ivan.writes("Why do you change it?", "I forgot the other child.")
    ivan.writes("What you saw", "At the meal a worker saw that KM was quiet and sat down; LR moved over.")
    ivan.sends("Control+Enter")
    ida.writes("Why do you change it?", "I saw the end of it.")
    ida.writes("What you saw", "At the meal a worker saw that KM was quiet, and KM told her about school.")
    ida.sends("Control+Enter")
    assert "Somebody else was first" in ida.text and "Ivan Inspector saved version 2" in ida.text
    assert "LR moved over." in ida.text and "KM told her about school." in ida.text, "both texts are there"
    assert ida.page.get_by_label("What you saw").input_value().endswith("about school."), "and hers is in the form"
    ida.writes("What you saw", "At the meal a worker sat down with KM, who told her about school; LR moved over.")
    ida.sends("Control+Enter")
    for kept in ("I forgot the other child.", "I saw the end of it.", "Version 3", "Version 1"):
        assert kept in ida.text, f"every version stays: {kept}"
    for one in (ida, ivan):
        one.follows("Back to the task list")


def the_notes_get_their_criteria(ida: Typist) -> None:
    ida.follows("All evidence")
    ida.follows(re.compile("items without criteria$"))
    ida.follows("Begin with the first")
    box = ida.page.get_by_role("combobox", name="Criteria to add")
    for typed in ("trust", "listens", "stable", "progress"):
        expect(box).to_be_focused()
        ida.page.keyboard.type(typed)
        expect(box).to_have_attribute("aria-expanded", "true")
        ida.presses("ArrowDown", "ArrowUp", "Enter")
        expect(box).to_have_value("")
        ida.sends("Control+Enter")
        if "/criteria/" not in ida.page.url:
            break
    assert "Every item supports at least one criterion." in ida.text or "criteria/" not in ida.page.url
    to_the_tasks(ida)


def ida_answers_the_facts(ida: Typist) -> None:
    ida.follows("What the rules need to know")
    answers = {
        "registered_manager": "Yes",
        "few_staff_qualified": "No",
        "multi_building": "No",
        "first_inspection": "No",
    }
    for name, answer in answers.items():
        question = ida.page.locator(f"fieldset:has(input[name={name}]) legend").first.inner_text().strip()
        ida.chooses(answer, question)
    ida.follows("Save the answers", "Space")
    assert "Level 5 diploma" in ida.text, "an answer brought a further question"
    ida.chooses(re.compile("^Holds it"), re.compile("diploma", re.IGNORECASE))
    ida.follows("Save the answers")
    assert "5 of 5 answered" in ida.text, "nothing is left to ask, so the tasks come back"


def ida_looks_whether_there_is_enough(ida: Typist) -> None:
    ida.follows("Is there enough?")
    assert "Counts inform you; no number of items makes or stops a grade." in ida.text
    ida.goes_to(re.compile("^The evidence on either side"))
    ida.presses("Enter")
    assert "On the other side" in ida.text, "what contradicts is shown with both sides"
    ida.looks()
    ida.follows("Back to the task list")


def ida_makes_a_requirement(ida: Typist) -> None:
    ida.follows("Requirements")
    ida.follows("Make a requirement")
    ida.follows("Save the requirement")
    assert "There is a problem" in ida.text, "an empty requirement is none"
    ida.writes("Regulation", "regulation 25")
    ida.writes("What has to be done", "Light every part of the home at night.")
    ida.writes("By which day", days()[1])
    ida.ticks("The day was said at the feedback")
    ida.chooses(re.compile("^Yes, it has touched"), "Were children affected?")
    ida.writes(re.compile("^What it does to children"), "A child is afraid to leave the bedroom at night.")
    ida.ticks(re.compile("^Staff interview"))
    ida.ticks(re.compile("^Are safe, feel safe"))  # it rests on other items, so it is no source of its own
    ida.follows("Save the requirement")
    assert "more than one" in ida.text, "one source is not enough"
    ida.ticks(re.compile("^Conversation with a child"))
    ida.follows("Save the requirement")
    assert "regulation 25" in ida.text and "the day was said at the feedback" in ida.text
    ida.follows("Back to the task list")


def proposes(ida: Typist, judgement: Name, grade: str, reason: str) -> None:
    """Open a judgement from the task list, choose, write why."""
    ida.follows(judgement)
    ida.chooses(grade, "The grades, side by side")
    ida.writes("Reason for the grade", reason)
    ida.follows("Propose the grade")


def the_limiting_judgement_comes_first(ida: Typist) -> None:
    ida.follows(OVERALL)
    assert "Decide first" in ida.text and "Decide the judgements before it first." in ida.text
    ida.follows(PROTECTED)
    ida.chooses("Inadequate", "The grades, side by side")
    ida.writes("Reason for the grade", "A child is afraid at night, and nobody knew.")
    ida.follows("Propose the grade")
    to_the_tasks(ida)
    proposes(ida, LED, "Good", "Leaders know their staff and act on what children say.")
    to_the_tasks(ida)
    ida.follows(OVERALL)
    closed = ida.page.locator(".app-option--closed", has_text="Good").first.inner_text()
    assert "Rule R1" in closed and "inadequate" in closed.lower(), "a refused grade shows its rule and its words"
    assert ida.page.locator("input[name=grade][value=good]").is_disabled()
    ida.follows("Back to the task list")
    proposes(ida, PROTECTED, "Requires improvement to be good", "Staff learnt of the fear and put the light right.")
    to_the_tasks(ida)
    proposes(ida, OVERALL, "Good", "Children make progress; the fear at night was the exception.")
    assert "Good may be given" in ida.text
    to_the_tasks(ida)


def feedback_is_given(ida: Typist) -> None:
    ida.follows("Feedback sheet")
    ida.writes("Strengths", "Adults notice how children are, and wait for them.")
    ida.writes("What is not good enough", "The landing is dark, and a child is afraid of it.")
    ida.follows("Save")
    for there in ("Adults notice how children are", "regulation 25", "Requires improvement to be good", "Provisional"):
        assert there in ida.text
    ida.page.emulate_media(media="print")
    ida.page.set_viewport_size({"width": 718, "height": 1000})  # A4 without its margins
    assert not ida.page.locator("textarea").first.is_visible(), "what is for writing is not printed"
    assert ida.page.locator("h1").is_visible()
    if ida.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        ida.faults.append("the feedback sheet is wider than its paper")
    ida.page.emulate_media(media="screen")
    ida.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    ida.follows("Back to the task list")


def a_grade_changes_after_feedback(ida: Typist) -> None:
    proposes(ida, PROTECTED, "Good", "The manager showed records that the fear was known and met.")
    assert "discussion with a manager" in ida.text and "There is a problem" in ida.text, "not without a discussion"
    ida.follows("Record the discussion, or read it")
    ida.selects("Manager", "Quentin Quality")
    ida.chooses("Good", "What the judgement becomes")
    ida.writes("Why does it change?", "Records of three weeks show that staff sat with the child every night.")
    ida.follows("Record the discussion")
    assert "The discussion is on record." in ida.text
    to_the_tasks(ida)
    proposes(ida, PROTECTED, "Good", "The manager showed records that the fear was known and met.")
    assert "Good may be given" in ida.text
    to_the_tasks(ida)


def the_children_get_a_letter(ida: Typist) -> None:
    ida.follows("Letter to the children")
    ida.writes("We came to your home", "Two of us came. Thank you for your time.")
    ida.writes("What you told us", "You like the night workers.")
    ida.writes("What is good", "The adults listen to you.")
    ida.writes("What has to change", "The light on the stairs.")
    ida.writes("What happens next", "The home mends the light this week.")
    ida.follows("Save")
    assert "The letter for printing (PDF)" in ida.text and "Long sentences" not in ida.text
    ida.follows("Back to the task list")


def ida_writes_the_report_and_submits(ida: Typist) -> None:
    ida.follows("Write the report")
    for box in ida.page.locator("main textarea").all():
        words = box.input_value()
        if "[[" in words:
            kept = re.sub(r"\[\[.*?\]\]", "", words, flags=re.DOTALL).strip()
            judged = "inspection_judgements" in (box.get_attribute("name") or "")
            at = box.get_attribute("id")
            ida.goes_to_id(str(at))
            ida.presses("Control+A")
            ida.page.keyboard.insert_text(f"{kept}\n\n{STORY}" if judged else kept or "None.")
    ida.follows("Save the report")
    assert "Must be put right" not in ida.text, ida.text[:1500]
    to_the_tasks(ida)
    ida.follows("Submit for quality assurance")
    ida.follows("Submit for quality assurance")
    assert "In quality assurance" in ida.text


def whose_turn_it_is(ida: Typist, ivan: Typist, home: str) -> None:
    for one in (ida, ivan):
        one.menu("Inspections")
        card = one.page.locator(".app-turn", has_text=home).inner_text()
        assert "Whose turn" in card and "quality assur" in card.lower(), card
        one.follows(re.compile(home))
        assert "Next:" in one.text, "and by when"


def test_the_pages_the_story_does_not_come_by(people: dict[str, Typist]) -> None:
    ada, ida, petra = people["ada"], people["ida"], people["ivan"]
    for one, name in ((ada, "ada.admin"), (ida, "ida.inspector")):
        if one.page.url == "about:blank":
            one.signs_in(name)
        one.faults.clear()  # those of the story were told there
    for address in ("", "FICTION1/", "FICTION1/events/new/", "proposals/", "proposals/new/"):
        ada.opens(f"/planning/{address}")
    for address in ("/planning/mine/", "/planning/mine/interests/new/", "/planning/mine/base/"):
        ida.opens(address)
    ida.opens("/inspections/")
    lodge = ida.page.get_by_role("link", name=re.compile("Lodge")).first.get_attribute("href")
    for address in LODGE:
        ida.opens(f"{lodge}{address}")
    for address in (lodge.replace("/inspections/", "/preparation/"), "/inspections/consistency/", "/jottings/"):  # type: ignore[union-attr]
        ida.opens(address)
    petra.page.context.clear_cookies()
    petra.signs_in("petra.provider")
    petra.opens("/preparation/homes/FICTION2/")
    kinds = petra.page.locator("main a[href*='/new/']").evaluate_all(
        "all => all.map((one) => one.getAttribute('href'))"
    )
    assert kinds, "a provider can send something"
    for address in (*dict.fromkeys(kinds), "/preparation/homes/FICTION2/annex-a/"):
        petra.opens(address)
    titles = [one for who in people.values() for one in who.looked_at]
    assert not [one for one in titles if "not found" in one.lower() or "may not" in one.lower()]
    assert ada.faults + ida.faults + petra.faults == []
