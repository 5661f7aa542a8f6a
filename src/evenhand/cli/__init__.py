"""The `evenhand` command: parse, call, print, exit code. No logic lives here.

Exit codes: 0 fine, 1 findings, 2 bad use. Each module of commands has a `register(app)`; whatever is slow to import is
imported inside the function that needs it, so that help is there at once.
"""

from __future__ import annotations

import typer

from evenhand import __version__
from evenhand.cli import backup, consultation, due, framework, judge, pilot, rejudge, report, service, trend, work
from evenhand.cli.errors import Commands

app = typer.Typer(
    name="evenhand",
    cls=Commands,
    help="Inspection of children's homes in England: frameworks as data, judgements that explain themselves.",
    epilog="Exit codes: 0 fine, 1 findings, 2 bad use. Every command that answers a question takes --json.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would print the values of variables, and those can be a child's words
)


@app.callback(invoke_without_command=True)
def evenhand(
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", is_eager=True),
) -> None:
    """Options of the command as a whole."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


for module in (framework, judge, rejudge, due, report, consultation, pilot, trend, service, work, backup):
    module.register(app)


def main() -> None:
    """Run the command with the arguments of the process."""
    app()
