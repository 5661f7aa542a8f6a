"""`evenhand work`: work through jobs in the background, such as rendering every report anew."""

from __future__ import annotations

from typing import Annotated

import typer

from evenhand.cli.errors import BAD_USE


def register(app: typer.Typer) -> None:
    """Add this module's command to the command."""
    app.command("work")(work)


def work(
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many workers to keep up.")] = 1,
    one: Annotated[bool, typer.Option("--one", hidden=True, help="Be one worker, without a parent's care.")] = False,
) -> None:
    """Work through the jobs of the service until stopped; a worker that dies is started anew. `serve` starts one."""
    from evenhand.web.environment import Refused
    from evenhand.web.jobs import workers

    if not one:
        raise typer.Exit(workers.keep_up(processes))
    from evenhand.web import serving

    told = workers.Told()
    try:
        serving.must_have_tables()
        workers.loop(told)
    except Refused as refusal:
        typer.echo(f"\nNo work can be done here.\n\n{refusal.paragraph}\n", err=True)
        raise typer.Exit(BAD_USE) from None
