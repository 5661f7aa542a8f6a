"""The lint: what is wrong, doubtful or worth knowing about a framework, with file, line and what to do.

Each check is one function in one of the modules here. To add one, write it there and name it in that module's `CHECKS`.
Errors stop publication, warnings want a look, notes inform.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evenhand.findings import BadInput, Finding
from evenhand.framework.checks import calendar, content, facts, judgements, references, rules
from evenhand.framework.checks.surroundings import FrameworkCheck, Surroundings
from evenhand.framework.model import Framework
from evenhand.framework.reading import SourceMap, framework_file, read
from evenhand.wording import say

__all__ = ["CHECKS", "FrameworkCheck", "Surroundings", "files", "findings", "lint"]

CHECKS: tuple[FrameworkCheck, ...] = (
    *references.CHECKS,
    *facts.CHECKS,
    *rules.CHECKS,
    *judgements.CHECKS,
    *calendar.CHECKS,
    *content.CHECKS,
)


def files(path: Path) -> tuple[Path, ...]:
    """The framework files that a person means by a file, the folder of one framework, or a folder of such folders.

    Raises BadInput when there is none.
    """
    file = framework_file(path)
    if file.is_file():
        return (file,)
    found = tuple(sorted(path.glob("*/framework.yaml")))
    if not found:
        message = say("there is no framework here; give a framework.yaml or the folder that holds it")
        raise BadInput.at("YM000", message, file=path)
    return found


def lint(path: Path, around: Surroundings | None = None) -> tuple[Finding, ...]:
    """Every finding about the framework (or frameworks) at a path, in the order of the lines.

    Faults that stop a file from being read come in the same shape. Raises BadInput when there is no file at all.
    """
    return tuple(finding for file in files(path) for finding in _lint_file(file, around or Surroundings()))


def _lint_file(file: Path, around: Surroundings) -> tuple[Finding, ...]:
    try:
        framework, places = read(file, Framework)
    except BadInput as refusal:
        return refusal.findings
    folder = file.resolve().parent.name if file.name == "framework.yaml" else ""
    found = findings(framework, places, replace(around, folder=folder))
    return tuple(sorted(found, key=lambda finding: (finding.where.line or 0, finding.code)))


def findings(framework: Framework, places: SourceMap, around: Surroundings) -> Iterator[Finding]:
    """What every check finds, in the order of the checks."""
    for check in CHECKS:
        for place, message in check.run(framework, around):
            yield Finding(check.code, check.severity, places.where(place), message)
