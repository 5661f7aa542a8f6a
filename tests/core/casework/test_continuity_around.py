"""How long a row of full inspections by one inspector gets, when one is put between others."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evenhand.casework.due.continuity import ContinuityLimit, Led, row_around
from evenhand.casework.due.expectation import Ground

DAY = date(2026, 9, 8)
LIMIT = ContinuityLimit(3, Ground("sccif-2025", "same_inspector_limit", "Not more than three.", True))
LEDS = st.lists(st.tuples(st.integers(-9, 9).filter(bool), st.booleans()), max_size=9, unique_by=lambda one: one[0])


def led(weeks: int, mine: bool) -> Led:
    return Led(DAY + timedelta(weeks=weeks), frozenset({"ida" if mine else "iris"}))


@given(LEDS)
def test_the_row_is_the_one_that_the_new_inspection_would_stand_in(rows: list[tuple[int, bool]]) -> None:
    line = sorted([*rows, (0, True)])
    # Slowly: every stretch of the line that holds the new one and only inspections of this inspector.
    stretches = [
        end - start
        for start in range(len(line))
        for end in range(start + 1, len(line) + 1)
        if (0, True) in line[start:end] and all(mine for _week, mine in line[start:end])
    ]
    history = [led(*one) for one in rows]
    assert row_around(history, "ida", DAY) == max(stretches) - 1
    assert (LIMIT.refuses(history, "ida", DAY) is None) == (max(stretches) <= 3)


def test_those_of_the_day_itself_are_what_is_being_decided() -> None:
    assert row_around([led(0, True), led(-1, True)], "ida", DAY) == 1


def test_the_sentence_tells_made_from_booked() -> None:
    made = [led(-3, True), led(-2, True), led(-1, True)]
    assert "made the last 3" in str(LIMIT.refuses(made, "ida", DAY))
    assert "made or booked" in str(LIMIT.refuses([led(-1, True), led(1, True), led(2, True)], "ida", DAY))
