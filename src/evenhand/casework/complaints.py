"""Complaints about an inspection: their states, who moves them on, and when they hold publication back."""

from __future__ import annotations

from enum import StrEnum


class ComplaintState(StrEnum):
    """Where a complaint is. Each change is a row that is only added."""

    MADE = "made"
    ANSWERED = "answered"
    REVIEW_ASKED = "review_asked"
    REVIEW_ANSWERED = "review_answered"
    CLOSED = "closed"


class ComplaintAct(StrEnum):
    """What moves a complaint on."""

    ANSWER = "answer"
    ASK_REVIEW = "ask_review"
    ANSWER_REVIEW = "answer_review"
    CLOSE = "close"


class ComplaintOutcome(StrEnum):
    """What an answer to a complaint, or to a review, comes to."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


COMPLAINT_TRANSITIONS: dict[ComplaintState, dict[ComplaintAct, ComplaintState]] = {
    ComplaintState.MADE: {ComplaintAct.ANSWER: ComplaintState.ANSWERED},
    ComplaintState.ANSWERED: {
        ComplaintAct.ASK_REVIEW: ComplaintState.REVIEW_ASKED,
        ComplaintAct.CLOSE: ComplaintState.CLOSED,
    },
    ComplaintState.REVIEW_ASKED: {ComplaintAct.ANSWER_REVIEW: ComplaintState.REVIEW_ANSWERED},
    ComplaintState.REVIEW_ANSWERED: {ComplaintAct.CLOSE: ComplaintState.CLOSED},
}


def next_state(state: ComplaintState, act: ComplaintAct) -> ComplaintState | None:
    """The state after the act, or None when the act is not possible from here."""
    return COMPLAINT_TRANSITIONS.get(state, {}).get(act)


def lifts_hold(outcome: ComplaintOutcome) -> bool:
    """Whether an answer to a complaint lifts its hold on publication.

    What was upheld, in whole or in part, may ask for another report, so a manager lifts that hold and says what was
    done.
    """
    return outcome is ComplaintOutcome.NOT_UPHELD


def complaint_diagram() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {ComplaintState.MADE}"]
    for state, acts in COMPLAINT_TRANSITIONS.items():
        lines += [f"    {state} --> {to}: {act}" for act, to in acts.items()]
    lines += [f"    {state} --> [*]" for state in ComplaintState if state not in COMPLAINT_TRANSITIONS]
    return "\n".join(lines)
