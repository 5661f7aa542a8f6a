"""Statistics for everybody: the basis first, every figure with its n, files that say the same, nothing hidden told."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.web.register.models import Home, ListedInspection

BY = ("period", "framework", "region", "sector", "provision", "kind", "authority")
NUMBERS = ("n", "outstanding", "good", "below_good", "inadequate")


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
