"""Real inspections under another version's rules: what each row comes to, and every format trap met so far."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.oracle.tiny import JUDGEMENTS, LEADERSHIP_RULE, PROTECTION_RULE, rule, tiny

from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.judgement.history import COLUMNS, Summary, rejudge
from evenhand.judgement.history import batches as batches_module

HEADING = "urn,provision_type,is_childrens_home_type,inspection_date,overall,helped_protected,leaders_managers"
HOME = "Children's home"
Lines = list[dict[str, str]]


def run(
    folder: Path, content: str | bytes, framework: Framework | None = None, **options: Any
) -> tuple[Lines, Summary]:
    """Write a file, rejudge it, and read OUT back."""
    file, out = folder / "in.csv", folder / "out.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    summary = rejudge(file, framework or tiny(), out, **options)
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream)), summary


def rows(*lines: str) -> str:
    """A tidy file of children's homes; each line is date, overall, protection, leadership."""
    return "\n".join([HEADING, *(f"{n},{HOME},Y,{line}" for n, line in enumerate(lines, start=1))]) + "\n"


def refused(folder: Path, content: str | bytes, name: str = "in.csv") -> str:
    """The sentences with which a file is refused."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput) as caught:
        rejudge(file, tiny(), folder / "out.csv")
    assert not (folder / "out.csv").exists()
    assert [one for one in folder.iterdir() if one.name != name] == [], "nothing half-written is left"
    return str(caught.value)


# --------------------------------------------------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    ("line", "verdict", "applied", "allowed_max", "expected"),
    [
        ("2019-06-01,Good,Good,Good", "consistent", "", "Outstanding", ""),
        ("2019-06-01,Inadequate,Inadequate,Good", "consistent", "R1", "Inadequate", ""),
        ("2019-06-01,Good,Inadequate,Good", "breaks", "R1", "Inadequate", ""),
        ("2019-06-01,Requires improvement,Good,Inadequate", "unexpected", "R2", "Requires improvement", "Inadequate"),
        ("2019-06-01,Good,Good,Inadequate", "breaks", "R2", "Requires improvement", "Inadequate"),
        ("2019-06-01,Inadequate,Inadequate,Inadequate", "consistent", "R1;R2", "Inadequate", "Inadequate"),
        ("2019-06-01,Good,,Good", "cannot_say", "", "", ""),
        ("2019-06-01,Good,Inadequate,", "breaks", "R1", "Inadequate", ""),
        (",Good,Good,Good", "cannot_say", "", "", ""),
        (",,,", "cannot_say", "", "", ""),
    ],
)
def test_a_row_comes_to_its_verdict(
    tmp_path: Path, line: str, verdict: str, applied: str, allowed_max: str, expected: str
) -> None:
    (told,), _ = run(tmp_path, rows(line))
    assert (told["verdict"], told["rules"], told["allowed_max"], told["expected"]) == (
        verdict,
        applied,
        allowed_max,
        expected,
    )
    assert bool(told["note"]) == (verdict != "consistent"), "what is not plain is explained"


def test_out_has_exactly_the_promised_columns_and_one_line_for_each_row_in_order(tmp_path: Path) -> None:
    told, summary = run(tmp_path, rows(*["2019-06-01,Good,Good,Good", "rubbish,,,", "2019-06-02,Good,Good,Good"] * 3))
    assert tuple(told[0]) == COLUMNS
    assert COLUMNS[:5] == ("urn", "inspection_date", "framework", "recorded", "allowed_min")
    assert [line["urn"] for line in told] == [str(n) for n in range(1, 10)]
    assert {line["framework"] for line in told} == {"tiny"}
    assert summary.rows == 9


def test_the_note_names_the_rule_and_what_it_says(tmp_path: Path) -> None:
    (told,), _ = run(tmp_path, rows("2019-06-01,Outstanding,Inadequate,Inadequate"))
    assert told["rules"] == "R1;R2"
    assert "breaks R1 (Protection limits): no grade better than Inadequate may be given" in told["note"]
    assert "breaks R2 (Leadership weighs)" in told["note"]
    assert "{" not in told["note"]


def test_the_recorded_grade_keeps_the_words_of_the_file(tmp_path: Path) -> None:
    (told,), _ = run(tmp_path, rows("2013-06-01,Adequate,Adequate,Good"))
    assert (told["recorded"], told["verdict"], told["note"]) == ("Adequate", "consistent", "")


def test_an_explained_cap_is_broken_only_above_its_second_limit(tmp_path: Path) -> None:
    limit = {
        "explained_cap": "overall_experiences_progress",
        "at_most": "requires_improvement",
        "unless_explained": "good",
    }
    framework = tiny(rule({"grade": "leaders_managers", "is": "inadequate"}, limit))
    told, _ = run(tmp_path, rows(*(f"2019-06-01,{g},Good,Inadequate" for g in ("Outstanding", "Good"))), framework)
    assert [(line["verdict"], line["allowed_max"]) for line in told] == [("breaks", "Good"), ("unexpected", "Good")]


def test_an_expectation_short_of_the_worst_grade_is_told_as_or_below(tmp_path: Path) -> None:
    framework = tiny(
        rule(
            {"grade": "leaders_managers", "at_most": "good"},
            {"expect": "overall_experiences_progress", "at_most": "good"},
        )
    )
    (told,), _ = run(
        tmp_path, "urn,inspection_date,overall,leaders_managers\n1,2019-06-01,Outstanding,Good\n", framework
    )
    assert (told["expected"], told["verdict"]) == ("Good or below", "unexpected")


def test_rules_that_need_facts_or_records_are_not_tested_and_the_summary_says_so(tmp_path: Path) -> None:
    record = {"precondition": "overall_experiences_progress", "for": "outstanding", "needs": "it says why"}
    framework = tiny(
        PROTECTION_RULE,
        rule({"fact": "manager"}, {"cap": "leaders_managers", "at_most": "good"}, name="R3"),
        rule(None, record, name="R10"),
        rule(None, name="R9"),
        rule({"inspection": "monitoring"}, {"cap": "leaders_managers", "at_most": "good"}, name="R12"),
    )
    told, summary = run(
        tmp_path, "urn,inspection_date,overall,helped_protected\n1,2019-06-01,Outstanding,Good\n", framework
    )
    assert told[0]["verdict"] == "consistent"
    why = {one["rule"]: one["why"] for one in summary.as_dict()["not_tested"]}
    assert set(why) == {"R3", "R10", "R12"}
    assert "Is there a registered manager?" in why["R3"]
    assert "never applies" in why["R12"]


def test_a_rule_that_grades_alone_can_settle_is_tested_where_they_do(tmp_path: Path) -> None:
    mixed = {"any": [{"grade": "helped_protected", "is": "inadequate"}, {"fact": "manager"}]}
    framework = tiny(rule(mixed, {"cap": "overall_experiences_progress", "at_most": "inadequate"}, name="M"))
    told, _ = run(
        tmp_path,
        "urn,inspection_date,overall,helped_protected\n1,2019-06-01,Good,Inadequate\n2,2019-06-01,Good,Good\n",
        framework,
    )
    assert [line["verdict"] for line in told] == ["breaks", "consistent"]


def test_a_version_without_an_overall_judgement_is_refused(tmp_path: Path) -> None:
    without = tiny(judgements=[one | {"role": "graded"} for one in JUDGEMENTS])
    with pytest.raises(BadInput, match="no overall judgement"):
        run(tmp_path, rows("2019-06-01,Good,Good,Good"), without)


def test_a_scale_that_published_grades_do_not_fit_is_refused(tmp_path: Path) -> None:
    scale = {"id": "four", "grades": [{"ordinal": n, "id": f"g{n}", "label": f"G{n}"} for n in (1, 2, 3)]}
    note = rule(None)
    with pytest.raises(BadInput, match="four points"):
        run(tmp_path, rows("2019-06-01,Good,Good,Good"), tiny(note, scales=[scale]))


# ------------------------------------------------------------------------------------------------- words and dates


@pytest.mark.parametrize(
    ("day", "word", "noted"),
    [
        ("2011-06-01", "Satisfactory", False),
        ("2014-06-01", "Satisfactory", True),
        ("2014-06-01", "Adequate", False),
        ("2019-06-01", "Adequate", True),
        ("2014-06-01", "Requires improvement", True),
        ("2016-06-01", "Requires improvement", False),
        ("2016-06-01", "Requires improvement to be good", True),
        ("2019-06-01", "Requires Improvement To Be Good", False),
        ("2019-06-01", " requires  improvement to\nbe good ", False),
    ],
)
def test_every_generations_word_for_grade_2_is_understood_and_noted_when_out_of_its_time(
    tmp_path: Path, day: str, word: str, noted: bool
) -> None:
    (told,), summary = run(tmp_path, f'{HEADING}\n1,{HOME},Y,{day},"{word}",Good,Inadequate\n')
    assert told["verdict"] == "unexpected", "grade 2 under inadequate leadership, whatever it is called"
    assert ("was not a grade on this date" in told["note"]) == noted
    assert [one.code for one in summary.findings] == (["HI103"] if noted else [])


@pytest.mark.parametrize("word", ["Not judged", "REDACTED", "n/a", "-"])
def test_a_cell_that_says_that_there_is_no_grade(tmp_path: Path, word: str) -> None:
    told, _ = run(tmp_path, rows(f"2019-06-01,{word},Good,Good", f"2019-06-01,Good,{word},Good"))
    assert [line["verdict"] for line in told] == ["cannot_say", "cannot_say"]
    assert "no full inspection listed" in told[0]["note"]
    assert word in told[1]["note"]


def test_a_word_that_is_no_grade_spoils_its_row_only(tmp_path: Path) -> None:
    told, summary = run(tmp_path, rows("2019-06-01,Splendid,Good,Good", "2019-06-01,Good,Good,Good"))
    assert [line["verdict"] for line in told] == ["cannot_say", "consistent"]
    assert "“Splendid” is not a grade that is understood" in told[0]["note"]
    assert [(one.code, one.where.line) for one in summary.findings] == [("HI102", 2)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31/03/2019", "2019-03-31"),
        ("1/4/2019", "2019-04-01"),
        ("2019-03-31 00:00:00", "2019-03-31"),
        ("31/03/2019 00:00", "2019-03-31"),
        ("31 March 2019", "2019-03-31"),
        ("31-Mar-19", "2019-03-31"),
    ],
)
def test_dates_are_read_day_before_month(tmp_path: Path, text: str, iso: str) -> None:
    (told,), summary = run(tmp_path, rows(f"{text},Good,Good,Good"))
    assert (told["inspection_date"], told["verdict"]) == (iso, "consistent")
    assert summary.years == ("2018-19" if iso < "2019-04" else "2019-20",)


@pytest.mark.parametrize("text", ["03/31/2019", "2019-02-30", "soon", "0019-03-31", ""])
def test_a_date_that_cannot_be_read_is_kept_as_written_and_belongs_to_no_year(tmp_path: Path, text: str) -> None:
    (told,), summary = run(tmp_path, rows(f"{text},Good,Good,Good"))
    assert (told["inspection_date"], told["verdict"]) == (text, "cannot_say")
    assert "date" in told["note"]
    assert summary.as_dict()["by_year"] == []
    assert [one.code for one in summary.findings] == ["HI101"]


# ------------------------------------------------------------------------------------------------ who is counted


def test_other_provision_is_left_out_and_named(tmp_path: Path) -> None:
    content = (
        f"{HEADING}\n1,Boarding School,N,2019-06-01,Good,Good,Good\n2,{HOME},Y,2019-06-01,Good,Good,Good\n"
        "3,CHILDREN’S  HOME,,2019-06-01,Good,Good,Good\n4,Boarding School,,2019-06-01,Good,Good,Good\n"
        "5,,,2019-06-01,Good,Good,Good\n6,Refuge,Y,2019-06-01,Good,Good,Good\n"
    )
    told, summary = run(tmp_path, content)
    assert [line["verdict"] for line in told] == [
        *("cannot_say", "consistent", "consistent", "cannot_say", "cannot_say", "consistent")
    ]
    assert told[0]["note"] == "not a children's home: Boarding School"
    plain = summary.as_dict()
    assert plain["by_year"][0]["n"] == 3
    assert {"why": "not a children's home: Boarding School", "rows": 2} in plain["left_out"]
    assert {one["provision"]: one["n"] for one in plain["by_year"][0]["by_provision"]} == {HOME: 2, "Refuge": 1}


def test_only_the_kinds_of_home_that_are_asked_for(tmp_path: Path) -> None:
    content = f"{HEADING}\n1,Secure children's home,Y,2019-06-01,Good,Good,Good\n2,{HOME},Y,2019-06-01,Good,Good,Good\n"
    told, summary = run(tmp_path, content, kinds=["children’s home"])
    assert [line["verdict"] for line in told] == ["cannot_say", "consistent"]
    assert "not one of the kinds of home asked for" in told[0]["note"]
    assert summary.as_dict()["by_year"][0]["n"] == 1


def test_a_kind_of_home_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Secure children's home"):
        run(tmp_path, rows("2019-06-01,Good,Good,Good"), kinds=["Castle"])


def test_without_columns_that_tell_provision_every_row_is_a_home(tmp_path: Path) -> None:
    content = (
        "URN,Inspection date,Overall effectiveness,Safeguarding children and young people,Leadership and management\n"
    )
    (told,), summary = run(tmp_path, content + "SC1,01/05/2014,Adequate,Inadequate,Good\n")
    assert told["verdict"] == "breaks"
    assert summary.as_dict()["by_year"][0]["year"] == "2014-15"


def test_a_regrade_at_a_monitoring_visit_is_judged_and_noted_and_other_visits_are_left_out(tmp_path: Path) -> None:
    content = (
        "urn,event_type,inspection_date,overall,helped_protected,leaders_managers\n"
        "1,Monitoring inspection,2019-06-01,Good,Good,Good\n2,Interim inspection,2019-06-01,Good,Good,Good\n"
        "3,Full inspection,2019-06-01,Good,Good,Good\n"
    )
    told, _ = run(tmp_path, content)
    assert [line["verdict"] for line in told] == ["consistent", "cannot_say", "consistent"]
    assert told[0]["note"] == "regraded at a monitoring visit"
    assert told[1]["note"] == "not a full inspection: Interim inspection"


def test_the_summary_counts_rules_by_inspection_year(tmp_path: Path) -> None:
    _, summary = run(
        tmp_path,
        rows(
            "2019-03-31,Good,Inadequate,Good",
            "2019-04-01,Inadequate,Inadequate,Inadequate",
            "2020-03-31,Requires improvement,Good,Inadequate",
            "2021-05-01,Good,Good,Good",
        ),
    )
    by_year = summary.as_dict()["by_year"]
    assert [(one["year"], one["n"]) for one in by_year] == [("2018-19", 1), ("2019-20", 2), ("2021-22", 1)]
    middle = by_year[1]["rules"]["R2"]
    assert (middle["applies"], middle["breaks"], middle["unexpected"]) == (2, 0, 1)
    assert middle["recorded"] == {"outstanding": 0, "good": 0, "requires_improvement": 1, "inadequate": 1}
    assert by_year[0]["rules"]["R1"]["breaks"] == 1
    assert summary.as_dict()["verdicts"] == {"consistent": 2, "unexpected": 1, "breaks": 1, "cannot_say": 0}


# ------------------------------------------------------------------------------------------------------ format traps

RAW_HEADING = (
    '"Web link",URN,"Provision type","Most recent full  inspection date",'
    '"Overall experiences and progress\nof children and young people",'
    '"How well children and young people are helped and protected ","The effectiveness of leaders and mangers"'
)
RAW_ROW = f"https://example.org,1234567,{HOME},31/03/2022,Good,Inadequate,Good"


def test_a_raw_release_with_title_rows_line_breaks_doubled_spaces_and_a_typo(tmp_path: Path) -> None:
    title = 'Children\'s social care data in England 2022\n"Provider level, at 31 March 2022",\n\n'
    (told,), summary = run(tmp_path, f"{title}{RAW_HEADING}\n{RAW_ROW}\n")
    assert (told["urn"], told["inspection_date"], told["verdict"]) == ("1234567", "2022-03-31", "breaks")
    assert summary.first_lines == {}


@pytest.mark.parametrize(
    "names",
    [
        ("Overall effectiveness", "The safety of children and young people", "Leadership and management"),
        ("Overall effectiveness", "Safeguarding children and young people", "Leadership and management"),
        ("OVERALL EFFECTIVENESS", "Safeguarding", "leadership_management"),
        ("overall_as_published", "helped_protected", "leaders_managers"),
        (
            "The overall experiences and progress of children",
            "How well children are helped and protected",
            "The effectiveness of leaders and managers",
        ),
    ],
)
def test_headings_of_every_generation(tmp_path: Path, names: tuple[str, ...]) -> None:
    content = f"{','.join(names)},URN,Latest full inspection date\nGood,Inadequate,Good,1,01/06/2014\n"
    (told,), _ = run(tmp_path, content)
    assert (told["urn"], told["verdict"]) == ("1", "breaks")


def test_a_previous_grade_is_not_taken_for_the_latest(tmp_path: Path) -> None:
    content = (
        "URN,Previous full inspection date,Previous overall effectiveness,Latest full inspection date,"
        "Overall effectiveness,Safeguarding,Leadership and management\n"
        "1,01/06/2013,Good,01/06/2014,Inadequate,Inadequate,Good\n"
    )
    (told,), _ = run(tmp_path, content)
    assert (told["inspection_date"], told["recorded"]) == ("2014-06-01", "Inadequate")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_encoding_that_was_met(tmp_path: Path, encoding: str) -> None:
    content = rows("2019-06-01,Good,Good,Good").replace("'", "’")
    (told,), _ = run(tmp_path, content.encode(encoding))
    assert told["verdict"] == "consistent"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    (told,), _ = run(tmp_path, rows("2019-06-01,Good,Inadequate,Good").replace(",", delimiter))
    assert told["verdict"] == "breaks"


def test_windows_line_ends_empty_lines_and_empty_rows(tmp_path: Path) -> None:
    content = rows("2019-06-01,Good,Good,Good").replace("\n", "\r\n") + "\r\n,,,,,,\r\n"
    told, _ = run(tmp_path, content)
    assert [line["verdict"] for line in told] == ["consistent", "cannot_say"]


def test_a_row_with_too_few_or_too_many_cells_spoils_itself_only(tmp_path: Path) -> None:
    content = rows("2019-06-01,Good,Good", "2019-06-01,Good,Good,Good,Good", "2019-06-01,Good,Good,Good,,")
    told, summary = run(tmp_path, content)
    assert [line["verdict"] for line in told] == ["cannot_say", "cannot_say", "consistent"]
    assert "breaks off" in told[0]["note"]
    assert "more cells" in told[1]["note"]
    assert [one.code for one in summary.findings] == ["HI104"]
    assert summary.as_dict()["by_year"][0]["n"] == 1


def test_a_number_with_commas_or_quotes_comes_out_as_it_went_in(tmp_path: Path) -> None:
    told, _ = run(tmp_path, f'{HEADING}\n"SC1,""a""",{HOME},Y,"June, 2019",Good,Good,Good\n')
    assert (told[0]["urn"], told[0]["inspection_date"]) == ('SC1,"a"', "June, 2019")


