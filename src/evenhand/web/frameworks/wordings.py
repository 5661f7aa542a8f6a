"""How clearly a version is written, ready for a page: figures, questions to its author, beside another version."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evenhand.findings import Finding
from evenhand.framework.clarity import LONG, Clarity, ClarityComparison, Figures
from evenhand.framework.clarity.reading import LIMITS
from evenhand.framework.model import Descriptor, Framework
from evenhand.web.frameworks.pictures import Bars, Kind, bars
from evenhand.wording import Words, say

PARTS = {
    "whole": say("Together"),
    "summary": say("Summary"),
    "evidence_areas": say("Evidence areas"),
    "criteria": say("Criteria"),
    "descriptors": say("Grade descriptors"),
    "rules": say("Rules"),
    "facts": say("Facts that rules ask for"),
    "inspection_types": say("Types of inspection"),
    "frequency": say("How often"),
    "timeline": say("By when"),
}
SHORT = Kind("same", say("sentences"))
TOO_LONG = Kind("needs", say("sentences of more than {limit} words", limit=LONG))
_STEP = re.compile(r"(\w+)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class PartCompared:
    """A part in two versions: what was counted, in sentences; `only` is the version that alone has text there."""

    part: Words
    sentences: tuple[Words, ...]
    only: str


@dataclass(frozen=True, slots=True)
class ClarityShown:
    """One version read for clarity, and what the comparison with another says when there is one.

    `notices` must be read before its figures, `other_notices` before those of the other version.
    """

    clarity: Clarity
    notices: tuple[Words, ...]
    other_notices: tuple[Words, ...]
    rows: tuple[tuple[Words | str, ...], ...]
    picture: Bars | None
    findings: tuple[Finding, ...]
    limits: tuple[Words, ...]
    compared: tuple[PartCompared, ...]
    conclusion: Words | None

    @property
    def in_short(self) -> tuple[Words, ...]:
        """What the comparison says of all texts together."""
        return self.compared[0].sentences if self.compared else ()


def show_clarity(read: Clarity, comparison: ClarityComparison | None) -> ClarityShown:
    """Everything that is shown; `comparison` is of this version with another."""
    parts = {**read.parts, "whole": read.whole} if len(read.parts) > 1 else read.parts
    return ClarityShown(
        read,
        read.notices,
        comparison.other.notices if comparison else (),
        tuple((PARTS[name], *_figures(figures)) for name, figures in parts.items()),
        _histogram(read.whole),
        read.findings,
        LIMITS,
        tuple(_compared(comparison)) if comparison else (),
        comparison.conclusion if comparison else None,
    )


def place_of(framework: Framework, finding: Finding) -> tuple[str, str] | None:
    """The anchor on the version's page and the name of the piece that a finding is about; None for the whole."""
    piece: object = framework
    for name, number in _STEP.findall(finding.where.field):
        some = getattr(piece, name, ())
        if int(number) >= len(some):
            return None
        piece = some[int(number)]
    if isinstance(piece, Framework):
        return None
    if isinstance(piece, Descriptor):
        title = framework.judgement_by_id[piece.judgement].title
        return f"part-{piece.judgement}-{piece.grade}", f"{title}: {piece.grade.replace('_', ' ')}"
    name = str(getattr(piece, "id", ""))
    return f"part-{name}", name


def _figures(figures: Figures) -> tuple[Words | str, ...]:
    low, high = figures.range or (0, 0)
    rate = figures.vague_per_100_words
    few = say("too few words")
    return (
        f"{figures.texts:,}",
        f"{figures.sentences:,}",
        f"{figures.words:,}",
        say("{middle} ({low} to {high})", middle=f"{figures.median_length or 0:g}", low=low, high=high),
        f"{figures.long:,}",
        few if figures.reading_age is None else f"{figures.reading_age:.1f}",
        few if rate is None else f"{rate:.1f}",
    )


def _histogram(figures: Figures) -> Bars | None:
    rows = []
    for low, high, count in figures.histogram:
        words = (
            say("{low} words or more", low=low) if high is None else say("{low} to {high} words", low=low, high=high)
        )
        rows.append((words, [(TOO_LONG if low > LONG else SHORT, count)]))
    return bars("lengths", rows, to_scale=True)


def _compared(comparison: ClarityComparison) -> list[PartCompared]:
    found = []
    for one in comparison.parts:
        only = ""
        if one.one is None or one.other is None:
            only = (comparison.other if one.one is None else comparison.one).framework
        found.append(PartCompared(PARTS[one.part], tuple(one.sentences()), only))
    return found
