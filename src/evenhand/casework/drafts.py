"""How the draft of a framework version moves, and who may move it: written by authors, published by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, Refusal
from evenhand.wording import Words, say


class DraftStage(StrEnum):
    """Where a draft is."""

    WRITING = "writing"
    APPROVAL_ASKED = "approval_asked"
    PUBLISHED = "published"
    GIVEN_UP = "given_up"


class DraftAct(StrEnum):
    """What can be done with a draft."""

    UPLOAD = "upload"
    ASK_APPROVAL = "ask_approval"
    RETURN = "return"
    PUBLISH = "publish"
    GIVE_UP = "give_up"


_NEXT: dict[DraftStage, dict[DraftAct, DraftStage]] = {
    DraftStage.WRITING: {
        DraftAct.UPLOAD: DraftStage.WRITING,
        DraftAct.ASK_APPROVAL: DraftStage.APPROVAL_ASKED,
        DraftAct.GIVE_UP: DraftStage.GIVEN_UP,
    },
    # While somebody reads it, the text stands still; to change it, it is returned first.
    DraftStage.APPROVAL_ASKED: {
        DraftAct.RETURN: DraftStage.WRITING,
        DraftAct.PUBLISH: DraftStage.PUBLISHED,
        DraftAct.GIVE_UP: DraftStage.GIVEN_UP,
    },
    DraftStage.PUBLISHED: {},
    DraftStage.GIVEN_UP: {},
}


@dataclass(frozen=True, slots=True)
class DraftSituation:
    """What the policies need to know of a draft: its stage, who wrote in it, and how many errors the lint finds."""

    stage: DraftStage
    authors: frozenset[str] = frozenset()
    errors: int = 0


def after(stage: DraftStage, act: DraftAct) -> DraftStage | None:
    """The stage that follows, or None when the act is not possible."""
    return _NEXT[stage].get(act)


def check_read_drafts(actor: Actor) -> None:
    """May this person see drafts, and begin one?"""
    if not actor.is_a(Role.FRAMEWORK_AUTHOR):
        raise Refusal("PO080", say("Only a framework author may work on drafts."))


def check_draft(actor: Actor, act: DraftAct, situation: DraftSituation) -> None:
    """Raise Refusal unless the act is possible now and this person may do it."""
    check_read_drafts(actor)
    if after(situation.stage, act) is None:
        raise NotNow("PO081", _NOT_NOW[situation.stage])
    if act in (DraftAct.ASK_APPROVAL, DraftAct.PUBLISH) and situation.errors:
        raise NotNow("PO082", say("The checks find errors in the latest text; upload one without them first."))
    if act is DraftAct.PUBLISH and actor.id in situation.authors:
        raise Refusal("PO083", say("You wrote in this draft, so somebody else must publish it."))


def may_draft(actor: Actor, act: DraftAct, situation: DraftSituation) -> Refusal | None:
    """None when the act may be done; otherwise the refusal, not raised."""
    try:
        check_draft(actor, act, situation)
    except Refusal as refusal:
        return refusal
    return None


_NOT_NOW: dict[DraftStage, Words] = {
    DraftStage.WRITING: say("This draft is being written; nobody has asked for approval yet."),
    DraftStage.APPROVAL_ASKED: say("Approval was asked for, so the text stands still; return the draft to change it."),
    DraftStage.PUBLISHED: say("This version is published and never changes; begin a new draft instead."),
    DraftStage.GIVEN_UP: say("This draft was given up; begin a new one instead."),
}
