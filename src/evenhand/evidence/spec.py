"""How a kind of evidence is declared: questions, source, privacy class. Form, check, storage and page follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.wording import Words, say

Answers = Mapping[str, str]


class Privacy(StrEnum):
    """How carefully a kind is kept.

    CHILD: what a child said or did; ADULT: staff, parents, professionals; RECORD: papers and places.
    """

    CHILD = "child"
    ADULT = "adult"
    RECORD = "record"

    @property
    def care(self) -> Words:
        """What this class asks of whoever uses the item, in a sentence."""
        return _CARE[self]


SEEN_BY = say(
    "Inspectors, quality assurers and administrators of the inspectorate can read it. Nobody who answers for the home "
    "can, and the public cannot."
)
_CARE = {
    Privacy.CHILD: say(
        "A report repeats a child’s words only if the child allowed it and nobody can tell who said it."
    ),
    Privacy.ADULT: say("A report says “a member of staff” or “a professional”, never who it was."),
    Privacy.RECORD: say("Note what a judgement needs; the paper itself stays where it is."),
}


class Source(StrEnum):
    """The kinds of source that corroborate one another. A synthesis rests on other items, so it is no source."""

    CHILD = "conversation_with_child"
    OBSERVATION = "observation"
    CASE_TRACKING = "case_tracking"
    STAFF = "staff"
    FAMILY = "family"
    PROFESSIONAL = "professional"
    WRITTEN_RECORD = "written_record"
    SURVEY = "survey"
    SYNTHESIS = "synthesis"

    @property
    def words(self) -> Words:
        """What people call it."""
        return _SOURCES[self]


_SOURCES = {
    Source.CHILD: say("conversations with children"),
    Source.OBSERVATION: say("observation"),
    Source.CASE_TRACKING: say("case tracking"),
    Source.STAFF: say("interviews with staff and managers"),
    Source.FAMILY: say("parents and carers"),
    Source.PROFESSIONAL: say("professionals"),
    Source.WRITTEN_RECORD: say("written records"),
    Source.SURVEY: say("survey results"),
    Source.SYNTHESIS: say("what several items show together"),
}


class Tells(StrEnum):
    """What an answer tells besides its words, so that items of different kinds can be set against each other."""

    VOICE = "voice"
    QUOTABLE = "quotable"
    STRENGTH = "strength"
    CONCERN = "concern"
    SAFE = "safe"
    NOT_SAFE = "not_safe"
    FEELS_SAFE = "feels_safe"
    FEELS_UNSAFE = "feels_unsafe"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question with choices, and what choosing it tells."""

    value: str
    label: Words
    tells: tuple[Tells, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something the form asks.

    With `options` it is a choice, with `numbers` a whole number from the first to the second; `long` asks for
    sentences. `required` may not stay empty, nor may it in the cases of `required_when`; `missing` is then said.
    `wanted` may stay empty and is asked after. `asked_when`: only after one of these answers to an earlier choice.
    `at_most`: the question whose number this one may not be above.
    """

    id: str
    label: Words
    hint: Words | None = None
    required: bool = False
    wanted: bool = False
    long: bool = False
    options: tuple[Option, ...] = ()
    numbers: tuple[int, int] | None = None
    at_most: str = ""
    max_length: int = 4000
    asked_when: tuple[str, tuple[str, ...]] | None = None
    required_when: tuple[Answers, ...] = ()
    missing: Words | None = None

    @property
    def is_free_text(self) -> bool:
        """Whether people write it in their own words."""
        return not self.options and self.numbers is None

    def is_asked(self, answers: Answers) -> bool:
        """Whether the question has its place beside these answers."""
        if self.asked_when is None:
            return True
        question, values = self.asked_when
        return answers.get(question, "") in values

    def is_out_of_place(self, answers: Answers) -> bool:
        """Whether another answer was given than the one that leads here; while none is, nobody knows."""
        return not self.is_asked(answers) and bool(self.asked_when and answers.get(self.asked_when[0], ""))

    def is_needed(self, answers: Answers) -> bool:
        """Whether the item may not be kept without an answer."""
        if not self.is_asked(answers):
            return False
        cases = (all(answers.get(name) == value for name, value in case.items()) for case in self.required_when)
        return self.required or any(cases)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence.

    `said_label` asks for what was seen or said; `people` says whether initials of the people concerned are asked for.
    `help` are sentences on how to record it well; `privacy` says with what care, `SEEN_BY` who reads it.
    """

    id: str
    title: Words
    summary: Words
    source: Source
    privacy: Privacy
    said_label: Words
    said_hint: Words
    questions: tuple[Question, ...] = ()
    people: bool = True
    help: tuple[Words, ...] = ()

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError when the kind does not ask it."""
        found = next((one for one in self.questions if one.id == question_id), None)
        if found is None:
            raise KeyError(question_id)
        return found

    def answers_leading_to(self, question: Question) -> tuple[Words, ...]:
        """The labels of the answers after which the question is asked; none when it always is."""
        if question.asked_when is None:
            return ()
        parent, values = question.asked_when
        return tuple(one.label for one in self.question(parent).options if one.value in values)
