"""A file of judgements: what is read, and what is refused with its line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.pilot.studies import HEAD, YAML, read, rows, sealed

from evenhand.findings import BadInput, Finding
from evenhand.pilot.plan import Plan, Seal
from evenhand.pilot.sampling import PilotSample

Study = tuple[Plan, Seal, PilotSample]
LONG = "home,framework,inspector,grade,role\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return sealed(tmp_path)


def faults(text: str, study: Study) -> list[Finding]:
    with pytest.raises(BadInput) as refusal:
        read(text, *study)
    return list(refusal.value.findings)


def test_pairs_become_a_table_with_the_best_grade_first(study: Study) -> None:
    found = read(rows(same=5, fell=2, rose=1), *study)
    assert found.table().tolist() == [[0, 0, 0, 0], [0, 5, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert sum(one.sum() for one in found.by("sector").values()) == 8


def test_a_home_may_be_written_by_its_number_in_the_register(study: Study) -> None:
    urn = study[2].homes[0].urn
    assert read(f"{HEAD}{urn},good,Good\n", *study).homes[0].home.urn == urn


def test_a_home_with_one_grade_is_kept_and_is_no_pair(study: Study) -> None:
    found = read(f"{HEAD}H001,Good,\nH002,Good,Good\n", *study)
    assert (len(found.homes), len(found.pairs)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "code", "line", "field", "told"),
    [
        ("", "PI101", 1, "", "empty"),
        (HEAD, "PI102", 1, "", "no judgement"),
        ("home,old\nH001,Good\n", "PI103", 1, "", "new"),
        ("home,old,new,name\nH001,Good,Good,x\n", "PI103", 1, "name", "not known here"),
        (f"{HEAD}H001,Good\n", "PI104", 2, "", "2 cells"),
        (f"{HEAD}H999,Good,Good\n", "PI105", 2, "home", "H001 to H040"),
        (f"{HEAD}H001,Satisfactory,Good\n", "PI106", 2, "old", "Requires improvement to be good"),
        (f"{HEAD}H001,Good,Good\n\nH001,Good,Good\n", "PI110", 4, "home", "on line 2"),
        ("home,old,new,framework_new\nH001,Good,Good,ch-2015\n", "PI109", 2, "framework_new", "sccif-2025"),
        ("home,old,new,judged_on\nH001,Good,Good,2026-10-31\n", "PI108", 2, "judged_on", "before the plan was sealed"),
        ("home,old,new,judged_on\nH001,Good,Good,31/12/26\n", "PI107", 2, "judged_on", "2027-04-01"),
        ("home,old,new,reason\nH001,Good,Good,mood\n", "PI107", 2, "reason", "descriptor"),
        (f"{LONG}H001,ch-2015,A,Good,main\n", "PI109", 2, "framework", "not mixed"),
        (f"{LONG}H001,sccif-2022,A,Good,main\nH001,sccif-2022,A,Good,second\n", "PI110", 3, "home", "on line 2"),
        (f"{LONG}H001,sccif-2022,A,Good,main\nH001,sccif-2022,B,Good,main\n", "PI110", 3, "home", "on line 2"),
        (f"{LONG}H001,sccif-2022,A,,main\n", "PI106", 2, "grade", "leave the row out"),
        (f'{HEAD}H001,"Good,Good\n', "PI101", 2, "", "quotation mark"),
    ],
)
def test_a_fault_is_named_by_line_and_field(
    study: Study, text: str, code: str, line: int, field: str, told: str
) -> None:
    first = faults(text, study)[0]
    assert (first.code, first.where.file, first.where.line, first.where.field) == (code, "ratings.csv", line, field)
    assert told in str(first.message)


def test_all_faults_of_a_file_are_told_at_once(study: Study) -> None:
    assert [one.where.line for one in faults(f"{HEAD}H001,x,Good\nH002,Good,Good\nH003,Good,y\n", study)] == [2, 4]


def test_several_inspectors_are_kept_and_the_main_ones_make_the_pair(study: Study) -> None:
    text = (
        f"{LONG}H001,sccif-2022,A,Good,main\nH001,sccif-2022,B,Inadequate,second\nH001,sccif-2025,C,Outstanding,main\n"
    )
    found = read(text, *study)
    assert len(found.every) == 3 and found.table()[1, 0] == 1 and found.table().sum() == 1


def test_two_groups_do_not_share_a_home(tmp_path: Path) -> None:
    study = sealed(tmp_path, YAML.replace("design: paired", "design: two_groups"))
    text = f"{LONG}H001,sccif-2022,A,Good,main\nH001,sccif-2025,B,Good,main\n"
    assert [(one.code, one.where.line) for one in faults(text, study)] == [("PI109", 3)]


def test_parts_are_read_where_both_frameworks_have_the_judgement(study: Study) -> None:
    text = "home,old,new,helped_protected_old,helped_protected_new\nH001,Good,Good,Good,Inadequate\n"
    assert read(text, *study).part("helped_protected")[1, 3] == 1
