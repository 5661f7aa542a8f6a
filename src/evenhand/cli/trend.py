"""`evenhand trend`: did ratings change on a day? Every comparison by itself, with what it cannot tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing
from evenhand.cli.days import METAVAR, day

if TYPE_CHECKING:
    from evenhand.trend.account import Account
    from evenhand.trend.compared import Comparison


def register(app: typer.Typer) -> None:
    """Add this module's command to the command."""
    app.command("trend")(did_ratings_change)


def did_ratings_change(
    at: Annotated[date, typer.Option("--at", parser=day, metavar=METAVAR, help="The day of the change.")],
    json: Annotated[bool, typer.Option("--json", help="Print the comparisons as JSON for machines.")] = False,
    full: Annotated[bool, typer.Option("--full", help="With --json: also series, movement and monitoring.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with charts.")] = None,
) -> None:
    """Compare ratings before and after a day: published figures, register files, listed inspections, kept apart.

    Nothing here says why shares differed, and blanks stay blank; so the exit code is 0 whatever the answer is.
    """
    from evenhand.trend.account import account
    from evenhand.trend.comparison import compare

    if html is None and json and not full:
        printing.as_json([one.as_dict() for one in compare(at).found])
        return
    found = account(at)
    if html is not None:
        from evenhand.trend.page import page

        html.write_text(page(found), encoding="utf-8")
    if json:
        printing.as_json(found.as_dict() if full else [one.as_dict() for one in found.comparisons.found])
        return
    _print(found)


def _print(found: Account) -> None:
    printing.heading(f"Did ratings change on {found.at}?")
    printing.lines([f"{one.on}: {one.what} ({one.source or 'source not known'})" for one in found.comparisons.changes])
    for basis, shown in found.by_basis().items():
        printing.table(
            ("measure", "from", "to", "n", "change", "low", "high", "these bounds are"),
            map(_row, shown),
            title=basis.value,
        )
        printing.lines([shown[0].claim, f"What would settle it: {shown[0].settles}"])
        printing.lines(dict.fromkeys(str(caveat) for one in shown for caveat in one.caveats), indent=2)
    printing.heading("Placebo days: the same sums where no framework changed")
    columns = ("basis", "from", "to", "change", "low", "high")
    printing.table(columns, [(one.basis.value, *_row(one)[1:3], *_row(one)[4:7]) for one in found.comparisons.placebos])
    printing.lines(found.words())
    if found.operating:
        printing.heading("What an alarm is worth, by simulation")
        rows = [one.as_dict() for one in found.operating]
        printing.table(
            [name.replace("_", " ") for name in rows[0]], [tuple(_shown(v) for v in r.values()) for r in rows]
        )


def _row(one: Comparison) -> tuple[Any, ...]:
    told = one.as_dict()
    n = " / ".join(_shown(told["n"][side]) for side in ("from", "to"))
    figures = (_shown(told[name]) for name in ("change_points", "low", "high", "low_high_are"))
    return (one.measure.replace("_", " "), one.before, one.after, n, *figures)


def _shown(value: Any) -> str:
    return "not known" if value is None else str(value)
