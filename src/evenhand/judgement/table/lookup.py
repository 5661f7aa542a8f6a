"""Looking up many rows in one table, block by block."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from evenhand.judgement.table.fold import BYTE, WORD, Array
from evenhand.judgement.table.program import BLOCK

_WORTH_PAIRING = 1 << 14


class Lookup:
    """A table by index. Where an index is one byte, two rows are looked up at once: a look-up costs the same."""

    def __init__(self, table: Array) -> None:
        self.table = table

    @cached_property
    def _pairs(self) -> Array:
        both = np.arange(WORD, dtype=np.uint16).view(np.uint8).reshape(-1, 2)
        whole = np.zeros(BYTE, self.table.dtype)
        whole[: len(self.table)] = self.table
        pairs: Array = whole[both].view(f"u{2 * self.table.itemsize}")[:, 0]
        return pairs

    def write(self, index: Array, wide: Array, out: Array) -> None:
        """Write what the table has at each index to `out`, a contiguous piece; `wide` is room for row numbers."""
        if index.itemsize > 1 or self.table.itemsize > 4 or len(index) < _WORTH_PAIRING:
            np.copyto(wide, index)
            # `wrap` does no harm, because no index is out of range, and spares numpy a buffer.
            self.table.take(wide, None, out, "wrap")
            return
        half = len(index) // 2
        np.copyto(wide[:half], index[: 2 * half].view(np.uint16))
        self._pairs.take(wide[:half], None, out[: 2 * half].view(self._pairs.dtype), "wrap")
        out[2 * half :] = self.table[index[2 * half :]]


def look_up(table: Array, index: Array) -> Array:
    """`table[index]` block by block: numpy would widen the whole index to eight bytes a row first."""
    out, lookup = np.empty(index.shape, table.dtype), Lookup(table)
    wide = np.empty(min(BLOCK, len(index)), np.intp)
    for start in range(0, len(index), BLOCK):
        part = index[start : start + BLOCK]
        lookup.write(part, wide[: len(part)], out[start : start + len(part)])
    return out
