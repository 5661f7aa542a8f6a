"""A pilot kept by a service: plans come as bytes, pairs leave as CSV, and nobody looks before the plan allows it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from evenhand.findings import BadInput
from evenhand.pilot.keeping import analysis_files, may_look, pairs_csv, sealed_plan
from evenhand.pilot.plan import PLAN_FILE, SEAL_FILE, Plan, study_folder

FOLDER = study_folder("example-2017-small")
PLAN, SEAL = ((FOLDER / name).read_bytes() for name in (PLAN_FILE, SEAL_FILE))


def refused(plan: bytes, seal: bytes | None) -> BadInput:
    with pytest.raises(BadInput) as caught:
        sealed_plan(plan, seal)
    return caught.value


@pytest.mark.parametrize(
    ("plan", "seal", "code"),
    [
        (PLAN, None, "PI012"),
        (PLAN.replace(b"margin_points: 5", b"margin_points: 9"), SEAL, "PI013"),
        (PLAN, SEAL.replace(b"2026", b"2025"), "PI011"),
        (PLAN, b"[]", "PI011"),
        (PLAN.replace(b"old: ch-2015", b"old: nowhere"), SEAL, "PI002"),
        (b"#" * 100_001, SEAL, "PI016"),
    ],
)
def test_what_is_not_sealed_or_was_changed_is_refused_by_the_name_it_was_sent_under(
    plan: bytes, seal: bytes | None, code: str
) -> None:
    [finding] = refused(plan, seal).findings
    assert finding.code == code and finding.where.file in {PLAN_FILE, SEAL_FILE}
    assert "evenhand-plan-" not in str(finding)


def test_a_fault_names_the_line_of_the_plan() -> None:
    wrong = PLAN.replace(b"old: ch-2015", b"old: nowhere")
    line = next(number for number, text in enumerate(wrong.splitlines(), 1) if b"nowhere" in text)
    assert refused(wrong, SEAL).findings[0].where.line == line


def test_a_sealed_plan_is_read() -> None:
    plan, seal = sealed_plan(PLAN, SEAL)
    assert (plan.id, len(seal.plan)) == ("example-2017-small", 64)


def plan_of(*looks: int, lost: float = 0.0) -> Plan:
    plan, _ = sealed_plan(PLAN, SEAL)
    stopping = plan.stopping.model_copy(update={"looks": looks, "may_be_lost": lost})
    return plan.model_copy(update={"stopping": stopping})


def test_no_look_before_its_number_of_homes_and_each_look_once() -> None:
    plan = plan_of(4, 9)
    allowed = {
        (pairs, taken)
        for pairs in range(11)
        for taken in range(4)
        if may_look(plan, pairs=pairs, taken=taken, closed=False)[0]
    }
    assert allowed == {(pairs, 0) for pairs in range(4, 11)} | {(9, 1), (10, 1)}


def test_when_it_is_closed_the_look_is_open_and_says_when_the_pairs_are_too_few() -> None:
    plan = plan_of(10, lost=0.2)
    assert not may_look(plan, pairs=9, taken=0, closed=False)[0]
    enough, few = (may_look(plan, pairs=pairs, taken=0, closed=True) for pairs in (8, 7))
    assert enough[0] and "no verdict" not in str(enough[1])
    assert few[0] and "at least 8: no verdict can hold" in str(few[1])
    assert not may_look(plan, pairs=10, taken=1, closed=True)[0]


def test_pairs_leave_without_anybodys_name_and_in_the_order_of_their_codes() -> None:
    rows = [
        {"home": "H002", "old": "Good", "new": "Good", "inspector_old": "anna", "inspector_new": "bert"},
        {"home": "H001", "old": "Good", "new": "Inadequate", "inspector_old": "bert", "safe_old": "Good",
         "safe_new": "Good", "reason": "rule"},
    ]  # fmt: skip
    text = pairs_csv(rows)
    first, second = csv.DictReader(io.StringIO(text))
    assert [first["home"], first["inspector_old"], first["reason"], first["safe_new"]] == [
        "H001",
        "I01",
        "rule",
        "Good",
    ]
    assert (second["inspector_old"], second["inspector_new"], second["safe_old"]) == ("I02", "I01", "")
    assert "anna" not in text and "bert" not in text


def test_an_analysis_leaves_the_same_page_pictures_tables_and_record_each_time() -> None:
    ratings = pairs_csv(
        {"home": f"H{number:03d}", "old": "Good", "new": "Good", "judged_on": f"2026-12-{number:02d}"}
        for number in range(1, 10)
    )
    files = analysis_files(PLAN, SEAL, ratings)
    assert files == analysis_files(PLAN, SEAL, ratings)
    record = json.loads(files["run.json"])
    assert record["study"] == "example-2017-small" and record["ratings"]["file"] == "ratings.csv"
    assert b"annot tell" in files["analysis.html"] and files["ratings.csv"].decode() == ratings
    pictures = {Path(name).stem for name in files if name.endswith(".svg")}
    assert pictures and all(files[f"{one}.csv"].count(b"\n") > 1 for one in pictures)


def test_a_faulty_pair_is_refused_by_the_line_of_the_csv() -> None:
    with pytest.raises(BadInput) as caught:
        analysis_files(PLAN, SEAL, "home,old,new,judged_on\nH001,Good,Splendid,2026-12-01\n")
    [finding] = caught.value.findings
    assert (finding.where.file, finding.where.line) == ("ratings.csv", 2)
