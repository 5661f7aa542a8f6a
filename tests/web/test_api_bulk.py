"""Everything at once: valid files, made once for each state of the data, that the importer reads back without loss."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import time
from datetime import date

import pytest
from tests.builders import an_open_requirement
from tests.people import a_home

from evenhand.casework.actors import NOBODY
from evenhand.opendata.reading import read_back
from evenhand.opendata.tables import EXPORTED
from evenhand.shelf import shipped
from evenhand.web.accounts.actions import System
from evenhand.web.api import bulk, slowing
from evenhand.web.register.actions import import_history, import_register
from evenhand.web.register.csvfile import MAX_BYTES, RegisterFile
from evenhand.web.register.importing import read_register
from evenhand.web.register.models import Home, ListedInspection

API = "/api/v1/bulk/"
VALIDATE = """
import sys
from frictionless import Package

report = Package(sys.argv[1]).validate()
print(report.valid, len(report.tasks), *report.flatten(["rowNumber", "fieldName", "type", "message"]))
"""
FOLDER = shipped("data") / "provider_rows"


@pytest.fixture(autouse=True)
def _not_counted():
    slowing.forget()


@pytest.fixture
def real_register(cast):
    """The whole shipped register with its inspections."""
    Home.objects.update(provision_type="Children's home")
    import_register(by=System(), file=RegisterFile.at(FOLDER / "providers_at_2024-03-31.csv"))
    import_history(by=System(), file=RegisterFile.at(FOLDER / "childrens_homes_full_inspections_seen.csv"))
    return cast


@pytest.fixture
def small_register(cast):
    """A few homes with everything that can be known of one, and some with next to nothing."""
    a_home(
        "SC000001", fictional=False, status="Active", registered_on=date(1975, 1, 1), seen_in=date(2024, 3, 31),
        organisation_id="ORG7", contact="=1+1", local_authority="Bristol", provision_type="Children's home",
    )  # fmt: skip
    a_home("SC000002", fictional=False, places=None, name="", address="", contact="", provision_type="Children's home")
    # As the importer writes it; the cast's own spelling would be tidied on the way in.
    Home.objects.update(provision_type="Children's home")
    first = Home.objects.get(urn="SC000001")
    for day, overall, label in (
        (date(2014, 6, 3), 2, "Adequate"),
        (date(2023, 6, 1), 2, "Requires improvement to be good"),
    ):
        ListedInspection.objects.create(
            home=first, inspected_on=day, published_on=date(2024, 1, 1), event_number="1", overall=overall,
            overall_label=label, helped_protected=3, quality_of_care=4, source="a file, with a comma.csv",
        )  # fmt: skip
    Home.objects.filter(urn="SC000001").update(
        latest_inspected_on=date(2023, 6, 1), latest_overall=2, latest_overall_label="Requires improvement to be good"
    )
    return cast


def fetched(client, name: str, **how) -> bytes:
    response = client.get(f"{API}{name}", **how)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_data_package_is_valid_with_all_its_files(small_register, client, tmp_path) -> None:
    an_open_requirement(small_register)
    for name in bulk.names():
        (tmp_path / name).write_bytes(fetched(client, name))
    # In a process of its own: the library changes how this one reads CSV.
    said = subprocess.run(
        [sys.executable, "-c", VALIDATE, "datapackage.json"], cwd=tmp_path, capture_output=True, text=True
    )
    assert said.stdout.split() == ["True", str(len(EXPORTED))], said.stdout + said.stderr


@pytest.mark.parametrize("table", EXPORTED, ids=lambda one: one.name)
def test_every_form_of_a_table_holds_the_same_records(small_register, client, table) -> None:
    an_open_requirement(small_register)
    forms = [
        read_back(f"{table.name}.{form}", fetched(client, f"{table.name}.{form}"))
        for form in ("csv", "json", "parquet")
    ]
    assert forms[0] == forms[1] == forms[2] == bulk.everything(NOBODY, table.name)


def test_a_file_comes_packed_to_whoever_unpacks(small_register, client) -> None:
    packed = fetched(client, "homes.csv", headers={"Accept-Encoding": "gzip, deflate"})
    assert gzip.decompress(packed) == fetched(client, "homes.csv")


def test_a_file_is_made_once_and_not_at_all_for_whoever_holds_it(small_register, client, monkeypatch) -> None:
    etag = client.head(f"{API}homes.json")["ETag"]
    monkeypatch.setattr(bulk, "content", lambda *_: pytest.fail("made again"))
    assert fetched(client, "homes.json")
    assert (
        client.get(
            f"{API}inspections.parquet", headers={"If-None-Match": etag.replace("homes.json", "inspections.parquet")}
        ).status_code
        == 304
    )


def test_files_of_old_editions_are_thrown_away(cast, client, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(bulk, "_folder", lambda: tmp_path)
    for number in range(4):
        a_home(f"SC00000{number}")
        fetched(client, "homes.csv")
        for folder in tmp_path.iterdir():
            os.utime(folder, (1000 + number, 1000 + number))
    assert len(list(tmp_path.iterdir())) == 2


def test_an_edition_that_another_process_may_be_making_stays(cast, client, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(bulk, "_folder", lambda: tmp_path)
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    fetched(client, "homes.csv")
    assert len(list(tmp_path.iterdir())) == 4


def test_the_files_are_those_of_the_public_whoever_asks(small_register, as_) -> None:
    for person in (small_register.ida, small_register.connie):
        response = as_(person).get(f"{API}homes.csv")
        assert b"House" not in b"".join(response.streaming_content)


# --- the importer reads our own export -------------------------------------------------------------------------------

FACTS = [one.name for one in Home._meta.fields if one.name != "id"]
LISTED = [one.name for one in ListedInspection._meta.fields if one.name not in ("id", "home")]


def held() -> tuple[list, list]:
    homes = list(Home.objects.order_by("urn").values(*FACTS))
    inspections = ListedInspection.objects.order_by("home__urn", "inspected_on")
    return homes, list(inspections.values("home__urn", *LISTED))


def exported(who) -> RegisterFile:
    return RegisterFile("inspections_flat.csv", bulk.content(who, "inspections_flat.csv"))


def emptied() -> None:
    from evenhand.web.register.models import HomeOfProvider

    ListedInspection.objects.all().delete()
    HomeOfProvider.objects.all().delete()
    Home.objects.all().delete()


def test_the_importer_reads_our_own_export_back_without_loss(small_register) -> None:
    before = held()
    file = exported(small_register.ada.as_actor())
    emptied()
    made = import_register(by=System(), file=file)
    assert made.counts["bad_rows"] == 0 and made.findings == []
    assert held() == before


def test_our_own_export_read_where_it_came_from_changes_nothing(small_register) -> None:
    counts = import_register(by=System(), file=exported(small_register.ada.as_actor())).counts
    changed = ("added", "changed", "inspections_added", "inspections_changed", "bad_rows")
    assert {name: counts[name] for name in changed} == dict.fromkeys(changed, 0)


def test_the_public_export_comes_back_with_everything_public(small_register) -> None:
    before = held()
    file = exported(NOBODY)
    emptied()
    import_register(by=System(), file=file)
    hidden = {"name": "", "address": "", "contact": "", "organisation_id": ""}
    assert held() == ([{**home, **hidden} for home in before[0]], before[1])


def test_a_fictional_home_of_a_file_never_becomes_a_real_one_nor_the_other_way_round(small_register) -> None:
    text = exported(NOBODY).content.decode()
    turned = text.replace("SC000001,false", "SC000001,true").replace("FICTION1,true", "FICTION1,false")
    understood = import_register(by=System(), file=RegisterFile("turned.csv", turned.encode()))
    assert {one["code"] for one in understood.findings} == {"RG021", "RG015"}
    assert not Home.objects.get(urn="SC000001").fictional and Home.objects.get(urn="FICTION1").fictional


def test_a_file_that_is_not_ours_may_still_not_name_fictional_homes(small_register) -> None:
    lines = list(csv.DictReader(io.StringIO(exported(NOBODY).content.decode())))
    out = io.StringIO()
    writer = csv.DictWriter(out, [name for name in lines[0] if name != "evenhand_source"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    understood = read_register(RegisterFile("x.csv", out.getvalue().encode()))
    assert not any(row.fictional for row in understood.rows)


def test_the_whole_register_goes_out_and_comes_back(real_register, client) -> None:
    before = held()
    began = time.perf_counter()
    file = exported(real_register.ada.as_actor())
    took = time.perf_counter() - began
    assert len(file.content) < MAX_BYTES
    emptied()
    assert import_register(by=System(), file=file).counts["bad_rows"] == 0
    for kind_before, kind_after in zip(before, held(), strict=True):
        assert [(one, other) for one, other in zip(kind_before, kind_after, strict=True) if one != other] == []
    print(f"{len(before[0])} homes, {len(before[1])} inspections: {took:.1f} s, {len(file.content)} bytes")
    for name in ("homes.json", "inspections.csv", "judgements.parquet", "datapackage.json"):
        began = time.perf_counter()
        size = len(fetched(client, name))
        print(f"{name}: {time.perf_counter() - began:.2f} s, {size} bytes")
    for path in ("homes?limit=5000", "inspections?limit=100", "judgements?limit=100", "inspections?urn=SC040486"):
        began = time.perf_counter()
        told = client.get(f"/api/v1/{path}")
        print(f"{path}: {(time.perf_counter() - began) * 1000:.0f} ms, {json.loads(told.content)['count']}")
