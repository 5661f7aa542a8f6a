"""A block of plain CSV lines, all at once; what is not plain is left to the reader that goes row by row.

Plain means that a line is a row: no line break inside quotation marks, quotation marks only around whole cells, line
ends as Windows or Unix write them. A row with a wrong number of cells is plain; it is mended by itself.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from evenhand.judgement.history.batches import LONG, NO_FAULT, SHORT

_NEWLINE, _RETURN, _QUOTE = (ord(mark) for mark in '\n\r"')
_LONGEST_CELL = 131_072  # what the row-by-row reader takes; it refuses more
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Cells:
    """Some rows of a CSV file: `columns` by role, the file's line of each row, and what is wrong with it."""

    columns: dict[str, pa.Array]
    lines: npt.NDArray[np.int64]
    faults: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Refused:
    """Rows that have more or fewer cells than the heading: their number among the rows, and their text."""

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def hear(self, row: Any) -> str:
        self.rows.append(row.number - 1)
        self.texts.append(row.text)
        return "skip"


def squared(row: list[str], width: int) -> tuple[list[str], int]:
    """The row with exactly `width` cells, and what was wrong with it; empty cells too many are not worth a word."""
    if len(row) < width:
        return row + [""] * (width - len(row)), SHORT
    return row[:width], LONG if any(cell.strip() for cell in row[width:]) else NO_FAULT


def plain_cells(block: bytes, delimiter: str, width: int, found: dict[str, int]) -> Cells | None:
    """The rows of a block of UTF-8 that ends where a line ends, or None when the block is not plain.

    `found` says where in a row of `width` cells each role stands. Lines are counted from 0.
    """
    lengths = _line_lengths(block, ord(delimiter))
    if lengths is None:
        return None
    lines = np.flatnonzero(lengths)  # lines without anything are no rows
    refused = _Refused()
    try:
        table = _parsed(block, delimiter, width, found, refused) if len(lines) else None
    except pa.ArrowException:
        return None
    if table is None or table.num_rows + len(refused.rows) != len(lines):
        return None
    columns = {role: _one(table.column(str(place))) for role, place in found.items()}
    faults = np.zeros(len(lines), np.int8)
    if refused.rows:
        mended = [squared(next(csv.reader([text], delimiter=delimiter)), width) for text in refused.texts]
        faults[refused.rows] = [fault for _, fault in mended]
        order = _places(len(lines), refused.rows)
        columns = {
            role: pa.concat_arrays([column, pa.array([row[found[role]] for row, _ in mended], pa.string())]).take(order)
            for role, column in columns.items()
        }
    return Cells(columns, lines, faults)


def _line_lengths(block: bytes, delimiter: int) -> npt.NDArray[np.int64] | None:
    """Bytes of each line without its end, or None when some line is not plainly one row."""
    marks = np.frombuffer(block, np.uint8)
    if not len(marks) or block.startswith(_BOM) or block.count(b"\r") != block.count(b"\r\n"):
        return None
    ends = np.flatnonzero(marks == _NEWLINE)
    if b'"' in block and not _quoted_plainly(marks, ends, delimiter):
        return None
    if marks[-1] != _NEWLINE:
        ends = np.append(ends, len(marks))
    lengths: npt.NDArray[np.int64] = np.diff(ends, prepend=-1) - 1
    if lengths.max() > _LONGEST_CELL:
        return None
    lengths -= (lengths > 0) & (marks[ends - 1] == _RETURN)
    return lengths


def _quoted_plainly(marks: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], delimiter: int) -> bool:
    """Whether every quotation mark opens or closes a whole cell, or is one of two that stand for one in a cell."""
    quotes = np.flatnonzero(marks == _QUOTE)
    if len(quotes) % 2 or (np.searchsorted(quotes, ends) % 2).any():
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening > 0, marks[opening - 1], _NEWLINE)
    after = np.where(closing + 1 < len(marks), marks[np.minimum(closing + 1, len(marks) - 1)], _NEWLINE)
    opens = np.isin(before, (delimiter, _NEWLINE, _QUOTE))
    return bool(opens.all() and np.isin(after, (delimiter, _NEWLINE, _RETURN, _QUOTE)).all())


def _parsed(block: bytes, delimiter: str, width: int, found: dict[str, int], refused: _Refused) -> pa.Table:
    names = [str(place) for place in range(width)]
    wanted = [str(place) for place in found.values()]
    return arrow_csv.read_csv(
        pa.BufferReader(block),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block) + 1),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, invalid_row_handler=refused.hear),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=wanted,
            column_types={name: pa.string() for name in wanted},
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )


def _one(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)


def _places(rows: int, refused: Sequence[int]) -> npt.NDArray[np.int64]:
    """Where each row stands when the refused ones are put behind the others."""
    apart = np.zeros(rows, bool)
    apart[list(refused)] = True
    places = np.cumsum(~apart) - 1
    places[apart] = np.arange(rows - len(refused), rows)
    return places
