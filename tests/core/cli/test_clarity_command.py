"""`evenhand framework clarity`: what an author sees, what a machine reads, and that questions are no failure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.core.framework.examples import TINY, broken, line_of, written
from typer.testing import CliRunner, Result

from evenhand.cli import app
from evenhand.framework.clarity import PARTS


def evenhand(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["framework", "clarity", *map(str, arguments)])


def test_a_bundled_framework_is_introduced_as_our_paraphrase() -> None:
    result = evenhand("sccif-2025")
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    assert "our own paraphrase" in shown
    assert shown.index("our own paraphrase") < shown.index("reading age")
    assert "Flesch-Kincaid grade plus five" in shown
    assert "not whether a text is clear" in shown


def test_machines_are_told_the_same() -> None:
    told = json.loads(evenhand("sccif-2022", "--json").stdout)
    assert told["text_is_our_paraphrase"] is True
    assert any("Nothing follows" in notice for notice in told["notices"])
    assert any("marked as not verified" in notice for notice in told["notices"])
    assert set(told["parts"]) == set(PARTS)
    assert {one["severity"] for one in told["findings"]} == {"note"}
    assert any(one["message"].endswith("[not verified]") for one in told["findings"])


def test_a_draft_is_asked_with_file_and_line(tmp_path: Path) -> None:
    text = broken(("Days are good.", "Days are suitable."))
    file = written(tmp_path, text)
    result = evenhand(file)
    assert result.exit_code == 0, "questions are no failure"
    assert (
        f"{file}:{line_of(text, 'Days are suitable.')} (evidence_areas[2].text): note CY002: “suitable”"
        in result.stdout
    )
    assert "paraphrase" not in result.stdout
    assert evenhand(file.parent).stdout.count("CY002") == result.stdout.count("CY002")


def test_a_draft_is_compared_with_a_version_in_words(tmp_path: Path) -> None:
    result = evenhand(written(tmp_path, TINY), "--against", "ch-2014")
    shown = " ".join(result.stdout.split())
    assert "The text of 'ch-2014' in Evenhand is our own paraphrase" in shown
    assert "Its middle sentence has" in shown
    assert "do not show that one version is clearer" in shown
    told = json.loads(evenhand("sccif-2025", "--against", "sccif-2022", "--json").stdout)
    assert told["comparison"]["against"] == "sccif-2022"
    assert [part["part"] for part in told["comparison"]["parts"]] == ["whole", *PARTS]
    assert any("paraphrase" in notice for notice in told["comparison"]["notices"])


def test_one_part_can_be_asked_for() -> None:
    assert set(json.loads(evenhand("sccif-2025", "--part", "rules", "--json").stdout)["parts"]) == {"rules"}
    result = evenhand("sccif-2025", "--part", "chapters")
    assert result.exit_code == 2
    assert "evidence_areas" in result.output


@pytest.mark.parametrize("arguments", [("sccif-1999",), ("sccif-2025", "--against", "sccif-1999")])
def test_an_unknown_version_is_refused_with_those_that_exist(arguments: tuple[str, ...]) -> None:
    result = evenhand(*arguments)
    assert result.exit_code == 2
    assert "sccif-2025" in result.stderr
    assert result.stdout == ""


def test_a_draft_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path) -> None:
    result = evenhand(written(tmp_path, "format: 1\nid: [unclosed\n"))
    assert result.exit_code == 2
    assert "framework.yaml:" in result.stderr
