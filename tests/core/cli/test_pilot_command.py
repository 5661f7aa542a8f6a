"""`evenhand pilot`: planned, sealed, analysed; nothing on the command line moves a threshold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from tests.core.pilot.studies import rows, written
from typer.testing import CliRunner, Result

from evenhand.cli import pilot
from evenhand.cli.errors import Commands


def run(*words: str | Path) -> Result:
    app = typer.Typer(cls=Commands)
    pilot.register(app)
    return CliRunner().invoke(app, [str(word) for word in ("pilot", *words)])


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "same.csv").write_text(rows(same=40, fell=0), encoding="utf-8")
    (tmp_path / "fell.csv").write_text(rows(same=36, fell=4), encoding="utf-8")
    return written(tmp_path)


def test_a_plan_says_how_many_inspections_it_needs(study: Path) -> None:
    told = run("plan", study)
    assert told.exit_code == 0, told.output
    assert "Not sealed yet" in told.stdout and "6 of 9" in told.stdout and "invented example" in told.stdout
    plain = json.loads(run("plan", study, "--json").stdout)
    assert len(plain["sample"]["homes"]) == 40 and plain["needed"][1]["same_grade"] == 0.85


def test_nothing_is_analysed_before_the_plan_is_sealed(study: Path) -> None:
    told = run("analyse", study, study / "same.csv", "--json")
    assert told.exit_code == 2 and "PI012" in told.stderr
    assert json.loads(told.stdout)["findings"][0]["code"] == "PI012"


def test_a_sealed_study_gives_a_verdict_and_its_record(study: Path) -> None:
    assert run("seal", study).exit_code == 0
    assert run("seal", study).exit_code == 2
    good, bad = (run("analyse", study, study / f"{name}.csv", "--json") for name in ("same", "fell"))
    assert (good.exit_code, json.loads(good.stdout)["verdict"]["standing"]) == (0, "holds")
    assert (bad.exit_code, json.loads(bad.stdout)["verdict"]["standing"]) == (1, "cannot tell")
    assert json.loads(good.stdout)["run"]["study"] == "small"
    assert "VERDICT: CANNOT TELL" in run("analyse", study, study / "fell.csv").stdout


@pytest.mark.parametrize("option", ["--margin", "--level", "--seed", "--at-least", "--power"])
def test_thresholds_cannot_come_from_the_command_line(study: Path, option: str) -> None:
    told = run("analyse", study, study / "same.csv", option, "0.5")
    assert told.exit_code == 2 and "No such option" in told.output


def test_files_are_written_with_a_table_for_each_picture(study: Path) -> None:
    run("seal", study)
    out, page = study / "out", study / "page.html"
    told = run("analyse", study, study / "fell.csv", "--out", out, "--html", page)
    assert told.exit_code == 1, told.output
    names = {file.name for file in out.iterdir()}
    pictures = {f"{name}.{kind}" for name in ("interval", "shift", "power") for kind in ("svg", "csv")}
    assert names == {*pictures, "run.json", "figures.json"}
    assert page.read_text(encoding="utf-8").count('alt="') == 3
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["verdict"] == "cannot tell"


def test_the_sample_is_written_by_code(study: Path) -> None:
    assert run("plan", study, "--out", study / "out").exit_code == 0
    lines = (study / "out" / "sample.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "code,urn,region,sector,size,last_grade" and lines[1].startswith("H001,")
