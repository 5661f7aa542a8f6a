"""A file that cannot be used is refused with its name, the line, and what to write instead; never with a traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.core.framework.examples import TINY, broken, line_of

from evenhand.findings import BadInput, Finding
from evenhand.framework.model import Framework
from evenhand.framework.reading import (
    MAX_BYTES,
    dotted,
    in_force_on,
    load,
    load_all,
    load_standards,
    parse,
    read,
    read_text,
    shipped_ids,
)


def refused(text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as refusal:
        read_text(text, "draft.yaml", Framework)
    for finding in refusal.value.findings:
        assert finding.where.file == "draft.yaml"
    return refusal.value.findings


def test_a_good_file_is_read_with_the_line_of_everything() -> None:
    framework, places = read_text(TINY, "tiny.yaml", Framework)
    assert framework.id == "tiny"
    assert places.line(("rules", 1, "then", 0, "at_most")) == line_of(TINY, "{cap: care, at_most: poor}")
    assert str(places.where(("rules", 1, "id"))) == f"tiny.yaml:{line_of(TINY, 'id: CAP')} (rules[1].id)"


def test_a_place_that_is_not_in_the_file_gets_the_line_of_what_holds_it() -> None:
    _, places = read_text(TINY, "tiny.yaml", Framework)
    assert places.line(("rules", 1, "note")) == line_of(TINY, "- id: CAP")


def test_broken_yaml_is_refused_at_its_line() -> None:
    (finding,) = refused("format: 1\nid: tiny\n  title: [broken\n")
    assert (finding.code, finding.where.line) == ("YM001", 3)
    assert "this is not YAML" in str(finding.message)


@pytest.mark.parametrize(
    "text", ["a: 'never closed", "a: b: c", "a:\n\t- tab", "- [1, 2\n- 3", "%YAML 9\n---\n? ? ?", "\x07"]
)
def test_no_broken_text_gives_a_traceback(text: str) -> None:
    assert refused(text)


def test_a_key_written_twice_is_refused_at_the_second() -> None:
    (finding,) = refused("format: 1\nid: tiny\nformat: 1\n")
    assert (finding.code, finding.where.line, finding.where.field) == ("YM002", 3, "format")


def test_an_alias_is_refused_because_it_can_unfold_without_end() -> None:
    (finding,) = refused("format: 1\nscales: &all [1]\nrules: *all\n")
    assert finding.code == "YM007"
    assert "write it out" in str(finding.message)


def test_a_key_that_nobody_knows_is_refused_at_its_line() -> None:
    text = broken(("provision: Homes", "provison: Homes"))
    findings = refused(text)
    assert [(one.code, one.where.line) for one in findings if one.code == "YM011"] == [
        ("YM011", line_of(text, "provison: Homes"))
    ]


def test_a_key_that_is_missing_is_named_at_what_should_hold_it() -> None:
    text = broken(("    title: Safety limits care\n", ""))
    (finding,) = refused(text)
    assert (finding.code, finding.where.line) == ("YM012", line_of(text, "- id: CAP"))
    assert str(finding.message) == "'title' is missing; add it"


def test_a_value_of_the_wrong_type_is_refused_at_its_line() -> None:
    text = broken(("max_working_days: 18", "max_working_days: soon"))
    (finding,) = refused(text)
    assert (finding.code, finding.where.line) == ("YM010", line_of(text, "max_working_days: soon"))


def test_every_fault_of_a_file_is_named_at_once() -> None:
    text = broken(("provision: Homes", "provison: Homes"), ("max_working_days: 18", "max_working_days: soon"))
    assert [one.code for one in refused(text)].count("YM010") == 1
    assert {one.code for one in refused(text)} == {"YM010", "YM011", "YM012"}


def test_a_fault_inside_a_condition_names_the_place_as_the_file_has_it() -> None:
    text = broken(("{grade: safety, is: poor}", "{grade: safety, is: poor, at_most: fair}"))
    (finding,) = refused(text)
    assert finding.where.line == line_of(text, "{grade: safety, is: poor, at_most: fair}")
    assert finding.where.field.startswith("rules[1].when")


def test_a_condition_of_no_known_kind_lists_the_kinds() -> None:
    (finding,) = refused(broken(("{grade: safety, is: poor}", "{mark: safety, is: poor}")))
    assert "grade, fact, inspection, all, any, not" in str(finding.message)


def test_a_scale_with_a_gap_is_refused_where_it_stands() -> None:
    text = broken(("{ordinal: 3, id: fine", "{ordinal: 4, id: fine"))
    (finding,) = refused(text)
    assert finding.where.line == line_of(text, "- id: grades")
    assert "count up without a gap" in str(finding.message)


def test_two_judgements_with_one_id_are_refused() -> None:
    assert "two judgements have the same id" in str(refused(broken(("- id: leaders\n", "- id: safety\n")))[0].message)


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    (finding,) = refused(text)
    assert finding.code == "YM004"


@pytest.mark.parametrize("text", ["just words", "- a\n- list", "42"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    assert refused(text)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    (finding,) = refused(b"#" * (MAX_BYTES + 1))
    assert finding.code == "YM003"


def test_a_file_that_is_nested_too_deeply_is_refused() -> None:
    assert refused("a: " + "[" * 60 + "]" * 60)[0].code == "YM005"


def test_a_file_of_nothing_but_brackets_is_refused_and_does_not_end_the_process() -> None:
    for text in ("[" * 100_000, "- " * 100_000, "{a: " * 100_000):
        assert refused(text)[0].code == "YM005"


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    (finding,) = refused("title: Gr\xfc\xdfe".encode("latin-1"))
    assert finding.code == "YM001"
    assert "UTF-8" in str(finding.message)


def test_a_key_that_is_a_number_is_refused() -> None:
    assert refused("format: 1\n3: three\n")[0].code == "YM006"


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ("{a: ", "}"), ("[\n", "]\n")])
def test_forty_levels_are_read_and_the_next_is_refused_on_its_line(opens: str, closes: str) -> None:
    assert parse(opens * 40 + "7" + closes * 40, "deep.yaml")
    for inside in ("", "7", "[7]"):
        with pytest.raises(BadInput) as refusal:
            parse(opens * 41 + inside + closes * 41, "deep.yaml")
        (finding,) = refusal.value.findings
        assert (finding.code, finding.where.line) == ("YM005", 1 + 40 * opens.count("\n"))


def test_a_file_that_was_edited_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "framework.yaml"
    for title in ("First", "Other"):  # words of one length: neither size nor time of the file says that it changed
        file.write_text(broken(("title: A tiny framework\n", f"title: {title}\n")), encoding="utf-8")
        assert read(file, Framework)[0].title == title
    file.write_text("format: [", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BadInput, match="YM001"):
            read(file, Framework)


def test_a_file_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"missing\.yaml: error YM000: cannot be read"):
        read(tmp_path / "missing.yaml", Framework)


@pytest.mark.parametrize(
    ("text", "value"), [("a: no", "no"), ("a: yes", "yes"), ("a: true", True), ("a: 2020-04-01", "2020-04-01")]
)
def test_words_stay_words(text: str, value: object) -> None:
    # YAML would read "no" as false and a date as a date; an author who writes "no" means the word.
    assert parse(text, "x.yaml")[0] == {"a": value}


@pytest.mark.parametrize("text", ["010", "1:30", "0x1b", "2_7", "0b11", "1e3", "+5"])
def test_a_number_that_people_would_read_otherwise_stays_a_word(text: str) -> None:
    assert parse(f"weeks: {text}\n", "a.yaml")[0] == {"weeks": text}


def test_a_place_is_written_as_people_write_it() -> None:
    assert dotted(("rules", 2, "then", 0, "cap")) == "rules[2].then[0].cap"
    assert dotted(()) == ""


def test_an_unknown_framework_lists_those_that_exist() -> None:
    with pytest.raises(BadInput) as refusal:
        load("sccif-1999")
    for framework_id in shipped_ids():
        assert framework_id in str(refusal.value)


def test_an_unknown_set_of_standards_lists_those_that_exist() -> None:
    with pytest.raises(BadInput, match="qs-2015"):
        load_standards("qs-1999")


def test_the_framework_of_an_inspection_is_the_one_in_force_on_its_day() -> None:
    for framework in load_all():
        assert in_force_on(framework.in_force.start) == framework
    newest = load_all()[-1]
    assert newest.in_force.end is None
    assert in_force_on(date(2099, 1, 1)) == newest
    assert in_force_on(date(1999, 1, 1)) is None
