"""What follows when one link leads on to another; a chain is as sure as its weakest link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evenhand.framework.crosswalk.model import Confidence, Relation

S, N, B, O, X = Relation.SAME, Relation.NARROWER, Relation.BROADER, Relation.OVERLAPS, Relation.NONE  # noqa: E741

# What a is to c when a is … to b and b is … to c, read as sets of what is looked at. None: nothing follows.
# For example, a part of a part is a part (narrower, narrower); but two parts of one whole may have nothing in common
# (narrower, broader), while two wholes that share a part overlap (broader, narrower).
_COMPOSED: dict[tuple[Relation, Relation], Relation | None] = {
    **{(S, one): one for one in Relation},
    **{(one, S): one for one in Relation},
    (N, N): N,
    (N, B): None,
    (N, O): None,
    (N, X): X,
    (B, N): O,
    (B, B): B,
    (B, O): O,
    (B, X): None,
    (O, N): O,
    (O, B): None,
    (O, O): None,
    (O, X): None,
    (X, N): None,
    (X, B): X,
    (X, O): None,
    (X, X): None,
}
# When several ways lead from one piece to another, the one that says most is kept.
_TELLING: dict[Relation | None, int] = {S: 5, N: 4, B: 4, O: 3, X: 2, None: 0}


@dataclass(frozen=True, slots=True)
class Route:
    """How a piece of the old version and one of the new relate, over one crosswalk or a chain of them.

    `relation` None: they are connected by a chain from which nothing follows. `reasons`: one for each link that a
    person drew. `via`: the versions passed. `carried`: the same id with the same content all the way, or (with less
    confidence) with other words and no link. `verified`: no link on the way is marked as unverified.
    """

    part: str
    old: str
    new: str
    relation: Relation | None
    confidence: Confidence
    reasons: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    carried: bool = False
    verified: bool = True

    @property
    def leads_on(self) -> bool:
        """Whether the two have something in common, as far as is known."""
        return self.relation is not None and self.relation is not Relation.NONE

    @property
    def turned(self) -> Route:
        """The same, read from the new version."""
        relation = self.relation.turned if self.relation else None
        return replace(
            self, old=self.new, new=self.old, relation=relation, reasons=self.reasons[::-1], via=self.via[::-1]
        )


def compose(first: Relation | None, second: Relation | None) -> Relation | None:
    """What follows for the ends of a chain of two; None when nothing does."""
    return None if first is None or second is None else _COMPOSED[first, second]


def joined(one: Route, other: Route, middle: str) -> Route:
    """The route over two, through the version in the middle."""
    return Route(
        part=one.part,
        old=one.old,
        new=other.new,
        relation=compose(one.relation, other.relation),
        confidence=min(one.confidence, other.confidence, key=lambda confidence: confidence.rank),
        reasons=(*one.reasons, *other.reasons),
        via=(*one.via, middle, *other.via),
        carried=one.carried and other.carried,
        verified=one.verified and other.verified,
    )


def chained(first: Iterable[Route], second: Iterable[Route], middle: str) -> tuple[Route, ...]:
    """Every route over two steps; of several between the same ends, the one that says most, then the surest."""
    onward: dict[str, list[Route]] = defaultdict(list)
    for route in second:
        onward[route.old].append(route)
    best: dict[tuple[str, str], Route] = {}
    for route in first:
        for following in onward[route.new]:
            whole = joined(route, following, middle)
            known = best.get((whole.old, whole.new))
            if known is None or _merit(whole) > _merit(known):
                best[whole.old, whole.new] = whole
    return tuple(best.values())


def _merit(route: Route) -> tuple[int, int]:
    return _TELLING[route.relation], route.confidence.rank
