"""One shape for "this is wrong, and here is what to do"."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

from evenhand.wording import Words


class Severity(StrEnum):
    """How much a finding matters: an error stops publication, a warning wants a look, a note is for the reader."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """The place a finding is about: a file, a line in it (counted from 1), and the path or field in words."""

    file: str = ""
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place} ({self.field})" if place and self.field else place or self.field


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and what to do about it.

    `code` is stable (tests and scripts may rely on it); `message` may be reworded.
    """

    code: str
    severity: Severity
    where: Where
    message: Words

    def __str__(self) -> str:
        return f"{self.where}: {self.severity} {self.code}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.where.file,
            "line": self.where.line,
            "field": self.where.field,
            "message": str(self.message),
        }


class BadInput(Exception):
    """Input that cannot be used. Shown to people without a traceback; the command line exits with 2."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    @classmethod
    def at(
        cls, code: str, message: Words, *, file: str | Path = "", line: int | None = None, field: str = ""
    ) -> BadInput:
        """One error at one place."""
        return cls([Finding(code, Severity.ERROR, Where(str(file), line, field), message)])


Asked = ParamSpec("Asked")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Check(Generic[Asked, Found]):
    """One check. `sentence` is the first line of its function's docstring: what a person reads in a list."""

    code: str
    severity: Severity
    sentence: str
    run: Callable[Asked, Found]


def check(code: str, severity: Severity) -> Callable[[Callable[Asked, Found]], Check[Asked, Found]]:
    """Make a check out of a function that yields what it finds."""

    def made(function: Callable[Asked, Found]) -> Check[Asked, Found]:
        lines = (inspect.getdoc(function) or "").splitlines()
        return Check(code, severity, lines[0] if lines else "", function)

    return made
