"""Clarity counts what a person could count by hand, asks instead of judging, and claims no more than it counted."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.framework.examples import broken, line_of, tiny

from evenhand.findings import Severity
from evenhand.framework.clarity import FEW_WORDS, PARTS, QUESTIONS, clarity, compare, passages, reading_age
from evenhand.framework.clarity.questions import denied_twice, observable_words, vague_words
from evenhand.framework.clarity.sentences import ABBREVIATED, sentences, words
from evenhand.framework.clarity.words import DENIES, DENIES_TOO, OBSERVABLE, VAGUE
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, load_all, read_text, shipped_ids

PLAIN = "Staff sit with the child at tea. They ask how the day went, and they write it down. "  # 7 and 11 words
SYLLABLES = """abuse 2 able 2 accidents 3 ambitious 3 any 2 area 3 asked 1 assessment 3 behaviour 3 bullying 3
children 2 create 2 criminal 3 effective 3 every 2 evidence 3 experiences 5 exploitation 4 family 3 idea 3 improvement 3
inadequate 4 inspection 3 leadership 3 manager 3 many 2 missing 2 neglect 2 older 2 only 2 over 2 people 2 progress 2
protected 3 provider 3 qualification 5 radicalisation 6 recorded 3 registered 3 requires 2 reviewed 2 risk 1
safeguarding 3 secure 2 sexual 3 social 2 staff 1 supported 3 understand 3 used 1"""


@cache
def textstatistics() -> Any:
    """The library we count beside; slow to import, so only once somebody asks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from textstat.textstat import textstatistics as theirs
    return theirs()


def drafted(*changes: tuple[str, str]) -> Framework:
    return read_text(broken(*changes), "draft.yaml", Framework)[0]


