"""The one place that turns bad input and bad use into a message and exit code 2, with no traceback."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from evenhand.cli import printing
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.wording import say

FINE, FINDINGS, BAD_USE = 0, 1, 2
_BadUse: Any = typer.BadParameter.__base__  # every kind of it; Typer itself shows only this one kind


class Commands(TyperGroup):
    """A group of commands that explains bad input and bad use; on --json the same goes to stdout as JSON."""

    def invoke(self, ctx: Any) -> Any:
        # Read before the command runs: parsing it takes the arguments away.
        wants_json = "--json" in (*getattr(ctx, "_protected_args", ()), *ctx.args)
        try:
            return super().invoke(ctx)
        except _BadUse as misuse:
            if wants_json:
                printing.as_json({"findings": [_misused(misuse).as_dict()]})
            raise  # people are shown it with the usage of the command
        except BadInput as refusal:
            findings = refusal.findings
        except BrokenPipeError:
            raise  # somebody closed the pager; there is nobody left to tell
        except OSError as problem:
            file = str(problem.filename or "")
            message = say("{problem}; check the path and its permissions", problem=problem.strerror or str(problem))
            findings = (Finding("CL001", Severity.ERROR, Where(file), message),)
        printing.explain(findings)
        if wants_json:
            printing.as_json({"findings": [finding.as_dict() for finding in findings]})
        raise typer.Exit(BAD_USE)


def _misused(misuse: Any) -> Finding:
    return Finding("CL002", Severity.ERROR, Where(), say("{problem}", problem=misuse.format_message()))
