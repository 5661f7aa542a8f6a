"""What became of each piece of a framework in another version, as frozen values that pages and files are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from evenhand.framework.crosswalk import Bridge, Route
from evenhand.framework.model import Framework
from evenhand.wordchanges import Edit, Stretch, differences
from evenhand.wording import Words, say


class Compared(StrEnum):
    """The parts of a framework that are compared, in the order in which people read them.

    Evidence areas that became criteria stand under criteria: `EVIDENCE_AREAS` holds areas on both sides only.
    """

    JUDGEMENTS = "judgements"
    GRADES = "grades"
    EVIDENCE_AREAS = "evidence_areas"
    CRITERIA = "criteria"
    DESCRIPTORS = "descriptors"
    FACTS = "facts"
    RULES = "rules"
    INSPECTION_TYPES = "inspection_types"
    FREQUENCY = "frequency"
    TIMELINE = "timeline"
    OUT_OF_SCOPE = "out_of_scope"
    REPORT_SECTIONS = "report_sections"
    STANDARDS = "standards"

    @property
    def heading(self) -> Words:
        """What people read above it."""
        return _TITLES[self]


_TITLES = {
    Compared.JUDGEMENTS: say("Judgements"),
    Compared.GRADES: say("Grades of the scales"),
    Compared.EVIDENCE_AREAS: say("Evidence areas"),
    Compared.CRITERIA: say("Criteria, and evidence areas that became criteria"),
    Compared.DESCRIPTORS: say("Grade descriptors"),
    Compared.FACTS: say("Facts that rules ask for"),
    Compared.RULES: say("Rules"),
    Compared.INSPECTION_TYPES: say("Inspection types"),
    Compared.FREQUENCY: say("Frequency"),
    Compared.TIMELINE: say("Timeline"),
    Compared.OUT_OF_SCOPE: say("Out of scope"),
    Compared.REPORT_SECTIONS: say("Sections of the report"),
    Compared.STANDARDS: say("Standards and regulations"),
}


class Fate(StrEnum):
    """What became of a piece: exactly one of these, the first that fits from the bottom up.

    Nothing on the other side: withdrawn or added. Fewer pieces became more: split; more became fewer: merged. Another
    place, or as many pieces arranged otherwise: moved, whatever else differs. Anything else differs, or the crosswalk
    does not call the two the same: reworded (`Change.substance` says when it is more than words). Else unchanged.
    """

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> Words:
        """The word that people read."""
        return _FATES[self]

    @property
    def turned(self) -> Fate:
        """What it is when the two versions are read the other way round."""
        return _TURNED.get(self, self)


_FATES = {
    Fate.UNCHANGED: say("unchanged"),
    Fate.REWORDED: say("reworded"),
    Fate.MOVED: say("moved"),
    Fate.SPLIT: say("split"),
    Fate.MERGED: say("merged"),
    Fate.ADDED: say("added"),
    Fate.WITHDRAWN: say("withdrawn"),
}
_TURNED = {
    Fate.SPLIT: Fate.MERGED,
    Fate.MERGED: Fate.SPLIT,
    Fate.ADDED: Fate.WITHDRAWN,
    Fate.WITHDRAWN: Fate.ADDED,
}


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that a piece says: `shown` to people; `substance` and `words` to compare, in names of the new version.

    `substance`: figures, logic, the verdict scale or dates. `brief`: how it is said when it is what was.
    """

    name: str
    label: Words
    shown: Words | str
    substance: Hashable = None
    words: Hashable = None
    brief: Words | str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One identified piece of one version. `id` is unique in its part; `place` is where it stands, in words.

    `verified`: false means that the primary text could not be read. `spot`: its place, to compare. `weight`: what of it
    is substance, so that several pieces can be weighed together.
    """

    part: Compared
    id: str
    kind: Words
    title: str
    verified: bool
    aspects: tuple[Aspect, ...]
    place: Words | str = ""
    spot: tuple[Hashable, ...] = ()
    weight: frozenset[Hashable] = frozenset()

    @property
    def text(self) -> str:
        """Its title and its words, one line for each, without what is no prose."""
        said = [str(one.shown) for one in self.aspects if one.words is not None and one.substance is None]
        return "\n".join([self.title, *(line for line in said if line and line not in self.title)])


def _unchanged(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is said otherwise. `sentence` tells it ('at most 13 working days, was 18').

    `known`: false when one side does not say it and could not be read, so that nobody can say that it changed.
    """

    name: str
    label: Words
    was: Words | str
    now: Words | str
    substance: bool
    sentence: Words
    known: bool = True

    def woven(self, gettext: Callable[[str], str] = _unchanged) -> tuple[Stretch, ...]:
        """Both texts as stretches of words that stayed, went and came."""
        return differences(
            *(one.translated(gettext) if isinstance(one, Words) else one for one in (self.was, self.now))
        )

    def left(self, gettext: Callable[[str], str] = _unchanged) -> tuple[Stretch, ...]:
        """What was, for the left side: stretches that stayed or went."""
        return tuple(one for one in self.woven(gettext) if one.edit is not Edit.ADDED)

    def right(self, gettext: Callable[[str], str] = _unchanged) -> tuple[Stretch, ...]:
        """What is, for the right side: stretches that stayed or came."""
        return tuple(one for one in self.woven(gettext) if one.edit is not Edit.REMOVED)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of some pieces: `old` and `new` hold each of them, and no other change of the part does.

    `routes`: the links that bind them; `also`: weaker links to pieces told elsewhere. `substance`: figures, logic, the
    verdict scale or dates differ. `known`: false where nobody can say that it is new, gone or changed, because the
    other text could not be read; `reason` is what was said about a piece with nothing on the other side.
    """

    part: Compared
    fate: Fate
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    routes: tuple[Route, ...] = ()
    also: tuple[Route, ...] = ()
    differences: tuple[Difference, ...] = ()
    substance: bool = False
    known: bool = True
    reason: str = ""
    reason_verified: bool = True

    @property
    def title(self) -> str:
        """The name by which people know it: the new one, or the old one when there is no new."""
        names = dict.fromkeys(piece.title for piece in (self.new or self.old))
        return "; ".join(names)

    @property
    def doubts(self) -> tuple[Words, ...]:
        """What of it is not verified: the old text, the new text, the links, the reason given."""
        said = (
            (all(piece.verified for piece in self.old), say("the old text is not verified")),
            (all(piece.verified for piece in self.new), say("the new text is not verified")),
            (
                all(route.verified or route.carried for route in self.routes),
                say("that they correspond is not verified"),
            ),
            (self.reason_verified, say("the reason is not verified")),
        )
        return tuple(words for sure, words in said if not sure)

    @property
    def verified(self) -> bool:
        """Whether nothing about it is marked as not verified."""
        return not self.doubts


@dataclass(frozen=True)
class Comparison:
    """Two versions compared: every piece of both stands in exactly one change."""

    crossing: Bridge
    changes: tuple[Change, ...]

    @property
    def old(self) -> Framework:
        """The older version, or the one that was named first."""
        return self.crossing.old

    @property
    def new(self) -> Framework:
        """The newer version, or the one that was named second."""
        return self.crossing.new

    @cached_property
    def by_part(self) -> dict[Compared, tuple[Change, ...]]:
        """The changes of each part that either version has, in the order of the new version, what is gone last."""
        found = {part: tuple(one for one in self.changes if one.part is part) for part in Compared}
        return {part: changes for part, changes in found.items() if changes}

    def tally(self, *parts: Compared) -> Tally:
        """How many changes and pieces of each fate there are in some parts (default: in all)."""
        return Tally(tuple(one for one in self.changes if not parts or one.part in parts))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some changes: changes, and pieces of either side, by fate."""

    changes: tuple[Change, ...]

    def count(self, fate: Fate) -> int:
        """How many changes have this fate, unknown ones among them."""
        return sum(one.fate is fate for one in self.changes)

    def unknown(self, fate: Fate) -> int:
        """How many of them are not known to be so."""
        return sum(one.fate is fate and not one.known for one in self.changes)

    def old(self, fate: Fate | None = None) -> int:
        """How many pieces of the old version have this fate and are known to; None: all pieces."""
        return sum(len(one.old) for one in self.changes if fate is None or (one.fate is fate and one.known))

    def new(self, fate: Fate | None = None) -> int:
        """How many pieces of the new version have this fate and are known to; None: all pieces."""
        return sum(len(one.new) for one in self.changes if fate is None or (one.fate is fate and one.known))

    @property
    def unsure_old(self) -> int:
        """How many pieces of the old version are not known to be gone or changed."""
        return sum(len(one.old) for one in self.changes if not one.known)

    @property
    def unsure_new(self) -> int:
        """How many pieces of the new version are not known to be new or changed."""
        return sum(len(one.new) for one in self.changes if not one.known)

    @property
    def substance(self) -> int:
        """How many changes touch figures, logic, the verdict scale or dates."""
        return sum(one.substance for one in self.changes)

    @property
    def not_known(self) -> int:
        """How many changes nobody can vouch for, because the text of the other version could not be read."""
        return sum(not one.known for one in self.changes)


__all__ = ["Aspect", "Change", "Compared", "Comparison", "Difference", "Edit", "Fate", "Piece", "Stretch", "Tally"]
