"""The interface: who is told what, in slices, with links, quickly, and with nothing said twice that did not change."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.builders import STARTS, a_requirement, an_inspection, an_open_requirement
from tests.people import a_home
from tests.web import reports_story as story
from tests.web.planting import check_now
from tests.web.tampering import without_triggers

from evenhand.casework.stages import Stage
from evenhand.web.api import noticing, slowing
from evenhand.web.api.models import Change
from evenhand.web.audit.actions import append
from evenhand.web.register.models import Home, ListedInspection
from evenhand.web.reports.models import PublishedReport

API = "/api/v1/"
SECRET = {"name", "address", "contact", "organisation_id"}


@pytest.fixture(autouse=True)
def _not_counted():
    slowing.forget()


def listed(home, day: date, **grades) -> ListedInspection:
    return ListedInspection.objects.create(
        home=home, inspected_on=day, source="test.csv", **{"overall": 3, "overall_label": "Good", **grades}
    )


@pytest.fixture
def register(cast):
    """Four homes in two authorities, three listed inspections, and one report with a requirement."""
    a_home("SC000001", fictional=False, local_authority="Camden", region="London", sector="Voluntary")
    a_home("SC000002", fictional=False, local_authority="Devon", region="South West")
    first, second = (Home.objects.get(urn=urn) for urn in ("SC000001", "SC000002"))
    listed(first, date(2019, 5, 1), helped_protected=3)
    listed(first, date(2023, 5, 1), overall=2, overall_label="Requires improvement to be good")
    listed(second, date(2023, 6, 1))
    an_open_requirement(cast)
    return cast


def items(client, path: str) -> list[dict]:
    return client.get(f"{API}{path}").json()["items"]


# --- what is found ---------------------------------------------------------------------------------------------------

FOUND = [
    ("homes", 4),
    ("homes?authority=Camden", 1),
    ("homes?region=South West", 1),
    ("homes?sector=Voluntary", 1),
    ("homes?fictional=true", 2),
    ("homes?latest_grade=4", 0),
    ("inspections", 4),
    ("inspections?urn=sc000001", 2),
    ("inspections?grade=2", 1),
    ("inspections?kind=full", 4),
    ("inspections?kind=assurance", 0),
    ("inspections?first_day=2023-01-01&last_day=2023-12-31", 2),
    ("inspections?framework=sccif-2025", 1),
    ("judgements", 7),
    ("judgements?judgement=helped_protected", 2),
    ("judgements?urn=SC000001&grade=2", 1),
    ("reports", 1),
    ("reports?authority=Nowhereshire", 1),
    ("reports?authority=Camden", 0),
    ("requirements", 1),
    ("requirements?fictional=false", 0),
    ("authorities", 3),
    ("frameworks?limit=3", 3),
]


@pytest.mark.parametrize(("path", "n"), FOUND)
def test_filters_find_what_they_say(register, client, path: str, n: int) -> None:
    assert len(items(client, path)) == n


def test_an_inspection_that_is_listed_and_published_is_told_once_as_published(register, client) -> None:
    report = PublishedReport.objects.get()
    listed(register.home, STARTS.replace(month=6, day=10), overall=1, overall_label="Inadequate")
    (told,) = items(client, "inspections?urn=FICTION1")
    assert told["report"] == report.fingerprint and told["overall_label"] == "Good"
    assert {one["inspection_id"] for one in items(client, "judgements?urn=FICTION1")} == {told["inspection_id"]}


def test_slices_hold_every_record_once_and_lead_to_each_other(register, client) -> None:
    seen, path = [], f"{API}judgements?limit=2"
    while path:
        page = client.get(path).json()
        seen += [(one["inspection_id"], one["judgement"]) for one in page["items"]]
        path = page["next"]
    assert len(seen) == len(set(seen)) == 7 == page["count"] and page["previous"]
    assert seen == sorted(seen, key=lambda one: one[0])


def test_a_listed_inspection_names_the_version_of_its_day(register, client) -> None:
    told = {one["inspected_on"]: one["framework"] for one in items(client, "inspections?urn=SC000001")}
    assert told == {"2019-05-01": "sccif-2017", "2023-05-01": "sccif-2022"}


def test_a_home_is_not_looked_for_by_name_address_or_postcode(register, client) -> None:
    for asked in ("name=FICTION1 House", "address=1", "postcode=ZZ1 1ZZ", "q=x", "urn=FICTION1"):
        response = client.get(f"{API}homes?{asked}")
        assert response.status_code == 422 and response.json()["errors"][0]["parameter"] == asked.split("=")[0]


def test_a_framework_is_told_with_its_marks(register, client) -> None:
    told = client.get(f"{API}frameworks/sccif-2025").json()
    assert told["unverified"] == str(told["document"]).count("'verified': False") > 0


def test_a_report_is_told_as_it_was_sealed_or_not_at_all(register, client) -> None:
    report = PublishedReport.objects.get()
    path = f"{API}reports/{report.fingerprint}"
    assert client.get(path).json()["document"]["urn"] == "FICTION1"
    check_now()
    with without_triggers("reports_publishedreport"):
        PublishedReport.objects.update(content=bytes(report.content).replace(b"Private", b"Publick"))
    noticing.write([("changed", "report", report.fingerprint)])
    refused = client.get(path)
    assert refused.status_code == 409 and refused["Content-Type"] == "application/problem+json"


# --- who is told what ------------------------------------------------------------------------------------------------


def test_the_public_is_told_no_name_no_address_and_no_owner(register, client) -> None:
    for home in items(client, "homes"):
        assert not SECRET & home.keys()


def test_a_commissioner_is_told_more_of_the_homes_their_council_hosts_and_of_no_others(register, as_) -> None:
    told = {one["urn"]: one for one in items(as_(register.connie), "homes")}
    assert told["FICTION1"]["name"] == "FICTION1 House" and told["FICTION1"]["contact"]
    assert "organisation_id" not in told["FICTION1"] and not SECRET & told["SC000001"].keys()
    assert items(as_(register.connie), "requirements")[0]["open"] is True


def test_a_council_that_was_ended_tells_nothing_any_more(register, as_) -> None:
    from evenhand.web.register.actions import end_council

    end_council(by=register.ada, held=register.connie.councils.get())
    assert not any(SECRET & one.keys() for one in items(as_(register.connie), "homes"))


@pytest.mark.parametrize("who", ["petra", "paul", "nobody"])
def test_whoever_has_no_tier_is_told_what_the_public_is_told_of_homes_of_others(register, as_, client, who) -> None:
    told = {one["urn"]: one for one in items(as_(getattr(register, who)), "homes")}
    own = {"petra": "FICTION1", "paul": "FICTION2"}.get(who)
    public = {one["urn"]: one for one in items(client, "homes")}
    assert all(one == public[urn] for urn, one in told.items() if urn != own)
    assert own is None or told[own]["name"]


def test_somebody_who_has_yet_to_replace_their_password_is_nobody(register, as_) -> None:
    register.ida.must_choose_password = True
    register.ida.save()
    assert not any(SECRET & one.keys() for one in items(as_(register.ida), "homes"))


def test_an_answer_to_somebody_signed_in_is_kept_by_nobody_and_shown_to_no_other_site(register, as_, client) -> None:
    private, public = as_(register.ida).get(f"{API}homes"), client.get(f"{API}homes")
    assert private["Cache-Control"] == "private, no-store" and "ETag" not in private
    assert "Access-Control-Allow-Origin" not in private
    assert public["Access-Control-Allow-Origin"] == "*" and public["Cache-Control"] == "public, no-cache"
    assert "Cookie" in public["Vary"] and b"House" in private.content and b"House" not in public.content
    assert b"House" not in client.get(f"{API}homes").content


def test_a_requirement_is_public_only_as_far_as_the_report_shows_it(register, client) -> None:
    (told,) = items(client, "requirements")
    assert told["to_do"] == "Plans say how each risk is met" and "open" not in told
    assert "harm" not in str(told)


def test_a_requirement_that_was_found_met_is_open_no_more(register, as_) -> None:
    from evenhand.web.api.models import OpenRequirement
    from evenhand.web.inspections.models import FollowUp

    later = an_inspection(register, at=Stage.PUBLISHED)
    requirement = OpenRequirement.objects.get().requirement
    FollowUp.objects.create(
        requirement=requirement, inspection=later, version=1, state="met", words="Done.", by="ida", at=timezone.now()
    )
    assert [one["open"] for one in items(as_(register.connie), "requirements")] == [False]
    page = as_(register.connie).get("/register/FICTION1/").content.decode()
    assert "Requirements that are open" not in page


# --- saying nothing twice --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["homes", "homes.csv", "judgements", "reports", "frameworks/sccif-2025", "bulk/homes.csv"]
)
def test_what_did_not_change_is_answered_with_304_in_one_question(register, client, path) -> None:
    first = client.get(f"{API}{path}")
    with CaptureQueriesContext(connection) as caught:
        again = client.get(f"{API}{path}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, len(caught)) == (304, b"", 1)
    assert again["ETag"] == first["ETag"] and "Content-Type" not in again
    assert client.get(f"{API}{path}", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_a_change_is_told_at_once(register, client) -> None:
    first = client.get(f"{API}homes")
    a_home("SC000009")
    again = client.get(f"{API}homes", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and again.json()["count"] == 5


def test_json_and_csv_are_told_apart(register, client) -> None:
    json, csv = client.get(f"{API}homes"), client.get(f"{API}homes", headers={"Accept": "text/csv"})
    assert csv["Content-Type"].startswith("text/csv") and csv["ETag"] != json["ETag"]
    assert csv.content == client.get(f"{API}homes.csv").content
    assert csv["X-Total-Count"] == "4" and len(csv.content.splitlines()) == 5


# --- the feed --------------------------------------------------------------------------------------------------------


def test_the_feed_tells_what_was_added_published_and_superseded_in_order(cast, client) -> None:
    since = items(client, "changes")[-1]["number"]
    a_home("SC000001")
    report = story.a_published_report(cast)
    told = client.get(f"{API}changes?since={since}").json()
    lines = [(one["what"], one["record"], one["key"]) for one in told["items"]]
    assert lines[0] == ("added", "home", "SC000001") and lines[-1] == ("published", "report", report.fingerprint)
    assert [one["number"] for one in told["items"]] == list(range(since + 1, since + 1 + len(lines)))
    assert client.get(f"{API}changes?since={told['since']}").json() == {
        "items": [], "since": told["since"], "more": False,
    }  # fmt: skip


def test_the_feed_can_be_read_in_pieces(cast, client) -> None:
    whole, since, pieces = items(client, "changes"), 0, []
    while True:
        told = client.get(f"{API}changes?since={since}&limit=3").json()
        pieces, since = pieces + told["items"], told["since"]
        if not told["more"]:
            break
    assert pieces == whole and len(whole) > 8


def test_the_feed_gives_no_planned_inspection_and_no_casework_away(cast, client) -> None:
    before = Change.objects.count()
    inspection = an_inspection(cast)
    a_requirement(cast, inspection)
    append(actor="x", action="person.signed_in", subject=("person", "x"), details={})
    assert Change.objects.count() == before


def test_the_feed_is_written_once_for_what_was_there_before(register) -> None:
    before = Change.objects.count()
    noticing.catch_up()
    assert Change.objects.count() == before


# --- the door --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_interface_only_answers_questions(cast, client, method) -> None:
    refused = getattr(client, method)(f"{API}homes")
    assert refused.status_code == 405 and refused["Allow"] == "GET, HEAD, OPTIONS"
    assert refused.json()["status"] == 405


def test_any_page_may_ask_and_be_told_what_is_public(cast, client) -> None:
    asked = client.options(f"{API}homes", headers={"Origin": "https://example.org"})
    assert asked.status_code == 204 and "If-None-Match" in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in client.get(f"{API}homes")


def test_the_head_of_an_answer_is_the_answer_without_its_body(register, client) -> None:
    for path in ("homes", "bulk/homes.csv"):
        whole, head = client.get(f"{API}{path}"), client.head(f"{API}{path}")
        assert head.status_code == 200 and head.content == b"" and head["ETag"] == whole["ETag"]


def test_an_address_that_asks_too_often_is_told_when_to_go_on(cast, client, settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    answers = [client.get(f"{API}homes").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    refused = client.get(f"{API}homes")
    assert 1 <= int(refused["Retry-After"]) <= 60 and refused["Content-Type"] == "application/problem+json"
    assert client.get(f"{API}homes", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_minute_of_an_address_ends(rf, settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 1
    request = rf.get("/")
    assert [slowing.too_many(request, now) for now in (0.0, 1.0, 59.0, 61.0)] == [0, 59, 1, 0]


def test_an_address_that_leads_nowhere_is_told_so_to_programs(cast, client) -> None:
    for path in ("nothing", "homes/SC999999", "reports/" + "a" * 64, "frameworks/none", "bulk/none.csv", "homes/../x"):
        refused = client.get(f"{API}{path}")
        assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json"), path


def test_a_fault_of_ours_is_told_without_its_details(cast, client, monkeypatch) -> None:
    def broken(*_):
        raise RuntimeError("Foxglove House")

    monkeypatch.setattr("evenhand.web.api.answering.latest_change", broken)
    client.raise_request_exception = False
    refused = client.get(f"{API}homes")
    assert refused.status_code == 500 and refused.json()["title"] and b"Foxglove" not in refused.content


# --- quickly ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [one for one, _ in FOUND])
def test_no_answer_takes_more_than_a_few_questions(register, client, path) -> None:
    with CaptureQueriesContext(connection) as caught:
        client.get(f"{API}{path}")
    assert len(caught) <= 12


def test_four_thousand_homes_are_told_in_one_answer(cast, client) -> None:
    Home.objects.bulk_create(
        Home(urn=f"SC1{n:05}", provision_type="Children's home", sector="Private", region="London", local_authority="A")
        for n in range(4000)
    )
    noticing.write([("imported", "register", "test")])
    began = time.perf_counter()
    told = client.get(f"{API}homes?limit=5000")
    first = time.perf_counter() - began
    began = time.perf_counter()
    assert client.get(f"{API}homes?limit=5000").content == told.content
    print(
        f"4,002 homes: {first * 1000:.0f} ms, again {(time.perf_counter() - began) * 1000:.1f} ms, {len(told.content)}"
    )
    assert told.json()["count"] == 4002 and first < 2
