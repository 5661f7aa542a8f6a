"""Two people, one record: every write says which version it was based on, and nothing that anybody wrote is lost.

A write based on an old version is refused as `Stale` with both texts. An id that a client made and that is already
taken by something else is refused as `Conflict`. Both mean "not now", never "not you".
"""

from __future__ import annotations

from typing import Any

from evenhand.casework.policies import NotNow
from evenhand.wording import Words, say


class Stale(NotNow):
    """Somebody else wrote first.

    `current` is the version that is there now (0 for none), `theirs` what it says, `yours` what was not saved.
    """

    def __init__(self, *, current: int, based_on: int, theirs: Any, yours: Any, reason: Words | None = None) -> None:
        self.current, self.based_on, self.theirs, self.yours = current, based_on, theirs, yours
        message = say(
            "This was changed while you were writing: you began from version {based_on}, and now there is version "
            "{current}. Compare the two and save again.",
            based_on=based_on,
            current=current,
        )
        super().__init__("PO003", reason or message)


class Conflict(NotNow):
    """The id is already in use for something else; what is there is not shown, because it may not be yours to see."""

    def __init__(self) -> None:
        message = say(
            "This entry has the number of another one that says something else. Nothing was changed; record yours "
            "as a new one."
        )
        super().__init__("PO004", message)


def check_based_on(based_on: int, current: int, *, theirs: Any, yours: Any) -> None:
    """Raise Stale unless the write was based on the version that is there now."""
    if based_on != current:
        raise Stale(current=current, based_on=based_on, theirs=theirs, yours=yours)
