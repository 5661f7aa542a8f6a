"""How we measure: interleaved rounds, medians, and ratios to a reference of the same round."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Act = Callable[[], Any]


@dataclass(frozen=True)
class Contestant:
    """What is timed, and how many rows it does: a slow one does fewer, and is compared by the row."""

    act: Act
    rows: int


@dataclass(frozen=True)
class Measured:
    """CPU seconds for one row (median), and how many times those of the reference in the same round (median)."""

    seconds: float
    ratio: float


def seconds_of(act: Act) -> float:
    """CPU seconds of this process, all its threads: machines are shared, and waiting is not work."""
    start = time.process_time()
    act()
    return time.process_time() - start


def interleaved(contestants: Mapping[str, Contestant], reference: str, rounds: int) -> dict[str, Measured]:
    """Everyone once a round, in another order each time, so that a busy minute falls on all of them."""
    chance, taken = random.Random(1), {name: list[float]() for name in contestants}
    for one in contestants.values():
        one.act()
    for _ in range(rounds):
        order = list(contestants)
        chance.shuffle(order)
        for name in order:
            taken[name].append(seconds_of(contestants[name].act) / contestants[name].rows)
    floor = taken[reference]
    return {
        name: Measured(
            statistics.median(own),
            statistics.median(mine / max(other, 1e-15) for mine, other in zip(own, floor, strict=True)),
        )
        for name, own in taken.items()
    }


def markdown(heading: list[str], rows: list[list[str]]) -> str:
    """A table as Markdown; the first column to the left, numbers to the right."""
    rules = ["---", *["---:"] * (len(heading) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, rules, *rows))
