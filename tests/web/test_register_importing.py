"""A register file comes in: idempotent, honest about changes, and never half done."""

from __future__ import annotations

import csv
import io
import time
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.casework.policies import Refusal
from evenhand.findings import BadInput
from evenhand.shelf import shipped
from evenhand.web.accounts.actions import System
from evenhand.web.audit.models import Event
from evenhand.web.register.actions import import_history, import_register
from evenhand.web.register.csvfile import MAX_BYTES, RegisterFile
from evenhand.web.register.importing import read_history, read_register
from evenhand.web.register.models import Home, ListedInspection, RegisterImport

FOLDER = shipped("data") / "provider_rows"
REGISTER = FOLDER / "providers_at_2024-03-31.csv"
HISTORY = FOLDER / "childrens_homes_full_inspections_seen.csv"
COLUMNS = [
    "snapshot_date",
    "urn",
    "provision_type",
    "is_childrens_home_type",
    "status",
    "registration_date",
    "region",
    "local_authority",
    "sector",
    "places",
    "organisation_id",
    "event_type",
    "inspection_date",
    "publication_date",
    "event_number",
    "overall",
    "overall_as_published",
    "helped_protected",
    "leaders_managers",
    "outcomes",
    "quality_of_care",
]
GOOD = {
    "snapshot_date": "2024-03-31",
    "urn": "SC000001",
    "provision_type": "Children's home",
    "is_childrens_home_type": "Y",
    "status": "Active",
    "registration_date": "1986-03-26",
    "region": "London",
    "local_authority": "Camden",
    "sector": "Private",
    "places": "4",
    "organisation_id": "ORG1",
    "event_type": "Full inspection",
    "inspection_date": "2023-05-16",
    "publication_date": "2023-06-20",
    "event_number": "10",
    "overall": "Requires improvement",
    "overall_as_published": "Requires improvement to be good",
    "helped_protected": "Good",
    "leaders_managers": "Requires improvement",
}


def a_file(
    *rows: dict[str, str], columns=COLUMNS, name="register.csv", encoding="utf-8", delimiter=","
) -> RegisterFile:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    return RegisterFile(name, text.getvalue().encode(encoding))


def brought_in(*rows: dict[str, str], **how) -> RegisterImport:
    return import_register(by=System(), file=a_file(*rows, **how))


def faults(made: RegisterImport) -> list[tuple[int | None, str, str]]:
    return [(one["line"], one["field"], one["code"]) for one in made.findings]


@pytest.mark.django_db
def test_a_row_becomes_a_home_with_its_listed_inspection() -> None:
    made = brought_in({})
    home = Home.objects.get(urn="SC000001")
    assert made.counts["added"] == 1 and made.counts["inspections_added"] == 1
    assert (home.local_authority, home.places, home.registered_on) == ("Camden", 4, date(1986, 3, 26))
    assert (home.latest_inspected_on, home.latest_overall) == (date(2023, 5, 16), 2)
    assert home.latest_overall_label == "Requires improvement to be good"
    listed = home.listed_inspections.get()
    assert (listed.overall, listed.helped_protected, listed.leaders_managers, listed.outcomes) == (2, 3, 2, None)


@pytest.mark.django_db
def test_the_second_time_nothing_is_added_or_changed() -> None:
    brought_in({}, {"urn": "SC000002"})
    again = brought_in({}, {"urn": "SC000002"})
    assert {name: again.counts[name] for name in ("added", "changed", "unchanged")} == {
        "added": 0,
        "changed": 0,
        "unchanged": 2,
    }
    assert again.counts["inspections_added"] == again.counts["inspections_changed"] == 0


@pytest.mark.django_db
def test_what_changed_is_told_from_old_to_new() -> None:
    brought_in({}, {"urn": "SC000002"})
    made = brought_in({"places": "6", "sector": "Voluntary", "snapshot_date": "2025-03-31"})
    assert made.changes["changed"] == [
        {"key": "SC000001", "fields": {"sector": ["Private", "Voluntary"], "places": ["4", "6"]}}
    ]
    assert made.changes["no_longer_listed"] == ["SC000002"]
    home = Home.objects.get(urn="SC000001")
    assert (home.places, home.sector, home.seen_in) == (6, "Voluntary", date(2025, 3, 31))
    assert Home.objects.get(urn="SC000002").seen_in == date(2024, 3, 31)


@pytest.mark.django_db
def test_an_older_file_adds_inspections_but_changes_no_facts() -> None:
    brought_in({})
    made = brought_in(
        {
            "places": "9",
            "snapshot_date": "2022-03-31",
            "inspection_date": "2021-06-01",
            "overall": "Good",
            "overall_as_published": "Good",
        }
    )
    home = Home.objects.get(urn="SC000001")
    assert made.counts["changed"] == 0 and made.counts["no_longer_listed"] == 0
    assert home.places == 4 and home.seen_in == date(2024, 3, 31)
    assert home.listed_inspections.count() == 2 and home.latest_overall == 2


