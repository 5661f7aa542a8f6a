"""Open data: what each tier is given, and files that come back exactly as they were written."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from evenhand.casework.visibility import HOME_FIELDS, Tier
from evenhand.findings import BadInput
from evenhand.opendata.disclosure import NotDisclosed, disclose, fields_seen
from evenhand.opendata.metadata import csvw, datapackage, json_schema
from evenhand.opendata.model import ColumnType, OpenTable
from evenhand.opendata.reading import read_back
from evenhand.opendata.tables import BY_RECORD, EXPORTED, FLAT, HOMES, REPORTS
from evenhand.opendata.writing import to_csv, to_json, to_parquet

FORMS = {"csv": to_csv, "json": to_json, "parquet": to_parquet}
GUARDED = {"name", "address", "contact", "organisation_id", "open"}


def a_record(table: OpenTable, **changes: object) -> dict[str, object]:
    """A record with every column filled."""
    values = {
        ColumnType.TEXT: "words",
        ColumnType.WHOLE: 3,
        ColumnType.NUMBER: 1.5,
        ColumnType.FLAG: True,
        ColumnType.DAY: date(2025, 3, 31),
        ColumnType.MOMENT: datetime(2025, 3, 31, 12, tzinfo=UTC),
        ColumnType.OBJECT: {"a": 1},
    }
    return {one.name: values[one.type] for one in table.columns} | changes


@pytest.mark.parametrize("table", BY_RECORD.values(), ids=lambda one: one.name)
def test_nothing_that_names_or_locates_a_home_is_public(table: OpenTable) -> None:
    public = {one.name for one in table.seen_from(Tier.PUBLIC, alone=True)}
    assert not public & GUARDED
    assert not [name for name in public if "postcode" in name or "address" in name or "contact" in name]


@pytest.mark.parametrize("table", [HOMES, FLAT], ids=lambda one: one.name)
def test_a_fact_of_a_home_has_the_same_tier_in_files_as_on_pages(table: OpenTable) -> None:
    for column in table.columns:
        assert column.tier is HOME_FIELDS.get(column.name, Tier.PUBLIC), column.name


def test_each_tier_gets_what_the_one_below_it_gets_and_more() -> None:
    seen = [set(fields_seen(tier, "home")) for tier in Tier]
    assert seen[0] < seen[1] < seen[2]
    assert seen[1] - seen[0] == {"name", "address", "contact"} and seen[2] - seen[1] == {"organisation_id"}


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("record", sorted(BY_RECORD))
def test_what_leaves_is_exactly_what_the_tier_may_see(tier: Tier, record: str) -> None:
    table = BY_RECORD[record]
    row = {one.name: f"value of {one.name}" for one in table.columns}
    (told,) = disclose(tier, record, [row])
    expected = {one.name for one in table.columns if one.tier <= tier and one.type is not ColumnType.OBJECT}
    assert set(told) == expected and all(told[name] == row[name] for name in expected)
    assert told is not row


def test_a_field_that_nobody_declared_stops_the_export() -> None:
    with pytest.raises(NotDisclosed, match=r"OD002.*childrens_names"):
        disclose(Tier.INSPECTORATE, "home", [{"urn": "SC000001", "childrens_names": "x"}])


def test_a_kind_of_record_that_nobody_declared_stops_the_export() -> None:
    with pytest.raises(NotDisclosed, match=r"OD001.*evidence"):
        disclose(Tier.INSPECTORATE, "evidence", [{}])


def test_a_whole_document_leaves_only_with_the_one_record_it_belongs_to() -> None:
    row = a_record(REPORTS)
    assert "document" not in disclose(Tier.INSPECTORATE, "report", [row])[0]
    assert disclose(Tier.PUBLIC, "report", [row], alone=True)[0]["document"] == {"a": 1}


_TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=20)
_HARD = st.sampled_from(
    ["=1+1", "'", "''", "'=x", "-", "@", "a\r\nb", "\r", 'say "it", twice', "\t", "null", "true", " "]
)
_VALUES = {
    ColumnType.TEXT: _TEXTS | _HARD,
    ColumnType.WHOLE: st.integers(-(2**62), 2**62),
    ColumnType.NUMBER: st.floats(allow_nan=False, allow_infinity=False),
    ColumnType.FLAG: st.booleans(),
    ColumnType.DAY: st.dates(),
    ColumnType.MOMENT: st.datetimes(timezones=st.just(UTC)),
}


@st.composite
def written(draw: st.DrawFn) -> tuple[OpenTable, list[dict[str, object]]]:
    table = draw(st.sampled_from(EXPORTED))
    columns = table.seen_from(Tier.INSPECTORATE)
    record = st.fixed_dictionaries(
        {one.name: _VALUES[one.type] if one.needed else st.none() | _VALUES[one.type] for one in columns}
    )
    return table, draw(st.lists(record, min_size=1, max_size=4))


@settings(max_examples=40, deadline=None)
@given(written(), st.sampled_from(sorted(FORMS)))
def test_every_file_is_read_back_without_loss(case, form: str) -> None:
    table, rows = case
    assert read_back(f"{table.name}.{form}", FORMS[form](table, Tier.INSPECTORATE, rows)) == rows


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_file_without_rows_is_a_file(form: str) -> None:
    assert read_back(f"homes.{form}", FORMS[form](HOMES, Tier.PUBLIC, [])) == []


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_public_file_has_no_column_of_another_tier(form: str) -> None:
    rows = disclose(Tier.PUBLIC, "home", [a_record(HOMES, name="SECRET", address="SECRET", contact="SECRET")])
    content = FORMS[form](HOMES, Tier.PUBLIC, rows)
    assert b"SECRET" not in content and b"address" not in content


def test_a_spreadsheet_is_handed_no_formula() -> None:
    content = to_csv(HOMES, Tier.PUBLIC, [a_record(HOMES, sector="=HYPERLINK(1)")]).decode()
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert "'=HYPERLINK(1)" in cells and "=HYPERLINK(1)" not in cells


@pytest.mark.parametrize("value", [3, "", date(2025, 1, 1), "a\0b"])
def test_a_cell_of_the_wrong_type_is_not_written(value: object) -> None:
    with pytest.raises(BadInput, match="OD010"):
        to_csv(HOMES, Tier.PUBLIC, [a_record(HOMES, urn=value)])


BAD = {
    "children.csv": (b"urn\r\nSC1\r\n", "OD020"),
    "homes.xlsx": (b"PK", "OD020"),
    "homes.parquet": (b"PAR1 nonsense", "OD021"),
    "homes.json": (b'{"urn": 1}', "OD021"),
    "reports.csv": (b"fingerprint,childs_name\r\nab,AB\r\n", "OD022"),
    "inspections.csv": (b"urn,inspected_on\r\nSC1,yesterday\r\n", "OD023"),
    "requirements.csv": (b"urn,regulation\r\nSC1\r\n", "OD023"),
    "judgements.json": (b'[{"urn": 12}]', "OD023"),
    "frameworks.csv": (b"unverified\r\n1.5\r\n", "OD023"),
}


@pytest.mark.parametrize(("file", "content", "code"), [(name, *rest) for name, rest in BAD.items()])
def test_a_file_that_cannot_be_read_back_is_named_with_its_line(file: str, content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_back(file, content)
    (finding,) = refused.value.findings
    assert finding.code == code and finding.where.file == file
    assert code != "OD023" or finding.where.line == 2


def test_the_metadata_on_the_web_names_every_column_of_the_file_in_order() -> None:
    for table in EXPORTED:
        said = csvw(table)
        heading = to_csv(table, Tier.PUBLIC, []).decode().strip().split(",")
        assert [one["name"] for one in said["tableSchema"]["columns"]] == heading
        assert said["url"] == f"{table.name}.csv" and said["@context"][0] == "http://www.w3.org/ns/csvw"


@pytest.mark.parametrize("record", sorted(BY_RECORD))
def test_the_schema_of_a_record_takes_what_is_disclosed_and_nothing_else(record: str) -> None:
    table = BY_RECORD[record]
    schema = json_schema(table, alone=True)
    Draft202012Validator.check_schema(schema)
    told = json.loads(json.dumps(disclose(Tier.PUBLIC, record, [a_record(table)], alone=True)[0], default=str))
    validator = Draft202012Validator(schema)
    assert validator.is_valid(told) and not validator.is_valid({**told, "name": "Foxglove House"})


def test_a_resource_says_what_each_column_means() -> None:
    fields = datapackage([(HOMES, {})])["resources"][0]["schema"]["fields"]
    assert all(len(one["description"]) > 10 for one in fields)
