"""What is due at every home of the register on one day: worked out once, and kept while nothing has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

from evenhand.casework.due import Expectation, Outlook, due
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.inspections.models import Proposal, StageChange
from evenhand.web.planning.models import EventWithdrawal, HomeEvent
from evenhand.web.planning.reading import Booked, HomeRow, Raw, history_of, read_homes, read_shelf
from evenhand.web.register.models import Home, ListedInspection, RegisterImport

DAYS_KEPT = 3  # today, the day of the register, and one that somebody asked for


@dataclass(frozen=True, slots=True)
class Line:
    """One inspection that is expected at a home, and the one that is scheduled for it, if there is one.

    `month`: that of the last day as it stands in an address, 2026-03; kept, because every request asks for all of them.
    """

    home: HomeRow
    expected: Expectation
    booked: Booked | None
    month: str


@dataclass(frozen=True)
class Plan:
    """Everything that is expected on a day, by its last day. `titles`: types of inspection by id.

    `closed`: homes left out because the register shows their registration as ended. `unlisted`: URNs of homes that are
    not in the newest register file. `unanswered`: homes for which a rule could not be computed, by rule ('' for none).
    """

    on: date
    homes: tuple[HomeRow, ...]
    lines: tuple[Line, ...]
    titles: Mapping[str, str]
    closed: int
    outlooks: Mapping[str, Outlook]

    @cached_property
    def register_day(self) -> date | None:
        """The day of the newest register file."""
        return max((home.seen_in for home in self.homes if home.seen_in), default=None)

    @cached_property
    def unlisted(self) -> frozenset[str]:
        """Homes of the register that its newest file does not list any more."""
        day = self.register_day
        return frozenset(home.urn for home in self.homes if home.seen_in and day and home.seen_in < day)


_lock = Lock()
_kept: dict[date, tuple[Any, Plan, dict[str, tuple[Raw, Outlook]]]] = {}


def forget() -> None:
    """Forget every plan; for tests, whose databases go back in time."""
    with _lock:
        _kept.clear()


def plan_on(day: date) -> Plan:
    """The plan as it is seen from a day. Eight queries when nothing has changed, fifteen otherwise.

    After a change only the homes that it touches are worked out anew.
    """
    version = _version()
    with _lock:
        kept = _kept.get(day)
        if kept is not None and kept[0] == version:
            return kept[1]
        before = kept[2] if kept is not None and kept[0][0] == version[0] else {}
        plan, outlooks = _work_out(day, before)
        _kept.pop(day, None)
        _kept[day] = (version, plan, outlooks)
        for oldest in list(_kept)[:-DAYS_KEPT]:
            del _kept[oldest]
        return plan


def _version() -> tuple[Any, ...]:
    """What changes whenever a plan could, the shelf first.

    Rows are only added, and a home changes by imports only. Numbers of rows, not the newest keys: two people who write
    at the same moment may be done in another order than their keys are given in.
    """
    watched = (Home, ListedInspection, RegisterImport, StageChange, Proposal, HomeEvent, EventWithdrawal)
    return (FrameworkVersion.objects.count(), *(model._default_manager.count() for model in watched))


def _work_out(day: date, before: Mapping[str, tuple[Raw, Outlook]]) -> tuple[Plan, dict[str, tuple[Raw, Outlook]]]:
    shelf = read_shelf()
    framework_of = shelf.on_each_day()
    raws = read_homes(shelf)
    outlooks: dict[str, tuple[Raw, Outlook]] = {}
    lines: list[Line] = []
    closed = 0
    for urn, raw in raws.items():
        if raw.home.is_closed:
            closed += 1
            continue
        known = before.get(urn)
        # What is booked is no part of a history, but a changed booking is rare enough to work the home out again.
        outlook = known[1] if known and known[0] == raw else due(framework_of, history_of(raw), day)
        outlooks[urn] = (raw, outlook)
        lines += lines_of(raw, outlook)
    lines.sort(key=lambda one: (one.expected.latest, one.expected.earliest, one.home.urn))
    plan = Plan(
        on=day,
        homes=tuple(raw.home for raw, _outlook in outlooks.values()),
        lines=tuple(lines),
        titles=shelf.titles,
        closed=closed,
        outlooks={urn: outlook for urn, (_raw, outlook) in outlooks.items()},
    )
    return plan, outlooks


def lines_of(raw: Raw, outlook: Outlook) -> list[Line]:
    """The expectations of a home, each with the first booked inspection that would meet it and meets no other."""
    left = list(raw.booked)
    lines = []
    for expected in outlook.expected:
        booked = next((one for one in left if one.kind in expected.types), None)
        if booked is not None:
            left.remove(booked)
        lines.append(Line(raw.home, expected, booked, f"{expected.latest:%Y-%m}"))
    return lines


def rules_unanswered(outlooks: Mapping[str, Outlook]) -> dict[str, int]:
    """For how many homes a rule could not be computed; '' stands for what is missing in the record itself."""
    counts: Counter[str] = Counter()
    for outlook in outlooks.values():
        counts.update({one.rule for one in outlook.unanswered})
    return dict(counts.most_common())