def test_batches_come_to_the_same_as_one_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        f"20{10 + n % 12}-06-0{1 + n % 9},{g},{h},Good"
        for n, (g, h) in enumerate([("Good", "Inadequate"), ("Good", "")] * 40)
    ]
    whole, summary = run(tmp_path, rows(*lines))
    monkeypatch.setattr(batches_module, "BATCH", 7)
    shares: list[float] = []
    pieces, pieced = run(tmp_path, rows(*lines), on_progress=shares.append)
    assert pieces == whole
    assert pieced.as_dict() == summary.as_dict()
    assert len(shares) == 12
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


# ---------------------------------------------------------------------------------------------------------- Parquet


def test_parquet_in_and_parquet_out(tmp_path: Path) -> None:
    table = pa.table(
        {
            "URN": pa.array([1027158.0, 7.0]),
            "Inspection date": pa.array([dt.date(2019, 6, 1), None]),
            "overall": pa.array(["Good", "Good"]).dictionary_encode(),
            "helped_protected": ["Inadequate", "Good"],
            "leaders_managers": ["Good", None],
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    rejudge(tmp_path / "in.parquet", tiny(), tmp_path / "out.parquet")
    told = pq.read_table(tmp_path / "out.parquet")
    assert tuple(told.column_names) == COLUMNS
    first, second = told.to_pylist()
    assert (first["urn"], first["inspection_date"], first["verdict"]) == ("1027158", "2019-06-01", "breaks")
    assert (second["inspection_date"], second["verdict"]) == ("", "cannot_say")


def test_csv_and_parquet_of_the_same_rows_come_to_the_same(tmp_path: Path) -> None:
    content = rows("2019-06-01,Good,Inadequate,Good", "rubbish,Good,Good,Good", "2014-06-01,Adequate,Good,Inadequate")
    told, summary = run(tmp_path, content)
    cells = [line.split(",") for line in content.splitlines()]
    pq.write_table(pa.table(dict(zip(cells[0], zip(*cells[1:], strict=True), strict=True))), tmp_path / "in.parquet")
    again = rejudge(tmp_path / "in.parquet", tiny(), tmp_path / "again.parquet")
    assert pq.read_table(tmp_path / "again.parquet").to_pylist() == told
    assert again.as_dict()["by_year"] == summary.as_dict()["by_year"]


@pytest.mark.parametrize("spoil", [b"PAR1 and then nothing", b"not even that"])
def test_a_broken_parquet_file_is_refused(tmp_path: Path, spoil: bytes) -> None:
    assert "not a Parquet file that can be read" in refused(tmp_path, spoil, "in.parquet")


def test_a_parquet_file_cut_short_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"urn": ["1"] * 100}), tmp_path / "whole.parquet")
    content = (tmp_path / "whole.parquet").read_bytes()
    (tmp_path / "whole.parquet").unlink()
    assert "Parquet" in refused(tmp_path, content[:-40], "in.parquet")


