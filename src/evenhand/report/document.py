"""A report as a frozen value with a fingerprint. It has no field for a name, an address or a place."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from evenhand.framework.parts import Part, RuleId, Text, Title
from evenhand.provenance import canonical, fingerprint
from evenhand.scale import Identifier

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class GradeGiven(Part):
    """A judgement and the grade it was given: the ordinal for comparing, the label of the time for reading.

    `best` is the ordinal of the best grade of the scale; 1 is always the worst.
    """

    judgement: Identifier
    title: Title
    headline: bool
    grade: Identifier
    label: Title
    ordinal: Annotated[int, Field(ge=1, le=9)]
    best: Annotated[int, Field(ge=1, le=9)]


class RuleApplied(Part):
    """A rule of the framework that had a say, in its words, with the judgements that it touched."""

    id: RuleId
    title: Title
    words: Text
    verified: bool
    judgements: tuple[Identifier, ...]


class Passage(Part):
    """One text of a section: paragraphs in order. Lines that begin with '- ' are a list."""

    title: str
    judgement: str
    paragraphs: tuple[str, ...]


class Section(Part):
    """A section of the report, in the framework's fixed order."""

    id: Identifier
    title: Title
    passages: tuple[Passage, ...]


class PracticeShared(Part):
    """Practice that the home agreed to share: the words of the report, and under which conditions it worked."""

    judgement: Identifier
    title: Title
    text: Text
    conditions: Text


class ReportDocument(Part):
    """The report of one inspection.

    Days are calendar days in England. `framework_fingerprint` is that of the sealed framework, so that a reader can
    check which words were in force.
    """

    format: Literal[1]
    language: Literal["en"]
    urn: Annotated[str, Field(min_length=1, max_length=20)]
    fictional: bool
    provision_type: Title
    sector: Title
    framework: Identifier
    framework_title: Title
    framework_fingerprint: Digest
    kind: Identifier
    kind_title: Title
    started_on: date
    ended_on: date
    published_on: date
    judgements: tuple[GradeGiven, ...]
    # The one judgement of a type with a scale of its own; `judgement` is then the id of the type.
    single: GradeGiven | None = None
    rules: tuple[RuleApplied, ...]
    sections: tuple[Section, ...]
    best_practice: tuple[PracticeShared, ...] = ()

    @property
    def overall(self) -> GradeGiven | None:
        """The overall grade; None when no overall judgement was made."""
        return next((one for one in self.judgements if one.headline), None)


def seal(document: ReportDocument) -> tuple[bytes, str]:
    """Canonical bytes of the report and their fingerprint (64 hexadecimal digits)."""
    data = document.model_dump(mode="json")
    if document.single is None:
        # Reports sealed before there was such a judgement have no word of it, and keep their fingerprint.
        del data["single"]
    if not document.best_practice:
        del data["best_practice"]  # for the same reason
    content = canonical(data)
    return content, fingerprint(content)


def unseal(content: bytes, expected_fingerprint: str) -> ReportDocument:
    """The report inside sealed bytes; raises ValueError when the bytes are not the ones that were sealed."""
    found = fingerprint(content)
    if found != expected_fingerprint:
        raise ValueError(f"sealed report was changed: fingerprint {found[:12]}…, expected {expected_fingerprint[:12]}…")
    return ReportDocument.model_validate(json.loads(content))
