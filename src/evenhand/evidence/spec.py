"""How a kind of evidence is declared: questions, source, privacy class. Form, check, storage and page follow."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenhand.wording import Words


class Privacy(StrEnum):
    """How carefully a kind is kept.

    CHILD: what a child said or did; ADULT: staff, parents, professionals; RECORD: papers.
    """

    CHILD = "child"
    ADULT = "adult"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question with choices."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Question:
    """Something the form asks.

    With `options` it is a choice; `long` asks for sentences; `required` may not stay empty.
    """

    id: str
    label: Words
    hint: Words | None = None
    required: bool = False
    long: bool = False
    options: tuple[Option, ...] = ()
    max_length: int = 4000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence.

    `said_label` asks for what was seen or said; `people` says whether initials of the people concerned are asked for.
    `source` is the source type that the inspectorate's guidance knows (observation, interview, written record …).
    `voice_when` is the answer (question, value) with which an item of this kind carries a child's own voice.
    """

    id: str
    title: Words
    summary: Words
    source: str
    privacy: Privacy
    said_label: Words
    said_hint: Words
    questions: tuple[Question, ...] = ()
    people: bool = True
    voice_when: tuple[str, str] | None = None
