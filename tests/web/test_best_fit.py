"""Best fit: the grades side by side with their words, and the evidence beside them; the page picks nothing."""

from __future__ import annotations

import re

from tests.builders import PLAIN_FACTS, a_conversation, an_inspection, settle
from tests.web.inspection_pages import at, text

from evenhand.web.inspections import actions
from evenhand.web.inspections.deliberation import NEWEST, deliberation
from evenhand.web.inspections.record import read_record

PROTECTED = "helped_protected"
NO_MANAGER = {"registered_manager": False, "weeks_without_manager": 30, "recruitment_evidence": "little_or_none"}
LIMITED = {"leaders_managers": "inadequate", "overall_experiences_progress": "requires_improvement_to_be_good"}
CRITERION = "sccif.protection.good.trusted_adult"


def page_of(inspection, judgement=PROTECTED):
    record = read_record(inspection)
    return deliberation(record, record.framework.judgement_by_id[judgement])


def test_every_grade_stands_with_its_words_and_none_is_chosen(cast, as_):
    inspection = an_inspection(cast)
    response = as_(cast.ida).get(at("judgement", inspection, PROTECTED))
    shown = text(response)
    for option in page_of(inspection).options:
        assert option.limit.grade.label in shown and option.descriptor.text in shown
    assert not re.search(r'name="grade"[^>]*checked', response.content.decode())


def test_a_grade_without_words_says_so(cast, as_, monkeypatch):
    inspection = an_inspection(cast)
    from evenhand.framework.model import Framework

    monkeypatch.setattr(Framework, "descriptors_of", lambda self, name: {})
    assert text(as_(cast.ida).get(at("judgement", inspection, PROTECTED))).count("has no words for this grade") == 4


def test_the_newest_evidence_of_each_criterion_stands_beside_it(cast, as_):
    inspection = an_inspection(cast, evidence=NEWEST + 2)
    said = "I knock and somebody comes. " * 20
    actions.record_evidence(by=cast.ida, inspection=inspection, item=a_conversation(said=said))
    support = next(one for one in page_of(inspection).support if one.criterion.id == CRITERION)
    assert support.items == NEWEST + 3 and len(support.newest) == NEWEST
    assert sum(one.items for one in page_of(inspection).support) == support.items
    voice = [one for one in support.newest if one.voice]
    assert all(one.begins.endswith("…") and len(one.begins) < 170 for one in voice)
    shown = text(as_(cast.ida).get(at("judgement", inspection, PROTECTED)))
    assert support.newest[0].begins in shown and f"{support.items} items" in shown


def test_what_the_rules_expect_is_marked_with_the_rule(cast, as_):
    inspection = an_inspection(cast)
    overall = "overall_experiences_progress"
    settle(cast, inspection, facts=NO_MANAGER, grades=LIMITED)
    expected = [one for one in page_of(inspection, overall).options if one.expected]
    assert [one.limit.grade.id for one in expected] == ["inadequate"]
    shown = text(as_(cast.ida).get(at("judgement", inspection, overall)))
    for one in expected:
        assert one.possible and f"Expected: rule {one.expected[0].id}" in shown


def test_what_is_refused_is_closed_with_the_words_of_the_rule(cast, as_):
    inspection = an_inspection(cast)
    record = read_record(inspection)
    facts = {**PLAIN_FACTS, **NO_MANAGER}
    facts = {name: value for name, value in facts.items() if name in record.framework.fact_by_id}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=facts, based_on=record.versions.facts)
    page = page_of(inspection, "leaders_managers")
    closed = [one for one in page.options if not one.possible]
    assert closed
    shown = text(as_(cast.ida).get(at("judgement", inspection, "leaders_managers")))
    assert all(bearing.rule.words in shown for one in closed for bearing in one.limit.bearings)
