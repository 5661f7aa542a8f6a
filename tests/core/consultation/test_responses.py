"""Responses from a file: every row is used or named, and nobody's name is asked for."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.consultation.stories import consultation

from evenhand.consultation.checks import read_consultation
from evenhand.consultation.personal import clues
from evenhand.consultation.responses import MAX_COMMENT, Given, Imported, import_responses, read_responses
from evenhand.consultation.words import Agreement, Respondent
from evenhand.findings import BadInput
from evenhand.shelf import shipped

LONG = "respondent,kind,question,answer,comment\n"
EXAMPLE = shipped("data") / "consultations" / "example"


def read(text: str | bytes) -> Imported:
    return import_responses(consultation(), text.encode() if isinstance(text, str) else text, "r.csv")


def faults(text: str) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.where.line, one.where.field) for one in read(text).findings]


def test_one_row_for_each_answer() -> None:
    told = read(
        LONG + '1,children,q1,Strongly agree,"Yes, please"\n1,children,Q2,,\n2,Local authority,q2,don’t know,\n'
    )
    first, second = told.responses
    assert (first.kind, second.kind) == (Respondent.CHILDREN, Respondent.COUNCIL)
    assert first.to("q1") == Given("q1", Agreement.STRONGLY_AGREE, "Yes, please", 2)
    assert first.to("q2") == Given("q2", None, "", 3)
    assert second.to("q1") is None and second.to("q2").agreement is Agreement.DONT_KNOW
    assert (told.read, told.used, told.findings) == (3, 3, ())


def test_one_row_for_each_respondent_says_the_same() -> None:
    wide = (
        "Respondent;Kind;q1;q1_comment;q2\n1;children;Strongly agree;Yes, please;\n2;council;;;Don't know\n3;other;;;\n"
    )
    told = read(wide)
    assert [(one.respondent, one.kind) for one in told.responses] == [
        ("1", "children"),
        ("2", "council"),
        ("3", "other"),
    ]
    assert told.responses[0].given == (Given("q1", Agreement.STRONGLY_AGREE, "Yes, please", 2),)
    assert told.responses[2].given == () and told.findings == ()


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("2,press,q1,Agree,", "CR010", "kind"),
        ("2,staff,q9,Agree,", "CR011", "question"),
        ("2,staff,,Agree,", "CR011", "question"),
        ("2,staff,q1,Yes,", "CR012", "answer"),
        ("2,staff,q1,4,", "CR012", "answer"),
        ("Ann Example,staff,q1,Agree,", "CR013", "respondent"),
        (",staff,q1,Agree,", "CR013", "respondent"),
        ("1,children,q1,Disagree,", "CR014", "respondent"),
        ("1,staff,q2,Disagree,", "CR015", "kind"),
        (f"2,staff,q1,Agree,{'x' * (MAX_COMMENT + 1)}", "CR016", "comment"),
        ("2,staff,q1,Agree,Well, perhaps", "CR017", ""),
    ],
)
def test_a_bad_row_is_left_out_and_named_with_what_to_write(row: str, code: str, field: str) -> None:
    told = read(f"{LONG}1,children,q1,Agree,\n{row}\n3,staff,q2,Agree,\n")
    assert [(one.code, one.where.line, one.where.field) for one in told.findings] == [(code, 3, field)]
    assert (told.read, told.used, len(told.bad)) == (3, 2, 1)
    assert [one.respondent for one in told.responses] == ["1", "3"]
    assert told.bad[0].cells["kind"] in row, "the row is kept as it stood"


def test_a_respondent_twice_in_a_wide_file_counts_once() -> None:
    assert faults("respondent,kind,q1\n1,staff,Agree\n1,staff,Disagree\n") == [
        ("CR007", 1, "q2"),
        ("CR014", 3, "respondent"),
    ]


def test_a_kind_that_was_not_asked_is_no_kind_of_this_consultation() -> None:
    only = consultation(respondents=(Respondent.CHILDREN,))
    told = import_responses(only, f"{LONG}1,staff,q1,Agree,\n".encode(), "r.csv")
    assert "write one of: children" in str(told.findings[0].message)


def test_every_fault_of_a_row_is_named_at_once() -> None:
    assert [code for code, _, _ in faults(f"{LONG}A B,press,q9,Yes,\n")] == ["CR013", "CR010", "CR011"]


def test_a_column_that_nothing_is_known_of_is_said_not_to_be_read() -> None:
    assert faults("respondent,kind,question,answer,age\n1,staff,q1,Agree,40\n") == [("CR006", 1, "age")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "CR001"),
        (b"x" * 5_000_001, "CR002"),
        (b"PK\x03\x04rest", "CR003"),
        (b"respondent,kind\0", "CR003"),
        (b"name,answer\n1,2\n", "CR004"),
        (b"respondent,kind,age\n1,staff,4\n", "CR004"),
        (b"respondent,kind,question,answer,kind\n", "CR004"),
        (b'respondent,kind,question,answer\n1,staff,q1,"Agree\n2,staff,q1,Agree\n', "CR005"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(content)
    assert [one.code for one in refusal.value.findings] == [code]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_responses(consultation(), tmp_path / "nothing.csv")


def test_what_excel_writes_is_read() -> None:
    assert read(f"{LONG}1,staff,q1,don’t know,café\n".encode("cp1252")).responses[0].given[0].comment == "café"
    assert read(f"{LONG}1,staff,q1,Agree,\n".encode("utf-8-sig")).used == 1


CELLS = st.sampled_from(["1", "2", "3", "", "a b", "staff", "children", "press", "q1", "q2", "q9", "Agree", "Yes", "x"])


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=12))
def test_no_row_disappears(rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("respondent", "kind", "question", "answer", "comment"), *rows])
    filled = [row for row in rows if any(row)]
    told = read(text.getvalue())
    answers = sum(len(one.given) for one in told.responses)
    without_a_question = sum(1 for row in filled if not row[2] and not row[3] and not row[4])
    assert told.read == len(filled)
    assert told.used + len(told.bad) == told.read
    assert told.used - without_a_question <= answers <= told.used
    assert len({one.respondent for one in told.responses}) == len(told.responses)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("It was Ann Example who said it", ["Ann Example"]),
        ("ann@example.org or 01632 960123", ["ann@example.org", "01632 960123"]),
        ("+44 (0)1632 960 123", ["+44 (0)1632 960 123"]),
        ("(01632) 960123", ["(01632) 960123"]),
        ("+44 1632 960123", ["+44 1632 960123"]),
        ("We live at zz1 1zz.", ["zz1 1zz"]),
        ("26 weeks is generous; regulation 12 (2) says so", []),
    ],
)
def test_what_may_give_somebody_away_is_pointed_out(text: str, what: list[str]) -> None:
    assert [one.found for one in clues(text)] == what


def test_the_shipped_example_is_whole_and_marked_as_invented() -> None:
    one, _ = read_consultation(EXAMPLE / "consultation.yaml")
    told = read_responses(one, EXAMPLE / "invented_responses.csv")
    assert (told.read, told.used, len(told.responses), told.findings) == (278, 278, 60, ())
    assert all(response.respondent.startswith("INVENTED-") for response in told.responses)
    comments = [given.comment for response in told.responses for given in response.given if given.comment]
    assert (len(comments), sum(1 for text in comments if clues(text))) == (37, 5)
