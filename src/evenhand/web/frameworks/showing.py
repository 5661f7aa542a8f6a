"""A framework as its page shows it: rules in words, standards with titles, everything unverified named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evenhand.findings import BadInput
from evenhand.framework.model import (
    Criterion,
    Descriptor,
    EvidenceArea,
    Fact,
    Framework,
    Judgement,
    Standard,
    StandardSet,
)
from evenhand.framework.parts import Sourced
from evenhand.framework.reading import load_standards
from evenhand.framework.rule import All, Any_, Condition, Effect, Order, Requirement, Rule, Scope, target
from evenhand.judgement.explanation import describe, effect_words
from evenhand.judgement.outcome import Step
from evenhand.scale import Grade
from evenhand.wording import Words, say

KINDS: dict[str, tuple[Words, str]] = {
    "cap": (say("Absolute cap"), "red"),
    "expect": (say("Expected"), "yellow"),
    "explained_cap": (say("Cap that the report may explain"), "orange"),
    "precondition": (say("Needs a record"), "blue"),
    "order": (say("Order"), "grey"),
    "scope": (say("Scope"), "purple"),
    "requirement": (say("Requirement"), "turquoise"),
    "note": (say("Note: limits nothing"), "grey"),
}
_ROLES = {
    "headline": say("the overall judgement"),
    "limiting": say("limits the overall judgement"),
    "graded": say("graded"),
    "contributing": say("contributes to the overall judgement"),
}
_SCOPES = {
    "no_judgements": say("No judgement is made at all."),
    "one_set": say("One set of judgements covers the whole registration."),
}


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """A condition in words: one sentence, or a lead with parts. None of both: it always holds."""

    lead: Words
    parts: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with its kinds (words and colour of a tag), its condition and its effects in words."""

    rule: Rule
    kinds: tuple[tuple[Words, str], ...]
    when: ConditionShown | None
    effects: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class StandardShown:
    """A standard or regulation that a criterion points to; an unknown one has its id for a title and no set."""

    words: Words | str
    verified: bool
    id: str
    set_id: str = ""


@dataclass(frozen=True, slots=True)
class CriterionShown:
    """A criterion or an evidence area with the standards that it points to."""

    criterion: Criterion | EvidenceArea
    standards: tuple[StandardShown, ...]


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """A judgement with everything that belongs to it."""

    judgement: Judgement
    role: Words
    grades: tuple[Grade, ...]
    areas: tuple[CriterionShown, ...]
    criteria: tuple[CriterionShown, ...]
    descriptors: tuple[tuple[Grade, Descriptor], ...]


@dataclass(frozen=True, slots=True)
class FactShown:
    """A question, what may be answered, and when it is asked."""

    fact: Fact
    answers: tuple[Words | str, ...]
    asked_when: ConditionShown | None


@dataclass(frozen=True, slots=True)
class FrameworkShown:
    """A whole version, ready for its page. `unverified` names the parts that carry the mark, with where they stand."""

    framework: Framework
    judgements: tuple[JudgementShown, ...]
    rules: tuple[RuleShown, ...]
    facts: tuple[FactShown, ...]
    inspection_criteria: dict[str, tuple[CriterionShown, ...]]
    unverified: tuple[tuple[str, Words | str], ...]


def show(framework: Framework) -> FrameworkShown:
    """Everything that the page of a version shows."""
    standards = _standards(framework)
    return FrameworkShown(
        framework=framework,
        judgements=tuple(_judgement(framework, one, standards) for one in framework.judgements),
        rules=tuple(_rule(framework, one) for one in framework.rules),
        facts=tuple(_fact(framework, one) for one in framework.facts),
        inspection_criteria={
            kind.id: tuple(_criterion(one, standards) for one in kind.criteria) for kind in framework.inspection_types
        },
        unverified=tuple(_unverified(framework)),
    )


def _standards(framework: Framework) -> dict[str, StandardShown]:
    found: dict[str, StandardShown] = {}
    for set_id in (framework.standards, framework.regulations):
        try:
            held = load_standards(set_id)
        except BadInput:
            continue  # a version outlives the files beside it; its criteria then show bare ids
        found |= {one.id: _standard(one, held) for one in held.standards}
    return found


def _standard(one: Standard, held: StandardSet) -> StandardShown:
    words = Words(numbered(one, held), {"title": one.title, "number": one.number})
    return StandardShown(words, one.verified and one.title_exact, one.id, held.id)


def numbered(one: Standard, held: StandardSet) -> str:
    """The template that names a standard by its title and number."""
    # The quality standards of 2015 are themselves regulations, and `number` is the regulation's.
    if held.kind == "regulations" or one.id.startswith("qs."):
        return "{title} (regulation {number})"
    return "{title} (standard {number})"


