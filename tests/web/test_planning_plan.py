"""The planning page: its figures are the core's, it says why, and whoever answers for a home sees nothing of it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import an_inspection
from tests.people import a_home
from tests.web.planning_story import SEEN, an_event, listed

from evenhand.casework.actors import Role
from evenhand.casework.due import HappeningKind, Standing
from evenhand.casework.due.register import count_due, read_register
from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.findings import BadInput
from evenhand.framework.reading import in_force_on
from evenhand.shelf import shipped
from evenhand.web.accounts.actions import System, give_role
from evenhand.web.audit.models import Event
from evenhand.web.planning import plan, queries
from evenhand.web.planning.actions import withdraw_event
from evenhand.web.planning.figures import by_month, by_region, picture
from evenhand.web.planning.queries import Wanted, home_plan, plan_for
from evenhand.web.register.actions import import_history, import_register
from evenhand.web.register.csvfile import RegisterFile
from evenhand.web.register.models import Home

REGISTER, SEEN_BEFORE = "providers_at_2024-03-31.csv", "childrens_homes_full_inspections_seen.csv"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """A test's database goes back in time, which no real one does."""
    plan.forget()
    yield
    plan.forget()


@pytest.fixture
def sample(cast, tmp_path) -> tuple[Path, Path]:
    """Every thirtieth home of the public register with what is listed of it, imported and as files."""
    files = []
    urns: set[str] = set()
    for name in (REGISTER, SEEN_BEFORE):
        with (shipped("data") / "provider_rows" / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        kept = rows[::30] if not urns else [row for row in rows if row["urn"] in urns]
        urns = urns or {row["urn"] for row in kept}
        file = tmp_path / name
        with file.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0].keys())
            writer.writeheader()
            writer.writerows(kept)
        files.append(file)
    import_register(by=System(), file=RegisterFile.at(files[0]))
    import_history(by=System(), file=RegisterFile.at(files[1]))
    return files[0], files[1]


def counted(lines) -> Counter:
    return Counter((line.home.region, f"{line.expected.latest:%Y-%m}", line.expected.standing) for line in lines)


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2024, 6, 1), date(2026, 11, 23)])
def test_the_figures_are_those_of_the_core_for_the_same_files(cast, sample, day):
    core = count_due(read_register(*sample), cache(in_force_on), day)
    shown = plan_for(cast.ida.as_actor(), Wanted(on=day))
    here = [line for line in shown.lines if not line.home.fictional]
    assert core.homes == shown.homes - 2 and sum(core.counts.values()) > 100
    assert dict(counted(here)) == dict(core.counts)


def test_filters_take_away_and_add_nothing(cast, sample):
    who, day = cast.ida.as_actor(), date(2024, 6, 1)
    everything = plan_for(who, Wanted(on=day))
    for field, values in (
        ("region", everything.regions),
        ("authority", everything.authorities),
        ("standing", [one.value for one in Standing]),
        ("kind", everything.kinds),
        ("month", everything.months),
    ):
        parts = [plan_for(who, Wanted(on=day, **{field: value})).lines for value in values]
        assert Counter(id(line) for part in parts for line in part) == Counter(map(id, everything.lines)), field


def test_the_tables_and_the_chart_count_every_line_once(cast, sample):
    lines = plan_for(cast.ida.as_actor(), Wanted(on=date(2024, 6, 1))).lines
    regions, months = by_region(lines), by_month(lines)
    assert sum(row.total for row in regions) == sum(row.total for row in months) == len(lines)
    for rows in (regions, months):
        drawn = picture(rows)
        assert [bar.total for bar in drawn.bars] == [row.total for row in rows]
        assert max(bar.end for bar in drawn.bars) <= 365  # room for the number beside it
        assert rows[-1].label in drawn.says
    assert picture(()) is None


def test_the_list_says_why_by_which_rule_and_whether_it_was_verified(cast, as_, sample):
    page = as_(cast.ida).get("/planning/?on=2024-06-01").content.decode()
    assert "At least 1 in each year" in page and "/frameworks/sccif-2022/#part-annual_full" in page
    assert '<span class="app-unverified">unverified' in page
    assert "The register does not list interim, assurance and monitoring visits" in page
    assert 'aria-labelledby="months-title months-words"' in page and "The months as a table" in page
    assert 'aria-labelledby="regions-title regions-words"' in page


def test_an_old_register_is_said_to_be_old(cast, as_, sample):
    browser = as_(cast.quentin)
    assert "far more homes look overdue than are" in browser.get("/planning/?on=2026-06-01").content.decode()
    assert "far more homes look overdue than are" not in browser.get("/planning/?on=2024-03-31").content.decode()


