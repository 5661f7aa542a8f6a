"""A CSV file that somebody hands over: bytes to rows with their line numbers, or a refusal that says what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.provenance import fingerprint
from evenhand.wording import Words, say

# The largest is our own export of the whole register with its inspections.
MAX_BYTES = 20_000_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A file by its name and its bytes: from a folder or from a browser."""

    name: str
    content: bytes

    @classmethod
    def at(cls, path: Path) -> RegisterFile:
        """The file at a path; raises BadInput when it cannot be read."""
        try:
            return cls(path.name, path.read_bytes())
        except OSError as error:
            message = say("cannot be read: {problem}; check the path", problem=error.strerror or str(error))
            raise BadInput.at("RG000", message, file=path.name) from None

    @property
    def fingerprint(self) -> str:
        """What tells this file from every other."""
        return fingerprint(self.content)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line on which it starts, its cells by column, and how many cells are too many (below 0: too few)."""

    number: int
    cells: dict[str, str]
    surplus: int


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was understood: its columns, and its rows, to be read once."""

    columns: frozenset[str]
    lines: Iterator[Line]


def read_table(file: RegisterFile, needed: tuple[str, ...]) -> Table:
    """Find the columns by name, in any order and case.

    Raises BadInput when the file is empty, too large, not text, or lacks a needed column; reading the lines raises it
    for a quotation mark that is never closed.
    """
    text = _text(file)
    heading, delimiter = _heading(file, text, needed)
    names = [_plain(name) for name in heading]
    if missing := [name for name in needed if name not in names]:
        raise BadInput.at("RG004", _columns_sentence(missing, heading, needed), file=file.name, line=1)
    if repeated := sorted({name for name in names if name and names.count(name) > 1}):
        message = say("the column {names} is there twice; keep one", names=repeated)
        raise BadInput.at("RG004", message, file=file.name, line=1)
    return Table(frozenset(names), _lines(file, text, names, delimiter))


def _text(file: RegisterFile) -> str:
    content = file.content
    if not content.strip():
        raise BadInput.at("RG001", say("the file is empty; choose the CSV file of the register"), file=file.name)
    if len(content) > MAX_BYTES:
        message = say("the file is larger than {most} megabytes; split it by region", most=MAX_BYTES // 1_000_000)
        raise BadInput.at("RG002", message, file=file.name)
    if content.startswith(_WORKBOOKS):
        message = say("this is a workbook, not a CSV file; open it and save the sheet as “CSV UTF-8”")
        raise BadInput.at("RG003", message, file=file.name)
    if b"\0" in content:
        raise BadInput.at("RG003", say("this is not a text file; save it as “CSV UTF-8”"), file=file.name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes in England when nobody asks for UTF-8; five bytes of it mean nothing and become a mark.
        return content.decode("cp1252", errors="replace")


def _heading(file: RegisterFile, text: str, needed: tuple[str, ...]) -> tuple[list[str], str]:
    """The first row and the delimiter that shows most of the needed columns."""
    best: tuple[int, list[str], str] = (-1, [], ",")
    for delimiter in _DELIMITERS:
        try:
            row = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error as error:
            raise _broken(file, 1, error) from None
        score = sum(1 for cell in row if _plain(cell) in needed)
        if score > best[0]:
            best = (score, row, delimiter)
    return best[1:]


def _lines(file: RegisterFile, text: str, names: list[str], delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(reader)
    start = reader.line_num + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = {name: " ".join(cell.split()) for name, cell in zip(names, row, strict=False)}
                surplus = min(len(row) - len(names), 0) or sum(1 for cell in row[len(names) :] if cell.strip())
                yield Line(start, cells, surplus)
            start = reader.line_num + 1
    except csv.Error as error:
        raise _broken(file, start, error) from None


def _broken(file: RegisterFile, line: int, error: csv.Error) -> BadInput:
    message = say(
        "this is not a CSV file that can be read: {problem}; look for a stray quotation mark", problem=str(error)
    )
    return BadInput.at("RG005", message, file=file.name, line=line)


def _columns_sentence(missing: list[str], heading: list[str], needed: tuple[str, ...]) -> Words:
    found = [" ".join(name.split())[:40] for name in heading if name.strip()][:40]
    return say(
        "the file lacks the columns {missing}. It needs {needed}; its first line has {found}. Name the columns in the "
        "first line.",
        missing=missing,
        needed=list(needed),
        found=found or say("no column names"),
    )


def _plain(name: str) -> str:
    return "_".join(name.strip().casefold().split())
