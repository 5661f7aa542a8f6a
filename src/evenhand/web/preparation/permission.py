"""Who may send, read and decide in preparation. Nothing of a pack reaches anybody who answers for the home."""

from __future__ import annotations

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.preparation.kinds import SubmissionKind
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.wording import say

OPEN_STAGES = frozenset({Stage.SCHEDULED, Stage.UNDER_WAY, Stage.RETURNED})


def is_provider_of(actor: Actor, urn: str) -> bool:
    """Whether somebody answers for the home as its provider."""
    return actor.is_a(Role.PROVIDER) and urn in actor.homes


def may_open_home(actor: Actor, urn: str) -> bool:
    """Whether somebody may see what was sent about a home: its provider their own, the inspectorate all."""
    return is_provider_of(actor, urn) or may_see_casework(actor, urn)


def may_send(actor: Actor, urn: str, kind: SubmissionKind) -> bool:
    """Whether somebody may enter this kind about a home."""
    if urn in actor.homes:
        return is_provider_of(actor, urn) and kind.by_provider
    return actor.is_a(Role.INSPECTOR) or actor.is_a(Role.ADMINISTRATOR)


def check_send(actor: Actor, urn: str, kind: SubmissionKind) -> None:
    """Raise Refusal unless the person may enter this kind about the home."""
    if not may_send(actor, urn, kind):
        raise Refusal(
            "PR001", say("This may be sent by the home’s provider where the law asks it, or by the inspectorate.")
        )


def check_withdraw(actor: Actor, urn: str, *, by_provider: bool) -> None:
    """Raise Refusal unless the thing sent came from the person's own side of the home."""
    own_side = is_provider_of(actor, urn) if by_provider else urn not in actor.homes
    inspects = actor.is_a(Role.INSPECTOR) or actor.is_a(Role.ADMINISTRATOR)
    if not own_side or not (by_provider or inspects):
        raise Refusal("PR002", say("Only the side that sent this may say that it was a mistake."))


def check_fill_annex_a(actor: Actor, urn: str) -> None:
    """Raise Refusal unless the person answers for the home."""
    if not is_provider_of(actor, urn):
        raise Refusal("PR003", say("Only the provider of the home fills in its Annex A."))


def may_open_pack(actor: Actor, urn: str, team: frozenset[str]) -> bool:
    """Whether somebody may read the pack of an inspection: its team, and quality assurers."""
    if urn in actor.homes:
        return False
    return actor.is_a(Role.QUALITY_ASSURER) or (actor.is_a(Role.INSPECTOR) and actor.id in team)


def check_decide(actor: Actor, urn: str, team: frozenset[str], stage: Stage) -> None:
    """Raise Refusal unless the person is an inspector of the team, and the inspection is not finished."""
    if urn in actor.homes or not actor.is_a(Role.INSPECTOR) or actor.id not in team:
        raise Refusal("PR004", say("Only an inspector of the team decides what to enquire into."))
    if stage not in OPEN_STAGES:
        raise NotNow("PR005", say("The inspection has left its team, so its lines of enquiry stay as they are."))


def may_decide(actor: Actor, urn: str, team: frozenset[str], stage: Stage) -> bool:
    """Whether the person may decide on lines of enquiry now."""
    try:
        check_decide(actor, urn, team, stage)
    except Refusal:
        return False
    return True