@pytest.mark.parametrize("query", ["on=x", "on=1066-01-01", "page=-4", "region=Nowhere", "standing=x", "month=2026-99"])
def test_nonsense_in_the_address_is_left_out(cast, as_, query):
    assert as_(cast.ida).get(f"/planning/?{query}").status_code == 200


def test_a_plan_that_is_known_is_not_read_again(cast, sample):
    who, wanted = cast.ida.as_actor(), Wanted(on=SEEN)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as caught:
            plan_for(who, wanted)
        counts.append(len(caught))
    an_event(cast)
    with CaptureQueriesContext(connection) as caught:
        plan_for(who, wanted)
    assert counts[1] == 8 and counts[0] <= 23 and len(caught) <= 15


def test_queries_do_not_grow_with_the_homes(cast, as_):
    browser, counts = as_(cast.ida), []
    for number in (1, 60):
        rows = [Home(urn=f"SC{number}{n:04}", provision_type="Children's home", region="R") for n in range(number)]
        Home.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get("/planning/").status_code == 200
        counts.append(len(caught))
    assert counts[1] <= counts[0] <= 19


def test_an_inspection_here_counts_from_its_first_day_and_its_grade_from_approval(cast):
    listed(cast.home, (date(2025, 5, 6), 3))
    cast.home.registered_on = date(2020, 1, 6)
    cast.home.save()
    who, day = cast.ida.as_actor(), date(2026, 9, 10)
    before = home_plan(who, "FICTION1", day)
    assert [one.expected.latest for one in before.lines] == [date(2027, 3, 31)]
    an_inspection(cast, at=Stage.SCHEDULED)
    assert home_plan(who, "FICTION1", day).lines[0].booked.starts_on == date(2026, 9, 8)
    begun = an_inspection(cast, at=Stage.UNDER_WAY, starts_on=date(2026, 9, 1))
    here = home_plan(who, "FICTION1", day)
    assert [(one.date, one.overall) for one in here.history.inspections][-1] == (begun.starts_on, None)
    assert "is not known" in str(here.outlook.unanswered[0].reason)
    approved = an_inspection(cast, at=Stage.APPROVED, starts_on=date(2026, 9, 3))
    made = home_plan(who, "FICTION1", day).history.inspections[-1]
    assert (made.date, made.overall) == (approved.starts_on, 3)


def test_what_was_cancelled_is_neither_made_nor_booked(cast):
    an_inspection(cast, at=Stage.CANCELLED)
    here = home_plan(cast.ida.as_actor(), "FICTION1", date(2026, 9, 10))
    assert here.booked == () and here.history.inspections == ()


def test_a_closed_home_is_left_out_and_said_to_be(cast, as_):
    a_home("FICTION9", status="Resigned", fictional=False)
    shown = plan_for(cast.ida.as_actor(), Wanted(on=SEEN))
    assert shown.plan.closed == 1 and "FICTION9" not in {home.urn for home in shown.plan.homes}
    assert "nothing is due" in as_(cast.ida).get("/planning/FICTION9/").content.decode()
    assert "1 home is left out" in as_(cast.ida).get("/planning/").content.decode()


def test_a_suspended_registration_cannot_be_computed(cast):
    home = listed(a_home("FICTION9", status="Suspended", registered_on=date(2020, 1, 6)), (date(2025, 5, 6), 3))
    reasons = [str(one.reason) for one in home_plan(cast.ida.as_actor(), home.urn, SEEN).outlook.unanswered]
    assert any("registration is suspended" in reason for reason in reasons)


EVENTS = [
    (HappeningKind.CONCERNS, "concerns", date(2027, 3, 31), Standing.DUE),
    (HappeningKind.NO_CHILDREN_CONDITION, "no_children", date(2028, 3, 31), Standing.EXEMPT),
]


@pytest.mark.parametrize(("kind", "change", "latest", "standing"), EVENTS)
def test_an_event_changes_the_outlook_and_the_page_says_so(cast, as_, kind, change, latest, standing):
    listed(cast.home, (date(2026, 4, 14), 3))
    Home.objects.filter(pk=cast.home.pk).update(registered_on=date(2020, 1, 6))
    who = cast.ida.as_actor()
    before = [line.expected for line in home_plan(who, "FICTION1", SEEN).lines]
    an_event(cast, kind)
    after = [line.expected for line in home_plan(who, "FICTION1", SEEN).lines]
    changed = [one for one in after if one not in before]
    assert [(one.latest, one.standing, one.altered[0].kind) for one in changed] == [(latest, standing, change)]
    page = as_(cast.ida).get(f"/planning/FICTION1/?on={SEEN}").content.decode()
    assert "Notice of the provider." in page and "Ida Inspector" in page
    in_list = [line.expected for line in plan_for(who, Wanted(on=SEEN)).lines if line.home.urn == "FICTION1"]
    assert in_list == after