@pytest.mark.django_db
def test_a_corrected_grade_is_a_change_and_an_empty_cell_is_not() -> None:
    brought_in({})
    made = brought_in({"helped_protected": "Inadequate", "leaders_managers": ""})
    assert made.changes["inspections_changed"] == [
        {"key": "SC000001 2023-05-16", "fields": {"helped_protected": ["3", "1"]}}
    ]
    assert ListedInspection.objects.get().leaders_managers == 2


@pytest.mark.django_db
def test_bad_rows_are_named_and_left_out_and_the_others_kept() -> None:
    made = brought_in(
        {},
        {"urn": "SC000002", "overall": "Splendid", "overall_as_published": ""},
        {"urn": "SC000003", "inspection_date": "31st of May"},
        {"urn": "SC000004", "places": "four"},
        {"urn": "not a urn"},
        {"urn": "SC000005", "region": ""},
        {"urn": "SC000006", "inspection_date": "2024-05-01"},
        {"urn": "SC000007", "sector": "x" * 61},
        {"urn": "SC000008", "provision_type": "Holiday camp"},
        {"urn": "SC000009", "overall": "Good"},
    )
    assert faults(made) == [
        (3, "overall", "RG012"),
        (4, "inspection_date", "RG011"),
        (5, "places", "RG013"),
        (6, "urn", "RG015"),
        (7, "region", "RG010"),
        (8, "inspection_date", "RG018"),
        (9, "sector", "RG014"),
        (10, "provision_type", "RG017"),
        (11, "overall_as_published", "RG012"),
    ]
    assert made.counts["bad_rows"] == 9 and made.counts["rows"] == 10
    assert list(Home.objects.filter(fictional=False).values_list("urn", flat=True)) == ["SC000001"]


@pytest.mark.django_db
def test_rows_of_the_wrong_width_are_named() -> None:
    good = a_file({}).content.decode()
    made = import_register(
        by=System(), file=RegisterFile("x.csv", f"{good}SC1,too,few\r\n{good.splitlines()[1]},a,b\r\n".encode())
    )
    assert [(line, code) for line, _, code in faults(made)] == [(3, "RG019"), (4, "RG019")]
    assert Home.objects.filter(fictional=False).count() == 1


@pytest.mark.django_db
def test_line_numbers_hold_when_a_cell_has_line_breaks() -> None:
    made = brought_in({"status": "Active\nsince\nlong"}, {"urn": "SC000002", "places": "-1"})
    assert faults(made) == [(5, "places", "RG013")]
    assert Home.objects.get(urn="SC000001").status == "Active since long"


@pytest.mark.django_db
def test_other_provision_is_counted_and_left_out() -> None:
    made = brought_in(
        {}, {"urn": "1", "provision_type": "Adoption support agency", "is_childrens_home_type": "N", "places": "?"}
    )
    assert (made.counts["added"], made.counts["other_provision"], made.counts["bad_rows"]) == (1, 1, 0)


@pytest.mark.django_db
def test_a_home_that_is_listed_twice_keeps_its_newest_inspection() -> None:
    made = brought_in(
        {"inspection_date": "2023-05-16"}, {"inspection_date": "2023-11-01"}, {"inspection_date": "2022-11-01"}
    )
    assert ListedInspection.objects.get().inspected_on == date(2023, 11, 1)
    assert [(one["code"], one["severity"], one["line"]) for one in made.findings] == [
        ("RG016", "warning", 2),
        ("RG016", "warning", 4),
    ]


@pytest.mark.django_db
def test_a_file_may_not_touch_a_fictional_home() -> None:
    Home.objects.create(
        urn="SC000001", fictional=True, places=1, provision_type="x", sector="x", region="x", local_authority="x"
    )
    made = brought_in({})
    assert faults(made) == [(2, "urn", "RG021")]
    assert Home.objects.get(urn="SC000001").places == 1 and not ListedInspection.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_what_excel_writes_can_be_read(encoding: str) -> None:
    brought_in({"local_authority": "Ynys Môn’s neighbour"}, encoding=encoding, delimiter=";")
    assert Home.objects.get(urn="SC000001").local_authority == "Ynys Môn’s neighbour"


@pytest.mark.django_db
def test_columns_are_found_by_name_in_any_order_and_case() -> None:
    content = a_file({}, columns=[*reversed(COLUMNS)]).content.decode()
    head, rest = content.split("\r\n", 1)
    made = import_register(
        by=System(), file=RegisterFile("x.csv", f"{head.upper().replace('_', ' ')}\r\n{rest}".encode())
    )
    assert made.counts["added"] == 1 and not made.findings


