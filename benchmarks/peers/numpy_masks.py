"""numpy as it is usually written: a mask for each rule, and `np.select`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from decisions import Decisions, Every, Flag, Has, Never, Some, Tree

Array = Any


def mask(tree: Tree, columns: Mapping[str, Array], flags: Mapping[str, Array]) -> Array:
    """Where the tree holds."""
    match tree:
        case bool():
            return np.full(len(next(iter(columns.values()))), tree)
        case Flag(rule=rule):
            return flags[rule]
        case Has(column=name, codes=codes):
            if codes == tuple(range(codes[0], codes[-1] + 1)) and len(codes) > 1:
                return (columns[name] >= codes[0]) & (columns[name] <= codes[-1])
            return np.logical_or.reduce([columns[name] == code for code in codes])
        case Never(part=part):
            return ~mask(part, columns, flags)
        case Every(parts=parts):
            return np.logical_and.reduce([mask(part, columns, flags) for part in parts])
        case Some(parts=parts):
            return np.logical_or.reduce([mask(part, columns, flags) for part in parts])
    raise TypeError(tree)


def decide(decisions: Decisions, columns: Mapping[str, Array]) -> dict[str, Array]:
    """Every output as uint8."""
    flags = {rule: mask(tree, columns, {}) for rule, tree in decisions.flags.items()}
    found = {}
    for name, (rows, default) in decisions.outputs.items():
        masks = [mask(tree, columns, flags) for tree, _ in rows]
        found[name] = np.select(masks, [np.uint8(answer) for _, answer in rows], np.uint8(default))
    return found
