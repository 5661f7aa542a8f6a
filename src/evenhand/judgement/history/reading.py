"""Files of published inspections, as batches of text columns: CSV as Ofsted and Excel write it, or Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.judgement.history.batches import Rows
from evenhand.judgement.history.columns import Wanted
from evenhand.judgement.history.csv_rows import open_csv
from evenhand.judgement.history.parquet_rows import open_parquet
from evenhand.wording import say


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
        return open_parquet(file, wanted)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput.at("HI003", say("this is a workbook, not a CSV; save the sheet as “CSV UTF-8”"), file=file)
    return open_csv(file, wanted)
