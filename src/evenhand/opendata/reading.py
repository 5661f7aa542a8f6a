"""Files of open data back to records, with every cell of the type that its column declares."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from evenhand.findings import BadInput
from evenhand.opendata.model import ColumnType, OpenColumn, OpenTable
from evenhand.opendata.tables import EXPORTED
from evenhand.wording import say

BY_NAME = {one.name: one for one in EXPORTED}


def read_back(file: str, content: bytes) -> list[dict[str, Any]]:
    """The records of a file of ours, by its name: `homes.csv`, `homes.json`, `homes.parquet`.

    Columns that the file's tier did not see are not there; nothing else is missing or added. Raises BadInput for a
    name that is none of ours (OD020), a file that cannot be read (OD021), a column that is not declared (OD022), and a
    cell that is not of its column's type, with its line (OD023).
    """
    path = PurePath(file)
    table, reader = BY_NAME.get(path.stem), _READERS.get(path.suffix)
    if table is None or reader is None:
        message = say("this is no file of open data; the names are {names}", names=sorted(BY_NAME))
        raise BadInput.at("OD020", message, file=file)
    try:
        names, rows = reader(content)
    except (ValueError, csv.Error, OSError) as problem:
        message = say("it cannot be read: {problem}; fetch the file again", problem=str(problem)[:200])
        raise BadInput.at("OD021", message, file=file) from None
    columns = _declared(file, table, names)
    return [_record(file, columns, number, cells) for number, cells in rows]


def unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r'" else text


def _declared(file: str, table: OpenTable, names: Iterable[str]) -> list[OpenColumn]:
    unknown = [name for name in names if name not in table.by_name]
    if unknown:
        message = say("the columns {names} are not declared; write those of the documentation", names=unknown)
        raise BadInput.at("OD022", message, file=file, line=1)
    return [table.by_name[name] for name in names]


def _record(file: str, columns: list[OpenColumn], number: int, cells: list[Any]) -> dict[str, Any]:
    if len(cells) != len(columns):
        message = say("this line has {n} cells, the first line {m}", n=len(cells), m=len(columns))
        raise BadInput.at("OD023", message, file=file, line=number)
    record = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            value = None if cell in ("", None) else _MEANT[column.type](cell)
            good = column.holds(value)
        except (ValueError, TypeError, KeyError):
            value, good = None, False
        if not good:
            message = say("“{cell}” is not a {type}", cell=str(cell)[:60], type=column.type.value)
            raise BadInput.at("OD023", message, file=file, line=number, field=column.name)
        record[column.name] = value
    return record


def _day(cell: Any) -> date:
    return cell if type(cell) is date else date.fromisoformat(cell)


def _moment(cell: Any) -> datetime:
    return (cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)).astimezone(UTC)


def _as_it_is_or(kind: type, cell: Any) -> Any:
    """A number that JSON or Parquet holds already, or one that CSV has in words; never a rounded one."""
    if type(cell) is str or (kind is float and type(cell) is int):
        return kind(cell)
    return cell


_MEANT: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.TEXT: lambda cell: cell,
    ColumnType.WHOLE: partial(_as_it_is_or, int),
    ColumnType.NUMBER: partial(_as_it_is_or, float),
    ColumnType.FLAG: lambda cell: cell if isinstance(cell, bool) else {"true": True, "false": False}[cell],
    ColumnType.DAY: _day,
    ColumnType.MOMENT: _moment,
}
_Rows = tuple[list[str], list[tuple[int, list[Any]]]]


def _from_csv(content: bytes) -> _Rows:
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    names = next(reader, [])
    rows = [(reader.line_num, [unguarded(cell) for cell in row]) for row in reader if row]
    return names, rows


def _from_json(content: bytes) -> _Rows:
    records = json.loads(content)
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise ValueError("it is not an array of objects")
    names = list(dict.fromkeys(name for one in records for name in one))
    return names, [(number, [one.get(name) for name in names]) for number, one in enumerate(records, start=2)]


def _from_parquet(content: bytes) -> _Rows:
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    columns = [column.to_pylist() for column in table.columns]
    return list(table.column_names), [(number, list(row)) for number, row in enumerate(zip(*columns, strict=True), 2)]


_READERS: dict[str, Callable[[bytes], _Rows]] = {
    ".csv": _from_csv,
    ".json": _from_json,
    ".parquet": _from_parquet,
}
