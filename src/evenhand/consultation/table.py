"""A CSV file that a survey tool made: bytes to rows with their line numbers, or a refusal that says what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from evenhand.findings import BadInput
from evenhand.wording import say

MAX_BYTES = 5_000_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it starts, its cells by column, and how many filled cells have no column."""

    line: int
    cells: dict[str, str]
    surplus: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was understood: its columns in plain spelling and in order, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(content: bytes, file: str, wanted: Collection[str]) -> Sheet:
    """Rows of a CSV file with comma, semicolon or tab; the delimiter is the one that shows most of the wanted columns.

    Raises BadInput for a file that is empty, too large, not text or not CSV, or that names a column twice.
    """
    text = _text(content, file)
    columns, delimiter = _heading(text, file, wanted)
    repeated = sorted({one for one in columns if one and columns.count(one) > 1})
    if repeated:
        message = say("the column {names} is there twice; keep one", names=repeated)
        raise BadInput.at("CR004", message, file=file, line=1)
    return Sheet(tuple(columns), tuple(_rows(text, file, columns, delimiter)))


def plain(name: str) -> str:
    """A column's name without the spelling of people: small letters, one underscore for spaces."""
    return "_".join(name.strip().casefold().split())


def _text(content: bytes, file: str) -> str:
    if not content.strip():
        raise BadInput.at("CR001", say("the file is empty; choose the CSV file with the responses"), file=file)
    if len(content) > MAX_BYTES:
        message = say("the file is larger than {most} megabytes; split it", most=MAX_BYTES // 1_000_000)
        raise BadInput.at("CR002", message, file=file)
    if content.startswith(_WORKBOOKS):
        raise BadInput.at(
            "CR003", say("this is a workbook, not a CSV file; open it and save the sheet as “CSV UTF-8”"), file=file
        )
    if b"\0" in content:
        raise BadInput.at("CR003", say("this is not a text file; save it as “CSV UTF-8”"), file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes in England when nobody asks for UTF-8.
        return content.decode("cp1252", errors="replace")


def _heading(text: str, file: str, wanted: Collection[str]) -> tuple[list[str], str]:
    best: tuple[int, list[str], str] = (-1, [], ",")
    for delimiter in _DELIMITERS:
        try:
            row: list[str] = next(_reader(text, delimiter), [])
        except csv.Error as error:
            raise _broken(file, 1, error) from None
        columns = [plain(cell) for cell in row]
        score = sum(1 for one in columns if one in wanted)
        if score > best[0]:
            best = (score, columns, delimiter)
    return best[1:]


def _rows(text: str, file: str, columns: list[str], delimiter: str) -> Iterator[Row]:
    reader = _reader(text, delimiter)
    next(reader)
    start = reader.line_num + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                surplus = sum(1 for cell in cells[len(columns) :] if cell.strip())
                filled = [*cells, *[""] * (len(columns) - len(cells))]
                named = {name: cell.strip() for name, cell in zip(columns, filled, strict=False) if name}
                yield Row(start, named, surplus)
            start = reader.line_num + 1
    except csv.Error as error:
        raise _broken(file, start, error) from None


def _reader(text: str, delimiter: str) -> Any:
    # Strict, because otherwise a quotation mark that is never closed would swallow the rest of the file without a word.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _broken(file: str, line: int, error: csv.Error) -> BadInput:
    message = say(
        "this cannot be read as CSV from here on: {problem}; look for a stray or unclosed quotation mark",
        problem=str(error),
    )
    return BadInput.at("CR005", message, file=file, line=line)
