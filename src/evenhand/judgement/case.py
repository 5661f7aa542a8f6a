"""What an inspector brings to the rules: facts, proposed grades, and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.framework.model import Framework
from evenhand.framework.parts import Part
from evenhand.framework.reading import SourceMap, read
from evenhand.framework.rule import FactValue
from evenhand.scale import Identifier
from evenhand.wording import Words, say


class Case(Part):
    """One inspection as the rules see it.

    `facts`: answers by fact id (true/false, whole number, or the id of a choice); an absent fact is unanswered.
    `grades`: proposed grade ids by judgement id; an absent judgement is not yet decided.
    `reasons`: recorded reasons by judgement id. `explained`: what the report explains, by judgement id.
    """

    framework: Identifier
    inspection: Identifier = "full"
    title: str = ""
    story: str = ""
    facts: Mapping[Identifier, FactValue] = Field(default_factory=dict)
    grades: Mapping[Identifier, Identifier] = Field(default_factory=dict)
    reasons: Mapping[Identifier, str] = Field(default_factory=dict)
    explained: Mapping[Identifier, str] = Field(default_factory=dict)
    expect: Mapping[str, Any] = Field(default_factory=dict)


def faults(framework: Framework, case: Case) -> Iterator[tuple[tuple[str, ...], str, Words]]:
    """What in the case does not fit the framework: (place, code, sentence). Nothing means that it can be judged."""
    if case.framework != framework.id:
        message = say("the case is for '{case}', not for '{framework}'", case=case.framework, framework=framework.id)
        yield ("framework",), "CA001", message
    if case.inspection not in framework.inspection_type_by_id:
        known = ", ".join(framework.inspection_type_by_id)
        message = say("'{name}' is not a type of inspection; write one of: {known}", name=case.inspection, known=known)
        yield ("inspection",), "CA002", message
    for fact_id, value in case.facts.items():
        yield from _fact_faults(framework, fact_id, value)
    for judgement_id, grade_id in case.grades.items():
        yield from _grade_faults(framework, judgement_id, grade_id)
    for part in ("reasons", "explained"):
        for judgement_id in getattr(case, part):
            if judgement_id not in framework.judgement_by_id:
                yield (part, judgement_id), "CA004", _no_judgement(framework, judgement_id)


def _fact_faults(framework: Framework, fact_id: str, value: object) -> Iterator[tuple[tuple[str, ...], str, Words]]:
    fact = framework.fact_by_id.get(fact_id)
    if fact is None:
        known = ", ".join(framework.fact_by_id) or "none: this framework's rules need no facts"
        yield (
            ("facts", fact_id),
            "CA003",
            say("'{name}' is not a fact of this framework; write one of: {known}", name=fact_id, known=known),
        )
    elif (problem := fact.refuses(value)) is not None:
        yield (
            ("facts", fact_id),
            "CA005",
            say("'{value}' does not answer '{name}'; {problem}", value=str(value), name=fact_id, problem=problem),
        )


def _grade_faults(
    framework: Framework, judgement_id: str, grade_id: str
) -> Iterator[tuple[tuple[str, ...], str, Words]]:
    if judgement_id not in framework.judgement_by_id:
        yield ("grades", judgement_id), "CA004", _no_judgement(framework, judgement_id)
        return
    scale = framework.scale_of(judgement_id)
    if not scale.has(grade_id):
        known = ", ".join(grade.id for grade in scale.best_first)
        yield (
            ("grades", judgement_id),
            "CA006",
            say("'{name}' is not a grade of this scale; write one of: {known}", name=grade_id, known=known),
        )


def _no_judgement(framework: Framework, judgement_id: str) -> Words:
    known = ", ".join(framework.judgement_by_id)
    return say("'{name}' is not a judgement of this framework; write one of: {known}", name=judgement_id, known=known)


def must_fit(framework: Framework, case: Case, places: SourceMap | None = None) -> None:
    """Raise BadInput that names every fault of the case, with file and line where the case came from a file."""
    findings = [
        Finding(code, Severity.ERROR, places.where(place) if places else Where(field=".".join(place)), message)
        for place, code, message in faults(framework, case)
    ]
    if findings:
        raise BadInput(findings)


def read_case(file: Path) -> tuple[Case, SourceMap]:
    """Read a case from YAML; raises BadInput with file and line."""
    return read(file, Case)
