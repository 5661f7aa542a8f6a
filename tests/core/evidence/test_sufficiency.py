"""Is there enough? What there is under a judgement and its criteria, and what contradicts; never a grade."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.evidence.filled import an_item_of, answer_to, filled

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import KINDS, kind
from evenhand.evidence.spec import Source, Tells
from evenhand.evidence.sufficiency import Coverage, Reach, by_judgement, coverage, remarks, sources_of
from evenhand.evidence.telling import carries_a_voice, told
from evenhand.framework.reading import load


def item(kind_id: str, *criteria: str, **answers: str) -> EvidenceItem:
    declared = kind(kind_id)
    assert declared is not None
    return an_item_of(declared, answers, criteria=criteria)


def said(one: Reach | Coverage) -> list[str]:
    return [str(words) for words in remarks(one)]


SAFE_ON_PAPER = item("are_and_feel_safe", "a", are_safe="safe", feel_safe="not_known")
UNEASY = item("conversation_with_child", "b", consent="agreed", feels_safe="does_not")
HAPPY = item("conversation_with_child", "b", consent="agreed", feels_safe="feels_safe")


def test_a_child_who_does_not_feel_safe_contradicts_what_the_evidence_shows_under_another_criterion() -> None:
    reach = coverage(["a", "b"], [SAFE_ON_PAPER, UNEASY])
    (found,) = reach.contradictions
    assert (found.one, found.other, found.within) == ((SAFE_ON_PAPER.id,), (UNEASY.id,), ())
    assert reach.reach["a"].contradictions == reach.reach["b"].contradictions == ()
    assert "does not feel so" in said(reach)[-1]


def test_children_who_feel_differently_are_shown_as_such() -> None:
    (found,) = coverage(["b"], [UNEASY, HAPPY]).contradictions
    assert str(found.words) == "Some children feel safe, others do not."


def test_an_item_that_tells_both_sides_is_named_for_its_explanation() -> None:
    parted = item("are_and_feel_safe", "a", are_safe="safe", feel_safe="does_not", known_from="said")
    (found,) = coverage(["a"], [parted]).contradictions
    assert found.within == (parted.id,)


def test_strengths_and_concerns_contradict_under_one_criterion_and_not_under_a_judgement() -> None:
    good = item("staff_interview", "a", post="Key worker", bearing="strength")
    bad = item("record_read", "a", record="daily_log", bearing="concern")
    elsewhere = replace(bad, id=uuid4(), criteria=("b",))
    reach = coverage(["a", "b"], [good, bad, elsewhere])
    assert reach.contradictions == () and reach.reach["b"].contradictions == ()
    (found,) = reach.reach["a"].contradictions
    assert (found.one, found.other) == ((good.id,), (bad.id,))


def test_what_rests_on_other_items_is_no_source_of_its_own() -> None:
    assert sources_of([SAFE_ON_PAPER]) == ()
    assert sources_of([UNEASY, SAFE_ON_PAPER]) == (Source.CHILD,)
    assert sources_of([item("record_read"), item("document"), item("notification")]) == (Source.WRITTEN_RECORD,)
    assert sources_of([item("staff_interview"), item("manager_interview")]) == (Source.STAFF,)
    assert sources_of([replace(UNEASY, kind="rumour")]) == ()


@pytest.mark.parametrize(
    ("items", "sentences"),
    [
        ([], ["No evidence yet."]),
        ([UNEASY], ["All of it comes from one kind of source: conversations with children."]),
        ([SAFE_ON_PAPER], ["All of it puts other items together (“are safe, feel safe”)", "No child’s own words are"]),
        ([item("premises", "a"), item("document", "b")], ["No child’s own words are among it."]),
        ([HAPPY, item("document", "b")], []),
    ],
)
def test_what_an_inspector_may_want_to_look_at_is_said_in_sentences(
    items: list[EvidenceItem], sentences: list[str]
) -> None:
    found = said(coverage(["a", "b"], items))
    assert len(found) == len(sentences)
    assert all(one.startswith(start) for one, start in zip(found, sentences, strict=True))


def test_every_judgement_of_a_framework_has_its_coverage() -> None:
    framework = load("sccif-2025")
    items = [replace(UNEASY, criteria=("sccif.protection.good.safe_and_feels_safe",))]
    found = by_judgement(framework, iter(items))
    assert list(found) == [one.id for one in framework.judgements]
    assert {name: one.items for name, one in found.items()} == {
        "helped_protected": 1,
        "leaders_managers": 0,
        "overall_experiences_progress": 0,
    }


CRITERIA = ("a", "b", "c")


@st.composite
def some_items(draw: st.DrawFn) -> list[EvidenceItem]:
    items = []
    for declared in draw(st.lists(st.sampled_from(KINDS), max_size=5)):
        telling = [one for one in declared.questions if any(option.tells for option in one.options)]
        chosen = {one.id: draw(st.sampled_from(one.options)).value for one in telling}
        others = {one.id: answer_to(one) for one in declared.questions}
        criteria = draw(st.lists(st.sampled_from((*CRITERIA, "elsewhere")), max_size=3))
        items.append(an_item_of(declared, {**others, **chosen}, criteria=tuple(criteria)))
    return items


OPPOSED = (
    {Tells.SAFE, Tells.FEELS_UNSAFE},
    {Tells.NOT_SAFE, Tells.FEELS_SAFE},
    {Tells.SAFE, Tells.NOT_SAFE},
    {Tells.FEELS_SAFE, Tells.FEELS_UNSAFE},
    {Tells.STRENGTH, Tells.CONCERN},
)


@given(some_items())
def test_the_reach_is_what_somebody_would_count_by_hand(items: list[EvidenceItem]) -> None:
    found = coverage(CRITERIA, items)
    under = [one for one in items if "a" in one.criteria or "b" in one.criteria or "c" in one.criteria]
    assert found.items == len(under)
    assert found.voices == len([one for one in under if carries_a_voice(one)])
    for criterion in CRITERIA:
        here = [one for one in items if criterion in one.criteria]
        reach = found.reach[criterion]
        assert found.by_criterion[criterion] == reach.items == len(here)
        assert set(reach.sources) == {kind(one.kind).source for one in here} - {Source.SYNTHESIS}  # type: ignore[union-attr]
        assert reach.voices == len([one for one in here if carries_a_voice(one)])
        everything = set().union(*(told(one) for one in here))
        assert len(reach.contradictions) == len([pair for pair in OPPOSED if pair <= everything])
        for one in reach.contradictions:
            assert one.one and one.other and {*one.one, *one.other} <= {item.id for item in here}
    everything = set().union(*(told(one) for one in under))
    assert len(found.contradictions) == len([pair for pair in OPPOSED[:-1] if pair <= everything])


@given(some_items())
def test_the_order_of_the_items_changes_no_count(items: list[EvidenceItem]) -> None:
    one, other = coverage(CRITERIA, items), coverage(CRITERIA, reversed(items))
    assert (one.items, one.voices, one.by_criterion) == (other.items, other.voices, other.by_criterion)
    assert set(one.sources) == set(other.sources) and said(one)[2:] == said(other)[2:]


def test_every_kind_adds_what_it_is() -> None:
    for declared in KINDS:
        reach = coverage(["a"], [an_item_of(declared, filled(declared), criteria=("a",))])
        expected = () if declared.source is Source.SYNTHESIS else (declared.source,)
        assert (reach.items, reach.sources) == (1, expected)
