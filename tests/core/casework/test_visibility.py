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
    tier_of,
    visible_home_fields,
)

URN = "FICTION1"
PUBLIC = {
    "urn", "provision_type", "sector", "region", "local_authority", "status", "places", "registered_on",
    "latest_grades",
}  # fmt: skip
OWN_HOME = PUBLIC | {"name", "address", "contact"}
EVERYTHING = OWN_HOME | {"organisation_id", "planned_inspections", "evidence"}


def actor(*roles: Role, homes: frozenset[str] = frozenset()) -> Actor:
    return Actor("somebody", frozenset(roles), homes)


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
