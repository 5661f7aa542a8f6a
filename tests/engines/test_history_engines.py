"""A folder judged here, in processes and on a Dask cluster: the same bytes, and nothing left running."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.oracle.tiny import tiny
from typer.testing import CliRunner, Result

from evenhand.cli import app
from evenhand.findings import BadInput
from evenhand.judgement.history import Engine, Summary, rejudge, rejudge_folder, started

distributed: Any = __import__("distributed")  # named in requirements/dev.txt; without it these tests must fail
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate", "")
NAMES = ("overall", "helped_protected", "leaders_managers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five files of both kinds and of several lengths, one in a folder of its own, with a few rows that are odd."""
    top = tmp_path_factory.mktemp("engines") / "in"
    (top / "later").mkdir(parents=True)
    for number, rows in enumerate((20_000, 3_000, 40_000)):
        where = top / ("later" if number == 1 else ".") / f"part-{number}.parquet"
        pq.write_table(inspections(number, rows), where)
    for name, odd in (("a", "7,soon,Good,Good,Good"), ("b", "8,2019-06-01,Good")):
        lines = [f"{n},2019-06-{10 + n % 20},Good,{GRADES[n % 5]},Good" for n in range(2_000)]
        (top / f"{name}.csv").write_text("\n".join([",".join(("urn", "inspection_date", *NAMES)), *lines, odd]) + "\n")
    return top


def inspections(number: int, rows: int) -> pa.Table:
    columns: dict[str, list[str]] = {
        "urn": [f"SC{number}{n}" for n in range(rows)],
        "inspection_date": [f"20{15 + (n + number) % 9}-0{1 + n % 9}-{10 + n % 19}" for n in range(rows)],
    }
    for place, name in enumerate(NAMES, start=3):
        columns[name] = [GRADES[n // place % (5 - (n % 11 > 0))] for n in range(rows)]
    return pa.table(columns)


@pytest.fixture(scope="module")
def here(folder: Path) -> dict[str, bytes]:
    """What the local run writes, and its summary."""
    with started(Engine.LOCAL) as executor:
        return told(folder.parent / "here", rejudge_folder(folder, tiny(), folder.parent / "here", executor=executor))


def told(out: Path, summary: Summary) -> dict[str, bytes]:
    """Every file of a folder by name, and the summary as JSON."""
    written = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
    return written | {"summary": json.dumps(summary.as_dict()).encode()}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A Dask cluster of two worker processes."""
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    with distributed.LocalCluster(n_workers=2, **options) as one:
        yield one


def children() -> set[str]:
    """Processes that this one has started and that still run; a helper of multiprocessing's own does not count."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rsplit(")", 1)[1].split()
            command = (status.parent / "cmdline").read_text()
        except OSError:
            continue  # it ended while we looked
        if words[1] == str(os.getpid()) and words[0] != "Z" and "resource_tracker" not in command:
            found.add(status.parent.name)
    return found


def test_the_local_run_writes_what_each_file_comes_to_by_itself(folder: Path, here: dict[str, bytes]) -> None:
    assert sorted(here) == ["a.csv", "b.csv", "later/part-1.parquet", "part-0.parquet", "part-2.parquet", "summary"]
    rejudge(folder / "part-2.parquet", tiny(), folder.parent / "alone.parquet")
    assert here["part-2.parquet"] == (folder.parent / "alone.parquet").read_bytes()


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_write_the_same_bytes(tmp_path: Path, folder: Path, here: dict[str, bytes], workers: int) -> None:
    before, heard = children(), list[int]()
    with started(Engine.PROCESSES, workers=workers) as executor:
        summary = rejudge_folder(folder, tiny(), tmp_path / "out", executor=executor, on_progress=heard.append)
        assert len(children() - before) == workers, "real processes"
    assert told(tmp_path / "out", summary) == here
    assert heard == [1] * 5
    assert children() <= before, "nothing is left running"


def test_two_dask_workers_write_the_same_bytes(
    tmp_path: Path, folder: Path, here: dict[str, bytes], cluster: Any
) -> None:
    with started(Engine.DASK, scheduler=cluster.scheduler_address) as executor:
        summary = rejudge_folder(folder, tiny(), tmp_path / "out", executor=executor)
    assert told(tmp_path / "out", summary) == here
    with distributed.Client(cluster, set_as_default=False) as client:
        assert len(client.scheduler_info()["workers"]) == 2, "a cluster that somebody else started goes on"


def test_a_dask_cluster_that_we_start_is_stopped(tmp_path: Path, folder: Path, here: dict[str, bytes]) -> None:
    before = children()
    with started(Engine.DASK, workers=2) as executor:
        summary = rejudge_folder(folder, tiny(), tmp_path / "out", executor=executor)
        assert len(children() - before) >= 2
    assert told(tmp_path / "out", summary) == here
    limit = time.monotonic() + 10
    while children() - before and time.monotonic() < limit:
        time.sleep(0.1)
    assert children() <= before, "nothing is left running"


def command(folder: Path, out: Path, *options: str) -> Result:
    given = ["rejudge", str(folder), "--framework", "sccif-2025", "--out", str(out), "--json", *options]
    return CliRunner().invoke(app, given)


def test_the_command_takes_a_scheduler_by_its_address(tmp_path: Path, folder: Path, cluster: Any) -> None:
    plain = command(folder, tmp_path / "plain")
    dask = command(folder, tmp_path / "dask", "--engine", "dask", "--scheduler", cluster.scheduler_address)
    assert (plain.exit_code, dask.exit_code) == (0, 0), dask.output
    assert dask.stdout == plain.stdout
    files = sorted(file.relative_to(tmp_path / "plain") for file in (tmp_path / "plain").rglob("*.*"))
    assert len(files) == 5
    for file in files:
        assert (tmp_path / "dask" / file).read_bytes() == (tmp_path / "plain" / file).read_bytes()


@pytest.mark.parametrize("engine", [Engine.PROCESSES, Engine.DASK])
def test_a_file_that_fails_in_another_process_is_named_with_its_line(
    tmp_path: Path, cluster: Any, engine: Engine
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("name,colour\nrose,red\n")
    (tmp_path / "in" / "b.csv").write_text(f"urn,inspection_date,{','.join(NAMES)}\n1,2019-06-01,Good,Good,Good\n")
    options: dict[str, Any] = {"scheduler": cluster.scheduler_address} if engine is Engine.DASK else {"workers": 2}
    with started(engine, **options) as executor:
        summary = rejudge_folder(tmp_path / "in", tiny(), tmp_path / "out", executor=executor)
    assert [(one.code, one.where.file, one.where.line) for one in summary.failed] == [
        ("HI004", str(tmp_path / "in" / "a.csv"), 1)
    ]
    assert "columns are missing" in str(summary.failed[0])
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["b.csv"]


def test_a_scheduler_that_does_not_answer_is_bad_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["evenhand.judgement.history.engines"], "_PATIENCE", 1)
    said = "no scheduler with a worker answers at tcp://127"
    with pytest.raises(BadInput, match=said), started(Engine.DASK, scheduler="tcp://127.0.0.1:1"):
        pass
