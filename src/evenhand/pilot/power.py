"""How many inspections a pilot needs, and what a small one could have seen.

Power is exact: every outcome of the two kinds of change (homes that fall below the line, homes that rise above it) is
counted with its probability, and the interval of the verdict is asked about each. Only the test of the whole scale is
simulated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrc, chdtrc, gammaln, xlog1py, xlogy

from evenhand.findings import BadInput
from evenhand.pilot.plan import Assumption, Claim, Plan
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell
from evenhand.pilot.tables import Numbers
from evenhand.wording import say

MOST_HOMES = 20_000
# Homes visited in the pilots of 2015 and of 2017 (an inspectorate's blog and a news report; no results were published).
REAL_PILOTS = (8, 9)
_STEADY = 10
_Sides = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """Power by number of homes for one assumed share of equal grades; `needed` is None above 20,000 homes."""

    same_grade: float
    homes: tuple[int, ...]
    power: tuple[float, ...]
    needed: int | None


@dataclass(frozen=True, slots=True)
class SmallPilot:
    """What a pilot of so many homes could have seen.

    `must_fall` is the fewest homes that would have to fall below the line, none rising, before chance is an unlikely
    reason (exact McNemar); None when even all would not do. `detectable_fall` is the true fall (share) that is noticed
    with the plan's power, None when no fall is. `compatible_fall` is the largest true fall that goes with not one home
    falling. All at the plan's level.
    """

    homes: int
    must_fall: int | None
    detectable_fall: float | None
    compatible_fall: float
    power_against_margin: float
    power_to_show_no_fall: float


def assumed_table(assumption: Assumption, same_grade: float | None = None) -> Numbers:
    """Chances of each pair of grades (k, k), rows old: one step apart, as often up as down, but for the fall.

    Raises BadInput when so much difference cannot be with these grades.
    """
    same = assumption.same_grade if same_grade is None else same_grade
    grades = np.array(assumption.grades, dtype=np.float64)
    steps = np.sqrt(grades[:-1] * grades[1:])
    steps *= (1 - same) / (2 * steps.sum()) if steps.sum() else 0
    table: Numbers = np.diag(steps, 1) + np.diag(steps, -1)
    diagonal = grades - table.sum(axis=1)
    fall = assumption.fall_points / 100
    np.fill_diagonal(table, diagonal)
    table[1, 1] -= fall
    table[1, 2] += fall
    if table.min() < -1e-12:
        message = say(
            "with these grades not so many homes can differ; assume a larger same_grade or a smaller fall_points"
        )
        raise BadInput.at("PI030", message, field="assumed")
    return np.clip(table, 0, None)


def sides(table: Numbers) -> _Sides:
    """The chances to fall below the line of good, and to rise above it."""
    return float(table[:2, 2:].sum()), float(table[2:, :2].sum())


def score(up: npt.ArrayLike, down: npt.ArrayLike, n: int, difference: float) -> Numbers:
    """How many standard errors (up - down) / n lies above `difference`; inf or -inf where it has none.

    Its limits are those of the score interval. Source: T. Tango, Statistics in Medicine 17 (1998), 891-908.
    """
    rise, fall = np.broadcast_arrays(np.asarray(up, dtype=np.float64), np.asarray(down, dtype=np.float64))
    b = -rise - fall + (2 * n - rise + fall) * difference
    c = -fall * difference * (1 - difference)
    falling = (np.sqrt(np.maximum(b * b - 8 * n * c, 0)) - b) / (4 * n)
    spread = n * (2 * falling + difference * (1 - difference))
    above = rise - fall - n * difference
    ends = np.where(above > 1e-9, np.inf, np.where(above < -1e-9, -np.inf, 0.0))
    safe = np.where(spread > 1e-12, spread, 1)
    return np.where(spread > 1e-12, above / np.sqrt(safe), ends)


def _quantile(level: float) -> float:
    return NormalDist().inv_cdf(1 - (1 - level) / 2)


def _outcomes(n: int, falls: float, rises: float) -> tuple[Numbers, Numbers, Numbers]:
    """Numbers of homes that rise (rows) and fall (columns), and the chance of each pair."""
    up, down = _likely(n, rises)[:, None], _likely(n, falls)[None, :]
    chance = _binomial(up, n, rises) * _binomial(down, n - up, falls / (1 - rises) if rises < 1 else 0.0)
    return up, down, chance


def _likely(n: int, share: float) -> Numbers:
    """Counts whose chances together leave out less than 1e-12, by Bernstein's inequality."""
    reach = 8 * sqrt(n * share * (1 - share)) + 40
    return np.arange(max(0, floor(n * share - reach)), min(n, ceil(n * share + reach)) + 1, dtype=np.float64)


def _binomial(count: Numbers, of: npt.ArrayLike, share: float) -> Numbers:
    """Chances of counts; nought where a count is above what it is of. (scipy.stats takes a second to import.)"""
    whole = np.asarray(of, dtype=np.float64)
    rest = np.maximum(whole - count, 0)
    ways = gammaln(np.maximum(whole, 0) + 1) - gammaln(count + 1) - gammaln(rest + 1)
    logs = ways + xlogy(count, share) + xlog1py(rest, -min(share, 1.0))
    return np.where(count <= whole, np.exp(logs), 0.0)


def power_paired(n: int, chances: _Sides, claim: Claim, level: float) -> float:
    """The chance that n pairs show a claim about the share good or outstanding; exact, with the score interval.

    `chances` are those to fall and to rise. Raises ValueError for a claim about agreement.
    """
    if claim.margin_points is None:
        raise ValueError("a claim about agreement has no margin")
    margin, least = claim.margin_points / 100, _quantile(level)
    up, down, chance = _outcomes(n, *chances)
    shown = score(up, down, n, -margin) > least
    if claim.kind == "no_change":
        shown &= score(up, down, n, margin) < -least
    return float(chance[np.broadcast_to(shown, chance.shape)].sum())


