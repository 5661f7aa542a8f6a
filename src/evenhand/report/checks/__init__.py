"""Is the report fit to be published? Each check is one function in one of the modules here, named in its `CHECKS`.

Errors stop submission, warnings want a look. A check finds; it never changes a word.
"""

from __future__ import annotations

from evenhand.findings import Finding, Severity, Where
from evenhand.report.checks import clues, grades, order, scope
from evenhand.report.checks.manuscript import Guarded, Manuscript, ReportCheck

__all__ = ["CHECKS", "Guarded", "Manuscript", "errors", "findings"]

CHECKS: tuple[ReportCheck, ...] = (*order.CHECKS, *grades.CHECKS, *clues.CHECKS, *scope.CHECKS)


def findings(manuscript: Manuscript) -> tuple[Finding, ...]:
    """What every check finds; `where.field` is the key of the slot, '' for the report as a whole."""
    return tuple(
        Finding(check.code, check.severity, Where(field=place), message)
        for check in CHECKS
        for place, message in check.run(manuscript)
    )


def errors(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that stop submission."""
    return tuple(one for one in found if one.severity is Severity.ERROR)
