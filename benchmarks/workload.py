"""What is judged: columns of random codes and the same rows as cases, of a shipped framework."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from evenhand.framework.model import Framework
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.table import VERDICTS, Table

FRAMEWORK = "sccif-2025"
Columns = dict[str, Any]


def workloads(table: Table) -> dict[str, list[str]]:
    """Which columns are given.

    The three grades of a published file; the twelve columns that can matter in a full inspection (three grades and nine
    facts); and all that the rules read, of which seven never matter in a full inspection.
    """
    everything = [name for name in table.columns if name != "inspection"]
    grades = [one.id for one in table.framework.judgements]
    full = [name for name in everything if not name.startswith(("regrade", "after_inadequate", "multi_building"))]
    return {"3 grades": grades, "12 columns": full, f"{len(everything)} columns": everything}


def sample(table: Table, names: list[str], rows: int, seed: int = 1) -> Columns:
    """Random codes; the worst case for a cache, because every situation is as likely as any other."""
    chance = np.random.default_rng(seed)
    return {name: chance.integers(table.columns[name].size, size=rows, dtype=np.uint8) for name in names}


def rows_of(columns: Columns, rows: int) -> list[dict[str, int]]:
    """The first rows as dictionaries."""
    return [{name: int(column[row]) for name, column in columns.items()} for row in range(rows)]


def case_of(framework: Framework, table: Table, row: Mapping[str, int]) -> Case:
    """The case that a row of codes means."""
    meant = {name: table.columns[name].meanings[code] for name, code in row.items() if code}
    grades = {name: framework.scale_of(name).at(v).id for name, v in meant.items() if name in framework.judgement_by_id}
    facts = {name: value for name, value in meant.items() if name not in framework.judgement_by_id}
    return Case(framework=framework.id, facts=facts, grades=grades)


def check_against_engine(table: Table, columns: Columns, rows: int = 200) -> None:
    """The table's verdicts are the engine's, on the first rows; every case is compared in tests/oracle."""
    verdicts = table.apply({name: column[:rows] for name, column in columns.items()}).verdicts()
    for row, codes in enumerate(rows_of(columns, rows)):
        outcome = judge(table.framework, case_of(table.framework, table, codes))
        for one in outcome.judgements:
            assert VERDICTS[verdicts[one.judgement][row]] == one.verdict
