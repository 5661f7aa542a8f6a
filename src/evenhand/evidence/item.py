"""One recorded piece of evidence. It cannot exist without a source, words, a time, a person and a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.evidence.kinds import kind
from evenhand.evidence.sample import is_code
from evenhand.evidence.spec import Answers, Question
from evenhand.wording import Words, say

MAX_TEXT = 20_000
# A clock on a tablet may run ahead of the server's by a little; more than this is a mistake in the date.
CLOCK_SKEW = timedelta(minutes=5)
# Nothing that an inspector saw happened before this; an older date is a slip of the keyboard.
EARLIEST_YEAR = 2000
MAX_INITIALS = 20


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
        yield (
            "said",
            say(
                "The text has {length} characters; {most} is the most. Split it into two items.",
                length=f"{len(item.said):,}",
                most=f"{MAX_TEXT:,}",
            ),
        )
    if "\0" in item.said:
        yield "said", _unreadable()
    yield from _time_faults(item, now)
    yield from _initials_faults(item)
    for criterion in item.criteria:
        if criterion not in known_criteria:
            yield "criteria", say("“{id}” is not a criterion of this framework.", id=criterion[:80])
    yield from _answer_faults(item)


def _unreadable() -> Words:
    return say("The text holds a character that cannot be kept; type it again.")


def _initials_faults(item: EvidenceItem) -> Iterator[tuple[str, Words]]:
    if len(item.initials) > MAX_INITIALS:
        yield "initials", say("Give the initials of at most {most} people.", most=MAX_INITIALS)
    for one in item.initials:
        # A tracked child may have a code with a digit instead of initials; an item about them has to take it.
        if not _are_initials(one) and not is_code(one):
            yield (
                "initials",
                say(
                    "“{text}” is not initials. Write up to four capital letters, for example AB, or a child’s code "
                    "from the case sample, for example C3.",
                    text=one[:40],
                ),
            )


def _are_initials(text: str) -> bool:
    letters = [sign for sign in text if sign not in " .-’'"]
    return len(text) <= 10 and 1 <= len(letters) <= 4 and all(sign.isupper() for sign in letters)


def _time_faults(item: EvidenceItem, now: datetime) -> Iterator[tuple[str, Words]]:
    for name, moment in (("occurred_at", item.occurred_at), ("recorded_at", item.recorded_at)):
        if moment.tzinfo is None:
            yield name, say("The time has no time zone; send it with one.")
            return
        if moment.year < EARLIEST_YEAR:
            yield name, say("The date is before the year {year}; check it.", year=str(EARLIEST_YEAR))
            return
    if item.recorded_at > now + CLOCK_SKEW:
        yield "recorded_at", say("The time when it was written down is in the future; check the clock of the device.")
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
        for sentence in _faults_of(question, item.answers):
            yield question.id, sentence


def _faults_of(question: Question, answers: Answers) -> Iterator[Words]:
    answer = answers.get(question.id, "").strip()
    if "\0" in answer:
        yield _unreadable()
    if question.is_needed(answers) and not answer:
        yield question.missing or say("Answer “{label}”.", label=question.label)
    elif answer and question.is_out_of_place(answers):
        yield _out_of_place(question)
    elif len(answer) > question.max_length:
        yield say("Write at most {most} characters.", most=f"{question.max_length:,}")
    elif question.options and answer and answer not in {option.value for option in question.options}:
        yield say("Choose one of the answers to “{label}”.", label=question.label)
    elif question.numbers and answer:
        yield from _number_faults(question, answer, answers)


def _out_of_place(question: Question) -> Words:
    return say(
        "“{label}” is not asked after the answer that was chosen before it: clear it, or choose the other answer.",
        label=question.label,
    )


def _number_faults(question: Question, answer: str, answers: Answers) -> Iterator[Words]:
    least, most = question.numbers or (0, 0)
    number = _number(answer)
    if number is None or not least <= number <= most:
        yield say("Write a whole number from {least} to {most}.", least=f"{least:,}", most=f"{most:,}")
        return
    ceiling = _number(answers.get(question.at_most, "").strip())
    if ceiling is not None and number > ceiling:
        yield say("Write a number that is not above {most}, the one before it.", most=f"{ceiling:,}")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def same_content(one: EvidenceItem, other: EvidenceItem) -> bool:
    """Whether two items say the same. When they were written down does not matter: a client that tries again may say
    another moment, and the first one stays."""
    return _content(one) == _content(other)


def _content(item: EvidenceItem) -> tuple[object, ...]:
    answers = {name: text for name, text in item.answers.items() if text.strip()}
    return item.kind, _lines(item.said), item.occurred_at, sorted(item.initials), sorted(item.criteria), answers


def _lines(text: str) -> str:
    # A browser sends line ends as CR LF, a tablet as LF; both are the same words.
    return text.replace("\r\n", "\n").strip()
