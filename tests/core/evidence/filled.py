"""An item of any kind with every question answered by what it declares, so that a new kind is tested by existing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.spec import Kind, Question

NOW = datetime(2026, 9, 8, 12, tzinfo=UTC)


def filled(declared: Kind, pick: int = 0) -> dict[str, str]:
    """Answers to every question that is asked, choosing the first option of each, or with -1 the last."""
    answers: dict[str, str] = {}
    for question in declared.questions:
        if question.is_asked(answers):
            answers[question.id] = answer_to(question, pick)
    return answers


def answer_to(question: Question, pick: int = 0) -> str:
    """An answer that the question accepts."""
    if question.options:
        return question.options[pick].value
    if question.numbers:
        return str(question.numbers[0])
    return f"Something written about {question.id}."[: question.max_length]


def an_item_of(declared: Kind, answers: dict[str, str], **changes: object) -> EvidenceItem:
    """An item of this kind with these answers."""
    happened = NOW - timedelta(hours=2)
    fields: dict[str, object] = {
        "id": uuid4(),
        "kind": declared.id,
        "said": "What was seen or said.",
        "occurred_at": happened,
        "recorded_at": happened + timedelta(minutes=10),
        "initials": ("AB",) if declared.people else (),
        "answers": answers,
    }
    return EvidenceItem(**{**fields, **changes})  # type: ignore[arg-type]
