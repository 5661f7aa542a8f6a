"""A framework compiled to small dense tables, for millions of cases at once.

Rules combine by "the stricter wins", which is order-free, so an outcome is a function of few distinct situations. The
compiler packs one-byte columns together, gives combinations that no rule can tell apart the same number, and folds
those numbers until one small number (the state) holds the outcome of several judgements; everything else is looked up
by it. Several small tables, not one huge one: they stay in the cache. Equal to `engine.judge` on every case, by test.
"""

from evenhand.judgement.table.columns import Column
from evenhand.judgement.table.compiled import RULE_STATES, VERDICTS, JudgementResults, Results, Table, compile_table

__all__ = ["RULE_STATES", "VERDICTS", "Column", "JudgementResults", "Results", "Table", "compile_table"]
