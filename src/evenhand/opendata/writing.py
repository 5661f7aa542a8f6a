"""Records to files: CSV, JSON and Parquet, each by the declared columns. What was written is read back without loss."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from evenhand.casework.visibility import Tier
from evenhand.findings import BadInput
from evenhand.opendata.model import ColumnType, OpenColumn, OpenTable, Record
from evenhand.wording import say

# What a spreadsheet would take for a formula. An apostrophe before it keeps it text, and is taken off when it is read.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def checked(table: OpenTable, columns: Sequence[OpenColumn], rows: Iterable[Record]) -> list[Record]:
    """The rows, once every cell holds what its column says; raises BadInput (OD010) that names row and column."""
    kept = []
    for number, row in enumerate(rows, start=1):
        for column in columns:
            if not column.holds(row.get(column.name)):
                message = say(
                    "row {number} has {value} in the column {column}, which takes a {type}",
                    number=number,
                    value=repr(row.get(column.name))[:60],
                    column=column.name,
                    type=column.type.value,
                )
                raise BadInput.at("OD010", message, file=table.name, line=number, field=column.name)
        kept.append(row)
    return kept


def to_csv(table: OpenTable, tier: Tier, rows: Iterable[Record]) -> bytes:
    """CSV in UTF-8 with a first line of column names; an empty cell is a missing value. Raises BadInput (OD010)."""
    columns = table.seen_from(tier)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([one.name for one in columns])
    kinds = [(one.name, _CELLS[one.type]) for one in columns]
    for row in checked(table, columns, rows):
        writer.writerow(["" if (value := row.get(name)) is None else told(value) for name, told in kinds])
    return out.getvalue().encode()


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _flag(value: bool) -> str:
    return "true" if value else "false"


_CELLS: dict[ColumnType, Any] = {
    ColumnType.TEXT: _guarded,
    ColumnType.WHOLE: str,
    ColumnType.NUMBER: repr,
    ColumnType.FLAG: _flag,
    ColumnType.DAY: date.isoformat,
    ColumnType.MOMENT: datetime.isoformat,
}


def to_json(table: OpenTable, tier: Tier, rows: Iterable[Record]) -> bytes:
    """A JSON array of objects, one a line, in UTF-8; a missing value is null. Raises BadInput (OD010)."""
    columns = table.seen_from(tier)
    names = [one.name for one in columns]
    lines = (
        json.dumps({name: row.get(name) for name in names}, default=_plain, ensure_ascii=False)
        for row in checked(table, columns, rows)
    )
    return "[\n{}\n]\n".format(",\n".join(lines)).encode()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in open data")


def to_parquet(table: OpenTable, tier: Tier, rows: Iterable[Record]) -> bytes:
    """Parquet with the declared types, and what each column means in its metadata. Raises BadInput (OD010)."""
    import pyarrow as pa  # late: it takes a quarter of a second, and most that leaves is JSON or CSV
    import pyarrow.parquet as pq

    types = {
        ColumnType.TEXT: pa.string(),
        ColumnType.WHOLE: pa.int64(),
        ColumnType.NUMBER: pa.float64(),
        ColumnType.FLAG: pa.bool_(),
        ColumnType.DAY: pa.date32(),
        ColumnType.MOMENT: pa.timestamp("us", tz="UTC"),
    }
    columns = table.seen_from(tier)
    kept = checked(table, columns, rows)
    schema = pa.schema(
        [
            pa.field(one.name, types[one.type], nullable=not one.needed, metadata={"description": one.description})
            for one in columns
        ],
        metadata={"title": table.title, "description": table.description},
    )
    arrays = [pa.array([row.get(one.name) for row in kept], types[one.type]) for one in columns]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()