def _judgement(framework: Framework, one: Judgement, standards: dict[str, StandardShown]) -> JudgementShown:
    descriptors = framework.descriptors_of(one.id)
    grades = framework.scale_of(one.id).best_first
    return JudgementShown(
        judgement=one,
        role=_ROLES[one.role],
        grades=grades,
        areas=tuple(_criterion(area, standards) for area in framework.evidence_areas if area.judgement == one.id),
        criteria=tuple(_criterion(criterion, standards) for criterion in framework.criteria_of(one.id)),
        descriptors=tuple((grade, descriptors[grade.id]) for grade in grades if grade.id in descriptors),
    )


def _criterion(one: Criterion | EvidenceArea, standards: dict[str, StandardShown]) -> CriterionShown:
    return CriterionShown(one, tuple(standards.get(name, StandardShown(name, True, name)) for name in one.standards))


def _rule(framework: Framework, rule: Rule) -> RuleShown:
    kinds = dict.fromkeys(_kind(effect) for effect in rule.then) if rule.then else {"note": None}
    return RuleShown(
        rule=rule,
        kinds=tuple(KINDS[kind] for kind in kinds),
        when=_condition(framework, rule.when),
        effects=tuple(_effect(framework, rule, effect) for effect in rule.then),
    )


def _kind(effect: Effect) -> str:
    return next(kind for kind in KINDS if hasattr(effect, kind))


def _effect(framework: Framework, rule: Rule, effect: Effect) -> Words:
    match effect:
        case Order(order=judgement, after=earlier):
            return say(
                "“{judgement}” is decided after {earlier}.",
                judgement=framework.judgement_by_id[judgement].title,
                earlier=[f"“{framework.judgement_by_id[one].title}”" for one in earlier],
            )
        case Scope(scope=scope):
            return _SCOPES[scope]
        case Requirement(requirement=regulation):
            return say("A requirement is raised under {regulation}.", regulation=_regulation(framework, regulation))
        case _:
            title = framework.judgement_by_id[str(target(effect))].title
            return say(
                "“{judgement}”: {effect}", judgement=title, effect=effect_words(framework, Step(rule.id, effect, ()))
            )


def _regulation(framework: Framework, regulation: str) -> Words | str:
    known = _standards(framework).get(regulation)
    return known.words if known else regulation


def _condition(framework: Framework, condition: Condition | None) -> ConditionShown | None:
    match condition:
        case None:
            return None
        case All(all=inner):
            return ConditionShown(say("When all of these hold:"), _described(framework, inner))
        case Any_(any=inner):
            return ConditionShown(say("When at least one of these holds:"), _described(framework, inner))
        case _:
            return ConditionShown(say("When {condition}.", condition=describe(framework, condition)))


def _described(framework: Framework, conditions: Iterable[Condition]) -> tuple[Words, ...]:
    return tuple(words for one in conditions if (words := describe(framework, one)) is not None)


def _fact(framework: Framework, fact: Fact) -> FactShown:
    answers: tuple[Words | str, ...]
    if fact.type == "choice":
        answers = tuple(choice.label for choice in fact.choices)
    elif fact.type == "integer":
        answers = (say("{from_} to {to} {unit}", from_=fact.minimum, to=fact.maximum, unit=fact.unit),)
    else:
        answers = (say("Yes"), say("No"))
    return FactShown(fact, answers, _condition(framework, fact.ask_when))


def _unverified(framework: Framework) -> Iterator[tuple[str, Words | str]]:
    if not framework.verified:
        yield "whole", say("The version as a whole")
    if not framework.in_force.verified:
        yield "in-force", say("In force")
    for group in (
        framework.judgements,
        framework.rules,
        framework.facts,
        framework.evidence_areas,
        framework.criteria,
        framework.inspection_types,
        framework.frequency,
        framework.timeline,
        framework.out_of_scope,
    ):
        for one in group:
            if not one.verified:
                yield f"part-{one.id}", title_of(one)
    for section in framework.report_sections:
        if not section.verified:
            yield f"section-{section.id}", section.title
    for descriptor in framework.descriptors:
        if not descriptor.verified:
            title = framework.judgement_by_id[descriptor.judgement].title
            yield f"part-{descriptor.judgement}-{descriptor.grade}", f"{title}: {descriptor.grade.replace('_', ' ')}"
    for scale in framework.scales:
        if not scale.verified:
            yield f"part-scale-{scale.id}", scale.title or scale.id


def title_of(one: Sourced) -> str:
    """The name of a piece, or the beginning of its words."""
    part: Any = one
    text = next(str(getattr(part, name)) for name in ("title", "question", "words", "text") if hasattr(part, name))
    return text if len(text) <= 100 else f"{text[:97]}…"