# ------------------------------------------------------------------------------------------ sentences and words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Children eat together. They cook too.", ["Children eat together.", "They cook too."]),
        ("Who asks? Everybody! And then …", ["Who asks?", "Everybody!", "And then …"]),
        ("Staff keep records, e.g. a diary, for 4.5 hours.", ["Staff keep records, e.g. a diary, for 4.5 hours."]),
        ("Staff keep records, e.g. Diaries of J. Smith.", ["Staff keep records, e.g. Diaries of J. Smith."]),
        ("All of good, and more: care lasts; risk falls.", ["All of good, and more: care lasts; risk falls."]),
        ("She said: “Stop.” He did.", ["She said: “Stop.”", "He did."]),
        ("It is safe (see rule R1.) Nobody is hurt.", ["It is safe (see rule R1.)", "Nobody is hurt."]),
        ("Staff ask about\n\n- food\n- sleep\n\nand write", ["Staff ask about", "food", "sleep", "and write"]),
        ("no end mark", ["no end mark"]),
        ("... ", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected


def slowly(text: str) -> list[str]:
    """The same rules, letter by letter, for text without bullets, brackets or quotation marks."""
    found, current, index = [], "", 0
    while index < len(text):
        current += text[index]
        index += 1
        if current[-1] not in ".!?…":
            continue
        first = current[-1]
        while index < len(text) and text[index] in ".!?…":
            current += text[index]
            index += 1
        if index < len(text) and not text[index].isspace():
            continue
        following = text[index:].lstrip()[:1]
        if following.isalpha() and following.islower():
            continue
        last = current.rstrip(".!?…").split(" ")[-1] if current.rstrip(".!?…")[-1:] != " " else ""
        short = last.lower() in ABBREVIATED or (len(last) == 1 and last.isupper())
        if first == "." and following.isalnum() and short:
            continue
        found.append(current)
        current = ""
    found.append(current)
    return [" ".join(one.split()) for one in found if any(letter.isalnum() for letter in one)]


PIECES = st.sampled_from(
    ["Staff", "ask", "e.g.", "No.", "J.", "5", "4.5", "well", "end.", "so?", "oh!", "and…", "A", "..."]
)


@given(st.lists(PIECES, max_size=14))
def test_sentences_are_cut_as_a_slow_reader_cuts_them(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert list(sentences(text)) == slowly(text)


@given(st.text(alphabet="ab AB.!?…-*\n,()'’“”19", max_size=60))
def test_no_word_is_lost_or_made_up_by_cutting(text: str) -> None:
    bare = [word for line in text.split("\n") for word in words(line)]
    kept = [word for sentence in sentences(text) for word in words(sentence)]
    # Only the figure of a numbered bullet, "1)", is a mark and no word.
    assert [word for word in kept if not word.isdigit()] == [word for word in bare if not word.isdigit()]


def test_words_are_what_a_person_counts() -> None:
    assert words("The child’s well-being, 4.5 hours a day: don't forget R3 (2019).") == (
        *("The", "child’s", "well-being", "4.5", "hours", "a", "day", "don't", "forget", "R3", "2019"),
    )


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_words_are_counted_as_the_library_counts_them(framework_id: str) -> None:
    text = " ".join(one.text for one in passages(load(framework_id)))
    counted = textstatistics().lexicon_count(text)
    assert len(words(text)) == pytest.approx(counted, rel=0.02)


# ------------------------------------------------------------------------------------------------- reading age


def test_the_reading_age_is_the_formula_that_we_print() -> None:
    text = PLAIN * 6  # 12 sentences, 108 words
    syllables = textstatistics().syllable_count(text)
    grade = 0.39 * (108 / 12) + 11.8 * (syllables / 108) - 15.59
    assert reading_age([text]) == pytest.approx(grade + 5, abs=0.15)  # the library rounds on its way
    assert reading_age([text]) == pytest.approx(textstatistics().flesch_kincaid_grade(text) + 5, abs=0.01)


def test_longer_sentences_and_longer_words_raise_the_reading_age() -> None:
    short = reading_age([PLAIN * 6])
    joined = reading_age([PLAIN.replace(". They", " and they") * 6])
    heavy = reading_age([PLAIN.replace("sit", "communicate").replace("write", "systematise") * 6])
    assert short is not None and joined is not None and heavy is not None
    assert short < joined
    assert short < heavy


def test_under_a_hundred_words_there_is_no_reading_age() -> None:
    assert len(words(PLAIN)) == 18
    assert reading_age([PLAIN] * 5) is None  # 90 words
    assert reading_age([PLAIN] * 6) is not None
    assert FEW_WORDS == 100


def test_stops_in_figures_and_abbreviations_do_not_make_a_text_look_easier() -> None:
    marked = [PLAIN.replace("the child", "e.g. 4.5 children")] * 8
    bare = [PLAIN.replace("the child", "eg 45 children")] * 8
    assert reading_age(marked) == reading_age(bare)


def test_the_figure_on_missed_syllables_is_the_one_that_we_print() -> None:
    from evenhand.framework.clarity.reading import FORMULA

    listed = SYLLABLES.split()
    by_hand = dict(zip(listed[::2], map(int, listed[1::2]), strict=True))
    found = sum(textstatistics().syllable_count(word) for word in by_hand)
    assert len(by_hand) == 50
    assert f"{found} of {sum(by_hand.values())} in fifty words" in str(FORMULA)


# --------------------------------------------------------------------------------------------------- questions


def test_a_tiny_framework_is_counted_as_by_hand() -> None:
    read = clarity(tiny())
    assert read.parts["summary"].lengths == (10,)
    assert read.parts["criteria"].lengths == (6, 5)  # "Children are safe and feel safe. The home is …"
    assert read.parts["descriptors"].lengths == (3, 4, 3, 2, 2, 3, 3, 4, 3)
    assert (read.parts["criteria"].texts, read.parts["criteria"].words, read.parts["criteria"].vague) == (2, 11, 1)
    assert read.parts["rules"].lengths == (7, 5, 15, 6, 3, 6)
    assert read.parts["rules"].median_length == median((7, 5, 15, 6, 3, 6)) == 6
    assert read.parts["rules"].range == (3, 15)
    assert read.whole.sentences == sum(figures.sentences for figures in read.parts.values())
    assert read.whole.words == sum(figures.words for figures in read.parts.values()) == sum(read.whole.lengths)
    assert sum(count for _low, _high, count in read.whole.histogram) == read.whole.sentences


def questions(framework: Framework) -> list[tuple[str, str, str]]:
    return [(one.code, one.where.field, str(one.message)) for one in clarity(framework).findings]


def test_a_question_names_its_file_and_line() -> None:
    text = broken(("Days are good.", "Days are suitable."))
    framework, places = read_text(text, "draft.yaml", Framework)
    found = next(one for one in clarity(framework, places).findings if "suitable" in str(one.message))
    assert (found.where.file, found.where.line) == ("draft.yaml", line_of(text, "Days are suitable."))
    assert found.severity is Severity.NOTE


def test_a_sentence_of_25_words_is_short_and_one_of_26_is_long() -> None:
    limit = " ".join(["word"] * 25)
    assert "CY001" not in {code for code, *_ in questions(drafted(("Days are good.", f"{limit}.")))}
    found = [one for one in questions(drafted(("Days are good.", f"{limit} more."))) if one[0] == "CY001"]
    assert [field for _, field, _ in found] == ["evidence_areas[2].text"]
    assert "a sentence of 26 words" in found[0][2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Support is appropriate and robust.", ["appropriate", "robust"]),
        ("Training happens where\n necessary, and regularly.", ["where necessary", "regularly"]),
        ("Leaders know the effectiveness of care.", []),  # a noun that titles use
        ("The home is well-regulated; irregular nights are rare.", []),
        ("Care is Adequate.", []),  # the name of a grade here
        ("Beds are adequate.", []),
        ("Beds are adequately warm.", ["adequately"]),
        ("Good quality food.", ["good quality"]),
    ],
)
def test_vague_words_are_found_whole_and_names_of_grades_are_passed_over(text: str, expected: list[str]) -> None:
    assert [word for word, _ask in vague_words(text, ("Adequate", "Good"))] == expected


def test_every_vague_word_comes_with_a_question_of_its_own_group() -> None:
    listed = [word for _ask, group in VAGUE for word in group]
    assert len(set(listed)) == len(listed)
    assert all(not str(ask).endswith("?") for ask, _group in VAGUE), "the question mark is added once"
    for word in listed:
        assert word in [found for found, _ask in vague_words(f"It is {word} here.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is not unlikely.", [("not", "unlikely")]),
        ("Nobody can leave without a word.", [("Nobody", "without")]),
        ("Staff don’t fail to ask.", [("don’t", "fail")]),
        ("It is not given unless a child asks.", [("not", "unless")]),
        ("There is no manager, and no deputy.", []),  # a list, not a riddle
        ("It is not late. Nobody waits.", []),
        ("Staff do not write to parents of children without consent.", []),  # too far apart to be one thought
        ("No child is hurt.", []),
    ],
)
def test_what_is_denied_twice_is_asked_about(text: str, expected: list[tuple[str, str]]) -> None:
    found = [tuple(word.replace("'", "’") for word in pair) for pair in denied_twice(text)]
    assert found == expected


