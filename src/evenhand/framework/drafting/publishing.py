"""Seal a version: only when the lint finds no error, because sealed bytes never change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evenhand.findings import BadInput, Finding, Severity
from evenhand.framework.checks import Surroundings, files, findings, lint
from evenhand.framework.clarity.passages import passages
from evenhand.framework.model import Framework
from evenhand.framework.reading import SourceMap, read
from evenhand.framework.sealing import seal
from evenhand.provenance import fingerprint
from evenhand.wording import say

OPEN = "[["


@dataclass(frozen=True, slots=True)
class Sealing:
    """What came of sealing: the bytes and their fingerprint, or None for both while an error stands."""

    framework: str
    content: bytes | None
    fingerprint: str | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stands in the way."""
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)


def seal_checked(framework: Framework, places: SourceMap, around: Surroundings) -> Sealing:
    """Check a version and seal it if no error stands; a text that still waits for its author is a warning."""
    found = [*findings(framework, places, around), *_open(framework, places)]
    return _sealing(framework, tuple(sorted(found, key=lambda one: (one.where.line or 0, one.code))))


def seal_file(path: Path, around: Surroundings | None = None) -> Sealing:
    """Check and seal the one framework at a path (its file or folder); faults that stop the reading are errors too.

    Raises BadInput when there is no framework at the path, or more than one.
    """
    found = files(path)
    if len(found) > 1:
        raise BadInput.at("DR006", say("there are {count} frameworks here; name one", count=len(found)), file=path)
    faults = lint(found[0], around)
    try:
        framework, places = read(found[0], Framework)
    except BadInput:
        return Sealing("", None, None, faults)
    return _sealing(framework, tuple(sorted((*faults, *_open(framework, places)), key=lambda one: one.where.line or 0)))


def fingerprint_of(file: Path) -> str:
    """The fingerprint of a file: of its bytes when they are sealed ones (JSON), else of the framework that it holds.

    Raises BadInput when it is a framework.yaml that cannot be read.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        message = say("cannot be read: {problem}; check the path", problem=error.strerror or str(error))
        raise BadInput.at("YM000", message, file=file) from None
    return fingerprint(content) if content.startswith(b"{") else seal(read(file, Framework)[0])[1]


def _sealing(framework: Framework, found: tuple[Finding, ...]) -> Sealing:
    if any(one.severity is Severity.ERROR for one in found):
        return Sealing(framework.id, None, None, found)
    content, name = seal(framework)
    return Sealing(framework.id, content, name, found)


def _open(framework: Framework, places: SourceMap) -> Iterator[Finding]:
    for one in passages(framework):
        if OPEN in one.text:
            message = say("this text still waits for its author, between [[ and ]]; write it before you publish")
            yield Finding("DR007", Severity.WARNING, places.where(one.place), message)
