"""A comparison of two versions as its page shows it: part by part, what changed side by side, the rest folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from evenhand.framework.changes import Change, Compared, Comparison, Difference, Fate, Piece, class_words, remarks
from evenhand.web.frameworks.pictures import Bars, Kind, bars
from evenhand.wordchanges import Edit, Stretch
from evenhand.wording import Words, say

NOT_KNOWN = Kind("not-known", say("not known"))
FATES = {fate: Kind(fate.value, fate.word) for fate in Fate}
_COLOURS = {
    Fate.UNCHANGED: "grey",
    Fate.REWORDED: "yellow",
    Fate.MOVED: "blue",
    Fate.SPLIT: "purple",
    Fate.MERGED: "purple",
    Fate.ADDED: "green",
    Fate.WITHDRAWN: "red",
}
_TWO_SIDED = (Fate.REWORDED, Fate.MOVED, Fate.SPLIT, Fate.MERGED)
FEW = 4  # so many pieces with one side only are shown without being folded

Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a piece says: the old words and the new ones, each as (what became of them, words)."""

    label: Words
    was: Cell
    now: Cell
    substance: bool = False


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change: its class with the colour of its tag, the pieces of either side, its rows, and what else is said."""

    change: Change
    label: Words
    colour: str
    rows: tuple[Row, ...]
    said: tuple[Words, ...]
    remarks: tuple[Words, ...]

    @property
    def is_two_sided(self) -> bool:
        """Whether there is something on both sides to put beside each other."""
        return bool(self.change.old and self.change.new)


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of a part that are told together: added, withdrawn, or not known to be either; `few` are not folded."""

    kind: str
    changes: tuple[ChangeShown, ...]

    @property
    def few(self) -> bool:
        """Whether they are so few, and so certain, that nothing is gained by folding them."""
        return len(self.changes) <= FEW and self.kind in ("added", "withdrawn")


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part: what is on both sides and differs, what is on one side only, what is the same."""

    part: Compared
    old: int
    new: int
    counts: tuple[tuple[Kind, int], ...]
    changed: tuple[ChangeShown, ...]
    one_sided: tuple[Group, ...]
    unchanged: tuple[Change, ...]


def parts(comparison: Comparison) -> tuple[PartShown, ...]:
    """Every part that either version has, in the order in which people read them."""
    return tuple(_part(comparison, part, changes) for part, changes in comparison.by_part.items())


def picture(comparison: Comparison) -> Bars | None:
    """Rows of each part by what became of them; None when the two have nothing at all."""
    return bars("fates", ((part.heading, counts(comparison, part)) for part in comparison.by_part))


def answer(comparison: Comparison) -> tuple[Words, ...]:
    """The short answer to "what changed?": how many rows became what, and in how many more than words differ."""
    found = [say("{n} {what}", n=n, what=kind.words) for kind, n in counts(comparison) if n]
    if not found:
        return ()
    substance = comparison.tally().substance
    return (
        say("Of {all} pieces or groups of pieces: {counts}.", all=len(comparison.changes), counts=found),
        say("Figures, conditions, limits, scales or dates differ in {count} of them.", count=substance)
        if substance
        else say("No figure, condition, limit, scale or date is known to differ."),
    )


def counts(comparison: Comparison, *some: Compared) -> tuple[tuple[Kind, int], ...]:
    """How many rows of some parts there are of each kind; those that nobody can vouch for are a kind of their own."""
    tally = comparison.tally(*some)
    known = [(FATES[fate], tally.count(fate) - tally.unknown(fate)) for fate in Fate]
    return (*known, (NOT_KNOWN, tally.not_known))


def _part(comparison: Comparison, part: Compared, changes: tuple[Change, ...]) -> PartShown:
    tally = comparison.tally(part)
    groups = {
        "added": [one for one in changes if one.fate is Fate.ADDED and one.known],
        "withdrawn": [one for one in changes if one.fate is Fate.WITHDRAWN and one.known],
        "not_known_new": [one for one in changes if one.fate is Fate.ADDED and not one.known],
        "not_known_old": [one for one in changes if one.fate is Fate.WITHDRAWN and not one.known],
    }
    return PartShown(
        part,
        tally.old(),
        tally.new(),
        counts(comparison, part),
        tuple(_change(one) for one in changes if one.fate in _TWO_SIDED),
        tuple(Group(kind, tuple(map(_change, some))) for kind, some in groups.items() if some),
        tuple(one for one in changes if one.fate is Fate.UNCHANGED),
    )


def _change(change: Change) -> ChangeShown:
    return ChangeShown(
        change,
        class_words(change),
        "grey" if not change.known else _COLOURS[change.fate],
        tuple(_rows(change)),
        tuple(one.sentence for one in change.differences if not one.known),
        tuple(remarks(change)),
    )


def _rows(change: Change) -> Iterator[Row]:
    if change.differences:
        for one in change.differences:
            yield _woven(one)
        return
    old, new = (_aspects(some) for some in (change.old, change.new))
    for name in dict.fromkeys((*old, *new)):
        label = (old.get(name) or new[name])[0]
        yield Row(label, _plain(old, name), _plain(new, name))


def _plain(said: Mapping[str, tuple[Words, str]], name: str) -> Cell:
    return (("same", said[name][1]),) if name in said else ()


def _woven(one: Difference) -> Row:
    return Row(one.label, _cell(one.left(gettext)), _cell(one.right(gettext)), one.substance)


def _cell(stretches: Iterable[Stretch]) -> Cell:
    found = list[tuple[str, str]]()
    for one in stretches:
        # The space after a word that went was not taken out with it, as far as a reader sees.
        core = one.text.rstrip()
        found += [(one.edit.value, core), (Edit.SAME.value, one.text[len(core) :])]
    return tuple((edit, text) for edit, text in found if text)


def _aspects(some: tuple[Piece, ...]) -> dict[str, tuple[Words, str]]:
    """What pieces say, by name; of several pieces the words of each, one below the other."""
    found: dict[str, tuple[Words, str]] = {}
    for piece in some:
        for aspect in piece.aspects:
            shown = aspect.shown.translated(gettext) if isinstance(aspect.shown, Words) else aspect.shown
            if shown and shown != piece.title:
                before = f"{found[aspect.name][1]}\n" if aspect.name in found else ""
                found[aspect.name] = (aspect.label, f"{before}{shown}")
    return found
