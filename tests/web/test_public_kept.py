"""Pages kept for the public: the same bytes at little cost, and never the state before a change."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from tests.web import reports_story as story
from tests.web.tampering import without_triggers

from evenhand.web.api import keeping
from evenhand.web.api.memory import Kept
from evenhand.web.register.models import Home, ListedInspection

# The newest line of the feed, and what stands beside it.
FEW = 2


@pytest.fixture(autouse=True)
def _nothing_kept():
    keeping.PAGES.forget()


def _headers(response) -> dict[str, set[str]]:
    return {name: set(value.split(", ")) for name, value in response.items() if name != "X-Request-ID"}


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", ["/find/", "/homes/FICTION1/", "/find/?sort=places&page=1"])
def test_a_page_asked_for_again_is_the_same_and_asks_little(cast, client, address, django_assert_max_num_queries):
    first = client.get(address)
    with django_assert_max_num_queries(FEW):
        again = client.get(address)
    assert again.content == first.content
    assert _headers(again) == _headers(first)


def test_a_home_that_changes_is_shown_as_it_is_now_by_search_and_by_its_page(cast, client):
    for address in ("/find/", "/homes/FICTION1/"):
        page(client, address)
    cast.home.local_authority = "Newly Named Borough"
    cast.home.save()
    assert "Newly Named Borough" in page(client, "/find/")
    assert "Newly Named Borough" in page(client, "/homes/FICTION1/")
    Home.objects.create(urn="FICTION77", fictional=True, local_authority="Another Borough")
    assert "FICTION77" in page(client, "/find/") and "Another Borough" in page(client, "/find/")


def test_a_newly_listed_inspection_is_on_the_page_of_its_home(cast, client):
    page(client, "/homes/FICTION1/")
    day = {"inspected_on": date(2024, 5, 17), "published_on": date(2024, 6, 17)}
    ListedInspection.objects.create(home=cast.home, overall=3, overall_label="Good", source="made up", **day)
    assert "17 May 2024" in page(client, "/homes/FICTION1/")


def test_a_published_report_is_on_the_page_of_its_home_at_once(cast, client):
    page(client, "/homes/FICTION1/")
    report = story.a_published_report(cast)
    assert reverse("public:report", args=[report.fingerprint]) in page(client, f"/homes/{report.urn}/")


def test_a_report_that_somebody_tampered_with_is_not_shown_from_memory(cast, client):
    report = story.a_published_report(cast)
    address = reverse("public:report", args=[report.fingerprint])
    page(client, address)
    listed = page(client, f"/homes/{report.urn}/")
    assert address in listed
    with without_triggers("reports_publishedreport"), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_publishedreport SET content = %s", [b"{}"])
    assert client.get(address).status_code == 409
    assert address not in page(client, f"/homes/{report.urn}/")


def test_the_size_of_a_pdf_is_told_as_soon_as_there_is_one(cast, client, monkeypatch):
    from evenhand.web.public.views import reports

    report = story.a_published_report(cast)
    address = reverse("public:report", args=[report.fingerprint])
    monkeypatch.setattr(reports, "kept_size", lambda fingerprint: None)
    page(client, address)
    monkeypatch.setattr(reports, "kept_size", lambda fingerprint: 77 * 1024)
    assert "77.0\xa0KB" in page(client, address)


def test_somebody_signed_in_gets_and_leaves_nothing_kept(cast, client, as_):
    theirs = page(as_(cast.ida), "/homes/FICTION1/")
    assert cast.ida.display_name in theirs and not keeping.PAGES.size
    anybodys = page(client, "/homes/FICTION1/")
    assert cast.ida.display_name not in anybodys and keeping.PAGES.size
    assert cast.ida.display_name in page(as_(cast.ida), "/homes/FICTION1/")


def test_a_page_of_another_host_is_another_page(cast, client):
    assert "http://testserver/" in page(client, "/homes/FICTION1/")
    assert "http://localhost/" in client.get("/homes/FICTION1/", SERVER_NAME="localhost").content.decode()


def test_what_is_not_there_is_not_kept(cast, client):
    for address in ("/homes/FICTION99/", "/find/?urn=FICTION99", "/find/?urn=!"):
        assert client.get(address).status_code in (404, 422)
    assert not keeping.PAGES.size


def test_memory_holds_no_more_than_its_bytes_and_lets_go_of_what_was_not_used():
    kept: Kept[str] = Kept(80)
    for name in "abcdefgh":
        kept.keep(name, name, 10)
    assert kept.get("a") == "a"
    kept.keep("i", "i", 10)
    assert kept.get("b") is None and kept.get("a") == "a" and kept.size == 80
    kept.keep("large", "large", 11)
    assert kept.get("large") is None
