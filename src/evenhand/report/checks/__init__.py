"""Is the report fit to be published? Each check is one function in one of the modules here, named in its `CHECKS`.

Errors stop submission, warnings want a look and may be confirmed as harmless. A check finds; it never changes a word.
"""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.findings import Finding, Severity, Where
from evenhand.report.checks import clues, grades, order, practice, scope
from evenhand.report.checks.best_practice import BestPractice
from evenhand.report.checks.confirming import Checked, Confirmation, Question, settle
from evenhand.report.checks.document import check_document
from evenhand.report.checks.manuscript import Guarded, Manuscript, ReportCheck

__all__ = [
    "CHECKS",
    "BestPractice",
    "Checked",
    "Confirmation",
    "Guarded",
    "Manuscript",
    "Question",
    "check_document",
    "checked",
    "errors",
    "findings",
]

CHECKS: tuple[ReportCheck, ...] = (
    *order.CHECKS,
    *grades.CHECKS,
    *clues.CHECKS,
    *scope.CHECKS,
    *practice.CHECKS,
)


def findings(manuscript: Manuscript) -> tuple[Finding, ...]:
    """What every check finds; `where.field` is the key of the slot, '' for the report as a whole."""
    return tuple(
        Finding(check.code, check.severity, Where(field=place), message)
        for check in CHECKS
        for place, message in check.run(manuscript)
    )


def checked(manuscript: Manuscript, confirmations: Iterable[Confirmation] = ()) -> Checked:
    """The same with what people confirmed as harmless told apart; `open` holds what somebody may still confirm."""
    return settle(findings(manuscript), manuscript, confirmations)


def errors(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that stop submission."""
    return tuple(one for one in found if one.severity is Severity.ERROR)
