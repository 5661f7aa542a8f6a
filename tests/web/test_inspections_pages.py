"""The workspace as people see it: each page, each form, each refusal; nothing that was typed is ever lost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders import PLAIN_FACTS, STARTS, a_conversation, an_inspection, an_item, settle

from evenhand.casework.stages import Act, Stage
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision, FactAnswer, Inspection, Proposal
from evenhand.web.inspections.queries import inspections_for
from evenhand.web.inspections.record import read_record
from evenhand.web.inspections.turns import turn

PAGES = ("workspace", "evidence", "facts", "history")


def text(response) -> str:
    """What a reader sees, without tags and with single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def at(name, inspection, *more):
    return reverse(f"inspections:{name}", args=[inspection.pk, *more])


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
        an_inspection(cast, Stage.SCHEDULED, starts_on=STARTS + timedelta(days=7 * week))
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
        ({"starts_on": "2016-05-03", "ends_on": "2016-05-03"}, "No framework on the shelf was in force on 3 May 2016"),
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
    steps = ["Prepare", "Evidence", "Facts", "Judgements, in the order", "Report", "Quality assurance", "Publish"]
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


# Evidence.


def fields(**changes):
    happened = timezone.localtime() - timedelta(hours=2)
    data = {
        "id": str(uuid4()),
        "said": "AB asked for help and two adults came.",
        "occurred_on": happened.date().isoformat(),
        "occurred_time": happened.strftime("%H:%M"),
        "initials": "AB, C.D.",
        "criteria": ["sccif.protection.good.trusted_adult", "sccif.leadership.good.registered_manager"],
        "setting": "After school",
    }
    return {**data, **changes}


KIND = "observation_of_relationships"


def test_the_page_makes_the_number_of_an_item(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    browser = as_(cast.ida)
    pages = [browser.get(at("new_evidence", inspection, KIND)).content.decode() for _ in range(2)]
    ids = [re.search(r'name="id" value="([0-9a-f-]{36})"', page).group(1) for page in pages]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (KIND, {"setting": "Tea"}),
        ("conversation_with_child", {"consent": "agreed", "communication": "Signs", "feels_safe": "not_said"}),
        ("record_read", {"record": "daily_log", "period": "May"}),
    ],
)
def test_every_kind_is_recorded_by_the_same_form(cast, as_, kind, answers):
    inspection = an_inspection(cast, evidence=0)
    browser = as_(cast.ida)
    assert browser.get(at("new_evidence", inspection, kind)).status_code == 200
    done = browser.post(at("new_evidence", inspection, kind), {**fields(), **answers}, follow=True)
    assert "The evidence is recorded" in text(done)
    recorded = read_record(inspection).evidence[0]
    assert recorded.item.answers == answers
    assert recorded.item.initials == ("AB", "C.D.")
    assert recorded.item.occurred_at < recorded.received_at
    assert "Happened" in text(done) and "Written down" in text(done) and "Received" in text(done)


def test_a_form_sent_twice_makes_one_item(cast, as_):
    inspection, data = an_inspection(cast, evidence=0), fields()
    for _ in range(2):
        assert as_(cast.ida).post(at("new_evidence", inspection, KIND), data).status_code == 302
    assert EvidenceItem.objects.count() == 1


def test_a_number_that_is_taken_keeps_the_text_and_gets_a_new_number(cast, as_):
    inspection, data = an_inspection(cast, evidence=0), fields()
    browser = as_(cast.ida)
    browser.post(at("new_evidence", inspection, KIND), data)
    response = browser.post(at("new_evidence", inspection, KIND), {**data, "said": "Something else entirely."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Something else entirely." in page and data["id"] not in page
    assert EvidenceRevision.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": ""}, "Write what was seen or said."),
        ({"said": "long " * 5000}, "20,000 is the most"),
        ({"occurred_on": "yesterday"}, "Enter the day as a real date"),
        ({"occurred_on": "2026-02-31"}, "Enter the day as a real date"),
        ({"occurred_on": "0001-01-01"}, "before the year 2000"),
        ({"occurred_on": "9999-12-31"}, "in the future"),
        ({"occurred_time": "25:99"}, "Enter the time with hours and minutes"),
        ({"occurred_time": ""}, "about is enough"),
        ({"initials": "Thomas"}, "is not initials"),
        ({"initials": "x" * 500}, "at most 400 characters"),
        ({"criteria": ["made.up"]}, "Choose criteria from the list"),
        ({"setting": ""}, "Where and when in the day"),
        ({"setting": "s" * 201}, "Write at most 200 characters"),
        ({"id": "not-a-number"}, "has a new one; save again"),
        ({"said": "nul \0 here"}, "Null characters"),
    ],
)
def test_evidence_that_cannot_be_kept_says_why_and_loses_nothing(cast, as_, changes, words):
    inspection = an_inspection(cast, evidence=0)
    data = fields(**changes)
    response = as_(cast.ida).post(at("new_evidence", inspection, KIND), data)
    assert response.status_code == 422
    assert words in text(response)
    assert data["said"].replace("\0", "")[:30] in unescape(response.content.decode()).replace("\0", "")
    assert data["setting"][:100] in response.content.decode()
    assert not EvidenceItem.objects.exists()