def test_a_criterion_that_names_nothing_to_see_is_asked_about_and_one_that_does_is_not() -> None:
    vague = drafted(
        ("title: Daily life\n    text: The home is properly resourced.", "title: Care\n    text: Care is fine.")
    )
    assert ("CY004", "criteria[1].text") in [one[:2] for one in questions(vague)]
    plain = drafted(
        ("title: Daily life\n    text: The home is properly resourced.", "title: Care\n    text: Children cook a meal.")
    )
    assert ("CY004", "criteria[1].text") not in [one[:2] for one in questions(plain)]
    assert observable_words("The child's bedroom and the Plan") == ("bedroom", "Plan")
    assert clarity(plain).criteria_seen == (1, 2)


@pytest.mark.parametrize(
    ("summary", "text", "asked"),
    [
        ("Short.", "Staff tell the LADO.", ["LADO"]),
        ("The designated officer (LADO) is told.", "Staff tell the LADO.", []),
        ("The LADO (local authority designated officer) knows.", "Staff tell the LADO.", []),
        ("Short.", "Staff write EHCPs. Each EHCP is read.", ["EHCP"]),
        ("Short.", "The NHS and rule CAP apply. A GP writes.", []),
    ],
)
def test_an_abbreviation_is_asked_about_once_unless_it_is_written_out(
    summary: str, text: str, asked: list[str]
) -> None:
    framework = drafted(("Two judgements, a few rules, nothing that is not needed.", summary), ("Days are good.", text))
    found = [message for code, _field, message in questions(framework) if code == "CY005"]
    assert [message.split("”")[0].strip("“") for message in found] == asked
    if asked == ["EHCP"]:
        assert "(2 in all)" in found[0]


def test_a_text_that_is_not_verified_keeps_its_mark_in_the_question() -> None:
    framework = drafted(
        ("    title: Daily life\n", "    title: Daily life\n    verified: false\n"),
        ("unverified: []", "unverified: [Something.]"),
    )
    found = [message for _code, field, message in questions(framework) if field == "criteria[1].text"]
    assert found
    assert all(message.endswith("[not verified]") for message in found)
    assert clarity(framework).parts["criteria"].not_verified == 1


