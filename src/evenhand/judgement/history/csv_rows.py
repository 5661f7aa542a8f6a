"""CSV files of inspections as Ofsted and Excel write them: block by block where they are plain, else row by row.

Both ways give the same cells; which one is taken changes nothing but the time.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from evenhand.findings import BadInput
from evenhand.judgement.history import batches
from evenhand.judgement.history.batches import FAULT, FAULTS, Batch, Rows
from evenhand.judgement.history.columns import Wanted, find, lacking, missing_sentence, repeated
from evenhand.judgement.history.plain_csv import Cells, plain_cells, squared
from evenhand.wording import say

BLOCK = 1 << 20  # bytes that are plain, or not, together
_HEADING_SEARCH = 60  # title rows above the heading are few; what comes later is data
_LONGEST_ROW_IN_LINES = 40
_LINE_ENDS = b"\r\n"


def open_csv(file: Path, wanted: Sequence[Wanted]) -> Rows:
    """Open a CSV file and find its heading and columns; raises BadInput as `open_rows` does."""
    encoding = _encoding(file)
    headings, first_line, delimiter = _heading_row(file, encoding, wanted)
    found = find(headings, wanted)
    if missing := lacking(found, wanted):
        raise BadInput.at("HI004", missing_sentence(missing, headings), file=file, line=first_line)
    return Rows(_batches(file, encoding, delimiter, first_line, found), repeated(headings, found))


def _encoding(file: Path) -> str:
    """UTF-8 with or without its mark, or else what Excel writes in England; the whole file is looked at."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with file.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 20):
                if b"\0" in chunk:
                    raise BadInput.at(
                        "HI003", say("this is not plain text; save it as “CSV UTF-8”, or give Parquet"), file=file
                    )
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _heading_row(file: Path, encoding: str, wanted: Sequence[Wanted]) -> tuple[list[str], int, str]:
    """The row that names most of the wanted columns, the line on which it ends, and the delimiter."""
    best: tuple[int, list[str], int, str] = (0, [], 1, ",")
    for delimiter in (",", ";", "\t"):
        with file.open(encoding=encoding, errors="replace", newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter)
            try:
                for row, _ in zip(reader, range(_HEADING_SEARCH), strict=False):
                    named = len(find(row, wanted))
                    filled = sum(1 for cell in row if cell.strip())
                    # With nothing recognised, the fullest row is the likeliest heading, and the one to show.
                    score = named * 1000 + min(filled, 999)
                    if filled > 1 and score > best[0]:
                        best = (score, row, reader.line_num, delimiter)
            except csv.Error as error:
                raise _broken_csv(file, reader.line_num, error) from None
        if best[0] >= 2000:
            break
    return best[1:]


def _batches(file: Path, encoding: str, delimiter: str, heading_line: int, found: dict[str, int]) -> Iterator[Batch]:
    size = max(file.stat().st_size, 1)
    with file.open("rb") as raw:
        body = _Body(file, raw, encoding, delimiter, heading_line)
        waiting: list[Cells] = []
        rows = 0
        for piece in body.pieces(found):
            waiting.append(piece)
            rows += len(piece.lines)
            # Always of the same length, so that nobody can tell by the output how the file was read.
            while rows >= batches.BATCH:
                joined = _joined(waiting)
                yield _batch(_part(joined, 0, batches.BATCH), min(body.at / size, 1.0))
                waiting = [_part(joined, batches.BATCH, rows)]
                rows -= batches.BATCH
        if rows:
            yield _batch(_joined(waiting), 1.0)


def _joined(pieces: Sequence[Cells]) -> Cells:
    columns = {role: pa.concat_arrays([one.columns[role] for one in pieces]) for role in pieces[0].columns}
    lines, faults = (np.concatenate(parts) for parts in zip(*((one.lines, one.faults) for one in pieces), strict=True))
    return Cells(columns, lines, faults)


def _part(cells: Cells, start: int, end: int) -> Cells:
    columns = {role: column.slice(start, end - start) for role, column in cells.columns.items()}
    return Cells(columns, cells.lines[start:end], cells.faults[start:end])


def _batch(cells: Cells, done: float) -> Batch:
    columns = dict(cells.columns)
    if cells.faults.any():
        columns[FAULT] = pa.DictionaryArray.from_arrays(cells.faults, list(FAULTS))
    return Batch(columns, cells.lines, done)