def test_what_looks_like_a_name_is_questioned_and_can_be_confirmed(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    browser = as_(cast.ida)
    data = fields(said="AB and Tom Example read a book about Harry Potter.")
    response = browser.post(at("new_evidence", inspection, KIND), data)
    assert response.status_code == 422
    assert "looks like a name" in text(response) and "Tom Example" in text(response)
    asked = re.search(r'name="names_asked" value="([^"]*)"', response.content.decode()).group(1)
    # Ticking the box for names that were not shown does not count: the text was changed since.
    unseen = browser.post(at("new_evidence", inspection, KIND), {**data, "not_names": "on"})
    assert unseen.status_code == 422
    data["said"] = "AB and CD read a book about Harry Potter."
    done = browser.post(
        at("new_evidence", inspection, KIND), {**data, "not_names": "on", "names_asked": unescape(asked)}
    )
    assert done.status_code == 302
    assert EvidenceItem.objects.count() == 1


def test_a_kind_that_is_not_there_is_a_404(cast, as_):
    assert as_(cast.ida).get(at("new_evidence", an_inspection(cast), "rumour")).status_code == 404


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada", "fay"])
def test_a_forged_item_is_refused(cast, as_, who):
    inspection = an_inspection(cast, evidence=0)
    assert as_(getattr(cast, who)).post(at("new_evidence", inspection, KIND), fields()).status_code == 403
    assert not EvidenceItem.objects.exists()


def test_after_submission_the_form_is_closed(cast, as_):
    inspection = an_inspection(cast, Stage.IN_QUALITY_ASSURANCE)
    assert as_(cast.ida).get(at("new_evidence", inspection, KIND)).status_code == 409
    assert as_(cast.ida).post(at("new_evidence", inspection, KIND), fields()).status_code == 409


def test_evidence_is_newest_first_and_can_be_narrowed_down(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    day = timezone.now() - timedelta(days=1)
    for said, hour, more in (
        ("First thing.", 8, {}),
        ("Second thing.", 9, {"criteria": ("sccif.leadership.good.registered_manager",)}),
        ("Third thing.", 10, {}),
    ):
        item = an_item(said=said, occurred_at=day.replace(hour=hour), **more)
        actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    actions.record_evidence(by=cast.ida, inspection=inspection, item=a_conversation(said="Fourth thing."))
    browser = as_(cast.ida)
    everything = text(browser.get(at("evidence", inspection)))
    places = [everything.index(said) for said in ("Fourth thing.", "Third thing.", "Second thing.", "First thing.")]
    assert places == sorted(places)
    for query, shown, hidden in (
        ("kind=conversation_with_child", "Fourth", "Third"),
        ("judgement=leaders_managers", "Second", "Third"),
        ("criterion=sccif.protection.good.trusted_adult", "First", "Second"),
        ("kind=rumour&criterion=made.up", "First", "no such text"),
    ):
        page = text(browser.get(f"{at('evidence', inspection)}?{query}"))
        assert f"{shown} thing." in page and f"{hidden} thing." not in page


def test_five_hundred_items_take_no_more_queries_than_five(cast, as_, django_assert_max_num_queries):
    inspection = an_inspection(cast, evidence=5)
    rows = [EvidenceItem(pk=uuid4(), inspection=inspection, kind=KIND, recorded_by="ida.inspector") for _ in range(495)]
    EvidenceItem.objects.bulk_create(rows)
    now = timezone.now()
    EvidenceRevision.objects.bulk_create(
        EvidenceRevision(
            item=row, version=1, said="Calm.", occurred_at=now, recorded_at=now, received_at=now, by="ida.inspector"
        )
        for row in rows
    )
    browser = as_(cast.ida)
    with django_assert_max_num_queries(10):
        page = browser.get(at("evidence", inspection))
    assert "500 items, newest first" in text(page)
    with django_assert_max_num_queries(10):
        assert browser.get(at("workspace", inspection)).status_code == 200


def recorded(cast, inspection, **changes):
    item = an_item(**changes)
    return item, actions.record_evidence(by=cast.ida, inspection=inspection, item=item)


def amended(item, **changes):
    happened = timezone.localtime(item.occurred_at)
    data = fields(
        id=str(item.id),
        said=item.said,
        occurred_on=happened.date().isoformat(),
        occurred_time=happened.strftime("%H:%M"),
        initials="AB",
        criteria=list(item.criteria),
        based_on="1",
        reason="I misheard.",
    )
    return {**data, **changes}


def test_an_amendment_shows_what_changed_word_by_word(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection, said="Two adults came at once.")
    browser = as_(cast.ivan)
    assert "Two adults came at once." in browser.get(at("amend_evidence", inspection, item.id)).content.decode()
    data = amended(item, said="Three adults came at once.", criteria=[])
    page = browser.post(at("amend_evidence", inspection, item.id), data, follow=True)
    html = re.sub(r'<span class="govuk-visually-hidden">[^<]*</span>', "", page.content.decode())
    assert re.search(r"<del[^>]*>Two </del><ins[^>]*>Three </ins>adults came at once.", html)
    assert "Why: I misheard." in text(page) and "An adult who listens" in text(page)
    # The minute was not changed in the form, so the seconds stay.
    assert EvidenceRevision.objects.get(version=2).occurred_at == item.occurred_at


def test_a_stale_amendment_shows_both_texts_and_keeps_ones_own(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection, said="Two adults came.")
    as_(cast.ivan).post(at("amend_evidence", inspection, item.id), amended(item, said="Theirs is this."))
    browser = as_(cast.ida)
    response = browser.post(at("amend_evidence", inspection, item.id), amended(item, said="Yours is that."))
    assert response.status_code == 409
    page = text(response)
    assert "Theirs is this." in page and "Yours is that." in page and "Ivan Inspector saved version 2" in page
    assert re.search(r"<textarea[^>]*>\s*Yours is that.", response.content.decode())
    assert re.search(r'name="based_on" value="2"', response.content.decode())
    assert EvidenceRevision.objects.count() == 2
    done = browser.post(at("amend_evidence", inspection, item.id), amended(item, said="Yours is that.", based_on="2"))
    assert done.status_code == 302
    assert read_record(inspection).evidence[0].item.said == "Yours is that."


def test_line_ends_of_a_browser_are_no_changes(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection, said="One.\nTwo.\nThree.")
    data = amended(item, said="One.\r\nTwo.\r\nFour.")
    page = as_(cast.ida).post(at("amend_evidence", inspection, item.id), data, follow=True).content.decode()
    assert len(re.findall("<del", page)) == len(re.findall("<ins", page)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": "Other.", "reason": ""}, "Write why you change it"),
        ({"said": "Other.", "reason": "r" * 501}, "at most 500 characters"),
        ({"said": ""}, "Write what was seen or said."),
        ({}, "Nothing is changed"),
        ({"said": "Other.", "based_on": "x"}, "load the page again"),
    ],
)
def test_an_amendment_that_cannot_be_says_why(cast, as_, changes, words):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection)
    response = as_(cast.ida).post(at("amend_evidence", inspection, item.id), amended(item, **changes))
    assert (response.status_code, EvidenceRevision.objects.count()) == (422, 1)
    assert words in text(response)


