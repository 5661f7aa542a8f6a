"""An inspection framework as a frozen value: it cannot be built wrong, and it cannot be changed afterwards."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evenhand.framework.parts import Part, Period, Sourced, Text, Title
from evenhand.framework.rule import Condition, FactValue, Rule
from evenhand.scale import Identifier, Scale


class Judgement(Sourced):
    """A named area that is graded. `key` is the short word used in the ids of criteria."""

    id: Identifier
    title: Title
    role: Literal["headline", "limiting", "graded", "contributing"]
    scale: Identifier
    key: Identifier


class Fact(Sourced):
    """Something a rule needs to know that is not a grade. Asked once, in words an inspector can answer.

    `integer` facts have a unit and a range, `choice` facts a list of choices.
    """

    id: Identifier
    type: Literal["boolean", "integer", "choice"]
    question: Text
    help: str = ""
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()
    ask_when: Condition | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> Fact:
        if self.type == "integer" and (not self.unit or self.minimum is None or self.maximum is None):
            raise ValueError(f"fact '{self.id}' is an integer: give it a unit, a minimum and a maximum")
        if self.type == "choice" and len({choice.id for choice in self.choices}) < 2:
            raise ValueError(f"fact '{self.id}' is a choice: give it at least two choices with different ids")
        return self

    def refuses(self, value: object) -> str | None:
        """Why the value is not an answer to this fact, or None when it is."""
        if self.type == "boolean":
            return None if isinstance(value, bool) else "answer true or false"
        if self.type == "choice":
            ids = [choice.id for choice in self.choices]
            return None if value in ids else f"answer one of: {', '.join(ids)}"
        if isinstance(value, bool) or not isinstance(value, int):
            return f"answer with a whole number of {self.unit}"
        if not (self.minimum or 0) <= value <= (self.maximum or 0):
            return f"answer with a number of {self.unit} from {self.minimum} to {self.maximum}"
        return None


class Choice(Part):
    """One answer to a `choice` fact."""

    id: Identifier
    label: Title


class EvidenceArea(Sourced):
    """A required evidence area (level 1)."""

    id: Identifier
    judgement: Identifier
    text: Text
    since: str = ""
    standards: tuple[Identifier, ...] = ()


class Criterion(Sourced):
    """What good looks like (level 2), in our own words, with the standards it points to."""

    id: Identifier
    judgement: Identifier
    title: Title
    text: Text
    standards: tuple[Identifier, ...] = ()
    since: str = ""


class Descriptor(Sourced):
    """What a grade of a judgement means, in our own words."""

    judgement: Identifier
    grade: Identifier
    text: Text


class InspectionType(Sourced):
    """A kind of inspection and what comes of it: graded judgements, one judgement on its own scale, or narrative."""

    id: Identifier
    title: Title
    outcome: Literal["graded_judgements", "single_judgement", "narrative", "narrative_may_regrade"]
    scale: Identifier | None = None
    notice: Title
    when: str = ""
    on_site_days_max: float | None = None
    on_site_days_max_multi_building: float | None = None
    on_site_days_max_school_and_home: float | None = None
    preparation_days: float | None = None
    criteria: tuple[Criterion, ...] = ()


class FrequencyRule(Sourced):
    """How often, in words, with the figures a calendar needs."""

    id: Identifier
    words: Text
    figures: dict[Identifier, FactValue] = Field(default_factory=dict)


class TimelineStep(Sourced):
    """One deadline of the timeline, in working days from another moment; `max_working_days: null` means no figure."""

    id: Identifier
    title: Title
    after: Identifier
    max_working_days: Annotated[int, Field(ge=0, le=400)] | None = None
    when: str = ""


class OutOfScope(Sourced):
    """Something inspectors do not judge, with the words that would argue it."""

    id: Identifier
    title: Title
    words: Text
    wording: tuple[str, ...] = ()


class ReportSection(Sourced):
    """A section of the published report; sections come in the order of the file."""

    id: Identifier
    title: Title
    content: Text


class Document(Part):
    """An official document by title and reference."""

    title: Title
    reference: str = ""


class Framework(Sourced):
    """One version of an inspection framework.

    `judgements` stand in the order in which they are decided. All text is paraphrase unless a note says otherwise.
    """

    format: Literal[1]
    id: Identifier
    title: Title
    summary: Text
    provision: Title
    in_force: Period
    last_seen: date | None = None
    suspended: tuple[Period, ...] = ()
    predecessor: Identifier | None = None
    standards: Identifier
    regulations: Identifier
    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    judgements: Annotated[tuple[Judgement, ...], Field(min_length=1)]
    facts: tuple[Fact, ...] = ()
    rules: tuple[Rule, ...] = ()
    evidence_areas: tuple[EvidenceArea, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    inspection_types: Annotated[tuple[InspectionType, ...], Field(min_length=1)]
    frequency: tuple[FrequencyRule, ...] = ()
    timeline: tuple[TimelineStep, ...] = ()
    out_of_scope: tuple[OutOfScope, ...] = ()
    report_sections: tuple[ReportSection, ...] = ()
    documents: tuple[Document, ...] = ()
    unverified: tuple[Text, ...] = ()
    bibliography: dict[Identifier, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Framework:
        # Only what the engine stands on is refused here; everything else is the lint's to report, so that an author
        # sees all the faults of a draft at once.
        scales = {scale.id for scale in self.scales}
        for judgement in self.judgements:
            if judgement.scale not in scales:
                raise ValueError(
                    f"judgement '{judgement.id}' uses the scale '{judgement.scale}', which is not in 'scales'"
                )
        ids = [judgement.id for judgement in self.judgements]
        if len(set(ids)) != len(ids):
            raise ValueError("two judgements have the same id; give every judgement its own")
        return self

    def with_parts(self, **parts: object) -> Framework:
        """The framework with some parts replaced, validated anew: a copy would keep what was looked up before."""
        return Framework.model_validate({**{name: getattr(self, name) for name in Framework.model_fields}, **parts})

    @cached_property
    def judgement_by_id(self) -> dict[str, Judgement]:
        """Judgements by id."""
        return {judgement.id: judgement for judgement in self.judgements}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def criterion_by_id(self) -> dict[str, Criterion]:
        """Criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def scale_by_id(self) -> dict[str, Scale]:
        """Scales by id."""
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def inspection_type_by_id(self) -> dict[str, InspectionType]:
        """Inspection types by id."""
        return {kind.id: kind for kind in self.inspection_types}

    @cached_property
    def headline(self) -> Judgement | None:
        """The overall judgement, if this version has one; a future version may not."""
        return next((judgement for judgement in self.judgements if judgement.role == "headline"), None)

    def scale_of(self, judgement_id: str) -> Scale:
        """The scale of a judgement; KeyError for a judgement that does not exist."""
        return self.scale_by_id[self.judgement_by_id[judgement_id].scale]

    def criteria_of(self, judgement_id: str) -> tuple[Criterion, ...]:
        """The criteria of one judgement, in the order of the file."""
        return tuple(criterion for criterion in self.criteria if criterion.judgement == judgement_id)

    def descriptors_of(self, judgement_id: str) -> dict[str, Descriptor]:
        """The descriptors of one judgement by grade id."""
        return {one.grade: one for one in self.descriptors if one.judgement == judgement_id}


Fact.model_rebuild()


class Standard(Part):
    """A numbered standard or regulation: what a criterion points to."""

    id: Identifier
    number: Annotated[int, Field(ge=1, le=200)]
    title: Title
    group: str = ""
    verified: bool = True
    title_exact: bool = True
    quality_standard: Identifier | None = None
    figures: dict[Identifier, FactValue] = Field(default_factory=dict)


class StandardSet(Sourced):
    """National minimum standards, quality standards or regulations of one time."""

    format: Literal[1]
    id: Identifier
    title: Title
    kind: Literal["standards", "regulations"]
    in_force: Period
    citation: str = ""
    standards: tuple[Standard, ...]
    missing: str = ""
    bibliography: dict[Identifier, Text] = Field(default_factory=dict)
