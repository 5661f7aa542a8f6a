"""The commands that start the web service and check its audit log; they import the web ring only when they run."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from evenhand.findings import BadInput
from evenhand.wording import say

if TYPE_CHECKING:
    from evenhand.web.environment import Environment, Refused

audit = typer.Typer(no_args_is_help=True, help="The audit log: what was done, by whom, and whether anybody changed it.")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("serve")(serve)
    app.command("first-administrator")(first_administrator)
    app.add_typer(audit, name="audit")


def serve(
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen at.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer requests.")] = 2,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete the demonstration's database first, after asking")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to that question.")] = False,
) -> None:
    """Set everything up that is not set up yet, and serve Evenhand. Safe to run again; Ctrl-C stops it."""
    from evenhand.web import environment, serving

    try:
        settings = environment.read()
        serving.check_port(host, port)
        if fresh:
            _begin_afresh(settings, yes)
        _set_up(settings)
        people = serving.who_can_sign_in(settings)
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/"  # noqa: S104
        serving.serve(host, port, workers, ready=lambda: _welcome(people, address))
    except environment.Refused as refusal:
        _refuse(refusal)
    except BadInput as error:
        typer.echo(f"\nEvenhand will not start.\n\n{error}\n", err=True)
        raise typer.Exit(2) from None


def _refuse(refusal: Refused) -> NoReturn:
    typer.echo(f"\nEvenhand will not start.\n\n{refusal.paragraph}\n", err=True)
    raise typer.Exit(2)


def _begin_afresh(settings: Environment, yes: bool) -> None:
    from evenhand.web import environment, serving

    file = serving.demo_database(settings)
    if not file.exists():
        return
    if not yes:
        if not sys.stdin.isatty():
            raise environment.Refused(
                f"--fresh deletes {file}, and there is nobody here to ask. Add --yes if that is what you want."
            )
        if not typer.confirm(f"Delete {file} with every inspection in it?", default=False):
            typer.echo("Nothing was deleted.")
            raise typer.Exit(0)
    serving.delete_database(file)


def _set_up(settings: Environment) -> None:
    from rich.console import Console

    from evenhand.web import serving

    console = Console(highlight=False, soft_wrap=True)
    for step in serving.steps(settings):
        console.print(f"  {step.title} … ", end="")
        start = time.monotonic()
        try:
            words = step.run()
        except BaseException:
            console.print("[red]failed[/red]")
            raise
        console.print(f"[green]{time.monotonic() - start:.1f} s[/green]  [dim]{words}[/dim]")


def _welcome(people: tuple[object, ...], address: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=True)
    if people:
        table = Table(box=box.SIMPLE_HEAD, title="Who can sign in (none of them exists)", title_justify="left")
        for column in ("Sign-in name", "Password", "Role"):
            table.add_column(column)
        for one in people:
            table.add_row(one.username, one.password, one.role)  # type: ignore[attr-defined]
        console.print(table)
    console.print(f"  Evenhand is at [bold]{address}[/bold]   (Ctrl-C stops it)")


def first_administrator(
    username: Annotated[str, typer.Argument(help="The name to sign in with, such as ada.admin")],
    name: Annotated[str, typer.Argument(help="The person's name, as colleagues know them")],
) -> None:
    """Make the first administrator of an empty service, and print a password for the first sign-in."""
    from evenhand.web import environment, serving

    try:
        password = serving.first_administrator(username, name)
    except environment.Refused as refusal:
        typer.echo(refusal.paragraph, err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{username} is an administrator. Password for the first sign-in, when a new one is chosen: {password}")


@audit.command("verify")
def verify(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
    seen: Annotated[
        str, typer.Option(metavar="DIGEST", help="A digest that you noted earlier; it must still be in the log.")
    ] = "",
) -> None:
    """Walk the whole audit log. Exit 0: nobody changed it. Exit 1: the first tampered row is named."""
    from evenhand.web import environment, serving

    try:
        state = serving.verify_audit(seen)
    except environment.Refused as refusal:
        raise BadInput.at("CL003", say("{problem}", problem=refusal.paragraph)) from None
    holds = state.first_broken is None and state.seen
    if as_json:
        found = {"holds": holds, "events": state.events, "last_digest": state.last_digest}
        typer.echo(json.dumps({**found, "first_tampered": state.first_broken, "row": state.broken, "seen": state.seen}))
    elif state.first_broken is not None:
        typer.echo(f"The audit log was tampered with. First at event {state.first_broken}: {state.broken or 'row'}.")
    elif not state.seen:
        typer.echo(f"The digest {seen} is not in the log any more: its end was cut off or rewritten.")
    else:
        typer.echo(f"The audit log holds: {state.events:,} events. Last digest: {state.last_digest or 'none yet'}")
    raise typer.Exit(0 if holds else 1)
