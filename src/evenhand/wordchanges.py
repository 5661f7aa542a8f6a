"""What changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKENS = re.compile(r"\S+\s*|\s+")


class Edit(StrEnum):
    """What happened to a stretch of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words in a row that share their fate."""

    edit: Edit
    text: str


def differences(before: str, after: str) -> tuple[Stretch, ...]:
    """The two texts woven together: without the added stretches it is `before`, without the removed ones `after`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    stretches: list[Stretch] = []
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            stretches.append(Stretch(Edit.SAME, "".join(old[from_old:to_old])))
            continue
        if to_old > from_old:
            stretches.append(Stretch(Edit.REMOVED, "".join(old[from_old:to_old])))
        if to_new > from_new:
            stretches.append(Stretch(Edit.ADDED, "".join(new[from_new:to_new])))
    return tuple(stretches)
