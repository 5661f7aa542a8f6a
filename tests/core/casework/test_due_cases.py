"""Every worked case of when an inspection is due comes out as written; the cases lie in frameworks/<version>/due."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.casework.due import RULES, due
from evenhand.casework.due.case import ExpectedOutlook, ExpectedWindow, differences, read_due_case
from evenhand.framework.reading import in_force_on, load_all
from evenhand.shelf import shipped

FILES = sorted(shipped("frameworks").glob("*/due/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_a_worked_case_comes_out_as_written(file: Path) -> None:
    case, _ = read_due_case(file)
    assert case.today is not None, "a worked case has a day"
    assert case.story, "a worked case tells a story"
    assert case.expect is not None, "a worked case expects something"
    version = in_force_on(case.today)
    assert version is not None
    assert version.id == file.parent.parent.name, "a case lies in the folder of the version in force on its day"
    found = differences(due(in_force_on, case.home, case.today), case.expect)
    assert not found, f"{case.title}\n  " + "\n  ".join(found)


def test_every_version_has_cases() -> None:
    assert {file.parent.parent.name for file in FILES} == {one.id for one in load_all()}


def test_every_frequency_rule_that_is_shipped_is_known_to_the_program() -> None:
    assert {rule.id for one in load_all() for rule in one.frequency} <= set(RULES)


def test_every_frequency_rule_of_every_version_is_seen_to_act_in_a_case() -> None:
    acting = set()
    for file in FILES:
        case, _ = read_due_case(file)
        assert case.today is not None
        outlook = due(in_force_on, case.home, case.today)
        acting |= {(ground.framework, ground.rule) for one in outlook.expected for ground in one.grounds}
    shipped_rules = {(one.id, rule.id) for one in load_all() for rule in one.frequency}
    silent = {rule for rule in shipped_rules - acting if rule[1] != "same_inspector_limit"}
    # In these versions the rule only lets the home off; in the worked case of the good home it says so.
    assert silent == {("sccif-2022", "good_or_outstanding"), ("sccif-2022", "no_children_condition")}


def test_a_difference_is_told_in_words_that_policy_people_read() -> None:
    case, _ = read_due_case(shipped("frameworks") / "sccif-2025" / "due" / "requires-improvement.yaml")
    assert case.today is not None
    assert case.expect is not None
    outlook = due(in_force_on, case.home, case.today)
    wrong = [window.model_dump() for window in case.expect.windows]
    wrong[0]["latest"] = "2026-04-30"
    told = differences(outlook, ExpectedOutlook(windows=tuple(ExpectedWindow(**one) for one in wrong)))
    assert told == (
        "not expected, but due: assurance or full from 11 September 2025 to 31 March 2026 by requires_improvement",
        "expected, but not due: assurance or full from 11 September 2025 to 30 April 2026 by requires_improvement",
    )
