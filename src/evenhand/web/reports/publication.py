"""What apps above this one know against publishing a report; they add to the list when the service starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from evenhand.casework.policies import NotNow
from evenhand.web.inspections.record import Record
from evenhand.web.reports.drafts import Draft

Objections = Callable[[Record, Draft], Iterable[NotNow]]
OBJECTIONS: dict[str, Objections] = {}


def objections(record: Record, draft: Draft) -> tuple[NotNow, ...]:
    """Everything that stands in the way of publishing this report now, whoever asks."""
    return tuple(found for ask in OBJECTIONS.values() for found in ask(record, draft))
