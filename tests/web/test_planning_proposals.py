"""A proposed schedule: it keeps what the core keeps, books nothing, and no provider learns a day of it."""

from __future__ import annotations

import re
import stat
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from tests.builders import an_inspection
from tests.people import a_home
from tests.web.planning_story import SEEN, a_proposal, an_interest, listed

from evenhand.casework.actors import Role
from evenhand.casework.policies import Refusal
from evenhand.casework.stages import Stage
from evenhand.web.accounts.actions import System, give_role
from evenhand.web.audit.models import Event
from evenhand.web.inspections.models import Inspection
from evenhand.web.planning import plan, proposing
from evenhand.web.planning.actions import give_base
from evenhand.web.planning.places import middle_of
from evenhand.web.planning.secret import secret
from evenhand.web.register.models import Home


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """A test's database goes back in time, which no real one does."""
    plan.forget()
    yield
    plan.forget()


@pytest.fixture
def homes(cast, monkeypatch):
    """Eight homes due by 31 March 2027, two of them the cast's; four inspectors; a solver that is not waited for."""
    monkeypatch.setattr(proposing, "SECONDS_TO_MEASURE", 0.0)
    Home.objects.update(registered_on=date(2020, 1, 6))
    found = [cast.home, cast.other_home]
    found += [a_home(f"FICTION{n}", local_authority="Norfolk", registered_on=date(2020, 1, 6)) for n in range(3, 9)]
    for home in found:
        listed(home, (date(2025, 9, 3), 3))
    return found


def visits_of(proposal):
    return list(proposal.visits.select_related("home"))


def test_every_visit_lies_in_its_window_on_days_of_one_inspector(cast, homes):
    visits = visits_of(a_proposal(cast, weeks=26))
    placed = [one for one in visits if one.inspector]
    assert len(visits) == 8 and len(placed) >= 3
    taken = [(one.inspector, day) for one in placed for day in one.days]
    assert len(taken) == len(set(taken))
    for one in placed:
        assert one.earliest.isoformat() <= one.days[0] <= one.days[-1] <= one.latest.isoformat()
        assert one.inspector in {"ida.inspector", "ivan.inspector", "iris.inspector", "quinn.both"}
    assert all(one.words["template"] for one in visits if not one.inspector)


def test_a_proposal_books_nothing_and_what_is_booked_is_left_out(cast, homes):
    an_inspection(cast, at=Stage.SCHEDULED, starts_on=date(2026, 6, 16))
    proposal = a_proposal(cast)
    assert Inspection.objects.count() == 1
    assert proposal.outcome["booked"] == 1 and "FICTION1" not in {one.home.urn for one in visits_of(proposal)}
    busy = {
        day for one in visits_of(proposal) if one.inspector in ("ida.inspector", "ivan.inspector") for day in one.days
    }
    assert not busy & {"2026-06-16", "2026-06-17"}


def test_whoever_has_an_interest_is_not_proposed(cast, homes):
    for person in (cast.ida, cast.ivan, cast.quinn):
        an_interest(person, "authority", "Norfolk")
    visits = visits_of(a_proposal(cast, weeks=26))
    assert {one.inspector for one in visits if one.home.local_authority == "Norfolk"} <= {"iris.inspector", ""}


def test_travel_is_known_only_between_known_authorities(cast, homes):
    give_base(by=cast.ida, authority="Suffolk")
    proposal = a_proposal(cast, weeks=26)
    assert proposal.outcome["without_base"] == 3 and proposal.outcome["without_place"] == 2
    km = round(2 * middle_of("Suffolk").km_to(middle_of("Norfolk")), 1)
    for one in visits_of(proposal):
        is_known = one.inspector == "ida.inspector" and one.home.local_authority == "Norfolk"
        assert one.travel_km == (km if is_known else None)


def test_only_so_many_visits_are_weighed_and_the_rest_is_counted(cast, homes, monkeypatch):
    monkeypatch.setattr(proposing, "MOST_VISITS", 5)
    proposal = a_proposal(cast)
    assert (proposal.outcome["found"], proposal.outcome["left_out"]) == (8, 3) and len(visits_of(proposal)) == 5


def test_an_area_without_anything_due_gives_an_empty_proposal(cast, homes, as_):
    proposal = a_proposal(cast, region="London")
    assert visits_of(proposal) == []
    page = as_(cast.ida).get(f"/planning/proposals/{proposal.pk}/").content.decode()
    assert "No visit could be placed" in page and "Not measured" in page


def test_the_secret_is_in_a_file_for_its_owner_alone_and_nowhere_else(cast, homes):
    proposal = a_proposal(cast)
    file = settings.ENVIRONMENT.var / "planning-secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and secret() == bytes.fromhex(file.read_text().strip())
    kept = str(proposal.asked) + str(proposal.outcome) + "".join(Event.objects.values_list("details", flat=True))
    assert file.read_text().strip() not in kept and "secret" not in kept


def test_the_audit_log_learns_no_day_of_a_proposal(cast, homes):
    a_proposal(cast)
    event = Event.objects.get(action="schedule.proposed")
    assert not re.search(r"\d{4}-\d\d", event.details) and "FICTION" not in event.details


