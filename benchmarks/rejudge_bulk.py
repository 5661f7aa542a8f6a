"""How fast many cases are judged: the compiled table beside a plain copy of the same bytes, and one case at a time.

    .venv/bin/python benchmarks/rejudge_bulk.py [--rows 100000 1000000 10000000] [--file-rows 1000000]

Prints a table; nothing is asserted by the clock. Ratios are taken round by round against the copy in the same round,
because machines are shared; trust them, not nanoseconds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.explanation import explain
from evenhand.judgement.history import rejudge
from evenhand.judgement.table import VERDICTS, compile_table

FRAMEWORK = "sccif-2025"
ROUNDS = 5
Columns = dict[str, Any]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    options.add_argument("--file-rows", type=int, default=1_000_000)
    chosen = options.parse_args()
    framework = load(FRAMEWORK)
    print(f"{FRAMEWORK}, {ROUNDS} rounds, median; x = times the copy of the same bytes in the same round\n")
    for name, names in workloads(framework).items():
        bulk(framework, name, names, chosen.rows)
    one_at_a_time(framework)
    files(framework, chosen.file_rows)


def workloads(framework: Framework) -> dict[str, list[str]]:
    """Which columns are given: the three grades of a published file, twelve columns, and all that the rules read."""
    everything = [name for name in compile_table(framework).columns if name != "inspection"]
    grades = [one.id for one in framework.judgements]
    return {"3 grades": grades, "12 columns": everything[:12], f"{len(everything)} columns": everything}


def timed(act: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds for one call: of this process's work, so that a busy machine disturbs less. Everything is one thread."""
    start = clock()
    act()
    return clock() - start


def bulk(framework: Framework, title: str, names: list[str], sizes: list[int]) -> None:
    """A verdict byte for each judgement and row, beside copying the columns and writing as many bytes."""
    table = compile_table(framework)
    compile_ms = timed(lambda: apply(compile_table(framework), sample(table, names, 1))) * 1e3
    print(f"{title}, {len(framework.judgements)} verdict bytes out; compiled in {compile_ms:.0f} ms")
    print(f"  {'rows':>12} {'copy ns':>9} {'table ns':>9} {'x':>6} {'state ns':>9} {'x':>6} {'M rows/s':>9}")
    for rows in sizes:
        columns = sample(table, names, rows)
        check(framework, table, columns)
        target = [np.empty(rows, np.uint8) for _ in range(len(names) + len(framework.judgements))]
        rounds = [
            (
                timed(lambda: copy(columns, target)),  # noqa: B023 (called at once)
                timed(lambda: apply(table, columns)),  # noqa: B023
                timed(lambda: table.apply(columns).of(framework.judgements[0].id)),  # noqa: B023
            )
            for _ in range(ROUNDS)
        ]
        plain, full, state = (statistics.median(column) for column in zip(*rounds, strict=True))
        full_x = statistics.median(one[1] / one[0] for one in rounds)
        state_x = statistics.median(one[2] / one[0] for one in rounds)
        print(
            f"  {rows:>12,} {plain / rows * 1e9:>9.2f} {full / rows * 1e9:>9.2f} {full_x:>6.1f}"
            f" {state / rows * 1e9:>9.2f} {state_x:>6.1f} {rows / full / 1e6:>9.1f}"
        )
    print()


def sample(table: Any, names: list[str], rows: int) -> Columns:
    """Random codes; the worst case for a cache, because every situation is as likely as any other."""
    chance = np.random.default_rng(1)
    return {name: chance.integers(table.columns[name].size, size=rows, dtype=np.uint8) for name in names}


def copy(columns: Columns, target: list[Any]) -> None:
    """Copy every column and write one byte a row for each verdict."""
    for into, column in zip(target, columns.values(), strict=False):
        np.copyto(into, column)
    for into in target[len(columns) :]:
        into.fill(1)


