"""No more than three full inspections of a home in a row, booked ones after it too; enforcement is an exception."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.builders import STARTS
from tests.people import a_home
from tests.web.inspection_pages import text

from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import ContinuityException

WHY = "A notice stands, and only Ida has seen the rooms before."


def booked(cast, home, starts_on, lead=None, **more):
    return actions.schedule(
        by=cast.ada,
        home=home,
        kind="full",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        lead=lead or cast.ida,
        **more,
    )


def days(*weeks):
    return [STARTS + timedelta(weeks=one) for one in weeks]


@pytest.fixture
def home(cast):
    return a_home("FICTION9")


def test_one_in_between_does_not_join_two_short_rows_into_a_long_one(cast, home):
    first, between, third, fourth = days(0, 30, 60, 90)
    for day in (first, third, fourth):
        booked(cast, home, day)
    with pytest.raises(BadInput, match="right before and after this one"):
        booked(cast, home, between)
    booked(cast, home, between, lead=cast.iris)


def test_one_before_three_that_are_booked_is_refused_too(cast, home):
    before, *after = days(0, 30, 60, 90)
    for day in after:
        booked(cast, home, day)
    with pytest.raises(BadInput, match="the limit is 3 in a row"):
        booked(cast, home, before)


def test_enforcement_is_an_exception_with_a_reason_that_is_kept(cast, home):
    *three, fourth = days(0, 30, 60, 90)
    for day in three:
        booked(cast, home, day, enforcement="Not needed here.")
    assert not ContinuityException.objects.exists(), "where the limit is not reached there is no exception"
    with pytest.raises(BadInput, match="3 in a row"):
        booked(cast, home, fourth)
    inspection = booked(cast, home, fourth, enforcement=WHY)
    kept = ContinuityException.objects.get()
    assert (kept.inspection, kept.people, kept.reason) == (inspection, ["ida.inspector"], WHY)
    event = Event.objects.filter(action="inspection.scheduled").latest("number")
    assert "once_more_for_enforcement" in event.details and "rooms" not in event.details


def test_no_reason_overrides_a_conflict_of_interest(cast, home):
    from evenhand.web.inspections.actions.scheduling import OBJECTIONS
    from evenhand.wording import say

    OBJECTIONS["test"] = lambda home, people, day: {one.username: [say("declared an interest")] for one in people}
    try:
        with pytest.raises(BadInput, match="declared an interest"):
            booked(cast, home, STARTS, enforcement=WHY)
    finally:
        del OBJECTIONS["test"]


def test_a_team_is_changed_by_the_same_rule(cast, home):
    *three, fourth = days(0, 30, 60, 90)
    for day in three:
        booked(cast, home, day)
    inspection = booked(cast, home, fourth, lead=cast.iris)
    with pytest.raises(BadInput, match="3 in a row"):
        actions.change_team(by=cast.ada, inspection=inspection, lead=cast.ida, reason="Iris is ill.")
    actions.change_team(by=cast.ada, inspection=inspection, lead=cast.ida, reason="Iris is ill.", enforcement=WHY)
    assert ContinuityException.objects.get().inspection == inspection


def test_the_form_leaves_the_choice_open_asks_why_and_shows_it_before_it_is_confirmed(cast, home, as_):
    *three, fourth = days(0, 30, 60, 90)
    for day in three:
        booked(cast, home, day)
    browser, address = as_(cast.ada), reverse("inspections:schedule")
    page = browser.get(f"{address}?urn={home.urn}&starts_on={fourth.isoformat()}")
    assert "Only if enforcement needs it" in text(page)
    data = {
        "urn": home.urn,
        "kind": "full",
        "starts_on": fourth.isoformat(),
        "ends_on": (fourth + timedelta(days=1)).isoformat(),
        "lead": "ida.inspector",
    }
    assert browser.post(address, data).status_code == 422
    asked = browser.post(address, {**data, "enforcement": WHY})
    assert asked.status_code == 200 and WHY in text(asked)
    assert browser.post(address, {**data, "enforcement": WHY, "confirmed": "yes"}).status_code == 302
    assert ContinuityException.objects.count() == 1
