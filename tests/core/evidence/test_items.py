"""What stops an item of evidence from being kept: each fault by its field, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.evidence.item import MAX_TEXT, EvidenceItem, faults, same_content, split_initials
from evenhand.evidence.kinds import KINDS, kind

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
        (replace(ITEM, initials=("A2",)), "initials"),
        (replace(ITEM, initials=("AB",) * 21), "initials"),
        (replace(ITEM, criteria=("a.good.three",)), "criteria"),
        (with_answers(mood="fine"), "mood"),
        (with_answers(consent=""), "consent"),
        (with_answers(consent="perhaps"), "consent"),
        (with_answers(communication="x" * 201), "communication"),
        (with_answers(reading="a\0b"), "reading"),
    ],
)
def test_each_fault_is_named_at_its_field(item: EvidenceItem, field: str) -> None:
    assert fields(item) == [field]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    item = replace(ITEM, said="", initials=("Tom",), criteria=("made.up",), answers={})
    assert fields(item) == ["said", "initials", "criteria", "consent", "communication", "feels_safe"]


def test_a_clock_that_runs_a_little_ahead_is_forgiven() -> None:
    soon = NOW + timedelta(minutes=4)
    assert fields(replace(ITEM, occurred_at=soon, recorded_at=soon)) == []


@pytest.mark.parametrize("initials", ["A", "AB", "A.B.", "A B", "ÉB", "O’B", "ABCD", "A.B.C.D."])
def test_initials_may_be_written_in_many_ways(initials: str) -> None:
    assert fields(replace(ITEM, initials=(initials,))) == []


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


def test_the_kinds_are_what_they_say_they_are() -> None:
    assert len({one.id for one in KINDS}) == len(KINDS) == 3
    assert all(kind(one.id) is one for one in KINDS)
    assert kind("rumour") is None
    for one in KINDS:
        assert len({question.id for question in one.questions}) == len(one.questions)
        # A question may not be called what the form calls something else.
        assert not {question.id for question in one.questions} & {
            "id", "said", "initials", "criteria", "reason", "based_on", "occurred_on", "occurred_time", "not_names",
        }  # fmt: skip
        if one.voice_when:
            question, answer = one.voice_when
            options = next(asked.options for asked in one.questions if asked.id == question)
            assert answer in {option.value for option in options}


@given(
    st.text(max_size=200), st.lists(st.text(max_size=8), max_size=4), st.dictionaries(st.text(max_size=8), st.text())
)
def test_no_text_makes_the_check_fall_over(said: str, initials: list[str], answers: dict[str, str]) -> None:
    item = replace(ITEM, said=said, initials=tuple(initials), answers=answers)
    assert all(isinstance(field, str) and str(words) for field, words in faults(item, NOW, KNOWN))
