"""Every kind of evidence through form, storage, page and what is made of it: a new kind is tested by being declared."""

from __future__ import annotations

from html import escape

import pytest
from django.urls import reverse
from tests.builders import an_inspection
from tests.core.evidence.filled import answer_to, filled
from tests.web.inspection_pages import at, fields, text

from evenhand.evidence.kinds import KINDS
from evenhand.evidence.spec import SEEN_BY, Kind
from evenhand.evidence.telling import carries_a_voice
from evenhand.report.compose import compose
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.gathering import material_of

every_kind = pytest.mark.parametrize("declared", KINDS, ids=lambda one: one.id)
SAID = "AB waited at the door until somebody came."
CRITERION = "sccif.protection.good.trusted_adult"


def sent(declared: Kind, pick: int, **changes: str) -> dict[str, object]:
    """The form as a browser sends it, every question answered."""
    data = {**fields(said=SAID, criteria=[CRITERION]), **filled(declared, pick), **changes}
    kept = {question.id for question in declared.questions}
    return {name: value for name, value in data.items() if name != "setting" or "setting" in kept}


@every_kind
@pytest.mark.parametrize("pick", [0, -1])
def test_a_kind_goes_through_form_storage_page_and_report(cast, as_, declared, pick):
    inspection = an_inspection(cast, evidence=0)
    ida = as_(cast.ida)
    done = ida.post(at("new_evidence", inspection, declared.id), sent(declared, pick), follow=True)
    assert "The evidence is recorded" in text(done)

    # Storage: what was answered, and nothing else.
    (stored,) = EvidenceRevision.objects.all()
    assert (stored.item.kind, stored.said, stored.answers) == (declared.id, SAID, filled(declared, pick))
    record = read_record(inspection)
    (one,) = record.evidence
    assert one.item.initials == (("AB", "C.D.") if declared.people else ())

    # Page: every question that was asked with its answer in words.
    page = text(done)
    for question in declared.questions:
        if question.id in stored.answers:
            labels = {option.value: str(option.label) for option in question.options}
            answer = stored.answers[question.id]
            assert str(question.label) in page and labels.get(answer, answer) in page
    listed = text(ida.get(at("evidence", inspection), {"kind": declared.id}))
    assert SAID in listed and "1 item" in listed

    # What is made of it: the trace leads to it, the report counts it and who was heard.
    trace = text(ida.get(reverse("reports:trace", args=[inspection.pk])))
    assert SAID in trace and str(declared.title) in trace
    material = material_of(record)
    assert material.evidence == {declared.id: 1}
    assert material.children_heard == carries_a_voice(one.item)
    words = " ".join(str(part) for part in compose(material).values())
    assert f"{declared.title}: 1" in words and SAID not in words


@every_kind
def test_the_form_of_a_kind_asks_everything_says_how_and_who_reads_it(cast, as_, declared):
    inspection = an_inspection(cast, evidence=0)
    response = as_(cast.ida).get(at("new_evidence", inspection, declared.id))
    page, html = text(response), response.content.decode()
    for question in declared.questions:
        assert str(question.label) in page and f'name="{question.id}"' in html
        for before in declared.answers_leading_to(question):
            assert f"Only after the answer “{before}" in page or f"or “{before}" in page
    for sentence in (declared.summary, declared.said_label, declared.said_hint, *declared.help, SEEN_BY):
        assert str(sentence) in page
    assert str(declared.privacy.care) in page
    assert ('name="initials"' in html) == declared.people
    assert "<script>" not in html and "onclick" not in html, "no script stands in the page"
    link = at("new_evidence", inspection, declared.id)
    assert f'href="{link}"' in as_(cast.ida).get(at("evidence", inspection)).content.decode()


@every_kind
def test_what_is_missing_is_said_at_its_question_and_nothing_is_kept(cast, as_, declared):
    inspection = an_inspection(cast, evidence=0)
    empty = {question.id: "" for question in declared.questions}
    response = as_(cast.ida).post(at("new_evidence", inspection, declared.id), fields(**empty))
    needed = [one for one in declared.questions if one.is_needed({})]
    assert response.status_code == 422 and not EvidenceItem.objects.exists()
    assert all(f"Answer “{one.label}”." in text(response) for one in needed) and needed
    assert response.content.decode().count('class="govuk-error-message"') == len(needed)


@every_kind
def test_a_name_is_questioned_wherever_somebody_writes(cast, as_, declared):
    inspection = an_inspection(cast, evidence=0)
    browser, page = as_(cast.ida), at("new_evidence", inspection, declared.id)
    for pick in (0, -1):
        answers = filled(declared, pick)
        for question in declared.questions:
            if question.is_free_text and question.id in answers:
                data = sent(declared, pick, **{question.id: "Tom Example said so."})
                response = browser.post(page, data)
                assert response.status_code == 422 and "“Tom Example” looks like a name" in text(response)
    assert not EvidenceItem.objects.exists()


