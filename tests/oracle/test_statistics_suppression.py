"""No hidden figure of a table can be worked out: every table that agrees with what is shown is written out."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.statistics.suppression import as_counts, hidden_figures

TABLES = st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2)


@settings(max_examples=40, deadline=None)
@given(TABLES, st.booleans())
def test_no_hidden_figure_can_be_worked_out(cells: list[list[int]], by_line: bool) -> None:
    counts = as_counts(cells)
    hidden = hidden_figures(counts, 3, by_line=by_line)
    unknown = [name[1:] for name in hidden if name[0] == "cell"]
    shown = {name: value for name, value in counts.values.items() if name not in hidden}
    found = {name: set() for name in hidden}
    for values in product(range(1, 13), repeat=len(unknown)):
        guess = [list(line) for line in cells]
        for (line, column), value in zip(unknown, values, strict=True):
            guess[line][column] = value
        told = as_counts(guess).values
        if all(told[name] == value for name, value in shown.items()):
            for name in hidden:
                found[name].add(told[name])
    assert all(len(values) >= 4 for values in found.values()), (cells, hidden)
    if not by_line:
        assert not any(0 < value < 3 for value in shown.values())
