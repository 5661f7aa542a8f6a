"""What an item tells beyond its words, what it leaves open, and which of its words people wrote freely."""

from __future__ import annotations

from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.kinds import kind
from evenhand.evidence.spec import Question, Tells


def told(item: EvidenceItem) -> frozenset[Tells]:
    """What the chosen answers tell; nothing for a kind that is not known."""
    declared = kind(item.kind)
    if declared is None:
        return frozenset()
    return frozenset(
        one
        for question in declared.questions
        if question.options and not question.is_out_of_place(item.answers)
        for option in question.options
        if option.value == item.answers.get(question.id)
        for one in option.tells
    )


def carries_a_voice(item: EvidenceItem) -> bool:
    """Whether a child speaks for themselves in this item; one who declined to talk does not."""
    return Tells.VOICE in told(item)


def may_be_quoted(item: EvidenceItem) -> bool:
    """Whether a child allowed their words to be repeated; while nobody asked, they did not."""
    return {Tells.VOICE, Tells.QUOTABLE} <= told(item)


def left_open(item: EvidenceItem) -> tuple[Question, ...]:
    """Questions without an answer that a full record of this kind has; the item stands without them."""
    declared = kind(item.kind)
    if declared is None:
        return ()
    return tuple(
        question
        for question in declared.questions
        if question.wanted and question.is_asked(item.answers) and not item.answers.get(question.id, "").strip()
    )


def free_texts(item: EvidenceItem) -> tuple[str, ...]:
    """Everything in the item that somebody wrote in their own words: what was said, then the answers."""
    declared = kind(item.kind)
    chosen = {one.id for one in declared.questions if not one.is_free_text} if declared else set()
    return item.said, *(text for name, text in item.answers.items() if name not in chosen)
