"""Annex A: what a home says of itself at a full inspection, in figures since the last one.

The items are those of the 2019-20 form that could be checked; the form of today has more, which are not verified here
and so are not asked. Nothing in it names a child.
"""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.evidence.spec import Question
from evenhand.wording import Words, say

MOST = 999
FORM = "2019-20"


def _number(id: str, label: Words, at_most: str = "") -> Question:
    return Question(id=id, label=label, required=True, numbers=(0, MOST), at_most=at_most)


QUESTIONS: tuple[Question, ...] = (
    _number("admitted", say("Children admitted")),
    _number("left", say("Children who left")),
    _number("resident", say("Children living here now")),
    _number("restraints", say("Incidents of restraint")),
    _number("restrained_children", say("Children involved in restraint")),
    _number("absences", say("Absences without authorisation")),
    _number("absent_children", say("Children who were absent without authorisation"), "absences"),
    _number(
        "at_risk_of_exploitation",
        say("Children living here who are considered at risk of sexual exploitation"),
        "resident",
    ),
)


def faults(figures: Mapping[str, int]) -> tuple[tuple[str, Words], ...]:
    """What cannot be so, by question: a figure out of its limits, missing, or above the one it is part of."""
    found: list[tuple[str, Words]] = []
    for one in QUESTIONS:
        figure = figures.get(one.id)
        if figure is None or not 0 <= figure <= MOST:
            found.append((one.id, say("Enter a whole number from 0 to {most}.", most=MOST)))
        elif one.at_most and figure > figures.get(one.at_most, MOST):
            whole = next(other.label for other in QUESTIONS if other.id == one.at_most)
            found.append((one.id, say("This cannot be more than “{whole}”.", whole=whole)))
        elif one.id in _INVOLVED_IN and bool(figure) != bool(figures.get(_INVOLVED_IN[one.id])):
            found.append((one.id, say("Either there were incidents that involved children, or neither: check both.")))
    return tuple(found)


# One incident of restraint may involve several children, so only none and some are held against each other.
_INVOLVED_IN = {"restrained_children": "restraints", "absent_children": "absences"}
