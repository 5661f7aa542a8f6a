"""From a plan to a proposed schedule: which visits, which inspectors, how long the solver may take, how well it hides.

Nothing is written here: the solver may take seconds, and a database that waits for it would make everybody wait.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.db.models import OuterRef, Subquery

from evenhand.casework.actors import Actor
from evenhand.casework.due import Standing, continuity_limit
from evenhand.casework.stages import Stage
from evenhand.framework.model import Framework
from evenhand.planning import (
    InspectorAvailability,
    PlanSettings,
    ProposedSchedule,
    Unpredictability,
    Visit,
    measure,
    propose,
)
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.actions.scheduling import led_of, limit_reached
from evenhand.web.inspections.models import StageChange, TeamMember
from evenhand.web.inspections.queries import inspectors as all_inspectors
from evenhand.web.planning import queries
from evenhand.web.planning.interests import against, declared
from evenhand.web.planning.places import middle_of
from evenhand.web.planning.plan import Line
from evenhand.web.planning.queries import Wanted
from evenhand.web.planning.reading import FULL, read_shelf
from evenhand.web.planning.secret import secret
from evenhand.web.register.models import Home
from evenhand.wording import Words
from evenhand.workingdays import is_working_day

MOST_VISITS = 150
MOST_INSPECTORS = 60
SECONDS, SECONDS_TO_MEASURE = 5.0, 8.0
MOST_RUNS, LEAST_RUNS = 12, 4
DAYS_UNSAID = 1  # where a version gives no figure for the days on site
OPEN = {Standing.OVERDUE, Standing.AT_RISK, Standing.DUE, Standing.NOT_YET}
IN_TIME = OPEN - {Standing.OVERDUE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants scheduled. `late_too`: also what is overdue already.

    `seen_from`: the day from which what is due is seen; an earlier one than today is for trying things out.
    """

    seen_from: date
    first_monday: date
    weeks: int
    region: str = ""
    authority: str = ""
    late_too: bool = True
    days_a_week: int = 3

    @property
    def last_day(self) -> date:
        """The last day of the last week."""
        return self.first_monday + timedelta(weeks=self.weeks, days=-1)


@dataclass(frozen=True)
class Made:
    """What came of it. `found`: visits that fall into the period; `left_out`: those above the most that are weighed.

    `inspectors_left_out`: inspectors above the most that are weighed, the last ones by name.
    """

    schedule: ProposedSchedule
    homes: Mapping[str, Home]
    found: int
    left_out: int
    booked: int
    inspectors: int
    inspectors_left_out: int
    without_base: int
    without_place: int
    measured: Unpredictability | None
    seconds: float


def make(who: Actor, asked: Asked) -> Made:
    """Propose a schedule for what is due; takes seconds, and reads but writes nothing."""
    began = time.monotonic()
    lines, booked = _lines(who, asked)
    weighed = lines[:MOST_VISITS]
    homes = {one.urn: one for one in Home.objects.filter(urn__in={line.home.urn for line in weighed})}
    everybody = all_inspectors()
    people = everybody[:MOST_INSPECTORS]
    visits = _visits(weighed, homes, people, asked)
    available = _available(people, asked)
    settings = PlanSettings(asked.first_monday, asked.weeks, secret(), seconds=SECONDS)
    solving = time.monotonic()
    schedule = propose(visits, available, settings)
    return Made(
        schedule=schedule,
        homes=homes,
        found=len(lines),
        left_out=len(lines) - len(weighed),
        booked=booked,
        inspectors=len(available),
        inspectors_left_out=len(everybody) - len(people),
        without_base=sum(one.base is None for one in available),
        without_place=sum(one.place is None for one in visits),
        measured=_measured(visits, available, settings, time.monotonic() - solving),
        seconds=round(time.monotonic() - began, 1),
    )


def _measured(
    visits: list[Visit], available: list[InspectorAvailability], settings: PlanSettings, took: float
) -> Unpredictability | None:
    """How well weeks can be guessed, over as many runs as there is time for; None when that is too few."""
    runs = min(MOST_RUNS, int(SECONDS_TO_MEASURE / max(took, 0.01)))
    if runs < LEAST_RUNS or not visits or not available:
        return None
    return measure(visits, available, replace(settings, seconds=max(1.0, took)), runs)


def _lines(who: Actor, asked: Asked) -> tuple[list[Line], int]:
    """What falls into the period and is not scheduled yet, by its last day; and how many are scheduled."""
    shown = queries.plan_for(who, Wanted(on=asked.seen_from, region=asked.region, authority=asked.authority))
    standings = OPEN if asked.late_too else IN_TIME
    due_then = [
        line
        for line in shown.lines
        if line.expected.standing in standings
        and line.expected.earliest <= asked.last_day
        and (asked.late_too or line.expected.latest >= asked.first_monday)
    ]
    left = [line for line in due_then if line.booked is None]
    return left, len(due_then) - len(left)


