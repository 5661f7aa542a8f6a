"""zen-engine (GoRules): a decision graph, one expression node for the rules and one for the outputs."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import zen
from decisions import Decisions, Every, Flag, Has, Never, Some, Tree

KEY = "judge"


def expression(tree: Tree) -> str:
    """The tree in zen's expression language."""
    match tree:
        case bool():
            return str(tree).lower()
        case Flag(rule=rule):
            return f"rule_{rule}"
        case Has(column=name, codes=codes):
            if len(codes) == 1:
                return f"{name} == {codes[0]}"
            if codes == tuple(range(codes[0], codes[-1] + 1)):
                return f"({name} >= {codes[0]} and {name} <= {codes[-1]})"
            return f"{name} in {list(codes)}"
        case Never(part=part):
            return f"(not {expression(part)})"
        case Every(parts=parts):
            return f"({' and '.join(expression(part) for part in parts)})"
        case Some(parts=parts):
            return f"({' or '.join(expression(part) for part in parts)})"
    raise TypeError(tree)


def _ternary(rows: Any, default: int) -> str:
    text = str(default)
    for tree, answer in reversed(rows):
        text = f"({expression(tree)} ? {answer} : {text})"
    return text


def graph(decisions: Decisions) -> str:
    """The decision graph as JSON."""
    rules = {f"rule_{rule}": expression(tree) for rule, tree in decisions.flags.items()}
    outputs = {name: _ternary(rows, default) for name, (rows, default) in decisions.outputs.items()}
    nodes = [{"id": "in", "type": "inputNode"}]
    for name, values, passes in (("rules", rules, True), ("outputs", outputs, False)):
        lines = [{"id": f"{name} {key}", "key": key, "value": value} for key, value in values.items()]
        nodes.append({"id": name, "type": "expressionNode", "content": {"expressions": lines, "passThrough": passes}})
    nodes.append({"id": "out", "type": "outputNode"})
    for node in nodes:
        node |= {"name": node["id"], "position": {"x": 0, "y": 0}}
    steps = pairwise(nodes)
    edges = [{"id": f"{a['id']}-{b['id']}", "sourceId": a["id"], "targetId": b["id"], "type": "edge"} for a, b in steps]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})


class Engine:
    """The graph, loaded and compiled."""

    def __init__(self, decisions: Decisions) -> None:
        content = zen.ZenDecisionContent(graph(decisions))
        self._engine = zen.ZenEngine({"loader": lambda key: content})
        self._decision = self._engine.get_decision(KEY)

    def one(self, row: dict[str, int], trace: bool = False) -> dict[str, Any]:
        """One row; with `trace`, how each expression came out too."""
        return self._decision.evaluate(row, {"trace": trace})["result"]

    def many(self, rows: list[dict[str, int]]) -> list[dict[str, Any]]:
        """Many rows in one call."""
        answers = self._engine.evaluate_batch([{"key": KEY, "context": row} for row in rows])
        return [answer["data"]["result"] for answer in answers]
