"""Two versions of a framework compared: every piece of both in exactly one change of exactly one kind."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evenhand.framework.changes.binding import Bundle, bundles, routes_of
from evenhand.framework.changes.logic import Names, names_of
from evenhand.framework.changes.model import Aspect, Change, Compared, Comparison, Difference, Fate, Piece
from evenhand.framework.changes.pieces import Pieces, pieces
from evenhand.framework.crosswalk import PARTS, Bridge, Gap, Relation, bridge
from evenhand.framework.model import Framework
from evenhand.framework.parts import Sourced
from evenhand.wordchanges import Edit, differences
from evenhand.wording import Words, say

# In these parts a version that has nothing at all was not read, rather than known to say nothing.
_MAY_BE_UNREAD = {
    Compared.CRITERIA,
    Compared.DESCRIPTORS,
    Compared.FREQUENCY,
    Compared.TIMELINE,
    Compared.OUT_OF_SCOPE,
    Compared.REPORT_SECTIONS,
}
_SHORT = 90  # characters; a longer text is not quoted in a sentence


def compare(old: Framework, new: Framework, crossing: Bridge | None = None) -> Comparison:
    """What became of each piece of `old` in `new`; `crossing` joins them (default: the shipped crosswalks).

    Pieces are followed through renamed ids. Sources, notes and marks are not compared, but marks are carried along.
    """
    crossing = crossing or bridge(old, new)
    names, plain = names_of(crossing)
    pointers = (old.standards, old.regulations) == (new.standards, new.regulations)
    before, after = pieces(names, pointers=pointers), pieces(plain, pointers=pointers)
    found = [one for part in before for one in _part(part, crossing, names, before[part], after[part])]
    order = list(Compared)
    return Comparison(crossing, tuple(sorted(found, key=lambda one: order.index(one.part))))


def _part(part: Compared, crossing: Bridge, names: Names, old: Pieces, new: Pieces) -> Iterator[Change]:
    routes = routes_of(part, crossing, names, old, new)
    told = _Part(part, crossing, {one.id: one for one in old}, {one.id: one for one in new})
    order_old, order_new = ({one.id: number for number, one in enumerate(some)} for some in (old, new))
    some = bundles(told.old, told.new, routes)
    pairs = [(order_old[one.old[0]], order_new[one.new[0]]) for one in some if len(one.old) == len(one.new) == 1]
    kept = in_order(pairs) if part is Compared.REPORT_SECTIONS else set(pairs)

    def place(bundle: Bundle) -> tuple[int, int]:
        gone = not bundle.new
        return gone, min((order_old if gone else order_new)[one] for one in (bundle.old if gone else bundle.new))

    for bundle in sorted(some, key=place):
        in_row = len(bundle.old) != 1 or len(bundle.new) != 1
        yield told.change(bundle, in_row or (order_old[bundle.old[0]], order_new[bundle.new[0]]) in kept)


def in_order(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs that kept their place among each other: those in every longest row that rises on both sides.

    So one section that wanders moves alone, two that change places move both, and it is the same read backwards.
    """
    ordered = sorted(pairs)
    to, since = _longest(ordered), _longest([(-old, -new) for old, new in reversed(ordered)])[::-1]
    longest = max(to, default=0)
    on_the_way = [place for place in range(len(ordered)) if to[place] + since[place] - 1 == longest]
    return {ordered[one] for one in on_the_way if sum(to[other] == to[one] for other in on_the_way) == 1}


def _longest(ordered: Sequence[tuple[int, int]]) -> list[int]:
    """For each pair, the length of the longest rising row that ends there."""
    lengths: list[int] = []
    for place, (_, new) in enumerate(ordered):
        lengths.append(1 + max((lengths[one] for one in range(place) if ordered[one][1] < new), default=0))
    return lengths


