"""`evenhand report render`: a sealed report as HTML or as a PDF for everybody."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.wording import say


class Form(StrEnum):
    """What a report can be rendered to."""

    HTML = "html"
    PDF = "pdf"


def register(commands: typer.Typer) -> None:
    """Add this module's command to the group."""
    commands.command("render")(render_report)


def render_report(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="A report’s sealed JSON.")],
    to: Annotated[Form, typer.Option("--to", help="What to make of it.")] = Form.PDF,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write it; beside FILE if left out.")] = None,
) -> None:
    """Render a sealed report. A file that is not as it was sealed is refused with exit code 2."""
    from evenhand.report.rendering.paper import report_html, report_pdf
    from evenhand.report.rendering.verifying import verify

    found = verify(file.read_bytes(), str(file))
    if found.form != "json":
        raise BadInput.at("DO002", say("render takes the sealed JSON, and this is a PDF"), file=file)
    if found.document is None or not found.holds:
        raise BadInput(found.findings)
    complaints: tuple[str, ...] = ()
    if to is Form.HTML:
        content = report_html(found.content, found.fingerprint).encode()
    else:
        rendered = report_pdf(found.content, found.fingerprint)
        content, complaints = rendered.content, rendered.complaints
    target = out or file.with_suffix(f".{to}")
    written(target, content)
    printing.lines([str(target)])
    if complaints:
        where = Where(str(target))
        printing.explain(Finding("DO012", Severity.WARNING, where, say("{words}", words=one)) for one in complaints)
        raise typer.Exit(FINDINGS)


def written(target: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    scratch.write_bytes(content)
    scratch.replace(target)
