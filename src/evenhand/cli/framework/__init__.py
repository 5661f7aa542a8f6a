"""`evenhand framework`: read, check, compare and write inspection frameworks; one module for each kind of question."""

from __future__ import annotations

import typer

from evenhand.cli.framework import clarity, diff, drafting, reach, shelf


def register(app: typer.Typer) -> None:
    """Add the group to the command."""
    commands = typer.Typer(no_args_is_help=True, help="Read, check, compare and write inspection frameworks.")
    for module in (shelf, diff, reach, clarity, drafting):
        module.register(commands)
    app.add_typer(commands, name="framework")
