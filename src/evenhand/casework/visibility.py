"""The three tiers of what may be seen, in one place. Deny by default: what no tier names, nobody sees."""

from __future__ import annotations

from enum import IntEnum

from evenhand.casework.actors import INSPECTORATE, Actor, Role
from evenhand.wording import Words, say


class Tier(IntEnum):
    """Public: anyone. Council: placing and host authorities. Inspectorate: the people who inspect."""

    PUBLIC = 1
    COUNCIL = 2
    INSPECTORATE = 3


# The lowest tier that sees a field of a home. A published page never locates a home: its name, address, postcode and
# contact are kept from the public; search is by URN, authority or region only (frameworks.md section 7.1).
HOME_FIELDS: dict[str, Tier] = {
    "urn": Tier.PUBLIC,
    "provision_type": Tier.PUBLIC,
    "sector": Tier.PUBLIC,
    "region": Tier.PUBLIC,
    "local_authority": Tier.PUBLIC,
    "status": Tier.PUBLIC,
    "places": Tier.PUBLIC,
    "registered_on": Tier.PUBLIC,
    "latest_grades": Tier.PUBLIC,
    "name": Tier.COUNCIL,
    "address": Tier.COUNCIL,
    "contact": Tier.COUNCIL,
    "open_requirements": Tier.COUNCIL,
    "organisation_id": Tier.INSPECTORATE,
    "planned_inspections": Tier.INSPECTORATE,
    "evidence": Tier.INSPECTORATE,
}


def tier_of(actor: Actor) -> Tier:
    """The highest tier that a person sees anything from; what they see of one home is for `tier_at`.

    A provider sees its own homes through `tier_at`, not through a tier of its own. A commissioner who works for no
    council sees what the public sees.
    """
    if actor.roles & INSPECTORATE:
        return Tier.INSPECTORATE
    return Tier.COUNCIL if actor.is_a(Role.COMMISSIONER) and actor.authorities else Tier.PUBLIC


def tier_at(actor: Actor, urn: str = "", councils: frozenset[str] = frozenset()) -> Tier:
    """The tier from which a person sees one home.

    `councils` are the authorities that the home concerns: the one that hosts it, and any that is on record as placing
    children there. Nothing public says who places where, so an authority that nobody named sees what the public sees.
    Whoever answers for the home knows its name and address; the inspectorate's plans and evidence stay out of their
    reach, whatever other roles they hold.
    """
    if urn and urn in actor.homes:
        return Tier.COUNCIL if actor.is_a(Role.PROVIDER) else Tier.PUBLIC
    highest = tier_of(actor)
    if highest is Tier.COUNCIL and not actor.authorities & councils:
        return Tier.PUBLIC
    return highest


def may_see(actor: Actor, field: str, urn: str = "", councils: frozenset[str] = frozenset()) -> bool:
    """Whether a person may see a field of a home; an unknown field is seen by nobody. `councils`: as in `tier_at`."""
    needed = HOME_FIELDS.get(field)
    return needed is not None and tier_at(actor, urn, councils) >= needed


def visible_home_fields(actor: Actor, urn: str = "", councils: frozenset[str] = frozenset()) -> frozenset[str]:
    """The fields of a home that a person may see. `councils`: as in `tier_at`."""
    return frozenset(field for field in HOME_FIELDS if may_see(actor, field, urn, councils))


def may_see_casework(actor: Actor, urn: str = "") -> bool:
    """Whether a person may open an inspection's workspace to read it: inspectors, quality assurers, administrators.

    Whoever answers for the home never may, whatever other roles they hold.
    """
    if urn and urn in actor.homes:
        return False
    return bool(actor.roles & {Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR})


def may_see_home_page(actor: Actor, urn: str, councils: frozenset[str] = frozenset()) -> bool:
    """Whether a person may open a home's page in the register.

    The inspectorate, a provider its own homes, and the commissioners of the councils that the home concerns.
    """
    if actor.roles & INSPECTORATE:
        return True
    return tier_at(actor, urn, councils) >= Tier.COUNCIL


def may_see_pair(
    actor: Actor, *, second: str, team: frozenset[str], complete: bool, urn: str = ""
) -> tuple[bool, Words]:
    """Whether a person may see the team's grades beside a second judgement of the same evidence, and why.

    `second` is who judged apart. Independent first: nobody sees both until the second judgement is complete.
    """
    if not may_see_casework(actor, urn):
        return False, say("Only the people who inspect see a second judgement.")
    if not complete:
        return False, say("It is independent: both are shown together when the second judgement is complete.")
    if actor.id == second or actor.id in team:
        return True, say("It is complete, and one of the two is yours.")
    if actor.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}:
        return True, say("It is complete, and managers compare the two.")
    return False, say("Only managers and the two who judged see both.")


def may_see_grades(actor: Actor, *, second: str, complete: bool) -> bool:
    """Whether a person may see the team's grades and reasons: not while judging the same evidence independently."""
    return complete or actor.id != second or not second