@dataclass(frozen=True)
class _Part:
    """One part of both versions, by id."""

    part: Compared
    crossing: Bridge
    old: Mapping[str, Piece]
    new: Mapping[str, Piece]

    @cached_property
    def gaps(self) -> tuple[Mapping[str, Gap], Mapping[str, Gap]]:
        return self.crossing.withdrawn(self.part.value), self.crossing.added(self.part.value)

    @cached_property
    def places(self) -> set[tuple[Hashable, Hashable]]:
        """Judgements graded in the same place, or of which one is a part of the other; types that correspond."""
        related = (Relation.SAME, Relation.NARROWER, Relation.BROADER)
        judgements = self.crossing.routes("judgements")
        types = self.crossing.routes("inspection_types")
        return {
            *self.crossing.counterparts.items(),
            *((route.old, route.new) for route in judgements if route.relation in related),
            *((route.old, route.new) for route in types if route.leads_on),
        }

    def change(self, bundle: Bundle, in_row: bool) -> Change:
        old = tuple(sorted((self.old[one] for one in bundle.old), key=list(self.old.values()).index))
        new = tuple(sorted((self.new[one] for one in bundle.new), key=list(self.new.values()).index))
        part = self._part_of((*old, *new))
        if not old or not new:
            return self._alone(part, old, new, bundle)
        together = len(old) == len(new) == 1
        said = differing(old[0], new[0]) if together else _texts(old, new)
        stays = in_row and all(self._stays(self.old[route.old], self.new[route.new]) for route in bundle.routes)
        substance = _substance(old, new, said)
        if not stays:
            # Another moment to count from is another date; another judgement or section is another place.
            dated = self.part is Compared.TIMELINE
            said, substance = (_moved(old, new, dated), *said), substance or dated
        fate = _fate(old, new, bundle, bool(said), stays)
        # What only an unread text leaves open is called reworded, but not known to be.
        known = fate is not Fate.REWORDED or not said or any(one.known for one in said)
        return Change(part, fate, old, new, bundle.routes, bundle.also, said, substance, known)

    def _part_of(self, some: Pieces) -> Compared:
        return max((one.part for one in some), key=list(Compared).index)

    def _alone(self, part: Compared, old: Pieces, new: Pieces, bundle: Bundle) -> Change:
        piece, fate = ((*old, *new)[0], Fate.WITHDRAWN if old else Fate.ADDED)
        known, reason, verified = self._gap(piece.id, withdrawn=bool(old))
        other = self.new if old else self.old
        if not other and self.part in _MAY_BE_UNREAD:
            known, reason = False, reason if not known else "The file of the other version has nothing of this kind."
        substance = known and bool(piece.weight)
        return Change(part, fate, old, new, (), bundle.also, (), substance, known, reason, verified)

    def _gap(self, one: str, *, withdrawn: bool) -> tuple[bool, str, bool]:
        if self.part.value not in PARTS:
            if self.crossing.chain and self._is_unread(self.crossing.new if withdrawn else self.crossing.old, one):
                return False, "This part of the other version is not verified, so nothing is claimed.", True
            return True, "", True
        gap = self.gaps[0 if withdrawn else 1].get(one)
        return (gap.because != "not_known", gap.reason, gap.verified) if gap else (True, "", True)

    def _is_unread(self, other: Framework, one: str) -> bool:
        if self.part is Compared.STANDARDS:
            return False
        if self.part is Compared.GRADES:
            # The scales of judgements are known; those of single judgements hang on the types of inspection.
            graded = {
                judgement.scale for side in (self.crossing.old, self.crossing.new) for judgement in side.judgements
            }
            return one.partition(":")[0] not in graded and not all(kind.verified for kind in other.inspection_types)
        some: tuple[Sourced, ...] = getattr(other, self.part.value)
        return not all(piece.verified for piece in some)

    def _stays(self, old: Piece, new: Piece) -> bool:
        if self.part is not Compared.CRITERIA:
            return old.spot == new.spot
        return all(self._is_one_place(*pair) for pair in zip(old.spot, new.spot, strict=True))

    def _is_one_place(self, one: Hashable, other: Hashable) -> bool:
        # The headings of an assurance inspection are no judgements; only their names can be compared.
        ids = {*self.crossing.old.judgement_by_id, *self.crossing.old.inspection_type_by_id}
        return (one, other) in self.places or (one == other and one not in ids)


def _fate(old: Pieces, new: Pieces, bundle: Bundle, differs: bool, stays: bool) -> Fate:
    if len(old) != len(new):
        return Fate.SPLIT if len(old) < len(new) else Fate.MERGED
    if len(old) > 1 or not stays:
        return Fate.MOVED
    same = all(route.relation is Relation.SAME for route in bundle.routes)
    return Fate.REWORDED if differs or not same else Fate.UNCHANGED


def _substance(old: Pieces, new: Pieces, said: tuple[Difference, ...]) -> bool:
    if len(old) == len(new) == 1:
        return any(one.substance for one in said)
    # Several pieces say together what they say; in how many pieces is arrangement.
    before, after = (frozenset[object]().union(*(one.weight for one in some)) for some in (old, new))
    return before != after


