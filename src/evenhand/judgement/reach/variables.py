"""What can differ from case to case: the type of inspection, every grade, and every fact that a rule depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from evenhand.findings import BadInput, Finding, Severity
from evenhand.framework.checks.atoms import Fault, asked_too_early, effect_faults, leaf_faults
from evenhand.framework.checks.walk import Leaf, all_leaves, effects
from evenhand.framework.model import Fact, Framework
from evenhand.framework.reading import Place, SourceMap
from evenhand.framework.rule import Condition, FactIs, FactValue, GradeIs, conditions_in
from evenhand.wording import Words, say

Kind = Literal["inspection", "grade", "fact"]


class Thing(NamedTuple):
    """A judgement's grade, a fact, or the type of inspection, in one version; `side` numbers the versions from 0."""

    side: int
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that differs from case to case; code i means `meanings[i]`.

    A grade means its ordinal. A whole number means all numbers from it to the next meaning: no limit that the rules
    mention lies between them. None means that the question is not asked in this case. The type of inspection means its
    id in each version. `names` is the id in each version; '' where a version has no such thing.
    """

    kind: Kind
    names: tuple[str, ...]
    meanings: tuple[FactValue | tuple[str, ...] | None, ...]


def must_be_sound(framework: Framework, places: SourceMap | None = None) -> None:
    """Raise BadInput when the rules name something that does not exist, or cannot be evaluated in every case."""
    where = places or SourceMap("", {})
    findings = [Finding("RC001", Severity.ERROR, where.where(place), told) for place, told in _faults(framework)]
    if findings:
        raise BadInput(findings)


def _faults(framework: Framework) -> Iterator[tuple[Place, Words]]:
    for place, leaf in all_leaves(framework):
        for kind, inside, message in leaf_faults(framework, leaf):
            if kind is not Fault.OUT_OF_RANGE:
                yield (*place, *inside), message
    for place, _rule, effect in effects(framework):
        for inside, message in effect_faults(framework, effect):
            yield (*place, *inside), message
    for place, fact, other in asked_too_early(framework):
        yield place, say("'{name}' is asked depending on '{other}', which comes later", name=fact.id, other=other)
    for name in {fact.id for fact in framework.facts if [one.id for one in framework.facts].count(fact.id) > 1}:
        yield ("facts",), say("two facts have the id '{name}'; give every fact its own", name=name)


def needed(framework: Framework, side: int) -> Iterator[Thing]:
    """What the rules look at, in the order in which they do, each once; a fact after those that decide if it is asked.

    Grades that no rule looks at come last.
    """
    yield Thing(side, "inspection", "")
    seen = set[Thing]()
    for rule in framework.rules:
        for thing in _looked_at(framework, side, rule.when):
            if thing not in seen:
                seen.add(thing)
                yield thing
    for judgement in framework.judgements:
        if (thing := Thing(side, "grade", judgement.id)) not in seen:
            yield thing


def _looked_at(framework: Framework, side: int, condition: Condition | None) -> Iterator[Thing]:
    for leaf in conditions_in(condition):
        if isinstance(leaf, GradeIs):
            yield Thing(side, "grade", leaf.grade)
        elif isinstance(leaf, FactIs):
            yield from _looked_at(framework, side, framework.fact_by_id[leaf.fact].ask_when)
            yield Thing(side, "fact", leaf.fact)


def answers(sides: Sequence[tuple[Framework, Fact]]) -> tuple[FactValue, ...]:
    """The answers to one fact that the rules of these versions can tell apart; empty when no answer fits them all.

    A whole number stands for itself and those after it, up to the next.
    """
    _, fact = sides[0]
    if fact.type == "boolean":
        return (False, True)
    if fact.type == "choice":
        shared = set.intersection(*({choice.id for choice in one.choices} for _, one in sides))
        return tuple(choice.id for choice in fact.choices if choice.id in shared)
    low = max(one.minimum or 0 for _, one in sides)
    high = min(one.maximum or 0 for _, one in sides)
    starts = {start for framework, one in sides for start in _starts(framework, one.id) if low < start <= high}
    return (low, *sorted(starts)) if low <= high else ()


def _starts(framework: Framework, fact: str) -> Iterator[int]:
    """Numbers at which a comparison with the fact changes its answer, in rules and in `ask_when`."""
    for leaf in _leaves(framework):
        if isinstance(leaf, FactIs) and leaf.fact == fact:
            for word, value in leaf.comparisons:
                number = int(value)
                if word in ("is", "at_least", "less_than"):
                    yield number
                if word in ("is", "at_most", "more_than"):
                    yield number + 1


def _leaves(framework: Framework) -> Iterable[Leaf]:
    return (leaf for _place, leaf in all_leaves(framework))


def can_be_shared(one: Fact, other: Fact) -> bool:
    """Whether an answer to one fact is an answer to the other: same type, choices and unit."""
    choices = [{choice.id for choice in fact.choices} for fact in (one, other)]
    return one.type == other.type and one.unit == other.unit and choices[0] == choices[1]


def pairs(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping with each target once: a second source stands alone."""
    kept: dict[str, str] = {}
    for one, other in mapping.items():
        if other not in kept.values():
            kept[one] = other
    return kept
