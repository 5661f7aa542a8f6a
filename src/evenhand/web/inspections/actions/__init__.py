"""What is done to an inspection. Each act takes the inspection's lock first, so that acts come one after the other."""

from evenhand.web.inspections.actions.evidence import amend_evidence, record_evidence
from evenhand.web.inspections.actions.judging import GradeRefused, answer_facts, propose_grade
from evenhand.web.inspections.actions.moving import begin, cancel, move
from evenhand.web.inspections.actions.scheduling import schedule

__all__ = [
    "GradeRefused",
    "amend_evidence",
    "answer_facts",
    "begin",
    "cancel",
    "move",
    "propose_grade",
    "record_evidence",
    "schedule",
]
