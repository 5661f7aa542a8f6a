"""`evenhand rejudge`: a file goes in, verdicts and a summary come out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evenhand.cli import app

TIDY = """\
urn,provision_type,inspection_date,overall,helped_protected,leaders_managers
1,Children's home,2019-06-01,Good,Inadequate,Good
2,Children's home,2019-06-01,Requires improvement,Good,Inadequate
3,Boarding School,2019-06-01,Good,Good,Good
4,Secure children's home,2021-06-01,Good,Good,Good
"""


def rejudge(folder: Path, *options: str, text: str = TIDY, out: str = "out.csv") -> Result:
    file = folder / "in.csv"
    file.write_text(text, encoding="utf-8")
    command = ["rejudge", str(file), "--framework", "sccif-2025", "--out", str(folder / out), *options]
    return CliRunner().invoke(app, command)


def test_rules_broken_in_the_past_are_no_fault_of_the_file(tmp_path: Path) -> None:
    result = rejudge(tmp_path)
    assert result.exit_code == 0, result.output
    assert "1 breaks" in " ".join(result.stdout.split())
    assert "2019-20" in result.stdout
    assert "under-counted" in result.stdout
    assert "R3" in result.stdout, "what is not tested is said"
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        verdicts = [line["verdict"] for line in csv.DictReader(stream)]
    assert verdicts == ["breaks", "unexpected", "cannot_say", "consistent"]


def test_json_is_the_promised_shape_and_nothing_else(tmp_path: Path) -> None:
    told = json.loads(rejudge(tmp_path, "--json", out="out.parquet").stdout)
    assert told["framework"] == "sccif-2025"
    assert told["rows"] == 4
    assert told["verdicts"] == {"consistent": 1, "unexpected": 1, "breaks": 1, "cannot_say": 1}
    assert [(one["year"], one["n"]) for one in told["by_year"]] == [("2019-20", 2), ("2021-22", 1)]
    first = told["by_year"][0]["rules"]
    assert (first["R1"]["applies"], first["R1"]["breaks"]) == (1, 1)
    assert (first["R2"]["applies"], first["R2"]["breaks"], first["R2"]["unexpected"]) == (1, 0, 1)
    assert (tmp_path / "out.parquet").exists()


def test_one_kind_of_home(tmp_path: Path) -> None:
    told = json.loads(rejudge(tmp_path, "--json", "--provision", "Secure children's home").stdout)
    assert [(one["year"], one["n"]) for one in told["by_year"]] == [("2021-22", 1)]


def test_a_version_that_limits_nothing_says_so(tmp_path: Path) -> None:
    result = rejudge(tmp_path, "--framework", "ch-2014")
    assert result.exit_code == 0
    assert "every recorded grade is consistent" in result.stdout


@pytest.mark.parametrize(
    ("options", "text", "said"),
    [
        (["--out", "verdicts.xlsx"], TIDY, "ends in .csv or .parquet"),
        (["--framework", "sccif-1999"], TIDY, "there is no framework 'sccif-1999'"),
        (["--provision", "Castle"], TIDY, "is not a kind of children's home"),
        ([], "name,colour\nrose,red\n", "columns are missing"),
        ([], "", "the file is empty"),
    ],
)
def test_bad_use_exits_with_2_and_a_sentence(tmp_path: Path, options: list[str], text: str, said: str) -> None:
    result = rejudge(tmp_path, *options, text=text)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_the_file_itself_is_never_written_over(tmp_path: Path) -> None:
    result = rejudge(tmp_path, out="in.csv")
    assert result.exit_code == 2
    assert (tmp_path / "in.csv").read_text(encoding="utf-8") == TIDY


@pytest.mark.parametrize("lacking", ["--framework", "--out"])
def test_framework_and_out_have_no_default(tmp_path: Path, lacking: str) -> None:
    options = {"--framework": "sccif-2025", "--out": str(tmp_path / "out.csv")}
    del options[lacking]
    given = [word for pair in options.items() for word in pair]
    assert CliRunner().invoke(app, ["rejudge", "in.csv", *given]).exit_code == 2


# --------------------------------------------------------------------------------------------------------- folders


def rejudge_folder(place: Path, *options: str, **files: str) -> Result:
    (place / "in").mkdir()
    for name, text in files.items():
        (place / "in" / f"{name}.csv").write_text(text, encoding="utf-8")
    out = str(place / "out")
    return CliRunner().invoke(app, ["rejudge", str(place / "in"), "--framework", "sccif-2025", "--out", out, *options])


def test_a_folder_of_files_comes_to_a_folder_of_verdicts_and_one_summary(tmp_path: Path) -> None:
    result = rejudge_folder(tmp_path, "--json", "--progress", a=TIDY, b=TIDY)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["verdicts"] == {"consistent": 2, "unexpected": 2, "breaks": 2, "cannot_say": 2}
    assert "2/2" in result.stderr, "progress goes over files"
    rejudge(tmp_path, out="alone.csv")
    for name in ("a.csv", "b.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "alone.csv").read_bytes()


def test_a_file_of_a_folder_that_fails_is_a_finding_and_the_others_are_judged(tmp_path: Path) -> None:
    result = rejudge_folder(tmp_path, a=TIDY, b="name,colour\nrose,red\n")
    assert result.exit_code == 1
    assert "1 breaks" in " ".join(result.stdout.split())
    assert "b.csv:1: error HI004" in result.stdout
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "spark"], "write one of: local, processes and dask"),
        (["--engine", "dask", "--scheduler", "somewhere"], "“somewhere” is no address"),
        (["--scheduler", "tcp://host:8786"], "only --engine dask has a scheduler"),
        (["--workers", "2"], "the local engine has none"),
        (["--engine", "processes", "--workers", "0"], "1 or more"),
        (["--provision", "Castle"], "is not a kind of children's home"),
    ],
)
def test_bad_use_with_a_folder_exits_with_2_and_writes_nothing(tmp_path: Path, options: list[str], said: str) -> None:
    result = rejudge_folder(tmp_path, *options, a=TIDY)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert [one.name for one in tmp_path.iterdir()] == ["in"]


def test_one_file_is_judged_here(tmp_path: Path) -> None:
    result = rejudge(tmp_path, "--engine", "processes")
    assert result.exit_code == 2
    assert "are for a folder of files" in " ".join(result.stderr.split())
