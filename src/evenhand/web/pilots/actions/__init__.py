"""What people do with pilots."""

from evenhand.web.pilots.actions.explaining import explain_difference
from evenhand.web.pilots.actions.keeping import add_inspection, close_pilot, look_at_results, name_judge, open_pilot
from evenhand.web.pilots.actions.shadowing import answer_shadow, begin_shadow, grade_shadow, hand_in_shadow

__all__ = [
    "add_inspection",
    "answer_shadow",
    "begin_shadow",
    "close_pilot",
    "explain_difference",
    "grade_shadow",
    "hand_in_shadow",
    "look_at_results",
    "name_judge",
    "open_pilot",
]
