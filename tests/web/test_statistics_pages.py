"""Statistics for everybody: the basis first, every figure with its n, files that say the same, nothing hidden told."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.web.register.models import Home, ListedInspection
from evenhand.web.statistics import queries

BY = ("period", "framework", "region", "sector", "provision", "kind", "authority")
NUMBERS = ("n", "outstanding", "good", "requires_improvement", "inadequate")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    # A database that rolls back gives the same numbers to other rows.
    queries._ROWS.clear()
    queries._TABLES.clear()


@pytest.fixture
def homes(db) -> None:
    made = Home.objects.bulk_create(
        Home(
            urn=f"SC9{n:05d}", provision_type="Children's home", sector="Private" if n % 3 else "Voluntary",
            region="London", local_authority="Camden" if n % 20 else "Barnet", seen_in=date(2024, 3, 31),
        )
        for n in range(60)
    )  # fmt: skip
    ListedInspection.objects.bulk_create(
        ListedInspection(home=one, inspected_on=date(2023, 5, 1), overall=1 + (n % 30 > 1) * (2 + n % 2), source="test")
        for n, one in enumerate(made)
    )


@pytest.mark.parametrize("by", BY)
def test_every_table_states_its_basis_and_opens_as_page_picture_and_file(homes, client, by) -> None:
    page = client.get(f"/statistics/{by}/")
    assert page.status_code == 200 and "Basis: " in page.content.decode() and "interval" in page.content.decode()
    picture = client.get(f"/statistics/{by}.svg")
    assert picture["Content-Type"] == "image/svg+xml" and picture.content.startswith(b"<svg")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/statistics/{by}.csv").content.decode())))
    assert rows[-1]["line"] == "all" and rows[-1]["n"] == "60" and "Basis" in rows[0]["basis"]
    plain = client.get(f"/statistics/{by}.json").json()
    assert [one["line"] for one in plain["lines"]] == [one["line"] for one in rows[:-1]]


def test_small_numbers_are_in_no_file(homes, client) -> None:
    plain = client.get("/statistics/sector.json").json()
    assert not any(one[name] in (1, 2, 3, 4) for one in plain["lines"] for name in NUMBERS)
    assert any(one["hidden"] for one in plain["lines"])


def test_nothing_imported_is_said_and_nonsense_is_left_out(db, client) -> None:
    assert "No inspection of a real home" in client.get("/statistics/").content.decode()
    assert client.get("/statistics/region/?since=x&basis=worst&at=1&judgement=none").status_code == 200
    assert client.get("/statistics/region.svg").status_code == 200
    assert client.get("/statistics/names/").status_code == 404
    assert client.post("/statistics/region/").status_code == 405


def test_a_reader_who_has_the_file_gets_no_second_copy(homes, client) -> None:
    etag = client.get("/statistics/region.csv")["ETag"]
    assert client.get("/statistics/region.csv", headers={"If-None-Match": etag}).status_code == 304
    ListedInspection.objects.all().delete()
    assert client.get("/statistics/region.csv", headers={"If-None-Match": etag}).status_code == 200


def test_a_page_asks_few_questions_of_the_database(homes, client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as cold:
        client.get("/statistics/authority/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/statistics/authority/")
    assert len(cold) <= 20 and len(warm) <= 6


# --- two periods compared --------------------------------------------------------------------------------------------


@pytest.fixture
def two_years(homes) -> None:
    ListedInspection.objects.bulk_create(
        ListedInspection(home=one, inspected_on=date(2022, 5, 1), overall=3 + n % 2, source="test")
        for n, one in enumerate(Home.objects.order_by("urn"))
    )


def test_two_periods_stand_beside_each_other_each_on_its_stated_basis(two_years, client) -> None:
    ListedInspection.objects.filter(overall=1).update(overall=3)
    page = client.get("/statistics/compare/").content.decode()
    assert "from 2022-04-01 to 2023-03-31" in page and "from 2023-04-01 to 2024-03-31" in page
    assert "This says nothing about why" in page and "percentage points" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/statistics/compare.csv").content.decode())))
    assert [one["grade"] for one in rows][-1] == "good_or_outstanding" and rows[0]["first_of"] == "60"
    outstanding = rows[0]
    assert float(outstanding["difference_low"]) < float(outstanding["difference_in_points"])
    assert float(outstanding["difference_in_points"]) < float(outstanding["difference_high"])


def test_what_is_small_on_one_side_is_in_neither_page_nor_file(two_years, client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/statistics/compare.csv").content.decode())))
    shown = [one[f"{side}_{what}"] for one in rows for side in ("first", "second") for what in ("n", "of")]
    assert not {"1", "2", "3", "4"} & set(shown) and "" in shown
    assert "kept back" in client.get("/statistics/compare/").content.decode()


def test_two_sides_that_overlap_are_not_compared(two_years, client) -> None:
    asked = "since=2022&until=2023&since_2=2023&until_2=2023"
    page = client.get(f"/statistics/compare/?{asked}").content.decode()
    assert "begins after the first has ended" in page and "percentage points" not in page
    assert client.get(f"/statistics/compare.csv?{asked}").status_code == 422
    assert "later than the first" in client.get("/statistics/compare/?basis=latest").content.decode()


def test_a_comparison_asks_few_questions(two_years, client) -> None:
    client.get("/statistics/compare/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/statistics/compare/")
    assert len(warm) <= 6


# --- for programs ----------------------------------------------------------------------------------------------------

API = "/api/v1/statistics"


def test_the_interface_tells_the_figures_of_the_page_and_what_stands_beside_them(homes, client) -> None:
    told = client.get(API, {"by": "sector", "basis": "inspections"}).json()
    page = client.get("/statistics/sector.json").json()
    rows = {(one["line"], one["grade"]): one for one in told["items"]}
    for line in page["lines"]:
        assert rows[line["line"], "good"]["n"] == line["good"]
        assert rows[line["line"], "good_or_outstanding"]["share"] == line["share_good_or_outstanding"]
    assert rows["all", "any"]["n"] == 60 and all(one["basis_in_words"] for one in told["items"])
    assert told["about"]["notes"] == page["notes"] and told["about"]["minimum"] == 5
    assert any(one["kept_back"] for one in told["items"])
    assert not any(one["n"] in (1, 2, 3, 4) for one in told["items"])


def test_the_interface_never_leaves_out_what_it_was_asked(homes, client) -> None:
    for asked in ("since=2001", "at=2001-01-01", "basis=worst", "by=name", "homes=fictional", "judgement=none"):
        refused = client.get(f"{API}?{asked}")
        assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json"), asked
    assert client.get(f"{API}?since=2001").json()["errors"][0]["message"].endswith("2023")
    assert client.get(f"{API}?region=Nowhere").json()["items"][0]["n"] == 0
    fictional = client.get(f"{API}?fictional=true").json()
    assert {one["fictional"] for one in fictional["items"]} == {True}


def test_other_pages_may_take_in_what_is_public_and_nothing_of_a_session(homes, cast, client, as_) -> None:
    for path in (API, "/api/v1/homes", "/api/v1/bulk/statistics.csv", "/statistics/region.svg"):
        response = client.get(path)
        assert response["Access-Control-Allow-Origin"] == "*", path
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin", path
        assert "Access-Control-Allow-Credentials" not in response
    signed_in = as_(cast.ida).get("/api/v1/homes")
    assert "Access-Control-Allow-Origin" not in signed_in
    assert signed_in["Cross-Origin-Resource-Policy"] == "same-origin"
