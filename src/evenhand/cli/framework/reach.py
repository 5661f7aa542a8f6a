"""`evenhand framework reach`: what the rules allow in every possible case, also beside another version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS

if TYPE_CHECKING:
    from evenhand.cli.framework.versions import Version
    from evenhand.judgement.reach import FrameworkReach, Shift


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
    commands.command("reach")(reach_framework)


def reach_framework(
    framework: Annotated[
        str, typer.Argument(metavar="ID", help="A version by its id, or the path of its folder or framework.yaml.")
    ],
    against: Annotated[
        str, typer.Option("--against", metavar="OTHER", help="Another version, by id or path, to put beside it.")
    ] = "",
    inspection: Annotated[
        str, typer.Option("--inspection", metavar="TYPE", help="A type of inspection, or 'all'; default: the full one.")
    ] = "",
    history: Annotated[
        bool, typer.Option("--history/--no-history", help="With --against: count real inspections too.")
    ] = True,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Look at every possible case: can each grade be reached, is every rule live, do rules contradict each other?

    With --against, how many cases the later version treats alike, more harshly or more leniently, with the smallest
    examples as stories; the version that came into force first counts as the old one. Exit code 1 when something is
    wrong with the rules of ID itself (a grade that cannot be reached, a rule that does nothing); a difference between
    two versions is no fault.
    """
    from evenhand.cli.framework.versions import version
    from evenhand.judgement.reach import reach

    asked = version(framework)
    found = reach(asked.framework, inspection=inspection or None, places=asked.places)
    shift, files = _beside(asked, version(against), inspection, history) if against else (None, ())
    if json:
        beside = {**shift.as_dict(), "crosswalk_files": files, "reach": found.as_dict()} if shift else {}
        printing.as_json(beside or found.as_dict())
    else:
        _print(found)
        if shift:
            _print_beside(shift)
    if found.findings:
        raise typer.Exit(FINDINGS)


def _beside(asked: Version, other: Version, inspection: str, history: bool) -> tuple[Shift, tuple[str, ...]]:
    """The two side by side, the one in force first as the old one, and the crosswalks that lie beside them."""
    from evenhand.cli.framework.versions import joined
    from evenhand.judgement.reach import compare_reach

    old, new = sorted((other, asked), key=lambda one: one.framework.in_force.start)
    crossing, files = joined(old, new)
    shift = compare_reach(old.framework, new.framework, crossing, inspection=inspection or None, history=history)
    return shift, files


def _print(found: FrameworkReach) -> None:
    from evenhand.judgement.reach import words

    printing.heading(f"{found.framework.id}: every possible case")
    printing.lines(words.reach_summary(found))
    if found.made.cases:
        printing.table(("judgement", "best grade that can be given", "cases"), _best(found))
    printing.table(("rule", "of all inspections, applies in", "changes something in", ""), _rules(found))
    printing.lines([one.story for one in found.lowered], indent=2)
    if found.findings:
        printing.findings(found.findings)
    printing.heading("What follows, and what does not")
    printing.lines([*words.reach_verdict(found), words.WHAT_IS_A_CASE])


def _best(found: FrameworkReach) -> list[tuple[object, ...]]:
    from evenhand.judgement.reach import words

    rows: list[tuple[object, ...]] = []
    for best in found.best:
        scale = found.framework.scale_of(best.judgement)
        title = found.framework.judgement_by_id[best.judgement].title
        for ordinal in sorted(best.by_ordinal, reverse=True):
            if best.by_ordinal[ordinal].cases:
                rows.append((title, scale.at(ordinal).label, words.counted(best.by_ordinal[ordinal])))
                title = ""
    return rows


def _rules(found: FrameworkReach) -> list[tuple[object, ...]]:
    from evenhand.judgement.reach import words

    return [
        (
            f"{one.rule}{'' if found.framework.rule_by_id[one.rule].verified else ' [not verified]'}",
            words.counted(one.holds),
            "note" if one.changes is None else words.counted(one.changes),
            f"overtaken by {', '.join(one.overtaken_by)}" if one.overtaken_by else "",
        )
        for one in found.rules
    ]


def _print_beside(shift: Shift) -> None:
    from evenhand.judgement.reach import words

    printing.heading(f"{shift.new.id} beside {shift.old.id}: every possible case under both")
    printing.lines(words.shift_summary(shift))
    rows = [("every judgement together", shift.overall)]
    rows += [(shift.new.judgement_by_id[one.new].title, one.counts) for one in shift.judgements]
    if shift.judgements:
        printing.table(
            ("judgement", "alike", "harsher", "of these, a grade lost", "more lenient", "not comparable"),
            [(title, *words.row(counts)) for title, counts in rows],
        )
    if shift.examples:
        printing.heading("The smallest examples")
        printing.lines([one.story for one in shift.examples], indent=2)
    if shift.history:
        printing.heading("Real inspections")
        printing.lines(words.history_summary(shift.history))
        years = [one for one in shift.history.years if one.counts.n >= words.TOO_FEW]
        if years:
            columns = [str(column) for column in words.YEAR_COLUMNS]
            printing.table(columns, [words.year_row(shift.history, one) for one in years])
    printing.heading("What follows, and what does not")
    printing.lines([*words.shift_verdict(shift), words.WHAT_IS_A_CASE])
