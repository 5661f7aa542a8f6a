"""Which pieces of the two versions belong together: the crosswalk's routes, or for other parts ids and ordinals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import compress
from operator import not_

from evenhand.framework.changes.logic import Names
from evenhand.framework.changes.model import Compared
from evenhand.framework.changes.pieces import Pieces
from evenhand.framework.crosswalk import PARTS, Bridge, Confidence, Relation, Route
from evenhand.framework.model import Framework
from evenhand.scale import Scale

# How much a relation says. Of the routes of a piece only the strongest bind it; the others are told beside it.
_STRENGTH = {Relation.SAME: 3, Relation.NARROWER: 2, Relation.BROADER: 2, Relation.OVERLAPS: 1}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Ids that belong together, the routes that bind them, and the weaker routes from them to elsewhere."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    routes: tuple[Route, ...]
    also: tuple[Route, ...]


def routes_of(part: Compared, crossing: Bridge, names: Names, old: Pieces, new: Pieces) -> tuple[Route, ...]:
    """Every route of a part that leads on, between pieces that are there."""
    if part.value in PARTS:
        found: Iterable[Route] = crossing.routes(part.value)
    elif part is Compared.GRADES:
        found = _grades(crossing, names)
    elif part is Compared.DESCRIPTORS:
        found = _descriptors(crossing, names, {one.id for one in new})
    else:
        found = ()
    ids = {one.id for one in old}, {one.id for one in new}
    led = [route for route in found if route.leads_on and route.old in ids[0] and route.new in ids[1]]
    return (*led, *_by_equal_ids(part, led, *ids))


def _carried(part: Compared, old: str, new: str) -> Route:
    return Route(part.value, old, new, Relation.SAME, Confidence.HIGH, carried=True)


def _by_equal_ids(part: Compared, led: Iterable[Route], old: set[str], new: set[str]) -> Iterator[Route]:
    taken = {route.old for route in led} | {route.new for route in led}
    for one in sorted((old & new) - taken):
        # Of the parts of a crosswalk the bridge has spoken, except of an id that a broken draft uses twice.
        if part.value not in PARTS or one.endswith(")"):
            yield _carried(part, one, one)


def _grades(crossing: Bridge, names: Names) -> Iterator[Route]:
    for old, new in _scales(crossing, names):
        if len(old.grades) == len(new.grades):
            pairs = [(one, new.at(one.ordinal)) for one in old.best_first]
        else:
            pairs = [(one, other) for one in old.best_first for other in new.grades if one.id == other.id]
        for one, other in pairs:
            yield _carried(Compared.GRADES, f"{old.id}:{one.id}", f"{new.id}:{other.id}")


def _scales(crossing: Bridge, names: Names) -> list[tuple[Scale, Scale]]:
    """Scales on which the same is graded, then those of the same name that are left."""
    old, new = crossing.old, crossing.new
    pairs: dict[tuple[str, str], None] = {}
    for one, other in names.known["judgements"].items():
        if one in old.judgement_by_id and other in new.judgement_by_id:
            pairs[old.scale_of(one).id, new.scale_of(other).id] = None
    for route in crossing.routes("inspection_types"):
        if route.relation is not Relation.SAME:
            continue
        kinds = old.inspection_type_by_id.get(route.old), new.inspection_type_by_id.get(route.new)
        if all(kind and kind.scale for kind in kinds):
            pairs[str(kinds[0] and kinds[0].scale), str(kinds[1] and kinds[1].scale)] = None
    taken = {one for one, _ in pairs}, {other for _, other in pairs}
    for name in old.scale_by_id:
        if name in new.scale_by_id and name not in taken[0] and name not in taken[1]:
            pairs[name, name] = None
    return [
        (old.scale_by_id[one], new.scale_by_id[other])
        for one, other in pairs
        if one in old.scale_by_id and other in new.scale_by_id
    ]


def _descriptors(crossing: Bridge, names: Names, there: set[str]) -> Iterator[Route]:
    """Descriptors of corresponding judgements, grade by grade; they are as much the same as the judgements are."""
    judgements: Mapping[tuple[str, str], Route] = {
        (route.old, route.new): route for route in crossing.routes("judgements") if route.leads_on
    }
    for old, new in names.known["judgements"].items():
        if old not in crossing.old.judgement_by_id or new not in crossing.new.judgement_by_id:
            continue
        route = judgements.get((old, new), _carried(Compared.DESCRIPTORS, old, new))
        for grade, other in _grade_pairs(crossing.old, old, crossing.new, new):
            if f"{new}:{other}" in there:
                yield replace(
                    route,
                    part=Compared.DESCRIPTORS.value,
                    old=f"{old}:{grade}",
                    new=f"{new}:{other}",
                    carried=old == new,
                )


def _grade_pairs(old: Framework, judgement: str, new: Framework, other: str) -> Iterator[tuple[str, str]]:
    before, after = old.scale_of(judgement), new.scale_of(other)
    for grade in before.grades:
        if len(before.grades) == len(after.grades):
            yield grade.id, after.at(grade.ordinal).id
        elif after.has(grade.id):
            yield grade.id, grade.id


def bundles(old: Iterable[str], new: Iterable[str], routes: tuple[Route, ...]) -> tuple[Bundle, ...]:
    """Every id of both sides in exactly one bundle, whichever side is read first.

    A route binds if it is the strongest of its old or of its new piece (relation before confidence), so no piece that
    is related to something stands alone; what hangs together by binding routes is one bundle.
    """
    nodes = [("old", one) for one in old] + [("new", one) for one in new]
    best: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for route in routes:
        for end in _ends(route):
            best[end] = max(best[end], _strength(route))
    binds = [any(_strength(route) == best[end] for end in _ends(route)) for route in routes]
    binding = list(compress(routes, binds))
    leader = {node: node for node in nodes}
    members = {node: [node] for node in nodes}
    for route in binding:
        one, other = (leader[end] for end in _ends(route))
        if one != other:
            for node in members.pop(other):
                leader[node] = one
                members[one].append(node)
    bound, loose = _by_leader(leader, binding), _by_leader(leader, compress(routes, map(not_, binds)))
    return tuple(
        Bundle(
            tuple(sorted(one for side, one in some if side == "old")),
            tuple(sorted(one for side, one in some if side == "new")),
            tuple(bound[first]),
            tuple(loose[first]),
        )
        for first, some in members.items()
    )


def _by_leader(
    leader: Mapping[tuple[str, str], tuple[str, str]], routes: Iterable[Route]
) -> dict[tuple[str, str], list[Route]]:
    found: dict[tuple[str, str], list[Route]] = defaultdict(list)
    for route in routes:
        for first in dict.fromkeys(leader[end] for end in _ends(route)):
            found[first].append(route)
    return found


def _ends(route: Route) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("old", route.old), ("new", route.new)


def _strength(route: Route) -> tuple[int, int]:
    return (_STRENGTH[route.relation] if route.relation else 0, route.confidence.rank)
