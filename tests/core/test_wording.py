"""Sentences keep their words apart from their values, so that they can be said in another language."""

from __future__ import annotations

import pytest

from evenhand.wording import Words, listed, say

WELSH = {
    "{grade} may be given.": "Gellir rhoi {grade}.",
    "and": "a",
    "yes": "ie",
    "the answer is {value}": "{value} yw'r ateb",
}


def in_welsh(text: str) -> str:
    return WELSH.get(text, text)


def test_a_sentence_is_filled_with_its_values() -> None:
    assert str(say("{grade} may be given.", grade="Good")) == "Good may be given."


def test_a_sentence_is_translated_before_it_is_filled() -> None:
    assert say("{grade} may be given.", grade="Da").translated(in_welsh) == "Gellir rhoi Da."


def test_a_sentence_inside_a_sentence_is_translated_too() -> None:
    words = say("the answer is {value}", value=say("yes"))
    assert str(words) == "the answer is yes"
    assert words.translated(in_welsh) == "ie yw'r ateb"


def test_a_list_is_joined_with_the_word_of_the_language() -> None:
    words = say("{names}", names=["a", say("b"), "c"])
    assert str(words) == "a, b and c"
    assert words.translated(in_welsh) == "a, b a c"


def test_a_sentence_without_values_may_hold_braces() -> None:
    assert str(say("write {cap: …}")) == "write {cap: …}"


def test_a_value_with_braces_is_not_filled_again() -> None:
    # What a person typed must never be read as a template: it could pull out other values.
    assert str(say("you wrote {text}", text="{secret.__class__}")) == "you wrote {secret.__class__}"


@pytest.mark.parametrize(
    ("parts", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_people_join_with_commas_and_a_last_and(parts: list[str], joined: str) -> None:
    assert listed(parts) == joined


def test_equal_sentences_are_equal() -> None:
    assert say("{a}", a=1) == Words("{a}", {"a": 1})
