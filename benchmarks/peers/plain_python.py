"""A plain Python function, as one would write it by hand: a local name for each rule, then if after if."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from decisions import Decisions, Every, Flag, Has, Never, Some, Tree


def expression(tree: Tree) -> str:
    """The tree as Python."""
    match tree:
        case bool():
            return str(tree)
        case Flag(rule=rule):
            return f"rule_{rule}"
        case Has(column=name, codes=codes):
            if len(codes) > 1 and codes == tuple(range(codes[0], codes[-1] + 1)):
                return f"{codes[0]} <= {name} <= {codes[-1]}"
            return f"{name} == {codes[0]}" if len(codes) == 1 else f"{name} in {codes}"
        case Never(part=part):
            return f"not ({expression(part)})"
        case Every(parts=parts):
            return " and ".join(f"({expression(part)})" for part in parts)
        case Some(parts=parts):
            return " or ".join(f"({expression(part)})" for part in parts)
    raise TypeError(tree)


def source(decisions: Decisions) -> str:
    """The function's text."""
    lines = [f"def decide({', '.join(decisions.columns)}):"]
    lines += [f"    rule_{rule} = {expression(tree)}" for rule, tree in decisions.flags.items()]
    for number, (rows, default) in enumerate(decisions.outputs.values()):
        words = ["if", *["elif"] * len(rows)]
        for word, (tree, answer) in zip(words, rows, strict=False):
            lines += [f"    {word} {expression(tree)}:", f"        out{number} = {answer}"]
        lines += ["    else:", f"        out{number} = {default}"]
    lines.append(f"    return {', '.join(f'out{number}' for number in range(len(decisions.outputs)))}")
    return "\n".join(lines)


def function_of(decisions: Decisions) -> Callable[..., tuple[int, ...]]:
    """The function itself: a row of codes in, the outputs in their order out."""
    made: dict[str, Any] = {}
    exec(source(decisions), made)  # noqa: S102 (made from the shipped framework, by the lines above)
    return made["decide"]
