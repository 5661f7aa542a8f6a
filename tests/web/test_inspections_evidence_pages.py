"""Recording, narrowing down and amending evidence through the pages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.builders import a_conversation, an_inspection, an_item
from tests.web.inspection_pages import KIND, amended, at, fields, recorded, text

from evenhand.casework.stages import Stage
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision
from evenhand.web.inspections.record import read_record

# Evidence.


def test_the_page_makes_the_number_of_an_item(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    browser = as_(cast.ida)
    pages = [browser.get(at("new_evidence", inspection, KIND)).content.decode() for _ in range(2)]
    ids = [re.search(r'name="id" value="([0-9a-f-]{36})"', page).group(1) for page in pages]
    assert ids[0] != ids[1]


def test_an_item_says_when_it_happened_when_it_was_written_down_and_when_it_arrived(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    done = as_(cast.ida).post(at("new_evidence", inspection, KIND), fields(), follow=True)
    recorded = read_record(inspection).evidence[0]
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


def test_a_name_in_the_reason_for_an_amendment_is_questioned_too(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection)
    data = amended(item, said="Other.", reason="Tom Example told me that I misheard.")
    response = as_(cast.ida).post(at("amend_evidence", inspection, item.id), data)
    assert response.status_code == 422 and "Tom Example" in text(response)
    assert EvidenceRevision.objects.count() == 1


def test_what_argues_cost_is_questioned_with_the_frameworks_words_and_can_be_confirmed(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    browser, page = as_(cast.ida), at("new_evidence", inspection, KIND)
    data = fields(said="The home is good value for money. Staff have a car for every trip.")
    response = browser.post(page, data)
    assert response.status_code == 422 and not EvidenceItem.objects.exists()
    assert "argues what is not judged" in text(response) and "whether it is worth the fee" in text(response)
    asked = re.search(r'name="scope_asked" value="([^"]*)"', response.content.decode()).group(1)
    assert asked == "value for money"
    assert browser.post(page, {**data, "in_scope": "on"}).status_code == 422, "it has to be asked first"
    worse = {**data, "said": f"{data['said']} And cheaper.", "in_scope": "on", "scope_asked": asked}
    assert browser.post(page, worse).status_code == 422, "what was not asked about is not answered for"
    assert browser.post(page, {**data, "in_scope": "on", "scope_asked": asked}).status_code == 302


def test_a_note_about_resources_is_not_questioned(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    data = fields(said="The home is well resourced: every child has what they need for school.")
    assert as_(cast.ida).post(at("new_evidence", inspection, KIND), data).status_code == 302


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
    # The task list counts requirements too: this inspection's own, and those that earlier ones left open.
    with django_assert_max_num_queries(15):
        assert browser.get(at("workspace", inspection)).status_code == 200


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
