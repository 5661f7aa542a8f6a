"""`compile_table`: a framework's rules as tables of outcomes, and what they say about columns of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from evenhand.framework.model import Framework
from evenhand.framework.rule import Order, Rule
from evenhand.judgement.table.columns import INSPECTION, Codes, Column, codes_of_fact, columns_of
from evenhand.judgement.table.fold import Array
from evenhand.judgement.table.groups import Given, Groups, Term
from evenhand.judgement.table.kleene import Formula, formula, while_blank
from evenhand.judgement.table.outcomes import Bits
from evenhand.judgement.table.results import Results


def compile_table(framework: Framework) -> Table:
    """Compile a framework; takes milliseconds for the shipped ones.

    Raises ValueError when a fact and a judgement share an id, or rules compare a fact with more than 250 numbers.
    """
    return Table(framework)


class Table:
    """A framework's rules as formulas over columns. `columns` says what can be given: names, and what each code means.

    Tables are compiled for the columns that are given, once for each such set: what is not given is unknown in all rows
    and costs nothing. Judgements share a table while it stays small, so that shared columns are read once.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.columns: dict[str, Column] = columns_of(framework)
        self._bits = {one.id: Bits(framework.scale_of(one.id)) for one in framework.judgements}
        self._when = {rule.id: formula(rule.when, self.columns, framework) for rule in framework.rules}
        self._terms = [term for rule in framework.rules for term in self._terms_of(rule)]
        self._tables: dict[Given, Groups] = {}

    def codes_of_fact(self, fact_id: str, values: Any) -> Codes:
        """Answers (None for unknown) as codes; see `columns.codes_of_fact`. KeyError for a fact that no rule reads."""
        return codes_of_fact(self.framework.fact_by_id[fact_id], self.columns[fact_id], values)

    def apply(self, columns: Mapping[str, Array], inspection: str | Array = "full") -> Results:
        """What the rules say about every row.

        `columns`: name -> uint8 codes, all of one length; a column that is left out is unknown in every row.
        `inspection`: one type for all rows, or a column of codes. Extra memory: two bytes a row (four when large).
        Raises ValueError for a column or code that the table does not know, for lengths that differ, and when a single
        judgement depends on more than 2^24 situations that must be kept apart.
        """
        given = {name: self._checked(name, column) for name, column in columns.items()}
        if isinstance(inspection, str):
            if inspection not in self.columns[INSPECTION].meanings:
                raise ValueError(f"'{inspection}' is not a type of inspection of this framework")
            code = self.columns[INSPECTION].meanings.index(inspection)
        else:
            given[INSPECTION], code = self._checked(INSPECTION, inspection), None
        lengths = {len(column) for column in given.values()}
        if len(lengths) != 1:
            raise ValueError(f"the columns are to have one length, not {sorted(lengths)}")
        key = Given(frozenset(given), code)
        if key not in self._tables:
            self._tables[key] = Groups(self.framework, self.columns, self._terms, self._when, key)
        return Results(self._tables[key], given, lengths.pop())

    def _checked(self, name: str, column: Array) -> Array:
        if name not in self.columns:
            raise ValueError(f"the rules have no column '{name}'; they read: {', '.join(self.columns)}")
        if column.dtype != np.uint8 or column.ndim != 1:
            raise ValueError(f"column '{name}' is to be one row of uint8 codes")
        return column

    def _terms_of(self, rule: Rule) -> list[Term]:
        when = self._when[rule.id]
        bits = {name: layout.of_effects(rule.then, name) for name, layout in self._bits.items()}
        orders = [self._too_early(when, effect) for effect in rule.then if isinstance(effect, Order)]
        return [*orders, Term(when, {name: one for name, one in bits.items() if one})]

    def _too_early(self, when: Formula, effect: Order) -> Term:
        # A judgement that the framework does not have is never graded, so the engine waits for it for ever.
        known = [self.columns[name] for name in effect.after if name in self._bits]
        if len(known) < len(effect.after):
            return Term(when, {effect.order: self._bits[effect.order].early})
        return Term(while_blank(when, known), {effect.order: self._bits[effect.order].early})