def test_an_item_of_another_inspection_is_a_404(cast, as_):
    here, there = an_inspection(cast, evidence=0), an_inspection(cast, home=cast.other_home, evidence=0)
    item, _row = recorded(cast, there)
    browser = as_(cast.ida)
    for page in ("evidence_item", "amend_evidence"):
        assert browser.get(at(page, there, item.id)).status_code == 200
        assert browser.get(at(page, here, item.id)).status_code == 404
        assert browser.get(at(page, here, uuid4())).status_code == 404


# Facts.


def test_only_facts_that_can_matter_are_asked(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    first = browser.get(at("facts", inspection))
    assert 'name="registered_manager"' in first.content.decode()
    assert 'name="weeks_without_manager"' not in first.content.decode()
    assert "Asked for: rule R3, No manager for 26 weeks" in text(first)
    assert "Asked later, if other answers make them matter" in text(first)
    second = browser.post(
        at("facts", inspection), {"registered_manager": "no", "registered_manager-based-on": "0"}, follow=True
    )
    assert 'name="weeks_without_manager"' in second.content.decode()
    assert read_record(inspection).facts == {"registered_manager": False}


def test_not_yet_known_takes_an_answer_back(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    browser.post(at("facts", inspection), {"multi_building": "yes", "multi_building-based-on": "0"})
    assert read_record(inspection).facts == {"multi_building": True}
    browser.post(at("facts", inspection), {"multi_building": "", "multi_building-based-on": "1"})
    assert read_record(inspection).facts == {}
    assert FactAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"registered_manager": "perhaps"}, 422),
        ({"colour": "blue"}, 400),
        ({"registered_manager-based-on": "x"}, 422),
    ],
)
def test_answers_that_make_no_sense_are_refused(cast, as_, data, status):
    assert as_(cast.ida).post(at("facts", an_inspection(cast)), data).status_code == status
    assert not FactAnswer.objects.exists()