def apply(table: Any, columns: Columns) -> list[Any]:
    """The verdict on every judgement."""
    verdicts = table.apply(columns).verdicts()
    return [verdicts[one.id] for one in table.framework.judgements]


def check(framework: Framework, table: Any, columns: Columns) -> None:
    """The answer that is timed is the engine's, on the first rows."""
    few = {name: column[:50] for name, column in columns.items()}
    verdicts = apply(table, few)
    for row in range(50):
        outcome = judge(framework, case_of(framework, table, {name: int(column[row]) for name, column in few.items()}))
        assert [VERDICTS[column[row]] for column in verdicts] == [one.verdict for one in outcome.judgements]


def case_of(framework: Framework, table: Any, row: dict[str, int]) -> Case:
    """The case that a row of codes means."""
    meant = {name: table.columns[name].meanings[code] for name, code in row.items() if code}
    grades = {name: framework.scale_of(name).at(v).id for name, v in meant.items() if name in framework.judgement_by_id}
    facts = {name: value for name, value in meant.items() if name not in framework.judgement_by_id}
    return Case(framework=framework.id, facts=facts, grades=grades)


def one_at_a_time(framework: Framework) -> None:
    """One inspection, judged and explained in sentences."""
    table = compile_table(framework)
    names = [name for name in table.columns if name != "inspection"]
    columns = sample(table, names, 400)
    rows = [{name: int(column[row]) for name, column in columns.items()} for row in range(400)]
    cases = [case_of(framework, table, row) for row in rows]
    judged = [(case, judge(framework, case)) for case in cases]
    acts: dict[str, Callable[[], object]] = {
        "judge": lambda: [judge(framework, case) for case in cases],
        "explain": lambda: [explain(framework, case, outcome) for case, outcome in judged],
        "explain, as text": lambda: [str(s) for case, outcome in judged for s in explain(framework, case, outcome)],
    }
    print("one case at a time, us")
    for name, act in acts.items():
        print(f"  {name:<18} {statistics.median(timed(act) for _ in range(ROUNDS)) / len(cases) * 1e6:>8.1f}")
    print()


def files(framework: Framework, rows: int) -> None:
    """`evenhand rejudge` from file to file, beside reading and writing the same columns."""
    chance = np.random.default_rng(2)
    words = np.array(["Outstanding", "Good", "Requires improvement to be good", "Inadequate", ""])
    days = np.array(
        [f"20{year}-{month:02d}-{day:02d}" for year in range(18, 25) for month in (1, 5, 9) for day in range(1, 29)]
    )
    likely = (0.15, 0.6, 0.15, 0.08, 0.02)
    grades = ("overall", "helped_protected", "leaders_managers")
    parts: dict[str, Any] = {"urn": pa.array(np.arange(1_000_000, 1_000_000 + rows)).cast(pa.string())}
    parts["inspection_date"] = pa.array(chance.choice(days, rows))
    parts |= {name: pa.array(chance.choice(words, rows, p=likely)) for name in grades}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        pq.write_table(pa.table(parts), source / "in.parquet")
        lists = [column.to_pylist() for column in parts.values()]
        lines = [",".join(cells) for cells in zip(*lists, strict=True)]
        (source / "in.csv").write_text("\n".join([",".join(parts), *lines]) + "\n", encoding="utf-8")
        print(f"file to file, {rows:,} rows, s")
        for ending in ("parquet", "csv"):
            taken = timed(lambda: rejudge(source / f"in.{ending}", framework, source / f"out.{ending}"))  # noqa: B023
            print(f"  rejudge {ending:<10} {taken:>6.2f}")
        reading = timed(lambda: pq.read_table(source / "in.parquet", use_threads=False))
        verdicts = pq.read_table(source / "out.parquet")
        writing = timed(lambda: pq.write_table(verdicts, source / "again.parquet"))
        print(f"  reading and writing the same Parquet alone {reading + writing:>6.2f}")


if __name__ == "__main__":
    main()
