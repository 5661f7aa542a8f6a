"""Real inspections in large files and in folders: however they are read, and whoever judges them, OUT is the same."""

from __future__ import annotations

import csv
import json
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.oracle.tiny import tiny

from evenhand.findings import BadInput
from evenhand.judgement.history import (
    COLUMNS,
    Engine,
    Summary,
    batches,
    csv_rows,
    parquet_rows,
    rejudge,
    rejudge_folder,
    started,
)

HEADING = "urn,provision_type,inspection_date,overall,helped_protected,leaders_managers"
HOME = "Children's home"
# What has been met in published files, one line each; a broken row and odd words among sound ones.
ROWS = [
    f"1,{HOME},2019-06-01,Good,Good,Good",
    f'"SC2, late",{HOME},01/06/2019,Good,Inadequate,Good',
    f'3,"{HOME}","2019-06-01","Requires improvement to be good","Good","Inadequate"',
    "",
    f"4,{HOME},2019-06-01,Good",
    f'"5 ""a""",{HOME},2019-06-01,Good,Good,Good,surplus',
    f"6,{HOME},2019-06-01,Good,Good,Good,,,",
    f"7,{HOME},soon,Splendid,Good,Good",
    f"\uff18,{HOME.replace(chr(39), '’')},2020-06-01 00:00:00,Outstanding,,Good",
    "9,Boarding School,2019-06-01,Good,Good,Good",
]


def text(lines: list[str], end: str = "\n") -> bytes:
    return (end.join([HEADING, *lines]) + end).encode()


def judged(folder: Path, content: bytes, ending: str = "csv") -> tuple[bytes, dict[str, Any]]:
    """OUT, byte for byte, and the summary."""
    (folder / "in.csv").write_bytes(content)
    summary = rejudge(folder / "in.csv", tiny(), folder / f"out.{ending}")
    return (folder / f"out.{ending}").read_bytes(), summary.as_dict()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("block", [40, 256, 1 << 20])
def test_a_plain_file_and_a_broken_one_are_read_in_two_ways_that_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, end: str, block: int
) -> None:
    content = text(ROWS * 5, end)
    monkeypatch.setattr(batches, "BATCH", 7)
    with monkeypatch.context() as slowly:
        slowly.setattr(csv_rows, "plain_cells", lambda *_: None)
        row_by_row = judged(tmp_path, content, ending)
    monkeypatch.setattr(csv_rows, "BLOCK", block)
    assert judged(tmp_path, content, ending) == row_by_row
    assert row_by_row[1]["rows"] == 45


def test_a_broken_row_leaves_its_neighbours_on_the_fast_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the whole block was read row by row")

    monkeypatch.setattr(csv_rows._Body, "_row_by_row", never)
    out, told = judged(tmp_path, text(ROWS))
    assert told["rows"] == 9
    assert b"breaks off" in out
    assert [(one["code"], one["line"]) for one in told["findings"]] == [
        *(("HI101", 9), ("HI102", 9), ("HI104", 6), ("HI105", 10))
    ]


@pytest.mark.parametrize(
    "odd", [f'2,{HOME},2019-06-01,Good,"Go\nod",Good', f'2,a "b" c,2019-06-01,{"x" * 99},Good,Good']
)
def test_after_a_row_that_is_not_plain_the_next_block_is_read_at_once_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    monkeypatch.setattr(csv_rows, "BLOCK", 200)
    plain = csv_rows.plain_cells
    ways: list[bool] = []

    def heard(*given: Any) -> Any:
        ways.append((cells := plain(*given)) is not None)
        return cells

    monkeypatch.setattr(csv_rows, "plain_cells", heard)
    lines = [ROWS[0]] * 40
    _, told = judged(tmp_path, text([*lines[:20], odd, *lines[20:], f"9,{HOME},soon,Good,Good,Good"]))
    assert ways.count(False) == 1
    assert len(ways) > 8
    line = 43 + odd.count("\n")
    assert ("HI101", line) in {(one["code"], one["line"]) for one in told["findings"]}


