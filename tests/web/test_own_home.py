"""Whoever answers for a home learns nothing of its inspections to come, whatever other roles they hold."""

from __future__ import annotations

import pytest
from tests.builders import STARTS, an_inspection

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see


@pytest.fixture
def petra_inspects(cast):
    """Petra, who answers for the home, is an inspector as well."""
    from evenhand.web.accounts.actions import System, give_role

    give_role(by=System(), person=cast.petra, role=Role.INSPECTOR)
    return type(cast.petra).objects.get(pk=cast.petra.pk)


def test_the_form_to_schedule_does_not_tell_which_days_are_taken(cast, as_, petra_inspects):
    an_inspection(cast, at=Stage.SCHEDULED)
    form = {"urn": " fiction1", "starts_on": STARTS, "ends_on": STARTS, "lead": cast.iris.username}
    answer = as_(petra_inspects).post("/inspections/new/", form)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "You answer for this home" in page and "September" not in page


def test_nobody_schedules_an_inspection_of_their_own_home(cast, petra_inspects):
    from evenhand.web.inspections.actions import schedule

    with pytest.raises(Refusal) as refused:
        schedule(by=petra_inspects, home=cast.home, kind="full", starts_on=STARTS, ends_on=STARTS, lead=cast.iris)
    assert refused.value.code == "PO017"
    assert schedule(
        by=petra_inspects, home=cast.other_home, kind="full", starts_on=STARTS, ends_on=STARTS, lead=cast.iris
    )


@pytest.mark.parametrize("field", ["planned_inspections", "evidence", "organisation_id"])
@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ADMINISTRATOR, Role.FRAMEWORK_AUTHOR])
def test_another_role_opens_nothing_of_ones_own_home(field, role):
    both = Actor("petra", frozenset({Role.PROVIDER, role}), frozenset({"FICTION1"}))
    assert not may_see(both, field, "FICTION1")
    assert may_see(both, field, "FICTION2")
    assert may_see(both, "name", "FICTION1") and may_see(both, "region", "FICTION1")
