"""How far the evidence reaches: counted to inform an inspector's judgement, never to make or stop one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import kind


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is under one judgement.

    `items` counts each item once, `sources` names the kinds of source, `by_criterion` counts items under each
    criterion (0 included), `voices` counts items in which children speak for themselves.
    """

    items: int
    sources: tuple[str, ...]
    voices: int
    by_criterion: dict[str, int]

    @property
    def bare(self) -> tuple[str, ...]:
        """Criteria without any evidence, in the order of the framework."""
        return tuple(criterion for criterion, count in self.by_criterion.items() if not count)


def carries_a_voice(item: EvidenceItem) -> bool:
    """Whether a child speaks for themselves in this item; one who declined to talk does not."""
    declared = kind(item.kind)
    if declared is None or declared.voice_when is None:
        return False
    question, answer = declared.voice_when
    return item.answers.get(question) == answer


def coverage(criteria: Iterable[str], items: Iterable[EvidenceItem]) -> Coverage:
    """The reach of the items over these criteria; an item that supports none of them does not count."""
    wanted = dict.fromkeys(criteria, 0)
    counts: Counter[str] = Counter()
    sources: dict[str, None] = {}
    found = voices = 0
    for item in items:
        supports = set(item.criteria) & wanted.keys()
        if not supports:
            continue
        found += 1
        voices += carries_a_voice(item)
        counts.update(supports)
        declared = kind(item.kind)
        sources.setdefault(declared.source if declared else item.kind)
    return Coverage(found, tuple(sources), voices, {one: counts[one] for one in wanted})
