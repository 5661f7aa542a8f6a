"""An opened file of inspections as batches of text columns, and such columns as small numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

BATCH = 131_072  # rows; large enough that a batch's own cost vanishes, small enough for any machine
FAULT = "fault"
FAULTS = ("", "short", "long")  # a row with fewer or more cells than the heading
NO_FAULT, SHORT, LONG = range(3)

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file. `columns`: text by role, blank for nothing, as strings or as a dictionary of strings;
    `lines`: the file's line (or row) of each.

    `done` is the share of the file that has been read, from 0 to 1.
    """

    columns: dict[str, pa.Array]
    lines: Sequence[int] | npt.NDArray[np.int64]
    done: float


@dataclass(frozen=True, slots=True)
class Rows:
    """An opened file: its batches, to be read once, and the headings that stand over more than one column."""

    batches: Iterator[Batch]
    repeated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as numbers: row i holds `words[codes[i]]`; every word occurs."""

    words: list[Any]
    codes: Codes


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Rows that are alike in several columns: the first row of each group, how many it has, and each row's group.

    The groups are in the order in which they first occur.
    """

    first: list[int]
    numbers: list[int]
    which: Codes


def coded(texts: pa.Array) -> Coded:
    """A text column without nulls as numbers into its words."""
    encoded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    codes: Codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    words = encoded.dictionary
    # A dictionary that was read from a file may serve many batches, and hold words that this one lacks.
    used = np.bincount(codes, minlength=len(words)) > 0
    if not used.all():
        codes = (np.cumsum(used, dtype=np.int32) - 1)[codes]
        words = words.filter(pa.array(used))
    return Coded(words.to_pylist(), codes)


def alike(columns: Sequence[Coded], rows: int) -> AlikeRows:
    """The rows that have the same words in all of `columns`."""
    key = np.zeros(rows, np.int64)
    for column in columns:
        key = _compact(key, len(column.words)) * len(column.words) + column.codes
    which = pa.array(key).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    numbers = np.bincount(which)
    first = np.zeros(len(numbers), np.int64)
    # Of several values for one place the last stays: written backwards, that is the first row.
    first[which[::-1]] = np.arange(rows - 1, -1, -1)
    return AlikeRows(first.tolist(), numbers.tolist(), which)


def _compact(key: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """The same key with small numbers, when the next column could make it overflow."""
    if int(key.max(initial=0)) < (1 << 62) // max(size, 1):
        return key
    numbered: Codes = pa.array(key).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return numbered.astype(np.int64)


def without_nulls(column: pa.Array) -> pa.Array:
    """A text column, or a dictionary of texts, with blanks where nothing is."""
    if not pa.types.is_dictionary(column.type):
        return pc.fill_null(column, "")
    words, places = column.dictionary, column.indices
    if places.null_count:
        places = pc.fill_null(places.cast(pa.int32()), len(words))
        words = pa.concat_arrays([words, pa.array([""], words.type)])
    return pa.DictionaryArray.from_arrays(places, words, safe=False)
