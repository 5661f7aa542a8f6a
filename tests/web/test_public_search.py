"""Searching the public site, what it says of a home's past, and what machines are told. Nothing locates a home."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from tests.people import a_home
from tests.web import reports_story as story
from tests.web.test_public_pages import text_of

from evenhand.web.register.models import Home, ListedInspection


@pytest.fixture
def register(cast):
    """Three homes that differ in all that one may look for."""
    real = {"fictional": False, "seen_in": date(2024, 3, 31), "status": "Active"}
    a_home("SC000001", **real, latest_overall=4, latest_overall_label="Outstanding", places=2, sector="Voluntary")
    a_home("SC000002", **real | {"status": "Suspended"}, latest_overall=1, latest_overall_label="Inadequate", places=9)
    gone = real | {"seen_in": date(2018, 3, 31)}
    a_home("SC000003", **gone, latest_overall=3, latest_overall_label="Good", local_authority="Elsewhere")
    return cast


def found_in(response) -> list[str]:
    return re.findall(r'href="/homes/([A-Z0-9]+)/"', response.content.decode())


@pytest.mark.parametrize(
    ("asked", "urns"),
    [
        ({"authority": "Elsewhere"}, ["SC000003"]),
        ({"sector": "Voluntary"}, ["SC000001"]),
        ({"grade": "1"}, ["SC000002"]),
        ({"registered": "suspended"}, ["SC000002"]),
        ({"registered": "gone"}, ["SC000003"]),
        ({"registered": "listed", "sort": "urn"}, ["FICTION1", "FICTION2", "SC000001"]),
        ({"sort": "best", "registered": "gone", "grade": "3"}, ["SC000003"]),
        ({"authority": "Elsewhere", "grade": "4"}, []),
    ],
)
def test_homes_are_found_by_what_is_public(register, client, asked, urns):
    response = client.get("/find/", asked)
    assert response.status_code == 200 and found_in(response) == urns
    said = text_of(response)
    assert ("No home matches" in said) is (not urns)


@pytest.mark.parametrize("asked", [{"name": "FICTION1 House"}, {"postcode": "NO1 1AA"}, {"q": "Nowhere Lane"}])
def test_no_name_or_place_narrows_a_search(register, client, asked):
    everything, narrowed = client.get("/find/"), client.get("/find/", asked)
    assert found_in(everything) == found_in(narrowed) and "Nowhere Lane" not in everything.content.decode()


def test_a_value_that_makes_no_sense_is_left_out(register, client):
    response = client.get("/find/", {"grade": "9", "region": "Atlantis", "page": "x", "authority": "Elsewhere"})
    assert response.status_code == 200 and found_in(response) == ["SC000003"]


def test_pages_of_a_search_keep_what_was_asked(cast, client):
    Home.objects.bulk_create(
        Home(urn=f"SC{number:06}", provision_type="Children's Home", sector="Private", region="R", local_authority="A")
        for number in range(60)
    )
    said = client.get("/find/", {"sector": "Private", "sort": "urn", "page": "2"}).content.decode()
    assert "62 homes" in said and "sector=Private" in said and "page=3" in said


def test_a_search_needs_few_queries_whatever_it_finds(register, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert client.get("/find/", {"registered": "listed", "sort": "best"}).status_code == 200


def test_a_report_published_here_is_newer_than_the_register(cast, client):
    ListedInspection.objects.create(
        home=cast.home, inspected_on=date(2020, 1, 6), overall=1, overall_label="Inadequate", source="test"
    )
    Home.objects.filter(pk=cast.home.pk).update(
        latest_inspected_on=date(2020, 1, 6), latest_overall=1, latest_overall_label="Inadequate"
    )
    document = json.loads(bytes(story.a_published_report(cast).content))
    ordinal = next(one["ordinal"] for one in document["judgements"] if one["headline"])
    assert "FICTION1" in found_in(client.get("/find/", {"grade": str(ordinal)}))
    assert "FICTION1" not in found_in(client.get("/find/", {"grade": "1"}))


# --- a home's past ---------------------------------------------------------------------------------------------------


def test_each_grade_leads_to_the_words_of_its_own_time(cast, client):
    for day, ordinal, label in ((date(2016, 5, 3), 3, "Good"), (date(2023, 5, 7), 2, "Requires improvement")):
        ListedInspection.objects.create(
            home=cast.home, inspected_on=day, overall=ordinal, overall_label=label, source="test"
        )
    page = client.get("/homes/FICTION1/").content.decode()
    links = re.findall(r'href="(/frameworks/(ch-2015|sccif-2022)/#[^"]+)"', page)
    assert {version for _link, version in links} == {"ch-2015", "sccif-2022"}
    for link, _version in links:
        where, _hash, anchor = link.partition("#")
        assert f'id="{anchor}"' in client.get(where).content.decode()


def test_a_day_of_which_no_framework_is_known_says_so(cast, client):
    ListedInspection.objects.create(
        home=cast.home, inspected_on=date(2006, 5, 3), overall=3, overall_label="Good", source="test"
    )
    assert "No framework of that day is on the shelf" in text_of(client.get("/homes/FICTION1/"))


def test_an_earlier_registration_is_never_guessed(cast, client):
    assert "nothing is guessed here" in text_of(client.get("/homes/FICTION1/"))


def test_the_page_of_a_home_needs_few_queries(cast, client, django_assert_max_num_queries):
    story.a_published_report(cast)
    with django_assert_max_num_queries(14):
        assert client.get("/homes/FICTION1/").status_code == 200


# --- for machines ----------------------------------------------------------------------------------------------------


def structured(response) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode())[1])


def every_key(value) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in every_key(one)}
    return {key for one in value for key in every_key(one)} if isinstance(value, list) else set()


def test_structured_data_tells_grades_and_no_place(cast, client):
    report = story.a_published_report(cast)
    for address in ("/homes/FICTION1/", reverse("public:report", args=[report.fingerprint])):
        told = structured(client.get(address))
        assert told["@context"] == "https://schema.org" and told["about"]["identifier"]["value"] == "FICTION1"
        assert told["review"] and {"ratingValue", "bestRating"} <= every_key(told)
        assert not every_key(told) & {"address", "location", "geo", "areaServed", "telephone", "email", "postalCode"}
        for secret in (cast.home.name, cast.home.address, cast.home.contact):
            assert secret not in json.dumps(told)


def test_a_report_says_what_its_grades_meant(cast, client):
    report = story.a_published_report(cast)
    page = client.get(reverse("public:report", args=[report.fingerprint]))
    assert "What the grades meant" in text_of(page) and "/frameworks/sccif-2025/#part-" in page.content.decode()


def test_the_map_of_the_site_names_public_pages_only(cast, client, as_):
    report = story.a_published_report(cast)
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    places = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"http://testserver/reports/{report.fingerprint}/" in places
    assert all(client.get(one.removeprefix("http://testserver")).status_code == 200 for one in places)


def test_robots_may_read_what_is_public(cast, client):
    said = client.get("/robots.txt").content.decode()
    assert said.startswith("User-agent: *") and "\nDisallow: /\n" in said and "Sitemap: http" in said
    assert "/inspections" not in said and "/near" not in said


def test_the_start_page_shows_what_was_published_last(cast, client):
    assert "No report has been published" in text_of(client.get("/"))
    report = story.a_published_report(cast)
    page = client.get("/").content.decode()
    assert report.fingerprint in page and reverse("api:guide") in page and reverse("alerts:feeds") in page


def test_every_cell_of_the_list_says_what_it_is_where_columns_do_not_fit(register, client):
    page = client.get("/find/").content.decode()
    row = page[page.index("<tbody") :].split("</tr>")[0]
    headings = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page)[1:]
    assert re.findall(r'data-label="([^"]*)"', row) == headings and "public/public" in page
