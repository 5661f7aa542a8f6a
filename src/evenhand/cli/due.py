"""`evenhand due`: when a home is next inspected and why; or how many are due in a register."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing
from evenhand.cli.days import METAVAR, day
from evenhand.cli.errors import FINDINGS

if TYPE_CHECKING:
    from evenhand.casework.due.expectation import Expectation, Ground, Outlook, Unanswered
    from evenhand.casework.due.register import DueCounts

_NEEDS_A_LOOK = ("overdue", "at_risk")


def register(app: typer.Typer) -> None:
    """Add this module's command to the command."""
    app.command("due")(say_what_is_due)


def say_what_is_due(
    file: Annotated[Path, typer.Argument(metavar="CASE.yaml", help="A home: registration, inspections, events.")],
    today: Annotated[
        date | None,
        typer.Option(
            "--today", parser=day, metavar=METAVAR, help="The day to see it from; the case's own, or this day."
        ),
    ] = None,
    is_register: Annotated[
        bool, typer.Option("--register", help="FILE is a provider-level CSV file: count over all of its homes.")
    ] = False,
    seen: Annotated[
        Path | None, typer.Option("--seen", metavar="FILE.csv", help="With --register: earlier full inspections.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Say which inspections are due at a home, in which window, by which rule, and what cannot be computed.

    Exit code 1 when an inspection is at risk or overdue, or when something cannot be computed.
    """
    from evenhand.casework.due.case import read_due_case
    from evenhand.casework.due.looking_ahead import due
    from evenhand.framework.reading import in_force_on

    if is_register:
        _count(file, seen, today or date.today(), json)
        return
    case = read_due_case(file)[0]
    outlook = due(in_force_on, case.home, today or case.today or date.today())
    if json:
        printing.as_json({"title": case.title, **as_dict(outlook)})
    else:
        _print(case.title, outlook)
    if outlook.unanswered or any(one.standing in _NEEDS_A_LOOK for one in outlook.expected):
        raise typer.Exit(FINDINGS)


def as_dict(outlook: Outlook) -> dict[str, Any]:
    """An outlook as plain values."""
    return {
        "urn": outlook.urn,
        "today": outlook.today.isoformat(),
        "framework": outlook.framework,
        "expected": [_expectation(one) for one in outlook.expected],
        "unanswered": [_unanswered(one) for one in outlook.unanswered],
        "notes": [str(one) for one in outlook.notes],
    }


def _expectation(one: Expectation) -> dict[str, Any]:
    return {
        "types": list(one.types),
        "earliest": one.earliest.isoformat(),
        "latest": one.latest.isoformat(),
        "strength": one.strength.value,
        "standing": one.standing.value,
        "verified": one.verified,
        "rules": [_ground(ground) for ground in one.grounds],
        "why": [str(words) for words in one.why],
        "altered": [{"kind": change.kind.value, "words": str(change.words)} for change in one.altered],
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "framework": ground.framework,
        "id": ground.rule,
        "words": ground.words,
        "verified": ground.verified,
    }


def _unanswered(one: Unanswered) -> dict[str, Any]:
    return {"rule": one.rule, "reason": str(one.reason), "verified": one.ground.verified if one.ground else None}


def _print(title: str, outlook: Outlook) -> None:
    printing.heading(title)
    printing.lines([f"{outlook.urn}, seen on {outlook.today}, {outlook.framework or 'no framework'}"])
    rows = []
    for one in outlook.expected:
        types = " or ".join(one.types)
        rows.append((types, one.earliest, one.latest, one.standing.value.replace("_", " "), one.strength.value))
    if rows:
        printing.table(("inspection", "from", "to", "today", "firmness"), rows)
    for one in outlook.expected:
        printing.lines([f"{' or '.join(one.types)}, by {one.latest}:"])
        printing.lines([*one.why, *(change.words for change in one.altered)], indent=2)
        for ground in one.grounds:
            mark = "" if ground.verified else " (unverified)"
            printing.lines([f"{ground.framework} {ground.rule}{mark}: {ground.words}"], indent=4)
    printing.lines(outlook.notes)
    for gap in outlook.unanswered:
        printing.lines([f"Cannot be computed{f' ({gap.rule})' if gap.rule else ''}: {gap.reason}"])


def _count(file: Path, seen: Path | None, day: Any, json: bool) -> None:
    from evenhand.casework.due.register import count_due, read_register
    from evenhand.framework.reading import in_force_on

    counts = count_due(read_register(file, seen), lru_cache(maxsize=None)(in_force_on), day)
    if json:
        printing.as_json(_counts_as_dict(counts))
        return
    printing.heading(f"Due on {counts.today}: {counts.homes} homes")
    rows = [
        (region, month, standing.value.replace("_", " "), n) for (region, month, standing), n in counts.counts.items()
    ]
    printing.table(("region", "last day in", "today", "inspections"), rows)
    printing.table(("cannot be computed", "homes"), [(rule or "-", n) for rule, n in counts.unanswered.items()])
    printing.lines(counts.basis)


def _counts_as_dict(counts: DueCounts) -> dict[str, Any]:
    return {
        "today": counts.today.isoformat(),
        "homes": counts.homes,
        "counts": [
            {"region": region, "month": month, "standing": standing.value, "inspections": n}
            for (region, month, standing), n in counts.counts.items()
        ],
        "unanswered": dict(counts.unanswered),
        "basis": [str(one) for one in counts.basis],
    }
