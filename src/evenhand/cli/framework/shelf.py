"""`evenhand framework`: list, show, lint and schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
    commands.command("list")(list_frameworks)
    commands.command("show")(show_framework)
    commands.command("lint")(lint_framework)
    commands.command("schema")(print_schema)


def list_frameworks(json: AsJson = False) -> None:
    """List the frameworks that come with Evenhand, oldest first."""
    from evenhand.cli.show import days, is_fully_verified
    from evenhand.framework.reading import load_all

    rows = [
        {
            "id": one.id,
            "title": one.title,
            "from": one.in_force.start.isoformat(),
            "to": one.in_force.end.isoformat() if one.in_force.end else None,
            "judgements": len(one.judgements),
            "rules": len(one.rules),
            "verified": is_fully_verified(one),
        }
        for one in load_all()
    ]
    if json:
        printing.as_json(rows)
        return
    printing.table(
        ("id", "title", "in force", "judgements", "rules", "verified"),
        [
            (
                one.id,
                one.title,
                days(one.in_force),
                row["judgements"],
                row["rules"],
                "yes" if row["verified"] else "in part",
            )
            for one, row in zip(load_all(), rows, strict=True)
        ],
    )


def show_framework(
    framework: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a framework (`evenhand framework list`), or the path of a draft.")
    ],
    section: Annotated[str, typer.Option("--section", help="Only this section; a wrong name lists the sections.")] = "",
    json: AsJson = False,
) -> None:
    """Show a framework: judgements, rules in words, facts, calendar, standards, what is not verified."""
    from evenhand.cli.framework.versions import version
    from evenhand.cli.show import SECTIONS, as_dict, title

    shown = version(framework).framework
    if section and section not in SECTIONS:
        raise typer.BadParameter(f"there is no section '{section}'; write one of: {', '.join(SECTIONS)}")
    if json:
        whole = as_dict(shown)
        printing.as_json(whole if not section else {key: whole[key] for key in ("id", *SECTIONS[section].keys)})
        return
    if not section:
        title(shown)
    for name in (section,) if section else SECTIONS:
        printing.heading(SECTIONS[name].title)
        SECTIONS[name].print(shown)


def lint_framework(
    path: Annotated[
        Path | None,
        typer.Argument(help="A framework.yaml, a crosswalk, the folder of one, or a folder of such folders."),
    ] = None,
    list_checks: Annotated[bool, typer.Option("--list", help="List the checks instead.")] = False,
    json: AsJson = False,
) -> None:
    """Check framework files and crosswalks; exit code 1 when there are errors or warnings."""
    from evenhand.findings import Severity
    from evenhand.framework import checks, crosswalk

    if list_checks:
        rows = [(c.code, c.severity.value, c.sentence) for c in checks.CHECKS]
        rows += [(c.code, c.severity.value, c.sentence) for c in crosswalk.CHECKS]
        if json:
            printing.as_json([dict(zip(("code", "severity", "sentence"), row, strict=True)) for row in rows])
        else:
            printing.table(("code", "severity", "finds"), rows)
        return
    if path is None:
        raise typer.BadParameter("give the path of a framework to check, or --list to see the checks")
    crosswalks = crosswalk.files(path)
    # A path may be about crosswalks, a framework, or a folder of both; what is neither is refused by `checks`.
    is_about_them = path in crosswalks or (path.name == "crosswalks" and bool(crosswalks))
    found = (*(() if is_about_them else checks.lint(path)), *crosswalk.lint(path))
    if json:
        printing.as_json({"path": str(path), "findings": [finding.as_dict() for finding in found]})
    else:
        printing.findings(found)
    if any(finding.severity is not Severity.NOTE for finding in found):
        raise typer.Exit(FINDINGS)


def print_schema(json: AsJson = True) -> None:
    """Print the JSON Schema of framework.yaml, for an editor that completes and checks."""
    from evenhand.framework.schema import json_schema

    printing.as_json(json_schema())
