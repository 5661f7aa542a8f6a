"""A schedule keeps windows, diaries and exclusions, says what it cannot place, and cannot be worked out by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evenhand.planning import Base, InspectorAvailability, PlanSettings, Reason, Visit, measure, propose
from evenhand.planning.chance import exponential, one_of, uniform
from evenhand.planning.options import week_days, window_weeks
from evenhand.wording import say

MONDAY = date(2026, 4, 13)
SETTINGS = PlanSettings(MONDAY, 6, b"only for tests")
NORTH, SOUTH = Base(54.9, -1.6), Base(50.8, -1.1)
WEEKS = [day for week in range(6) for day in week_days(SETTINGS, week)]


def inspector(
    name: str, base: Base | None = NORTH, days: list[date] | None = None, most: int = 3
) -> InspectorAvailability:
    return InspectorAvailability(name, frozenset(WEEKS if days is None else days), base, most)


def visit(key: str, first: int = 0, last: int = 41, place: Base | None = NORTH, days: int = 1, **more: object) -> Visit:
    window = (MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
    return Visit(key, f"SC{key}", "full", *window, days, place, **more)  # type: ignore[arg-type]


def test_every_visit_lies_in_its_window_on_free_days_and_nobody_is_in_two_places() -> None:
    people = [inspector("a", most=5), inspector("b", SOUTH, WEEKS[::2])]
    visits = [visit(f"{n}", n, n + 20, NORTH if n % 2 else SOUTH, 1 + n % 2) for n in range(16)]
    schedule = propose(visits, people, SETTINGS)
    assert len(schedule.placements) == 16
    diaries = {one.id: one for one in people}
    used = [(one.inspector, day) for one in schedule.placements for day in one.days]
    assert len(used) == len(set(used))
    for one in schedule.placements:
        assert one.visit.earliest <= one.days[0]
        assert one.days[-1] <= one.visit.latest
        assert len(one.days) == one.visit.days_on_site
        assert diaries[one.inspector].days.issuperset(one.days)
    for week in range(6):
        monday, sunday = SETTINGS.monday(week), SETTINGS.monday(week + 1)
        for who in diaries:
            in_week = sum(1 for name, day in used if name == who and monday <= day < sunday)
            assert in_week <= diaries[who].max_days_a_week


def test_the_nearer_inspector_goes_unless_excluded_with_a_reason() -> None:
    people = [inspector("near", NORTH), inspector("far", SOUTH)]
    plain = propose([visit("1")], people, SETTINGS)
    assert [one.inspector for one in plain.placements] == ["near"]
    barred = visit("1", excluded={"near": say("declared an interest in this home")})
    moved = propose([barred], people, SETTINGS).placements[0]
    assert moved.inspector == "far"
    assert moved.travel_km == pytest.approx(2 * NORTH.km_to(SOUTH), abs=0.1)


def test_distances_are_those_of_the_map() -> None:
    assert NORTH.km_to(SOUTH) == pytest.approx(457, rel=0.01)  # Newcastle to Portsmouth as the crow flies
    assert NORTH.km_to(NORTH) == 0


@pytest.mark.parametrize(
    ("one", "reason", "says"),
    [
        (visit("1", days=6), Reason.TOO_LONG, "more than a week has"),
        (visit("1", 5, 6), Reason.WINDOW_TOO_SHORT, "no 1 working days in a row"),
        (visit("1", 4, 7, days=2), Reason.WINDOW_TOO_SHORT, "2 working days in a row in one week"),
        (visit("1", excluded={"a": say("made the last 3")}), Reason.NO_INSPECTOR, "a: made the last 3"),
        (visit("1", 1, 3), Reason.NOBODY_FREE, "None of the 1 inspectors"),
    ],
)
def test_a_visit_that_cannot_be_placed_says_why(one: Visit, reason: Reason, says: str) -> None:
    schedule = propose([one], [inspector("a", days=[MONDAY, *WEEKS[5:]])], SETTINGS)
    assert not schedule.placements
    assert [left.reason for left in schedule.unplaced] == [reason]
    assert says in str(schedule.unplaced[0].words)


def test_when_weeks_are_full_as_many_as_possible_are_placed_and_the_rest_is_named() -> None:
    visits = [visit(f"{n}", 0, 4) for n in range(5)]
    schedule = propose(visits, [inspector("a")], SETTINGS)
    assert len(schedule.placements) == 3
    assert [one.reason for one in schedule.unplaced] == [Reason.FULL_WEEKS] * 2


def test_days_that_add_up_but_do_not_fit_are_found_and_solved_again() -> None:
    # Monday, Tuesday and Thursday are three days, but a visit of two days and two of one day each do not all fit with
    # one that needs the Monday: the week after takes what is left.
    days = [WEEKS[0], WEEKS[1], WEEKS[3], *WEEKS[5:10]]
    visits = [visit("a", 0, 1, days=2), visit("b", 0, 1), visit("c", 0, 11)]
    schedule = propose(visits, [inspector("i", days=days, most=4)], SETTINGS)
    placed = {one.visit.key: one.days for one in schedule.placements}
    assert len(placed) == 2
    assert [one.visit.key for one in schedule.unplaced] in (["a"], ["b"])


def test_a_visit_whose_window_has_passed_is_made_as_soon_as_can_be_and_marked_late() -> None:
    schedule = propose([visit("1", -60, -10)], [inspector("a")], SETTINGS)
    assert schedule.placements[0].late
    assert SETTINGS.week_of(schedule.placements[0].days[0]) == 0


def test_a_window_that_runs_on_may_be_left_for_later_and_that_is_no_failure() -> None:
    visits = [visit(f"{n}", 0, 300) for n in range(20)]
    schedule = propose(visits, [inspector("a"), inspector("b")], SETTINGS)
    later = [one for one in schedule.unplaced if one.reason is Reason.LATER]
    assert len(later) + len(schedule.placements) == 20
    assert 8 < len(later) < 20  # 37 of 43 weeks lie after the horizon


def test_the_same_secret_makes_the_same_schedule_and_another_secret_another() -> None:
    visits = [visit(f"{n}") for n in range(8)]
    people = [inspector("a"), inspector("b")]
    first, again = propose(visits, people, SETTINGS), propose(visits, people, SETTINGS)
    other = propose(visits, people, replace(SETTINGS, secret=b"another"))
    assert first.placements == again.placements
    assert [one.days for one in first.placements] != [one.days for one in other.placements]


def test_one_home_more_changes_no_other_home_s_luck() -> None:
    few, many = [visit("1"), visit("2")], [visit("1"), visit("2"), visit("3")]
    people = [inspector(name, most=5) for name in "abcdef"]
    chosen = [{one.visit.key: SETTINGS.week_of(one.days[0]) for one in propose(v, people, SETTINGS).placements} for v in (few, many)]  # fmt: skip  # noqa: E501
    assert chosen[0].items() <= chosen[1].items()


def test_work_is_shared_when_travel_is_the_same() -> None:
    visits = [visit(f"{n}") for n in range(10)]
    schedule = propose(visits, [inspector("a"), inspector("b")], replace(SETTINGS, chance_km=0.0))
    assert sorted(schedule.days_by_inspector.values()) == [5, 5]


def test_half_a_post_gets_half_the_work() -> None:
    visits = [visit(f"{n}") for n in range(12)]
    people = [inspector("whole", most=4), inspector("half", most=2)]
    schedule = propose(visits, people, replace(SETTINGS, chance_km=0.0))
    assert schedule.days_by_inspector == {"whole": 8, "half": 4}


def test_without_chance_every_week_can_be_guessed_and_with_it_hardly_better_than_evenly() -> None:
    visits = [visit(f"{n}", 0, 27) for n in range(6)]
    people = [inspector("a", most=5), inspector("b", SOUTH, most=5)]
    settings = replace(SETTINGS, weeks=4)
    assert measure(visits, people, replace(settings, chance_km=0.0), 4).hit_rate == 1.0
    found = measure(visits, people, settings, 16)
    assert found.even_rate == 0.25
    assert found.interval[0] < 0.30
    assert found.hit_rate < 0.45
    assert found.entropy <= found.entropy_uniform == 2.0
    assert [one.guesses for one in found.homes] == [16] * 6
    assert any("not the secret" in str(one) for one in found.assumes)


def test_late_visits_and_visits_without_a_place_are_left_out_of_the_measure() -> None:
    visits = [visit("late", -60, -10), visit("none", 5, 6), visit("one", 0, 13)]
    found = measure(visits, [inspector("a")], SETTINGS, 4)
    assert [one.key for one in found.homes] == ["one"]
    assert found.left_out == 2


def test_too_few_runs_measure_nothing() -> None:
    with pytest.raises(ValueError, match="at least 4 runs"):
        measure([visit("1")], [inspector("a")], SETTINGS, 3)


def test_chance_is_even_repeatable_and_needs_the_secret() -> None:
    drawn = [uniform(b"s", "home", n) for n in range(4000)]
    assert all(0 < one <= 1 for one in drawn)
    assert sum(drawn) / 4000 == pytest.approx(0.5, abs=0.02)
    assert drawn[7] == uniform(b"s", "home", 7) != uniform(b"t", "home", 7)
    assert sum(exponential(b"s", 3.0, n) for n in range(4000)) / 4000 == pytest.approx(3.0, abs=0.2)
    assert {one_of(b"s", "abc", n) for n in range(50)} == {"a", "b", "c"}


def test_weeks_of_a_window_count_only_those_with_working_days_inside() -> None:
    # Monday 4 May 2026 is a bank holiday: a window of that day alone has no week.
    holiday = (date(2026, 5, 4) - MONDAY).days
    assert window_weeks(visit("1", holiday, holiday), SETTINGS) == ()
    assert window_weeks(visit("1", 4, 7), SETTINGS) == (0, 1)
    assert window_weeks(visit("1", 0, 60), SETTINGS) == tuple(range(9))


def test_bad_values_are_refused() -> None:
    with pytest.raises(ValueError, match="is not a Monday"):
        PlanSettings(date(2026, 4, 14), 6, b"x")
    with pytest.raises(ValueError, match="secret seed"):
        PlanSettings(MONDAY, 6, b"")
    with pytest.raises(ValueError, match="run forward"):
        visit("1", 5, 4)
    with pytest.raises(ValueError, match="same key"):
        propose([visit("1"), visit("1")], [], SETTINGS)
