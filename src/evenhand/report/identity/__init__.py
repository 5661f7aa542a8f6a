"""Could anybody tell who or where is meant? A detector of what may give somebody or some place away."""

from __future__ import annotations

from evenhand.report.identity.clue import ADVICE, Clue, Confidence, Kind
from evenhand.report.identity.context import Context
from evenhand.report.identity.detecting import detect

__all__ = ["ADVICE", "Clue", "Confidence", "Context", "Kind", "detect"]
