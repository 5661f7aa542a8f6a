"""`compare_reach`: every possible case under two versions side by side, joined by the crosswalk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import or_
from random import Random
from typing import cast

from evenhand.findings import BadInput
from evenhand.framework.crosswalk import Bridge
from evenhand.framework.model import Framework
from evenhand.framework.rule import Rule
from evenhand.judgement.engine import judge
from evenhand.judgement.reach.asking import EVERY, inspections_of
from evenhand.judgement.reach.diagrams import LIMIT, Node, TooLargeError
from evenhand.judgement.reach.examples import Finder, Pair, in_diagrams, in_sample
from evenhand.judgement.reach.permissions import Permissions, Treatment
from evenhand.judgement.reach.results import CaseCount, Sample
from evenhand.judgement.reach.sampling import DRAWN, SEED, estimate, space_for_drawing
from evenhand.judgement.reach.seen import treatments
from evenhand.judgement.reach.shifts import (
    FORBIDS,
    NOTHING_COMPARED,
    ONE_JUDGES,
    PERMITS,
    Example,
    JudgementShift,
    Shift,
    ShiftKind,
    Treated,
    TreatedCounts,
    difference,
    treated,
)
from evenhand.judgement.reach.space import Codes, Space
from evenhand.judgement.reach.variables import must_be_sound
from evenhand.wording import say

Sides = tuple[Permissions, Permissions]


def compare_reach(
    old: Framework,
    new: Framework,
    bridge: Bridge,
    *,
    inspection: str | None = None,
    limit: int = LIMIT,
    history: bool = True,
) -> Shift:
    """How the new version treats every possible case, beside the old one (`space` says what a case is).

    `inspection`: a type of the new version, or `EVERY`; by default the full inspections of both. `history`: whether
    real inspections are counted too. Raises BadInput for a type that does not exist or has nothing beside it, and for
    rules that name what does not exist.
    """
    for framework in (old, new):
        must_be_sound(framework)
    kinds = _types(old, new, bridge, inspection)

    def space(most: int) -> Space:
        return Space([old, new], kinds, bridge.counterparts, bridge.same_facts, most)

    try:
        found = _exact(space(limit), bridge)
    except TooLargeError:
        found = _sampled(space_for_drawing(space, limit), bridge)
    if not history:
        return found
    from evenhand.judgement.reach.recorded import history_of

    return replace(found, history=history_of(old, new, bridge))


def _types(old: Framework, new: Framework, bridge: Bridge, inspection: str | None) -> tuple[tuple[str, str], ...]:
    """The types of inspection that are put side by side, old and new."""
    if inspection is None:
        return ((*inspections_of(old, None), *inspections_of(new, None)),)  # type: ignore[return-value]
    wanted = inspections_of(new, inspection)
    found = [
        (route.old, route.new) for route in bridge.routes("inspection_types") if route.leads_on and route.new in wanted
    ]
    if inspection == EVERY:
        found = [*_types(old, new, bridge, None), *found]
    if not found:
        message = say(
            "no type of inspection of {old} stands beside '{name}' of {new}", old=old.id, name=inspection, new=new.id
        )
        raise BadInput.at("RC004", message, field="inspection")
    return tuple(dict.fromkeys(found))


def _counterparts(bridge: Bridge) -> tuple[Pair, ...]:
    """Old and new judgement: the overall one first, then in the order in which the new version decides them."""
    back = {new: old for old, new in bridge.counterparts.items()}
    first = sorted(bridge.new.judgements, key=lambda one: one is not bridge.new.headline)
    return tuple((back[one.id], one.id) for one in first if one.id in back)


def _doubtful(bridge: Bridge, matters: Callable[[int, Rule], bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rules whose text could not be read, or of which it is not known whether the other version had them.

    Only those that matter here, by side and rule.
    """
    gaps = bridge.withdrawn("rules"), bridge.added("rules")
    unknown = [{name for name, gap in some.items() if gap.because == "not_known"} for some in gaps]
    old, new = (
        tuple(rule.id for rule in one.rules if (not rule.verified or rule.id in unknown[side]) and matters(side, rule))
        for side, one in enumerate((bridge.old, bridge.new))
    )
    return old, new


# -------------------------------------------------------------------------------------------------------------- exact


def _exact(space: Space, bridge: Bridge) -> Shift:
    sides, pairs = _sides(space), _counterparts(bridge)

    def matters(side: int, rule: Rule) -> bool:
        applies = space.diagrams.both(space.valid, space.applies(side, rule.id))
        return bool(sides[side].touched(rule)) and applies != space.diagrams.false

    doubtful = _doubtful(bridge, matters)
    differences = _differences(space, sides, pairs)
    firm = _differences(space, _sides(space, doubtful), pairs) if any(doubtful) else None
    cases, finder = space.cases, Finder(space, bridge)

    def counted(*nodes: Node) -> TreatedCounts:
        none = space.diagrams.constant(0 if nodes else NOTHING_COMPARED)
        together = reduce(partial(space.diagrams.apply, _either), nodes, none)
        tally = space.diagrams.tally(space.among_cases(together))
        by_bits = {cast(int, bits): number for bits, number in tally.items() if bits is not None}
        return _counts(by_bits, lambda number: CaseCount(number, cases))

    shift = _shift(
        space,
        bridge,
        overall=counted(*differences),
        judgements=tuple(JudgementShift(*pair, counted(node)) for pair, node in zip(pairs, differences, strict=True)),
        examples=_once(
            one for pair, node in zip(pairs, differences, strict=True) for one in in_diagrams(finder, sides, pair, node)
        ),
    )
    return replace(shift, firm=counted(*firm) if firm is not None else None, doubtful=doubtful)


