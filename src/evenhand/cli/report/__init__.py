"""`evenhand report`: verify a sealed report, render it, check a manuscript, render every published report anew."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import typer

from evenhand.cli.report import render, rerender, verify


def register(app: typer.Typer) -> None:
    """Add the group to the command."""
    commands = typer.Typer(no_args_is_help=True, help="Verify, render and check reports.")
    for module in (verify, render, rerender):
        module.register(commands)
    if find_spec("evenhand.cli.report.check"):
        import_module("evenhand.cli.report.check").register(commands)
    app.add_typer(commands, name="report")
