"""Can a home guess its week? Measured by making the schedule again with many secrets and guessing as well as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import log2

from evenhand.planning.model import InspectorAvailability, PlanSettings, Reason, Visit
from evenhand.planning.options import is_late, window_weeks
from evenhand.planning.proposing import propose
from evenhand.shares import wilson
from evenhand.wording import Words, say

AFTER = -1  # a week after the horizon: the guesser is taken to know no more than that


@dataclass(frozen=True, slots=True)
class GuessedHome:
    """How well the week of one visit can be guessed.

    `weeks`: weeks in its window, all that follows from history and rules; the weeks after the horizon count as one
    outcome. `entropy` of the weeks that came out and `entropy_uniform` of drawing evenly, in bits. `hits` of `guesses`:
    the best guess learnt from one half of the runs, tried on the other. `even`: what it would hit if weeks were even.
    """

    key: str
    weeks: int
    entropy: float
    entropy_uniform: float
    hits: int
    guesses: int
    even: float


@dataclass(frozen=True)
class Unpredictability:
    """How well weeks can be guessed over all visits that are not late, and what the figures assume.

    `hit_rate` with its 95% interval (Wilson, taking the guesses as independent) against `even_rate`, the rate if every
    week of each window were as likely as the others. `homes` leaves out visits that could not be placed in some run.
    """

    runs: int
    homes: tuple[GuessedHome, ...]
    left_out: int
    hit_rate: float
    interval: tuple[float, float]
    even_rate: float
    entropy: float
    entropy_uniform: float
    assumes: tuple[Words, ...]


def measure(
    visits: Sequence[Visit], inspectors: Sequence[InspectorAvailability], settings: PlanSettings, runs: int
) -> Unpredictability:
    """Guess the week of every home over `runs` schedules that differ in nothing but the secret.

    Raises ValueError for fewer than 4 runs: half of them teach the guesser, the other half test the guess.
    """
    if runs < 4:
        raise ValueError("measure with at least 4 runs: half of them teach the guesser")
    outcomes = [_weeks(visits, inspectors, replace(settings, secret=_secret(settings, run))) for run in range(runs)]
    homes, left_out = [], 0
    for visit in visits:
        seen = [weeks.get(visit.key) for weeks in outcomes]
        if is_late(visit, settings) or any(week is None for week in seen):
            left_out += 1
            continue
        homes.append(_guessed(visit, settings, [week for week in seen if week is not None]))
    hits, guesses = sum(one.hits for one in homes), sum(one.guesses for one in homes)
    count = max(1, len(homes))
    return Unpredictability(
        runs=runs,
        homes=tuple(homes),
        left_out=left_out,
        hit_rate=hits / max(1, guesses),
        interval=wilson(hits, guesses) if guesses else (0.0, 1.0),
        even_rate=sum(one.even for one in homes) / count,
        entropy=sum(one.entropy for one in homes) / count,
        entropy_uniform=sum(one.entropy_uniform for one in homes) / count,
        assumes=_ASSUMES,
    )


def _secret(settings: PlanSettings, run: int) -> bytes:
    return blake2b(settings.secret, salt=run.to_bytes(8, "big")).digest()


def _weeks(
    visits: Sequence[Visit], inspectors: Sequence[InspectorAvailability], settings: PlanSettings
) -> dict[str, int]:
    schedule = propose(visits, inspectors, settings)
    found = {one.visit.key: settings.week_of(one.days[0]) for one in schedule.placements}
    return found | {one.visit.key: AFTER for one in schedule.unplaced if one.reason is Reason.LATER}


def _guessed(visit: Visit, settings: PlanSettings, seen: Sequence[int]) -> GuessedHome:
    window = window_weeks(visit, settings)
    shares = Counter(week if week < settings.weeks else AFTER for week in window)
    even = [count / len(window) for count in shares.values()]
    hits = _hits(seen[::2], seen[1::2]) + _hits(seen[1::2], seen[::2])
    counts = Counter(seen).values()
    return GuessedHome(
        key=visit.key,
        weeks=len(window),
        entropy=_entropy([count / len(seen) for count in counts]),
        entropy_uniform=_entropy(even),
        hits=hits,
        guesses=len(seen),
        even=max(even),
    )


def _hits(learnt: Sequence[int], tried: Sequence[int]) -> int:
    """How often the week that came most often in one half comes in the other; the earlier week where two tie."""
    counts = Counter(learnt)
    guess = min(counts, key=lambda week: (-counts[week], week))
    return sum(week == guess for week in tried)


def _entropy(shares: Sequence[float]) -> float:
    return -sum(share * log2(share) for share in shares if share > 0)


_ASSUMES = (
    say("The guesser knows the rules, every home's history, every inspector's diary and this program; not the secret."),
    say("It guesses once, before the first week; as weeks go by without a visit, those that are left become likelier."),
    say("Nothing leaks: nobody sees an inspector at another home, and homes of one provider do not compare."),
    say("The entropy of few runs comes out too low; the share of right guesses does not."),
    say("Visits that are already late are left out: they are made as soon as can be, and a home may well know it."),
)
