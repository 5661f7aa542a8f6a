"""A fold made ready to run: steps over blocks of rows, each step one numpy call on what is already in the cache.

A step is `act(left, right, out)`, and the three are numbers of registers: a constant, a piece of a column, or a buffer.
Everything is decided when the program is made, so that a block costs a few microseconds besides the work itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from evenhand.judgement.table.columns import Column
from evenhand.judgement.table.fold import Array, Fold, Word
from evenhand.judgement.table.kleene import Asked, Both, Either, Formula

BLOCK = 1 << 17  # rows at a time: few enough for the second cache, enough to forget what a numpy call costs

Write = Callable[[slice, Array, Array], None]
_Act = Callable[[Any, Any, Any], object]


def _widen(source: Array, _: Array, out: Array) -> None:
    np.copyto(out, source)


def _take(index: Array, table: Array, out: Array) -> None:
    # `wrap` does no harm, because no index is out of range, and spares numpy a buffer.
    table.take(index, None, out, "wrap")


def _no_larger_code(name: str, size: int) -> _Act:
    largest = np.maximum.reduce

    def check(piece: Array, _: Array, __: Array) -> None:
        if largest(piece) >= size:
            raise ValueError(f"column '{name}' has a code above {size - 1}")

    return check


class Program:
    """From columns to the index of a fold; `flags` are columns of the fold that stand for a formula of others.

    A flag's formula is one of two values (see `flags.certain`). May run in several threads at once.
    """

    def __init__(self, fold: Fold, flags: Mapping[str, Formula], columns: Mapping[str, Column]) -> None:
        self._flags, self._known = flags, columns
        self._constants: dict[int, Array] = {}
        self._buffers: dict[int, np.dtype[Any]] = {}
        self._flag_views: dict[int, int] = {}
        self._pieces: dict[str, int] = {}
        self._steps: list[tuple[_Act, int, int, int]] = []
        self._idle: list[list[Array]] = []
        self._dtype = fold.dtype
        self._low, self._high = self._buffer(np.uint8), self._buffer(np.uint8)
        self._word, self._other_word = self._buffer(np.uint16), self._buffer(np.uint16)
        self._scratch: list[int] = []
        self._wide = self._buffer(np.intp)
        self._index, spare = self._buffer(fold.dtype), self._buffer(fold.dtype)
        self._fold(fold, spare)

    # ------------------------------------------------------------------------------------------------------ registers

    def _number(self) -> int:
        return len(self._constants) + len(self._buffers) + len(self._flag_views) + len(self._pieces)

    def _constant(self, value: Any, dtype: Any) -> int:
        number = self._number()
        self._constants[number] = np.array(value, dtype)
        return number

    def _buffer(self, dtype: Any) -> int:
        number = self._number()
        self._buffers[number] = np.dtype(dtype)
        return number

    def _as_flag(self, buffer: int) -> int:
        """The same bytes seen as yes and no, which is what comparisons write."""
        for number, seen in self._flag_views.items():
            if seen == buffer:
                return number
        number = self._number()
        self._flag_views[number] = buffer
        return number

    def _piece(self, column: str) -> int:
        if column not in self._pieces:
            piece = self._pieces[column] = self._number()
            # Checked just before it is used for the first time: that brings it into the cache for both.
            self._do(_no_larger_code(column, self._known[column].size), piece, piece, piece)
        return self._pieces[column]

    def _spare_byte(self, depth: int) -> int:
        while len(self._scratch) <= depth:
            self._scratch.append(self._buffer(np.uint8))
        return self._scratch[depth]

    # ---------------------------------------------------------------------------------------------------------- steps

    def _do(self, act: _Act, left: int, right: int, out: int) -> int:
        self._steps.append((act, left, right, out))
        return out

    def _fold(self, fold: Fold, spare: int) -> None:
        fresh = True
        for stage in fold.stages:
            for word in stage.words:
                made = self._add(word, self._index if fresh else spare)
                if not fresh:
                    self._do(np.add, self._index, made, self._index)
                fresh = False
            if stage.fold is not None:
                self._do(_widen, self._index, self._index, self._wide)
                self._do(_take, self._wide, self._constant(stage.fold, stage.fold.dtype), self._index)
        if fresh:  # no column is read
            self._do(np.multiply, self._index, self._constant(0, self._dtype), self._index)

    def _add(self, word: Word, out: int) -> int:
        """What a word adds to the index, in `out`."""
        straight = isinstance(word.adds, int)
        if len(word.bytes) == 1:
            packed = self._pack(word.bytes[0], out if straight and self._dtype == np.uint8 else self._low)
        else:
            packed = self._pair(word.bytes, out if straight and self._dtype == np.uint16 else self._word)
        if not isinstance(word.adds, int):
            self._do(_widen, packed, packed, self._wide)
            return self._do(_take, self._wide, self._constant(word.adds, self._dtype), out)
        if packed != out:
            self._do(_widen, packed, packed, out)
        if word.adds != 1:
            self._do(np.multiply, out, self._constant(word.adds, self._dtype), out)
        return out

    def _pair(self, pair: Sequence[tuple[Column, ...]], out: int) -> int:
        # Widened first: numpy does mixed types through a small buffer, which is slower than one pass more.
        low, high = self._pack(pair[0], self._low), self._pack(pair[1], self._high)
        self._do(_widen, high, high, out)
        self._do(np.multiply, out, self._constant(prod(column.size for column in pair[0]), np.uint16), out)
        self._do(_widen, low, low, self._other_word)
        return self._do(np.add, out, self._other_word, out)

    def _pack(self, byte: tuple[Column, ...], out: int) -> int:
        """The codes of several columns as one byte, the first column changing fastest."""
        last, *others = reversed(byte)
        packed = self._codes(last, out)
        for column in others:
            self._do(np.multiply, packed, self._constant(column.size, np.uint8), out)
            packed = self._do(np.add, out, self._codes(column, self._spare_byte(0)), out)
        if packed != out:
            self._do(_widen, packed, packed, out)
        return out

    def _codes(self, column: Column, out: int) -> int:
        formula = self._flags.get(column.name)
        return self._piece(column.name) if formula is None else self._raise(formula, out, 1)

    # ---------------------------------------------------------------------------------------------------------- flags

    def _raise(self, one: Formula, out: int, depth: int) -> int:
        """The formula's flag in `out`: 1 where it holds; spare bytes from `depth` on may be used."""
        match one:
            case Asked(column=name, answers=answers):
                return self._compare(self._piece(name), np.flatnonzero(answers).tolist(), len(answers), out, depth)
            case Both(parts=parts) | Either(parts=parts):
                combine = np.bitwise_and if isinstance(one, Both) else np.bitwise_or
                self._raise(parts[0], out, depth)
                for part in parts[1:]:
                    self._do(combine, out, self._raise(part, self._spare_byte(depth), depth + 1), out)
                return out
            case _:
                raise TypeError(f"{type(one).__name__} is not a formula of a flag")

    def _compare(self, piece: int, codes: list[int], size: int, out: int, depth: int) -> int:
        """1 where the piece has one of these codes."""
        for place, (first, last) in enumerate(_runs(codes)):
            into = out if place == 0 else self._spare_byte(depth)
            flag = self._as_flag(into)
            if first == last:
                self._do(np.equal, piece, self._constant(first, np.uint8), flag)
            elif last == size - 1:
                self._do(np.greater_equal, piece, self._constant(first, np.uint8), flag)
            else:  # codes below the first wrap around to large ones
                self._do(np.subtract, piece, self._constant(first, np.uint8), into)
                self._do(np.less_equal, into, self._constant(last - first, np.uint8), flag)
            if place:
                self._do(np.bitwise_or, out, into, out)
        return out

    # -------------------------------------------------------------------------------------------------------- running

    def run(self, columns: Mapping[str, Array], rows: int, write: Write) -> None:
        """Call `write(rows, index, wide)` for each block; `wide` is a buffer of row numbers that it may use.

        Raises ValueError for a code that its column does not have, in the columns that matter.
        """
        try:
            registers = self._idle.pop()
        except IndexError:
            registers = self._registers()
        read = [(number, columns[name]) for name, number in self._pieces.items()]
        for start in range(0, rows, BLOCK):
            stop = min(start + BLOCK, rows)
            used = registers if stop - start == BLOCK else self._cut(registers, stop - start)
            for number, column in read:
                used[number] = column[start:stop]
            for act, left, right, out in self._steps:
                act(used[left], used[right], used[out])
            write(slice(start, stop), used[self._index], used[self._wide])
        self._idle.append(registers)

    def _registers(self) -> list[Array]:
        """Buffers of a block, kept for the next run: fresh memory costs more than the work that is done in it."""
        made: list[Array] = [np.empty(0, np.uint8)] * self._number()
        for number, constant in self._constants.items():
            made[number] = constant
        for number, dtype in self._buffers.items():
            made[number] = np.empty(BLOCK, dtype)
        for number, seen in self._flag_views.items():
            made[number] = made[seen].view(np.bool_)
        return made

    def _cut(self, registers: list[Array], size: int) -> list[Array]:
        short = list(registers)
        for number in (*self._buffers, *self._flag_views):
            short[number] = registers[number][:size]
        return short


def _runs(codes: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring codes as (first, last)."""
    first = codes[0]
    for code, following in zip(codes, [*codes[1:], None], strict=True):
        if following != code + 1:
            yield first, code
            first = following or 0
