"""`evenhand report verify`: is this file the report that was sealed?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS
from evenhand.findings import BadInput, Finding
from evenhand.wording import say

if TYPE_CHECKING:
    from evenhand.report.rendering.verifying import Verification

LARGEST = 50_000_000


def register(commands: typer.Typer) -> None:
    """Add this module's command to the group."""
    commands.command("verify")(verify_report)


def verify_report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report’s sealed JSON, or its PDF.")],
    against: Annotated[
        str, typer.Option(metavar="URL-OR-FILE", help="The report’s own page, or another copy, to compare with.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Say what is proved about a report and what is not. Exit 0: all holds. Exit 1: something does not, or is open."""
    from evenhand.report.rendering.verifying import as_dict, verify

    found = verify(_read(file), str(file))
    if against:
        found = _against(found, against)
    if as_json:
        printing.as_json(as_dict(found))
    else:
        _print(found)
    if not found.holds:
        raise typer.Exit(FINDINGS)


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadInput.at("DO002", say("this is larger than any report; name another file"), file=file)
    return content


def _against(found: Verification, against: str) -> Verification:
    from evenhand.report.rendering.verifying import compare

    other = _fetched(against) if against.startswith(("https://", "http://")) else _read(Path(against))
    answer = compare(found, other, against)
    if isinstance(answer, Finding):
        return replace(found, findings=(*found.findings, answer))
    # What only the site's own page can prove is proved by it; another file proves no more than that it is a copy.
    left = () if against.startswith("http") else found.unproved
    return replace(found, proved=(*found.proved, answer), unproved=left)


def _fetched(address: str) -> bytes:
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(address, timeout=20) as answer:  # noqa: S310 - the scheme was looked at
            return bytes(answer.read(LARGEST))
    except (URLError, OSError, ValueError) as problem:
        reason = getattr(problem, "reason", problem)
        raise BadInput.at("DO011", say("{address} does not answer: {reason}", address=address, reason=reason)) from None


def _print(found: Verification) -> None:
    document = found.document
    if document is not None:
        printing.lines([f"{document.kind_title} of {document.urn}, published on {document.published_on.isoformat()}"])
    printing.lines([f"Fingerprint: {found.fingerprint or 'none'}"])
    for title, sentences in (("Proved", found.proved), ("Not proved by this", found.unproved)):
        if sentences:
            printing.heading(title)
            printing.lines((f"- {one}" for one in sentences), indent=2)
    printing.heading("Findings")
    printing.findings(found.findings)