def power_groups(n: int, shares: _Sides, claim: Claim, level: float) -> float:
    """The chance that two groups, n homes in all and half in each, show a claim; exact, with Newcombe's interval.

    `shares` are those good or outstanding under the old and the new framework.
    """
    if claim.margin_points is None:
        raise ValueError("a claim about agreement has no margin")
    each, margin = max(1, n // 2), claim.margin_points / 100
    old, new = _likely(each, shares[0])[:, None], _likely(each, shares[1])[None, :]
    low, high = difference_of_groups(old, each, new, each, level)
    shown = low > -margin
    if claim.kind == "no_change":
        shown &= high < margin
    chance = _binomial(old, each, shares[0]) * _binomial(new, each, shares[1])
    return float(chance[shown].sum())


def difference_of_groups(
    old: npt.ArrayLike, old_n: int, new: npt.ArrayLike, new_n: int, level: float
) -> tuple[Numbers, Numbers]:
    """Limits for the second share less the first, two groups of different homes.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, his method 10.
    """
    z = _quantile(level)

    def wilson(part: npt.ArrayLike, of: int) -> tuple[Numbers, Numbers, Numbers]:
        share = np.asarray(part, dtype=np.float64) / of
        half = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
        whole, centre = 1 + z * z / of, share + z * z / (2 * of)
        return share, np.maximum((centre - half) / whole, 0), np.minimum((centre + half) / whole, 1)

    (first, low, high), (second, other_low, other_high) = wilson(old, old_n), wilson(new, new_n)
    change = second - first
    down = np.sqrt((second - other_low) ** 2 + (high - first) ** 2)
    up = np.sqrt((other_high - second) ** 2 + (first - low) ** 2)
    return change - down, change + up


def power_of(plan: Plan, claim: Claim, same_grade: float | None = None) -> Callable[[int], float]:
    """Power of a plan's claim as a function of the number of homes, at the level of one look."""
    table = assumed_table(plan.assumed, same_grade)
    if plan.design == "two_groups":
        shares = float(table[:2].sum()), float(table[:, :2].sum())
        return lambda n: power_groups(n, shares, claim, plan.look_level)
    return lambda n: power_paired(n, sides(table), claim, plan.look_level)


def needed(power: Callable[[int], float], wanted: float) -> int | None:
    """The fewest homes from which on the power stays at what is wanted (checked for ten more); None above 20,000.

    Exact power goes up in a sawtooth, so the first number that reaches it may be followed by one that does not.
    """
    high = 16
    while power(high) < wanted:
        high *= 2
        if high > MOST_HOMES:
            return None
    low = high // 2 if high > 16 else 1
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle) >= wanted else (middle, high)
    start = max(2, high)
    for n in range(start, start + 200):
        if all(power(more) >= wanted for more in range(n, n + _STEADY)):
            return n
    return start + 200


def curves(plan: Plan, claim: Claim, points: int = 24) -> tuple[PowerCurve, ...]:
    """Power by number of homes for the assumed share of equal grades, and for more and less of it."""
    made = []
    for same in _around(plan.assumed.same_grade):
        try:
            power = power_of(plan, claim, same)
        except BadInput:
            continue  # so much difference cannot be with these grades
        fewest = needed(power, plan.power)
        made.append((same, power, fewest))
    widest = max([plan.sample.homes, *(fewest for _, _, fewest in made if fewest)]) * 1.25
    grid = tuple(sorted({round(one) for one in np.linspace(8, max(widest, 40), points)}))
    return tuple(PowerCurve(same, grid, tuple(power(n) for n in grid), fewest) for same, power, fewest in made)


def _around(same: float) -> tuple[float, ...]:
    return tuple(round(one, 3) for one in (same + (1 - same) / 2, same, max(0.3, same - (1 - same) / 2)))


def small_pilot(homes: int, plan: Plan, claim: Claim) -> SmallPilot:
    """What a pilot of so many homes could have seen, at the level and power of a plan."""
    error = (1 - plan.level) / 2
    must_fall = next((k for k in range(1, homes + 1) if 0.5**k <= error), None)
    noticed = None
    if must_fall is not None:
        grid = np.arange(1, 1001) / 1000
        enough = bdtrc(must_fall - 1, homes, grid) >= plan.power
        noticed = float(grid[enough][0]) if enough.any() else None
    margin = (claim.margin_points or 0) / 100
    against = float(bdtrc(must_fall - 1, homes, margin)) if must_fall is not None else 0.0
    showing = power_paired(homes, sides(assumed_table(plan.assumed)), claim, plan.level) if margin else 0.0
    return SmallPilot(homes, must_fall, noticed, 1 - error ** (1 / homes), against, showing)


def simulated_notice(table: Numbers, homes: Sequence[int], level: float, times: int, seed: int) -> tuple[_Sides, ...]:
    """For each number of homes, how often a change of the scale as a whole is noticed, and the error of that share.

    The test is Stuart and Maxwell's with k - 1 degrees of freedom, which is cautious where a grade stays empty; tables
    are drawn from the assumed chances. A table in which nothing moved counts as not noticed.
    """
    source, found = np.random.default_rng(seed), []
    for n in homes:
        drawn = source.multinomial(n, table.ravel() / table.sum(), size=times).reshape(times, *table.shape)
        statistic = np.nan_to_num(stuart_maxwell(drawn), nan=0.0)
        share = float((chdtrc(table.shape[0] - 1, statistic) <= 1 - level).mean())
        found.append((share, sqrt(share * (1 - share) / times)))
    return tuple(found)
