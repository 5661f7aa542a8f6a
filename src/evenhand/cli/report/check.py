"""`evenhand report check`: may this text be published? Looks for what could give somebody or some place away."""

from __future__ import annotations

import json as json_reader
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS
from evenhand.findings import BadInput, Finding, Where
from evenhand.wording import say

if TYPE_CHECKING:
    from evenhand.report.checks import Guarded

LARGEST = 2_000_000


def register(commands: typer.Typer) -> None:
    """Add this module's command to the group."""
    commands.command("check")(check_report)


def check_report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report's JSON, or a text (.txt, .md).")],
    name: Annotated[str, typer.Option(help="The home's name, which may not stand in it.")] = "",
    address: Annotated[str, typer.Option(help="The home's address, its parts with commas between.")] = "",
    area: Annotated[list[str] | None, typer.Option(help="The home's authority or region; may be repeated.")] = None,
    places: Annotated[int | None, typer.Option(min=0, help="How many children the home may care for.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Look for names, places, numbers and details that give somebody away. Exit 0: nothing found. Exit 1: something.

    No finding does not mean that nobody can be recognised: a person still has to read it with that question in mind.
    """
    from evenhand.report.checks import Guarded

    found = _findings(file, Guarded(name=name, address=address, here=tuple(area or ())), places)
    if as_json:
        printing.as_json({"findings": [one.as_dict() for one in found], "a_person_must_still_read_it": True})
    else:
        printing.findings(found)
        printing.lines([say("The detector misses some; a person still has to read it. See docs/anonymity.md.")])
    if found:
        raise typer.Exit(FINDINGS)


def _findings(file: Path, guarded: Guarded, places: int | None) -> tuple[Finding, ...]:
    content = _read(file)
    if file.suffix.casefold() == ".json":
        return _in_a_document(content, file, guarded, places)
    from evenhand.report.checks.clues import CHECKS, SELECTS
    from evenhand.report.identity import detect

    found = []
    for clue in detect(content, guarded.context(places)):
        line = content.count("\n", 0, clue.start) + 1
        for check in CHECKS:
            if SELECTS[check.code](clue):
                found.append(Finding(check.code, check.severity, Where(str(file), line), clue.why))
    return tuple(found)


def _in_a_document(content: str, file: Path, guarded: Guarded, places: int | None) -> tuple[Finding, ...]:
    from pydantic import ValidationError

    from evenhand.report.checks import check_document
    from evenhand.report.document import ReportDocument

    try:
        raw: Any = json_reader.loads(content)
        document = ReportDocument.model_validate(raw)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(one) for one in first["loc"])
        message = say("this is no report: {reason}; name a report's own JSON, or a .txt or .md", reason=first["msg"])
        raise BadInput.at("RP049", message, file=file, field=field) from None
    except ValueError as problem:
        message = say("this is not JSON ({problem}); name a report's own JSON, or a .txt or .md", problem=problem)
        raise BadInput.at("RP049", message, file=file) from None
    found = check_document(document, guarded, places=places).findings
    return tuple(Finding(one.code, one.severity, Where(str(file), None, one.where.field), one.message) for one in found)


def _read(file: Path) -> str:
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadInput.at("RP049", say("this is larger than any report; name another file"), file=file)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadInput.at("RP049", say("this is not text in UTF-8; save it as UTF-8"), file=file) from None
