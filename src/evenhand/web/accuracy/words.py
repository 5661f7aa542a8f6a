"""What things of this app are called, and the colour of their tags."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evenhand.casework.accuracy import AnswerOutcome, CommentKind
from evenhand.casework.complaints import ComplaintOutcome, ComplaintState

Named = tuple[str | Promise, str]

COMMENT_KINDS: dict[CommentKind, tuple[str | Promise, str | Promise]] = {
    CommentKind.FACTUAL: (
        gettext_lazy("Something is not a fact"),
        gettext_lazy("For example a number, a date, or what happened."),
    ),
    CommentKind.COMPLETENESS: (
        gettext_lazy("Something is missing"),
        gettext_lazy("Without it the sentence gives a wrong picture."),
    ),
    CommentKind.JUDGEMENT: (
        gettext_lazy("A grade or a judgement"),
        gettext_lazy("It is read and answered, but no grade changes because of a comment on the draft."),
    ),
    CommentKind.PROCESS: (
        gettext_lazy("How the inspection was carried out"),
        gettext_lazy("For example who was spoken to, or how."),
    ),
}
OUTCOMES: dict[AnswerOutcome, Named] = {
    AnswerOutcome.ACCEPTED: (gettext_lazy("Accepted"), "green"),
    AnswerOutcome.PARTLY: (gettext_lazy("Accepted in part"), "teal"),
    AnswerOutcome.NOT_ACCEPTED: (gettext_lazy("Not accepted"), "orange"),
    AnswerOutcome.ANOTHER_ROUTE: (gettext_lazy("Read; not decided by this route"), "grey"),
}
COMPLAINT_OUTCOMES: dict[ComplaintOutcome, Named] = {
    ComplaintOutcome.UPHELD: (gettext_lazy("Upheld"), "green"),
    ComplaintOutcome.PARTLY: (gettext_lazy("Upheld in part"), "teal"),
    ComplaintOutcome.NOT_UPHELD: (gettext_lazy("Not upheld"), "orange"),
}
COMPLAINT_STATES: dict[ComplaintState, Named] = {
    ComplaintState.MADE: (gettext_lazy("Waits for an answer"), "blue"),
    ComplaintState.ANSWERED: (gettext_lazy("Answered"), "teal"),
    ComplaintState.REVIEW_ASKED: (gettext_lazy("Internal review asked for"), "purple"),
    ComplaintState.REVIEW_ANSWERED: (gettext_lazy("Review answered"), "teal"),
    ComplaintState.CLOSED: (gettext_lazy("Closed"), "grey"),
}


def kind_in_words(kind: str) -> str:
    """What a comment is about."""
    return str(COMMENT_KINDS[CommentKind(kind)][0])


def outcome_tag(outcome: str) -> Named:
    """An answer as a tag."""
    return OUTCOMES[AnswerOutcome(outcome)]


def complaint_outcome_tag(outcome: str) -> Named:
    """What an answer to a complaint came to, as a tag."""
    return COMPLAINT_OUTCOMES[ComplaintOutcome(outcome)]


def complaint_state_tag(state: str) -> Named:
    """Where a complaint is, as a tag."""
    return COMPLAINT_STATES[ComplaintState(state)]


def left_in_words(days: int | None) -> str:
    """“3 working days left after today”."""
    if days is None:
        return _("the framework gives no last day")
    if days == 0:
        return _("today is the last day")
    return ngettext("%(n)d working day left after today", "%(n)d working days left after today", days) % {"n": days}