@pytest.mark.parametrize("weeks", ["-1", "521", "many", "1.5"])
def test_a_number_that_cannot_be_is_refused_with_the_range(cast, as_, weeks):
    inspection = an_inspection(cast, facts={"registered_manager": False, "weeks_without_manager": 3})
    data = {"registered_manager": "no", "registered_manager-based-on": "1", "weeks_without_manager": weeks}
    response = as_(cast.ida).post(at("facts", inspection), data)
    assert response.status_code == 422
    assert "Enter a whole number of weeks from 0 to 520" in text(response)
    assert f'value="{weeks}"' in response.content.decode()


def test_two_people_who_answer_differently_see_both_answers(cast, as_):
    inspection = an_inspection(cast)
    as_(cast.ivan).post(at("facts", inspection), {"multi_building": "yes", "multi_building-based-on": "0"})
    browser = as_(cast.ida)
    mine = {"multi_building": "no", "multi_building-based-on": "0"}
    response = browser.post(at("facts", inspection), mine)
    assert response.status_code == 409
    assert "more than one building? Yes Ivan Inspector No" in text(response)
    assert 'name="multi_building-based-on" value="1"' in response.content.decode()
    assert browser.post(at("facts", inspection), {**mine, "multi_building-based-on": "1"}).status_code == 302
    assert read_record(inspection).facts == {"multi_building": False}


def test_who_may_not_answer_reads_the_answers(cast, as_):
    inspection = an_inspection(cast, facts={})
    page = as_(cast.quentin).get(at("facts", inspection))
    assert "Does the home have a registered manager? Yes" in text(page)
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert as_(cast.quentin).post(at("facts", inspection), {}).status_code == 403


# Judgements.


def test_the_page_of_a_judgement_never_chooses_a_grade(cast, as_):
    inspection = an_inspection(cast, facts={"registered_manager": False, "weeks_without_manager": 0}, grades=None)
    fresh = an_inspection(cast, home=cast.other_home)
    for judgement in ("helped_protected", "leaders_managers", "overall_experiences_progress"):
        html = as_(cast.ida).get(at("judgement", fresh, judgement)).content.decode()
        assert len(re.findall(r'<input[^>]*name="grade"', html)) == 4
        assert not re.search(r"<input[^>]* checked", html)
        page = text(as_(cast.ida).get(at("judgement", inspection, judgement)))
        assert "A grade is your judgement; the software only says which are possible." in page


