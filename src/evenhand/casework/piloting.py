"""Judging a live inspection a second time under a framework that is on trial: who may do what, and who sees it.

Two frameworks, two people, one body of evidence. The first judge's inspection goes on as if nothing happened; the
second one, the shadow judge, writes grades that are never published. Deny by default.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, Refusal, Situation
from evenhand.casework.stages import Stage
from evenhand.wording import say

_PLANNERS = frozenset({Role.QUALITY_ASSURER, Role.ADMINISTRATOR})
_PAIR_READERS = frozenset({Role.QUALITY_ASSURER, Role.FRAMEWORK_AUTHOR})
_OVER = frozenset({Stage.PUBLISHED, Stage.CANCELLED})
_FIRST_IS_FINAL = frozenset({Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED})
LONGEST_PAUSE = timedelta(minutes=30)


def check_keep_pilot(actor: Actor) -> None:
    """May this person open a pilot, and close it? Raises Refusal (PO180)."""
    if not actor.is_a(Role.FRAMEWORK_AUTHOR):
        raise Refusal("PO180", say("Only a framework author may open or close a pilot."))


def check_pilot_is_open(*, closed: bool) -> None:
    """Is the pilot still going on? Raises NotNow (PO181)."""
    if closed:
        raise NotNow("PO181", say("This pilot is closed, so nothing is added to it; open a new one with its own plan."))


def check_join_pilot(
    actor: Actor, situation: Situation, *, framework: str, old: str, in_sample: bool, joined: bool, urn: str = ""
) -> None:
    """May this person add this inspection to a pilot, and now?

    `framework` is what the inspection goes by, `old` what the plan compares with; `in_sample`: whether the plan drew
    the home; `joined`: whether the inspection is in the pilot already. Raises Refusal (PO182) and NotNow (PO183-PO186).
    """
    if not actor.roles & _PLANNERS or actor.id in situation.team or (urn and urn in actor.homes):
        raise Refusal(
            "PO182", say("Only a quality assurer or an administrator who is not of its team adds an inspection.")
        )
    if situation.stage in _OVER:
        raise NotNow("PO183", say("This inspection is over; add one whose grades are not public yet."))
    if framework != old:
        raise NotNow(
            "PO184", say("This inspection goes by {has}, and the plan compares {old}.", has=framework, old=old)
        )
    if not in_sample:
        raise NotNow("PO185", say("The plan did not draw this home; choose an inspection of a home in its sample."))
    if joined:
        raise NotNow("PO186", say("This inspection is in the pilot already."))


def check_shadow_judge(
    judge: Actor, situation: Situation, *, urn: str, has_interest: bool, has_seen: bool, blind: bool
) -> None:
    """May this person be the shadow judge of an inspection?

    `has_interest`: a declared interest in the home or its provider; `has_seen`: the person opened the first judge's
    grades before; `blind`: whether the plan asks that nobody did. Raises Refusal (PO187-PO190).
    """
    if not judge.is_a(Role.INSPECTOR):
        raise Refusal("PO187", say("A shadow judge is an inspector; choose one."))
    if judge.id in situation.team | situation.authors | {situation.approver}:
        raise Refusal("PO188", say("This person had a hand in the inspection; choose another shadow judge."))
    if has_interest or urn in judge.homes:
        raise Refusal("PO189", say("This person has an interest in the home; choose another shadow judge."))
    if blind and has_seen:
        raise Refusal("PO190", say("This person has seen the first grades, and the plan is blind; choose another."))


def check_shadow_work(actor: Actor, *, judge: str, handed_in: bool) -> None:
    """May this person write the shadow judgement, and now? Raises Refusal (PO191) and NotNow (PO192)."""
    if not judge or actor.id != judge or not actor.is_a(Role.INSPECTOR):
        raise Refusal("PO191", say("Only the shadow judge who was named may do this."))
    if handed_in:
        raise NotNow("PO192", say("You have handed this in. It is given once, so that it stays independent."))


def check_hand_in(*, missing: Iterable[str]) -> None:
    """Is every judgement of the new framework made? `missing`: titles of those that are not. Raises NotNow (PO193)."""
    left = list(missing)
    if left:
        raise NotNow("PO193", say("Before you hand in, judge: {left}.", left=left))


def first_is_final(stage: Stage) -> bool:
    """Whether the first judge's grades stand: quality assurance approved them, or they are public."""
    return stage in _FIRST_IS_FINAL


def check_classify(
    actor: Actor, situation: Situation, *, judge: str, handed_in: bool, differs: bool, urn: str = ""
) -> None:
    """May this person say why the two grades differ, and now?

    A quality assurer who judged neither. Raises Refusal (PO194, PO195) and NotNow (PO196, PO197).
    """
    if not actor.is_a(Role.QUALITY_ASSURER) or (urn and urn in actor.homes):
        raise Refusal("PO194", say("Only a quality assurer may say why two grades differ."))
    if actor.id in situation.team | situation.authors | {judge, situation.approver}:
        raise Refusal("PO195", say("You had a hand in one of the two judgements, so somebody else must do this."))
    if not (handed_in and first_is_final(situation.stage)):
        raise NotNow("PO196", say("Both must have judged finally first."))
    if not differs:
        raise NotNow("PO197", say("The two grades are the same, so there is no difference to explain."))


def check_read_pilot_pairs(actor: Actor, *, closed: bool) -> None:
    """May this person read a pilot's pairs by code? Raises Refusal (PO198) and NotNow (PO199)."""
    if not actor.roles & _PAIR_READERS:
        raise Refusal("PO198", say("Only framework authors and quality assurers see the pairs of a pilot."))
    if not closed and actor.is_a(Role.INSPECTOR):
        # A quality assurer who also inspects may be the first judge of one of the pairs.
        raise NotNow("PO199", say("You also inspect, so the pairs are closed to you until the pilot is closed."))


def may_see_shadow(
    actor: Actor, *, judge: str, team: frozenset[str], handed_in: bool, closed: bool, urn: str = ""
) -> bool:
    """Whether a person may see a shadow judgement.

    Its judge does; nobody else before it is handed in; then framework authors and quality assurers. Whoever is of the
    first judge's team not before the pilot is closed, and then only by such a role; whoever answers for the home never.
    """
    if urn and urn in actor.homes:
        return False
    if actor.id and actor.id == judge:
        return actor.is_a(Role.INSPECTOR)
    if not handed_in or (actor.id in team and not closed):
        return False
    return bool(actor.roles & _PAIR_READERS)


def time_spent(moments: Iterable[datetime]) -> timedelta:
    """The time from the first moment of work to the last one; a gap over 30 minutes counts as nothing.

    `moments`: when the shadow judge opened, saved and handed in, in any order; one moment alone took no time.
    """
    known = sorted(moments)
    gaps = (later - earlier for earlier, later in pairwise(known))
    return sum((gap for gap in gaps if gap <= LONGEST_PAUSE), timedelta())