def test_words_that_lie_in_parquet_as_codes_come_out_as_text(tmp_path: Path) -> None:
    days = pa.DictionaryArray.from_arrays([0, 1, None, None, 2], ["2019-06-01", "01/06/2019", "soon"])
    grades = pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1, None], pa.int8()), ["Good", "Inadequate"])
    table = pa.table({"urn": [1, 2, 3, 4, None], "inspection_date": days, "overall": ["Good"] * 5})
    table = table.append_column("helped_protected", grades).append_column("leaders_managers", grades)
    pq.write_table(table, tmp_path / "in.parquet")
    rejudge(tmp_path / "in.parquet", tiny(), tmp_path / "out.parquet")
    told = pq.read_table(tmp_path / "out.parquet")
    assert told.schema == pa.schema([(name, pa.string()) for name in COLUMNS])
    assert told["inspection_date"].to_pylist() == ["2019-06-01", "2019-06-01", "", "", "soon"]
    assert told["urn"].to_pylist() == ["1", "2", "3", "4", ""]
    assert told["verdict"].to_pylist() == ["consistent", "breaks", *["cannot_say"] * 3]


def test_a_long_parquet_file_is_read_as_codes_and_comes_to_what_csv_comes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_rows, "_LONG_ROW_GROUP", 1000)
    numbers = range(18_000)
    columns = {
        "urn": [f" SC{n}" for n in numbers],
        "inspection_date": [f"20{15 + n % 7}-0{1 + n % 9}-{10 + n % 19}" for n in numbers],
        "overall": [("Good", "Outstanding", "Inadequate", "")[n % 4] for n in numbers],
        "helped_protected": [("Good", "Inadequate", "Good")[n % 3] for n in numbers],
        "leaders_managers": [f"word {n}" if n % 2000 == 7 else "Good" for n in numbers],
    }
    pq.write_table(pa.table(columns), tmp_path / "in.parquet", row_group_size=10_000)
    assert "overall" in parquet_rows._coded_columns(pq.read_metadata(tmp_path / "in.parquet"))
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([tuple(columns), *zip(*columns.values(), strict=True)])
    summaries = [
        rejudge(tmp_path / f"in.{end}", tiny(), tmp_path / f"out.{end}").as_dict() for end in ("csv", "parquet")
    ]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert pq.read_table(tmp_path / "out.parquet").to_pylist() == list(csv.DictReader(stream))
    assert summaries[0]["by_year"] == summaries[1]["by_year"]


# ------------------------------------------------------------------------------------------------- counted states


# --------------------------------------------------------------------------------------------------------- folders


def folder_of(place: Path, **files: list[str]) -> Path:
    for name, lines in files.items():
        file = place / "in" / name.replace("__", "/").replace("_csv", ".csv")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text(lines))
    return place / "in"


def run(folder: Path, out: Path, **options: Any) -> Summary:
    with started(Engine.LOCAL) as executor:
        return rejudge_folder(folder, tiny(), out, executor=executor, **options)


def test_a_folder_comes_to_what_its_files_come_to_and_to_the_summary_of_one_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_csv=ROWS[:4], year__b_csv=ROWS[4:7], z_csv=ROWS[7:])
    (folder / "_SUCCESS.csv").write_text("not ours", encoding="utf-8")
    (folder / "README.txt").write_text("not ours", encoding="utf-8")
    heard: list[int] = []
    summary = run(folder, tmp_path / "out", on_progress=heard.append).as_dict()
    written = sorted(str(file.relative_to(tmp_path / "out")) for file in (tmp_path / "out").rglob("*.*"))
    assert written == ["a.csv", "year/b.csv", "z.csv"]
    assert heard == [1, 1, 1]
    rejudge(folder / "year" / "b.csv", tiny(), tmp_path / "alone.csv")
    assert (tmp_path / "out" / "year" / "b.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()
    _, whole = judged(tmp_path, text(ROWS))
    places = [(one.pop("file"), one.pop("line")) for one in summary["findings"]]
    assert places[0] == (str(folder / "z.csv"), 2)
    for one in whole["findings"]:
        del one["file"], one["line"]
    assert json.dumps(summary) == json.dumps(whole)


def test_a_file_that_cannot_be_judged_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_csv=ROWS[:2], c_csv=ROWS[:1])
    (folder / "b.parquet").write_bytes(b"PAR1 and then nothing")
    summary = run(folder, tmp_path / "out")
    assert [(one.code, one.where.file) for one in summary.failed] == [("HI005", str(folder / "b.parquet"))]
    assert summary.rows == 3
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["a.csv", "c.csv"]


