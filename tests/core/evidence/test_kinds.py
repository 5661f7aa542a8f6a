"""Every kind of evidence asks what the trade asks, and is declared so that form, check and page can follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.evidence.filled import NOW, an_item_of, answer_to, filled

from evenhand.evidence.item import EvidenceItem, faults
from evenhand.evidence.kinds import KINDS, kind
from evenhand.evidence.sample import SampleReason
from evenhand.evidence.spec import SEEN_BY, Kind, Privacy, Source, Tells
from evenhand.evidence.telling import carries_a_voice, free_texts, left_open, may_be_quoted, told

every_kind = pytest.mark.parametrize("declared", KINDS, ids=lambda one: one.id)
# What the form calls something else; a question may not take these names.
TAKEN = {
    "id", "said", "initials", "criteria", "reason", "based_on", "occurred_on", "occurred_time", "occurred_at",
    "recorded_at", "kind", "names_asked", "not_names", "scope_asked", "in_scope",
}  # fmt: skip


def item(kind_id: str, **answers: str) -> EvidenceItem:
    declared = kind(kind_id)
    assert declared is not None
    return an_item_of(declared, answers)


def fields(one: EvidenceItem) -> list[str]:
    return [field for field, _words in faults(one, NOW, frozenset())]


def test_these_are_the_kinds_in_the_order_in_which_they_are_offered() -> None:
    assert [one.id for one in KINDS] == [
        "conversation_with_child",
        "observation_of_relationships",
        "are_and_feel_safe",
        "case_tracking",
        "staff_interview",
        "manager_interview",
        "parent_or_carer",
        "professional",
        "record_read",
        "premises",
        "document",
        "survey_result",
        "notification",
    ]
    assert kind("rumour") is None
    assert all(kind(one.id) is one for one in KINDS)
    assert {one.source for one in KINDS} == set(Source), "every source has a kind, and every kind a source"


@every_kind
def test_a_kind_is_declared_so_that_a_form_can_be_made_of_it(declared: Kind) -> None:
    ids = [question.id for question in declared.questions]
    assert len(set(ids)) == len(ids) and not set(ids) & TAKEN
    assert declared.help and str(SEEN_BY) and str(declared.privacy.care) and str(declared.source.words)
    for place, question in enumerate(declared.questions):
        before = declared.questions[:place]
        assert len({option.value for option in question.options}) == len(question.options) != 1
        assert not (question.required and question.wanted), f"{question.id}: what is required need not be wanted"
        if question.asked_when:
            parent, values = question.asked_when
            asked = next(one for one in before if one.id == parent)
            assert set(values) <= {option.value for option in asked.options} and values
            assert len(declared.answers_leading_to(question)) == len(values)
        else:
            assert declared.answers_leading_to(question) == ()
        for case in question.required_when:
            assert question.missing
            for name, value in case.items():
                assert value in {option.value for option in declared.question(name).options}
        if question.at_most:
            assert next(one for one in before if one.id == question.at_most).numbers
    with pytest.raises(KeyError):
        declared.question("mood")


@every_kind
@pytest.mark.parametrize("pick", [0, -1])
def test_a_filled_item_of_every_kind_is_kept_and_leaves_nothing_open(declared: Kind, pick: int) -> None:
    full = an_item_of(declared, filled(declared, pick))
    assert fields(full) == [] and left_open(full) == ()
    for question in declared.questions:
        if question.is_needed(full.answers):
            rest = {name: text for name, text in full.answers.items() if name != question.id}
            assert question.id in fields(replace(full, answers=rest))


@every_kind
def test_what_is_wanted_may_stay_open_and_is_asked_after(declared: Kind) -> None:
    bare: dict[str, str] = {}
    for question in declared.questions:
        if question.is_needed(bare):
            bare[question.id] = answer_to(question)
    short = an_item_of(declared, bare)
    assert fields(short) == []
    wanted = [one.id for one in declared.questions if one.wanted and one.is_asked(bare)]
    assert [one.id for one in left_open(short)] == wanted


@every_kind
def test_what_people_write_is_read_for_names_and_what_they_choose_is_not(declared: Kind) -> None:
    full = an_item_of(declared, filled(declared))
    written = [one.id for one in declared.questions if one.is_free_text and one.id in full.answers]
    assert free_texts(full) == (full.said, *(full.answers[name] for name in written))


@pytest.mark.parametrize("kind_id", ["staff_interview", "manager_interview", "parent_or_carer", "professional"])
def test_every_interview_has_the_persons_post_or_what_they_are_to_the_child(kind_id: str) -> None:
    declared = kind(kind_id)
    assert declared is not None and declared.privacy is Privacy.ADULT
    asked = next(one for one in declared.questions if one.id in ("post", "relationship"))
    assert asked.required
    without = {name: text for name, text in filled(declared).items() if name != asked.id}
    assert asked.id in fields(an_item_of(declared, without))


def test_another_post_is_named() -> None:
    assert fields(item("professional", post="other")) == ["post_other"]
    assert fields(item("professional", post="other", post_other="Foster panel adviser")) == []
    assert fields(item("manager_interview", post="provider")) == ["post_other"]


def test_case_tracking_says_which_of_the_nine_things_the_child_stands_for() -> None:
    declared = kind("case_tracking")
    assert declared is not None
    assert [option.value for option in declared.question("sampled_for").options] == [one.value for one in SampleReason]
    assert len(SampleReason) == 9


def test_an_observation_has_the_five_strands_and_scores_none() -> None:
    declared = kind("observation_of_relationships")
    assert declared is not None
    strands = [declared.question(one) for one in ("warmth", "attunement", "respect", "boundaries", "repair")]
    assert all(one.long and one.is_free_text and not one.required for one in strands)
    assert not any(one.numbers for one in declared.questions)


@pytest.mark.parametrize(
    ("one", "speaks"),
    [
        (item("conversation_with_child", consent="agreed"), True),
        (item("conversation_with_child", consent="declined"), False),
        (item("conversation_with_child", consent="agreed", means="behaviour"), True),
        (item("observation_of_relationships", setting="Tea", own_view="yes", view_shown="Pushed the plate away"), True),
        (item("observation_of_relationships", setting="Tea"), False),
        (item("are_and_feel_safe", are_safe="safe", feel_safe="feels_safe", known_from="shown"), True),
        (item("are_and_feel_safe", are_safe="safe", feel_safe="feels_safe", known_from="reported"), False),
        (item("are_and_feel_safe", are_safe="safe", feel_safe="not_known", known_from="said"), False),
        (item("case_tracking", child_view="said"), True),
        (item("survey_result", whose="children"), True),
        (item("survey_result", whose="children_helped"), False),
        (item("staff_interview", post="Key worker"), False),
        (replace(item("record_read"), kind="rumour"), False),
    ],
)
def test_a_childs_own_voice_counts_however_it_is_spoken_and_nobody_elses_does(one: EvidenceItem, speaks: bool) -> None:
    assert carries_a_voice(one) is speaks


def test_words_are_repeated_only_if_the_child_said_that_they_may() -> None:
    asked = item("conversation_with_child", consent="agreed", quotation="allowed")
    assert may_be_quoted(asked)
    assert not may_be_quoted(item("conversation_with_child", consent="agreed"))
    assert not may_be_quoted(item("conversation_with_child", consent="agreed", quotation="not_allowed"))
    assert not may_be_quoted(item("conversation_with_child", consent="declined", quotation="allowed"))


def test_an_answer_that_lost_its_place_tells_nothing() -> None:
    before = item("conversation_with_child", consent="agreed", feels_safe="does_not")
    assert told(before) == {Tells.VOICE, Tells.FEELS_UNSAFE}
    assert told(replace(before, answers={**before.answers, "consent": "declined"})) == frozenset()


def test_items_of_the_first_three_kinds_that_are_stored_still_fit() -> None:
    # As they were recorded before there were more questions: ids of questions and answers may not change.
    stored = [
        item("conversation_with_child", consent="agreed", communication="Signs", feels_safe="does_not", reading="Wary"),
        item("observation_of_relationships", setting="Tea", warmth="Smiles", boundaries="Calm", repair="Said sorry"),
        item("record_read", record="restraint_record", period="May", impact="Fewer restraints"),
    ]
    assert [fields(one) for one in stored] == [[], [], []]
