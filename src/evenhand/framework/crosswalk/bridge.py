"""Two versions joined: by their crosswalk, by a chain of crosswalks, or by equal ids alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evenhand.framework import reading as frameworks
from evenhand.framework.crosswalk.composing import Route, chained
from evenhand.framework.crosswalk.model import PARTS, Confidence, Crosswalk, Gap, Relation
from evenhand.framework.crosswalk.parts import same_content, things
from evenhand.framework.crosswalk.reading import Shelf, load_all
from evenhand.framework.model import Fact, Framework
from evenhand.framework.parts import Sourced


@dataclass(frozen=True)
class Bridge:
    """How the parts of two versions relate.

    `chain`: the crosswalks crossed, in order of time; empty when only equal ids connect the two. `turned`: the versions
    are given newest first, so the crosswalks are read backwards.
    """

    old: Framework
    new: Framework
    chain: tuple[Crosswalk, ...]
    steps: tuple[_Step, ...]
    turned: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether one file speaks of exactly these two versions."""
        return len(self.chain) == 1

    @property
    def between(self) -> tuple[str, ...]:
        """Ids of the versions that a chain passes."""
        return tuple(one.new for one in self.chain[:-1])[:: -1 if self.turned else 1]

    @cached_property
    def _routes(self) -> dict[str, tuple[Route, ...]]:
        return {part: self._routes_of(part) for part in PARTS}

    def _routes_of(self, part: str) -> tuple[Route, ...]:
        routes = self.steps[0].routes[part]
        for step in self.steps[1:]:
            routes = chained(routes, step.routes[part], step.old.id)
        return tuple(route.turned for route in routes) if self.turned else routes

    def routes(self, part: str) -> tuple[Route, ...]:
        """Every route of one of `PARTS`, also those that say that two pieces are not related."""
        return self._routes[part]

    def onward(self, part: str, old_id: str) -> tuple[Route, ...]:
        """What a piece of the old version leads to; empty for a piece that has nothing on the other side."""
        return tuple(route for route in self.routes(part) if route.old == old_id and route.leads_on)

    def back(self, part: str, new_id: str) -> tuple[Route, ...]:
        """What a piece of the new version comes from."""
        return tuple(route for route in self.routes(part) if route.new == new_id and route.leads_on)

    def withdrawn(self, part: str) -> Mapping[str, Gap]:
        """Pieces of the old version that lead to nothing, with the reason where somebody gave one."""
        return self._lost(part, forward=not self.turned)

    def added(self, part: str) -> Mapping[str, Gap]:
        """Pieces of the new version that come from nothing."""
        return self._lost(part, forward=self.turned)

    def _lost(self, part: str, *, forward: bool) -> Mapping[str, Gap]:
        steps = self.steps if forward else self.steps[::-1]
        start = steps[0].old if forward else steps[0].new
        kept = {route.old if forward is not self.turned else route.new for route in self.routes(part) if route.leads_on}
        return {one: _gap(part, one, steps, forward) for one in things(start, part) if one not in kept}

    @cached_property
    def counterparts(self) -> Mapping[str, str]:
        """Judgements graded in the same place, old id to new id, one to one; their grades correspond by ordinal."""
        found = self.steps[0].counterparts
        for step in self.steps[1:]:
            found = {old: step.counterparts[middle] for old, middle in found.items() if middle in step.counterparts}
        return {new: old for old, new in found.items()} if self.turned else found

    @cached_property
    def same_facts(self) -> Mapping[str, str]:
        """Facts that ask the same thing with the same kind of answer, old id to new id."""
        return {
            route.old: route.new
            for route in self.routes("facts")
            if route.relation is Relation.SAME
            and _alike(self.old.fact_by_id[route.old], self.new.fact_by_id[route.new])
        }

    @property
    def weakest(self) -> Confidence | None:
        """The least confidence of any route that leads on; None when nothing connects the two."""
        found = [route.confidence for part in PARTS for route in self.routes(part) if route.leads_on]
        return min(found, key=lambda one: one.rank, default=None)


def _alike(one: Fact, other: Fact) -> bool:
    choices = [{choice.id for choice in fact.choices} for fact in (one, other)]
    return one.type == other.type and choices[0] == choices[1]


def bridge(
    old: Framework,
    new: Framework,
    shelf: Shelf = load_all,
    framework: Callable[[str], Framework] = frameworks.load,
) -> Bridge:
    """Join two versions: by the crosswalk of the pair, else by the shortest chain of crosswalks, else by equal ids.

    Given newest first, the crosswalks are read backwards. `shelf` gives the crosswalks that there are, and `framework`
    the versions that a chain passes.
    """
    crosswalks = shelf()
    chain = _chain(old.id, new.id, crosswalks)
    turned = not chain and bool(chain := _chain(new.id, old.id, crosswalks))
    first, last = (new, old) if turned else (old, new)
    known = {first.id: first, last.id: last}
    versions = [known.get(one.old) or framework(one.old) for one in chain] + [last]
    if not chain:
        versions = [first, last]
    walks: tuple[Crosswalk | None, ...] = chain or (None,)
    steps = tuple(
        _Step(before, after, walk) for before, after, walk in zip(versions, versions[1:], walks, strict=False)
    )
    return Bridge(old, new, chain, steps, turned)


