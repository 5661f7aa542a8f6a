"""Each check finds its fault, on the right line, and nothing else; a framework without faults has no findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.core.framework.examples import AROUND, TINY, broken, line_of, written

from evenhand.findings import BadInput, Severity
from evenhand.framework.checks import CHECKS, lint
from evenhand.framework.reading import shipped_ids
from evenhand.shelf import shipped

FAULTS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text(encoding="utf-8"))
BEFORE_AREAS = "evidence_areas:\n"
NEW_RULE = "  - id: NEW\n    title: New\n    words: New.\n    sources: [paper]\n    "


def changes(fault: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (BEFORE_AREAS, f"{NEW_RULE}{new}\n\n{BEFORE_AREAS}") if old == "RULE" else (old, new)
        for old, new in fault["change"]
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['code']}: {fault['says']}")
def test_a_check_reports_its_fault_on_its_line_and_no_other_check_does(fault: dict[str, Any], tmp_path: Path) -> None:
    text = broken(*changes(fault))
    findings = lint(written(tmp_path, text), AROUND)
    assert {finding.code for finding in findings} == {fault["code"], *fault.get("also", ())}, "\n".join(
        str(finding) for finding in findings
    )
    first = next(finding for finding in findings if finding.code == fault["code"])
    at = fault.get("at") or fault["change"][0][1].strip().splitlines()[0]
    assert first.where.line == line_of(text, at), str(first)
    assert first.where.file.endswith("tiny/framework.yaml")
    assert not any("{" in str(finding.message) for finding in findings), "a message leaves a gap"


def test_a_framework_without_faults_has_no_findings(tmp_path: Path) -> None:
    assert [str(finding) for finding in lint(written(tmp_path, TINY), AROUND)] == []


def test_every_check_is_tested() -> None:
    assert {fault["code"] for fault in FAULTS} == {check.code for check in CHECKS}


def test_every_check_has_a_code_of_its_own() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_says_in_one_sentence_what_it_finds(check: Any) -> None:
    assert check.sentence.endswith("."), "the first line of the docstring is a whole sentence"
    assert check.sentence[0].isupper()
    assert len(check.sentence) <= 120


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_a_shipped_framework_has_no_errors(framework_id: str) -> None:
    findings = lint(shipped("frameworks") / framework_id)
    assert [str(finding) for finding in findings if finding.severity is Severity.ERROR] == []


def test_a_file_that_cannot_be_understood_is_a_finding_of_the_same_shape(tmp_path: Path) -> None:
    findings = lint(written(tmp_path, "format: 1\nid: [unclosed\n"), AROUND)
    assert [finding.code for finding in findings] == ["YM001"]
    assert findings[0].where.line is not None


def test_a_folder_of_frameworks_is_linted_whole(tmp_path: Path) -> None:
    written(tmp_path, TINY)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "framework.yaml").write_text("")
    assert [finding.code for finding in lint(tmp_path, AROUND)] == ["YM004"]


def test_a_path_without_a_framework_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no framework here"):
        lint(tmp_path, AROUND)
