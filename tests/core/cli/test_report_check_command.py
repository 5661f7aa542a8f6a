"""`evenhand report check`: what could give somebody away, in a report's JSON or in any text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import typer
from tests.core.report.examples import material, texts
from typer.testing import CliRunner

from evenhand.cli.errors import Commands
from evenhand.cli.report.check import register
from evenhand.report.assembly import assemble
from evenhand.report.document import seal

app = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
register(app)


@app.callback()
def _group() -> None:
    """Stands for the group that the command belongs to."""


def run(*arguments: object) -> tuple[int, str]:
    told = CliRunner().invoke(app, ["check", *map(str, arguments)])
    return told.exit_code, told.stdout


def test_a_text_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("Children are well.\n\nStaff helped Jayden at 12 Mill Lane.\n", encoding="utf-8")
    code, said = run(file)
    assert code == 1 and f"{file}:3: warning RP028" in said and "RP035" in said and "still has to read it" in said


def test_nothing_found_is_no_promise(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("Children are well.", encoding="utf-8")
    code, said = run(file, "--json")
    assert code == 0 and json.loads(said) == {"findings": [], "a_person_must_still_read_it": True}


def test_the_home_can_be_named_so_that_its_words_are_found(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("Life in the lovely larkrise is calm; LARKRISE has a garden.", encoding="utf-8")
    code, said = run(file, "--name", "Larkrise Cottage", "--json")
    assert code == 1 and [one["code"] for one in json.loads(said)["findings"]] == ["RP020"]


def test_every_field_of_a_document_is_read(tmp_path: Path) -> None:
    of = material()
    document = assemble(of, texts(of), date(2026, 6, 1)).model_copy(update={"sector": "Private, NG7 2RD"})
    file = tmp_path / "report.json"
    file.write_bytes(seal(document)[0])
    code, said = run(file, "--json")
    assert code == 1 and [(one["code"], one["field"]) for one in json.loads(said)["findings"]] == [("RP022", "sector")]


def test_what_is_no_report_is_bad_use(tmp_path: Path) -> None:
    for content in (b"{}", b"[", b"\xff\xfe\x00"):
        file = tmp_path / "report.json"
        file.write_bytes(content)
        code, said = run(file, "--json")
        assert code == 2 and json.loads(said)["findings"][0]["code"] == "RP049"