def _chain(old: str, new: str, crosswalks: tuple[Crosswalk, ...]) -> tuple[Crosswalk, ...]:
    reached: dict[str, tuple[Crosswalk, ...]] = {old: ()}
    front = [old]
    while front and new not in reached:
        following = [(place, one) for place in front for one in crosswalks if one.old == place]
        front = []
        for place, one in following:
            if one.new not in reached:
                reached[one.new] = (*reached[place], one)
                front.append(one.new)
    return reached.get(new, ())


@dataclass(frozen=True)
class _Step:
    """Two versions next to each other in a chain, and the crosswalk between them if there is one."""

    old: Framework
    new: Framework
    walk: Crosswalk | None

    @cached_property
    def routes(self) -> dict[str, tuple[Route, ...]]:
        return {part: (*self._drawn(part), *self._carried(part)) for part in PARTS}

    def _drawn(self, part: str) -> tuple[Route, ...]:
        links = self.walk.crossing(part).links if self.walk else ()
        marked = self.walk.verified if self.walk else True
        before, after = things(self.old, part), things(self.new, part)
        return tuple(
            Route(
                part, one.old, one.new, one.relation, one.confidence, (one.reason,), (), False, one.verified and marked
            )
            for one in links
            if one.old in before and one.new in after  # what dangles is the lint's to report
        )

    def _carried(self, part: str) -> tuple[Route, ...]:
        crossing = self.walk.crossing(part) if self.walk else None
        spoken_of = (
            {one.old for one in crossing.links}
            | {one.new for one in crossing.links}
            | {gap.id for gap in (*crossing.withdrawn, *crossing.added)}
            if crossing
            else set()
        )
        before, after = things(self.old, part), things(self.new, part)
        return tuple(
            self._equal_ids(part, one, before[one], after[one])
            for one in before
            if one in after and one not in spoken_of
        )

    def _equal_ids(self, part: str, name: str, one: Sourced, other: Sourced) -> Route:
        # The same id with other words and nobody's link is most likely the same thing, but nobody has said so; and
        # equal words that were rebuilt, not read, are equal because one person rebuilt them.
        read = one.verified and other.verified
        sure = read and same_content(self.old, one, self.new, other)
        confidence = Confidence.HIGH if sure else Confidence.MEDIUM
        return Route(part, name, name, Relation.SAME, confidence, carried=True, verified=read)

    @cached_property
    def counterparts(self) -> dict[str, str]:
        drawn = {one.old: one.new for one in self.walk.judgements.links if one.counterpart} if self.walk else {}
        carried = {
            route.old: route.new
            for route in self.routes["judgements"]
            if route.carried and route.old not in drawn and route.new not in drawn.values()
        }
        return {one: other for one, other in {**drawn, **carried}.items() if self._as_many_points(one, other)}

    def _as_many_points(self, one: str, other: str) -> bool:
        if one not in self.old.judgement_by_id or other not in self.new.judgement_by_id:
            return False
        return len(self.old.scale_of(one).grades) == len(self.new.scale_of(other).grades)

    def gap(self, part: str, one: str, forward: bool) -> Gap | None:
        if self.walk is None:
            return None
        crossing = self.walk.crossing(part)
        return next((gap for gap in (crossing.withdrawn if forward else crossing.added) if gap.id == one), None)


def _gap(part: str, start: str, steps: tuple[_Step, ...], forward: bool) -> Gap:
    """Why a piece leads to nothing: the gaps that its threads end in; nothing is claimed when one is not known."""
    threads, ended = {start}, list[Gap]()
    for step in steps:
        following = set[str]()
        for one in sorted(threads):
            on = [
                route for route in step.routes[part] if (route.old if forward else route.new) == one and route.leads_on
            ]
            following |= {route.new if forward else route.old for route in on}
            if not on and (gap := step.gap(part, one, forward)) is not None:
                ended.append(gap)
        threads = following
    unknown = next((gap for gap in ended if gap.because == "not_known"), None)
    if unknown is not None:
        return unknown.model_copy(update={"id": start})
    if threads:
        words = "A chain of links leads on, but nothing follows from it about the two ends."
        return Gap(id=start, because="not_known", reason=words, verified=False)
    if ended:
        return ended[0].model_copy(update={"id": start})
    return Gap(id=start, because="no_counterpart", reason="No piece with this id stands in the other version.")
