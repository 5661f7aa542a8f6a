"""The smallest case of each kind of difference between two versions, checked by judging it on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from evenhand.framework.crosswalk import Bridge
from evenhand.framework.rule import Scope
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import JudgementOutcome
from evenhand.judgement.reach.diagrams import LIMIT, Node, TooLargeError
from evenhand.judgement.reach.ordinary import Ordinary
from evenhand.judgement.reach.permissions import Permissions, Treatment, made, takes
from evenhand.judgement.reach.seen import treatments
from evenhand.judgement.reach.shifts import Example, ShiftKind, change_of, difference, treated
from evenhand.judgement.reach.space import Codes, Space
from evenhand.judgement.reach.stories import story

Pair = tuple[str, str]
MOST_OF_A_KIND = 2


class Finder:
    """What is needed to find and tell examples in one space of two versions."""

    def __init__(self, space: Space, bridge: Bridge) -> None:
        self.space, self.bridge = space, bridge
        self.ordinary = Ordinary(space)

    def example(self, codes: Codes, pair: Pair) -> Example:
        """The case told as a story. Raises RuntimeError when the engine does not see what the diagrams saw."""
        cases = self.space.case(0, codes), self.space.case(1, codes)
        outcomes = [judge(framework, case) for framework, case in zip(self.space.sides, cases, strict=True)]
        found = [treatments(outcome)[name] for outcome, name in zip(outcomes, pair, strict=True)]
        bits = difference(found[0], found[1])
        change = change_of(bits)
        if change is None:
            raise RuntimeError(f"the engine sees no difference in {cases}")
        of = [outcome.of(name) for outcome, name in zip(outcomes, pair, strict=True)]
        rules = tuple(_rules(of, found[0], found[1]))
        return Example(
            old_judgement=pair[0],
            new_judgement=pair[1],
            treated=treated(bits),
            change=change,
            old_case=cases[0],
            new_case=cases[1],
            old_treatment=found[0],
            new_treatment=found[1],
            rules=rules,
            story=story(self.ordinary, codes, pair, (found[0], found[1]), rules),
        )


def in_diagrams(finder: Finder, sides: tuple[Permissions, Permissions], pair: Pair, node: Node) -> Iterator[Example]:
    """Examples for each kind of difference that occurs; `node` has the bits of the difference at its ends.

    A case in which every other grade can be given on both sides is preferred, so that the story could have happened. A
    second example is one that the rules of the first have nothing to do with.
    """
    diagrams = finder.space.diagrams
    try:
        stand = diagrams.both(*(side.stands(leaving_out=name) for side, name in zip(sides, pair, strict=True)))
    except TooLargeError:
        diagrams.limit, stand = diagrams.steps + LIMIT, diagrams.true
    for change in ShiftKind:
        wanted = diagrams.map(lambda bits, change=change: change_of(cast(int, bits)) is change, node)  # type: ignore[misc]
        for _ in range(MOST_OF_A_KIND):
            codes = finder.ordinary.nearest(diagrams.both(wanted, stand)) or finder.ordinary.nearest(wanted)
            if codes is None:
                break
            yield (example := finder.example(codes, pair))
            idle = (diagrams.negation(finder.space.applies(side, rule)) for side, rule in example.rules)
            wanted = diagrams.both(wanted, *idle) if example.rules else diagrams.false


def in_sample(finder: Finder, pair: Pair, drawn: Sequence[tuple[Codes, int]]) -> Iterator[Example]:
    """One example for each kind of difference that was drawn, made as ordinary as can be one step at a time."""
    for change in ShiftKind:
        found = [codes for codes, bits in drawn if change_of(bits) is change]
        if found:
            nearest = min(found, key=lambda codes: (finder.ordinary.distance(codes), codes))
            yield finder.example(_smaller(finder, pair, nearest, change), pair)


def _smaller(finder: Finder, pair: Pair, codes: Codes, change: ShiftKind) -> Codes:
    """The case with every difference taken back that is not needed for the change."""
    space = finder.space
    for level in finder.ordinary.differences(codes):
        tried = (*codes[:level], finder.ordinary.codes[level], *codes[level + 1 :])
        if space.diagrams.at(space.valid, tried) is True:
            outcomes = (judge(framework, space.case(side, tried)) for side, framework in enumerate(space.sides))
            old, new = (treatments(outcome)[name] for outcome, name in zip(outcomes, pair, strict=True))
            if change_of(difference(old, new)) is change:
                codes = tried
    return codes


def _rules(outcomes: Sequence[JudgementOutcome], old: Treatment, new: Treatment) -> Iterator[tuple[int, str]]:
    """The rules that make the stricter side strict where the two differ: (side, rule)."""
    for side, one, mine, other in zip((0, 1), outcomes, (old, new), (new, old), strict=True):
        if made(old) is not made(new):
            deciding = [step.rule for step in one.steps if isinstance(step.effect, Scope)]
        else:
            stricter = {i + 1: own for i, own in enumerate(takes(mine)) if own > takes(other)[i]}
            deciding = [step.rule for step in one.steps if any(stricter.get(o) == p for o, p in step.sets)]
        yield from ((side, rule) for rule in dict.fromkeys(deciding))
