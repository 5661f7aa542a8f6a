"""The comparison as Markdown, for a discussion or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.framework.changes.model import Change, Compared, Comparison, Difference, Edit, Fate
from evenhand.framework.changes.phrases import caveats, class_words, remarks, version_words
from evenhand.framework.changes.summary import NO_OFFICIAL_SERVICE, told

_SPECIAL = re.compile(r"([\\`*_~\[\]<>|#])")
_MARKS = {Edit.SAME: ("", ""), Edit.REMOVED: ("~~", "~~"), Edit.ADDED: ("**", "**")}


def as_markdown(comparison: Comparison, parts: tuple[Compared, ...] = (), *, unchanged: bool = False) -> str:
    """Markdown with ~~words left out~~ and **words put in**; `unchanged` lists what did not change as well."""
    return "\n".join(_lines(comparison, parts, unchanged)) + "\n"


def escaped(text: object) -> str:
    """Text that Markdown shows as it stands, in one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def _lines(comparison: Comparison, parts: tuple[Compared, ...], unchanged: bool) -> Iterator[str]:
    yield f"# {escaped(comparison.old.id)} → {escaped(comparison.new.id)}"
    yield ""
    yield f"- {escaped(version_words(comparison.old))}"
    yield f"- {escaped(version_words(comparison.new))}"
    yield ""
    yield escaped(" ".join(str(one) for one in (*told(comparison), NO_OFFICIAL_SERVICE)))
    yield ""
    yield from _counts(comparison, parts)
    for part, changes in comparison.by_part.items():
        if parts and part not in parts:
            continue
        yield from ("", f"## {part.heading}", "")
        shown = [one for one in changes if unchanged or one.fate is not Fate.UNCHANGED]
        for change in shown:
            yield from _change(change)
        if hidden := len(changes) - len(shown):
            yield f"Unchanged: {hidden}"
    yield from ("", "## Not verified", "")
    yield from (f"- {escaped(one)}" for one in caveats(comparison))


def _counts(comparison: Comparison, parts: tuple[Compared, ...]) -> Iterator[str]:
    yield f"| Part | before | after | {' | '.join(str(fate.word) for fate in Fate)} | not known |"
    yield f"| --- |{' ---: |' * (len(Fate) + 3)}"
    for part in comparison.by_part:
        if not parts or part in parts:
            tally = comparison.tally(part)
            known = [str(tally.count(fate) - tally.unknown(fate)) for fate in Fate]
            yield f"| {part.heading} | {tally.old()} | {tally.new()} | {' | '.join(known)} | {tally.not_known} |"


def _change(change: Change) -> Iterator[str]:
    yield f"### {escaped(class_words(change))}: {escaped(change.title)}"
    yield ""
    ids = " → ".join(", ".join(f"`{piece.id}`" for piece in some) for some in (change.old, change.new) if some)
    yield f"- {ids}"
    for difference in change.differences:
        yield f"- {escaped(difference.sentence)}"
        if not says_all(difference):
            yield f"  - {_woven(difference)}"
    if not change.differences:
        for piece in change.old or change.new:
            yield from (f"- {escaped(one.label)}: {escaped(one.shown)}" for one in piece.aspects if str(one.shown))
    yield from (f"- {escaped(remark)}" for remark in remarks(change))
    yield ""


def says_all(difference: Difference) -> bool:
    """Whether the sentence already holds both texts."""
    sentence = str(difference.sentence)
    return all(str(one) in sentence for one in (difference.was, difference.now))


def _woven(difference: Difference) -> str:
    words = []
    for stretch in difference.woven():
        before, after = _MARKS[stretch.edit]
        # A mark that stands before a space or after one is no mark.
        core = escaped(stretch.text)
        words.append(f"{before}{core}{after}" if core else "")
    return " ".join(word for word in words if word)
