"""A proposed schedule: who inspects which home when, with little travel, fair loads, and weeks nobody can guess."""

from evenhand.planning.guessing import GuessedHome, Unpredictability, measure
from evenhand.planning.model import (
    Base,
    InspectorAvailability,
    Placement,
    PlanSettings,
    ProposedSchedule,
    Reason,
    SolverReport,
    Unplaced,
    Visit,
)
from evenhand.planning.proposing import propose

__all__ = [
    "Base",
    "GuessedHome",
    "InspectorAvailability",
    "Placement",
    "PlanSettings",
    "ProposedSchedule",
    "Reason",
    "SolverReport",
    "Unplaced",
    "Unpredictability",
    "Visit",
    "measure",
    "propose",
]
