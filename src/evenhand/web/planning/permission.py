"""Who may do what in planning. Whoever answers for a home has no part in planning its inspections."""

from __future__ import annotations

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal
from evenhand.wording import say

# Who may read plans; the same people who may read casework.
MANAGERS = (Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)


def check_record_event(actor: Actor, urn: str = "") -> None:
    """May this person record what changes when a home is inspected, or withdraw it?"""
    if not (actor.is_a(Role.INSPECTOR) or actor.is_a(Role.ADMINISTRATOR)):
        raise Refusal("PL001", say("Only an inspector or an administrator may record events of a home."))
    if urn and urn in actor.homes:
        raise Refusal("PL002", say("You answer for this home, so somebody else must record its events."))


def check_propose(actor: Actor) -> None:
    """May this person have a schedule proposed?"""
    if not (actor.is_a(Role.INSPECTOR) or actor.is_a(Role.ADMINISTRATOR)):
        raise Refusal("PL003", say("Only an inspector or an administrator may have a schedule proposed."))


def check_declare(actor: Actor) -> None:
    """May this person declare an interest? Each inspector only their own."""
    if not actor.is_a(Role.INSPECTOR):
        raise Refusal("PL004", say("Only an inspector declares interests, and each only their own."))


def may(check: object, *arguments: object) -> bool:
    """Whether a check lets somebody through."""
    try:
        check(*arguments)  # type: ignore[operator]
    except Refusal:
        return False
    return True