def _visits(lines: Iterable[Line], homes: Mapping[str, Home], people: Iterable[Person], asked: Asked) -> list[Visit]:
    people = tuple(people)
    framework = read_shelf().on_each_day()(asked.first_monday)
    interests = declared(people, asked.first_monday, asked.last_day)
    limit = continuity_limit(framework) if framework else None
    led = led_of(homes.values()) if limit else {}
    # The day of the visit is not known yet; whatever is booked in these weeks counts as made before it.
    after = asked.last_day + timedelta(days=1)
    visits = []
    met: Counter[str] = Counter()
    for line in lines:
        home, kind = homes[line.home.urn], line.expected.types[0]
        excluded: dict[str, Words] = {
            name: reasons[0] for name, reasons in against(home, people, interests, asked.first_monday).items()
        }
        for person in people if limit and kind == FULL else ():
            too_many = limit_reached(limit, led.get(home.pk, []), person.username, after) if limit else None
            if too_many is not None:
                excluded.setdefault(person.username, too_many)
        key = f"{home.urn} {line.expected.latest:%Y-%m-%d} {kind}"
        met[key] += 1  # a home may have two visits of one kind with one last day
        visits.append(
            Visit(
                key=f"{key} {met[key]}",
                urn=home.urn,
                type=kind,
                earliest=line.expected.earliest,
                latest=line.expected.latest,
                days_on_site=_days_on_site(framework, kind),
                place=middle_of(home.local_authority),
                excluded=excluded,
            )
        )
    return visits


def _days_on_site(framework: Framework | None, kind: str) -> int:
    known = framework.inspection_type_by_id.get(kind) if framework else None
    return max(1, ceil(known.on_site_days_max)) if known and known.on_site_days_max else DAYS_UNSAID


def _available(people: Iterable[Person], asked: Asked) -> list[InspectorAvailability]:
    people = tuple(people)
    days = [asked.first_monday + timedelta(days=n) for n in range(asked.weeks * 7)]
    working = frozenset(day for day in days if is_working_day(day))
    taken = _taken(people, asked)
    bases = queries.bases(people)
    return [
        InspectorAvailability(
            id=person.username,
            days=working - taken.get(person.pk, frozenset()),
            base=middle_of(bases.get(person.pk, "")),
            max_days_a_week=asked.days_a_week,
        )
        for person in people
    ]


def _taken(people: Iterable[Person], asked: Asked) -> dict[int, frozenset[date]]:
    """Days in the period on which people are on site at an inspection that is booked here."""
    newest = StageChange.objects.filter(inspection=OuterRef("inspection")).order_by("-number").values("stage")[:1]
    rows = TeamMember.objects.filter(
        person__in=list(people),
        inspection__starts_on__lte=asked.last_day,
        inspection__ends_on__gte=asked.first_monday,
    ).annotate(now=Subquery(newest))
    found: dict[int, set[date]] = {}
    for person, first, last in rows.exclude(now=Stage.CANCELLED).values_list(
        "person_id", "inspection__starts_on", "inspection__ends_on"
    ):
        found.setdefault(person, set()).update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return {person: frozenset(days) for person, days in found.items()}


def outcome_of(made: Made) -> dict[str, Any]:
    """What came of it as a whole, as a database can keep it."""
    solver, measured = made.schedule.solver, made.measured
    return {
        "placed": len(made.schedule.placements),
        "unplaced": len(made.schedule.unplaced),
        "found": made.found,
        "left_out": made.left_out,
        "booked": made.booked,
        "inspectors": made.inspectors,
        "inspectors_left_out": made.inspectors_left_out,
        "most": {"visits": MOST_VISITS, "inspectors": MOST_INSPECTORS},
        "without_base": made.without_base,
        "without_place": made.without_place,
        "travel_km": round(made.schedule.travel_km),
        "seconds": made.seconds,
        "solver": {"gap": solver.gap, "proved": solver.proved, "options": solver.options, "seconds": solver.seconds},
        "measured": None
        if measured is None
        else {
            "runs": measured.runs,
            "homes": len(measured.homes),
            "left_out": measured.left_out,
            "hit_rate": measured.hit_rate,
            "interval": list(measured.interval),
            "even_rate": measured.even_rate,
            "entropy": measured.entropy,
            "entropy_uniform": measured.entropy_uniform,
            "assumes": [one.template for one in measured.assumes],
        },
    }
