"""What stops an item of evidence from being kept: each fault by its field, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.evidence.item import MAX_TEXT, EvidenceItem, faults, same_content, split_initials
from evenhand.evidence.kinds import KINDS
from evenhand.evidence.sample import is_code
from evenhand.evidence.spec import Kind

NOW = datetime(2026, 9, 8, 12, tzinfo=UTC)
KNOWN = frozenset({"a.good.one", "a.good.two"})
ITEM = EvidenceItem(
    id=uuid4(),
    kind="conversation_with_child",
    said="I can talk to my key worker.",
    occurred_at=NOW - timedelta(hours=2),
    recorded_at=NOW - timedelta(hours=1),
    initials=("AB", "C.D."),
    criteria=("a.good.one",),
    answers={"consent": "agreed", "communication": "Signs", "feels_safe": "feels_safe"},
)


def fields(item: EvidenceItem) -> list[str]:
    return [field for field, _words in faults(item, NOW, KNOWN)]


def with_answers(**answers: str) -> EvidenceItem:
    return replace(ITEM, answers={**ITEM.answers, **answers})


def test_a_good_item_has_no_fault() -> None:
    assert fields(ITEM) == []


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (replace(ITEM, kind="rumour"), "kind"),
        (replace(ITEM, said=" \n"), "said"),
        (replace(ITEM, said="x" * (MAX_TEXT + 1)), "said"),
        (replace(ITEM, said="a\0b"), "said"),
        (replace(ITEM, occurred_at=NOW + timedelta(minutes=6)), "occurred_at"),
        (replace(ITEM, recorded_at=NOW - timedelta(hours=3)), "occurred_at"),
        (replace(ITEM, occurred_at=datetime(2026, 9, 8)), "occurred_at"),
        (replace(ITEM, recorded_at=datetime(2026, 9, 8)), "recorded_at"),
        (replace(ITEM, occurred_at=datetime(1, 1, 1, tzinfo=UTC)), "occurred_at"),
        (replace(ITEM, recorded_at=NOW + timedelta(minutes=6)), "recorded_at"),
        (replace(ITEM, initials=("Tom",)), "initials"),
        (replace(ITEM, initials=("ab",)), "initials"),
        (replace(ITEM, initials=("ABCDE",)), "initials"),
        (replace(ITEM, initials=("...",)), "initials"),
        (replace(ITEM, initials=("a2",)), "initials"),
        (replace(ITEM, initials=("12345678901",)), "initials"),
        (replace(ITEM, initials=("AB",) * 21), "initials"),
        (replace(ITEM, criteria=("a.good.three",)), "criteria"),
        (with_answers(mood="fine"), "mood"),
        (with_answers(consent=""), "consent"),
        (with_answers(communication="x" * 201), "communication"),
        (with_answers(reading="a\0b"), "reading"),
        (with_answers(disclosure="yes"), "passed_on"),
        (with_answers(disclosure="no", passed_on="The duty social worker, 17:10"), "passed_on"),
    ],
)
def test_each_fault_is_named_at_its_field(item: EvidenceItem, field: str) -> None:
    assert fields(item) == [field]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    item = replace(ITEM, said="", initials=("Tom",), criteria=("made.up",), answers={})
    assert fields(item) == ["said", "initials", "criteria", "consent", "communication"]


def test_a_child_who_did_not_want_to_talk_is_not_asked_whether_they_feel_safe() -> None:
    declined = replace(ITEM, answers={"consent": "declined", "communication": "Shook their head"})
    assert fields(declined) == []
    assert fields(replace(ITEM, answers={**declined.answers, "feels_safe": "feels_safe"})) == ["feels_safe"]
    assert fields(replace(ITEM, answers={**declined.answers, "consent": "agreed"})) == ["feels_safe"]


@pytest.mark.parametrize(("group", "allowed"), [("1", True), ("5", True), (" 3 ", True), ("6", False), ("0", False)])
def test_a_group_has_at_most_five_children(group: str, allowed: bool) -> None:
    assert fields(with_answers(group=group)) == ([] if allowed else ["group"])


@pytest.mark.parametrize("number", ["five", "2.0", "-1", "٣", "1" * 30])
def test_a_number_is_written_in_digits(number: str) -> None:
    assert fields(with_answers(group=number)) == ["group"]


def test_no_more_people_answer_than_were_asked() -> None:
    answers = {"whose": "children", "when": "Spring 2026", "asked": "6", "answered": "7"}
    survey = replace(ITEM, kind="survey_result", answers=answers)
    assert fields(survey) == ["answered"]
    assert fields(replace(survey, answers={**answers, "answered": "6"})) == []
    assert fields(replace(survey, answers={**answers, "asked": ""})) == [], "it may not be known how many were asked"


@pytest.mark.parametrize(
    ("are", "feel", "has_to_be_explained"),
    [
        ("safe", "feels_safe", False),
        ("safe", "does_not", True),
        ("not_safe", "feels_safe", True),
        ("not_safe", "does_not", False),
        ("not_known", "does_not", False),
        ("safe", "not_known", False),
    ],
)
def test_where_are_safe_and_feel_safe_part_somebody_says_why(are: str, feel: str, has_to_be_explained: bool) -> None:
    known = {"known_from": "said", "child_says": "I do not sleep well."} if feel != "not_known" else {}
    item = replace(ITEM, kind="are_and_feel_safe", answers={"are_safe": are, "feel_safe": feel, **known})
    assert fields(item) == (["explanation"] if has_to_be_explained else [])
    explained = {**item.answers, "explanation": "New here; a night light is on the landing since."}
    assert fields(replace(item, answers=explained)) == []


def test_a_clock_that_runs_a_little_ahead_is_forgiven() -> None:
    soon = NOW + timedelta(minutes=4)
    assert fields(replace(ITEM, occurred_at=soon, recorded_at=soon)) == []


@pytest.mark.parametrize("initials", ["A", "AB", "A.B.", "A B", "ÉB", "O’B", "ABCD", "A.B.C.D."])
def test_initials_may_be_written_in_many_ways(initials: str) -> None:
    assert fields(replace(ITEM, initials=(initials,))) == []


@pytest.mark.parametrize("code", ["C3", "AB2", "CHILD-7", "2026.4"])
def test_a_child_whose_code_in_the_sample_has_a_digit_can_be_followed(code: str) -> None:
    assert is_code(code) and fields(replace(ITEM, initials=(code, "AB"))) == []


def test_initials_are_split_where_people_put_commas() -> None:
    assert split_initials("AB, C.D. ;EF\n GH,, ") == ("AB", "C.D.", "EF", "GH")


def test_the_same_words_are_the_same_whatever_the_line_ends_the_order_and_the_moment_of_writing() -> None:
    once = replace(ITEM, said="One.\nTwo.", criteria=("a.good.one", "a.good.two"), initials=("AB", "CD"))
    again = replace(
        once,
        said="One.\r\nTwo. ",
        criteria=("a.good.two", "a.good.one"),
        initials=("CD", "AB"),
        recorded_at=NOW,
        answers={**once.answers, "reading": " "},
    )
    assert same_content(once, again)


@pytest.mark.parametrize(
    "changes",
    [
        {"said": "Something else."},
        {"kind": "record_read"},
        {"occurred_at": NOW - timedelta(hours=3)},
        {"initials": ()},
        {"criteria": ()},
        {"answers": {}},
    ],
)
def test_other_words_are_other_content(changes: dict[str, object]) -> None:
    assert not same_content(ITEM, replace(ITEM, **changes))  # type: ignore[arg-type]


@given(
    st.sampled_from(KINDS),
    st.text(max_size=200),
    st.lists(st.text(max_size=8), max_size=4),
    st.data(),
)
def test_no_text_makes_the_check_fall_over(declared: Kind, said: str, initials: list[str], data: st.DataObject) -> None:
    names = st.sampled_from([question.id for question in declared.questions]) | st.text(max_size=8)
    answers = data.draw(st.dictionaries(names, st.text(max_size=20), max_size=6))
    item = replace(ITEM, kind=declared.id, said=said, initials=tuple(initials), answers=answers)
    assert all(isinstance(field, str) and str(words) for field, words in faults(item, NOW, KNOWN))
