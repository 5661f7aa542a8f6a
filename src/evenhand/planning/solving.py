"""The mixed-integer program: one option for each visit, no week over its days, little travel, nobody overloaded.

Solved by HiGHS, which is inside scipy. Groups of visits that share no inspector are solved one by one. The price of an
uneven load is paid in each group, because work cannot be moved from one group to another.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from evenhand.planning.model import InspectorAvailability, PlanSettings, Visit
from evenhand.planning.options import Choices, PlanOption, week_days

Week = tuple[int, int]
_LEAST_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class TooMany:
    """Visits that one inspector cannot all make in one week, though their days add up: found when drawing days."""

    inspector: int
    week: int
    visits: frozenset[int]


@dataclass(frozen=True)
class Solved:
    """The option chosen for each visit, the visits held back, and what the solver can vouch for.

    `total`: the cost in kilometres that was made as small as could be. `gap` is None when there is no bound.
    """

    chosen: Mapping[int, PlanOption]
    held: frozenset[int]
    total: float
    gap: float | None
    groups: int


def room(inspector: InspectorAvailability, settings: PlanSettings, week: int) -> int:
    """Days in a week on which this inspector can be on site."""
    return min(inspector.max_days_a_week, sum(day in inspector.days for day in week_days(settings, week)))


def groups(choices: Choices, visits: Iterable[int]) -> list[list[int]]:
    """Visits that are tied to each other by inspectors they might share, directly or through others."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for option in choices.options:
        leader[find(("visit", option.visit))] = find(("inspector", option.inspector))
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for visit in visits:
        found[find(("visit", visit))].append(visit)
    return list(found.values())


def solve(
    visits: Sequence[Visit],
    inspectors: Sequence[InspectorAvailability],
    settings: PlanSettings,
    choices: Choices,
    too_many: Sequence[TooMany] = (),
) -> Solved:
    """The best choice of options, group by group, within the time that is left for each."""
    open_visits = [number for number in range(len(visits)) if number not in choices.impossible]
    parts = sorted(groups(choices, open_visits), key=len)
    ends = time.monotonic() + settings.seconds
    chosen: dict[int, PlanOption] = {}
    held: set[int] = set()
    total, bound, is_bounded = 0.0, 0.0, True
    for left, part in zip(range(len(parts), 0, -1), parts, strict=True):
        seconds = max(_LEAST_SECONDS, (ends - time.monotonic()) / left)
        program = _Program(visits, inspectors, settings, choices, frozenset(part), too_many)
        picked, waiting, cost, least = program.run(seconds)
        chosen.update(picked)
        held |= waiting
        total += cost
        is_bounded = is_bounded and least is not None
        bound += least or 0.0
    gap = max(0.0, (total - bound) / total) if is_bounded and total > 0 else (0.0 if is_bounded else None)
    return Solved(chosen, frozenset(held), total, gap, len(parts))


