"""`evenhand consultation`: checked before, counted afterwards."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import typer
from tests.core.consultation.stories import YAML
from typer.testing import CliRunner, Result

from evenhand.cli import consultation
from evenhand.cli.errors import Commands
from evenhand.shelf import shipped

EXAMPLE = shipped("data") / "consultations" / "example"
ROWS = "respondent,kind,question,answer,comment\n" + "".join(
    f"{n},{'staff' if n < 6 else 'council'},q1,{'Agree' if n % 2 else 'Disagree'},\n" for n in range(12)
)


def run(*words: str | Path) -> Result:
    app = typer.Typer(cls=Commands)
    consultation.register(app)
    return CliRunner().invoke(app, [str(word) for word in ("consultation", *words)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "c.yaml").write_text(YAML, encoding="utf-8")
    (tmp_path / "r.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "c.yaml", tmp_path / "r.csv"


def test_a_sound_consultation_is_fine(files: tuple[Path, Path]) -> None:
    told = run("check", files[0])
    assert (told.exit_code, told.stdout.strip()) == (0, "No findings.")


def test_a_dangling_clause_is_a_finding(files: tuple[Path, Path]) -> None:
    files[0].write_text(YAML.replace("R1", "R99"), encoding="utf-8")
    told = run("check", files[0], "--json")
    assert told.exit_code == 1
    assert [(one["code"], one["line"]) for one in json.loads(told.stdout)["findings"]] == [("CN005", 14)]
    draft = shipped("frameworks") / "sccif-2025"
    assert run("check", files[0], "--draft", draft).exit_code == 1


def test_results_are_counted_and_say_what_they_are_not(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    told = run("results", *files, "--out", out)
    assert told.exit_code == 0, told.output
    assert "not a sample" in told.stdout and "12 rows: 12 used, 0 left out" in told.stdout
    with out.open(encoding="utf-8", newline="") as stream:
        first = next(csv.DictReader(stream))
    assert (first["kind"], first["answered"], first["agree"], first["disagree"]) == ("all", "12", "6", "6")


def test_json_is_json_only_and_a_row_left_out_is_a_finding(files: tuple[Path, Path]) -> None:
    files[1].write_text(f"{ROWS}13,press,q1,Agree,\n", encoding="utf-8")
    told = run("results", *files, "--json")
    plain = json.loads(told.stdout)
    assert told.exit_code == 1 and plain["rows"] == {"read": 13, "used": 12, "left_out": 1}
    assert [(one["code"], one["line"]) for one in plain["findings"]] == [("CR010", 14)]
    assert plain["questions"][0]["everybody"]["share_agreeing"] == 0.5


def test_a_consultation_with_errors_is_not_counted(files: tuple[Path, Path]) -> None:
    files[0].write_text(YAML.replace("closes: 2026", "closes: 2025"), encoding="utf-8")
    told = run("results", *files)
    assert told.exit_code == 2 and "CN002" in told.stderr


def test_the_example_is_told_to_be_invented() -> None:
    told = run("results", EXAMPLE / "consultation.yaml", EXAMPLE / "invented_responses.csv")
    assert told.exit_code == 0 and "These responses are invented." in told.stdout


def test_what_is_published_today() -> None:
    told = run("published", "--json")
    assert len(json.loads(told.stdout)) == 4 and "unverified" in run("published").stdout
