"""`evenhand framework diff`: what a person sees, what a file holds, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.core.framework.examples import TINY, written
from typer.testing import CliRunner, Result

from evenhand.cli import app
from evenhand.framework.changes import Compared
from evenhand.shelf import shipped


def diff(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["framework", "diff", *map(str, arguments)])


def test_text_counts_first_and_then_tells_each_change() -> None:
    result = diff("sccif-2022", "sccif-2025")
    assert result.exit_code == 0, result.output
    assert result.stdout.index("withdrawn") < result.stdout.index("our own paraphrase") < result.stdout.index("* added")
    assert "How moves into the home are planned." in result.stdout
    assert "Being safe and feeling safe" not in result.stdout


def test_one_part_with_everything_that_stayed() -> None:
    result = diff("sccif-2022", "sccif-2025", "--part", "criteria", "--all")
    assert "Being safe and feeling safe" in result.stdout
    assert "How moves into the home are planned." not in result.stdout


def test_a_part_that_does_not_exist_lists_those_that_do() -> None:
    result = diff("sccif-2022", "sccif-2025", "--part", "vibes")
    assert result.exit_code == 2
    for part in Compared:
        assert part.value in result.output.replace("│\n│ ", "")


@pytest.mark.parametrize("arguments", [("--json",), ("--format", "json")])
def test_json_is_json_and_nothing_else(arguments: tuple[str, ...]) -> None:
    plain = json.loads(diff("sccif-2022", "sccif-2025", *arguments).stdout)
    assert (plain["old"]["id"], plain["new"]["id"]) == ("sccif-2022", "sccif-2025")
    assert {"counts", "changes", "summary", "crossing"} <= set(plain)


def test_a_draft_is_compared_by_its_path(tmp_path: Path) -> None:
    draft = written(tmp_path, TINY)
    changed = tmp_path / "changed.yaml"
    changed.write_text(TINY.replace("max_working_days: 18", "max_working_days: 13"), encoding="utf-8")
    for given in (draft, draft.parent):
        result = diff(given, changed)
        assert result.exit_code == 0
        assert "at most 13 working days, was 18" in result.stdout
    assert diff(shipped("frameworks") / "ch-2012", "ch-2012", "--json").exit_code == 0


def test_a_file_is_written_and_never_overwritten_unasked(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert diff("ch-2011", "ch-2012", "--format", "html", "--out", file).exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    file.write_text("mine", encoding="utf-8")
    refused = diff("ch-2011", "ch-2012", "--format", "markdown", "--out", file)
    assert (refused.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")
    written_again = diff("ch-2011", "ch-2012", "--format", "markdown", "--out", file, "--force")
    assert (written_again.exit_code, written_again.stdout) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("# ch-2011")


def test_a_version_that_does_not_exist_is_bad_use(tmp_path: Path) -> None:
    unknown = diff("sccif-2099", "sccif-2025")
    assert unknown.exit_code == 2
    assert "sccif-2025" in unknown.output
    broken = tmp_path / "framework.yaml"
    broken.write_text("format: 1\nid: x\nvibes: good\n", encoding="utf-8")
    refused = diff("sccif-2025", broken)
    assert refused.exit_code == 2
    assert f"{broken}:3" in refused.output
