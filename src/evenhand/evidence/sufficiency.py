"""How far the evidence reaches: counted to inform an inspector's judgement, never to make or stop one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import kind
from evenhand.evidence.spec import Source, Tells
from evenhand.evidence.telling import carries_a_voice, told
from evenhand.framework.model import Framework
from evenhand.wording import Words, say

__all__ = [
    "Contradiction",
    "Coverage",
    "Reach",
    "by_judgement",
    "carries_a_voice",
    "coverage",
    "puts_together",
    "remarks",
    "sources_of",
]

# What cannot both be the whole story. Those about safety are looked for under a whole judgement too, because what the
# evidence shows and what a child feels are seldom filed under the same criterion; a judgement always has strengths and
# concerns side by side, so these contradict each other under one criterion only.
_ABOUT_SAFETY = (
    (Tells.SAFE, Tells.FEELS_UNSAFE, say("The evidence shows that children are safe, and a child does not feel so.")),
    (Tells.NOT_SAFE, Tells.FEELS_SAFE, say("A child feels safe, and the evidence shows that children are not.")),
    (Tells.SAFE, Tells.NOT_SAFE, say("Some evidence shows that children are safe, other evidence that they are not.")),
    (Tells.FEELS_SAFE, Tells.FEELS_UNSAFE, say("Some children feel safe, others do not.")),
)
_UNDER_A_CRITERION = (
    *_ABOUT_SAFETY,
    (Tells.STRENGTH, Tells.CONCERN, say("Some of it points to what works well, some to what does not.")),
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Evidence that does not agree: in a sentence, and the ids of the items on either side, in their order."""

    words: Words
    one: tuple[UUID, ...]
    other: tuple[UUID, ...]

    @property
    def within(self) -> tuple[UUID, ...]:
        """Items that tell both sides themselves: where they are about safety, they hold an explanation."""
        return tuple(item for item in self.one if item in self.other)


@dataclass(frozen=True, slots=True)
class Reach:
    """What there is under one criterion: items, kinds of source, items in which children speak, what contradicts."""

    items: int = 0
    sources: tuple[Source, ...] = ()
    voices: int = 0
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is under one judgement.

    `items` counts each item once, `sources` names the kinds of source, `by_criterion` counts items under each
    criterion (0 included), `voices` counts items in which children speak for themselves. `reach` has more about each
    criterion, `contradictions` what does not agree about children's safety anywhere under the judgement.
    """

    items: int
    sources: tuple[Source, ...]
    voices: int
    by_criterion: dict[str, int]
    reach: Mapping[str, Reach] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def bare(self) -> tuple[str, ...]:
        """Criteria without any evidence, in the order of the framework."""
        return tuple(criterion for criterion, count in self.by_criterion.items() if not count)


def sources_of(items: Iterable[EvidenceItem]) -> tuple[Source, ...]:
    """The kinds of source, in the order in which they are met. What only rests on other items adds none."""
    declared = (kind(item.kind) for item in items)
    found = dict.fromkeys(one.source for one in declared if one is not None)
    return tuple(one for one in found if one is not Source.SYNTHESIS)


def puts_together(item: EvidenceItem) -> bool:
    """Whether an item only puts other items together, so that it is no source of its own."""
    declared = kind(item.kind)
    return declared is not None and declared.source is Source.SYNTHESIS


def coverage(criteria: Iterable[str], items: Iterable[EvidenceItem]) -> Coverage:
    """The reach of the items over these criteria; an item that supports none of them does not count."""
    under: dict[str, list[Told]] = {criterion: [] for criterion in criteria}
    found: list[Told] = []
    for item in items:
        supports = [criterion for criterion in dict.fromkeys(item.criteria) if criterion in under]
        if supports:
            found.append((item, told(item)))
        for criterion in supports:
            under[criterion].append(found[-1])
    whole = _reach(found, _ABOUT_SAFETY)
    return Coverage(
        items=whole.items,
        sources=whole.sources,
        voices=whole.voices,
        by_criterion={criterion: len(there) for criterion, there in under.items()},
        reach={criterion: _reach(there, _UNDER_A_CRITERION) for criterion, there in under.items()},
        contradictions=whole.contradictions,
    )


def by_judgement(framework: Framework, items: Iterable[EvidenceItem]) -> dict[str, Coverage]:
    """The coverage of every judgement by its id, in the order in which judgements are decided."""
    everything = tuple(items)
    return {
        judgement.id: coverage([one.id for one in framework.criteria_of(judgement.id)], everything)
        for judgement in framework.judgements
    }


Opposed = tuple[tuple[Tells, Tells, Words], ...]
Told = tuple[EvidenceItem, frozenset[Tells]]


def _reach(items: list[Told], opposed: Opposed) -> Reach:
    voices = sum(Tells.VOICE in tells for _item, tells in items)
    sources = sources_of(item for item, _tells in items)
    return Reach(len(items), sources, voices, tuple(_contradictions(items, opposed)))


def _contradictions(items: list[Told], opposed: Opposed) -> Iterator[Contradiction]:
    for this, that, words in opposed:
        one = tuple(item.id for item, tells in items if this in tells)
        other = tuple(item.id for item, tells in items if that in tells)
        if one and other:
            yield Contradiction(words, one, other)


def remarks(reach: Reach | Coverage) -> tuple[Words, ...]:
    """What an inspector may want to look at before they judge, in sentences. It informs; it stops nothing."""
    if not reach.items:
        return (say("No evidence yet."),)
    found = []
    if not reach.sources:
        found.append(
            say(
                "All of it puts other items together (“are safe, feel safe”), which is no source of its own, and "
                "none of those items is filed here."
            )
        )
    elif len(reach.sources) == 1:
        found.append(say("All of it comes from one kind of source: {source}.", source=reach.sources[0].words))
    if not reach.voices:
        found.append(say("No child’s own words are among it."))
    return (*found, *(one.words for one in reach.contradictions))
