"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKENS = re.compile(r"\S+\s*|\s+")


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row that share their fate."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Run, ...]:
    """The two texts woven together: without the added runs it is `before`, without the removed ones `after`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    runs: list[Run] = []
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            runs.append(Run(Change.SAME, "".join(old[from_old:to_old])))
            continue
        if to_old > from_old:
            runs.append(Run(Change.REMOVED, "".join(old[from_old:to_old])))
        if to_new > from_new:
            runs.append(Run(Change.ADDED, "".join(new[from_new:to_new])))
    return tuple(runs)
