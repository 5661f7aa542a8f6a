"""“You said, we did”: what became of each proposal, with the responses, pilot cases and clauses behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from evenhand.consultation.clauses import dangling
from evenhand.consultation.model import Consultation
from evenhand.findings import Finding, Severity, Where
from evenhand.framework.model import Framework
from evenhand.framework.parts import Part, RuleId, Text, Title
from evenhand.provenance import canonical, fingerprint
from evenhand.scale import Identifier
from evenhand.wording import Words, say

Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Decision(StrEnum):
    """What became of a proposal."""

    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


DECISION_WORDS: dict[Decision, Words] = {
    Decision.KEPT: say("Kept"),
    Decision.CHANGED: say("Changed"),
    Decision.DROPPED: say("Dropped"),
}


class Answer(Part):
    """The answer to one proposal, in words: what was heard (`said`), and what was done about it (`did`).

    `comments` are ids of comments, `pilot_cases` name cases of a pilot in free words, `clauses` are ids of the
    published version in which the answer can be seen.
    """

    proposal: Identifier
    decision: Decision
    said: Text
    did: Text
    comments: tuple[Title, ...] = ()
    pilot_cases: tuple[Title, ...] = ()
    clauses: tuple[RuleId, ...] = ()


class Heard(Part):
    """How many answered one question of a proposal, and how many of them agree; None where that is kept back."""

    question: Identifier
    answered: Annotated[int, Field(ge=0)] | None
    agreeing: Annotated[int, Field(ge=0)] | None


class Account(Part):
    """What was done after a consultation, as it is published: sealed with what it speaks of, by fingerprint.

    `framework` and `framework_fingerprint` are the published version that carries the answers; both None while there is
    none, which the account then says.
    """

    format: Literal[1] = 1
    consultation: Identifier
    consultation_fingerprint: Fingerprint
    invented: bool = False
    framework: Identifier | None = None
    framework_fingerprint: Fingerprint | None = None
    made_on: date
    respondents: Annotated[int, Field(ge=0)] | None
    heard: tuple[Heard, ...]
    answers: Annotated[tuple[Answer, ...], Field(min_length=1)]


def seal_account(account: Account) -> tuple[bytes, str]:
    """Canonical bytes of an account and their fingerprint (64 hexadecimal digits)."""
    content = canonical(account.model_dump(mode="json"))
    return content, fingerprint(content)


def unseal_account(content: bytes, expected_fingerprint: str) -> Account:
    """The account inside sealed bytes; raises ValueError when the bytes are not the ones that were sealed."""
    if fingerprint(content) != expected_fingerprint:
        raise ValueError("the sealed account was changed: its bytes do not match the fingerprint")
    return Account.model_validate(json.loads(content))


def check_answers(
    consultation: Consultation,
    answers: Iterable[Answer],
    *,
    published: Framework | None = None,
    comments: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """What stands between the answers and their publication.

    Every proposal needs one answer; clauses must be in the published version, and comments among the ids that anybody
    may read. Without a published version, clauses cannot be named.
    """
    given = tuple(answers)
    found = [*_completeness(consultation, given)]
    for one in given:
        for clause in one.clauses:
            wrong = say("no version is published yet, so no clause can be named") if published is None else None
            wrong = wrong or (dangling(clause, published) if published is not None else None)
            if wrong is not None:
                found.append(_error("CA003", one.proposal, wrong))
        for comment in one.comments:
            if comment not in comments:
                message = say(
                    "“{id}” is not a comment that anybody may read; clear it first, or leave it out", id=comment
                )
                found.append(_error("CA004", one.proposal, message))
    return tuple(found)


def _completeness(consultation: Consultation, answers: tuple[Answer, ...]) -> Iterator[Finding]:
    answered = [one.proposal for one in answers]
    for proposal in consultation.proposals:
        if answered.count(proposal.id) != 1:
            message = say("write one answer to the proposal “{title}”", title=proposal.title)
            yield _error("CA001", proposal.id, message)
    for unknown in sorted(set(answered) - set(consultation.proposal_by_id)):
        yield _error("CA002", unknown, say("there is no proposal '{id}'; leave this answer out", id=unknown))


def _error(code: str, field: str, message: Words) -> Finding:
    return Finding(code, Severity.ERROR, Where(field=field), message)