def test_limits_stand_beside_the_grades_with_the_rules_and_their_words(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    browser.post(at("judgement", inspection, "helped_protected"), {"grade": "inadequate", "based_on": "0"})
    browser.post(at("judgement", inspection, "leaders_managers"), {"grade": "good", "based_on": "0"})
    response = browser.get(at("judgement", inspection, "overall_experiences_progress"))
    html = response.content.decode()
    for grade, closed in (("outstanding", True), ("good", True), ("inadequate", False)):
        tag = re.search(rf'<input[^>]*value="{grade}"[^>]*>', html).group()
        assert ("disabled" in tag) is closed
    assert "Rule R1 : If the home is inadequate at helping and protecting children" in text(response)
    assert "Not possible" in text(response)


def test_rules_that_cannot_be_decided_name_the_facts_with_a_link(cast, as_):
    inspection = an_inspection(cast)
    response = as_(cast.ida).get(at("judgement", inspection, "leaders_managers"))
    assert "Rules that cannot be decided yet" in text(response)
    assert f'href="{at("facts", inspection)}#id_registered_manager"' in response.content.decode()
    assert text(response).count("cannot be decided yet") == 1


def test_a_proposal_shows_its_outcome_in_words(cast, as_):
    inspection = an_inspection(cast)
    page = as_(cast.ida).post(
        at("judgement", inspection, "helped_protected"),
        {"grade": "good", "reason": "Fits best.", "based_on": "0"},
        follow=True,
    )
    assert "The grade is proposed." in text(page)
    assert "How well children are helped and protected: no rule decided so far stands against Good." in text(page)
    assert "Fits best." in text(page) and "proposed by Ida Inspector" in text(page)


def test_a_proposal_is_taken_back_with_a_button(cast, as_):
    inspection = an_inspection(cast, grades={})
    page = as_(cast.ida).post(
        at("judgement", inspection, "helped_protected"), {"take_back": "yes", "based_on": "1"}, follow=True
    )
    assert "The grade is taken back." in text(page)
    assert read_record(inspection).case.grades.get("helped_protected") is None


RI = "requires_improvement_to_be_good"
NO_MANAGER = {
    "registered_manager": False,
    "weeks_without_manager": 30,
    "recruitment_evidence": "little_or_none",
}
# Every rule of sccif-2025 that bears on a grade: facts and grades before, what is tried, what the page then says.
RULES = [
    ("ORDER", {}, {}, "overall_experiences_progress", "good", "", 422, "Decide first"),
    ("R1", {}, {"helped_protected": "inadequate", "leaders_managers": "good"},
     "overall_experiences_progress", RI, "Why.", 422, "Rule R1"),
    ("R2 cap", {}, {"helped_protected": "good", "leaders_managers": "inadequate"},
     "overall_experiences_progress", "good", "Why.", 422, "Rule R2"),
    ("R2 expects", {}, {"helped_protected": "good", "leaders_managers": "inadequate"},
     "overall_experiences_progress", RI, "", 422, "needs a recorded reason"),
    ("R2 with a reason", {}, {"helped_protected": "good", "leaders_managers": "inadequate"},
     "overall_experiences_progress", RI, "Why.", 302, ""),
    ("R3 cap", NO_MANAGER, {}, "leaders_managers", "good", "Why.", 422, "Rule R3"),
    ("R3 expects", NO_MANAGER, {}, "leaders_managers", RI, "", 422, "needs a recorded reason"),
    ("R3 overall", NO_MANAGER, {"helped_protected": "good", "leaders_managers": RI},
     "overall_experiences_progress", "outstanding", "", 422, "needs a recorded reason"),
    ("R4", {"registered_manager": False, "weeks_without_manager": 0, "weeks_in_post_not_applied": 13}, {},
     "leaders_managers", "good", "", 422, "Rule R4"),
    ("R5", {"manager_qualification": "overdue"}, {}, "leaders_managers", "outstanding", "Why.", 422, "Rule R5"),
    ("R5 good", {"manager_qualification": "overdue"}, {}, "leaders_managers", "good", "", 302, ""),
    ("R6", {"few_staff_qualified": True, "staff_qualified_soon": False}, {},
     "leaders_managers", "good", "Why.", 422, "needs an explanation for the report"),
    ("R6 beyond", {"few_staff_qualified": True, "staff_qualified_soon": False}, {},
     "leaders_managers", "outstanding", "Why.", 422, "Rule R6"),
    ("R10", {}, {}, "helped_protected", "outstanding", "", 422, "needs a recorded reason"),
    ("R10 with a reason", {}, {}, "helped_protected", "outstanding", "Why.", 302, ""),
    ("R11", {"first_inspection": True, "children_living_here": False}, {},
     "helped_protected", "good", "Why.", 422, "Rule R11"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "before", "judgement", "grade", "reason", "status", "words"),
    [row[1:] for row in RULES],
    ids=[r[0] for r in RULES],
)
def test_the_server_enforces_every_rule_that_bears_on_a_grade(
    cast, as_, facts, before, judgement, grade, reason, status, words
):
    inspection = an_inspection(cast)
    answers = {**PLAIN_FACTS, **facts}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=answers, based_on={})
    for name, given in before.items():
        actions.propose_grade(by=cast.ida, inspection=inspection, judgement=name, grade=given, reason="Why.")
    data = {"grade": grade, "reason": reason, "based_on": "0"}
    response = as_(cast.ida).post(at("judgement", inspection, judgement), data)
    assert response.status_code == status, text(response)
    assert Proposal.objects.filter(judgement=judgement).exists() is (status == 302)
    if status == 422:
        assert words in text(response)
        assert "There is a problem" in text(response)
        assert reason in response.content.decode()