def test_when_every_file_fails_nothing_is_written(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_csv=[])
    (folder / "a.csv").write_text("name,colour\n", encoding="utf-8")
    with pytest.raises(BadInput, match="columns are missing"):
        run(folder, tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("out", "said"),
    [("in/out", "beside the folder"), (".", "there already"), ("full", "there already"), ("no/where", "cannot be")],
)
def test_a_folder_that_must_not_be_written_is_refused(tmp_path: Path, out: str, said: str) -> None:
    folder = folder_of(tmp_path, a_csv=ROWS[:1])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "old.csv").write_text("kept", encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        run(folder, tmp_path / out)
    assert (tmp_path / "full" / "old.csv").read_text(encoding="utf-8") == "kept"


def test_a_run_that_broke_off_is_never_taken_for_a_finished_one(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_csv=ROWS[:1], b_csv=ROWS[:1])
    there: list[bool] = []

    def stopped(_: int) -> None:
        there.append((tmp_path / "out").exists())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, tmp_path / "out", on_progress=stopped)
    assert there == [False]
    assert [one.name for one in tmp_path.iterdir()] == ["in"]
    (tmp_path / ".out.part").mkdir()
    with pytest.raises(BadInput, match="an earlier run broke off"):
        run(folder, tmp_path / "out")


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(BadInput, match=r"\.parquet"):
        run(tmp_path / "in", tmp_path / "out")


class Dying(Executor):
    """A pool whose worker is killed over the second file."""

    def __init__(self) -> None:
        self.given = 0

    def submit(self, work: Any, /, *args: Any, **named: Any) -> Future[Any]:
        self.given += 1
        if self.given > 2:
            raise BrokenExecutor("a process in the pool ended")
        future: Future[Any] = Future()
        if self.given == 2:
            args[3].with_name(f".{args[3].name}.part").write_text("half", encoding="utf-8")
            future.set_exception(BrokenExecutor("a process in the pool ended"))
        else:
            future.set_result(work(*args, **named))
        return future


def test_when_a_worker_dies_its_files_are_named_and_half_files_are_removed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_csv=ROWS[:1], b_csv=ROWS[:1], c_csv=ROWS[:1])
    summary = rejudge_folder(folder, tiny(), tmp_path / "out", executor=Dying())
    assert [Path(one.where.file).name for one in summary.failed] == ["b.csv", "c.csv"]
    assert "a process in the pool ended" in str(summary.failed[0])
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("engine", "options", "said"),
    [
        (Engine.LOCAL, {"workers": 2}, "the local engine has none"),
        (Engine.LOCAL, {"scheduler": "tcp://host:1"}, "only --engine dask"),
        (Engine.PROCESSES, {"workers": 0}, "1 or more"),
        (Engine.DASK, {"scheduler": "host"}, "is no address"),
        (Engine.DASK, {"scheduler": "tcp://host:1", "workers": 2}, "has its own workers"),
    ],
)
def test_options_that_do_not_go_with_an_engine_are_refused(engine: Engine, options: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said), started(engine, **options):
        pass


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(BadInput, match=r"evenhand\[dask\]"), started(Engine.DASK):
        pass