def _sides(space: Space, leaving_out: Sequence[Container[str]] = ((), ())) -> Sides:
    return Permissions(space, 0, leaving_out[0]), Permissions(space, 1, leaving_out[1])


def _differences(space: Space, sides: Sides, pairs: Iterable[Pair]) -> list[Node]:
    """For each pair of judgements what differs, as bits."""
    return [space.diagrams.apply(_difference, sides[0].of(old), sides[1].of(new)) for old, new in pairs]


def _once(examples: Iterable[Example]) -> tuple[Example, ...]:
    """That only one version judges is the same for every judgement, so it is told once."""
    kept: list[Example] = []
    for one in examples:
        told = [(other.old_case, other.new_case) for other in kept if other.change is ShiftKind.ONE_JUDGES]
        if one.change is not ShiftKind.ONE_JUDGES or (one.old_case, one.new_case) not in told:
            kept.append(one)
    return tuple(kept)


def _difference(old: Hashable, new: Hashable) -> int:
    return difference(cast(Treatment, old), cast(Treatment, new))


def _either(one: Hashable, other: Hashable) -> int:
    return cast(int, one) | cast(int, other)


def _counts(tally: Mapping[int, int], count: Callable[[int], CaseCount]) -> TreatedCounts:
    """`tally`: how many cases have these differences (bits)."""

    def of(wanted: Treated, bit: int | None = None, without: int = 0) -> CaseCount:
        found = (
            number
            for bits, number in tally.items()
            if treated(bits) is wanted and (bit is None or bits & bit) and not bits & without
        )
        return count(sum(found))

    return TreatedCounts(
        **{one.value: of(one) for one in Treated},
        forbids=of(Treated.HARSHER, FORBIDS),
        asks=of(Treated.HARSHER, without=FORBIDS),
        permits=of(Treated.MORE_LENIENT, PERMITS),
        asks_less=of(Treated.MORE_LENIENT, without=PERMITS),
        one_judges=of(Treated.NOT_COMPARABLE, ONE_JUDGES),
    )


# ------------------------------------------------------------------------------------------------------------ sampled


def _sampled(space: Space, bridge: Bridge) -> Shift:
    drawn = space.draw(DRAWN, Random(SEED))  # noqa: S311 - for a reproducible sample, not for secrets
    cases, pairs = space.cases, _counterparts(bridge)
    found = [_seen(space, codes, pairs) for codes in drawn]

    def counted(bits: Iterable[int]) -> TreatedCounts:
        return _counts(Counter(bits), lambda seen: estimate(seen, len(drawn), cases))

    finder = Finder(space, bridge)
    each = {pair: [bits[place] for bits in found] for place, pair in enumerate(pairs)}
    shift = _shift(
        space,
        bridge,
        overall=counted(reduce(or_, bits, 0 if pairs else NOTHING_COMPARED) for bits in found),
        judgements=tuple(JudgementShift(*pair, counted(bits)) for pair, bits in each.items()),
        examples=_once(
            one for pair in pairs for one in in_sample(finder, pair, list(zip(drawn, each[pair], strict=True)))
        ),
    )
    sides = _sides(space)
    doubtful = _doubtful(bridge, lambda side, rule: bool(sides[side].touched(rule)))
    return replace(shift, method="sampled", sample=Sample(len(drawn), SEED), doubtful=doubtful)


def _seen(space: Space, codes: Codes, pairs: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    """What differs in one drawn case, for each pair of judgements."""
    old, new = (treatments(judge(framework, space.case(side, codes))) for side, framework in enumerate(space.sides))
    return tuple(difference(old[one], new[other]) for one, other in pairs)


def _shift(
    space: Space,
    bridge: Bridge,
    *,
    overall: TreatedCounts,
    judgements: tuple[JudgementShift, ...],
    examples: tuple[Example, ...],
) -> Shift:
    facts = [set(space.asked_facts(side)) for side in (0, 1)]
    both = [one.names for one in space.variables if one.kind == "fact" and all(one.names)]
    shared = tuple(new for old, new in both if old in facts[0] and new in facts[1])
    common = {name for pair in both for name in pair}
    return Shift(
        bridge=bridge,
        inspections=tuple((old, new) for old, new in space.inspections),
        method="exact",
        sample=None,
        cases=space.cases,
        overall=overall,
        firm=None,
        doubtful=((), ()),
        judgements=judgements,
        old_only=tuple(one.id for one in bridge.old.judgements if one.id not in bridge.counterparts),
        new_only=tuple(one.id for one in bridge.new.judgements if one.id not in bridge.counterparts.values()),
        shared_facts=shared,
        old_facts=tuple(name for name in space.asked_facts(0) if name not in common),
        new_facts=tuple(name for name in space.asked_facts(1) if name not in common),
        examples=examples,
    )
