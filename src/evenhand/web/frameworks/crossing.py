"""A crosswalk as its page shows it: links and gaps with the names of the pieces, and what needed no line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.framework.crosswalk import PARTS, Crosswalk, Gap, Link, Relation, Route, bridge, things
from evenhand.framework.model import Framework
from evenhand.framework.parts import Sourced
from evenhand.web.frameworks.showing import title_of
from evenhand.wording import Words, say

HEADINGS = {
    "judgements": say("Judgements"),
    "criteria": say("Evidence areas and criteria"),
    "facts": say("Facts that rules ask for"),
    "rules": say("Rules"),
    "inspection_types": say("Types of inspection"),
    "frequency": say("How often"),
    "timeline": say("By when"),
}
RELATIONS = {
    Relation.SAME: (say("same"), "green"),
    Relation.NARROWER: (say("narrower: the old one is a part of the new one"), "blue"),
    Relation.BROADER: (say("broader: the new one is a part of the old one"), "blue"),
    Relation.OVERLAPS: (say("overlaps: they share something"), "yellow"),
    Relation.NONE: (say("none: alike only in looks"), "red"),
}
CONFIDENCES = {"high": say("high"), "medium": say("medium"), "low": say("low")}
BECAUSE = {"no_counterpart": say("nothing like it on the other side"), "not_known": say("not known")}


@dataclass(frozen=True, slots=True)
class Named:
    """A piece by its id and name, with its mark."""

    id: str
    title: str
    verified: bool


@dataclass(frozen=True, slots=True)
class LinkShown:
    """One link with the pieces at its ends; `relation` is its words and the colour of its tag."""

    link: Link
    old: Named
    new: Named
    relation: tuple[Words, str]
    confidence: Words
    verified: bool


@dataclass(frozen=True, slots=True)
class GapShown:
    """One piece with nothing on the other side, and why."""

    gap: Gap
    piece: Named
    because: Words
    verified: bool


@dataclass(frozen=True, slots=True)
class PartCrossed:
    """One part of the two versions; `carried` are the pieces that stand in both under the same id without a line."""

    part: str
    heading: Words
    links: tuple[LinkShown, ...]
    withdrawn: tuple[GapShown, ...]
    added: tuple[GapShown, ...]
    carried: tuple[tuple[Named, Words], ...]


@dataclass(frozen=True, slots=True)
class CrosswalkShown:
    """A whole crosswalk, ready for its page."""

    crosswalk: Crosswalk
    old: Framework
    new: Framework
    parts: tuple[PartCrossed, ...]


def show(walk: Crosswalk, old: Framework, new: Framework) -> CrosswalkShown:
    """Everything that the page of a crosswalk shows; parts of which there is nothing to say are left out."""
    crossing = bridge(old, new, shelf=lambda: (walk,))
    parts = (_part(walk, part, things(old, part), things(new, part), crossing.routes(part)) for part in PARTS)
    said = tuple(one for one in parts if one.links or one.withdrawn or one.added or one.carried)
    return CrosswalkShown(walk, old, new, said)


def _part(
    walk: Crosswalk,
    part: str,
    old: Mapping[str, Sourced],
    new: Mapping[str, Sourced],
    routes: Iterable[Route],
) -> PartCrossed:
    crossing = walk.crossing(part)
    return PartCrossed(
        part,
        HEADINGS[part],
        tuple(
            LinkShown(
                one,
                _named(old, one.old),
                _named(new, one.new),
                RELATIONS[one.relation],
                CONFIDENCES[one.confidence.value],
                one.verified and walk.verified,
            )
            for one in crossing.links
        ),
        tuple(_gap(walk, old, one) for one in crossing.withdrawn),
        tuple(_gap(walk, new, one) for one in crossing.added),
        tuple((_named(new, one.new), CONFIDENCES[one.confidence.value]) for one in routes if one.carried),
    )


def _gap(walk: Crosswalk, pieces: Mapping[str, Sourced], gap: Gap) -> GapShown:
    return GapShown(gap, _named(pieces, gap.id), BECAUSE[gap.because], gap.verified and walk.verified)


def _named(pieces: Mapping[str, Sourced], name: str) -> Named:
    piece = pieces.get(name)
    return Named(name, title_of(piece), piece.verified) if piece else Named(name, name, True)
