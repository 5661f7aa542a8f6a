"""The tables of inspections, by what they are about. Everything that can change is rows that are only added."""

from evenhand.web.inspections.models.consistency import Draw, Drawn, SecondHandedOn, SecondJudgement, SecondJudging
from evenhand.web.inspections.models.record import (
    ContinuityException,
    Discussion,
    EvidenceItem,
    EvidenceRevision,
    FactAnswer,
    Inspection,
    Proposal,
    SingleJudgement,
    StageChange,
    TeamChange,
    TeamMember,
)
from evenhand.web.inspections.models.requirements import FollowUp, Paper, Requirement, RequirementRevision
from evenhand.web.inspections.models.sample import CaseSample

__all__ = [
    "CaseSample",
    "ContinuityException",
    "Discussion",
    "Draw",
    "Drawn",
    "EvidenceItem",
    "EvidenceRevision",
    "FactAnswer",
    "FollowUp",
    "Inspection",
    "Paper",
    "Proposal",
    "Requirement",
    "RequirementRevision",
    "SecondHandedOn",
    "SecondJudgement",
    "SecondJudging",
    "SingleJudgement",
    "StageChange",
    "TeamChange",
    "TeamMember",
]
