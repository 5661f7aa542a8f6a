"""What is wrong or doubtful about a consultation before it is put to people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evenhand.consultation.clauses import dangling
from evenhand.consultation.model import RESERVED, Consultation
from evenhand.findings import BadInput, Check, Finding, Severity, check
from evenhand.framework.model import Framework
from evenhand.framework.reading import Place, SourceMap, read, read_text
from evenhand.wording import Words, say

Faults = Iterator[tuple[Place, Words]]

# Words that tell the reader which answer is hoped for. A short list of plain cases; a person reads the rest.
LEADING = (
    *("surely", "obviously", "clearly", "of course", "naturally", "undoubtedly", "rightly", "common sense"),
    *("don't you", "wouldn't you", "isn't it", "as everybody knows", "at last", "simply", "merely"),
    *("much-needed", "long overdue", "unnecessary", "needless", "burdensome", "red tape", "unfair", "fairer"),
    *("excellent", "world-class", "common-sense", "sensible", "welcome change"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the checks look at: the consultation, and the draft that it is about when that is at hand."""

    consultation: Consultation
    draft: Framework | None = None


ConsultationCheck = Check[[Asked], Faults]


@check("CN001", Severity.ERROR)
def ids_are_used_once(asked: Asked) -> Faults:
    """Two proposals or questions have the same id, or a question is called like a column of files of responses."""
    seen: set[str] = set()
    for name in ("proposals", "questions"):
        for index, one in enumerate(getattr(asked.consultation, name)):
            if one.id in seen:
                yield (name, index, "id"), say("the id '{id}' is used twice; give each its own", id=one.id)
            seen.add(one.id)
            if name == "questions" and (one.id in RESERVED or one.id.endswith("_comment")):
                yield (
                    (name, index, "id"),
                    say(
                        "'{id}' is the name of a column in files of responses; give the question another id", id=one.id
                    ),
                )


@check("CN002", Severity.ERROR)
def it_closes_after_it_opens(asked: Asked) -> Faults:
    """The consultation closes before it opens."""
    one = asked.consultation
    if one.closes < one.opens:
        yield (
            ("closes",),
            say("it closes on {closes}, before it opens on {opens}; swap them", closes=one.closes, opens=one.opens),
        )


@check("CN003", Severity.ERROR)
def every_question_is_about_a_proposal(asked: Asked) -> Faults:
    """A question names a proposal that is not there."""
    known = asked.consultation.proposal_by_id
    for index, one in enumerate(asked.consultation.questions):
        if one.proposal not in known:
            yield (
                ("questions", index, "proposal"),
                say("there is no proposal '{id}'; write one of: {known}", id=one.proposal, known=", ".join(known)),
            )


@check("CN004", Severity.ERROR)
def every_proposal_is_asked_about(asked: Asked) -> Faults:
    """Nobody is asked about a proposal."""
    for index, one in enumerate(asked.consultation.proposals):
        if not asked.consultation.questions_of(one.id):
            yield ("proposals", index), say("no question asks about '{id}'; add one, or leave it out", id=one.id)


@check("CN005", Severity.ERROR)
def clauses_are_in_the_draft(asked: Asked) -> Faults:
    """A proposal points to a clause that the draft does not have."""
    if asked.draft is not None and asked.draft.id == asked.consultation.about:
        for index, one in enumerate(asked.consultation.proposals):
            for number, clause in enumerate(one.clauses):
                wrong = dangling(clause, asked.draft)
                if wrong is not None:
                    yield ("proposals", index, "clauses", number), wrong


@check("CN006", Severity.ERROR)
def it_is_about_the_draft_at_hand(asked: Asked) -> Faults:
    """The framework that was given is not the draft consulted on, or the draft is already in force."""
    one = asked.consultation
    if asked.draft is not None and asked.draft.id != one.about:
        yield (
            ("about",),
            say(
                "the consultation is about '{about}', and the framework given is '{given}'; give the other one",
                about=one.about,
                given=asked.draft.id,
            ),
        )
    if one.about == one.in_force:
        yield ("about",), say("'about' and 'in_force' are the same version; write the id of the draft in 'about'")


@check("CN007", Severity.WARNING)
def proposals_point_to_clauses(asked: Asked) -> Faults:
    """A proposal points to no clause of the draft, so that nobody can look up what would change."""
    for index, one in enumerate(asked.consultation.proposals):
        if not one.clauses:
            yield ("proposals", index), say("'{id}' names no clause; list the pieces of the draft it means", id=one.id)


@check("CN008", Severity.WARNING)
def questions_do_not_lead(asked: Asked) -> Faults:
    """A question has a word that suggests the answer."""
    for index, one in enumerate(asked.consultation.questions):
        for phrase in LEADING:
            if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", one.text.replace("’", "'"), re.IGNORECASE):
                yield (
                    ("questions", index, "text"),
                    say("“{phrase}” suggests an answer; ask the same without it", phrase=phrase),
                )


@check("CN009", Severity.WARNING)
def questions_ask_both_ways(asked: Asked) -> Faults:
    """A question does not end as a question, or names only one side of the scale."""
    for index, one in enumerate(asked.consultation.questions):
        place = ("questions", index, "text")
        if not one.text.endswith("?"):
            yield place, say("this is a statement; ask a question, such as “How far do you agree or disagree that …?”")
        words = set(re.findall(r"[a-z]+", one.text.casefold()))
        if ("agree" in words) != ("disagree" in words):
            yield place, say("ask about both sides: “agree or disagree”")


@check("CN010", Severity.NOTE)
def the_draft_was_at_hand(asked: Asked) -> Faults:
    """The clauses were not compared with the draft, because the draft is not here."""
    if asked.draft is None:
        yield (
            ("about",),
            say("the draft '{about}' is not at hand, so its clauses were not checked", about=asked.consultation.about),
        )


CHECKS: tuple[ConsultationCheck, ...] = (
    ids_are_used_once,
    it_closes_after_it_opens,
    every_question_is_about_a_proposal,
    every_proposal_is_asked_about,
    clauses_are_in_the_draft,
    it_is_about_the_draft_at_hand,
    proposals_point_to_clauses,
    questions_do_not_lead,
    questions_ask_both_ways,
    the_draft_was_at_hand,
)


def findings(consultation: Consultation, places: SourceMap, draft: Framework | None = None) -> tuple[Finding, ...]:
    """What every check finds, by line; without the draft, clauses are not checked, and a note says so."""
    asked = Asked(consultation, draft)
    found = [
        Finding(one.code, one.severity, places.where(place), message)
        for one in CHECKS
        for place, message in one.run(asked)
    ]
    return tuple(sorted(found, key=lambda finding: (finding.where.line or 0, finding.code)))


def must_be_sound(consultation: Consultation, places: SourceMap, draft: Framework | None = None) -> None:
    """Raise BadInput with every error of the checks; warnings and notes do not stop anything."""
    errors = [one for one in findings(consultation, places, draft) if one.severity is Severity.ERROR]
    if errors:
        raise BadInput(errors)


def read_consultation(file: Path) -> tuple[Consultation, SourceMap]:
    """A consultation from a file; raises BadInput with file and line for everything that is not one."""
    return read(file, Consultation)


def read_consultation_text(text: str | bytes, file: str) -> tuple[Consultation, SourceMap]:
    """A consultation from text that came from anywhere; `file` is the name shown in findings."""
    return read_text(text, file, Consultation)
