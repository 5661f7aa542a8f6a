"""What is done while a report is with its provider. Each act takes the inspection's lock first."""

from evenhand.web.accuracy.actions.commenting import answer_comment, comment, end_comments, say_changed
from evenhand.web.accuracy.actions.complaining import (
    answer_complaint,
    answer_review,
    ask_review,
    close_complaint,
    complain,
    in_time,
    make_no_complaint,
)
from evenhand.web.accuracy.actions.holding import hold, lift
from evenhand.web.accuracy.actions.sending import give_final, send_draft, take_back

__all__ = [
    "answer_comment",
    "answer_complaint",
    "answer_review",
    "ask_review",
    "close_complaint",
    "comment",
    "complain",
    "end_comments",
    "give_final",
    "hold",
    "in_time",
    "lift",
    "make_no_complaint",
    "say_changed",
    "send_draft",
    "take_back",
]
