"""One inspection at a time, judged and explained in sentences, beside other engines with and without their trace."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from decisions import decisions_of
from measuring import Contestant, interleaved, markdown
from workload import FRAMEWORK, case_of, rows_of, sample, workloads

from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.judgement.case import Case, read_case
from evenhand.judgement.engine import judge
from evenhand.judgement.explanation import explain
from evenhand.judgement.table import compile_table
from evenhand.shelf import shipped

FEW, FEWER, ROUNDS = 2_000, 100, 9
PLAIN = "plain Python function: four numbers, no explanation"
Say = Callable[[str], None]


def one_at_a_time(say: Say, others: bool) -> dict[str, Any]:
    """Microseconds a case; the reference is a plain Python function, which says nothing but the numbers."""
    framework = load(FRAMEWORK)
    table = compile_table(framework)
    names = workloads(table)["12 columns"]
    columns = sample(table, names, FEW)
    rows = rows_of(columns, FEW)
    cases = [case_of(framework, table, row) for row in rows]
    first = _cold(framework, cases)
    contestants = _ours(framework, cases)
    if others:
        contestants |= _others(table, names, columns, rows)
    reference = PLAIN if others else next(iter(contestants))
    measured = interleaved(contestants, reference, ROUNDS)
    lines = [
        [name, f"{one.seconds * 1e6:.1f}", f"{one.ratio:.1f}"]
        for name, one in sorted(measured.items(), key=lambda item: item[1].seconds)
    ]
    say(markdown(["one case at a time", "us", f"x {reference.split(':')[0]}"], lines))
    say(f"\nThe first {FEW:,} random cases of a process, judged and explained: {first * 1e6:.1f} us each.")
    found = {name: {"us": one.seconds * 1e6, "times": one.ratio} for name, one in measured.items()}
    return {**found, "first cases of a process": {"us": first * 1e6}}


def _cold(framework: Framework, cases: list[Case]) -> float:
    """Seconds a case before anything is remembered."""
    start = time.process_time()
    for case in cases:
        explain(framework, case, judge(framework, case))
    return (time.process_time() - start) / len(cases)


def _ours(framework: Framework, cases: list[Case]) -> dict[str, Contestant]:
    # Each round gets cases it has not seen: what is remembered is about rules and judgements, not about cases.
    fresh = _fresh_cases(framework)
    worked = [read_case(file)[0] for file in sorted((shipped("frameworks") / FRAMEWORK / "cases").glob("*.yaml"))]
    repeated = (worked * (FEW // len(worked) + 1))[:FEW]
    parts = [case.model_dump() for case in cases]

    def both(some: list[Case]) -> list[Any]:
        return [explain(framework, case, judge(framework, case)) for case in some]

    return {
        "**evenhand**: judge and explain, random cases never seen before": Contestant(lambda: both(next(fresh)), FEW),
        "evenhand: judge and explain, the worked cases again and again": Contestant(lambda: both(repeated), FEW),
        "evenhand: judge alone": Contestant(lambda: [judge(framework, case) for case in cases], FEW),
        "evenhand: judge, explain, and print as English text": Contestant(
            lambda: [[str(sentence) for sentence in told] for told in both(cases)], FEW
        ),
        "evenhand: a Case from a dictionary (checks every id)": Contestant(lambda: [Case(**one) for one in parts], FEW),
    }


def _fresh_cases(framework: Framework) -> Any:
    table = compile_table(framework)
    names = workloads(table)["12 columns"]
    batches = [
        [case_of(framework, table, row) for row in rows_of(sample(table, names, FEW, seed), FEW)]
        for seed in range(100, 101 + ROUNDS)
    ]
    return iter(batches)


def _others(table: Any, names: list[str], columns: Any, rows: list[dict[str, int]]) -> dict[str, Contestant]:
    from peers import openfisca_rules, plain_python, zen_graph

    rules = decisions_of(table.framework, {name: table.columns[name] for name in names})
    function, engine = plain_python.function_of(rules), zen_graph.Engine(rules)
    values, system = [tuple(row.values()) for row in rows], openfisca_rules.system_of(rules)
    singles = [{name: column[place : place + 1] for name, column in columns.items()} for place in range(FEWER)]
    for row, value, single in zip(rows, values, singles, strict=False):
        told = function(*value)
        assert tuple(engine.one(row)[name] for name in rules.outputs) == told
        assert tuple(int(one[0]) for one in openfisca_rules.decide(rules, system, single).values()) == told
    verdicts = table.apply(columns).side_by_side([(one.id, "verdict") for one in table.framework.judgements])
    plain = np.array([function(*value) for value in values])
    for place, column in enumerate(verdicts.values()):
        assert (plain[:, place] == column).all()
    some = rows[: 10 * FEWER]
    return {
        PLAIN: Contestant(lambda: [function(*value) for value in values], FEW),
        "zen-engine, one batch: four numbers": Contestant(lambda: engine.many(rows), FEW),
        "zen-engine: four numbers": Contestant(lambda: [engine.one(row) for row in some], len(some)),
        "zen-engine with its trace": Contestant(lambda: [engine.one(row, trace=True) for row in some], len(some)),
        "openfisca-core, one simulation each": Contestant(
            lambda: [openfisca_rules.decide(rules, system, single) for single in singles], FEWER
        ),
        "openfisca-core with its trace": Contestant(
            lambda: [openfisca_rules.decide(rules, system, single, trace=True) for single in singles], FEWER
        ),
    }
