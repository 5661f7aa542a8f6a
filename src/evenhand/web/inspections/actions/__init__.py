"""What is done to an inspection. Each act takes the inspection's lock first, so that acts come one after the other."""

from evenhand.web.inspections.actions.consistency import begin_second, draw_sample, hand_on_second, judge_second
from evenhand.web.inspections.actions.discussing import record_discussion
from evenhand.web.inspections.actions.evidence import add_criteria, amend_evidence, record_evidence
from evenhand.web.inspections.actions.judging import GradeRefused, answer_facts, propose_grade
from evenhand.web.inspections.actions.moving import begin, cancel, move
from evenhand.web.inspections.actions.papers import write_paper
from evenhand.web.inspections.actions.requirements import amend_requirement, follow_up, make_requirement
from evenhand.web.inspections.actions.sampling import draw_case_sample
from evenhand.web.inspections.actions.scheduling import schedule
from evenhand.web.inspections.actions.single import judge_singly
from evenhand.web.inspections.actions.team import change_team

__all__ = [
    "GradeRefused",
    "add_criteria",
    "amend_evidence",
    "amend_requirement",
    "answer_facts",
    "begin",
    "begin_second",
    "cancel",
    "change_team",
    "draw_case_sample",
    "draw_sample",
    "follow_up",
    "hand_on_second",
    "judge_second",
    "judge_singly",
    "make_requirement",
    "move",
    "propose_grade",
    "record_discussion",
    "record_evidence",
    "schedule",
    "write_paper",
]
