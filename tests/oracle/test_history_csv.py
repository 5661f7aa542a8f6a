"""CSV read block by block is the CSV that Python's own reader reads row by row, whatever the bytes are."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle.tiny import tiny

from evenhand.findings import BadInput
from evenhand.judgement.history import batches, csv_rows, rejudge
from evenhand.judgement.history.plain_csv import Cells, plain_cells, squared

WIDTH = 3
FOUND = {"first": 0, "last": 2}
CELL = st.sampled_from(
    ["", "a", "Good", '"a,b"', '""', '"a""b"', '"""', 'a"b', '"a"b', ' "a"', "é", "\ufeff", "   ", "'"]
)
ROW = st.lists(CELL, min_size=0, max_size=5).map(",".join)
SOUND = st.lists(CELL, min_size=3, max_size=3).map(",".join)
END = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\r", ""])
WRITTEN = st.lists(st.text("aé ,'\";\t"), min_size=3, max_size=3)
LINES = st.lists(st.tuples(st.one_of(SOUND, SOUND, ROW), END), max_size=12)


def row_by_row(text: str) -> list[tuple[int, str, str, int]]:
    """Line from 0, first and last cell, and fault of every row: Python's own reader, nothing clever."""
    reader = csv.reader(io.StringIO(text, newline=""))
    found = []
    for row in reader:
        if row:
            cells, fault = squared(row, WIDTH)
            found.append((reader.line_num - 1, cells[0], cells[2], fault))
    return found


def told(cells: Cells) -> list[tuple[int, str, str, int]]:
    columns = (cells.columns["first"].to_pylist(), cells.columns["last"].to_pylist())
    return list(zip(cells.lines.tolist(), *columns, cells.faults.tolist(), strict=True))


@settings(max_examples=1500, deadline=None)
@given(LINES)
def test_what_is_plain_is_read_as_python_reads_it(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in lines)
    cells = plain_cells(text.encode(), ",", WIDTH, FOUND)
    if cells is not None:
        assert told(cells) == row_by_row(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(st.text("aé ,'\";\t"), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_program_wrote_without_line_breaks_in_cells_is_plain(rows: list[list[str]], end: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end).writerows(rows)
    cells = plain_cells(stream.getvalue().encode(), ",", WIDTH, FOUND)
    assert cells is not None
    assert [(first, last) for _, first, last, _ in told(cells)] == [(row[0], row[2]) for row in rows]
    assert not np.any(cells.faults)


FILE_CELL = st.sampled_from(["Good", "Inadequate", '"Good"', '"Go\nod"', '"a,b"', 'a"b', "2019-06-01", "soon", "é", ""])
FILE_ROW = st.lists(FILE_CELL, min_size=4, max_size=7).map(",".join)
FILE_END = st.sampled_from(["\n", "\n", "\n", "\n", "\r\n", "\n\n", "\r"])
FILES = st.lists(st.tuples(FILE_ROW, FILE_END), min_size=1, max_size=30)
HEADING = "urn,inspection_date,overall,helped_protected,leaders_managers\n"


@settings(max_examples=200, deadline=None)
@given(FILES, st.integers(20, 200), st.integers(1, 9), st.sampled_from(["utf-8", "cp1252"]))
def test_a_whole_file_gives_the_same_bytes_and_the_same_findings_either_way(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]], block: int, batch: int, encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    (folder / "in.csv").write_bytes((HEADING + "".join(line + end for line, end in lines)).encode(encoding))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BATCH", batch)
        patch.setattr(csv_rows, "BLOCK", block)
        either = [outcome(folder, ending) for ending in ("csv", "parquet")]
        patch.setattr(csv_rows, "BLOCK", 1 << 20)
        patch.setattr(csv_rows, "plain_cells", lambda *_: None)
        assert [outcome(folder, ending) for ending in ("csv", "parquet")] == either


def outcome(folder: Path, ending: str) -> object:
    """OUT and the summary, or the sentences of a refusal."""
    out = folder / f"out.{ending}"
    try:
        told = rejudge(folder / "in.csv", tiny(), out).as_dict()
    except BadInput as refusal:
        return str(refusal)
    return out.read_bytes(), told
