"""When is an inspection due, of what type, why, and what changed it: values in, values out, and no clock."""

from evenhand.casework.due.continuity import (
    ContinuityLimit,
    DeclaredInterest,
    InspectedHome,
    Led,
    conflicts,
    consecutive_full,
    continuity_limit,
)
from evenhand.casework.due.expectation import (
    Alteration,
    AlterationKind,
    Expectation,
    Ground,
    Outlook,
    Standing,
    Strength,
    Unanswered,
)
from evenhand.casework.due.history import Happening, HappeningKind, HomeHistory, Inspected
from evenhand.casework.due.looking_ahead import AT_RISK_DAYS, due, standing_on
from evenhand.casework.due.rules import RULES
from evenhand.casework.due.year import InspectionYear, year_of

__all__ = [
    "AT_RISK_DAYS",
    "RULES",
    "Alteration",
    "AlterationKind",
    "ContinuityLimit",
    "DeclaredInterest",
    "Expectation",
    "Ground",
    "Happening",
    "HappeningKind",
    "HomeHistory",
    "Inspected",
    "InspectedHome",
    "InspectionYear",
    "Led",
    "Outlook",
    "Standing",
    "Strength",
    "Unanswered",
    "conflicts",
    "consecutive_full",
    "continuity_limit",
    "due",
    "standing_on",
    "year_of",
]
