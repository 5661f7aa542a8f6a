"""A framework compiled to small dense tables, for millions of cases at once.

Rules combine by "the stricter wins", which is order-free, so an outcome is a function of few distinct situations. What
rules ask about facts becomes flags (yes or no: does it certainly hold?); flags and grades are packed together, and
combinations that no rule can tell apart get the same number, until one small number (the state) holds the outcome of
several judgements; everything else is looked up by it. Small tables and blocks of rows stay in the cache. Equal to
`engine.judge` on every case, by test.

    columns   what can be given          flags    rules over facts as yes or no       program   steps over blocks
    kleene    conditions over columns    fold     many columns to one number          results   what is looked up
    groups    judgements together        outcomes what a state comes to               compiled  the door
"""

from evenhand.judgement.table.columns import Column
from evenhand.judgement.table.compiled import Table, compile_table
from evenhand.judgement.table.outcomes import VERDICTS
from evenhand.judgement.table.results import RULE_STATES, JudgementResults, Results, SideBySide

__all__ = ["RULE_STATES", "VERDICTS", "Column", "JudgementResults", "Results", "SideBySide", "Table", "compile_table"]
