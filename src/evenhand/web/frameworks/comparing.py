"""Two versions compared in every way at once: what differs, what the rules allow, how clear the words are.

Published versions never change, so what was once worked out is kept for the life of the process. A picture of a draft
is kept too, under the fingerprint of its text.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from evenhand.findings import BadInput
from evenhand.framework import changes, clarity
from evenhand.framework.crosswalk import Bridge, Crosswalk, bridge
from evenhand.framework.model import Framework
from evenhand.framework.sealing import seal
from evenhand.judgement.reach import FrameworkReach, Shift, compare_reach, reach
from evenhand.provenance import canonical, fingerprint
from evenhand.web.frameworks import differing, queries
from evenhand.web.frameworks.pictures import Bars
from evenhand.web.frameworks.reaching import ReachShown, ShiftShown, show_reach, show_shift
from evenhand.web.frameworks.wordings import ClarityShown, show_clarity
from evenhand.wording import Words

MOST = 64  # comparisons kept in a process; eight versions have 56 ordered pairs
T = TypeVar("T")
_KEPT: OrderedDict[Hashable, Any] = OrderedDict()


def _kept(key: Hashable, make: Callable[[], T]) -> T:
    if key not in _KEPT:
        _KEPT[key] = make()
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    found: T = _KEPT[key]
    return found


@dataclass(frozen=True)
class Against:
    """A version against an older one; everything is worked out when it is first asked for."""

    comparison: changes.Comparison

    @property
    def old(self) -> Framework:
        """The version compared with."""
        return self.comparison.old

    @property
    def new(self) -> Framework:
        """The version that is looked at."""
        return self.comparison.new

    @property
    def crossing(self) -> Bridge:
        """How the two are joined."""
        return self.comparison.crossing

    @cached_property
    def told(self) -> tuple[Words, ...]:
        """The sentences of the one paragraph about how far apart the two are, each with its figures."""
        return tuple(changes.told(self.comparison))

    @cached_property
    def changed(self) -> tuple[Words, ...]:
        """The short answer to "what changed?"."""
        return differing.answer(self.comparison)

    @cached_property
    def caveats(self) -> tuple[Words, ...]:
        """What the two versions themselves say is not verified."""
        return tuple(changes.caveats(self.comparison))

    @cached_property
    def picture(self) -> Bars | None:
        """Rows of each part by what became of them."""
        return differing.picture(self.comparison)

    @property
    def parts(self) -> tuple[differing.PartShown, ...]:
        """What differs, part by part, in the reader's language."""
        return differing.parts(self.comparison)

    @cached_property
    def shift(self) -> Shift | None:
        """Every possible case under both; None when the rules of one of them name what does not exist."""
        try:
            return compare_reach(self.old, self.new, self.crossing)
        except BadInput:
            return None

    @cached_property
    def reach(self) -> ShiftShown | None:
        """Every possible case under both, ready for the page."""
        return show_shift(self.shift) if self.shift else None

    @cached_property
    def wording(self) -> ClarityShown:
        """How clear the newer one is, beside the older one, ready for the page."""
        compared = clarity.compare(self.new, self.old)
        return show_clarity(compared.one, compared)


def between(old: Framework, new: Framework) -> Against:
    """Two versions on the shelf, joined by every crosswalk that there is."""
    walks = queries.crosswalks()
    return _kept(_key(old, new, walks), lambda: _compared(old, new, walks))


def against(framework: Framework, crosswalk: Crosswalk | None = None) -> Against | None:
    """A draft against the version in force before it comes into force; None when no version was.

    `crosswalk`: the draft's own, which comes before one of the same pair on the shelf.
    """
    earlier = queries.before(framework)
    if earlier is None:
        return None
    walks = queries.crosswalks()
    if crosswalk is not None:
        walks = (crosswalk, *(one for one in walks if (one.old, one.new) != (crosswalk.old, crosswalk.new)))
    return _kept(_key(earlier, framework, walks), lambda: _compared(earlier, framework, walks))


def reach_of(framework: Framework) -> ReachShown:
    """What the rules of a version allow in every possible case; raises BadInput when they name what does not exist."""
    found: FrameworkReach = _kept(("reach", seal(framework)[1]), lambda: reach(framework))
    return show_reach(found)


def clarity_of(framework: Framework) -> ClarityShown:
    """How clearly a version is written, by itself."""
    found = _kept(("clarity", seal(framework)[1]), lambda: clarity.clarity(framework))
    return show_clarity(found, None)


def _key(old: Framework, new: Framework, walks: tuple[Crosswalk, ...]) -> Hashable:
    sealed = seal(old)[1], seal(new)[1]
    return sealed, fingerprint(canonical([one.model_dump(mode="json") for one in _usable(old, new, walks)]))


def _usable(old: Framework, new: Framework, walks: tuple[Crosswalk, ...]) -> tuple[Crosswalk, ...]:
    # A chain passes only versions that it can open: those on the shelf, and the two that are compared.
    known = {one.pk for one in queries.versions()} | {old.id, new.id}
    return tuple(one for one in walks if one.old in known and one.new in known)


def _compared(old: Framework, new: Framework, walks: tuple[Crosswalk, ...]) -> Against:
    crossing = bridge(old, new, shelf=lambda: _usable(old, new, walks), framework=queries.named)
    return Against(changes.compare(old, new, crossing))
