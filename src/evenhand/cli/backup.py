"""The commands that make a backup and restore one; they import the web ring only when they run."""

from __future__ import annotations

import json
import os
import secrets
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.findings import BadInput
from evenhand.wording import say

if TYPE_CHECKING:
    from evenhand.web.backup import Checked, Manifest
    from evenhand.web.environment import Environment


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; it must not exist yet.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Write database, uploaded files and this folder's secrets into one archive. Evenhand may run meanwhile.

    The archive is not encrypted: it holds everything that inspectors recorded. Encrypt it before it leaves the machine.
    """
    from evenhand.web import backup as keeping
    from evenhand.web import environment

    try:
        manifest = keeping.backup(environment.read(), file)
    except environment.Refused as refusal:
        raise _bad(refusal) from None
    if as_json:
        typer.echo(json.dumps({"file": str(file), **_told(manifest)}))
        return
    typer.echo(
        f"{file}: {sum(manifest.rows.values()):,} rows, {len(manifest.parts) - 1:,} files, {file.stat().st_size:,} B"
    )
    typer.echo("It is not encrypted. SECRET_KEY is not in it in production: keep that key in another place.", err=True)


def restore(
    file: Annotated[Path, typer.Argument(help="The archive.")],
    into: Annotated[Path | None, typer.Option(metavar="FOLDER", help="An empty or new folder for the data.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the data of this service, after asking.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only check that the archive is whole.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to that question.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Restore an archive, then walk the audit log and check every fingerprint. Stop Evenhand before you --replace."""
    from evenhand.web import backup as keeping
    from evenhand.web import environment

    if (into is not None) + replace + check != 1:
        raise BadInput.at("CL003", say("Say one of --into FOLDER, --replace and --check."))
    try:
        if check:
            _report(keeping.unpack(file, None), None, None, as_json)
            return
        if into is not None:
            _point_at(into)
        settings = environment.read()
        if replace:
            _ask(settings, yes)
        manifest, before = keeping.restore(file, settings, replace=replace)
        checked = keeping.check_restored()
    except environment.Refused as refusal:
        raise _bad(refusal) from None
    _report(manifest, checked, before, as_json)
    raise typer.Exit(0 if checked.chain_holds and not checked.broken else 1)


def _point_at(folder: Path) -> None:
    """Everything after this reads and writes that folder, and a database in it."""
    from evenhand.web import environment

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise environment.Refused(f"{folder} is not empty. Name an empty or new folder.")
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite:"):
        raise environment.Refused(
            "DATABASE_URL names a database server, and --into restores a folder with its database file. Name an empty "
            "database in DATABASE_URL and restore with --replace."
        )
    # Checking needs some key; without one here, a demonstration would make one in the folder that has to be empty.
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
    os.environ["EVENHAND_VAR"] = str(folder.resolve())
    os.environ["DATABASE_URL"] = f"sqlite:///{(folder.resolve() / 'evenhand.sqlite3').as_posix()}"


def _ask(settings: Environment, yes: bool) -> None:
    from evenhand.web import environment

    question = f"Replace everything in {settings.var} and its database by the archive?"
    if not yes and not sys.stdin.isatty():
        raise environment.Refused(f"{question} There is nobody here to ask. Add --yes if that is what you want.")
    if not yes and not typer.confirm(question, default=False):
        typer.echo("Nothing was changed.")
        raise typer.Exit(0)


def _report(manifest: Manifest, checked: Checked | None, before: Path | None, as_json: bool) -> None:
    if as_json:
        found = {**_told(manifest), "checked": asdict(checked) if checked else None}
        typer.echo(json.dumps({**found, "before": str(before) if before else None}))
        return
    rows, files = sum(manifest.rows.values()), len(manifest.parts) - 1
    typer.echo(f"The archive is whole: {rows:,} rows, {files:,} files, of {manifest.created}, by {manifest.made_by}.")
    if checked is None:
        return
    holds = "holds" if checked.chain_holds else "was TAMPERED WITH before the backup: see evenhand audit verify"
    typer.echo(f"Restored. The audit log {holds}: {checked.events:,} events, last digest {checked.last_digest}.")
    typer.echo(f"Sealed documents: {checked.sealed:,}, not fitting their fingerprint: {len(checked.broken):,}.")
    for one in checked.broken:
        typer.echo(f"  {one}")
    if before:
        typer.echo(f"What was there before lies in {before}. Delete it when you no longer need it.", err=True)


def _told(manifest: Manifest) -> dict[str, object]:
    told = asdict(manifest)
    told.pop("parts")
    return {**told, "files": len(manifest.parts) - 1}


def _bad(refusal: SystemExit) -> BadInput:
    return BadInput.at("CL003", say("{problem}", problem=str(getattr(refusal, "paragraph", refusal))))
