"""`evenhand framework diff`: what differs between two versions."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.framework.shelf import AsJson

if TYPE_CHECKING:
    from evenhand.framework.changes import Compared, Comparison


class Format(StrEnum):
    """How the comparison is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
    commands.command("diff")(diff_frameworks)


_VERSION = "Id of a shipped framework, or the path of a framework.yaml or its folder."


def diff_frameworks(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_VERSION)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=_VERSION)],
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    part: Annotated[
        list[str] | None, typer.Option("--part", help="Only this part; may be repeated. A wrong name lists the parts.")
    ] = None,
    unchanged: Annotated[bool, typer.Option("--all", help="List what did not change as well.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    json: AsJson = False,
) -> None:
    """What became of each judgement, criterion, rule, figure and so on between two versions, through the crosswalks."""
    from evenhand.cli.framework.versions import joined, version
    from evenhand.framework.changes import compare

    parts = _parts(part or [])
    one, other = version(old), version(new)
    crossing, files = joined(one, other)
    comparison = compare(one.framework, other.framework, crossing)
    text = _written(comparison, Format.JSON if json else form, parts, unchanged, files)
    if out is None:
        sys.stdout.write(text)
        return
    if out.exists() and not force:
        raise typer.BadParameter(f"{out} is there already; choose another name, or add --force to overwrite it")
    out.write_text(text, encoding="utf-8")
    sys.stderr.write(f"Written: {out}\n")


def _parts(named: list[str]) -> tuple[Compared, ...]:
    from evenhand.framework.changes import Compared

    known = [part.value for part in Compared]
    for one in named:
        if one not in known:
            raise typer.BadParameter(f"there is no part '{one}'; write one of: {', '.join(known)}")
    return tuple(Compared(one) for one in named)


def _written(
    comparison: Comparison, form: Format, parts: tuple[Compared, ...], unchanged: bool, files: tuple[str, ...]
) -> str:
    from json import dumps

    from evenhand.framework import changes

    match form:
        case Format.JSON:
            plain = {**changes.as_dict(comparison, parts, unchanged=unchanged), "crosswalk_files": files}
            return dumps(plain, indent=2, ensure_ascii=False) + "\n"
        case Format.HTML:
            return changes.as_html(comparison, parts, unchanged=unchanged)
        case Format.MARKDOWN:
            return changes.as_markdown(comparison, parts, unchanged=unchanged)
        case Format.TEXT:
            width = min(printing.console().width, printing.PIPED_WIDTH)
            return changes.as_text(comparison, parts, unchanged=unchanged, width=width)
