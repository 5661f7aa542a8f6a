"""The one place that turns bad input into a message and exit code 2, with no traceback."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from evenhand.cli import printing
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.wording import say

FINE, FINDINGS, BAD_USE = 0, 1, 2


class Commands(TyperGroup):
    """A group of commands that explains bad input; on --json the same findings go to stdout as JSON."""

    def invoke(self, ctx: Any) -> Any:
        # Read before the command runs: parsing it takes the arguments away.
        wants_json = "--json" in (*getattr(ctx, "_protected_args", ()), *ctx.args)
        try:
            return super().invoke(ctx)
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
