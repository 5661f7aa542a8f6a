"""`evenhand judge`: a case goes in, what the rules say comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evenhand.cli import app

GOOD = """\
framework: sccif-2025
title: A home without surprises
facts:
  registered_manager: true
  manager_qualification: held
  few_staff_qualified: false
  multi_building: false
  first_inspection: false
grades:
  helped_protected: good
  leaders_managers: good
  overall_experiences_progress: good
"""


def judge(folder: Path, text: str, *options: str) -> Result:
    file = folder / "case.yaml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(app, ["judge", str(file), *options])


def test_a_case_that_keeps_every_rule_exits_with_0(tmp_path: Path) -> None:
    result = judge(tmp_path, GOOD)
    assert result.exit_code == 0, result.output
    assert "A home without surprises" in result.stdout
    assert "The overall experiences and progress of children: Good may be given." in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("helped_protected: good", "helped_protected: inadequate", "refused"),
        ("helped_protected: good", "helped_protected: outstanding", "needs_reason"),
        ("  helped_protected: good\n", "", "too_early"),
    ],
)
def test_a_refused_or_lacking_grade_exits_with_1(tmp_path: Path, old: str, new: str, verdict: str) -> None:
    result = judge(tmp_path, GOOD.replace(old, new), "--json")
    assert result.exit_code == 1
    assert verdict in {one["verdict"] for one in json.loads(result.stdout)["judgements"]}


def test_a_rule_that_cannot_be_decided_exits_with_1_and_says_what_it_needs(tmp_path: Path) -> None:
    result = judge(tmp_path, GOOD.replace("  manager_qualification: held\n", ""))
    assert result.exit_code == 1
    assert "Rule R5 cannot be decided yet" in result.stdout


def test_the_answer_for_machines_names_grades_and_rules_by_id(tmp_path: Path) -> None:
    answer = json.loads(
        judge(tmp_path, GOOD.replace("helped_protected: good", "helped_protected: inadequate"), "--json").stdout
    )
    overall = next(one for one in answer["judgements"] if one["id"] == "overall_experiences_progress")
    assert overall["allowed"] == ["inadequate"]
    assert "R1" in overall["rules"]
    assert {"id": "R1", "state": "applies", "missing": []} in answer["rules"]
    assert answer["explanation"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("framework: sccif-2025", "framework: sccif-2099", 1, "there is no framework 'sccif-2099'"),
        ("manager_qualification: held", "manager_qualification: lost", 5, "'lost' does not answer"),
        ("leaders_managers: good", "leaders_managers: splendid", 11, "'splendid' is not a grade of this scale"),
        ("title: A home without surprises", "titel: A home", 2, "'titel' is not a key that belongs here"),
        ("facts:", "facts: [", 3, "this is not YAML"),
    ],
)
def test_a_case_that_cannot_be_judged_exits_with_2_and_names_the_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    result = judge(tmp_path, GOOD.replace(old, new))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "case.yaml:" in result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    if "YAML" not in message:
        assert f"case.yaml:{line} " in result.stderr


def test_a_file_that_does_not_exist_exits_with_2() -> None:
    result = CliRunner().invoke(app, ["judge", "nowhere.yaml"])
    assert result.exit_code == 2
    assert "nowhere.yaml: error YM000: cannot be read" in result.stderr
