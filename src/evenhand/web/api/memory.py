"""What a process has made lately, kept up to a number of bytes; what was used last goes last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, each with its size in bytes; together at most `most`, and none larger than an eighth of it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._held: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """What was kept under this key, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value, and let go of those that were not used for longest where there is no room."""
        with self._lock:
            if key in self._held or size > self.most // 8:
                return
            self._held[key] = (value, size)
            self.size += size
            while self.size > self.most:
                self.size -= self._held.popitem(last=False)[1][1]

    def forget(self) -> None:
        """Keep nothing; for tests."""
        with self._lock:
            self._held.clear()
            self.size = 0
