"""The days inside a week, drawn so that every way of fitting an inspector's visits in is equally likely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from evenhand.planning.chance import one_of
from evenhand.planning.model import InspectorAvailability, PlanSettings, Visit
from evenhand.planning.options import Block, blocks


def arrangements(ways: Sequence[tuple[Block, ...]]) -> Iterator[tuple[Block, ...]]:
    """Every way of giving each visit one of its runs of days without using a day twice."""

    def place(left: Sequence[tuple[Block, ...]], used: frozenset[date]) -> Iterator[tuple[Block, ...]]:
        if not left:
            yield ()
            return
        for block in left[0]:
            if used.isdisjoint(block):
                for rest in place(left[1:], used | set(block)):
                    yield (block, *rest)

    yield from place(ways, frozenset())


def draw_days(
    visits: Mapping[int, Visit], inspector: InspectorAvailability, settings: PlanSettings, week: int
) -> dict[int, Block] | None:
    """Days for all visits of one inspector in one week, drawn at random; None when they do not fit together."""
    numbers = sorted(visits, key=lambda number: visits[number].key)
    found = tuple(arrangements([blocks(visits[number], inspector, settings, week) for number in numbers]))
    if not found:
        return None
    keys = [visits[number].key for number in numbers]
    drawn = one_of(settings.secret, found, "days", inspector.id, settings.monday(week), *keys)
    return dict(zip(numbers, drawn, strict=True))
