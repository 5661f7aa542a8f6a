"""What a statutory requirement still lacks, and what argues a matter that inspectors do not judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.evidence.filled import an_item_of

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import KINDS, kind
from evenhand.evidence.requirement import Impact, ProposedRequirement, requirement_faults
from evenhand.evidence.scope import beyond_scope
from evenhand.evidence.spec import Source
from evenhand.framework.reading import load


def item(kind_id: str) -> EvidenceItem:
    declared = kind(kind_id)
    assert declared is not None
    return an_item_of(declared, {})


LOG, PAPER, CALL, BOTH = item("record_read"), item("document"), item("professional"), item("are_and_feel_safe")
ITEMS = (LOG, PAPER, CALL, BOTH)
GOOD = ProposedRequirement(
    regulation="Regulation 12",
    to_do="Review each child’s risk assessment after an incident.",
    due_on=date(2026, 10, 30),
    impact=Impact.LIKELY,
    impact_words="Staff act on plans that no longer fit, so children may be hurt.",
    evidence=(LOG.id, CALL.id),
)
FEEDBACK, REPORT = date(2026, 9, 9), date(2026, 10, 7)


def fields(requirement: ProposedRequirement) -> list[str]:
    return [field for field, _words in requirement_faults(requirement, ITEMS, feedback_on=FEEDBACK, report_on=REPORT)]


def test_a_requirement_with_all_it_needs_may_be_made() -> None:
    assert fields(GOOD) == []
    assert list(requirement_faults(GOOD, ITEMS)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"regulation": ""}, "regulation"),
        ({"regulation": "the protection standard"}, "regulation"),
        ({"to_do": " "}, "to_do"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 9, 8)}, "due_on"),
        ({"due_on": date(2026, 9, 20)}, "told_at_feedback"),
        ({"impact": None}, "impact"),
        ({"impact_words": ""}, "impact_words"),
        ({"evidence": ()}, "evidence"),
        ({"evidence": (LOG.id, LOG.id)}, "evidence"),
        ({"evidence": (LOG.id, PAPER.id)}, "evidence"),
        ({"evidence": (CALL.id, BOTH.id)}, "evidence"),
        ({"evidence": (LOG.id, CALL.id, uuid4())}, "evidence"),
    ],
)
def test_each_thing_that_is_lacking_is_named_at_its_field(changes: dict[str, object], field: str) -> None:
    assert fields(replace(GOOD, **changes)) == [field]  # type: ignore[arg-type]


def test_a_day_before_the_report_arrives_stands_if_it_was_said_at_the_feedback() -> None:
    assert fields(replace(GOOD, due_on=date(2026, 9, 20), told_at_feedback=True)) == []
    assert fields(replace(GOOD, due_on=REPORT)) == []


def test_everything_that_is_lacking_is_said_at_once() -> None:
    bare = ProposedRequirement(regulation="", to_do="")
    assert fields(bare) == ["regulation", "to_do", "due_on", "impact", "impact_words", "evidence"]


def test_the_one_kind_of_source_is_named() -> None:
    ((_field, words),) = requirement_faults(replace(GOOD, evidence=(LOG.id, PAPER.id)), ITEMS)
    assert "(written records)" in str(words)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ((BOTH.id,), "no source of its own. Choose those items too"),
        (
            (BOTH.id, LOG.id),
            "no source of its own, all of its evidence comes from one kind of source (written",
        ),
    ],
)
def test_what_puts_items_together_is_told_from_a_source(evidence: tuple[UUID, ...], words: str) -> None:
    ((field, said),) = requirement_faults(replace(GOOD, evidence=evidence), ITEMS)
    assert field == "evidence" and words in str(said)


@given(st.lists(st.sampled_from(KINDS), max_size=4))
def test_two_kinds_of_source_are_what_it_takes(kinds: list[object]) -> None:
    items = [an_item_of(one, {}) for one in kinds]  # type: ignore[arg-type]
    requirement = replace(GOOD, evidence=tuple(one.id for one in items))
    sources = {one.source for one in kinds if one.source is not Source.SYNTHESIS}  # type: ignore[attr-defined]
    assert bool(list(requirement_faults(requirement, items))) == (len(sources) < 2)


FRAMEWORK = load("sccif-2025")


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The home is good value for money.", ["value for money"]),
        ("VALUE  FOR\nMONEY", ["VALUE FOR MONEY"]),
        ("A cost-effective way, and cost effective again.", ["cost-effective", "cost effective"]),
        ("Its cost-effectiveness", ["cost-effectiveness"]),
        ("The weekly fee is worth the fee.", ["weekly fee", "worth the fee"]),
        ("The home is adequately resourced and children have what they need.", []),
        ("An inexpensively made table is cheap.", []),
        ("", []),
    ],
)
def test_a_text_that_argues_cost_is_questioned_and_one_about_resources_is_not(text: str, phrases: list[str]) -> None:
    found = beyond_scope(FRAMEWORK, [text])
    assert [one.phrase for one in found] == phrases
    assert {one.matter.id for one in found} <= {"value_for_money"}


def test_a_phrase_is_asked_about_once_however_often_it_is_written() -> None:
    assert len(beyond_scope(FRAMEWORK, ["Best value.", "best value, BEST VALUE"])) == 1


def test_a_framework_that_keeps_nothing_out_questions_nothing() -> None:
    assert beyond_scope(FRAMEWORK.with_parts(out_of_scope=()), ["value for money"]) == ()


@given(st.text(max_size=200))
def test_no_text_makes_the_search_fall_over(text: str) -> None:
    assert all(one.phrase for one in beyond_scope(FRAMEWORK, [text]))
