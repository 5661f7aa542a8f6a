"""Who may be sent: declared interests and the limit of full inspections in a row refuse a booking, with the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.builders import an_inspection
from tests.people import a_home
from tests.web.planning_story import SEEN, an_interest, listed

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.inspections.actions import schedule
from evenhand.web.inspections.actions.scheduling import OBJECTIONS
from evenhand.web.planning.actions import declare_interest, end_interest, give_base

DAY = date(2026, 9, 8)


def book(cast, lead, day=DAY, home=None, kind="full", team=()):
    home = home or cast.home
    return schedule(by=cast.ada, home=home, kind=kind, starts_on=day, ends_on=day, lead=lead, team=list(team))


def test_the_booking_hears_of_interests():
    assert list(OBJECTIONS) == ["interests"]


@pytest.mark.parametrize(
    ("about", "value", "says"),
    [
        ("home", "fiction1", "in this home"),
        ("provider", "ORG1", "in this home's provider"),
        ("authority", "Nowhereshire", "in this home's authority"),
    ],
)
def test_a_declared_interest_refuses_the_booking_with_its_kind_and_nothing_more(cast, about, value, says):
    cast.home.organisation_id = "ORG1"
    cast.home.save()
    an_interest(cast.iris, about, value)
    with pytest.raises(BadInput) as refused:
        book(cast, cast.iris)
    text = str(refused.value)
    assert f"declared an interest {says}" in text and "Iris Inspector" in text and "Family" not in text
    assert refused.value.findings[0].where.field == "lead"
    with pytest.raises(BadInput) as refused:
        book(cast, cast.ida, team=[cast.iris])
    assert refused.value.findings[0].where.field == "team"
    assert book(cast, cast.ida)


def test_an_interest_counts_from_its_day_until_its_end(cast):
    interest = an_interest(cast.iris, since=DAY)
    assert book(cast, cast.iris, day=DAY - timedelta(days=1))
    with pytest.raises(BadInput):
        book(cast, cast.iris, day=DAY)
    end = end_interest(by=cast.iris, interest=interest)
    with pytest.raises(BadInput):
        book(cast, cast.iris, day=end.until)
    assert book(cast, cast.iris, day=end.until + timedelta(days=1))
    with pytest.raises(NotNow):
        end_interest(by=cast.iris, interest=interest)


def test_only_its_declarer_ends_an_interest_or_reads_what_it_is(cast, as_):
    interest = an_interest(cast.iris)
    with pytest.raises(NotNow):
        end_interest(by=cast.ida, interest=interest)
    assert as_(cast.ida).get(f"/planning/mine/interests/{interest.pk}/end/").status_code == 404
    assert "Family works there." in as_(cast.iris).get("/planning/mine/").content.decode()
    assert "Family works there." not in as_(cast.ida).get("/planning/mine/").content.decode()
    assert Event.objects.get(action="interest.declared").details == '{"about":"home"}'


def test_whoever_is_no_inspector_declares_nothing(cast):
    with pytest.raises(Refusal, match="Only an inspector"):
        declare_interest(by=cast.ada, about="home", value="FICTION1", why="x", since=SEEN)


@pytest.mark.parametrize(
    ("about", "value", "says"),
    [("home", "SC999", "nothing under this"), ("authority", "", "nothing under this"), ("friend", "x", "Choose what")],
)
def test_an_interest_must_be_in_something_that_the_register_has(cast, about, value, says):
    with pytest.raises(BadInput, match=says):
        an_interest(cast.iris, about, value)


def test_one_interest_is_declared_once(cast):
    an_interest(cast.iris)
    with pytest.raises(BadInput, match="already"):
        an_interest(cast.iris)


def test_the_pages_of_an_inspector_declare_and_end(cast, as_):
    browser = as_(cast.iris)
    assert browser.post("/planning/mine/interests/new/", {}).status_code == 422
    form = {"about": "authority", "authority": "Nowhereshire", "why": "Worked there.", "since": SEEN}
    assert browser.post("/planning/mine/interests/new/", form).status_code == 302
    number = cast.iris.interests.get().pk
    assert (
        "From tomorrow on you may be sent there"
        in browser.get(f"/planning/mine/interests/{number}/end/").content.decode()
    )
    assert browser.post(f"/planning/mine/interests/{number}/end/").status_code == 302
    assert cast.iris.interests.get().end.until >= SEEN


def test_the_fourth_full_inspection_in_a_row_is_refused(cast):
    for number in range(3):
        an_inspection(cast, at=Stage.SCHEDULED, starts_on=DAY + timedelta(days=30 * number))
    fourth = DAY + timedelta(days=120)
    with pytest.raises(BadInput) as refused:
        book(cast, cast.ida, day=fourth)
    text = str(refused.value)
    assert "made the last 3 full inspections; the limit is 3 in a row" in text
    assert "same_inspector_limit of sccif-2025" in text
    assert book(cast, cast.iris, day=fourth)
    # Somebody else in between ends the row.
    assert book(cast, cast.ida, day=fourth + timedelta(days=30))


def test_being_on_the_team_counts_as_well_as_leading(cast):
    for number in range(3):
        an_inspection(cast, at=Stage.SCHEDULED, starts_on=DAY + timedelta(days=30 * number))
    with pytest.raises(BadInput, match="Ivan Inspector"):
        book(cast, cast.iris, day=DAY + timedelta(days=120), team=[cast.ivan])


def test_what_was_cancelled_or_made_by_others_unknown_ends_or_leaves_a_row(cast):
    for number in range(2):
        an_inspection(cast, at=Stage.SCHEDULED, starts_on=DAY + timedelta(days=30 * number))
    an_inspection(cast, at=Stage.CANCELLED, starts_on=DAY + timedelta(days=60))
    assert book(cast, cast.ida, day=DAY + timedelta(days=90))
    listed(cast.home, (DAY + timedelta(days=100), 3))
    assert book(cast, cast.ida, day=DAY + timedelta(days=120))


def test_an_earlier_version_without_the_rule_refuses_nothing(cast):
    early = date(2013, 9, 3)
    for number in range(3):
        book(cast, cast.ida, day=early + timedelta(days=20 * number))
    assert book(cast, cast.ida, day=early + timedelta(days=80))


def test_whoever_schedules_sees_closed_choices_with_the_reason(cast, as_):
    an_interest(cast.iris)
    page = as_(cast.ada).get("/inspections/new/?urn=FICTION1").content.decode()
    assert "Iris Inspector – Cannot be sent: declared an interest in this home" in page
    assert "Family" not in page
    other = a_home("FICTION3")
    assert "Cannot be sent" not in as_(cast.ada).get(f"/inspections/new/?urn={other.urn}").content.decode()


def test_nobody_changes_what_was_declared(cast):
    interest = an_interest(cast.iris)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        interest.delete()


def test_a_base_is_an_authority_and_nothing_closer(cast):
    with pytest.raises(BadInput, match="from the list"):
        give_base(by=cast.ida, authority="1 Nowhere Lane")
    assert give_base(by=cast.ida, authority="Norfolk").authority == "Norfolk"
    assert give_base(by=cast.ida, authority="").authority == ""
