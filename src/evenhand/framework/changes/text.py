"""The comparison for reading in a terminal: counts first, then what changed, part by part."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from evenhand.framework.changes.markdown import says_all
from evenhand.framework.changes.model import Change, Compared, Comparison, Difference, Edit, Fate
from evenhand.framework.changes.phrases import caveats, class_words, remarks, version_words
from evenhand.framework.changes.summary import told
from evenhand.wording import Words, say

_MARKS = {Edit.SAME: ("", ""), Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}


def as_text(
    comparison: Comparison, parts: tuple[Compared, ...] = (), *, unchanged: bool = False, width: int = 100
) -> str:
    """Plain text of a width in characters, with [-words left out-] and {+words put in+}."""
    chosen = {part: some for part, some in comparison.by_part.items() if not parts or part in parts}
    lines = [
        *_wrapped(version_words(comparison.old), width),
        *_wrapped(version_words(comparison.new), width),
        "",
        *_counts(comparison, list(chosen)),
        "",
        *_wrapped(" ".join(str(one) for one in told(comparison)), width),
    ]
    for part, changes in chosen.items():
        shown = [one for one in changes if unchanged or one.fate is not Fate.UNCHANGED]
        if shown:
            lines += ["", str(part.heading).upper()]
        for change in shown:
            lines += ["", *_change(change, width)]
    doubts = [line for one in caveats(comparison) for line in _wrapped(one, width, "- ")]
    return "\n".join([*lines, "", str(say("NOT VERIFIED")), *doubts, ""])


def _wrapped(text: Words | str, width: int, start: str = "") -> list[str]:
    later = " " * len(start)
    return textwrap.wrap(str(text), width, initial_indent=start, subsequent_indent=later, break_long_words=False)


def _counts(comparison: Comparison, chosen: list[Compared]) -> Iterator[str]:
    names = ["", "before", "after", *(str(fate.word) for fate in Fate), "not known"]
    rows = [names]
    for part in chosen:
        tally = comparison.tally(part)
        known = [tally.count(fate) - tally.unknown(fate) for fate in Fate]
        numbers = (tally.old(), tally.new(), *known, tally.not_known)
        rows.append([str(part.heading), *(str(one) if one else "-" for one in numbers)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
    for first, *rest in rows:
        cells = (cell.rjust(size) for cell, size in zip(rest, widths[1:], strict=True))
        yield f"{first.ljust(widths[0])}  {'  '.join(cells)}".rstrip()


def _change(change: Change, width: int) -> Iterator[str]:
    yield from _wrapped(f"{class_words(change)}: {change.title}", width, "* ")
    ids = [", ".join(piece.id for piece in some) for some in (change.old, change.new) if some]
    yield from _wrapped(" -> ".join(dict.fromkeys(ids)), width, "    ")
    for one in change.differences:
        yield from _wrapped(one.sentence, width, "    ")
        if not says_all(one):
            yield from _wrapped(_woven(one), width, "      ")
    if not change.differences and change.fate is not Fate.UNCHANGED:
        for piece in change.old or change.new:
            for aspect in piece.aspects:
                if str(aspect.shown) and str(aspect.shown) != piece.title:
                    yield from _wrapped(f"{aspect.label}: {aspect.shown}", width, "    ")
    for remark in remarks(change):
        yield from _wrapped(remark, width, "    ")


def _woven(difference: Difference) -> str:
    words = []
    for stretch in difference.woven():
        before, after = _MARKS[stretch.edit]
        core = " ".join(stretch.text.split())
        words.append(f"{before}{core}{after}" if core else "")
    return " ".join(word for word in words if word)
