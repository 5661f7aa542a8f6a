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
