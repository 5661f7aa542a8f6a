"""OUT: one line for each row of the file, in its order, as CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.findings import BadInput
from evenhand.judgement.history.verdicts import Line
from evenhand.wording import say

COLUMNS = (
    "urn",
    "inspection_date",
    "framework",
    "recorded",
    "allowed_min",
    "allowed_max",
    "expected",
    "verdict",
    "rules",
    "note",
)
_CSV, _PARQUET = (".csv",), (".parquet", ".pq")
_NEEDS_QUOTES = set(',"\r\n')


class _Sink(Protocol):
    def write(self, urns: list[str], dates: list[str], which: Sequence[int], tails: list[tuple[str, ...]]) -> None: ...

    def close(self) -> None: ...


class Writer:
    """Writes beside OUT and takes its name only when all is well, so that a failure leaves no half file.

    Raises BadInput for an ending that is neither CSV nor Parquet, for OUT = FILE, and for a folder that is not there.
    """

    def __init__(self, out: Path, source: Path, framework: str) -> None:
        ending = out.suffix.lower()
        if ending not in _CSV + _PARQUET:
            message = say("write to a file that ends in .csv or .parquet")
            raise BadInput.at("HI007", message, file=out, field="--out")
        if out.is_dir():
            raise BadInput.at("HI007", say("this is a folder; name a file in it"), file=out, field="--out")
        if out.exists() and source.exists() and out.samefile(source):
            message = say("OUT is the file that is read; give it another name so that nothing is lost")
            raise BadInput.at("HI007", message, file=out, field="--out")
        self.out, self.framework = out, framework
        self._part = out.with_name(f".{out.name}.part")
        try:
            self._sink: _Sink = _CsvSink(self._part) if ending in _CSV else _ParquetSink(self._part)
        except OSError as error:
            message = say("cannot be written: {problem}; check the folder", problem=error.strerror or str(error))
            raise BadInput.at("HI007", message, file=out, field="--out") from None

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._sink.close()
        if kind is None:
            self._part.replace(self.out)
        else:
            self._part.unlink(missing_ok=True)

    def write(self, urns: list[str], dates: list[str], which: Sequence[int], lines: Sequence[Line]) -> None:
        """Write a batch; row i gets `lines[which[i]]`."""
        self._sink.write(urns, dates, which, [self._tail(line) for line in lines])

    def _tail(self, line: Line) -> tuple[str, ...]:
        return (
            self.framework,
            line.recorded,
            line.allowed_min,
            line.allowed_max,
            line.expected,
            line.verdict.value,
            ";".join(line.applied),
            line.note,
        )


class _CsvSink:
    """Many rows share a line's words, so those are put into CSV once and only joined to number and date."""

    def __init__(self, part: Path) -> None:
        self._stream = part.open("w", encoding="utf-8", newline="")
        self._stream.write(",".join(COLUMNS) + "\n")

    def write(self, urns: list[str], dates: list[str], which: Sequence[int], tails: list[tuple[str, ...]]) -> None:
        ready = [_csv_text(tail) for tail in tails]
        urns, dates = _quoted(urns), _quoted(dates)
        rows = zip(urns, dates, which, strict=True)
        self._stream.write("".join([f"{urn},{day},{ready[number]}" for urn, day, number in rows]))

    def close(self) -> None:
        self._stream.close()


def _csv_text(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _quoted(cells: list[str]) -> list[str]:
    if _NEEDS_QUOTES.isdisjoint("".join(cells)):
        return cells
    return [_csv_text([cell])[:-1] if cell else "" for cell in cells]


class _ParquetSink:
    def __init__(self, part: Path) -> None:
        self._schema = pa.schema([(name, pa.string()) for name in COLUMNS])
        self._writer = pq.ParquetWriter(part, self._schema)

    def write(self, urns: list[str], dates: list[str], which: Sequence[int], tails: list[tuple[str, ...]]) -> None:
        places = pa.array(which, pa.int32())
        words = [pa.array(column, pa.string()).take(places) for column in zip(*tails, strict=True)]
        arrays = [pa.array(urns, pa.string()), pa.array(dates, pa.string()), *words]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()
