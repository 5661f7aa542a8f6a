"""Factual accuracy: the provider reads the draft, says what is wrong in which sentence, and every comment is answered.

Days come from the framework's own timeline; where it has no step, nothing is asked of anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.casework.timetable import timetable
from evenhand.framework.clarity.sentences import sentences
from evenhand.framework.model import Framework, TimelineStep
from evenhand.workingdays import add_working_days

# The steps of a timeline that this process reads. A type of inspection may have steps of its own, with its id before
# or after (interim_provider_comments).
DRAFT, COMMENTS, FINAL = "draft_report_to_provider", "provider_comments", "final_report_to_provider"
COMPLAINT, RESPONSE, REVIEW = "formal_complaint", "complaint_response", "internal_review_request"

_ITEM = "- "


class CommentKind(StrEnum):
    """What a provider's comment is about. Judgement is taken and told apart: grades do not change by this route."""

    FACTUAL = "factual"
    COMPLETENESS = "completeness"
    JUDGEMENT = "judgement"
    PROCESS = "process"


class AnswerOutcome(StrEnum):
    """What the team says to a comment; ANOTHER_ROUTE is the one answer to a comment on judgement."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    ANOTHER_ROUTE = "another_route"


def outcomes_for(kind: CommentKind) -> tuple[AnswerOutcome, ...]:
    """The answers that a comment of this kind can get."""
    if kind is CommentKind.JUDGEMENT:
        return (AnswerOutcome.ANOTHER_ROUTE,)
    return (AnswerOutcome.ACCEPTED, AnswerOutcome.PARTLY, AnswerOutcome.NOT_ACCEPTED)


def needs_change(kind: CommentKind, outcome: AnswerOutcome | None) -> bool:
    """Whether the words of the report have to change before it can be published."""
    changes = kind in (CommentKind.FACTUAL, CommentKind.COMPLETENESS)
    return changes and outcome in (AnswerOutcome.ACCEPTED, AnswerOutcome.PARTLY)


@dataclass(frozen=True, slots=True)
class AnchoredSentence:
    """A sentence that a comment can point at.

    `anchor` is where it stands (section, number in the section) and eight digits of its words' digest, so that it
    never points at other words.
    """

    anchor: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class AnchoredLine:
    """A paragraph, or one line of a list (`is_item`), as its sentences."""

    is_item: bool
    sentences: tuple[AnchoredSentence, ...]


def anchored(key: str, paragraphs: Iterable[str]) -> tuple[AnchoredLine, ...]:
    """The paragraphs of a section as sentences that comments can point at, numbered through from 1."""
    lines, number = [], 0
    for paragraph in paragraphs:
        for is_item, text in _lines(paragraph):
            # What the splitter does not take for a sentence is kept whole: the provider sees every word.
            found = []
            for one in sentences(text) or (text,):
                number += 1
                found.append(AnchoredSentence(_anchor(key, number, one), number, one))
            lines.append(AnchoredLine(is_item, tuple(found)))
    return tuple(lines)


def _lines(paragraph: str) -> Iterable[tuple[bool, str]]:
    """Lines that begin with '- ' are items of a list; other lines that follow each other are one text."""
    prose: list[str] = []
    for line in paragraph.split("\n"):
        if not line.startswith(_ITEM):
            prose.append(line)
            continue
        if prose:
            yield False, "\n".join(prose)
            prose = []
        yield True, line.removeprefix(_ITEM)
    if prose and "".join(prose).strip():
        yield False, "\n".join(prose)


def _anchor(key: str, number: int, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{key}.{number}.{digest}"


def step_for(framework: Framework, inspection: str, step: str) -> TimelineStep | None:
    """A step of the timeline as this type of inspection has it; None when the framework has none for it."""
    there = {one.id: one for one in framework.timeline}
    own = (f"{inspection}_{step}", f"{step}_{inspection}", step)
    return next((there[name] for name in own if name in there), None)


@dataclass(frozen=True, slots=True)
class CommentWindow:
    """The days in which something can be sent: from `opened_on` to the end of `last_day`.

    `last_day` is None when the framework names the step without a figure; `closed_on` is the day on which the provider
    said that nothing more comes. `step` carries the framework's words, and whether anybody has checked them.
    """

    step: TimelineStep
    opened_on: date
    last_day: date | None
    closed_on: date | None = None

    def is_open(self, today: date) -> bool:
        """Whether something that is sent today is in time."""
        return self.closed_on is None and (self.last_day is None or today <= self.last_day)

    def days_left(self, today: date) -> int | None:
        """Working days left after today; None when the framework gives no figure."""
        return None if self.last_day is None else working_days_between(today, self.last_day)

    def day_number(self, today: date) -> int:
        """Which working day it is: 0 on the day it opened."""
        return working_days_between(self.opened_on, today)


def working_days_between(first: date, last: date) -> int:
    """Working days after `first`, up to and with `last`; 0 when `last` is not later."""
    day, counted = first, 0
    while (day := add_working_days(day, 1)) <= last:
        counted += 1
    return counted


def window_for(
    framework: Framework,
    inspection: str,
    step: str,
    *,
    opened_on: date,
    moments: Mapping[str, date],
    closed_on: date | None = None,
) -> CommentWindow | None:
    """The window that a step opens; None when the framework has no such step for this type of inspection.

    `moments` are the days that have happened, by step id without the type's own prefix.
    """
    found = step_for(framework, inspection, step)
    if found is None:
        return None
    return CommentWindow(found, opened_on, due_day(framework, inspection, step, moments), closed_on)


def due_day(framework: Framework, inspection: str, step: str, moments: Mapping[str, date]) -> date | None:
    """By when a step is due, counted from what has really happened; None without a figure or without the step."""
    named = {_own_name(framework, inspection, name): day for name, day in moments.items()}
    found = step_for(framework, inspection, step)
    dues = {one.step.id: one.day for one in timetable(framework, named, inspection)}
    return dues.get(found.id) if found else None


def _own_name(framework: Framework, inspection: str, name: str) -> str:
    own = step_for(framework, inspection, name)
    return own.id if own else name


@dataclass(frozen=True, slots=True)
class BeforePublication:
    """What stands between an approved report and its publication, as far as the provider is concerned.

    `*_foreseen`: whether the framework's timeline has the step for this type of inspection. `unanswered` counts
    comments that came in time; late ones hold nothing. `not_in_report` counts what was accepted and is in no version
    yet. `holds` counts open holds.
    """

    comments_foreseen: bool = False
    draft_sent: bool = False
    grades_as_sent: bool = True
    comments_open: bool = False
    unanswered: int = 0
    not_in_report: int = 0
    final_foreseen: bool = False
    final_given: bool = False
    complaints_open: bool = False
    holds: int = 0
