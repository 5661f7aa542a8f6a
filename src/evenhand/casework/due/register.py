"""What is due at every home of a register on one day, counted by region and month."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evenhand.casework.due.expectation import Outlook, Standing
from evenhand.casework.due.history import HomeHistory, Inspected
from evenhand.casework.due.looking_ahead import due
from evenhand.casework.due.reckoning import FULL, FrameworkOf
from evenhand.findings import BadInput
from evenhand.judgement.published_words import day, grade_word, home_kind
from evenhand.wording import Words, say

_NEEDED = ("urn", "provision_type", "region", "registration_date", "inspection_date", "overall")


@dataclass(frozen=True, slots=True)
class RegisteredHome:
    """A home as a public file lists it: where it is, and its full inspections as far as they are listed."""

    region: str
    history: HomeHistory


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many inspections are expected, by region, by the month of their last day, and by standing.

    n is the number of homes. `unanswered` counts the homes for which some rule could not be computed, by rule.
    `basis` says what the figures can and cannot mean.
    """

    today: date
    homes: int
    counts: Mapping[tuple[str, str, Standing], int]
    unanswered: Mapping[str, int]
    basis: tuple[Words, ...]


def read_register(snapshot: Path, seen: Path | None) -> tuple[RegisteredHome, ...]:
    """Homes of a provider-level file, with earlier full inspections from a second file where there is one.

    Raises BadInput when a file lacks a column that is needed.
    """
    earlier: dict[str, list[Inspected]] = {}
    for row in _rows(seen, ("urn", "inspection_date", "overall")) if seen else ():
        earlier.setdefault(row["urn"], []).extend(_inspected(row))
    return tuple(_home(row, earlier) for row in _rows(snapshot, _NEEDED) if home_kind(row["provision_type"]))


def _rows(file: Path, needed: Iterable[str]) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        lacking = [name for name in needed if name not in (reader.fieldnames or ())]
        if lacking:
            message = say("the columns {names} are missing; use a provider-level file", names=lacking)
            raise BadInput.at("DU001", message, file=file, line=1)
        yield from reader


def _home(row: Mapping[str, str], earlier: Mapping[str, list[Inspected]]) -> RegisteredHome:
    made = {one.date: one for one in (*earlier.get(row["urn"], ()), *_inspected(row))}
    history = HomeHistory(
        urn=row["urn"],
        secure=home_kind(row["provision_type"]) == "Secure children's home",
        registered_on=day(row["registration_date"]),
        inspections=tuple(made.values()),
        lists=(FULL,),
    )
    return RegisteredHome(row["region"] or "-", history)


def _inspected(row: Mapping[str, str]) -> Iterator[Inspected]:
    made, word = day(row["inspection_date"]), grade_word(row["overall"])
    if made is not None:
        yield Inspected(date=made, type=FULL, overall=word.ordinal if word else None)


def count_due(homes: Iterable[RegisteredHome], framework_of: FrameworkOf, today: date) -> DueCounts:
    """What is due at each home on a day, counted; a home counts once for each inspection expected of it."""
    counts: Counter[tuple[str, str, Standing]] = Counter()
    unanswered: Counter[str] = Counter()
    total = 0
    for home in homes:
        total += 1
        outlook = due(framework_of, home.history, today)
        counts.update((home.region, f"{one.latest:%Y-%m}", one.standing) for one in outlook.expected)
        unanswered.update(_rules_unanswered(outlook))
    return DueCounts(today, total, dict(sorted(counts.items())), dict(sorted(unanswered.items())), _BASIS)


def _rules_unanswered(outlook: Outlook) -> set[str]:
    return {one.rule for one in outlook.unanswered}


_BASIS = (
    say("Homes listed in the file, each with its listed full inspections; replaced ones may be missing."),
    say("The newest inspections may not be published yet: overdue and at risk come out too high."),
    say("Interim, assurance and monitoring visits are not listed: what they could have met is counted as not known."),
    say("Events such as concerns, an absent manager or an empty home are not in the file and change nothing here."),
)
