"""OUT: one line for each row of the file, in its order, as CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evenhand.findings import BadInput
from evenhand.judgement.history.batches import Coded, Codes
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
_PIECE = 16_384
_NEEDS_QUOTES = set(',"\r\n')


class _Sink(Protocol):
    def write(self, urns: pa.Array, days: Coded, which: Codes, tails: list[tuple[str, ...]]) -> None: ...

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
        try:
            self._sink.close()
            if kind is None:
                self._part.replace(self.out)
        finally:
            self._part.unlink(missing_ok=True)

    def write(self, urns: pa.Array, days: Coded, which: Codes, lines: Sequence[Line]) -> None:
        """Write a batch; row i gets `lines[which[i]]`."""
        self._sink.write(urns, days, which, [self._tail(line) for line in lines])

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
        self._stream = part.open("wb")
        self._stream.write((",".join(COLUMNS) + "\n").encode())

    def write(self, urns: pa.Array, days: Coded, which: Codes, tails: list[tuple[str, ...]]) -> None:
        dates = pa.array([_cell(day) for day in days.words], pa.string()).take(pa.array(days.codes))
        ready = pa.array([_csv_text(tail) for tail in tails], pa.string())
        # A piece at a time: the words of a whole batch might be more than one array of texts can hold.
        for start in range(0, len(urns), _PIECE):
            piece = slice(start, start + _PIECE)
            words = ready.take(pa.array(which[piece]))
            rows = pc.binary_join_element_wise(_cells(urns[piece]), dates[piece], words, ",")
            _, offsets, letters = rows.buffers()
            first, last = (rows.offset, rows.offset + len(rows))
            bounds = memoryview(offsets).cast("i")
            self._stream.write(memoryview(letters)[bounds[first] : bounds[last]])

    def close(self) -> None:
        self._stream.close()


def _csv_text(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _cell(text: str) -> str:
    return text if _NEEDS_QUOTES.isdisjoint(text) else _csv_text([text])[:-1]


def _cells(texts: pa.Array) -> pa.Array:
    together = pc.binary_join(pa.ListArray.from_arrays([0, len(texts)], texts), "")[0].as_py()
    if _NEEDS_QUOTES.isdisjoint(together):
        return texts
    return pa.array([_cell(text) for text in texts.to_pylist()], pa.string())


class _ParquetSink:
    """Words that many rows share are written as codes, which is how Parquet keeps them anyway; whoever reads the file
    gets text."""

    def __init__(self, part: Path) -> None:
        shared = pa.dictionary(pa.int32(), pa.string())
        self._schema = pa.schema([(name, pa.string() if name == COLUMNS[0] else shared) for name in COLUMNS])
        self._writer = pq.ParquetWriter(part, self._schema, store_schema=False)

    def write(self, urns: pa.Array, days: Coded, which: Codes, tails: list[tuple[str, ...]]) -> None:
        arrays = [urns, pa.DictionaryArray.from_arrays(days.codes, pa.array(days.words, pa.string()), safe=False)]
        for column in zip(*tails, strict=True):
            # A word may stand in a dictionary once only: Parquet would shift the codes after the second one.
            words = pa.array(column, pa.string()).dictionary_encode()
            codes = words.indices.to_numpy(zero_copy_only=False)[which]
            arrays.append(pa.DictionaryArray.from_arrays(codes, words.dictionary, safe=False))
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()