def differing(old: Piece, new: Piece) -> tuple[Difference, ...]:
    """What one piece says otherwise than the other, aspect by aspect."""
    before, after = ({one.name: one for one in piece.aspects} for piece in (old, new))
    found = []
    for name in dict.fromkeys((*after, *before)):
        one, other = before.get(name), after.get(name)
        if one and other and (one.substance, one.words) == (other.substance, other.words):
            continue
        label = (other or before[name]).label
        if _is_unread(one, old) or _is_unread(other, new):
            found.append(_unread(name, label, one, other))
        else:
            found.append(_difference(name, label, one, other))
    return tuple(found)


def _is_unread(aspect: Aspect | None, piece: Piece) -> bool:
    return not piece.verified and (aspect is None or str(aspect.shown).casefold() == "not known")


def _unread(name: str, label: Words, one: Aspect | None, other: Aspect | None) -> Difference:
    shown = [aspect.shown if aspect else say("not known") for aspect in (one, other)]
    template = say(
        "{label}: {now}, was {was}; nobody can say whether it changed", label=label, was=shown[0], now=shown[1]
    )
    return Difference(name, label, shown[0], shown[1], False, template, known=False)


def _difference(name: str, label: Words, one: Aspect | None, other: Aspect | None) -> Difference:
    was, now = one.shown if one else "", other.shown if other else ""
    substance = (one and one.substance) != (other and other.substance)
    brief = (one.brief if one else "") or was
    if substance:
        sentence = _said(label, brief, now)
    else:
        sentence = _quoted(label, was, now) if _are_short(was, now) else _counted(label, was, now)
    return Difference(name, label, was, now, substance, sentence)


def _are_short(*texts: Words | str) -> bool:
    return all(len(str(text)) <= _SHORT for text in texts)


def _said(label: Words, was: Words | str, now: Words | str) -> Words:
    nothing = say("nothing")
    if str(was) == str(now):
        return say("{label}: {now}; the words are the same, but what they name is not", label=label, now=now)
    return say("{label}: {now}, was {was}", label=label, now=now or nothing, was=was or nothing)


def _quoted(label: Words, was: Words | str, now: Words | str) -> Words:
    was, now = (say("“{text}”", text=text) if text else "" for text in (was, now))
    return _said(label, was, now)


def _counted(label: Words, was: Words | str, now: Words | str) -> Words:
    counts = dict.fromkeys(Edit, 0)
    for stretch in differences(str(was), str(now)):
        counts[stretch.edit] += len(stretch.text.split())
    return say(
        "{label}: {kept} words kept, {removed} left out, {added} put in",
        label=label,
        kept=counts[Edit.SAME],
        removed=counts[Edit.REMOVED],
        added=counts[Edit.ADDED],
    )


def _moved(old: Pieces, new: Pieces, dated: bool) -> Difference:
    label = say("Place")
    was, now = ("; ".join(dict.fromkeys(str(one.place) for one in some)) for some in (old, new))
    return Difference("place", label, was, now, dated, _said(label, was, now))


def _texts(old: Pieces, new: Pieces) -> tuple[Difference, ...]:
    """What several pieces say beside what several others say: their words, and their substance where it differs."""
    label = say("Words")
    was, now = ("\n".join(one.text for one in some) for some in (old, new))
    words = Difference("text", label, was, now, False, _counted(label, was, now))
    if not _substance(old, new, ()):
        return (words,)
    before, after = _hard_aspects(old), _hard_aspects(new)
    names = dict.fromkeys((*after, *before))
    differ = [name for name in names if _values(before.get(name)) != _values(after.get(name))]
    found = (_of_several(name, before.get(name, []), after.get(name, [])) for name in differ or names)
    return (words, *found)


def _hard_aspects(some: Pieces) -> dict[str, list[Aspect]]:
    found: dict[str, list[Aspect]] = {}
    for piece in some:
        for one in piece.aspects:
            if one.substance is not None:
                found.setdefault(one.name, []).append(one)
    return found


def _values(some: list[Aspect] | None) -> set[Hashable]:
    return {one.substance for one in some or ()}


def _of_several(name: str, old: list[Aspect], new: list[Aspect]) -> Difference:
    label = (new or old)[0].label
    was, now = ("; ".join(dict.fromkeys(str(one.shown) for one in some)) for some in (old, new))
    return Difference(name, label, was, now, True, _said(label, was, now))
