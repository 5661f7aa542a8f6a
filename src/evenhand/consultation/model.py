"""A consultation as a frozen value: proposals tied to clauses of a draft framework, and questions about them."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from evenhand.consultation.words import KINDS, Respondent
from evenhand.framework.parts import Part, RuleId, Text, Title
from evenhand.provenance import canonical, fingerprint
from evenhand.scale import Identifier

# Columns of files of responses: no question may be called like one of them.
RESERVED = frozenset({"respondent", "kind", "question", "answer", "comment"})
# The least number of people whose answers may stand together; a consultation may ask for more, never for fewer.
LEAST_GROUP = 5


class Proposal(Part):
    """One thing that is proposed: what would change, why, and the clauses of the draft that say so.

    A clause is an id of the draft framework: a judgement, criterion, rule, fact, type of inspection, deadline and so
    on; a descriptor is written `judgement.grade`.
    """

    id: Identifier
    title: Title
    text: Text
    why: Text
    clauses: tuple[RuleId, ...] = ()


class Question(Part):
    """A question about one proposal, answered on five points from strongly agree to strongly disagree."""

    id: Identifier
    proposal: Identifier
    text: Text


class Consultation(Part):
    """One consultation on the draft of a framework version.

    `about` is the id of the draft, `in_force` the version it would replace. `minimum_group` is the least number of
    respondents whose answers are shown. `invented` marks an example that never took place.
    """

    format: Literal[1]
    id: Identifier
    title: Title
    summary: Text
    about: Identifier
    in_force: Identifier
    opens: date
    closes: date
    respondents: Annotated[tuple[Respondent, ...], Field(min_length=1)] = KINDS
    minimum_group: Annotated[int, Field(ge=LEAST_GROUP, le=100)] = LEAST_GROUP
    invented: bool = False
    proposals: Annotated[tuple[Proposal, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @cached_property
    def proposal_by_id(self) -> dict[str, Proposal]:
        """Proposals by id."""
        return {one.id: one for one in self.proposals}

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        """Questions by id."""
        return {one.id: one for one in self.questions}

    def questions_of(self, proposal_id: str) -> tuple[Question, ...]:
        """The questions about one proposal, in the order of the file."""
        return tuple(one for one in self.questions if one.proposal == proposal_id)

    def is_open_on(self, day: date) -> bool:
        """Whether the day lies between opening and closing, both included."""
        return self.opens <= day <= self.closes


def seal(consultation: Consultation) -> tuple[bytes, str]:
    """Canonical bytes of the consultation and their fingerprint (64 hexadecimal digits)."""
    content = canonical(consultation.model_dump(mode="json", exclude_defaults=True))
    return content, fingerprint(content)
