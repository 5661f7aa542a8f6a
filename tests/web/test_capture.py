"""Capture first, tag later: one box for a note; criteria come afterwards, item by item, and nothing is overwritten."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.builders import an_inspection
from tests.web.inspection_pages import at, recorded, text

from evenhand.casework.stages import Stage
from evenhand.evidence.kinds import KINDS
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions
from evenhand.web.inspections.capture_forms import QUICK
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision
from evenhand.web.inspections.record import read_record
from evenhand.web.jottings.models import Jotting

SEEN = "observation_of_relationships"
LISTENS, MANAGER = "sccif.protection.good.trusted_adult", "sccif.leadership.good.registered_manager"


def a_note(**changes):
    """The form for a note as a browser sends it: everything but the note may stay as it is."""
    data = {"id": str(uuid4()), "said": "AB asked for help and two adults came.", "kind_id": SEEN}
    return {**data, f"answer_{SEEN}": "In the kitchen", **changes}


@pytest.fixture
def inspection(cast):
    return an_inspection(cast, evidence=0)


# Capturing.


def test_a_note_needs_a_box_and_a_button_and_happened_now(cast, as_, inspection):
    ida = as_(cast.ida)
    page = ida.get(at("capture", inspection))
    assert re.search(r"<textarea[^>]*autofocus", page.content.decode())
    done = ida.post(at("capture", inspection), a_note(), follow=True)
    (one,) = read_record(inspection).evidence
    assert (one.item.kind, one.item.answers, one.item.criteria) == (SEEN, {"setting": "In the kitchen"}, ())
    assert timezone.now() - one.item.occurred_at < timedelta(minutes=1)
    html = done.content.decode()
    assert re.search(r"<textarea[^>]*autofocus[^>]*>\s*</textarea>", html), "the box is empty and ready"
    assert "two adults came" in text(done) and at("tag_evidence", inspection, one.id) in html


def test_the_kind_and_what_it_must_say_are_remembered_and_shown(cast, as_, inspection):
    ida = as_(cast.ida)
    data = a_note(kind_id="record_read", answer_record_read="daily_log")
    html = ida.post(at("capture", inspection), data, follow=True).content.decode()
    assert re.search(r'value="record_read" selected', html) and re.search(r'value="daily_log" selected', html)
    again = ida.get(at("capture", inspection)).content.decode()
    assert re.search(r'value="record_read" selected', again), "also when somebody comes back later"
    others = as_(cast.ivan).get(at("capture", inspection)).content.decode()
    assert not re.search(r'value="record_read" selected', others), "a colleague’s habits are not one’s own"


def test_the_newest_note_stands_first_and_only_ones_own(cast, as_, inspection):
    ida = as_(cast.ida)
    for said in ("First thing.", "Second thing."):
        ida.post(at("capture", inspection), a_note(said=said))
    as_(cast.ivan).post(at("capture", inspection), a_note(said="Of a colleague."))
    page = text(ida.get(at("capture", inspection)))
    assert page.index("Second thing.") < page.index("First thing.") and "Of a colleague." not in page


def test_no_kind_is_loosened_for_speed(cast, as_, inspection):
    """Whatever a kind demands and a note does not say keeps the note out of the evidence."""
    ida = as_(cast.ida)
    for number, kind in enumerate(KINDS, start=1):
        answer = ida.post(
            at("capture", inspection), {"id": str(uuid4()), "said": f"Note {number}.", "kind_id": kind.id}
        )
        assert answer.status_code == 302
    assert not EvidenceItem.objects.exists()
    assert Jotting.objects.filter(person=cast.ida).count() == len(KINDS)
    assert set(QUICK) == {
        SEEN, "staff_interview", "manager_interview", "parent_or_carer", "professional", "record_read", "document",
    }  # fmt: skip


def test_a_note_of_a_child_waits_for_consent_and_is_finished_in_the_full_form(cast, as_, inspection):
    ida = as_(cast.ida)
    note = a_note(kind_id="conversation_with_child", said="I can talk to my key worker.", initials="AB")
    done = ida.post(at("capture", inspection), note, follow=True)
    assert "asks more before it is evidence" in text(done) and not EvidenceItem.objects.exists()
    (kept,) = Jotting.objects.all()
    href = re.search(r'href="([^"]*note=[^"]*)"', done.content.decode()).group(1).replace("&amp;", "&")
    assert href == f"{kept.address}&jotting=1"
    form = ida.get(href).content.decode()
    assert "I can talk to my key worker." in form and 'value="AB"' in form and note["id"] in form
    assert "Did the child agree" in form and not re.search(r'name="consent"[^>]* checked', form)
    sent = {name: values[0] for name, values in kept.values.items()} | {"jotting": kept.address}
    assert ida.post(kept.address, sent).status_code == 422, "without consent it is no evidence"
    answers = {"consent": "agreed", "communication": "Speech", "feels_safe": "feels_safe"}
    assert ida.post(kept.address, {**sent, **answers}).status_code == 302
    assert str(EvidenceItem.objects.get().pk) == note["id"] and not Jotting.objects.exists()


def test_a_note_to_finish_is_seen_by_its_writer_alone(cast, as_, inspection):
    note = a_note(kind_id="conversation_with_child", said="Only for me so far.")
    as_(cast.ida).post(at("capture", inspection), note)
    assert "Only for me so far." in text(as_(cast.ida).get(at("capture", inspection)))
    assert "Only for me so far." not in text(as_(cast.ivan).get(at("capture", inspection)))
    assert "Only for me so far." not in text(as_(cast.quentin).get(at("evidence", inspection)))
    assert "Only for me" not in "".join(Event.objects.values_list("details", flat=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": ""}, "Write what was seen or said."),
        ({"kind_id": "rumour"}, "Select a valid choice"),
        ({"initials": "Thomas"}, "is not initials"),
        ({"occurred_on": "2026-02-31"}, "Enter the day as a real date"),
        ({"occurred_on": "2026-03-01"}, "Enter the time when it happened"),
        ({"occurred_on": "9999-01-01", "occurred_time": "10:00"}, "in the future"),
        ({f"answer_{SEEN}": "s" * 201}, "Write at most 200 characters"),
        ({"kind_id": "survey_result", "initials": "AB"}, "clear the initials"),
        ({"id": "nonsense"}, "has a new one; save again"),
    ],
)
def test_a_note_that_cannot_be_kept_says_why_and_is_not_lost(cast, as_, inspection, changes, words):
    data = a_note(**changes)
    response = as_(cast.ida).post(at("capture", inspection), data)
    assert response.status_code == 422 and words in text(response)
    assert data["said"] in text(response) and not EvidenceItem.objects.exists() and not Jotting.objects.exists()


@pytest.mark.parametrize(
    ("said", "asked", "confirmed"),
    [
        ("AB trusts Sarah Johnson most.", "names", "not_names"),
        ("The trips are poor value for money.", "scope", "in_scope"),
    ],
)
@pytest.mark.parametrize("kind", [SEEN, "conversation_with_child"])
def test_a_name_or_an_argument_about_cost_is_questioned_before_it_is_kept(
    cast, as_, inspection, said, asked, confirmed, kind
):
    ida, data = as_(cast.ida), a_note(said=said, kind_id=kind)
    first = ida.post(at("capture", inspection), data)
    assert first.status_code == 422 and said in text(first)
    assert not EvidenceItem.objects.exists() and not Jotting.objects.exists()
    found = re.search(rf'name="{asked}_asked" value="([^"]+)"', first.content.decode()).group(1)
    assert ida.post(at("capture", inspection), {**data, f"{asked}_asked": found, confirmed: "on"}).status_code == 302
    assert EvidenceItem.objects.exists() or Jotting.objects.exists()


def test_a_note_sent_twice_is_one_item_although_now_is_another_moment(cast, as_, inspection):
    ida, data = as_(cast.ida), a_note()
    for _ in range(2):
        assert ida.post(at("capture", inspection), data).status_code == 302
    assert EvidenceItem.objects.count() == 1
    other = ida.post(at("capture", inspection), {**data, "said": "Something else."})
    assert (
        other.status_code == 409
        and "Something else." in text(other)
        and f'value="{data["id"]}"' not in other.content.decode()
    )


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada", "fay"])
@pytest.mark.parametrize("kind", [SEEN, "conversation_with_child"])
def test_only_the_team_captures(cast, as_, inspection, who, kind):
    answer = as_(getattr(cast, who)).post(at("capture", inspection), a_note(kind_id=kind))
    assert answer.status_code in (403, 404)
    assert not EvidenceItem.objects.exists() and not Jotting.objects.exists()


@pytest.mark.parametrize("kind", [SEEN, "conversation_with_child"])
def test_after_submission_nothing_is_captured_and_the_words_come_back(cast, as_, kind):
    closed = an_inspection(cast, Stage.IN_QUALITY_ASSURANCE)
    assert as_(cast.ida).get(at("capture", closed)).status_code == 409
    answer = as_(cast.ida).post(at("capture", closed), a_note(kind_id=kind))
    assert answer.status_code == 409 and "two adults came" in text(answer) and not Jotting.objects.exists()


# Adding criteria.


def test_criteria_are_added_as_a_version_of_their_own_and_the_next_item_comes(cast, as_, inspection):
    older, _row = recorded(cast, inspection, criteria=(), said="Older.")
    newer, _row = recorded(cast, inspection, criteria=(), said="Newer.", occurred_at=older.occurred_at)
    ida = as_(cast.ivan)
    listed = ida.get(at("untagged", inspection))
    assert "2 items support no criterion yet" in text(listed)
    first, second = [one.id for one in read_record(inspection).evidence]
    page = at("tag_evidence", inspection, first)
    done = ida.post(page, {"based_on": "1", "criteria": [LISTENS, MANAGER]})
    assert done["Location"] == at("tag_evidence", inspection, second)
    newest = EvidenceRevision.objects.get(item=first, version=2)
    assert (newest.criteria, newest.reason, newest.by) == ([LISTENS, MANAGER], "Criteria added.", "ivan.inspector")
    assert newest.said == EvidenceRevision.objects.get(item=first, version=1).said
    assert Event.objects.latest("number").action == "evidence.filed"
    last = ida.post(at("tag_evidence", inspection, second), {"based_on": "1", "criteria": [LISTENS]}, follow=True)
    assert "Every item supports at least one criterion" in text(last)
    assert "Why: Criteria added." in text(ida.get(at("evidence_item", inspection, first)))
    assert {older.id, newer.id} == {first, second}


def test_the_same_criteria_sent_twice_make_one_version(cast, as_, inspection):
    item, _row = recorded(cast, inspection, criteria=())
    for _ in range(2):
        sent = {"based_on": "1", "criteria": [LISTENS]}
        assert as_(cast.ida).post(at("tag_evidence", inspection, item.id), sent).status_code == 302
    assert EvidenceRevision.objects.count() == 2


def test_a_change_meanwhile_is_shown_with_both_texts_and_the_choice_stays(cast, as_, inspection):
    item, row = recorded(cast, inspection, criteria=(), said="Two adults came.")
    changed = item.__class__(**{**{f: getattr(item, f) for f in item.__slots__}, "said": "No adult came."})
    actions.amend_evidence(by=cast.ivan, item=row, based_on=1, reason="I misheard.", content=changed)
    ida, page = as_(cast.ida), at("tag_evidence", inspection, item.id)
    stale = ida.post(page, {"based_on": "1", "criteria": [LISTENS]})
    html = stale.content.decode()
    assert stale.status_code == 409 and "Ivan Inspector saved version 2" in text(stale)
    assert "<del" in html and "Two" in html and "No adult came." in text(stale)
    assert re.search(rf'value="{LISTENS}"[^>]* checked', html) and 'name="based_on" value="2"' in html
    assert EvidenceRevision.objects.count() == 2
    assert ida.post(page, {"based_on": "2", "criteria": [LISTENS]}).status_code == 302
    standing = read_record(inspection).evidence[0].item
    assert (standing.said, standing.criteria) == ("No adult came.", (LISTENS,))


def test_without_a_script_a_search_loads_the_page_again_and_keeps_what_is_ticked(cast, as_, inspection):
    item, _row = recorded(cast, inspection, criteria=())
    page = at("tag_evidence", inspection, item.id)
    found = as_(cast.ida).post(page, {"based_on": "1", "criteria": [MANAGER], "q": "LISTENS", "search": "1"})
    html = found.content.decode()
    assert found.status_code == 200 and EvidenceRevision.objects.count() == 1
    assert f'value="{LISTENS}"' in html and re.search(rf'value="{MANAGER}"[^>]* checked', html)
    assert html.count('name="criteria"') < 6
    none = as_(cast.ida).post(page, {"based_on": "1", "q": "zebra", "search": "1"})
    assert "No criterion has these words" in text(none)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"criteria": []}, "at least one criterion"),
        ({"criteria": ["made.up"]}, "Choose criteria from the list"),
        ({"criteria": [LISTENS], "based_on": "x"}, "load the page again"),
        ({"criteria": [LISTENS], "based_on": ""}, "load the page again"),
    ],
)
def test_criteria_that_cannot_be_added_say_why(cast, as_, inspection, sent, words):
    item, _row = recorded(cast, inspection, criteria=())
    answer = as_(cast.ida).post(at("tag_evidence", inspection, item.id), {"based_on": "1", **sent})
    assert answer.status_code == 422 and words in text(answer) and EvidenceRevision.objects.count() == 1


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada"])
def test_only_the_team_adds_criteria(cast, as_, inspection, who):
    item, _row = recorded(cast, inspection, criteria=())
    sent = {"based_on": "1", "criteria": [LISTENS]}
    answer = as_(getattr(cast, who)).post(at("tag_evidence", inspection, item.id), sent)
    assert answer.status_code in (403, 404) and EvidenceRevision.objects.count() == 1


def test_an_item_of_another_inspection_is_not_there(cast, as_, inspection):
    there = an_inspection(cast, home=cast.other_home, evidence=0)
    item, _row = recorded(cast, there, criteria=())
    assert as_(cast.ida).get(at("tag_evidence", inspection, item.id)).status_code == 404


# A criterion beside its evidence, evidence beside its criterion.


def test_an_item_stands_beside_the_words_of_its_criteria_and_what_they_point_to(cast, as_, inspection):
    item, _row = recorded(cast, inspection, criteria=(LISTENS,))
    page = text(as_(cast.ida).get(at("evidence_item", inspection, item.id)))
    assert "Each child can name an adult who listens" in page
    assert "The protection of children standard (regulation 12)" in page and "What each grade means" in page


def test_a_criterion_stands_beside_its_items(cast, as_, inspection):
    item, _row = recorded(cast, inspection, criteria=(LISTENS,), said="Somebody always knocks.")
    filtered = text(as_(cast.ida).get(f"{at('evidence', inspection)}?criterion={LISTENS}"))
    assert "Each child can name an adult who listens" in filtered and "Somebody always knocks." in filtered
    enough = as_(cast.ida).get(at("sufficiency", inspection))
    assert (
        "Somebody always knocks." in text(enough)
        and at("evidence_item", inspection, item.id) in enough.content.decode()
    )


def test_five_hundred_items_take_no_more_queries_than_five(cast, as_, inspection, django_assert_max_num_queries):
    rows = [EvidenceItem(pk=uuid4(), inspection=inspection, kind=SEEN, recorded_by="ida.inspector") for _ in range(500)]
    EvidenceItem.objects.bulk_create(rows)
    now = timezone.now()
    EvidenceRevision.objects.bulk_create(
        EvidenceRevision(
            item=row,
            version=1,
            said="Calm.",
            answers={"setting": "After school"},
            occurred_at=now,
            recorded_at=now,
            received_at=now,
            by="ida.inspector",
        )
        for row in rows
    )
    ida = as_(cast.ida)
    for page in (at("capture", inspection), at("untagged", inspection), at("tag_evidence", inspection, rows[9].pk)):
        with django_assert_max_num_queries(14):
            assert ida.get(page).status_code == 200
    with django_assert_max_num_queries(30):
        sent = {"based_on": "1", "criteria": [LISTENS]}
        assert ida.post(at("tag_evidence", inspection, rows[9].pk), sent).status_code == 302
