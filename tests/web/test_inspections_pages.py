"""The workspace as people see it: each page, each form, each refusal; nothing that was typed is ever lost."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.builders import STARTS, an_inspection, settle
from tests.web.inspection_pages import KIND, amended, at, fields, recorded, text

from evenhand.casework.stages import Act, Stage
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.queries import inspections_for
from evenhand.web.inspections.record import read_record
from evenhand.web.inspections.turns import turn

PAGES = ("workspace", "evidence", "facts", "history")


# Who sees what.


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("ida", 200), ("iris", 200), ("quentin", 200), ("ada", 200), ("petra", 403), ("fay", 403), ("nobody", 403)],
)
def test_casework_is_open_to_those_who_inspect_and_to_nobody_else(cast, as_, page, who, status):
    inspection = an_inspection(cast)
    assert as_(getattr(cast, who)).get(at(page, inspection)).status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_somebody_signed_out_is_asked_to_sign_in(cast, client, page):
    response = client.get(at(page, an_inspection(cast)))
    assert response.status_code == 302
    assert "/sign-in/" in response.url


def test_who_answers_for_a_home_never_sees_its_casework_whatever_else_they_are(cast, as_):
    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import System, give_role

    inspection = an_inspection(cast, Stage.SCHEDULED)
    give_role(by=System(), person=cast.petra, role=Role.INSPECTOR)
    browser = as_(cast.petra)
    for page in PAGES:
        assert browser.get(at(page, inspection)).status_code == 404
    assert cast.home.urn not in text(browser.get("/inspections/?whose=all"))


@pytest.mark.parametrize("page", PAGES)
def test_an_inspection_that_is_not_there_is_a_404(cast, as_, page):
    assert as_(cast.ida).get(reverse(f"inspections:{page}", args=[uuid4()])).status_code == 404


def test_an_address_with_a_bad_number_is_a_404(cast, as_):
    assert as_(cast.ida).get("/inspections/not-a-number/").status_code == 404


# My inspections.


def test_the_list_says_what_is_next_whose_turn_it_is_and_when(cast, as_):
    an_inspection(cast)
    page = text(as_(cast.ida).get("/inspections/"))
    assert "FICTION1" in page and "Under way" in page
    assert "Your turn" in page and "Record evidence, propose grades" in page
    assert "Your turn" not in text(as_(cast.iris).get("/inspections/?whose=all"))


@pytest.mark.parametrize(
    ("today", "words", "late"),
    [
        (date(2026, 9, 10), "Draft report to the provider: by 5 October 2026, in 25 days", False),
        (date(2026, 10, 4), "Draft report to the provider: by 5 October 2026, tomorrow", False),
        (date(2026, 10, 5), "Draft report to the provider: by 5 October 2026, today", False),
        (date(2026, 10, 6), "Final report to the provider, with answers to the comments: by 21 October 2026", False),
        (date(2026, 10, 22), "by 21 October 2026, 1 day late", True),
    ],
)
def test_the_next_deadline_is_in_words(cast, today, words, late):
    an_inspection(cast)
    who = cast.ida.as_actor()
    (listed,) = inspections_for(who)
    shown = turn(who, listed, today)
    assert words in shown.due
    assert shown.late is late


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.PUBLISHED, Stage.CANCELLED])
def test_there_is_no_deadline_before_the_beginning_or_after_the_end(cast, stage):
    an_inspection(cast, stage)
    who = cast.ida.as_actor()
    (listed,) = inspections_for(who)
    assert turn(who, listed, date(2026, 10, 5)).due == ""


def test_the_list_shows_ones_own_first_and_everybodys_when_asked(cast, as_):
    an_inspection(cast)
    browser = as_(cast.iris)
    assert "You have no inspections yet" in text(browser.get("/inspections/"))
    assert "FICTION1" in text(browser.get("/inspections/?whose=all"))


def test_it_is_the_quality_assurers_turn_after_submission(cast, as_):
    an_inspection(cast, Stage.IN_QUALITY_ASSURANCE)
    assert "Your turn" in text(as_(cast.quentin).get("/inspections/"))
    assert "Your turn" not in text(as_(cast.ida).get("/inspections/"))


def test_the_list_takes_few_queries(cast, as_, django_assert_max_num_queries):
    for week in range(5):
        # Two homes, because nobody makes more than three full inspections of a home in a row.
        home = cast.home if week % 2 else cast.other_home
        an_inspection(cast, Stage.SCHEDULED, starts_on=STARTS + timedelta(days=7 * week), home=home)
    browser = as_(cast.ida)
    browser.get("/inspections/")
    with django_assert_max_num_queries(6):
        page = browser.get("/inspections/")
    assert text(page).count("Scheduled") >= 1


# Scheduling.


def booking(cast, **changes):
    fields = {"urn": "fiction1", "starts_on": "2026-09-08", "ends_on": "2026-09-09", "lead": "ida.inspector"}
    return {**fields, "team": ["ivan.inspector"], **changes}


def test_the_framework_is_shown_with_its_reason_before_anybody_confirms(cast, as_):
    browser = as_(cast.ida)
    page = browser.post("/inspections/new/", booking(cast))
    assert "because it is the framework in force on 8 September 2026" in text(page)
    assert not Inspection.objects.exists()
    done = browser.post("/inspections/new/", booking(cast, confirmed="yes"), follow=True)
    assert "The inspection is scheduled" in text(done)
    inspection = Inspection.objects.get()
    assert inspection.framework_id == "sccif-2025"
    assert [person.username for person in read_record(inspection).team] == ["ida.inspector", "ivan.inspector"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"urn": ""}, "Enter the unique reference number"),
        ({"urn": "SC999999"}, "no home with this number"),
        ({"starts_on": "8 foo"}, "real date"),
        ({"starts_on": "2026-02-30"}, "real date"),
        ({"ends_on": ""}, "Enter the last day"),
        ({"ends_on": "2026-09-07"}, "before the first day"),
        ({"starts_on": "2006-05-03", "ends_on": "2006-05-03"}, "No framework on the shelf was in force on 3 May 2006"),
        ({"lead": ""}, "Select the lead inspector"),
        ({"lead": "quentin.quality"}, "from the list"),
        ({"team": ["petra.provider"]}, "Select inspectors from the list"),
        ({"urn": "x" * 500}, "at most 20 characters"),
    ],
)
@pytest.mark.parametrize("confirmed", ["", "yes"])
def test_a_booking_that_cannot_be_says_why_and_keeps_what_was_typed(cast, as_, changes, words, confirmed):
    response = as_(cast.ida).post("/inspections/new/", booking(cast, confirmed=confirmed, **changes))
    assert response.status_code == 422
    assert words in text(response)
    assert "There is a problem" in text(response)
    assert not Inspection.objects.exists()


def test_a_home_that_is_booked_already_says_when(cast, as_):
    an_inspection(cast, Stage.SCHEDULED)
    response = as_(cast.ida).post("/inspections/new/", booking(cast))
    assert "already an inspection of this home from 8 September 2026 to 9 September 2026" in text(response)


@pytest.mark.parametrize("who", ["quentin", "petra", "fay", "nobody"])
def test_only_those_who_may_schedule_get_the_form(cast, as_, who):
    browser = as_(getattr(cast, who))
    assert browser.get("/inspections/new/").status_code == 403
    assert browser.post("/inspections/new/", booking(cast, confirmed="yes")).status_code == 403
    assert not Inspection.objects.exists()


def test_the_form_starts_with_what_the_address_says(cast, as_):
    page = as_(cast.ida).get("/inspections/new/?urn=FICTION1&starts_on=2026-09-08").content.decode()
    assert 'value="FICTION1"' in page and 'value="2026-09-08"' in page


# The task list.


def test_the_task_list_has_the_steps_of_the_work_in_order(cast, as_):
    page = text(as_(cast.ida).get(at("workspace", an_inspection(cast))))
    steps = ["Prepare", "Evidence", "Facts", "Judgements, in the order", "Requirements and feedback", "Report"]
    steps += ["Quality assurance", "The provider", "Publish"]
    places = [page.index(f" {number} {step}") for number, step in enumerate(steps, 1)]
    assert places == sorted(places)
    assert (
        page.index("helped and protected") < page.index("effectiveness of leaders") < page.index("overall experiences")
    )
    assert "1 kind of source. No child’s own words yet." in page


def test_the_task_list_says_why_something_is_not_possible_yet(cast, as_):
    page = text(as_(cast.ida).get(at("workspace", an_inspection(cast, Stage.SCHEDULED))))
    assert "Begin the inspection" in page
    assert "This can be done once the inspection has begun" in page
    other = text(as_(cast.iris).get(at("workspace", an_inspection(cast, home=cast.other_home))))
    assert "You are not on the team of this inspection" in other


def test_deadlines_are_days_of_the_frameworks_timeline(cast, as_):
    page = text(as_(cast.ida).get(at("workspace", an_inspection(cast))))
    # It ended on Wednesday 9 September 2026; 18 working days later is Monday 5 October.
    assert "Draft report to the provider 5 October 2026" in page
    assert "No figure in the framework" in page


@pytest.mark.parametrize("stage", list(Stage))
def test_the_workspace_opens_at_every_stage_for_everybody_who_may(cast, as_, stage):
    inspection = an_inspection(cast, stage)
    for person in (cast.ida, cast.iris, cast.quentin, cast.ada):
        for page in PAGES:
            assert as_(person).get(at(page, inspection)).status_code == 200
        for judgement in read_record(inspection).framework.judgements:
            assert as_(person).get(at("judgement", inspection, judgement.id)).status_code == 200


def test_a_grade_that_became_impossible_is_shown_before_anything_else(cast, as_):
    inspection = an_inspection(cast, grades={})
    actions.propose_grade(
        by=cast.ivan, inspection=inspection, judgement="helped_protected", grade="inadequate", based_on=1
    )
    page = text(as_(cast.ida).get(at("workspace", inspection)))
    assert page.index("Before it can be submitted") < page.index("Prepare")
    assert "because Good is not possible under rule R1" in page
    overall = text(as_(cast.ida).get(at("judgement", inspection, "overall_experiences_progress")))
    assert "Good is refused. The rules allow Inadequate." in overall


def test_the_first_day_is_begun_with_a_button(cast, as_):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    browser = as_(cast.ida)
    assert "has begun" in text(browser.post(at("begin", inspection), follow=True))
    assert read_record(inspection).stage is Stage.UNDER_WAY
    again = browser.post(at("begin", inspection))
    assert again.status_code == 409
    assert "cannot be done while the inspection is under way" in text(again)


@pytest.mark.parametrize(("who", "status"), [("iris", 403), ("quentin", 403), ("petra", 403), ("ada", 403)])
def test_a_forged_beginning_is_refused(cast, as_, who, status):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    assert as_(getattr(cast, who)).post(at("begin", inspection)).status_code == status
    assert read_record(inspection).stage is Stage.SCHEDULED


def test_beginning_is_not_done_by_looking(cast, as_):
    assert as_(cast.ida).get(at("begin", an_inspection(cast, Stage.SCHEDULED))).status_code == 405


def test_cancelling_asks_why(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    assert "cannot be taken up again" in text(browser.get(at("cancel", inspection)))
    empty = browser.post(at("cancel", inspection), {"reason": " "})
    assert (empty.status_code, read_record(inspection).stage) == (422, Stage.UNDER_WAY)
    long = browser.post(at("cancel", inspection), {"reason": "x" * 4001})
    assert long.status_code == 422 and "x" * 4001 in long.content.decode()
    assert "is cancelled" in text(browser.post(at("cancel", inspection), {"reason": "The home closed."}, follow=True))
    assert browser.get(at("cancel", inspection)).status_code == 409


# History.


def test_the_history_names_everything_with_who_and_when(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection)
    as_(cast.ivan).post(at("amend_evidence", inspection, item.id), amended(item, said="Other words."))
    settle(cast, inspection)
    actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT)
    actions.move(by=cast.quentin, inspection=inspection, act=Act.RETURN, note="Say more about the evenings.")
    page = text(as_(cast.ada).get(at("history", inspection)))
    for words in (
        "Stage: Scheduled", "Stage: Under way", "Evidence recorded: Observation", "Evidence amended: Observation",
        "I misheard.", "Fact answered: Yes", "Fact answered: Holds it", "Grade proposed: Good", "Stage: Returned",
        "Say more about the evenings.", "Quentin Quality", "Ivan Inspector",
    ):  # fmt: skip
        assert words in page
    assert page.index("Stage: Returned") < page.index("Stage: Scheduled")
    assert "Other words." not in page


# Whatever is sent.

WEIRD = ["", "\0", "🙂" * 50, "-1", "9" * 400, "2026-13-45", "<script>", "%s{x}%(y)s"]


@pytest.mark.parametrize("weird", WEIRD, ids=range(len(WEIRD)))
def test_nothing_that_is_sent_makes_a_page_fall_over(cast, as_, weird):
    inspection = an_inspection(cast, grades={})
    item = read_record(inspection).evidence[0]
    browser = as_(cast.ida)
    forms = {
        at("new_evidence", inspection, KIND): fields(),
        at("amend_evidence", inspection, item.id): amended(item.item, said="Other words."),
        at("facts", inspection): {"multi_building": "yes", "multi_building-based-on": "1"},
        at("judgement", inspection, "helped_protected"): {"grade": "good", "reason": "Why.", "based_on": "1"},
        at("cancel", inspection): {"reason": "Why."},
        "/inspections/new/": booking(cast),
    }
    for address, good in forms.items():
        for name in (*good, "take_back", "not_names", "names_asked", "explanation", weird[:20]):
            response = browser.post(address, {**good, name: weird})
            assert response.status_code in (200, 302, 400, 409, 422), (address, name, weird)
            if read_record(inspection).stage is Stage.CANCELLED:
                inspection = an_inspection(cast, grades={}, home=cast.other_home)
                break
    for query in ("kind", "criterion", "judgement", "page", "whose", "urn", "starts_on", "team"):
        for address in (at("evidence", inspection), "/inspections/", "/inspections/new/"):
            assert browser.get(address, {query: weird}).status_code in (200, 400)