def test_the_summary_does_not_grow_with_words_that_are_all_different(tmp_path: Path) -> None:
    lines, summary = run(tmp_path, rows(*(f"2019-06-01,word {n},Good,Good" for n in range(50))))
    assert len({line["note"] for line in lines}) == 50
    assert len(summary.counts) == 1


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_heading_that_is_there_twice_is_read_once_and_said(tmp_path: Path, ending: str) -> None:
    names = ["urn", "inspection_date", "overall", "helped_protected", "leaders_managers", "Overall "]
    cells = ["1", "2019-06-01", "good", "inadequate", "good", "inadequate"]
    file = tmp_path / f"in.{ending}"
    if ending == "csv":
        file.write_text(f"{','.join(names)}\n{','.join(cells)}\n", encoding="utf-8")
    else:
        # The same name to the letter, which pyarrow refuses to look up.
        twice = [name.strip().lower() for name in names]
        pq.write_table(pa.Table.from_arrays([pa.array([cell]) for cell in cells], names=twice), file)
    summary = rejudge(file, tiny(), tmp_path / "out.csv")
    assert summary.as_dict()["verdicts"]["breaks"] == 1
    assert [(one.code, one.where.field) for one in summary.findings] == [("HI106", "overall")]


def test_a_parquet_column_that_holds_no_words_is_refused(tmp_path: Path) -> None:
    table = pa.table(
        {name: [["a"]] for name in ("urn", "inspection_date", "overall", "helped_protected", "leaders_managers")}
    )
    pq.write_table(table, tmp_path / "in.parquet")
    content = (tmp_path / "in.parquet").read_bytes()
    assert "holds list" in refused(tmp_path, content, "in.parquet")