def test_a_manager_who_left_before_the_first_inspection_brings_it_forward(cast):
    Home.objects.filter(pk=cast.home.pk).update(registered_on=date(2026, 5, 1))
    an_event(cast, HappeningKind.MANAGER_LEFT)
    first = home_plan(cast.ida.as_actor(), "FICTION1", SEEN).lines[0].expected
    assert (first.earliest, first.latest) == (SEEN, date(2026, 6, 29))


def test_a_withdrawn_event_counts_no_longer_and_stays_readable(cast, as_):
    listed(cast.home, (date(2026, 4, 14), 3))
    who, wanted = cast.ida.as_actor(), Wanted(on=SEEN)
    before = plan_for(who, wanted).lines
    event = an_event(cast)
    assert plan_for(who, wanted).lines != before
    withdraw_event(by=cast.ada, event=event, reason="It was another home.")
    assert plan_for(who, wanted).lines == before
    page = as_(cast.ida).get("/planning/FICTION1/").content.decode()
    assert "It was another home." in page and "<s>Concerns" in page
    with pytest.raises(NotNow):
        withdraw_event(by=cast.ada, event=event, reason="Again.")


IMPOSSIBLE = [
    (HappeningKind.CONCERNS, date(2099, 1, 1), "not in the future"),
    (HappeningKind.CLOSED, SEEN, "Choose one of the events"),
    (HappeningKind.MANAGER_LEFT, SEEN, "had been inspected by then"),
    (HappeningKind.CONDITION_LIFTED, SEEN, "no such condition stands"),
    (HappeningKind.REOPENING_NOTICE, SEEN, "no such condition stands"),
]


@pytest.mark.parametrize(("kind", "on", "says"), IMPOSSIBLE)
def test_an_event_that_cannot_be_so_is_refused_with_what_to_do(cast, kind, on, says):
    listed(cast.home, (date(2026, 4, 14), 3))
    with pytest.raises(BadInput, match=says):
        an_event(cast, kind, on)


def test_the_condition_of_an_empty_home_runs_in_order(cast):
    an_event(cast, HappeningKind.NO_CHILDREN_CONDITION, date(2026, 3, 2))
    with pytest.raises(BadInput, match="stands already"):
        an_event(cast, HappeningKind.NO_CHILDREN_CONDITION, SEEN)
    with pytest.raises(BadInput, match="later condition"):
        an_event(cast, HappeningKind.NO_CHILDREN_CONDITION, date(2026, 2, 2))
    an_event(cast, HappeningKind.REOPENING_NOTICE, date(2026, 4, 1))
    an_event(cast, HappeningKind.CONDITION_LIFTED, SEEN)
    happened = home_plan(cast.ida.as_actor(), "FICTION1", SEEN).history
    assert not happened.is_empty and len(happened.happenings) == 3


def test_the_form_for_an_event_says_what_is_missing_and_records(cast, as_):
    browser = as_(cast.ada)
    empty = browser.post("/planning/fiction1/events/new/", {})
    assert empty.status_code == 422 and "Select what happened" in empty.content.decode()
    form = {"kind": "concerns", "happened_on": SEEN, "note": "A call."}
    assert browser.post("/planning/FICTION1/events/new/", form)["Location"] == "/planning/FICTION1/"
    told = Event.objects.get(action="home_event.recorded")
    assert "A call." not in told.details and told.subject_id == "FICTION1"


def test_nobody_changes_or_deletes_an_event(cast):
    event = an_event(cast)
    for change in (lambda: type(event).objects.update(note="x"), lambda: event.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_providers_and_authors_get_nothing_from_the_queries(cast):
    listed(cast.home, (date(2025, 5, 6), 3))
    for person in (cast.petra, cast.fay, cast.nobody):
        shown = plan_for(person.as_actor(), Wanted(on=SEEN))
        assert (shown.lines, shown.homes, shown.regions) == ((), 0, ())
        assert list(queries.proposals(person.as_actor(), 1)) == []


def test_an_inspector_who_answers_for_a_home_sees_nothing_planned_there(cast, as_):
    listed(cast.home, (date(2025, 5, 6), 3))
    listed(cast.other_home, (date(2025, 5, 6), 3))
    give_role(by=System(), person=cast.petra, role=Role.INSPECTOR)
    petra = type(cast.petra).objects.get(pk=cast.petra.pk)
    page = as_(petra).get("/planning/").content.decode()
    assert "FICTION2" in page and "FICTION1" not in page
    assert as_(petra).get("/planning/FICTION1/").status_code == 404
    assert as_(petra).get("/planning/FICTION1/events/new/").status_code == 404
    with pytest.raises(Refusal, match="You answer for this home"):
        from evenhand.web.planning.actions import record_event

        record_event(by=petra, home=cast.home, kind=HappeningKind.CONCERNS, happened_on=SEEN, note="x")