def test_an_explanation_opens_what_an_explained_limit_closes(cast, as_):
    inspection = an_inspection(cast)
    answers = {**PLAIN_FACTS, "few_staff_qualified": True, "staff_qualified_soon": False}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=answers, based_on={})
    data = {"grade": "good", "explanation": "Everybody left in one week.", "based_on": "0"}
    assert as_(cast.ida).post(at("judgement", inspection, "leaders_managers"), data).status_code == 302


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"based_on": "0"}, "Choose a grade"),
        ({"grade": "superb", "based_on": "0"}, "Choose one of the grades"),
        ({"grade": "good"}, "load the page again"),
        ({"grade": "good", "based_on": "-3"}, "load the page again"),
        ({"grade": "good", "based_on": "0", "reason": "x" * 4001}, "4,000 is the most"),
        ({"grade": "good", "based_on": "0", "explanation": "y" * 4001}, "4,000 is the most"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_and_nothing_is_lost(cast, as_, data, words):
    response = as_(cast.ida).post(at("judgement", an_inspection(cast), "helped_protected"), data)
    assert response.status_code == 422
    assert words in text(response)
    for typed in (data.get("reason", ""), data.get("explanation", "")):
        assert typed in response.content.decode()
    assert not Proposal.objects.exists()


def test_two_people_who_propose_see_each_others_words(cast, as_):
    inspection = an_inspection(cast)
    address = at("judgement", inspection, "helped_protected")
    as_(cast.ivan).post(address, {"grade": "inadequate", "reason": "Ivan's words.", "based_on": "0"})
    response = as_(cast.ida).post(address, {"grade": "good", "reason": "Ida's words.", "based_on": "0"})
    assert response.status_code == 409
    assert "Ivan Inspector proposed Inadequate." in text(response)
    assert "Ivan's words." in text(response) and "Ida's words." in text(response)
    assert re.search(r'name="based_on" value="1"', response.content.decode())
    assert as_(cast.ida).post(address, {"grade": "good", "reason": "Ida's words.", "based_on": "1"}).status_code == 302


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada", "fay"])
def test_a_forged_grade_is_refused(cast, as_, who):
    address = at("judgement", an_inspection(cast), "helped_protected")
    assert as_(getattr(cast, who)).post(address, {"grade": "good", "based_on": "0"}).status_code == 403
    assert not Proposal.objects.exists()


def test_a_judgement_that_is_not_there_is_a_404(cast, as_):
    assert as_(cast.ida).get(at("judgement", an_inspection(cast), "kindness")).status_code == 404


def test_a_form_from_elsewhere_is_refused(cast):
    from django.test import Client

    inspection = an_inspection(cast)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ida)
    assert browser.post(at("judgement", inspection, "helped_protected"), {"grade": "good"}).status_code == 403
    assert not Proposal.objects.exists()


def test_more_than_a_form_can_hold_is_refused_with_a_page(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    response = as_(cast.ida).post(at("new_evidence", inspection, KIND), fields(said="x" * 3_000_000))
    assert response.status_code == 413
    assert "too much at once" in text(response)


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