WRONG = {
    "empty": (b"", "RG001"),
    "blank": (b" \r\n \n", "RG001"),
    "too large": (b"urn\n" + b"x" * MAX_BYTES, "RG002"),
    "a workbook": (b"PK\x03\x04rest", "RG003"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "RG003"),
    "not text": (b"urn,\0\n", "RG003"),
    "other columns": (b"name,colour\na,b\n", "RG004"),
    "a picture": (b"\x89PNG\r\n\x1a\n\xff\xfe", "RG004"),
    "a column twice": (",".join([*COLUMNS, "URN"]).encode(), "RG004"),
    "a quotation mark that never closes": (",".join(COLUMNS).encode() + b'\n"' + b"x," * 100_000, "RG005"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(what: str) -> None:
    content, code = WRONG[what]
    events = Event.objects.count()
    with pytest.raises(BadInput) as refused:
        import_register(by=System(), file=RegisterFile("x.csv", content))
    assert [one.code for one in refused.value.findings] == [code]
    assert not RegisterImport.objects.exists() and Event.objects.count() == events


def test_wrong_columns_are_answered_with_the_wanted_and_the_found_ones() -> None:
    with pytest.raises(BadInput) as refused:
        read_register(RegisterFile("x.csv", b"urn,colour\n1,red\n"))
    sentence = str(refused.value.findings[0].message)
    assert "inspection_date" in sentence and "local_authority" in sentence and "colour" in sentence


@pytest.mark.django_db
def test_a_failure_half_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("evenhand.web.register.merging.refresh_latest", broken)
    with pytest.raises(RuntimeError):
        brought_in({})
    assert not Home.objects.filter(fictional=False).exists() and not RegisterImport.objects.exists()


@pytest.mark.django_db
def test_only_an_administrator_may_import(cast) -> None:
    for person in (cast.ida, cast.quentin, cast.petra, cast.fay, cast.nobody):
        with pytest.raises(Refusal):
            import_register(by=person, file=a_file({}))
        with pytest.raises(Refusal):
            import_history(by=person, file=a_file({}))
    made = import_register(by=cast.ada, file=a_file({}))
    event = Event.objects.order_by("-number").first()
    assert event is not None and (event.action, event.actor, event.subject_id) == (
        "register.imported",
        "ada.admin",
        str(made.pk),
    )


rows = st.lists(
    st.fixed_dictionaries(
        {
            "urn": st.sampled_from(["SC000001", "SC000002", "SC000003", "bad urn"]),
            "places": st.sampled_from(["1", "2", "", "many"]),
            "inspection_date": st.sampled_from(["2022-01-05", "2023-01-05", "2024-12-31"]),
            "overall": st.sampled_from(["Good", "Outstanding", ""]),
            "overall_as_published": st.just(""),
        }
    ),
    max_size=6,
)


def register_now() -> list[tuple]:
    homes = Home.objects.order_by("urn").values_list("urn", "places", "latest_inspected_on", "latest_overall")
    return [
        *homes,
        *ListedInspection.objects.order_by("home__urn", "inspected_on").values_list(
            "home__urn", "inspected_on", "overall"
        ),
    ]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, data=st.data())
def test_the_order_of_the_rows_makes_no_difference(rows: list[dict[str, str]], data: st.DataObject) -> None:
    results = []
    for order in (rows, data.draw(st.permutations(rows))):
        with transaction.atomic():
            made = brought_in(*order)
            results.append((register_now(), made.counts))
            transaction.set_rollback(True)
    assert results[0] == results[1]


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_either_read_or_refused(content: bytes) -> None:
    head = ",".join(COLUMNS).encode() + b"\n"
    for file in (RegisterFile("x", content), RegisterFile("x", head + content)):
        try:
            understood = read_register(file)
        except BadInput as refused:
            assert refused.findings
        else:
            assert understood.read >= len(understood.rows)


# ------------------------------------------------------------------------------------------------ the real files


@pytest.mark.django_db
def test_the_real_register_and_its_history_come_in_whole_and_quickly() -> None:
    start = time.monotonic()
    register = import_register(by=System(), file=RegisterFile.at(REGISTER))
    history = import_history(by=System(), file=RegisterFile.at(HISTORY))
    seconds = time.monotonic() - start
    # Counted from the files by hand: 3,219 homes, 12,952 listed inspections of theirs, 2,988 of homes that are gone.
    assert register.counts["added"] == 3219 and register.counts["bad_rows"] == 0
    assert register.counts["other_provision"] == 657
    assert history.counts["inspections_added"] + history.counts["inspections_unchanged"] == 12952
    assert history.counts["not_in_register"] == 15940 - 12952
    assert history.counts["inspections_changed"] == 0
    assert ListedInspection.objects.count() == 12952
    assert seconds < 30, "bulk work; this takes two seconds, and thirty leaves room for a slow machine"
    again = import_register(by=System(), file=RegisterFile.at(REGISTER))
    assert again.counts["unchanged"] == 3219 and again.counts["added"] == again.counts["changed"] == 0


def test_every_grade_of_the_real_history_is_understood() -> None:
    understood = read_history(RegisterFile.at(HISTORY))
    assert understood.read == len(understood.rows) == 15940 and not understood.findings
    words = {row.values["overall_label"] for row in understood.rows}
    assert words == {
        "Outstanding",
        "Good",
        "Requires improvement to be good",
        "Requires improvement",
        "Adequate",
        "Satisfactory",
        "Inadequate",
    }


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        RegisterFile.at(tmp_path / "nothing.csv")
    assert refused.value.findings[0].code == "RG000"
