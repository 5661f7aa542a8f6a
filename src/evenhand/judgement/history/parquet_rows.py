"""Parquet files of inspections: any type that can be written as words, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evenhand.findings import BadInput
from evenhand.judgement.history import batches
from evenhand.judgement.history.batches import Batch, Rows, without_nulls
from evenhand.judgement.history.columns import URN, Wanted, find, lacking, missing_sentence, repeated
from evenhand.wording import say

_READ_AHEAD = 1 << 20  # bytes of a column; without it a whole row group is read, however large
_LONG_ROW_GROUP = 16_384


def open_parquet(file: Path, wanted: Sequence[Wanted]) -> Rows:
    """Open a Parquet file and find its columns; raises BadInput as `open_rows` does."""
    try:
        with pq.ParquetFile(file) as look:
            metadata, headings = look.metadata, list(look.schema_arrow.names)
        found = find(headings, wanted)
        if missing := lacking(found, wanted):
            raise BadInput.at("HI004", missing_sentence(missing, headings), file=file)
        names = {role: headings[place] for role, place in found.items()}
        coded = _coded_columns(metadata) & {name for role, name in names.items() if role != URN}
        parquet = pq.ParquetFile(file, metadata=metadata, read_dictionary=sorted(coded), buffer_size=_READ_AHEAD)
    except (pa.ArrowException, OSError) as error:
        raise _broken(file, error) from None
    return Rows(_batches(file, parquet, names), repeated(headings, found))


def _coded_columns(metadata: pq.FileMetaData) -> set[str]:
    """Text columns that lie in the file as codes, and are best left so.

    Told by their size: a row that is not a code takes its length (4 bytes) and its letters. Short row groups are left
    to the reader, which joins them when they are plain text.
    """
    if metadata.num_rows < _LONG_ROW_GROUP * metadata.num_row_groups or not metadata.num_row_groups:
        return set()
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    coded = set()
    for place in range(metadata.num_columns):
        chunks = [group.column(place) for group in groups]
        words = chunks[0].physical_type == "BYTE_ARRAY" and metadata.schema.column(place).logical_type.type == "STRING"
        if words and all(_holds_codes(chunk) for chunk in chunks):
            coded.add(chunks[0].path_in_schema)
    return coded


def _holds_codes(chunk: pq.ColumnChunkMetaData) -> bool:
    return bool(chunk.has_dictionary_page) and chunk.total_uncompressed_size < 3 * chunk.num_values + (1 << 20)


def _batches(file: Path, parquet: pq.ParquetFile, found: dict[str, str]) -> Iterator[Batch]:
    total, done = max(parquet.metadata.num_rows, 1), 0
    with parquet:
        try:
            for batch in parquet.iter_batches(batch_size=batches.BATCH, columns=list(found.values())):
                # By place: a name that is there twice would be refused by name.
                places = {role: batch.schema.get_all_field_indices(name)[0] for role, name in found.items()}
                columns = {role: _as_text(batch.column(place), role, file, found) for role, place in places.items()}
                lines = range(done + 1, done + batch.num_rows + 1)
                done += batch.num_rows
                if batch.num_rows:
                    yield Batch(columns, lines, done / total)
        except (pa.ArrowException, OSError) as error:
            raise _broken(file, error) from None


def _as_text(column: pa.Array, role: str, file: Path, found: dict[str, str]) -> pa.Array:
    try:
        if role == URN and not pa.types.is_dictionary(column.type):
            return without_nulls(_words(column))  # hardly two are alike, so a dictionary would only cost
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        words = _words(encoded.dictionary)
        return without_nulls(pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), words, safe=False))
    except pa.ArrowException:
        kind = str(column.type)
        message = say("the column “{name}” holds {kind}, not words", name=found[role], kind=kind)
        raise BadInput.at("HI005", message, file=file) from None


def _words(column: pa.Array) -> pa.Array:
    if pa.types.is_floating(column.type):
        # A number column with gaps comes from pandas as floats; 1027158.0 is the number 1027158.
        whole = pc.equal(pc.floor(column), column)
        if pc.all(whole, min_count=0).as_py():
            column = column.cast(pa.int64())
    return column.cast(pa.string())


def _broken(file: Path, error: Exception) -> BadInput:
    problem = str(error).split("\n")[0][:200]
    return BadInput.at(
        "HI005", say("this is not a Parquet file that can be read: {problem}", problem=problem), file=file
    )
