"""A case that does not fit its framework is refused with every fault, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.oracle.tiny import tiny

from evenhand.findings import BadInput
from evenhand.judgement.case import Case, must_fit, read_case

FAULTY = """\
framework: other
inspection: interim
facts:
  manager: maybe
  weeks: 1000
  weather: fine
  effort: some
grades:
  helped_protected: splendid
  hygiene: good
reasons:
  hygiene: because
explained:
  kitchen: because
"""


def faults_of(folder: Path, text: str) -> list[tuple[int | None, str]]:
    """Line and code of every fault of a case."""
    file = folder / "case.yaml"
    file.write_text(text, encoding="utf-8")
    case, places = read_case(file)
    with pytest.raises(BadInput) as caught:
        must_fit(tiny(), case, places)
    assert all(str(file) in str(finding) for finding in caught.value.findings)
    return [(finding.where.line, finding.code) for finding in caught.value.findings]


@pytest.mark.parametrize("answer", ["null", "[1]", "{a: b}", "26.5", "26.0"])
def test_an_answer_that_is_no_answer_is_one_fault_in_plain_words(tmp_path: Path, answer: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(f"framework: tiny\nfacts:\n  weeks: {answer}\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_case(file)
    (finding,) = caught.value.findings
    assert (finding.where.line, finding.where.field) == (3, "facts.weeks")
    assert str(finding.message) == "write true or false, a whole number, or a word"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- tiny\n", "keys with values"),
        ("framework: 5\n", "write words here"),
        ("framework: ../tiny\n", "this is an id"),
        ("framework: tiny\ngrades: good\n", "keys with values"),
    ],
)
def test_a_case_of_another_shape_is_refused_in_plain_words(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        read_case(file)


def test_every_fault_is_named_at_its_line(tmp_path: Path) -> None:
    assert faults_of(tmp_path, FAULTY) == [
        (1, "CA001"),
        (2, "CA002"),
        (4, "CA005"),
        (5, "CA005"),
        (6, "CA003"),
        (7, "CA005"),
        (9, "CA006"),
        (10, "CA004"),
        (12, "CA004"),
        (14, "CA004"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("facts: {manager: 1}", "true or false"),
        ("facts: {weeks: true}", "whole number of weeks"),
        ("facts: {weeks: 521}", "from 0 to 520"),
        ("facts: {effort: lots}", "clear, little"),
        ("grades: {helped_protected: fair}", "outstanding, good, requires_improvement, inadequate"),
    ],
)
def test_a_refusal_says_what_to_write_instead(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(f"framework: tiny\n{line}\n", encoding="utf-8")
    case, places = read_case(file)
    with pytest.raises(BadInput, match=said):
        must_fit(tiny(), case, places)


def test_a_case_that_fits_passes_in_silence() -> None:
    must_fit(
        tiny(), Case(framework="tiny", facts={"manager": False, "weeks": 520}, grades={"helped_protected": "good"})
    )


def test_a_key_that_does_not_belong_is_refused_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("framework: tiny\ngrade: good\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"case\.yaml:2"):
        read_case(file)


def test_a_case_without_a_file_names_the_field() -> None:
    with pytest.raises(BadInput, match=r"grades\.hygiene"):
        must_fit(tiny(), Case(framework="tiny", grades={"hygiene": "good"}))