def test_the_page_leads_to_the_form_that_schedules_filled_in(cast, homes, as_):
    proposal = a_proposal(cast, weeks=26)
    one = next(one for one in visits_of(proposal) if one.inspector)
    browser = as_(cast.ada)
    page = browser.get(f"/planning/proposals/{proposal.pk}/").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/inspections/new/\?[^"]*)"', page)]
    link = next(link for link in links if f"urn={one.home.urn}" in link)
    form = browser.get(link).content.decode()
    assert one.days[0] in form and one.home.urn in form
    assert re.search(rf'<option value="{one.inspector}" selected', form)
    assert "Nothing here is booked" in page and "Could a home guess its week?" in page
    an_inspection(cast, at=Stage.SCHEDULED, home=one.home, starts_on=date(2026, 6, 16))
    assert "Scheduled since" in browser.get(f"/planning/proposals/{proposal.pk}/").content.decode()


def test_what_a_home_could_guess_is_measured_with_its_assumptions(cast, homes, as_, monkeypatch):
    monkeypatch.setattr(proposing, "SECONDS_TO_MEASURE", 4.0)
    monkeypatch.setattr(proposing, "MOST_RUNS", 4)
    proposal = a_proposal(cast, weeks=4)
    measured = proposal.outcome["measured"]
    assert measured["runs"] == 4 and measured["homes"] > 0 and 0 <= measured["hit_rate"] <= 1
    page = as_(cast.quentin).get(f"/planning/proposals/{proposal.pk}/").content.decode()
    assert "a rough figure from few runs" in page and "Nothing leaks" in page


def test_the_form_asks_for_an_area_and_a_week_to_come(cast, homes, as_):
    browser = as_(cast.ida)
    form = {"seen_from": SEEN, "first_day": SEEN, "weeks": "0", "days_a_week": "9", "which": "all"}
    page = browser.post("/planning/proposals/new/", form)
    text = page.content.decode()
    assert page.status_code == 422 and "Choose a region or a local authority" in text
    assert "Enter a number of weeks from 1 to 26" in text and "begins after that day" in text
    form |= {"region": cast.home.region, "first_day": SEEN + timedelta(days=10), "weeks": "2", "days_a_week": "3"}
    assert browser.post("/planning/proposals/new/", form)["Location"].startswith("/planning/proposals/")


def test_quality_assurers_read_proposals_and_do_not_ask_for_them(cast, homes, as_):
    proposal = a_proposal(cast)
    assert as_(cast.quentin).get(f"/planning/proposals/{proposal.pk}/").status_code == 200
    with pytest.raises(Refusal, match="PL003"):
        a_proposal(cast, by=cast.quentin)


def test_nobody_changes_a_proposal(cast, homes):
    proposal = a_proposal(cast)
    for rows in (type(proposal).objects.all(), proposal.visits.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(id=99)


def test_no_page_that_a_provider_can_open_shows_a_day_that_is_planned(cast, homes, as_):
    """Every address with a provider's eyes: no proposed day, no booked day, in no form in which days are written."""
    from django.utils import timezone
    from tests.web.test_every_route import ROUTES

    booked = an_inspection(cast, at=Stage.SCHEDULED, starts_on=date(2026, 6, 16))
    proposal = a_proposal(cast, weeks=26)
    days = {date.fromisoformat(day) for one in visits_of(proposal) for day in one.days} | {booked.starts_on}
    days.discard(timezone.localdate())  # forms offer today's own day to everybody, whatever is planned on it
    written = {form for day in days for form in (f"{day:%Y-%m-%d}", f"{day.day} {day:%B %Y}")}
    known = {"urn": "FICTION1", "number": proposal.pk, "id": booked.pk, "username": "petra.provider"}
    from django.urls import NoReverseMatch, reverse

    browser, opened = as_(cast.petra), 0
    for name, route in ROUTES.items():
        wanted = route.pattern.regex.groupindex
        try:
            address = reverse(name, kwargs={part: known[part] for part in wanted})
        except (KeyError, NoReverseMatch):
            continue
        answer = browser.get(address)
        opened += answer.status_code == 200
        body = answer.content.decode(errors="replace") if not answer.streaming else ""
        # The 4th of a month is not to be found in the 24th.
        assert not [day for day in written if re.search(rf"(?<!\d){day}", body)], name
        assert not name.startswith("planning:") or answer.status_code in (403, 404), name
    assert opened > 5


def test_an_inspector_who_answers_for_a_home_sees_no_visit_of_it(cast, homes, as_):
    proposal = a_proposal(cast, weeks=26)
    give_role(by=System(), person=cast.petra, role=Role.INSPECTOR)
    petra = type(cast.petra).objects.get(pk=cast.petra.pk)
    assert "FICTION1" in {one.home.urn for one in visits_of(proposal)}
    page = as_(petra).get(f"/planning/proposals/{proposal.pk}/").content.decode()
    assert "FICTION1" not in page and "FICTION2" in page
    assert "FICTION1" not in {one.home.urn for one in visits_of(a_proposal(cast, by=petra))}