# ------------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n\n", "no row of column headings"),
        (b"PK\x03\x04 workbook", "workbook"),
        (b"\xff\xfeu\x00r\x00n\x00", "not plain text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not plain text"),
        (b"just a line of prose\nand another\n", "no row of column headings"),
        (b"name,colour\nrose,red\n", "The file has: “name”, “colour”"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    message = refused(tmp_path, content)
    assert said in message
    assert "in.csv" in message


def test_missing_columns_are_named_with_the_line_and_with_what_is_there(tmp_path: Path) -> None:
    message = refused(
        tmp_path, "A title\n\nURN,Latest full inspection date,Overall effectiveness,Colour\n1,01/06/2014,Good,red\n"
    )
    assert "in.csv:3" in message
    assert "helped_protected" in message
    assert "leaders_managers (for example “the effectiveness of leaders and managers”)" in message
    assert "“Colour”" in message


@pytest.mark.parametrize("line", ['2019-06-01,"Good,Good,Good', '2019-06-01,Good,Good,"Good'])
def test_a_quotation_mark_that_is_never_closed_is_refused_at_its_line(tmp_path: Path, line: str) -> None:
    lines = ["2019-06-01,Good,Good,Good"] * 100
    lines[9] = line
    assert "in.csv:11" in refused(tmp_path, rows(*lines))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        rejudge(tmp_path / "nothing.csv", tiny(), tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("out.xlsx", "ends in .csv or .parquet"),
        ("out", "ends in .csv"),
        ("in.csv", "is read"),
        ("no/folder/out.csv", "folder"),
    ],
)
def test_an_output_that_cannot_be_written_is_refused_before_anything_is_lost(
    tmp_path: Path, name: str, said: str
) -> None:
    file = tmp_path / "in.csv"
    file.write_text(rows("2019-06-01,Good,Good,Good"), encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        rejudge(file, tiny(), tmp_path / name)
    assert file.read_text(encoding="utf-8") == rows("2019-06-01,Good,Good,Good")


def test_the_leadership_rule_alone_does_not_ask_for_protection(tmp_path: Path) -> None:
    content = "urn,inspection_date,overall,leaders_managers\n1,2019-06-01,Good,Inadequate\n"
    (told,), _ = run(tmp_path, content, tiny(LEADERSHIP_RULE))
    assert told["verdict"] == "breaks"