class _Lines:
    """Lines of a file from a byte on, and the byte after the last line that was given."""

    def __init__(self, raw: BinaryIO, encoding: str, at: int) -> None:
        self._raw, self._encoding, self.at = raw, encoding, at

    def __iter__(self) -> Iterator[str]:
        self._raw.seek(self.at)
        encoding = self._encoding if self.at == 0 else self._encoding.removesuffix("-sig")
        rest = b""
        while chunk := self._raw.read(max(1 << 16, len(rest))):
            *lines, rest = (rest + chunk).splitlines(keepends=True)
            for line in lines:
                self.at += len(line)
                # A byte that Windows-1252 does not know spoils one cell, not the file.
                yield line.decode(encoding, "replace")
                encoding = self._encoding.removesuffix("-sig")
        for line in rest.splitlines(keepends=True):
            self.at += len(line)
            yield line.decode(encoding, "replace")


class _Body:
    """The rows below the heading. `at` is the next byte, `line` the number of lines before it."""

    def __init__(self, file: Path, raw: BinaryIO, encoding: str, delimiter: str, heading_line: int) -> None:
        self._file, self._raw, self._encoding, self._delimiter = file, raw, encoding, delimiter
        lines = _Lines(raw, encoding, 0)
        reader = csv.reader(lines, delimiter=delimiter)
        self._width = 0
        while reader.line_num < heading_line:
            self._width = len(next(reader))
        self.at, self.line = lines.at, reader.line_num

    def pieces(self, found: dict[str, int]) -> Iterator[Cells]:
        """The rows in their order; of each the cells in `found`."""
        while block := self._block():
            plain = self._plainly(block, found)
            if plain is None:
                yield from self._row_by_row(found, self.at + len(block))
            else:
                yield Cells(plain.columns, plain.lines + self.line + 1, plain.faults)
                self.at += len(block)
                self.line += block.count(b"\n")

    def _block(self) -> bytes:
        """Some whole lines, or the rest of the file, or the beginning of one long line; empty at the file's end."""
        self._raw.seek(self.at)
        block = self._raw.read(BLOCK)
        if len(block) < BLOCK:
            return block.rstrip(_LINE_ENDS)
        return block[: block.rfind(b"\n") + 1] or block

    def _plainly(self, block: bytes, found: dict[str, int]) -> Cells | None:
        if len(block) == BLOCK and not block.endswith(b"\n"):
            return None
        ready = block if self._encoding != "cp1252" else block.decode("cp1252", "replace").encode()
        return plain_cells(ready, self._delimiter, self._width, found)

    def _row_by_row(self, found: dict[str, int], end: int) -> Iterator[Cells]:
        """The rows as Python's own reader finds them, up to the first that ends at byte `end` or later."""
        lines = _Lines(self._raw, self._encoding, self.at)
        reader = csv.reader(lines, delimiter=self._delimiter)
        # Only the cells that are wanted are kept: a hundred thousand whole rows would keep the garbage collector busy.
        pick = itemgetter(*found.values())
        rows: list[tuple[str, ...]] = []
        numbers: list[int] = []
        faults: list[int] = []
        before = 0
        try:
            for row in reader:
                if reader.line_num - before > _LONGEST_ROW_IN_LINES:
                    raise _unclosed_quote(self._file, self.line + before + 1)
                before = reader.line_num
                if row:
                    cells, fault = (row, 0) if len(row) == self._width else squared(row, self._width)
                    rows.append(pick(cells))
                    numbers.append(self.line + before)
                    faults.append(fault)
                if lines.at >= end:
                    break
        except csv.Error as error:
            raise _broken_csv(self._file, self.line + reader.line_num, error) from None
        self.at, self.line = lines.at, self.line + reader.line_num
        if rows:
            texts = zip(found, zip(*rows, strict=True), strict=True)
            columns = {role: pa.array(cells, pa.string()) for role, cells in texts}
            yield Cells(columns, np.array(numbers, np.int64), np.array(faults, np.int8))


def _unclosed_quote(file: Path, line: int) -> BadInput:
    message = say("a quotation mark that opens here is never closed; the rest of the file cannot be told apart")
    return BadInput.at("HI003", message, file=file, line=line)


def _broken_csv(file: Path, line: int, error: csv.Error) -> BadInput:
    message = say("this is not a CSV that can be read: {problem}; look for a stray quotation mark", problem=str(error))
    return BadInput.at("HI003", message, file=file, line=line)
