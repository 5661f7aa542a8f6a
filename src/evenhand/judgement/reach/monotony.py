"""Does a better grade of one judgement ever lower what is allowed for another?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import combinations
from typing import cast

from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Permission
from evenhand.judgement.reach.diagrams import Node
from evenhand.judgement.reach.ordinary import Ordinary
from evenhand.judgement.reach.permissions import Permissions, Treatment, takes
from evenhand.judgement.reach.results import CaseCount, Lowered
from evenhand.judgement.reach.seen import treatments
from evenhand.judgement.reach.space import Codes, Space
from evenhand.judgement.reach.stories import lowering
from evenhand.wording import Words

FINE, ASKS, FORBIDS = range(3)


def lowered(space: Space, permissions: Permissions, ordinary: Ordinary) -> Iterator[Lowered]:
    """Every pair of judgements of which a better grade of the one lowers what is allowed for the other."""
    names = [one.id for one in permissions.framework.judgements]
    for judgement in names:
        treatment = space.among_cases(permissions.of(judgement))
        for better in names:
            if better != judgement:
                found = _Pairs(space, permissions.side, better, judgement, treatment).lowered(ordinary)
                if found is not None:
                    yield found


def told(ordinary: Ordinary, pair: tuple[Codes, Codes], better: str, judgement: str) -> Words:
    """A pair of cases as a story; both are judged for it."""
    space = ordinary.space
    framework = space.sides[0]
    found = [treatments(judge(framework, space.case(0, codes)))[judgement] for codes in pair]
    return lowering(ordinary, pair, (better, judgement), (found[0], found[1]))


class _Pairs:
    """Pairs of cases that differ only in the grade of `better`, and how `judgement` fares in them."""

    def __init__(self, space: Space, side: int, better: str, judgement: str, treatment: Node) -> None:
        self.space, self.better, self.judgement = space, better, judgement
        self.level = space.level(side, "grade", better)
        size = space.diagrams.sizes[self.level]
        held = [space.diagrams.fixed(treatment, self.level, code) for code in range(size)]
        self.found = {
            (low, high): space.diagrams.apply(_change, held[low], held[high])
            for low, high in combinations(range(size), 2)
            if held[low] != held[high]
        }
        self.pairs = sum(self._count(space.valid_at(self.level, *pair), True) for pair in combinations(range(size), 2))

    def _count(self, node: Node, value: Hashable) -> int:
        return self.space.diagrams.tally(node).get(value, 0) // self.space.diagrams.sizes[self.level]

    def lowered(self, ordinary: Ordinary) -> Lowered | None:
        forbids, asks = (sum(self._count(node, kind) for node in self.found.values()) for kind in (FORBIDS, ASKS))
        if not forbids and not asks:
            return None
        worst = FORBIDS if forbids else ASKS
        worse, better = self._smallest(worst, ordinary)
        return Lowered(
            better=self.better,
            judgement=self.judgement,
            forbids=CaseCount(forbids, self.pairs),
            asks=CaseCount(asks, self.pairs),
            worse_case=self.space.case(0, worse),
            better_case=self.space.case(0, better),
            story=told(ordinary, (worse, better), self.better, self.judgement),
        )

    def _smallest(self, kind: int, ordinary: Ordinary) -> tuple[Codes, Codes]:
        candidates = []
        for (low, high), node in self.found.items():
            wanted = self.space.diagrams.map(lambda change: change == kind, node)
            codes = self.space.diagrams.cheapest(wanted, ordinary.distances)
            if codes is not None:
                pair = tuple((*codes[: self.level], code, *codes[self.level + 1 :]) for code in (low, high))
                candidates.append((sum(ordinary.distance(one) for one in pair), pair))
        worse, better = min(candidates)[1]
        return worse, better


def _change(worse: Hashable, better: Hashable) -> int | None:
    """What the better grade changes for the worse: nothing, more is asked, a grade is forbidden; None for no pair."""
    if worse is None or better is None:
        return None
    return change(cast(Treatment, worse), cast(Treatment, better))


def change(worse: Treatment, better: Treatment) -> int:
    """FORBIDS when a grade is lost, ASKS when only more is asked for one, FINE otherwise."""
    pairs = list(zip(takes(worse), takes(better), strict=True))
    if any(before < after == Permission.REFUSED for before, after in pairs):
        return FORBIDS
    return ASKS if any(before < after for before, after in pairs) else FINE
