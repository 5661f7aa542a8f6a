"""Many columns to one small number: packed into bytes, told apart only as far as it matters, and added up.

    columns -> bytes (several columns in one byte) -> words (two bytes, as their combination) -> classes (words that no
    rule can tell apart) -> one index (classes added up, each times its place) -> perhaps folded and added up again

Each arrow is one or two passes over a block of rows that stays in the cache of one core. Where one small word holds
everything, it is the index as it is: a look-up costs more than twenty passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from evenhand.judgement.table.columns import Codes, Column

Array = npt.NDArray[Any]
Signature = Callable[[dict[str, Codes], int], list[Array]]

BYTE = 1 << 8
WORD = 1 << 16
LARGEST = 1 << 24
PLAIN = 1 << 13  # a word of so few combinations is not brought down to classes: its tables fit the first cache anyway


class TooLarge(Exception):
    """The situations do not fit in the size that was asked for."""


@dataclass(frozen=True)
class Word:
    """One or two packed bytes, and what their combination adds to the index.

    `adds` is a table, or a factor where no two combinations are alike.
    """

    bytes: tuple[tuple[Column, ...], ...]
    adds: Array | int


@dataclass(frozen=True)
class Stage:
    """Words whose contributions are added to one index; `fold` makes the index small again for the next stage."""

    words: tuple[Word, ...]
    fold: Array | None


@dataclass
class _Grid:
    """Distinct situations so far: for each, one combination of codes that stands for all that are alike."""

    known: dict[str, Codes]
    size: int


class Fold:
    """A compiled fold: `index_of` maps columns to an index below `size`; `known` has the codes that index i stands for.

    `signature(known, n)` says what can still be told apart once these columns are read; equal rows are merged.
    `constants` are columns with one code in all rows. Raises TooLarge when more than `most` situations stay apart.
    """

    def __init__(
        self, columns: Sequence[Column], signature: Signature, constants: Mapping[str, int], most: int = LARGEST
    ) -> None:
        self._signature, self._constants = signature, constants
        self.stages: list[Stage] = []
        grid, words, reach = self._combinations(()), list[Word](), 1
        packed = _words(columns)
        plain = len(packed) == 1 and prod(column.size for column in columns) <= min(most, PLAIN)
        for byte_columns in packed:
            classes, numbers = self._whole(byte_columns) if plain else self._classes(byte_columns)
            if grid.size * classes.size > min(most, WORD) and words:
                grid, fold = self._merged(grid)
                self.stages.append(Stage(tuple(words), fold))
                words = []
            if grid.size * classes.size > most:
                raise TooLarge(f"{grid.size * classes.size} situations")
            words.append(Word(byte_columns, grid.size if numbers is None else numbers * grid.size))
            grid = _crossed(classes, grid)
            reach = max(reach, grid.size)
        self.stages.append(Stage(tuple(words), None))
        self.size, self.known = grid.size, grid.known
        self.dtype = np.dtype(np.uint8 if reach <= BYTE else np.uint16 if reach <= WORD else np.uint32)
        self.stages = [_narrowed(stage, self.dtype) for stage in self.stages]

    def _combinations(self, byte: Sequence[Column]) -> _Grid:
        """Every combination of codes; the first column changes fastest, as `_pack` counts."""
        size, step = prod(column.size for column in byte), 1
        known = {name: np.full(size, code, np.uint8) for name, code in self._constants.items()}
        for column in byte:
            known[column.name] = (np.arange(size) // step % column.size).astype(np.uint8)
            step *= column.size
        return _Grid(known, size)

    def _whole(self, byte_columns: tuple[tuple[Column, ...], ...]) -> tuple[_Grid, None]:
        """Every combination of a word, each a class of its own."""
        grids = [self._combinations(byte) for byte in byte_columns]
        return (grids[0] if len(grids) == 1 else _crossed(grids[1], grids[0])), None

    def _classes(self, byte_columns: tuple[tuple[Column, ...], ...]) -> tuple[_Grid, Array | None]:
        """What the combinations of a word come to, and the class of each; None when no two are alike."""
        grids = [self._combinations(byte) for byte in byte_columns]
        merged = [self._merged(grid) for grid in grids]
        if len(merged) == 1:
            (classes, numbers), whole = merged[0], grids[0].size
        else:
            (low, low_numbers), (high, high_numbers) = merged
            classes, pairs = self._merged(_crossed(high, low))
            numbers = pairs[(low_numbers[None, :] + low.size * high_numbers[:, None]).reshape(-1)]
            whole = grids[0].size * grids[1].size
        return classes, None if classes.size == whole else numbers

    def _merged(self, grid: _Grid) -> tuple[_Grid, Array]:
        """The grid with alike situations merged, and the new number of each old one."""
        key = np.zeros(grid.size, np.int64)
        for row in self._signature(grid.known, grid.size):
            values, codes = np.unique(row, return_inverse=True)
            if len(values) > 1:
                key = np.unique(key * len(values) + codes.reshape(-1), return_inverse=True)[1].reshape(-1)
        _, first, numbers = np.unique(key, return_index=True, return_inverse=True)
        if len(first) == grid.size:
            return grid, np.arange(grid.size)
        return _Grid({name: codes[first] for name, codes in grid.known.items()}, len(first)), numbers.reshape(-1)


def _words(columns: Sequence[Column]) -> list[tuple[tuple[Column, ...], ...]]:
    """Columns in bytes, neighbours together, and bytes in pairs."""
    packed: list[tuple[Column, ...]] = []
    for column in columns:
        if packed and prod(one.size for one in packed[-1]) * column.size <= BYTE:
            packed[-1] = (*packed[-1], column)
        else:
            packed.append((column,))
    return [tuple(packed[place : place + 2]) for place in range(0, len(packed), 2)]


def _crossed(outer: _Grid, inner: _Grid) -> _Grid:
    """Every pair; the number of a pair is outer * inner.size + inner."""
    known = {name: np.repeat(codes, inner.size) for name, codes in outer.known.items()}
    known |= {name: np.tile(codes, outer.size) for name, codes in inner.known.items()}
    return _Grid(known, outer.size * inner.size)


def _narrowed(stage: Stage, dtype: np.dtype[Any]) -> Stage:
    """The stage with tables in the narrowest type that holds every index: it is cache that makes them fast."""
    words = (one if isinstance(one.adds, int) else Word(one.bytes, one.adds.astype(dtype)) for one in stage.words)
    return Stage(tuple(words), None if stage.fold is None else stage.fold.astype(dtype))
