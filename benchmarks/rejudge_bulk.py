"""Many rows in memory: the compiled table beside a plain copy of the same bytes, and beside other engines.

    .venv/bin/python benchmarks/rejudge_bulk.py [--rows 100000 1000000 10000000]    the table and the copy
    benchmarks/run                                                                 everything, with the other engines

Prints Markdown; nothing is asserted by the clock, but every answer is compared before it is timed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import tracemalloc
from collections.abc import Callable
from typing import Any

# Everybody gets one core: the time is CPU time, and two threads would only hide work.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
from decisions import ALLOWED, Decisions, decisions_of
from measuring import Contestant, Measured, interleaved, markdown, seconds_of
from workload import FRAMEWORK, check_against_engine, rows_of, sample, workloads

from evenhand.framework.reading import load
from evenhand.judgement.table import SideBySide, Table, compile_table

COPY = "copy of the same bytes (the floor)"
OURS = "**evenhand table**, numpy alone"
AGAIN = f"{OURS}, output memory used again"
SIZES = [100_000, 1_000_000, 10_000_000]
FEW = 2_000  # rows for engines that take one at a time
MOST_FOR_OPENFISCA = 1_000_000
Say = Callable[[str], None]


def main() -> None:
    """Measure the table and the copy, and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=SIZES)
    table_and_copy(options.parse_args().rows, print)


class Work:
    """One workload of so many rows: the columns, and what is asked of them."""

    def __init__(self, table: Table, names: list[str], rows: int, permission: bool) -> None:
        self.table, self.rows, self.columns = table, rows, sample(table, names, rows)
        judgements = [one.id for one in table.framework.judgements]
        self.wanted = [(name, "verdict") for name in judgements]
        if permission:
            self.wanted.append((table.framework.headline.id, "allowed_max"))
        self._target = [np.ones(rows, np.uint8) for _ in range(len(names) + len(self.wanted))]
        self._again = self.judged()
        check_against_engine(table, self.columns)

    def judged(self, again: SideBySide | None = None) -> SideBySide:
        """What is timed."""
        return self.table.apply(self.columns).side_by_side(self.wanted, again)

    def copy(self) -> None:
        """Read and write every column, and write one byte a row for each answer, to memory that is there."""
        for into, column in zip(self._target, self.columns.values(), strict=False):
            np.copyto(into, column)
        for into in self._target[len(self.columns) :]:
            into.fill(1)

    def ours(self) -> dict[str, Contestant]:
        """The floor and the table."""
        return {
            COPY: Contestant(self.copy, self.rows),
            OURS: Contestant(self.judged, self.rows),
            AGAIN: Contestant(lambda: self.judged(self._again), self.rows),
        }


def table_and_copy(sizes: list[int], say: Say) -> list[dict[str, Any]]:
    """Three workloads and as many sizes; a verdict byte for each judgement and row."""
    framework = load(FRAMEWORK)
    rows, found = [], []
    for title, names in workloads(compile_table(framework)).items():
        table = compile_table(framework)
        one = sample(table, names, 1)
        compiling = seconds_of(lambda: compile_table(framework).apply(one).verdicts())  # noqa: B023 (called at once)
        for size in sizes:
            work = Work(table, names, size, permission=False)
            memory = _extra_memory(work)
            measured = interleaved(work.ours(), COPY, 15 if size < 10**7 else 7)
            copy, fresh, again = (measured[name] for name in (COPY, OURS, AGAIN))
            rows.append(
                [
                    title,
                    f"{size:,}",
                    _ns(copy),
                    _ns(fresh),
                    _x(fresh),
                    _ns(again),
                    _x(again),
                    _mib(memory),
                    _ms(compiling),
                ]
            )
            found.append(
                {"columns": title, "rows": size, "compile_ms": compiling * 1e3, "extra_MiB": memory / 2**20}
                | {"copy_ns": copy.seconds * 1e9, "table_ns": fresh.seconds * 1e9, "times_copy": fresh.ratio}
                | {"again_ns": again.seconds * 1e9, "again_times_copy": again.ratio}
            )
    heading = ["three verdicts", "rows", "copy, ns", "table, ns", "x copy", "again, ns", "x copy", "MiB", "compile, ms"]
    say(markdown(heading, rows))
    return found


