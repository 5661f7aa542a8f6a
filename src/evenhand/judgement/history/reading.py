"""Files of published inspections, as batches of text columns: CSV as Ofsted and Excel write it, or Parquet."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evenhand.findings import BadInput
from evenhand.judgement.history.columns import Wanted, find, lacking, missing_sentence, repeated
from evenhand.wording import say

BATCH = 65_536
_HEADING_SEARCH = 60  # title rows above the heading are few; what comes later is data
_LONGEST_ROW_IN_LINES = 40
FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file. `columns`: text by role, blank for nothing; `lines`: the file's line (or row) of each.

    `done` is the share of the file that has been read, from 0 to 1.
    """

    columns: dict[str, pa.Array]
    lines: Sequence[int]
    done: float


@dataclass(frozen=True, slots=True)
class Rows:
    """An opened file: its batches, to be read once, and the headings that stand over more than one column."""

    batches: Iterator[Batch]
    repeated: tuple[str, ...]


def open_rows(file: Path, wanted: Sequence[Wanted]) -> Rows:
    """Open a CSV or Parquet file of inspections and find its columns.

    Raises BadInput when the file cannot be read, is empty, is neither format or lacks a needed column; the batches
    raise it for what only shows later (a broken page, a quotation mark that is never closed).
    """
    try:
        with file.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        message = say("cannot be read: {problem}; check the path", problem=error.strerror or str(error))
        raise BadInput.at("HI001", message, file=file) from None
    if not start:
        raise BadInput.at("HI002", say("the file is empty"), file=file)
    if start.startswith(b"PAR1") or file.suffix.lower() in (".parquet", ".pq"):
        return _open_parquet(file, wanted)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput.at("HI003", say("this is a workbook, not a CSV; save the sheet as “CSV UTF-8”"), file=file)
    return _open_csv(file, wanted)


# ------------------------------------------------------------------------------------------------------------ CSV


def _open_csv(file: Path, wanted: Sequence[Wanted]) -> Rows:
    encoding = _encoding(file)
    headings, first_line, delimiter = _heading_row(file, encoding, wanted)
    found = find(headings, wanted)
    if missing := lacking(found, wanted):
        raise BadInput.at("HI004", missing_sentence(missing, headings), file=file, line=first_line)
    return Rows(_csv_batches(file, encoding, delimiter, first_line, found), repeated(headings, found))


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


def _csv_batches(
    file: Path, encoding: str, delimiter: str, heading_line: int, found: dict[str, int]
) -> Iterator[Batch]:
    size = max(file.stat().st_size, 1)
    with file.open("rb") as raw:
        # A byte that Windows-1252 does not know spoils one cell, not the file.
        stream = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        reader = csv.reader(stream, delimiter=delimiter)
        width = 0
        while reader.line_num < heading_line:
            width = len(next(reader))
        # Only the cells that are wanted are kept: a hundred thousand whole rows would keep the garbage collector busy.
        pick = itemgetter(*found.values())
        rows: list[tuple[str, ...]] = []
        lines: list[int] = []
        before = heading_line
        faults: dict[int, str] = {}
        try:
            for row in reader:
                line = reader.line_num
                if line - before > _LONGEST_ROW_IN_LINES:
                    raise _unclosed_quote(file, before + 1)
                before = line
                if not row:
                    continue
                if len(row) != width:
                    row, fault = _squared(row, width)
                    if fault:
                        faults[len(rows)] = fault
                rows.append(pick(row))
                lines.append(line)
                if len(rows) == BATCH:
                    yield _batch(rows, lines, faults, found, raw.tell() / size)
                    rows, lines, faults = [], [], {}
        except csv.Error as error:
            raise _broken_csv(file, reader.line_num, error) from None
        if rows:
            yield _batch(rows, lines, faults, found, 1.0)


def _squared(row: list[str], width: int) -> tuple[list[str], str]:
    """The row with exactly `width` cells, and what was wrong with it; empty cells too many are not worth a word."""
    if len(row) < width:
        return row + [""] * (width - len(row)), "short"
    return row[:width], "long" if any(cell.strip() for cell in row[width:]) else ""


def _unclosed_quote(file: Path, line: int) -> BadInput:
    message = say("a quotation mark that opens here is never closed; the rest of the file cannot be told apart")
    return BadInput.at("HI003", message, file=file, line=line)


def _broken_csv(file: Path, line: int, error: csv.Error) -> BadInput:
    message = say("this is not a CSV that can be read: {problem}; look for a stray quotation mark", problem=str(error))
    return BadInput.at("HI003", message, file=file, line=line)


def _batch(
    rows: list[tuple[str, ...]], lines: list[int], faults: dict[int, str], found: dict[str, int], done: float
) -> Batch:
    columns = {role: pa.array(cells, pa.string()) for role, cells in zip(found, zip(*rows, strict=True), strict=True)}
    if faults:
        columns[FAULT] = pa.array([faults.get(number, "") for number in range(len(rows))], pa.string())
    return Batch(columns, lines, min(done, 1.0))


# -------------------------------------------------------------------------------------------------------- Parquet


def _open_parquet(file: Path, wanted: Sequence[Wanted]) -> Rows:
    try:
        parquet = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        raise _broken_parquet(file, error) from None
    headings = list(parquet.schema_arrow.names)
    found = find(headings, wanted)
    if missing := lacking(found, wanted):
        parquet.close()
        raise BadInput.at("HI004", missing_sentence(missing, headings), file=file)
    names = {role: headings[place] for role, place in found.items()}
    return Rows(_parquet_batches(file, parquet, names), repeated(headings, found))


def _parquet_batches(file: Path, parquet: pq.ParquetFile, found: dict[str, str]) -> Iterator[Batch]:
    total, done = max(parquet.metadata.num_rows, 1), 0
    with parquet:
        try:
            for batch in parquet.iter_batches(batch_size=BATCH, columns=list(found.values())):
                # By place: a name that is there twice would be refused by name.
                places = {role: batch.schema.get_all_field_indices(name)[0] for role, name in found.items()}
                columns = {role: _as_text(batch.column(places[role]), file, name) for role, name in found.items()}
                lines = range(done + 1, done + batch.num_rows + 1)
                done += batch.num_rows
                if batch.num_rows:
                    yield Batch(columns, lines, done / total)
        except (pa.ArrowException, OSError) as error:
            raise _broken_parquet(file, error) from None


def _as_text(column: pa.Array, file: Path, name: str) -> pa.Array:
    if pa.types.is_floating(column.type):
        # A number column with gaps comes from pandas as floats; 1027158.0 is the number 1027158.
        whole = pc.equal(pc.floor(column), column)
        if pc.all(whole, min_count=0).as_py():
            column = column.cast(pa.int64())
    try:
        return pc.fill_null(column.cast(pa.string()), "")
    except pa.ArrowException:
        message = say("the column “{name}” holds {kind}, not words", name=name, kind=str(column.type))
        raise BadInput.at("HI005", message, file=file) from None


def _broken_parquet(file: Path, error: Exception) -> BadInput:
    problem = str(error).split("\n")[0][:200]
    return BadInput.at(
        "HI005", say("this is not a Parquet file that can be read: {problem}", problem=problem), file=file
    )
