"""One recorded piece of evidence. It cannot exist without a source, words, a time, a person and a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.evidence.kinds import kind
from evenhand.wording import Words, say

MAX_TEXT = 20_000
# A clock on a tablet may run ahead of the server's by a little; more than this is a mistake in the date.
CLOCK_SKEW = timedelta(minutes=5)
_INITIALS = re.compile(r"^[A-Z](?:[ .]?[A-Z]){0,3}\.?$")


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """What was seen or said, by whom, when.

    Three times, all aware: `occurred_at` when it happened, `recorded_at` when it was written down, and (added by the
    service) `received_at` when the service got it. `initials`: people it is about. `answers`: by question id.
    """

    id: UUID
    kind: str
    said: str
    occurred_at: datetime
    recorded_at: datetime
    initials: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def split_initials(text: str) -> tuple[str, ...]:
    """'AB, C.D.' as a person types it, to ('AB', 'C.D.')."""
    return tuple(part for part in (one.strip() for one in re.split(r"[,;\n]", text)) if part)


def faults(item: EvidenceItem, now: datetime, known_criteria: frozenset[str]) -> Iterator[tuple[str, Words]]:
    """What stops the item from being recorded: (field, sentence). Nothing means that it may be kept."""
    declared = kind(item.kind)
    if declared is None:
        yield "kind", say("Choose a kind of evidence from the list.")
        return
    if not item.said.strip():
        yield "said", say("Write what was seen or said.")
    if len(item.said) > MAX_TEXT:
        message = "The text has {length} characters; {most} is the most. Split it into two items."
        yield "said", say(message, length=f"{len(item.said):,}", most=f"{MAX_TEXT:,}")
    yield from _time_faults(item, now)
    for one in item.initials:
        if not _INITIALS.match(one):
            yield (
                "initials",
                say("“{text}” is not initials. Write up to four capital letters, for example AB.", text=one[:40]),
            )
    for criterion in item.criteria:
        if criterion not in known_criteria:
            yield "criteria", say("“{id}” is not a criterion of this framework.", id=criterion[:80])
    yield from _answer_faults(item)


def _time_faults(item: EvidenceItem, now: datetime) -> Iterator[tuple[str, Words]]:
    if item.occurred_at > now + CLOCK_SKEW:
        yield "occurred_at", say("The time when it happened is in the future; check the date.")
    elif item.recorded_at + CLOCK_SKEW < item.occurred_at:
        yield "occurred_at", say("It was recorded before it happened; check the date.")


def _answer_faults(item: EvidenceItem) -> Iterator[tuple[str, Words]]:
    declared = kind(item.kind)
    questions = {question.id: question for question in declared.questions} if declared else {}
    for name in item.answers:
        if name not in questions:
            yield name, say("“{name}” is not a question of this kind of evidence.", name=name[:80])
    for question in questions.values():
        answer = item.answers.get(question.id, "").strip()
        if question.required and not answer:
            yield question.id, say("Answer “{label}”.", label=question.label)
        elif len(answer) > question.max_length:
            yield question.id, say("Write at most {most} characters.", most=f"{question.max_length:,}")
        elif question.options and answer and answer not in {option.value for option in question.options}:
            yield question.id, say("Choose one of the answers to “{label}”.", label=question.label)
