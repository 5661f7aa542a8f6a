"""Decision diagrams say of every case what plain functions say of it."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.judgement.reach.diagrams import Diagrams, TooLargeError

SIZES = (2, 3, 2, 4)
CASES = list(product(*(range(size) for size in SIZES)))
tables = st.lists(st.integers(0, 2), min_size=len(CASES), max_size=len(CASES))


def built(diagrams: Diagrams, values: list[int], level: int = 0) -> int:
    """A diagram from the values of all cases, in order."""
    if level == len(SIZES):
        return diagrams.constant(values[0])
    part = len(values) // SIZES[level]
    parts = [values[place * part : (place + 1) * part] for place in range(SIZES[level])]
    return diagrams.choice(level, [built(diagrams, some, level + 1) for some in parts])


@given(tables, tables)
def test_two_functions_are_combined_case_by_case(one: list[int], other: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    sum_ = diagrams.apply(lambda a, b: a + b, built(diagrams, one), built(diagrams, other))  # type: ignore[operator]
    assert [diagrams.at(sum_, case) for case in CASES] == [a + b for a, b in zip(one, other, strict=True)]


@given(tables)
def test_equal_functions_are_one_diagram_and_cases_are_counted(values: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    node = built(diagrams, values)
    assert diagrams.map(lambda one: one, node) == node
    tally = diagrams.tally(node)
    assert tally == {value: values.count(value) for value in set(values)}
    assert sum(tally.values()) == diagrams.cases == len(CASES)


@given(tables, st.integers(0, 3), st.integers(0, 1))
def test_a_variable_can_be_held(values: list[int], level: int, code: int) -> None:
    diagrams = Diagrams(SIZES)
    held = diagrams.fixed(built(diagrams, values), level, code)
    for case in CASES:
        there = (*case[:level], code, *case[level + 1 :])
        assert diagrams.at(held, case) == values[CASES.index(there)]


@given(tables, st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=4, max_size=4))
def test_the_cheapest_case_is_found(values: list[int], costs: list[list[int]]) -> None:
    diagrams = Diagrams(SIZES)
    costs = [some[:size] for some, size in zip(costs, SIZES, strict=True)]
    wanted = diagrams.map(lambda one: one == 1, built(diagrams, values))
    found = diagrams.cheapest(wanted, costs)
    prices = {case: sum(costs[level][code] for level, code in enumerate(case)) for case in CASES}
    good = [case for case, value in zip(CASES, values, strict=True) if value == 1]
    if found is None:
        assert not good
    else:
        assert found in good
        assert prices[found] == min(prices[case] for case in good)


@given(tables)
def test_cases_are_drawn_from_those_that_are_wanted(values: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    drawn = diagrams.draw(diagrams.map(lambda one: one == 1, built(diagrams, values)), 20, Random(1))
    assert bool(drawn) == (1 in values)
    assert all(values[CASES.index(case)] == 1 for case in drawn)


def test_drawing_is_even() -> None:
    diagrams = Diagrams((2, 1000))
    wanted = diagrams.either(diagrams.variable(0, [False, True]), diagrams.variable(1, [True] + [False] * 999))
    drawn = diagrams.draw(wanted, 2000, Random(1))
    assert sum(case[0] == 0 for case in drawn) < 20, "one of 1,001 wanted cases begins with 0"


def test_a_condition_that_outgrows_its_limit_is_refused_not_waited_for() -> None:
    diagrams = Diagrams([2] * 40, limit=500)
    with pytest.raises(TooLargeError):
        pairs = (
            diagrams.both(diagrams.variable(n, [False, True]), diagrams.variable(n + 20, [False, True]))
            for n in range(20)
        )
        diagrams.either(*pairs)


def test_more_cases_than_any_machine_could_hold_are_counted() -> None:
    diagrams = Diagrams([4] * 200)
    assert diagrams.count(diagrams.variable(199, [True, False, False, False])) == 4**199
