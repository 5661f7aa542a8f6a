"""The solver against trying everything: for small schedules, no other one places more visits or costs less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.planning import Base, InspectorAvailability, PlanSettings, Reason, Visit, propose
from evenhand.planning.chance import exponential
from evenhand.wording import say
from evenhand.workingdays import is_working_day

MONDAY = date(2026, 6, 1)
PLACES = (Base(51.0, -1.0), Base(52.0, -1.5), Base(53.5, -2.0), None)
WEEKS = 2
HELD, OUT = "held", "out"


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Visit], list[InspectorAvailability], PlanSettings]:
    all_days = [MONDAY + timedelta(days=n) for n in range(7 * WEEKS) if is_working_day(MONDAY + timedelta(days=n))]
    people = []
    for n in range(draw(st.integers(1, 2))):
        days = draw(st.sets(st.sampled_from(all_days), min_size=1))
        base = draw(st.sampled_from(PLACES))
        people.append(InspectorAvailability(f"i{n}", frozenset(days), base, draw(st.integers(1, 3))))
    visits = []
    for n in range(draw(st.integers(1, 4))):
        first = MONDAY + timedelta(days=draw(st.integers(-10, 13)))
        last = first + timedelta(days=draw(st.integers(0, 20)))
        excluded = {"i0": say("no")} if draw(st.integers(0, 3)) == 0 else {}
        days_on_site, place = draw(st.integers(1, 2)), draw(st.sampled_from(PLACES))
        visits.append(Visit(f"v{n}", f"SC{n}", "full", first, last, days_on_site, place, excluded))
    secret = draw(st.binary(min_size=1, max_size=4))
    return visits, people, PlanSettings(MONDAY, WEEKS, secret, chance_km=draw(st.sampled_from([0.0, 300.0])), gap=0.0)


def kilometres(visit: Visit, person: InspectorAvailability, plan: PlanSettings) -> float:
    if visit.place is None or person.base is None:
        return plan.unknown_travel_km
    return 2 * person.base.km_to(visit.place)


def runs(visit: Visit, week: int, late: bool) -> Iterator[tuple[date, ...]]:
    monday = MONDAY + timedelta(weeks=week)
    week_days = [day for n in range(5) if is_working_day(day := monday + timedelta(days=n))]
    for start in range(len(week_days) - visit.days_on_site + 1):
        run = tuple(week_days[start : start + visit.days_on_site])
        if run[0] >= visit.earliest and (late or run[-1] <= visit.latest):
            yield run


def ways(visit: Visit, people: list[InspectorAvailability], plan: PlanSettings) -> Iterator[tuple[object, ...]]:
    """Every (inspector, days, cost) of one visit, being held back, and staying out."""
    late = visit.latest < MONDAY
    weeks = [week for week in range(8) if any(True for _ in runs(visit, week, late))]
    luck = {week: exponential(plan.secret, plan.chance_km * len(weeks), visit.key, week) for week in weeks}
    after = [luck[week] for week in weeks if week >= WEEKS and not late]
    allowed = [one for one in people if one.id not in visit.excluded]
    if after:
        yield (HELD, (), min(after) + min((kilometres(visit, one, plan) for one in allowed), default=50.0))
    dearest = 0.0
    for one in allowed:
        for week in (week for week in weeks if week < WEEKS):
            extra = plan.late_week_km * (week + 1) if late else luck[week]
            for run in runs(visit, week, late):
                if one.days.issuperset(run) and len(run) <= one.max_days_a_week:
                    dearest = max(dearest, kilometres(visit, one, plan) + extra)
                    yield (one.id, run, kilometres(visit, one, plan) + extra)
    yield (OUT, (), dearest)


def best(visits: list[Visit], people: list[InspectorAvailability], plan: PlanSettings) -> tuple[int, float]:
    """How few visits stay out at best, and the least cost with so few, by trying every combination."""
    found, teams = [], teams_of(visits, people, plan)
    for combination in product(*(list(ways(one, people, plan)) for one in visits)):
        days = [(who, day) for who, run, _ in combination for day in run]  # type: ignore[attr-defined]
        if len(days) != len(set(days)) or not fits(days, people):
            continue
        out = sum(who == OUT for who, _, _ in combination)
        cost = sum(cost for _, _, cost in combination) + plan.imbalance_km * load(days, people, teams)  # type: ignore[misc]
        found.append((out, cost))
    least = min(out for out, _ in found)
    return least, min(cost for out, cost in found if out == least)


def week(day: date) -> int:
    return (day - MONDAY).days // 7


def fits(days: list[tuple[object, date]], people: list[InspectorAvailability]) -> bool:
    return all(
        sum(1 for who, day in days if who == one.id and week(day) == number) <= one.max_days_a_week
        for one in people
        for number in range(WEEKS)
    )


def teams_of(visits: list[Visit], people: list[InspectorAvailability], plan: PlanSettings) -> list[set[object]]:
    """Inspectors who could share a visit, directly or through others: work can be moved only among them."""
    teams: list[set[object]] = []
    for visit in visits:
        able: set[object] = {who for who, _, _ in ways(visit, people, plan)} - {HELD, OUT}  # type: ignore[misc]
        apart = [one for one in teams if not one & able]
        teams = [*apart, able.union(*(one for one in teams if one & able))]
    return [one for one in teams if one]


def load(days: list[tuple[object, date]], people: list[InspectorAvailability], teams: list[set[object]]) -> float:
    """The heaviest share of anybody's days, for each group of inspectors, added up."""
    return sum(heaviest(days, [one for one in people if one.id in team]) for team in teams)


def heaviest(days: list[tuple[object, date]], people: list[InspectorAvailability]) -> float:
    shares = [0.0]
    for one in people:
        room = sum(min(one.max_days_a_week, sum(week(day) == n for day in one.days)) for n in range(WEEKS))
        shares.append(sum(who == one.id for who, _ in days) / max(1, room))
    return max(shares)


@given(worlds())
@settings(max_examples=150, deadline=None)
def test_no_other_schedule_places_more_or_costs_less(
    world: tuple[list[Visit], list[InspectorAvailability], PlanSettings],
) -> None:
    visits, people, plan = world
    schedule = propose(visits, people, plan)
    assert schedule.solver.proved
    out = sum(one.reason is not Reason.LATER for one in schedule.unplaced)
    chosen = {one.visit.key: (one.inspector, one.days) for one in schedule.placements}
    cost, days = 0.0, []
    for visit in visits:
        who, run = chosen.get(visit.key, (None, ()))
        left = next((one.reason for one in schedule.unplaced if one.visit == visit), None)
        wanted = HELD if left is Reason.LATER else OUT if left else who
        known = [way for way in ways(visit, people, plan) if way[0] == wanted and way[1] == run]
        assert len(known) == 1, "the schedule has something that no rule allows"
        cost += float(known[0][2])  # type: ignore[arg-type]
        days += [(who, day) for day in run]
    assert fits(days, people)
    least, cheapest = best(visits, people, plan)
    assert out == least
    assert cost + plan.imbalance_km * load(days, people, teams_of(visits, people, plan)) == pytest.approx(
        cheapest, abs=0.01
    )
