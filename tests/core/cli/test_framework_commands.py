"""`evenhand framework`: what a person sees, what a machine reads, and the exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.core.framework.examples import TINY, written
from typer.testing import CliRunner, Result

from evenhand.cli import app
from evenhand.framework import crosswalk
from evenhand.framework.checks import CHECKS
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.shelf import shipped


def evenhand(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_list_names_every_shipped_framework() -> None:
    result = evenhand("framework", "list")
    assert result.exit_code == 0
    for framework_id in shipped_ids():
        assert framework_id in result.stdout


def test_list_for_machines_is_oldest_first() -> None:
    rows = json.loads(evenhand("framework", "list", "--json").stdout)
    assert {row["id"] for row in rows} == set(shipped_ids())
    assert [row["from"] for row in rows] == sorted(row["from"] for row in rows)
    assert set(rows[0]) == {"id", "title", "from", "to", "judgements", "rules", "verified"}


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_show_prints_every_section_of_every_framework(framework_id: str) -> None:
    result = evenhand("framework", "show", framework_id)
    framework = load(framework_id)
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    for rule in framework.rules:
        assert " ".join(rule.words.split()) in shown
    for fact in framework.facts:
        assert fact.question in shown
    for heading in ("Judgements", "Scales", "Rules", "Timeline", "Out of scope", "Not verified", "Sources"):
        assert heading in shown


def test_show_says_how_strong_a_rule_is() -> None:
    rules = evenhand("framework", "show", "sccif-2025", "--section", "rules").stdout
    assert "absolute: “The overall experiences and progress of children”: no grade better than Inadequate" in rules
    assert "usually: " in rules
    assert "note: this limits no grade." in rules


def test_show_marks_plainly_what_is_not_verified() -> None:
    shown = evenhand("framework", "show", "sccif-2025").stdout
    assert "[not verified]" in shown
    for sentence in load("sccif-2025").unverified:
        assert " ".join(sentence.split()) in " ".join(shown.split())


def test_show_for_machines_is_the_file_with_its_fingerprint() -> None:
    shown = json.loads(evenhand("framework", "show", "sccif-2025", "--json").stdout)
    assert len(shown.pop("fingerprint")) == 64
    assert [one["id"] for one in shown.pop("standard_sets")] == ["qs-2015", "chr-2015"]
    assert Framework.model_validate(shown) == load("sccif-2025")


def test_show_says_which_standards_were_not_read() -> None:
    shown = evenhand("framework", "show", "ch-2012", "--section", "standards").stdout
    assert "Not read: The text of the standards" in shown
    assert re.search(r"^ 9 .*contact +1 *$", shown, re.MULTILINE)
    assert re.search(r"^ 13 .*Statement of purpose \[not verified\] +1 *$", shown, re.MULTILINE)
    assert "The Children's Homes Regulations 2001 (chr-2001)" in shown
    told = json.loads(evenhand("framework", "show", "ch-2012", "--section", "standards", "--json").stdout)
    marks = [one["verified"] for one in told["standard_sets"][0]["standards"]]
    assert (marks.count(True), marks.count(False)) == (9, 16)


def test_a_draft_is_shown_by_its_path(tmp_path: Path) -> None:
    evenhand("framework", "new", "sccif-2040", "--folder", str(tmp_path), "--title", "A draft of 2040")
    assert "A draft of 2040" in evenhand("framework", "show", str(tmp_path / "sccif-2040")).stdout


def test_show_can_be_narrowed_to_a_section() -> None:
    result = evenhand("framework", "show", "sccif-2025", "--section", "timeline")
    assert "working days" in result.stdout
    assert "bibliography" not in json.loads(
        evenhand("framework", "show", "sccif-2025", "--section", "timeline", "--json").stdout
    )


def test_a_section_that_does_not_exist_is_bad_use_and_lists_those_that_do() -> None:
    result = evenhand("framework", "show", "sccif-2025", "--section", "costs")
    assert result.exit_code == 2
    assert "timeline" in result.stderr


def test_a_framework_that_does_not_exist_is_bad_use_and_lists_those_that_do() -> None:
    result = evenhand("framework", "show", "sccif-1999")
    assert result.exit_code == 2
    assert result.stdout == ""
    for framework_id in shipped_ids():
        assert framework_id in result.stderr


def test_bad_use_is_json_too_when_a_machine_asks() -> None:
    result = evenhand("framework", "show", "sccif-1999", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["findings"][0]["code"] == "FW000"


def test_lint_exits_with_1_and_names_file_and_line_of_an_error(tmp_path: Path) -> None:
    file = written(tmp_path, TINY.replace("{requirement: law.2}", "{cap: care, at_most: bad}"))
    result = evenhand("framework", "lint", file)
    line = TINY[: TINY.index("{requirement: law.2}")].count("\n") + 1
    assert result.exit_code == 1
    assert f"{file}:{line} (rules[3].then[0].at_most): error FW004: 'bad' is not a grade of 'care'" in result.stdout


def test_lint_of_broken_yaml_names_file_and_line_without_a_traceback(tmp_path: Path) -> None:
    file = written(tmp_path, "format: 1\nid: tiny\n  title: [broken\n")
    result = evenhand("framework", "lint", file)
    assert result.exit_code == 1
    assert f"{file}:3: error YM001: this is not YAML" in result.stdout
    assert "Traceback" not in result.output


def test_lint_for_machines_is_json(tmp_path: Path) -> None:
    file = written(tmp_path, TINY.replace("id: tiny\n", "id: small\n"))
    result = evenhand("framework", "lint", file, "--json")
    findings = json.loads(result.stdout)["findings"]
    assert {"FW013"} <= {finding["code"] for finding in findings}
    assert set(findings[0]) == {"code", "severity", "file", "line", "field", "message"}


def test_lint_of_a_shipped_framework_finds_no_error() -> None:
    result = evenhand("framework", "lint", shipped("frameworks") / "sccif-2025", "--json")
    assert "error" not in {finding["severity"] for finding in json.loads(result.stdout)["findings"]}


def test_lint_lists_every_check_with_its_sentence() -> None:
    listed = json.loads(evenhand("framework", "lint", "--list", "--json").stdout)
    checks = [(one.code, one.sentence) for one in CHECKS] + [(one.code, one.sentence) for one in crosswalk.CHECKS]
    assert [(one["code"], one["sentence"]) for one in listed] == checks
    assert "FW001" in evenhand("framework", "lint", "--list").stdout


def test_lint_of_the_whole_folder_reads_frameworks_and_crosswalks() -> None:
    result = evenhand("framework", "lint", shipped("frameworks"), "--json")
    assert {one["severity"] for one in json.loads(result.stdout)["findings"]} <= {"warning", "note"}


def test_lint_of_one_crosswalk_says_which_id_dangles(tmp_path: Path) -> None:
    file = tmp_path / "sccif-2022--sccif-2025.yaml"
    gap = "facts: {withdrawn: [{id: no-such-fact, because: not_known, reason: Lost.}]}"
    file.write_text(f"format: 1\nold: sccif-2022\nnew: sccif-2025\nsummary: A pair.\n{gap}\n", encoding="utf-8")
    result = evenhand("framework", "lint", file)
    assert result.exit_code == 1
    assert f"{file}:5" in result.stdout and "CW003" in result.stdout and "no-such-fact" in result.stdout


@pytest.mark.parametrize("arguments", [(), ("nowhere/framework.yaml",)])
def test_lint_without_a_framework_is_bad_use(arguments: tuple[str, ...]) -> None:
    result = evenhand("framework", "lint", *arguments)
    assert result.exit_code == 2
    assert result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("framework", "lint"), "give the path of a framework"),
        (("framework", "show", "sccif-2025", "--section", "poems"), "there is no section 'poems'"),
        (("framework", "show"), "Missing argument"),
        (("framework", "list", "--colour"), "No such option"),
        (("judge",), "Missing argument"),
        (("judge", "nowhere.yaml"), "cannot be read"),
        (("paint",), "No such command"),
    ],
)
def test_a_machine_is_told_of_bad_use_in_json(arguments: tuple[str, ...], said: str) -> None:
    result = evenhand(*arguments, "--json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)["findings"]
    assert said in finding["message"]
    assert result.stderr, "a person is told too"


def test_schema_is_a_json_schema() -> None:
    assert json.loads(evenhand("framework", "schema").stdout)["title"] == "Evenhand inspection framework"


@pytest.mark.parametrize("arguments", [("inspect",), ("framework", "paint"), ("framework", "list", "--colour")])
def test_an_unknown_command_or_option_is_bad_use(arguments: tuple[str, ...]) -> None:
    assert evenhand(*arguments).exit_code == 2


def test_a_file_that_may_not_be_read_is_bad_use_and_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> tuple[Framework, ...]:
        raise PermissionError(13, "Permission denied", "frameworks")

    monkeypatch.setattr("evenhand.framework.reading.load_all", refuse)
    result = evenhand("framework", "list")
    assert result.exit_code == 2
    assert "frameworks: error CL001: Permission denied" in result.stderr


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "evenhand", *(str(one) for one in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_runs_as_a_program() -> None:
    result = run("framework", "list", "--json")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert {row["id"] for row in json.loads(result.stdout)} == set(shipped_ids())


def test_as_a_program_bad_input_leaves_no_traceback(tmp_path: Path) -> None:
    result = run("framework", "lint", written(tmp_path, "\t- nonsense: ["))
    assert result.returncode == 1
    assert "Traceback" not in result.stdout + result.stderr


def test_help_loads_nothing_heavy() -> None:
    # The clock is not asserted; what makes help slow is, and that is these imports.
    listing = (
        "import sys, contextlib, evenhand.cli\n"
        "with contextlib.suppress(SystemExit): evenhand.cli.app(['--help'])\n"
        "heavy = ('numpy', 'pyarrow', 'pydantic', 'yaml', 'holidays', 'django')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_judgement_that_waits_for_itself_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, TINY.replace("after: [safety, leaders]", "after: [care, leaders]"))
    found = json.loads(evenhand("framework", "lint", str(file), "--json").stdout)["findings"]
    (circle,) = [one for one in found if one["code"] == "FW045"]
    assert circle["message"].startswith("'care' waits for itself")
    assert "after: [care" in file.read_text(encoding="utf-8").splitlines()[circle["line"] - 1]


def test_bytes_that_are_no_text_are_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "framework.yaml"
    file.write_bytes(b"id: \xff\xfe\x00" * 20)
    result = evenhand("framework", "diff", "sccif-2025", str(file))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and "save it as UTF-8" in result.stderr


def test_a_day_in_a_file_says_how_to_write_one(tmp_path: Path) -> None:
    file = written(tmp_path, TINY.replace("from: 2020-04-01", "from: 1 April"))
    assert "such as 2027-04-01" in evenhand("framework", "lint", str(file)).stdout
