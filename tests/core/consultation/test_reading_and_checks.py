"""A consultation before it is put to people: what is wrong is named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.consultation.stories import YAML, consultation

from evenhand.consultation.checks import CHECKS, findings, must_be_sound, read_consultation, read_consultation_text
from evenhand.consultation.clauses import clauses_of
from evenhand.consultation.model import seal
from evenhand.findings import BadInput, Severity
from evenhand.framework.reading import load
from evenhand.shelf import shipped

EXAMPLES = sorted((shipped("data") / "consultations" / "example").glob("[cs]*.yaml"))


def found(text: str, draft: str | None = "sccif-2025") -> list[tuple[str, int | None]]:
    one, places = read_consultation_text(text, "consultation.yaml")
    return [(x.code, x.where.line) for x in findings(one, places, load(draft) if draft else None)]


def test_a_sound_consultation_gives_nothing_to_say() -> None:
    assert found(YAML) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("id: manager\n", "id: leaving\n", "CN001", 15),
        ("  - id: q2", "  - id: comment", "CN001", 24),
        ("closes: 2026-03-31", "closes: 2025-03-31", "CN002", 8),
        ("proposal: manager", "proposal: pay", "CN003", 25),
        ("proposal: manager", "proposal: leaving", "CN004", 15),
        ("[full, R1]", "[full, R99]", "CN005", 14),
        ("helped_protected.good", "helped_protected.excellent", "CN005", 19),
        ("about: sccif-2025", "about: sccif-2030", "CN006", 5),
        ("in_force: sccif-2022", "in_force: sccif-2025", "CN006", 5),
        ("clauses: [full, R1]", "clauses: []", "CN007", 10),
        ("that 20 weeks is the right limit?", "that 20 weeks is clearly right?", "CN008", 26),
        ("agree or disagree that children should hear first?", "agree that children should hear first?", "CN009", 23),
        ("children should hear first?", "children should hear first.", "CN009", 23),
    ],
)
def test_each_fault_is_found_on_its_line(old: str, new: str, code: str, line: int) -> None:
    assert old in YAML
    assert (code, line) in found(YAML.replace(old, new, 1))


def test_every_check_is_tried_above_or_below() -> None:
    assert {one.code for one in CHECKS} == {f"CN{number:03}" for number in range(1, 11)}


def test_without_the_draft_clauses_are_not_checked_and_it_says_so() -> None:
    assert found(YAML.replace("R1", "R99"), draft=None) == [("CN010", 5)]


def test_a_clause_that_is_nearly_right_gets_the_right_one_offered() -> None:
    one, places = read_consultation_text(YAML.replace("helped_protected.good", "helped_protect.good"), "c.yaml")
    wrong = findings(one, places, load("sccif-2025"))
    assert "did you mean helped_protected.good" in str(wrong[0].message)


def test_errors_stop_and_warnings_do_not() -> None:
    one, places = read_consultation_text(YAML.replace("is the right", "is clearly the right"), "c.yaml")
    must_be_sound(one, places)
    one, places = read_consultation_text(YAML.replace("closes: 2026", "closes: 2025"), "c.yaml")
    with pytest.raises(BadInput, match=r"c\.yaml:8 \(closes\): error CN002"):
        must_be_sound(one, places)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("title: What", "titel: What", "consultation.yaml:3 (titel): error YM011"),
        ("opens: 2026-01-05", "opens: soon", "consultation.yaml:7 (opens)"),
        ("closes: 2026-03-31", "closes: 2026-03-31\nminimum_group: 4", "consultation.yaml:9 (minimum_group)"),
        ("closes: 2026-03-31", "closes: 2026-03-31\nrespondents: [press]", "consultation.yaml:9 (respondents[0])"),
        ("id: q2", "id: q2\n    id: q3", "consultation.yaml:25 (questions[1].id): error YM002"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(old: str, new: str, words: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_consultation_text(YAML.replace(old, new, 1), "consultation.yaml")
    assert words in str(refusal.value)


def test_the_fingerprint_is_of_the_content_and_not_of_the_spelling() -> None:
    again = read_consultation_text(f"# a remark\n{YAML}minimum_group: 5\n", "other.yaml")[0]
    assert seal(again) == seal(consultation())
    assert seal(consultation(title="Another"))[1] != seal(consultation())[1]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_shipped_examples_are_sound_and_say_that_they_are_invented(file: Path) -> None:
    one, places = read_consultation(file)
    assert [x.code for x in findings(one, places)] == ["CN010"], "their draft does not exist, and that is said"
    assert one.invented and "invented" in one.title and file.read_text().startswith("# INVENTED")
    known = clauses_of(load(one.in_force))
    assert [clause for proposal in one.proposals for clause in proposal.clauses if clause not in known] == []


def test_every_piece_of_a_framework_is_a_clause_once() -> None:
    framework = load("sccif-2025")
    known = clauses_of(framework)
    assert {"helped_protected", "R1", "registered_manager", "helped_protected.outstanding", "assurance"} <= set(known)
    assert known["R1"].title == framework.rule_by_id["R1"].title and str(known["R1"].kind) == "rule"
    assert all(one.severity is not Severity.NOTE or one.code == "CN010" for one in CHECKS)
