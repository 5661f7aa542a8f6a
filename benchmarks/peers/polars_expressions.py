"""polars: one lazy query, a column for each rule and a when-then chain for each output."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl
from decisions import Decisions, Every, Flag, Has, Never, Some, Tree


def expression(tree: Tree) -> pl.Expr:
    """The tree as an expression."""
    match tree:
        case bool():
            return pl.lit(tree)
        case Flag(rule=rule):
            return pl.col(f"rule {rule}")
        case Has(column=name, codes=codes):
            if codes == tuple(range(codes[0], codes[-1] + 1)) and len(codes) > 1:
                return pl.col(name).is_between(_byte(codes[0]), _byte(codes[-1]))
            return reduce(or_, [pl.col(name) == _byte(code) for code in codes])
        case Never(part=part):
            return ~expression(part)
        case Every(parts=parts):
            return reduce(and_, [expression(part) for part in parts])
        case Some(parts=parts):
            return reduce(or_, [expression(part) for part in parts])
    raise TypeError(tree)


def _byte(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt8)


def _chain(rows: Any, default: int) -> pl.Expr:
    chain: Any = pl
    for tree, answer in rows:
        chain = chain.when(expression(tree)).then(_byte(answer))
    return chain.otherwise(_byte(default)) if rows else _byte(default)


def frame_of(columns: Mapping[str, Any]) -> pl.DataFrame:
    """The columns as a frame, which is not part of the time."""
    return pl.DataFrame(dict(columns))


def decide(decisions: Decisions, frame: pl.DataFrame) -> pl.DataFrame:
    """Every output as UInt8."""
    flags = [expression(tree).alias(f"rule {rule}") for rule, tree in decisions.flags.items()]
    outputs = [_chain(rows, default).alias(name) for name, (rows, default) in decisions.outputs.items()]
    return frame.lazy().with_columns(flags).select(outputs).collect()
