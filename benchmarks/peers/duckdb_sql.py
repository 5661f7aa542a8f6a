"""duckdb: one query, a column for each rule in an inner select and CASE for each output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
from decisions import Decisions, Every, Flag, Has, Never, Some, Tree


def sql(tree: Tree) -> str:
    """The tree as SQL."""
    match tree:
        case bool():
            return str(tree).upper()
        case Flag(rule=rule):
            return f'"rule {rule}"'
        case Has(column=name, codes=codes):
            if codes == tuple(range(codes[0], codes[-1] + 1)) and len(codes) > 1:
                return f"{name} BETWEEN {codes[0]} AND {codes[-1]}"
            return f"({' OR '.join(f'{name} = {code}' for code in codes)})"
        case Never(part=part):
            return f"(NOT {sql(part)})"
        case Every(parts=parts):
            return f"({' AND '.join(sql(part) for part in parts)})"
        case Some(parts=parts):
            return f"({' OR '.join(sql(part) for part in parts)})"
    raise TypeError(tree)


def _case(name: str, rows: Any, default: int) -> str:
    whens = " ".join(f"WHEN {sql(tree)} THEN {answer}" for tree, answer in rows)
    return f"CAST(CASE {whens} ELSE {default} END AS UTINYINT) AS {name}"


def query(decisions: Decisions) -> str:
    """The whole work as one statement."""
    flags = ", ".join(f'{sql(tree)} AS "rule {rule}"' for rule, tree in decisions.flags.items())
    outputs = ", ".join(_case(name, rows, default) for name, (rows, default) in decisions.outputs.items())
    return f"SELECT {outputs} FROM (SELECT *, {flags} FROM cases)"  # noqa: S608 (made from the shipped framework)


def connection(columns: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    """A database with the columns as a table of its own, which is not part of the time."""
    held = duckdb.connect(config={"threads": 1})
    given = dict(columns)
    held.register("given", given)
    held.execute("CREATE TABLE cases AS SELECT * FROM given")
    held.unregister("given")
    return held


def decide(decisions: Decisions, held: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Every output as a numpy array."""
    return held.execute(query(decisions)).fetchnumpy()