def test_every_question_has_a_code_of_its_own_and_is_only_a_note() -> None:
    assert [one.code for one in QUESTIONS] == [f"CY00{number}" for number in range(1, len(QUESTIONS) + 1)]
    assert {one.severity for one in QUESTIONS} == {Severity.NOTE}
    assert all(one.sentence.endswith(".") for one in QUESTIONS)


def test_the_lists_do_not_contradict_each_other() -> None:
    assert not DENIES & DENIES_TOO
    assert all(word == word.casefold() for word in OBSERVABLE)


# --------------------------------------------------------------------------------------- shipped, and compared


@pytest.mark.parametrize("framework", load_all(), ids=lambda one: one.id)
def test_a_shipped_framework_says_that_its_text_is_our_paraphrase(framework: Framework) -> None:
    read = clarity(framework)
    assert read.as_dict()["text_is_our_paraphrase"] is True
    assert "our own paraphrase" in str(read.notices[0])
    assert "Nothing follows" in str(read.notices[0])
    assert read.whole.texts == len(passages(framework))
    assert set(read.parts) <= set(PARTS)


def test_a_draft_that_nobody_shipped_makes_no_such_claim() -> None:
    assert clarity(tiny()).is_paraphrase is False
    assert clarity(tiny()).carried is None


def test_a_draft_says_how_much_of_it_is_our_paraphrase_still() -> None:
    draft = load("sccif-2025").model_copy(update={"id": "sccif-2099", "predecessor": "sccif-2025"})
    read = clarity(draft)
    assert read.carried == ("sccif-2025", read.whole.texts)
    assert "word for word those of 'sccif-2025'" in str(read.notices[0])


def test_one_part_can_be_read_alone() -> None:
    read = clarity(tiny(), part="rules")
    assert tuple(read.parts) == ("rules",)
    assert read.whole == read.parts["rules"]
    with pytest.raises(KeyError):
        clarity(tiny(), part="chapters")


def test_a_version_compared_with_itself_is_the_same_in_every_figure() -> None:
    framework = load("sccif-2025")
    compared = compare(framework, framework)
    for part in compared.parts:
        assert part.one == part.other
        assert all(pair.is_unchanged for pair in part.pairs)
        assert part.median_change is None
    assert [part.part for part in compared.parts] == ["whole", *PARTS]


def test_texts_are_paired_by_their_ids_and_a_changed_one_is_counted() -> None:
    longer = drafted(("Poor safety means poor care.", "Poor safety means poor care for every child."))
    rules = next(part for part in compare(longer, tiny()).parts if part.part == "rules")
    assert len(rules.pairs) == 6
    assert sum(pair.is_unchanged for pair in rules.pairs) == 5
    assert rules.median_change == 3
    assert "Reworded: 1; in the middle they changed by +3 words." in " ".join(map(str, rules.sentences()))


def test_too_few_words_are_not_compared_by_a_formula() -> None:
    rules = next(part for part in compare(tiny(), tiny()).parts if part.part == "rules")
    told = " ".join(map(str, rules.sentences()))
    assert "Too few words to compare reading ages (42 against 42)." in told
    assert "formula" not in told


def test_a_comparison_concludes_little_and_names_its_numbers() -> None:
    compared = compare(load("sccif-2025"), load("ch-2014"))
    assert "do not show that one version is clearer" in str(compared.conclusion)
    assert "published wording" in str(compared.conclusion)
    whole = " ".join(map(str, compared.parts[0].sentences()))
    assert f"n = {compared.one.whole.sentences}" in whole
    assert f"n = {compared.other.whole.sentences}" in whole


def test_a_part_that_one_version_lacks_is_not_compared() -> None:
    criteria = next(part for part in compare(load("sccif-2025"), load("ch-2014")).parts if part.part == "criteria")
    assert criteria.other is None
    assert list(criteria.sentences()) == []


def test_judging_never_loads_the_readability_library() -> None:
    source = Path(__file__).parents[3] / "src" / "evenhand"
    users = [file.name for file in source.rglob("*.py") if "import textstat" in file.read_text(encoding="utf-8")]
    assert users == ["figures.py"]
