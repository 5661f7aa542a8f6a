"""Commissioners look for homes near their council: by authority, never by a home's own place, each by its own tier."""

from __future__ import annotations

import csv
import io
import math

import pytest
from tests.builders import an_open_requirement
from tests.people import a_home, works_for
from tests.web.test_public_pages import text_of

from evenhand.web.public import near
from evenhand.web.register.queries import with_homes

KENT, MEDWAY, CAMDEN = "Kent", "Medway", "Camden"


@pytest.fixture
def around_kent(cast):
    """Connie also works for Kent; Medway borders on it, Camden does not."""
    works_for(cast.connie, KENT)
    for urn, authority, ordinal, places in (
        ("SC000001", KENT, 3, 4),
        ("SC000002", MEDWAY, 4, 2),
        ("SC000003", MEDWAY, 2, 6),
        ("SC000004", CAMDEN, 4, 5),
    ):
        word = {2: "Requires improvement to be good", 3: "Good", 4: "Outstanding"}[ordinal]
        a_home(urn, local_authority=authority, latest_overall=ordinal, latest_overall_label=word, places=places)
    return cast


def urns(response) -> list[str]:
    return [row["urn"] for row in csv.DictReader(io.StringIO(response.content.decode()))]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["SC000001", "SC000002"]),
        ({"area": "mine"}, ["SC000001"]),
        ({"grade": "4"}, ["SC000002"]),
        ({"grade": "any", "sort": "places", "places": "4"}, ["SC000003", "FICTION1", "FICTION2", "SC000001"]),
        ({"places": "4"}, ["SC000001"]),
        ({"sort": "best"}, ["SC000002", "SC000001"]),
    ],
)
def test_good_or_outstanding_homes_with_places_nearest_first(around_kent, as_, asked, expected):
    assert urns(as_(around_kent.connie).get("/near.csv", asked)) == expected
    shown = as_(around_kent.connie).get("/near/", asked)
    assert shown.status_code == 200 and all(one in shown.content.decode() for one in expected)


def test_a_neighbours_homes_keep_their_names_and_requirements(around_kent, as_):
    response = as_(around_kent.connie).get("/near.csv")
    rows = {row["urn"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}
    assert rows["SC000001"]["name"] == "SC000001 House" and rows["SC000001"]["open_requirements"] == "0"
    assert (rows["SC000002"]["name"], rows["SC000002"]["contact"]) == ("", "")
    assert rows["SC000002"]["open_requirements"] == ""
    page = as_(around_kent.connie).get("/near/").content.decode()
    assert "SC000001 House" in page and "SC000002 House" not in page


def test_open_requirements_are_counted_for_homes_of_the_council(cast, as_):
    an_open_requirement(cast)
    rows = csv.DictReader(io.StringIO(as_(cast.connie).get("/near.csv", {"grade": "any"}).content.decode()))
    assert {row["urn"]: row["open_requirements"] for row in rows}["FICTION1"] == "1"


def test_places_are_not_vacancies_and_distance_is_between_authorities(around_kent, as_):
    said = text_of(as_(around_kent.connie).get("/near/"))
    assert "not vacancies" in said and "never to a home" in said and "Neighbours: Medway" in said
    assert "does not have Nowhereshire" in said


@pytest.mark.parametrize("places", ["0", "many", "-3", "9999"])
def test_a_number_of_places_that_makes_no_sense_is_told(around_kent, as_, places):
    response = as_(around_kent.connie).get("/near/", {"places": places})
    assert response.status_code == 422 and "Error:" in text_of(response)


def test_a_commissioner_without_a_council_sees_no_home(around_kent, as_):
    around_kent.connie.councils.all().delete()
    response = as_(around_kent.connie).get("/near/")
    assert "No council is linked to you" in text_of(response) and "SC0000" not in response.content.decode()
    assert urns(as_(around_kent.connie).get("/near.csv", {"grade": "any"})) == []


def test_the_page_needs_few_queries(around_kent, as_, django_assert_max_num_queries):
    browser = as_(around_kent.connie)
    with django_assert_max_num_queries(16):
        assert browser.get("/near/").status_code == 200


def test_distances_are_those_of_the_sphere(around_kent):
    kent, medway = near.codes()[KENT], near.codes()[MEDWAY]
    (a, b), (c, d) = near._middles()[kent], near._middles()[medway]
    # A flat map is good enough over so short a way.
    flat = math.hypot((c - a) * 111.2, (d - b) * 111.2 * math.cos(math.radians(a)))
    assert near.distance_km(kent, medway) == pytest.approx(flat, rel=0.01)
    assert near.distance_km(kent, kent) == 0


def test_every_border_is_between_two_known_authorities_and_counts_both_ways(around_kent):
    known = set(near._middles())
    assert len(near._pairs()) == 370 and all({one, other} <= known for one, other in near._pairs())
    reach = near.around(with_homes(around_kent.connie))
    assert reach.neighbours == (MEDWAY,) and set(reach.own) == {KENT, "Nowhereshire"}
