"""What the rules of one version leave open: cases, grades that can be reached, the best that can be given."""

from __future__ import annotations

from collections.abc import Hashable
from functools import reduce
from typing import cast

from evenhand.judgement.outcome import Permission
from evenhand.judgement.reach.diagrams import Node
from evenhand.judgement.reach.permissions import Permissions, Treatment, best_allowed, made, takes
from evenhand.judgement.reach.results import BestAllowed, CaseCount, GradeReach
from evenhand.judgement.reach.space import Space

# How a case fares as a whole, from mild to strict: the strictest of its judgements.
FREE, ASKS, REFUSES, NOT_MADE = range(4)


def severity(treatment: Treatment) -> int:
    """FREE, ASKS, REFUSES or NOT_MADE."""
    if not made(treatment):
        return NOT_MADE
    strictest = max(takes(treatment))
    return FREE if strictest == Permission.ALLOWED else REFUSES if strictest == Permission.REFUSED else ASKS


def fares(space: Space, permissions: Permissions) -> dict[int, int]:
    """How many cases fare how (see `severity`)."""
    parts = [
        space.diagrams.map(_severity, permissions.of(judgement.id)) for judgement in permissions.framework.judgements
    ]
    worst = reduce(lambda one, other: space.diagrams.apply(_worse, one, other), parts)
    tally = space.diagrams.tally(space.among_cases(worst))
    return {kind: tally.get(kind, 0) for kind in (FREE, ASKS, REFUSES, NOT_MADE)}


def grades(space: Space, permissions: Permissions, cases: int) -> tuple[GradeReach, ...]:
    """For every grade of every judgement, worst first: cases in which it can be given, freely, and in which it is."""
    diagrams = space.diagrams
    stands = diagrams.both(space.valid, permissions.stands())
    found = []
    for judgement in permissions.framework.judgements:
        tally = _treatments(space, permissions.of(judgement.id))
        level = space.level(permissions.side, "grade", judgement.id)
        for grade in permissions.framework.scale_of(judgement.id).worst_first:
            needs = {one: number for one, number in tally.items() if made(one)}
            place = grade.ordinal - 1
            found.append(
                GradeReach(
                    judgement=judgement.id,
                    ordinal=grade.ordinal,
                    allowed=CaseCount(sum(n for one, n in needs.items() if one[place] != Permission.REFUSED), cases),
                    free=CaseCount(sum(n for one, n in needs.items() if one[place] == Permission.ALLOWED), cases),
                    given=CaseCount(held_count(space, stands, level, place), cases),
                )
            )
    return tuple(found)


def best(space: Space, permissions: Permissions, judgements_made: int) -> tuple[BestAllowed, ...]:
    """For every judgement, of the cases in which judgements are made: the best grade that can be given."""
    found = []
    for judgement in permissions.framework.judgements:
        tally = _treatments(space, permissions.of(judgement.id))
        by_ordinal = {
            ordinal: sum(number for one, number in tally.items() if made(one) and best_allowed(one) == ordinal)
            for ordinal in range(len(permissions.framework.scale_of(judgement.id).grades) + 1)
        }
        counts = {ordinal: CaseCount(number, judgements_made) for ordinal, number in by_ordinal.items()}
        found.append(BestAllowed(judgement.id, {o: one for o, one in counts.items() if o}, counts[0]))
    return tuple(found)


def held_count(space: Space, node: Node, level: int, code: int) -> int:
    """How many cases with this code at this level are True."""
    held = space.diagrams.fixed(node, level, code)
    return space.diagrams.count(held) // space.diagrams.sizes[level]


def _treatments(space: Space, node: Node) -> dict[Treatment, int]:
    tally = space.diagrams.tally(space.among_cases(node))
    return {cast(Treatment, one): number for one, number in tally.items() if one is not None}


def _severity(treatment: Hashable) -> int:
    return severity(cast(Treatment, treatment))


def _worse(one: Hashable, other: Hashable) -> int:
    return max(cast(int, one), cast(int, other))
