"""Is this file the report that was sealed? The sealed JSON, and the commands; PDFs are in tests/oracle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenhand.cli import app
from evenhand.findings import BadInput
from evenhand.provenance import canonical, fingerprint
from evenhand.report.rendering.verifying import verify

CONTENT = canonical(json.loads(Path(__file__).with_name("golden_report.json").read_bytes()))
FINGERPRINT = fingerprint(CONTENT)


def codes(content: bytes) -> list[str]:
    return [one.code for one in verify(content, "report.json").findings]


def test_sealed_bytes_are_known_by_their_fingerprint() -> None:
    found = verify(CONTENT)
    assert found.holds and found.form == "json" and found.fingerprint == FINGERPRINT
    assert "published" in str(found.unproved[0]), "bytes alone never prove that they are the published ones"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(json.loads(CONTENT), indent=1).encode(), ["DO003"]),
        (CONTENT + b"\n", ["DO003"]),
        (CONTENT.replace(b'"format":1', b'"format":2'), ["DO004"]),
        (CONTENT.replace(b'"fictional":true', b'"address":"1 Acacia Avenue","fictional":true'), ["DO003", "DO004"]),
        (CONTENT.replace(b'"format":1', b'"format":1,"single":null'), ["DO003"]),
        (canonical({**json.loads(CONTENT), "single": None}), ["DO003"]),
        (b"{}", ["DO004"]),
        (b"[1,2]", ["DO004"]),
        (b"NaN", ["DO003", "DO004"]),
    ],
)
def test_a_file_that_is_not_as_it_was_sealed_is_named(content, expected) -> None:
    assert codes(content) == expected
    assert not verify(content).holds


@pytest.mark.parametrize("content", [b"", b"not json", b"\xff\xfe", b"[" * 100_000, b"<html></html>"])
def test_what_is_no_report_at_all_is_bad_use(content) -> None:
    with pytest.raises(BadInput, match="DO002"):
        verify(content, "report.json")


# --- the commands ---------------------------------------------------------------------------------------------------


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.json"
    file.write_bytes(CONTENT)
    return file


def run(*arguments: object):
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_verify_says_what_is_proved_and_what_is_not(report) -> None:
    result = run("verify", report)
    assert result.exit_code == 0, result.output
    for words in (FINGERPRINT, "Proved", "Not proved by this", "only the fingerprint on the site’s own page"):
        assert words in " ".join(result.stdout.split())


def test_verify_answers_machines_in_json_only(report) -> None:
    answer = json.loads(run("verify", report, "--json").stdout)
    assert answer["holds"] is True and answer["fingerprint"] == FINGERPRINT and answer["urn"] == "FICTION1"
    assert answer["not_proved"] and answer["findings"] == []


def test_a_changed_grade_changes_the_fingerprint_and_a_copy_tells(report, tmp_path) -> None:
    """One letter changed gives a report that is sound in itself: only the comparison with the site can tell."""
    better = tmp_path / "better.json"
    better.write_bytes(CONTENT.replace(b'"label":"Good"', b'"label":"Outstanding"'))
    assert run("verify", better).exit_code == 0
    compared = run("verify", better, "--against", report)
    assert compared.exit_code == 1 and "DO010" in compared.stdout
    assert run("verify", report, "--against", report).exit_code == 0


def test_verify_ends_with_one_for_findings_and_two_for_bad_use(tmp_path, report) -> None:
    spaced = tmp_path / "spaced.json"
    spaced.write_bytes(CONTENT + b" ")
    assert run("verify", spaced).exit_code == 1
    spaced.write_bytes(b"hello")
    assert run("verify", spaced).exit_code == 2
    assert run("verify", tmp_path / "nowhere.json").exit_code == 2
    assert run("verify", report, "--against", "http://127.0.0.1:9/").exit_code == 2


def test_render_writes_html_beside_the_file_and_refuses_what_was_changed(report, tmp_path) -> None:
    result = run("render", report, "--to", "html")
    assert result.exit_code == 0 and result.stdout.strip().endswith("report.html")
    assert FINGERPRINT in report.with_suffix(".html").read_text()
    assert not list(tmp_path.glob(".*")), "no half-written file is left"
    report.write_bytes(CONTENT + b" ")
    assert run("render", report, "--to", "html").exit_code == 2
