"""`evenhand framework new` and `seal`: an author begins a version, and nobody seals one with an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.core.framework.examples import written
from typer.testing import CliRunner, Result

from evenhand.cli import app
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, read, shipped_ids
from evenhand.framework.sealing import seal, unseal


def evenhand(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["framework", *map(str, arguments)])


def begun(folder: Path, *more: object, old: str = "ch-2014") -> Result:
    day = ("--in-force-from", "2040-04-01")
    return evenhand("new", "sccif-2040", "--from", old, "--folder", folder, *day, *more)


def test_new_writes_a_version_that_lints_clean(tmp_path: Path) -> None:
    result = begun(tmp_path, "--title", "SCCIF: a better one", old="sccif-2025")
    assert result.exit_code == 0, result.output
    assert "No findings." in result.stdout
    framework = read(tmp_path / "sccif-2040" / "framework.yaml", Framework)[0]
    assert (framework.title, framework.in_force.start.isoformat()) == ("SCCIF: a better one", "2040-04-01")
    lint = evenhand("lint", tmp_path / "sccif-2040")
    assert lint.exit_code == 0, lint.output
    assert (tmp_path / "sccif-2040" / "rationale.md").is_file()
    assert (tmp_path / "crosswalks" / "sccif-2025--sccif-2040.yaml").is_file()


def test_new_for_machines_names_every_file(tmp_path: Path) -> None:
    told = json.loads(begun(tmp_path, "--json").stdout)
    assert (told["id"], told["predecessor"]) == ("sccif-2040", "ch-2014")
    assert "error" not in {one["severity"] for one in told["findings"]}
    assert {Path(file) for file in told["files"]} == {file for file in tmp_path.rglob("*") if file.is_file()}


def test_without_an_old_version_and_a_day_it_follows_the_one_in_force_on_a_first_of_april(tmp_path: Path) -> None:
    result = evenhand("new", "next-one", "--folder", tmp_path, "--json")
    assert result.exit_code == 0, result.output
    framework = read(tmp_path / "next-one" / "framework.yaml", Framework)[0]
    assert framework.predecessor in shipped_ids()
    assert (framework.in_force.start.month, framework.in_force.start.day) == (4, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Not An Id",), "cannot be the id of a framework"),
        (("sccif-2025",), "on the shelf already"),
        (("x", "--from", "sccif-1999"), "there is no framework 'sccif-1999'"),
        (("x", "--from", "sccif-2025", "--in-force-from", "2024-01-01"), "is not after 2025-04-04"),
        (("x", "--in-force-from", "soon"), "soon"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    result = evenhand("new", *arguments, "--folder", tmp_path)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert list(tmp_path.iterdir()) == []


def test_new_does_not_overwrite(tmp_path: Path) -> None:
    begun(tmp_path)
    file = tmp_path / "sccif-2040" / "rationale.md"
    file.write_text("my own words")
    assert begun(tmp_path).exit_code == 2
    assert file.read_text() == "my own words"


def test_seal_writes_the_bytes_and_prints_their_fingerprint(tmp_path: Path) -> None:
    out = tmp_path / "sealed.json"
    result = evenhand("seal", "ch-2014", "--out", out)
    name = seal(load("ch-2014"))[1]
    assert result.exit_code == 0, result.output
    assert f"Fingerprint: {name}" in result.stdout
    assert unseal(out.read_bytes(), name) == load("ch-2014")


def test_seal_refuses_while_an_error_stands(tmp_path: Path) -> None:
    begun(tmp_path)
    file = tmp_path / "sccif-2040" / "framework.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("- id: full\n", "- id: fuller\n"), encoding="utf-8")
    out = tmp_path / "sealed.json"
    result = evenhand("seal", file, "--out", out)
    assert result.exit_code == 1
    assert "error FW063" in result.stdout
    assert "Not sealed" in result.stdout
    assert not out.exists()
    told = json.loads(evenhand("seal", file, "--out", out, "--json").stdout)
    assert (told["sealed"], told["fingerprint"], told["file"]) == (False, None, None)
    assert "FW063" in {one["code"] for one in told["findings"]}


def test_seal_says_what_still_waits_for_its_author(tmp_path: Path) -> None:
    begun(tmp_path)
    told = json.loads(evenhand("seal", tmp_path / "sccif-2040", "--out", tmp_path / "s.json", "--json").stdout)
    assert told["sealed"] is True
    assert ("DR007", "warning") in [(one["code"], one["severity"]) for one in told["findings"]]


def test_seal_overwrites_only_when_it_is_told_to(tmp_path: Path) -> None:
    out = tmp_path / "sealed.json"
    out.write_text("something else")
    assert evenhand("seal", "ch-2014", "--out", out).exit_code == 2
    assert out.read_text() == "something else"
    assert evenhand("seal", "ch-2014", "--out", out, "--force").exit_code == 0
    assert out.read_bytes() == seal(load("ch-2014"))[0]


def test_seal_can_check_a_fingerprint(tmp_path: Path) -> None:
    out = tmp_path / "sealed.json"
    name = json.loads(evenhand("seal", "ch-2014", "--out", out, "--json").stdout)["fingerprint"]
    assert evenhand("seal", out, "--verify", name).exit_code == 0
    assert evenhand("seal", "ch-2014", "--verify", name.upper()).exit_code == 0
    out.write_bytes(out.read_bytes().replace(b"adequate", b"adequatf", 1))
    changed = evenhand("seal", out, "--verify", name, "--json")
    assert changed.exit_code == 1
    assert json.loads(changed.stdout)["matches"] is False
    assert evenhand("seal", out, "--verify", name[:12]).exit_code == 2


def test_a_draft_that_is_not_yaml_is_not_sealed(tmp_path: Path) -> None:
    result = evenhand("seal", written(tmp_path, "id: [unclosed\n"), "--out", tmp_path / "s.json")
    assert result.exit_code == 1
    assert "YM001" in result.stdout


@pytest.mark.parametrize("day", ["31-12-2040", "2040-13-01", "soon", ""])
def test_a_day_that_is_none_is_bad_use_with_what_to_write(tmp_path: Path, day: str) -> None:
    result = evenhand("new", "x", "--folder", tmp_path, "--in-force-from", day, "--json")
    assert result.exit_code == 2
    assert "such as 2027-04-01" in json.loads(result.stdout)["findings"][0]["message"]
    assert list(tmp_path.iterdir()) == []
