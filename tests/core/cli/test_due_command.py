"""`evenhand due`: a home goes in, what is due comes out, with the rule and its words."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from evenhand.cli import due
from evenhand.cli.errors import Commands
from evenhand.shelf import shipped

CASES = shipped("frameworks") / "sccif-2025" / "due"


def run(*arguments: str) -> Result:
    app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
    due.register(app)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["due", *arguments])


def test_one_home_is_explained_in_words() -> None:
    result = run(str(CASES / "late-year-after-march.yaml"))
    assert result.exit_code == 0, result.output
    assert "Slipped from 2025-26, because judged between January and March." in result.stdout
    assert "sccif-2025 annual_full: Every home has at least one full inspection" in result.stdout


def test_an_overdue_inspection_exits_with_1() -> None:
    result = run(str(CASES / "inadequate-nobody-came.yaml"))
    assert result.exit_code == 1
    assert "overdue" in result.stdout


def test_another_day_can_be_asked_for() -> None:
    answer = json.loads(run(str(CASES / "requires-improvement.yaml"), "--today", "2026-03-20", "--json").stdout)
    assert answer["today"] == "2026-03-20"
    assert answer["expected"][0]["standing"] == "at_risk"
    assert answer["expected"][0]["rules"][0]["id"] == "requires_improvement"


def test_what_is_not_verified_is_marked() -> None:
    file = shipped("frameworks") / "sccif-2022" / "due" / "requires-improvement.yaml"
    assert "sccif-2022 requires_improvement (unverified):" in run(str(file)).stdout
    assert json.loads(run(str(file), "--json").stdout)["expected"][0]["verified"] is False


def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "home.yaml"
    file.write_text("title: A home\nhome:\n  urn: SC999001\n  inspections:\n    - {date: 2025-05-06, overall: nice}\n")
    result = run(str(file))
    assert result.exit_code == 2
    assert "home.yaml:5" in result.output
    assert "'nice' is not a grade" in result.output


def test_a_register_is_counted_with_its_basis(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        "urn,provision_type,region,registration_date,inspection_date,overall\n"
        "1,Children's home,Northtown,2015-01-05,2023-06-13,Good\n"
    )
    result = run(str(file), "--register", "--today", "2024-03-11")
    assert result.exit_code == 0, result.output
    assert "Due on 2024-03-11: 1 homes" in result.stdout
    answer = json.loads(run(str(file), "--register", "--today", "2024-03-11", "--json").stdout)
    assert answer["counts"] == [
        {"region": "Northtown", "month": "2025-03", "standing": "not_yet", "inspections": 1},
    ]
    assert answer["basis"]
