"""A version is begun as a copy that is right in every way, and sealed only when it is; what exists is never touched."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from tests.core.framework.examples import AROUND, TINY, broken, line_of, written

from evenhand.findings import BadInput, Severity
from evenhand.framework import checks, crosswalk
from evenhand.framework.drafting import (
    Beginning,
    Original,
    begin,
    fingerprint_of,
    original,
    seal_checked,
    seal_file,
    write,
)
from evenhand.framework.drafting.keys import folded, quoted, with_keys
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, parse, read, read_text, shipped_ids
from evenhand.framework.sealing import seal, unseal
from evenhand.judgement.case import must_fit, read_case
from evenhand.judgement.engine import judge

APRIL = date(2040, 4, 1)
NEWEST = "sccif-2025"
# What is said of the version itself, and not of how homes are inspected.
ABOUT_ITSELF = {"id", "title", "summary", "in_force", "predecessor", "note", "last_seen", "suspended"}


@lru_cache
def drafted(old: str = NEWEST, new: str = "sccif-2040", starts: date = APRIL, title: str = "") -> Beginning:
    return begin(original(old), new, starts, title)


def read_draft(draft: Beginning) -> Framework:
    return read_text(dict(draft.files)[f"{draft.id}/framework.yaml"], "draft.yaml", Framework)[0]


def errors(findings: tuple[object, ...]) -> list[str]:
    return [str(one) for one in findings if getattr(one, "severity", None) is Severity.ERROR]


# ----------------------------------------------------------------------------------------------- beginning one


@pytest.mark.parametrize("old", shipped_ids())
def test_a_version_begun_from_any_other_passes_both_lints_at_once(old: str, tmp_path: Path) -> None:
    write(drafted(old), tmp_path)
    assert errors(checks.lint(tmp_path / "sccif-2040")) == []
    assert errors(crosswalk.lint(tmp_path)) == []
    assert len(crosswalk.files(tmp_path)) == 1


def test_a_version_begun_from_the_newest_has_no_findings_at_all(tmp_path: Path) -> None:
    write(drafted(), tmp_path)
    assert [str(one) for one in checks.lint(tmp_path / "sccif-2040")] == []


@pytest.mark.parametrize("old", shipped_ids())
def test_a_new_version_says_what_the_old_one_says(old: str) -> None:
    draft, before = read_draft(drafted(old)), load(old)
    assert draft.model_dump(exclude=ABOUT_ITSELF) == before.model_dump(exclude=ABOUT_ITSELF)
    assert (draft.id, draft.predecessor, draft.in_force.start, draft.in_force.end) == ("sccif-2040", old, APRIL, None)
    assert seal(before)[1] in draft.note
    assert "[[" in draft.summary


def test_comments_and_order_of_the_old_file_stay() -> None:
    old, new = original(NEWEST).text, dict(drafted().files)["sccif-2040/framework.yaml"]
    assert new.splitlines()[0] == old.splitlines()[0] == "# yaml-language-server: $schema=../framework.schema.json"
    assert "DRAFT of sccif-2040" in new.splitlines()[1]
    head = sum(line.startswith("#") for line in old.split("format:")[0].splitlines())
    comments = [[line for line in text.splitlines() if line.lstrip().startswith("#")] for text in (old, new)]
    assert comments[1][-len(comments[0]) + 1 :] == comments[0][1:]
    assert len(comments[0]) > head > 5
    keys = [key for key in parse(old, "old")[0] if key != "last_seen"]
    assert list(parse(new, "new")[0]) == keys
    assert new.endswith(old[old.index("\nscales:") :])


@pytest.mark.parametrize("old", [NEWEST, "ch-2014"])
def test_the_cases_of_the_old_version_hold_for_the_new_one(old: str, tmp_path: Path) -> None:
    write(drafted(old), tmp_path)
    framework = read(tmp_path / "sccif-2040" / "framework.yaml", Framework)[0]
    cases = sorted((tmp_path / "sccif-2040" / "cases").glob("*.yaml"))
    assert len(cases) == len(original(old).cases) > 0
    for file in cases:
        case, _places = read_case(file)
        must_fit(framework, case)
        old_case = case.model_copy(update={"framework": old})
        assert judge(framework, case).judgements == judge(load(old), old_case).judgements


def test_a_title_is_kept_as_it_was_given() -> None:
    title = 'Care: what it is, "really" # and why'
    assert read_draft(drafted(title=f"  {title}\n")).title == title
    assert read_draft(drafted()).title == "Draft of sccif-2040"


@pytest.mark.parametrize("new", ["SCCIF-2040", "sccif 2040", "", "../evil", "a--b", "x" * 81, "standards", "-a", "a/b"])
def test_an_id_that_cannot_be_one_is_refused(new: str) -> None:
    with pytest.raises(BadInput, match="DR001"):
        drafted(new=new)


def test_a_published_id_is_refused() -> None:
    with pytest.raises(BadInput, match="on the shelf already"):
        drafted(new="sccif-2022")


@pytest.mark.parametrize("day", [date(2025, 4, 4), date(2011, 1, 1)])
def test_a_day_that_is_not_after_the_old_versions_first_is_refused(day: date) -> None:
    with pytest.raises(BadInput, match="is not after 2025-04-04"):
        drafted(starts=day)


@pytest.mark.parametrize("title", ["   ", "x" * 301, "bell \x07"])
def test_a_title_that_cannot_be_one_is_refused(title: str) -> None:
    with pytest.raises(BadInput, match="DR005"):
        drafted(title=title)


def test_an_unknown_old_version_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match=NEWEST):
        original("sccif-1999")


def test_nothing_is_overwritten_and_nothing_is_left_behind(tmp_path: Path) -> None:
    write(drafted(), tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(BadInput, match="DR004"):
        write(drafted(), tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_a_crosswalk_that_is_there_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "crosswalks").mkdir()
    (tmp_path / "crosswalks" / f"{NEWEST}--sccif-2040.yaml").write_text("mine")
    with pytest.raises(BadInput, match="DR004"):
        write(drafted(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["crosswalks"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="DR003"):
        write(drafted(), tmp_path / "nowhere")


def test_the_files_that_are_written_are_the_files_of_the_draft(tmp_path: Path) -> None:
    draft = drafted()
    assert [file.relative_to(tmp_path).as_posix() for file in write(draft, tmp_path)] == [
        name for name, _ in draft.files
    ]
    assert {
        file.relative_to(tmp_path).as_posix(): file.read_text(encoding="utf-8")
        for file in tmp_path.rglob("*")
        if file.is_file()
    } == dict(draft.files)


def test_a_suspension_of_the_old_version_is_not_carried_over() -> None:
    old = Original(read_text(TINY, "tiny.yaml", Framework)[0], TINY, ())
    new = read_draft(begin(old, "tiny-2", APRIL))
    assert old.framework.suspended
    assert new.suspended == ()


# -------------------------------------------------------------------------------------------------- single keys

NOTED = "# head\na: 1\n# above b\nb: >-\n  two\n\n  three\n\n# above c\nc:\n  - {x: 1}\n  # inside\n  - {x: 2}\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"a": "9"}, NOTED.replace("a: 1", "a: 9")),
        ({"b": "short"}, NOTED.replace("b: >-\n  two\n\n  three\n", "b: short\n")),
        ({"b": None}, NOTED.replace("# above b\nb: >-\n  two\n\n  three\n", "")),
        ({"c": "[]"}, NOTED.replace("c:\n  - {x: 1}\n  # inside\n  - {x: 2}\n", "c: []\n")),
        ({"a": "9", "new": "8"}, NOTED.replace("a: 1\n", "a: 9\nnew: 8\n")),
        ({"missing": None}, NOTED),
    ],
)
def test_only_the_lines_of_a_key_are_changed(changes: dict[str, str | None], expected: str) -> None:
    assert with_keys(NOTED, changes) == expected


def test_a_key_without_a_place_is_not_guessed_at() -> None:
    with pytest.raises(KeyError):
        with_keys(NOTED, {"new": "1"})


@pytest.mark.parametrize("text", ["plain", 'with "quotes" and \\', "a: b # c", "no", "2020-01-01", "Grüße’s [[x]]"])
def test_a_text_is_written_so_that_it_is_read_back(text: str) -> None:
    assert yaml.safe_load(f"a: {quoted(text)}") == {"a": text}
    assert yaml.safe_load(f"a: {folded(f'{text} ' * 30)}") == {"a": " ".join([text] * 30)}


# ------------------------------------------------------------------------------------------------------ sealing


def test_a_version_without_errors_is_sealed_and_comes_back(tmp_path: Path) -> None:
    sealing = seal_file(written(tmp_path, TINY), AROUND)
    assert sealing.content is not None and sealing.fingerprint is not None
    assert unseal(sealing.content, sealing.fingerprint) == read_text(TINY, "tiny.yaml", Framework)[0]
    assert sealing.findings == ()


def test_an_error_stands_in_the_way_and_a_warning_does_not(tmp_path: Path) -> None:
    wrong = broken(("judgement: safety\n    title: Being", "judgement: saftey\n    title: Being"))
    sealing = seal_file(written(tmp_path, wrong), AROUND)
    assert (sealing.content, sealing.fingerprint) == (None, None)
    assert [one.where.line for one in sealing.errors] == [line_of(wrong, "judgement: saftey")]
    late = broken(("from: 2020-04-01, to: 2030", "from: 2020-05-01, to: 2030"))
    framework, places = read_text(late, "tiny.yaml", Framework)
    warned = seal_checked(framework, places, AROUND)
    assert [one.code for one in warned.findings] == ["FW061"]
    assert warned.fingerprint == seal(framework)[1]


def test_a_file_that_cannot_be_read_is_not_sealed(tmp_path: Path) -> None:
    sealing = seal_file(written(tmp_path, "format: 1\nid: [unclosed\n"), AROUND)
    assert sealing.content is None
    assert [one.code for one in sealing.errors] == ["YM001"]


def test_a_text_that_waits_for_its_author_is_pointed_out(tmp_path: Path) -> None:
    text = broken(("Days are good.", "'[[What are days like?]]'"))
    sealing = seal_file(written(tmp_path, text), AROUND)
    assert [(one.code, one.where.line) for one in sealing.findings] == [("DR007", line_of(text, "[[What are"))]
    assert sealing.content is not None


def test_one_framework_is_sealed_at_a_time(tmp_path: Path) -> None:
    written(tmp_path, TINY)
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "framework.yaml").write_text(TINY)
    with pytest.raises(BadInput, match="2 frameworks here"):
        seal_file(tmp_path, AROUND)


def test_the_fingerprint_of_a_file_is_that_of_its_content(tmp_path: Path) -> None:
    file = written(tmp_path, TINY)
    content, name = seal(read_text(TINY, "tiny.yaml", Framework)[0])
    sealed = tmp_path / "tiny.sealed.json"
    sealed.write_bytes(content)
    assert fingerprint_of(file) == fingerprint_of(sealed) == name
    sealed.write_bytes(content + b"\n")
    assert fingerprint_of(sealed) != name, "one byte more is not what was sealed"
    with pytest.raises(BadInput, match="cannot be read"):
        fingerprint_of(tmp_path / "missing.json")
