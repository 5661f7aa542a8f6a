"""Each kind of clue once where it is one, and once where the same word is harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.report.identity import Confidence, Context, Kind, detect

HOME = Context(
    name="Foxglove House",
    address="12 Example Lane, Imaginary Town, ZZ1 1ZZ",
    here=("Nottinghamshire", "East Midlands"),
    neighbours=("Willow Bank", "The Old Rectory"),
    organisations=("Hearthside Care Ltd",),
    initials=frozenset({"AB", "PE"}),
    places=4,
)


def kinds(text: str, context: Context = HOME) -> list[tuple[str, str]]:
    return [(one.kind.value, one.found) for one in detect(text, context)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Staff helped Jayden.", ("person", "Jayden")),
        ("A note names Susan Threlfall.", ("person", "Susan Threlfall")),
        ("A note names Susan\nThrelfall.", ("person", "Susan\nThrelfall")),
        ("Mr Cartwright drives.", ("person", "Mr Cartwright")),
        ("AB was found.", ("initials", "AB")),
        ("PE was found.", ("initials", "PE")),
        ("Child B was found.", ("initials", "B")),
        ("It is in NG7 2RD.", ("postcode", "NG7 2RD")),
        ("A flat in LE3.", ("postcode", "LE3")),
        ("Ring 0115 496 0123.", ("telephone", "0115 496 0123")),
        ("Ring +48 22 555 01 23.", ("telephone", "+48 22 555 01 23")),
        ("Write to a.b@care.example.org.", ("email", "a.b@care.example.org")),
        ("See www.care.example.org", ("web", "www.care.example.org")),
        ("The car AB12 CDE waited.", ("number", "AB12 CDE")),
        ("The NHS number is 485 777 3456.", ("number", "485 777 3456")),
        ("She was born on 4 May 2012.", ("birth", "4 May 2012")),
        ("They cross Mansfield Road.", ("street", "Mansfield Road")),
        ("He attends Bluecoat Academy.", ("institution", "Bluecoat Academy")),
        ("They go to Skegness.", ("place", "Skegness")),
        ("It is in Nottinghamshire.", ("own_area", "Nottinghamshire")),
        ("A child from Lancashire.", ("area", "Lancashire")),
        ("The Fox Glove’s garden.", ("home", "Fox Glove")),
        ("FOXGLOVE’S garden.", ("home", "FOXGLOVE")),
        ("Staff from willow bank.", ("neighbour", "willow bank")),
        ("Hearthside pays.", ("organisation", "Hearthside")),
        ("The only girl sings.", ("unusual", "The only girl")),
        ("One child speaks Tigrinya.", ("unusual", "Tigrinya")),
    ],
)
def test_each_kind_is_found(text: str, found: tuple[str, str]) -> None:
    assert found in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reading is loved here, and they bath the dog.",
        "May was a hard month. Will this be enough?",
        "Grace is said before meals, and staff mark each success.",
        "The EHC plan, the GP and the NHS are known. I am OK.",
        "The Children's Homes (England) Regulations 2015 were followed under regulation 12.",
        "A secondary school, a hospital and a church are near.",
        "On 5 and 6 May 2026 two inspectors came.",
        "French is taught online.",
    ],
)
def test_ordinary_words_are_no_clues(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("clue", "no_clue"),
    [
        ("Hope told staff.", "Hope is what they found."),
        ("A trip to Bath.", "Bath times are calm."),
        ("Staff praised Rose.", "Rose bushes were planted."),
        ("Mark said so.", "Mark each success."),
    ],
)
def test_a_name_that_is_a_word_is_told_by_its_place(clue: str, no_clue: str) -> None:
    assert kinds(clue) and not kinds(no_clue)


def test_a_clue_says_how_sure_it_is_and_what_to_do() -> None:
    (clue,) = detect("They cross Mansfield Road.", HOME)
    assert (clue.kind, clue.confidence) == (Kind.STREET, Confidence.CERTAIN)
    assert str(clue.why) == "“Mansfield Road” looks like a street or road. Leave out where things are."


def test_details_matter_in_a_small_home_only() -> None:
    assert kinds("The only girl sings.", Context(places=3)) and kinds("The only girl sings.", Context())
    assert kinds("The only girl sings.", Context(places=12)) == []


@given(st.text(max_size=60))
def test_any_text_can_be_read_and_every_clue_stands_where_it_says(text: str) -> None:
    for clue in detect(text, HOME):
        assert 0 <= clue.start < clue.end <= len(text) and text[clue.start : clue.end] == clue.found


@given(st.sampled_from(["Staff", "Every child", "A visitor"]), st.sampled_from(["Foxglove", "Susan Threlfall", "AB"]))
def test_what_stands_before_and_after_hides_nothing(before: str, planted: str) -> None:
    for text in (f"{before} met {planted}.", f"({planted})", f"“{planted}” - {before}", f"- {planted}\n- {before}"):
        assert any(planted in one.found or one.found in planted for one in detect(text, HOME))
