"""Handing a second judgement on: somebody began, did not finish, and a manager frees it for somebody else."""

from __future__ import annotations

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, Refusal, Situation, may_be_drawn
from evenhand.wording import say


def check_hand_on(actor: Actor, situation: Situation, *, second: str, complete: bool, urn: str = "") -> None:
    """May this person hand the second judgement on, and now?

    A quality assurer or an administrator who is neither of the team nor the second judge. `second` is who has begun,
    '' for nobody; `complete`: nothing is left to judge. Raises Refusal (PO070, PO071) and NotNow (PO072, PO073).
    """
    if not actor.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR} or (urn and urn in actor.homes):
        raise Refusal("PO070", say("Only a quality assurer or an administrator may hand a second judgement on."))
    if actor.id in situation.team or actor.id == second:
        raise Refusal("PO071", say("You are one of the two who judge, so another manager must hand it on."))
    if not second or complete:
        raise NotNow("PO072", say("There is no unfinished second judgement to hand on."))
    if not may_be_drawn(situation.stage):
        raise NotNow("PO073", say("The inspection is no longer judged a second time, so there is nothing to hand on."))


def may_hand_on(actor: Actor, situation: Situation, *, second: str, complete: bool, urn: str = "") -> bool:
    """Whether the person may hand the second judgement on now."""
    try:
        check_hand_on(actor, situation, second=second, complete=complete, urn=urn)
    except Refusal:
        return False
    return True


def check_not_before(actor: Actor, earlier: frozenset[str]) -> None:
    """May this person begin, when the second judgement was handed on before? Not whoever left it unfinished."""
    if actor.id in earlier:
        raise Refusal("PO074", say("You began this second judgement before, and it was handed on to somebody else."))
