"""How far evidence reaches, what looks like a name, and what changed between two versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.names import MOST_SHOWN, possible_names
from evenhand.evidence.sufficiency import carries_a_voice, coverage
from evenhand.wordchanges import Edit, differences

MOMENT = datetime(2026, 9, 8, tzinfo=UTC)
TALK = EvidenceItem(uuid4(), "conversation_with_child", "Fine.", MOMENT, MOMENT, answers={"consent": "agreed"})
PAPER = replace(TALK, kind="record_read", answers={"record": "daily_log"})


def test_reach_counts_items_sources_voices_and_criteria() -> None:
    items = [
        replace(TALK, criteria=("one", "two")),
        replace(TALK, criteria=("one",), answers={"consent": "declined"}),
        replace(PAPER, criteria=("one",)),
        replace(PAPER, criteria=("elsewhere",)),
        PAPER,
    ]
    reach = coverage(["one", "two", "three"], items)
    assert reach.items == 3
    assert reach.sources == ("conversation_with_child", "written_record")
    assert reach.voices == 1
    assert reach.by_criterion == {"one": 3, "two": 1, "three": 0}
    assert reach.bare == ("three",)


def test_nothing_reaches_nowhere() -> None:
    reach = coverage(["one"], [])
    assert (reach.items, reach.sources, reach.voices, reach.bare) == (0, (), 0, ("one",))


def test_a_child_who_declined_does_not_speak_for_themselves() -> None:
    assert carries_a_voice(TALK)
    assert not carries_a_voice(replace(TALK, answers={"consent": "declined"}))
    assert not carries_a_voice(PAPER)
    assert not carries_a_voice(replace(TALK, kind="rumour"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("AB and Ann Example went out.", ("Ann Example",)),
        ("Yesterday Ann Example came.", ("Ann Example",)),
        ("Mr Brown said so.", ("Mr Brown",)),
        ("Dr. Patel said so.", ("Dr. Patel",)),
        ("Jo-Ann O’Neill and Anne-Marie McDonald", ("Jo-Ann O’Neill", "Anne-Marie McDonald")),
        ("Zoë Ångström", ("Zoë Ångström",)),
        ("Ann Example. Ann Example.", ("Ann Example",)),
        ("The Registered Manager rang the Local Authority on Monday Morning.", ()),
        ("AB told me that EF was kind. He helped her.", ()),
        ("Children's Homes Regulations", ()),
        ("In the Evening. They said that Staff listen.", ()),
        ("", ()),
    ],
)
def test_what_looks_like_a_name_is_found_and_the_trades_own_words_are_not(text: str, names: tuple[str, ...]) -> None:
    assert possible_names([text]) == names


def test_a_few_names_are_enough_to_ask() -> None:
    text = " ".join(f"{letter}nn Example," for letter in "BCDFGHJ")
    assert len(possible_names([text])) == MOST_SHOWN


@given(st.lists(st.text(max_size=300), max_size=3))
def test_no_text_makes_the_search_for_names_fall_over(texts: list[str]) -> None:
    found = possible_names(texts)
    assert len(found) <= MOST_SHOWN
    assert all(any(name in text for text in texts) for name in found)


def test_words_that_went_and_words_that_came() -> None:
    woven = differences("the cat sat on the mat", "the black cat sat on a mat")
    assert [(one.edit, one.text) for one in woven] == [
        (Edit.SAME, "the "),
        (Edit.ADDED, "black "),
        (Edit.SAME, "cat sat on "),
        (Edit.REMOVED, "the "),
        (Edit.ADDED, "a "),
        (Edit.SAME, "mat"),
    ]


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_both_texts_can_be_read_out_of_their_differences(before: str, after: str) -> None:
    woven = differences(before, after)
    assert "".join(one.text for one in woven if one.edit is not Edit.ADDED) == before
    assert "".join(one.text for one in woven if one.edit is not Edit.REMOVED) == after
