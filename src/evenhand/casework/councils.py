"""Who works for which council, and who may say so. A council is an upper-tier authority, by the register's own name."""

from __future__ import annotations

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, Refusal
from evenhand.wording import say


def check_say_which_council(actor: Actor) -> None:
    """May this person say for which council somebody works, or end it?"""
    if not actor.is_a(Role.ADMINISTRATOR):
        raise Refusal("PO130", say("Only an administrator may say who works for which council."))


def check_works_for(person: Actor, authority: str, known: frozenset[str]) -> None:
    """May this person be said to work for this council: a commissioner, and a council that the register knows?"""
    if not person.is_a(Role.COMMISSIONER):
        raise NotNow("PO131", say("This person is not a commissioner; give them the role first."))
    if authority not in known:
        raise NotNow("PO132", say("No home in the register lies in {authority}; choose another.", authority=authority))