def _extra_memory(work: Work) -> int:
    """Bytes that judging takes at its highest, besides what it returns."""
    table = compile_table(work.table.framework)
    tracemalloc.start()
    result = table.apply(work.columns).side_by_side(work.wanted)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - sum(room.nbytes for _, room in result.rooms)


def _ns(one: Measured) -> str:
    return f"{one.seconds * 1e9:.2f}"


def _mib(bytes_: int) -> str:
    return f"{bytes_ / 2**20:.1f}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.0f}"


def _x(one: Measured) -> str:
    return f"{one.ratio:.2f}"


# ------------------------------------------------------------------------------------------------- beside other engines


def beside_others(sizes: list[int], say: Say, progress: Say) -> list[dict[str, Any]]:
    """Twelve columns in, three verdicts and the best overall grade that is not refused out."""
    table = compile_table(load(FRAMEWORK))
    names = workloads(table)["12 columns"]
    rules = decisions_of(table.framework, {name: table.columns[name] for name in names})
    found, results = [], dict[str, dict[int, Measured]]()
    for size in sizes:
        progress(f"{size:,} rows beside other engines")
        work = Work(table, names, size, permission=True)
        contestants = {**work.ours(), **_others(work, rules)}
        for name, one in interleaved(contestants, COPY, 9 if size < 10**7 else 5).items():
            results.setdefault(name, {})[size] = one
            rows = contestants[name].rows
            found.append({"who": name, "rows": size, "done": rows, "ns": one.seconds * 1e9, "times_copy": one.ratio})
    heading = ["12 columns in, 4 out", *(f"{size:,} rows, ns" for size in sizes), "x copy", "x table"]
    last, ours = sizes[-1], results[OURS][sizes[-1]].seconds
    lines = [
        [name, *(_ns(by_size[size]) for size in sizes), _x(by_size[last]), f"{by_size[last].seconds / ours:.1f}"]
        for name, by_size in sorted(results.items(), key=lambda item: item[1][last].seconds)
    ]
    say(markdown(heading, lines))
    return found


def _others(work: Work, rules: Decisions) -> dict[str, Contestant]:
    """The other engines, each compared with the table's answers first."""
    from peers import duckdb_sql, numpy_masks, openfisca_rules, plain_python, polars_expressions, zen_graph

    frame, held = polars_expressions.frame_of(work.columns), duckdb_sql.connection(work.columns)
    system, less = openfisca_rules.system_of(rules), min(work.rows, MOST_FOR_OPENFISCA)
    part = {name: column[:less] for name, column in work.columns.items()}
    few = rows_of(work.columns, FEW)
    values, function, engine = [tuple(row.values()) for row in few], plain_python.function_of(rules), None
    engine = zen_graph.Engine(rules)
    acts: dict[str, tuple[Callable[[], Any], int]] = {
        "polars expressions": (lambda: polars_expressions.decide(rules, frame), work.rows),
        "numpy masks": (lambda: numpy_masks.decide(rules, work.columns), work.rows),
        "duckdb SQL CASE": (lambda: duckdb_sql.decide(rules, held), work.rows),
        "openfisca-core, at most 10^6 rows": (lambda: openfisca_rules.decide(rules, system, part), less),
        "plain Python function, scaled": (lambda: [function(*row) for row in values], FEW),
        "zen-engine, one batch, scaled": (lambda: engine.many(few), FEW),
    }
    for name, (act, rows) in acts.items():
        _same(name, act(), work, rules, rows)
    return {name: Contestant(act, rows) for name, (act, rows) in acts.items()}


def _same(name: str, answer: Any, work: Work, rules: Decisions, rows: int) -> None:
    told = work.judged()
    for place, output in enumerate(rules.outputs):
        if isinstance(answer, list):
            theirs = [row[output] if isinstance(row, dict) else row[place] for row in answer]
        else:
            theirs = answer[output]
        what = (work.table.framework.headline.id, "allowed_max") if output == ALLOWED else (output, "verdict")
        assert (np.asarray(theirs) == told[what][:rows]).all(), f"{name} differs in {output}"


def engines_are_here() -> bool:
    """Whether this environment has the other engines."""
    return all(importlib.util.find_spec(name) for name in ("polars", "duckdb", "openfisca_core", "zen"))


if __name__ == "__main__":
    main()
