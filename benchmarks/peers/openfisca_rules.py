"""openfisca-core: every rule and every output is a variable with a formula over arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from decisions import Decisions, Every, Flag, Has, Never, Some, Tree
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2025"


def _value(tree: Tree, homes: Any, period: Any) -> Any:
    match tree:
        case bool():
            return np.full(homes.count, tree)
        case Flag(rule=rule):
            return homes(f"rule_{rule}", period)
        case Has(column=name, codes=codes):
            value = homes(name, period)
            if codes == tuple(range(codes[0], codes[-1] + 1)) and len(codes) > 1:
                return (value >= codes[0]) * (value <= codes[-1])
            return sum((value == code) for code in codes) > 0 if len(codes) > 1 else value == codes[0]
        case Never(part=part):
            return np.logical_not(_value(part, homes, period))
        case Every(parts=parts):
            return np.logical_and.reduce([_value(part, homes, period) for part in parts])
        case Some(parts=parts):
            return np.logical_or.reduce([_value(part, homes, period) for part in parts])
    raise TypeError(tree)


def _variable(name: str, value_type: type, entity: Entity, formula: Any = None) -> type:
    parts = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), parts if formula is None else {**parts, "formula": formula})


def _rule_formula(tree: Tree) -> Any:
    def formula(homes: Any, period: Any) -> Any:
        return _value(tree, homes, period)

    return formula


def _output_formula(rows: Any, default: int) -> Any:
    def formula(homes: Any, period: Any) -> Any:
        masks = [_value(tree, homes, period) for tree, _ in rows]
        return np.select(masks, [answer for _, answer in rows], default)

    return formula


def system_of(decisions: Decisions) -> TaxBenefitSystem:
    """The rules as a system of variables."""
    entity = Entity("home", "homes", "A children's home", "")
    system = TaxBenefitSystem([entity])
    for name in decisions.columns:
        system.add_variable(_variable(name, int, entity))
    for rule, tree in decisions.flags.items():
        system.add_variable(_variable(f"rule_{rule}", bool, entity, _rule_formula(tree)))
    for name, (rows, default) in decisions.outputs.items():
        system.add_variable(_variable(f"out_{name}", int, entity, _output_formula(rows, default)))
    return system


def decide(
    decisions: Decisions, system: TaxBenefitSystem, columns: Mapping[str, Any], trace: bool = False
) -> dict[str, Any]:
    """Every output; a simulation keeps what it has calculated, so each time needs a new one."""
    count = len(next(iter(columns.values())))
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    simulation.trace = trace
    for name, column in columns.items():
        simulation.set_input(name, PERIOD, column)
    return {name: simulation.calculate(f"out_{name}", PERIOD) for name in decisions.outputs}
