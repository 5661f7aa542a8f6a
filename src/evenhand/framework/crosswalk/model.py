"""A crosswalk as a frozen value: typed links between the ids of two versions, and gaps that are said aloud."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from evenhand.framework.parts import Part, Sourced, Text
from evenhand.scale import Identifier

# Ids of rules may have capitals, the others have none and may be long.
PieceId = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", max_length=80)]

# What is crossed, in the order in which people read it.
PARTS = ("judgements", "criteria", "facts", "rules", "inspection_types", "frequency", "timeline")


class Relation(StrEnum):
    """What the old piece is to the new one."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    OVERLAPS = "overlaps"
    NONE = "none"

    @property
    def turned(self) -> Relation:
        """What the new piece is to the old one."""
        swapped = {Relation.NARROWER: Relation.BROADER, Relation.BROADER: Relation.NARROWER}
        return swapped.get(self, self)


class Confidence(StrEnum):
    """How sure the person who drew the link was."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """2 for high, 0 for low, so that a chain can take the least."""
        return 2 - tuple(Confidence).index(self)


class Link(Sourced):
    """One piece of the old version and one of the new: how they relate, how sure that is, and why.

    `counterpart` (judgements only): graded in the same place, so that their grades can be compared by ordinal.
    Several links from one old piece are a split, several to one new piece a merger. `relation: none` says that two
    pieces which look alike are not related.
    """

    old: PieceId
    new: PieceId
    relation: Relation
    confidence: Confidence
    reason: Text
    counterpart: bool = False


class Gap(Sourced):
    """A piece with nothing on the other side. `not_known`: the other text could not be read, so nothing is claimed."""

    id: PieceId
    because: Literal["no_counterpart", "not_known"]
    reason: Text


class Crossing(Part):
    """What became of one part of a framework: its links, what was withdrawn and what was added."""

    links: tuple[Link, ...] = ()
    withdrawn: tuple[Gap, ...] = ()
    added: tuple[Gap, ...] = ()


class Crosswalk(Sourced):
    """How the parts of two versions relate.

    A piece that stands in both with the same id and content needs no line: it is carried over.
    """

    format: Literal[1]
    old: Identifier
    new: Identifier
    summary: Text
    judgements: Crossing = Crossing()
    criteria: Crossing = Crossing()
    facts: Crossing = Crossing()
    rules: Crossing = Crossing()
    inspection_types: Crossing = Crossing()
    frequency: Crossing = Crossing()
    timeline: Crossing = Crossing()
    bibliography: Annotated[dict[Identifier, Text], Field(default_factory=dict)]

    def crossing(self, part: str) -> Crossing:
        """One of `PARTS`; KeyError for another name."""
        if part not in PARTS:
            raise KeyError(part)
        crossing: Crossing = getattr(self, part)
        return crossing
