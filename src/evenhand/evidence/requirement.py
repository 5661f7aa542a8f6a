"""A statutory requirement before it is made: the regulation, what has to be done by when, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.spec import Source
from evenhand.evidence.sufficiency import puts_together, sources_of
from evenhand.wording import Words, say

FEWEST_SOURCES = 2


class Impact(StrEnum):
    """Whether a shortfall has touched children already or is likely to."""

    ACTUAL = "actual"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class ProposedRequirement:
    """What an inspector means to require.

    `regulation` names the regulation with its number; `evidence` are ids of items; `impact_words` say what the
    shortfall does to children, or is likely to. `told_at_feedback`: its due date was said then.
    """

    regulation: str
    to_do: str
    due_on: date | None = None
    impact: Impact | None = None
    impact_words: str = ""
    evidence: tuple[UUID, ...] = ()
    told_at_feedback: bool = False


def requirement_faults(
    requirement: ProposedRequirement,
    items: Iterable[EvidenceItem],
    *,
    feedback_on: date | None = None,
    report_on: date | None = None,
) -> Iterator[tuple[str, Words]]:
    """What a requirement still lacks: (field, sentence), in the order of the fields; nothing when it may be made.

    `items` is the evidence of the inspection. With `feedback_on` and `report_on` (the day the report is to arrive) the
    due date is checked against them. More than one kind of source and an impact on children are asked for by the
    inspectorate's rules on evidence (frameworks.md 4.3).
    """
    if not any(sign.isdigit() for sign in requirement.regulation):
        yield "regulation", say("Name the regulation with its number, for example regulation 12.")
    if not requirement.to_do.strip():
        yield "to_do", say("Write what has to be done.")
    yield from _date_faults(requirement, feedback_on, report_on)
    if requirement.impact is None:
        yield "impact", say("Say whether children were affected, or are likely to be.")
    if not requirement.impact_words.strip():
        yield "impact_words", say("Write what the shortfall does to children, or is likely to do.")
    yield from _evidence_faults(requirement, items)


def notice_faults(due_on: date | None, *, given_on: date) -> Iterator[tuple[str, Words]]:
    """What a compliance notice still lacks: (field, sentence). Its actions are due by a day, on or after the giving."""
    if due_on is None:
        yield "notice_due_on", say("Give the day by which the compliance notice has to be met in full.")
    elif due_on < given_on:
        yield "notice_due_on", say("The day is before the notice could be given, so nobody could keep it.")


def _date_faults(
    requirement: ProposedRequirement, feedback_on: date | None, report_on: date | None
) -> Iterator[tuple[str, Words]]:
    due = requirement.due_on
    if due is None:
        yield "due_on", say("Give the day by which it has to be done.")
    elif feedback_on is not None and due < feedback_on:
        yield "due_on", say("The day is before the feedback, so nobody could keep it.")
    elif report_on is not None and due < report_on and not requirement.told_at_feedback:
        yield (
            "told_at_feedback",
            say("The day is before the report arrives. Say it at the feedback and record that, or choose a later one."),
        )


def _evidence_faults(requirement: ProposedRequirement, items: Iterable[EvidenceItem]) -> Iterator[tuple[str, Words]]:
    known = {item.id: item for item in items}
    if any(one not in known for one in requirement.evidence):
        yield "evidence", say("It rests on something that is not evidence of this inspection.")
    chosen = [known[one] for one in requirement.evidence if one in known]
    sources = sources_of(chosen)
    if not chosen:
        yield "evidence", say("Choose the evidence it rests on: more than one kind of source.")
    elif len(sources) < FEWEST_SOURCES:
        yield "evidence", _too_few(sources, any(puts_together(item) for item in chosen))


def _too_few(sources: tuple[Source, ...], with_synthesis: bool) -> Words:
    # Whoever ticked two items has to learn why they are counted as one kind of source.
    if not sources:
        return say(
            "What was chosen puts other items together, so it is no source of its own. Choose those items too, from "
            "more than one kind of source."
        )
    if with_synthesis:
        return say(
            "Apart from what puts other items together, which is no source of its own, all of its evidence comes from "
            "one kind of source ({source}). A requirement needs more than one.",
            source=sources[0].words,
        )
    return say(
        "All of its evidence comes from one kind of source ({source}). A requirement needs more than one.",
        source=sources[0].words,
    )