@every_kind
def test_an_item_of_any_kind_is_amended_by_the_same_form_and_shows_what_changed(cast, as_, declared):
    inspection = an_inspection(cast, evidence=0)
    ida, data = as_(cast.ida), sent(declared, 0)
    ida.post(at("new_evidence", inspection, declared.id), data)
    (row,) = EvidenceItem.objects.all()
    address = at("amend_evidence", inspection, row.pk)
    html = ida.get(address).content.decode()
    for question in declared.questions:
        if question.id in (answers := filled(declared)):
            assert escape(answers[question.id]) in html
    change = {"said": "AB waited at the door for an hour.", "based_on": "1", "reason": "I had the time wrong."}
    done = ida.post(address, {**data, **change}, follow=True)
    assert "Both versions are kept" in text(done) and "I had the time wrong." in text(done)
    assert read_record(inspection).evidence[0].item.answers == filled(declared)


@every_kind
@pytest.mark.parametrize(("who", "status"), [("ida", 200), ("quentin", 200), ("ada", 200), ("fay", 403)])
def test_who_may_read_an_item_is_what_the_form_says(cast, as_, declared, who, status):
    inspection = an_inspection(cast, evidence=0)
    as_(cast.ida).post(at("new_evidence", inspection, declared.id), sent(declared, 0))
    (row,) = EvidenceItem.objects.all()
    assert as_(getattr(cast, who)).get(at("evidence_item", inspection, row.pk)).status_code == status


@every_kind
def test_whoever_answers_for_the_home_reads_nothing(cast, as_, declared):
    inspection = an_inspection(cast, evidence=0)
    as_(cast.ida).post(at("new_evidence", inspection, declared.id), sent(declared, 0))
    (row,) = EvidenceItem.objects.all()
    response = as_(cast.petra).get(at("evidence_item", inspection, row.pk))
    assert response.status_code in (403, 404) and SAID not in response.content.decode()


def test_a_choice_that_lost_its_place_is_left_out_and_words_are_not(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    page = at("new_evidence", inspection, "conversation_with_child")
    declined = {"consent": "declined", "communication": "Shook their head", "feels_safe": "feels_safe"}
    data = fields(**declined)
    data.pop("setting")
    stray = as_(cast.ida).post(page, {**data, "group": "2"})
    assert stray.status_code == 422 and "clear it, or choose the other answer" in text(stray)
    assert 'value="2"' in stray.content.decode(), "what was written is still there"
    assert as_(cast.ida).post(page, data).status_code == 302
    assert read_record(inspection).evidence[0].item.answers == {
        "consent": "declined",
        "communication": "Shook their head",
    }


def test_an_answer_can_be_taken_back(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    ida = as_(cast.ida)
    ida.post(at("new_evidence", inspection, "premises"), fields(place="Kitchen", danger="no", bearing="strength"))
    (row,) = EvidenceItem.objects.all()
    change = fields(id=str(row.pk), place="Kitchen", danger="no", bearing="", based_on="1", reason="Both ways, really.")
    assert "I leave this open" in text(ida.get(at("amend_evidence", inspection, row.pk)))
    assert ida.post(at("amend_evidence", inspection, row.pk), change).status_code == 302
    assert "bearing" not in read_record(inspection).evidence[0].item.answers


def test_where_are_safe_and_feel_safe_part_the_form_asks_why(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    answers = {"are_safe": "safe", "feel_safe": "does_not", "known_from": "said", "child_says": "I lock my door."}
    page, data = at("new_evidence", inspection, "are_and_feel_safe"), fields(**answers)
    response = as_(cast.ida).post(page, data)
    assert response.status_code == 422 and "do not agree. Write why" in text(response)
    data["explanation"] = "A child who was loud at night moved out a week ago."
    done = as_(cast.ida).post(page, data, follow=True)
    assert "The evidence shows that they are" in text(done) and "They do not, or not always" in text(done)


def test_numbers_are_kept_as_they_are_written_and_checked(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    survey = {"whose": "children", "when": "Spring 2026", "asked": "4", "answered": "5"}
    page = at("new_evidence", inspection, "survey_result")
    assert "not above 4" in text(as_(cast.ida).post(page, fields(**survey)))
    assert as_(cast.ida).post(page, fields(**{**survey, "answered": "3"})).status_code == 302
    question = next(one for kind in KINDS for one in kind.questions if one.id == "answered")
    assert answer_to(question) == "0"