class _Program:
    """One group as a matrix. Columns: options, then for each visit `held` and `unplaced`, then the heaviest load."""

    def __init__(
        self,
        visits: Sequence[Visit],
        inspectors: Sequence[InspectorAvailability],
        settings: PlanSettings,
        choices: Choices,
        part: frozenset[int],
        too_many: Sequence[TooMany],
    ) -> None:
        self.visits, self.inspectors, self.settings = visits, inspectors, settings
        self.part = sorted(part)
        self.options = [one for one in choices.options if one.visit in part]
        self.hold = choices.hold
        self.too_many = [one for one in too_many if one.visits <= part]
        self.width = len(self.options) + 2 * len(self.part) + 1

    def run(self, seconds: float) -> tuple[dict[int, PlanOption], set[int], float, float | None]:
        """Chosen options, visits held back, the cost, and the least cost there could be (None: not known).

        First as few visits as possible stay out; then, with so many, everything else is made cheap. In one go the price
        of staying out would drown all that the gap is about.
        """
        first = self._result(self._counting(), (), seconds)
        if first.x is None:  # no time even for a first answer: everything stays unplaced
            return {}, set(), 0.0, None
        out = round(first.x[self._out].sum())
        limit = LinearConstraint(self._matrix([(0, int(n), 1.0) for n in self._out], 1), -np.inf, out)
        second = self._result(self._costs(), (limit,), seconds)
        result = first if second.x is None else second
        taken = np.flatnonzero(result.x[: self.width - 1] > 0.5)
        chosen = {self.options[n].visit: self.options[n] for n in taken if n < len(self.options)}
        spare = [int(n) - len(self.options) for n in taken if n >= len(self.options)]
        held = {self.part[n // 2] for n in spare if n % 2 == 0}
        bound = getattr(result, "mip_dual_bound", None)
        # Whether fewer could have stayed out is not known when the first round ran out of time.
        known = bound is not None and result is second and (first.status == 0 or not out)
        return chosen, held, float(self._costs() @ result.x), float(bound) if known and bound is not None else None

    def _result(self, costs: np.ndarray, more: tuple[LinearConstraint, ...], seconds: float) -> Any:
        places = self.width - 1
        upper = np.ones(self.width)
        upper[len(self.options) : places : 2] = [visit in self.hold for visit in self.part]
        upper[-1] = np.inf
        whole = np.ones(self.width)
        whole[-1] = 0
        return milp(
            costs,
            integrality=whole,
            bounds=Bounds(np.zeros(self.width), upper),
            constraints=[*self._constraints(), *more],
            options={"time_limit": seconds / 2, "mip_rel_gap": self.settings.gap},
        )

    @property
    def _out(self) -> np.ndarray:
        return np.arange(len(self.options) + 1, self.width - 1, 2)

    def _counting(self) -> np.ndarray:
        costs = np.zeros(self.width)
        costs[self._out] = 1
        return costs

    def _costs(self) -> np.ndarray:
        # Staying out costs what the visit's dearest option does: late or far away must not be a reason to be left out.
        dearest: dict[int, float] = {}
        for one in self.options:
            dearest[one.visit] = max(one.cost, dearest.get(one.visit, 0.0))
        spare = [(self.hold.get(visit, 0.0), dearest.get(visit, 0.0)) for visit in self.part]
        flat = [cost for pair in spare for cost in pair]
        return np.array([*(one.cost for one in self.options), *flat, self.settings.imbalance_km])

    def _constraints(self) -> Iterator[LinearConstraint]:
        yield self._each_visit_once()
        yield from self._weeks_and_loads()
        for one in self.too_many:
            taken = [
                n
                for n, option in enumerate(self.options)
                if (option.inspector, option.week) == (one.inspector, one.week) and option.visit in one.visits
            ]
            row = csr_array((np.ones(len(taken)), (np.zeros(len(taken), dtype=int), taken)), shape=(1, self.width))
            yield LinearConstraint(row, -np.inf, len(one.visits) - 1)

    def _each_visit_once(self) -> LinearConstraint:
        row_of = {visit: row for row, visit in enumerate(self.part)}
        cells = [(row_of[one.visit], column, 1.0) for column, one in enumerate(self.options)]
        first = len(self.options)
        cells += [(row, first + 2 * row + spare, 1.0) for row in range(len(self.part)) for spare in (0, 1)]
        return LinearConstraint(self._matrix(cells, len(self.part)), 1, 1)

    def _weeks_and_loads(self) -> Iterator[LinearConstraint]:
        weeks: dict[Week, int] = {}
        people: dict[int, int] = {}
        in_week, in_all = [], []
        for column, one in enumerate(self.options):
            days = float(self.visits[one.visit].days_on_site)
            in_week.append((weeks.setdefault((one.inspector, one.week), len(weeks)), column, days))
            in_all.append((people.setdefault(one.inspector, len(people)), column, days))
        if not weeks:
            return
        most = [room(self.inspectors[who], self.settings, week) for who, week in weeks]
        yield LinearConstraint(self._matrix(in_week, len(weeks)), -np.inf, most)
        # Load as a share of what the person could do at all: half a post is full with half the days.
        in_all += [(row, self.width - 1, -float(self._capacity(who))) for who, row in people.items()]
        yield LinearConstraint(self._matrix(in_all, len(people)), -np.inf, 0)

    def _capacity(self, inspector: int) -> int:
        one = self.inspectors[inspector]
        return max(1, sum(room(one, self.settings, week) for week in range(self.settings.weeks)))

    def _matrix(self, cells: Sequence[tuple[int, int, float]], rows: int) -> csr_array:
        row, column, value = zip(*cells, strict=True)
        return coo_array((value, (row, column)), shape=(rows, self.width)).tocsr()
