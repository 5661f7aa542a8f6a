"""Is there enough? What there is under each judgement and criterion, shown to inform; no count makes a grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from uuid import UUID

from evenhand.evidence.kinds import kind
from evenhand.evidence.sufficiency import Contradiction, Coverage, Reach, coverage, remarks
from evenhand.evidence.telling import left_open
from evenhand.framework.model import Criterion
from evenhand.web.design.jinja import moment_in_words, words
from evenhand.web.inspections.record import Record, Recorded
from evenhand.wording import Words

# So many items stand beside a criterion, each with its first words; the rest is one link away.
NEWEST, BEGINNING = 5, 160


@dataclass(frozen=True, slots=True)
class Against:
    """Evidence that does not agree: the sentence, and links to the items on either side."""

    words: Words
    one: tuple[tuple[UUID, str], ...]
    other: tuple[tuple[UUID, str], ...]
    explained: int


@dataclass(frozen=True, slots=True)
class UnderCriterion:
    """What there is under one criterion; `newest` are links to its newest items, with how each begins."""

    criterion: Criterion
    newest: tuple[tuple[UUID, str, str], ...]
    reach: Reach
    sources: tuple[str, ...]
    remarks: tuple[Words, ...]
    against: tuple[Against, ...]


@dataclass(frozen=True, slots=True)
class UnderHeading:
    """What there is under a judgement, or under a heading of a type with criteria of its own."""

    id: str
    title: str
    reach: Coverage
    sources: tuple[str, ...]
    remarks: tuple[Words, ...]
    against: tuple[Against, ...]
    criteria: tuple[UnderCriterion, ...]


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """An item that stands without something a full record of its kind has."""

    id: UUID
    label: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """The page as values; `unfiled` are items that support no criterion, `kinds` counts items by kind."""

    headings: tuple[UnderHeading, ...]
    left_open: tuple[LeftOpen, ...]
    unfiled: tuple[tuple[UUID, str], ...]
    kinds: tuple[tuple[str, int], ...]


def enough(record: Record) -> Enough:
    """How far the evidence of an inspection reaches. Asks the database nothing."""
    items = [one.item for one in record.evidence]
    kinds = {name: _kind(name) for name in {one.kind for one in items}}
    labels = {one.id: _label(kinds[one.kind], one.occurred_at) for one in items}
    beginnings = _beginnings(record.evidence, labels)
    found = []
    for heading in record.headings:
        reach = coverage([one.id for one in heading.criteria], items)
        found.append(
            UnderHeading(
                id=heading.id,
                title=heading.title,
                reach=reach,
                sources=_sources(reach),
                remarks=remarks(reach),
                against=_against(reach.contradictions, labels),
                criteria=tuple(
                    _under(one, reach.reach[one.id], labels, beginnings.get(one.id, [])) for one in heading.criteria
                ),
            )
        )
    counts = Counter(kinds[one.kind] for one in items)
    return Enough(
        headings=tuple(found),
        left_open=tuple(_left_open(record.evidence, labels)),
        unfiled=tuple((one.id, labels[one.id]) for one in record.evidence if not one.item.criteria),
        kinds=tuple(counts.most_common()),
    )


def _under(
    criterion: Criterion, reach: Reach, labels: dict[UUID, str], newest: list[tuple[UUID, str, str]]
) -> UnderCriterion:
    against = _against(reach.contradictions, labels)
    return UnderCriterion(criterion, tuple(newest), reach, _sources(reach), remarks(reach), against)


def _beginnings(evidence: Iterable[Recorded], labels: dict[UUID, str]) -> dict[str, list[tuple[UUID, str, str]]]:
    """The newest few items of each criterion: id, label, and how it begins."""
    found: dict[str, list[tuple[UUID, str, str]]] = {}
    for one in evidence:
        shown = [
            items for name in dict.fromkeys(one.item.criteria) if len(items := found.setdefault(name, [])) < NEWEST
        ]
        if shown:
            link = (one.id, labels[one.id], shorten(one.item.said, BEGINNING, placeholder=" …"))
            for items in shown:
                items.append(link)
    return found


def _sources(reach: Reach | Coverage) -> tuple[str, ...]:
    return tuple(words(one.words) for one in reach.sources)


def _against(contradictions: Iterable[Contradiction], labels: dict[UUID, str]) -> tuple[Against, ...]:
    return tuple(
        Against(
            one.words,
            tuple((item, labels[item]) for item in one.one),
            tuple((item, labels[item]) for item in one.other),
            len(one.within),
        )
        for one in contradictions
    )


def _left_open(evidence: Iterable[Recorded], labels: dict[UUID, str]) -> Iterable[LeftOpen]:
    # Hundreds of items leave the same few questions open, so each question is put into the reader's language once.
    said: dict[tuple[str, str], str] = {}
    for one in evidence:
        asked = []
        for question in left_open(one.item):
            key = (one.item.kind, question.id)
            if key not in said:
                said[key] = words(question.label)
            asked.append(said[key])
        if asked:
            yield LeftOpen(one.id, labels[one.id], tuple(asked))


def _kind(name: str) -> str:
    declared = kind(name)
    return words(declared.title) if declared else name


def _label(kind_name: str, moment: datetime) -> str:
    return f"{kind_name}, {moment_in_words(moment)}"


def label_of(one: Recorded) -> str:
    """What an item is called in a list: its kind and when it happened."""
    return _label(_kind(one.item.kind), one.item.occurred_at)
