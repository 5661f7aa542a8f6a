"""Who sees what: every field of a home for every kind of person, written out apart from the code that decides it."""

from __future__ import annotations

import pytest

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.casework.visibility import (
    HOME_FIELDS,
    Tier,
    may_see,
    may_see_casework,
    may_see_home_page,
    tier_at,
    tier_of,
    visible_home_fields,
)

URN = "FICTION1"
PUBLIC = {
    "urn", "provision_type", "sector", "region", "local_authority", "status", "places", "registered_on",
    "latest_grades",
}  # fmt: skip
OWN_HOME = PUBLIC | {"name", "address", "contact", "open_requirements"}
EVERYTHING = OWN_HOME | {"organisation_id", "planned_inspections", "evidence"}


def actor(*roles: Role, homes: frozenset[str] = frozenset(), councils: frozenset[str] = frozenset()) -> Actor:
    return Actor("somebody", frozenset(roles), homes, councils)


@pytest.mark.parametrize(
    ("who", "fields"),
    [
        (NOBODY, PUBLIC),
        (actor(), PUBLIC),
        (actor(Role.PROVIDER), PUBLIC),
        (actor(Role.PROVIDER, homes=frozenset({"FICTION2"})), PUBLIC),
        (actor(Role.PROVIDER, homes=frozenset({URN})), OWN_HOME),
        (actor(homes=frozenset({URN})), PUBLIC),
        (actor(Role.INSPECTOR), EVERYTHING),
        (actor(Role.QUALITY_ASSURER), EVERYTHING),
        (actor(Role.FRAMEWORK_AUTHOR), EVERYTHING),
        (actor(Role.ADMINISTRATOR), EVERYTHING),
    ],
)
def test_each_field_of_a_home_is_seen_by_those_who_may(who: Actor, fields: set[str]) -> None:
    assert {field for field in HOME_FIELDS if may_see(who, field, URN)} == fields
    assert visible_home_fields(who, URN) == fields


@pytest.mark.parametrize("role", list(Role))
def test_a_field_that_no_tier_names_is_seen_by_nobody(role: Role) -> None:
    assert not may_see(actor(role, homes=frozenset({URN})), "childrens_names", URN)


def test_the_tiers_stand_in_order() -> None:
    assert Tier.PUBLIC < Tier.COUNCIL < Tier.INSPECTORATE
    assert tier_of(NOBODY) is tier_of(actor(Role.PROVIDER)) is Tier.PUBLIC
    assert tier_of(actor(Role.FRAMEWORK_AUTHOR)) is Tier.INSPECTORATE


@pytest.mark.parametrize("role", list(Role))
def test_casework_is_for_those_who_inspect_review_and_administer(role: Role) -> None:
    may_read = role in (Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
    assert may_see_casework(actor(role)) is may_read
    assert may_see_casework(actor(role), URN) is may_read
    assert not may_see_casework(actor(role, homes=frozenset({URN})), URN)
    assert may_see_casework(actor(role, homes=frozenset({URN})), "FICTION2") is may_read


def test_a_homes_page_is_for_the_inspectorate_and_for_who_answers_for_it() -> None:
    assert may_see_home_page(actor(Role.FRAMEWORK_AUTHOR), URN)
    assert may_see_home_page(actor(Role.PROVIDER, homes=frozenset({URN})), URN)
    assert not may_see_home_page(actor(Role.PROVIDER, homes=frozenset({"FICTION2"})), URN)
    assert not may_see_home_page(actor(homes=frozenset({URN})), URN)
    assert not may_see_home_page(NOBODY, URN)


HERE, THERE = frozenset({"Camden"}), frozenset({"Devon"})


def test_a_council_sees_name_contact_and_open_requirements_of_homes_that_it_hosts() -> None:
    connie = actor(Role.COMMISSIONER, councils=HERE)
    assert tier_of(connie) is Tier.COUNCIL
    assert visible_home_fields(connie, URN, HERE) == OWN_HOME and may_see_home_page(connie, URN, HERE)


@pytest.mark.parametrize("councils", [frozenset(), THERE, frozenset({"camden"})])
def test_a_council_sees_of_other_homes_what_the_public_sees(councils: frozenset[str]) -> None:
    connie = actor(Role.COMMISSIONER, councils=HERE)
    assert visible_home_fields(connie, URN, councils) == PUBLIC and not may_see_home_page(connie, URN, councils)


@pytest.mark.parametrize(
    "who", [actor(Role.COMMISSIONER), actor(councils=HERE), actor(Role.PROVIDER, councils=HERE), NOBODY]
)
def test_only_a_commissioner_with_a_council_has_the_tier_of_councils(who: Actor) -> None:
    assert tier_of(who) is Tier.PUBLIC and tier_at(who, URN, HERE) is Tier.PUBLIC
    assert not may_see_home_page(who, URN, HERE)


def test_a_council_sees_neither_plans_nor_evidence_nor_owners() -> None:
    connie = actor(Role.COMMISSIONER, councils=HERE)
    for field in ("planned_inspections", "evidence", "organisation_id"):
        assert not may_see(connie, field, URN, HERE)
    assert not may_see_casework(connie, URN)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMISSIONER])
def test_whoever_answers_for_a_home_gets_no_more_of_it_through_another_role(role: Role) -> None:
    both = actor(Role.PROVIDER, role, homes=frozenset({URN}), councils=HERE)
    assert tier_at(both, URN, HERE) is Tier.COUNCIL
    assert tier_at(actor(role, homes=frozenset({URN}), councils=HERE), URN, HERE) is Tier.PUBLIC
