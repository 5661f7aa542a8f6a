"""A framework for reading in a terminal, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from evenhand.cli import printing
from evenhand.framework.checks.walk import parts
from evenhand.framework.model import Criterion, EvidenceArea, Fact, Framework, Standard, StandardSet
from evenhand.framework.parts import Period
from evenhand.framework.reading import load_standards
from evenhand.framework.rule import (
    Cap,
    Effect,
    Expect,
    ExplainedCap,
    Order,
    Precondition,
    Requirement,
    Rule,
    Scope,
    target,
)
from evenhand.framework.sealing import seal
from evenhand.judgement.explanation import describe, effect_words, regulation_words
from evenhand.judgement.outcome import Step
from evenhand.wording import listed

UNVERIFIED = "[not verified]"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the picture: its title, the keys of the file that it shows, and how it is printed."""

    title: str
    keys: tuple[str, ...]
    print: Callable[[Framework], None]


def days(period: Period) -> str:
    """A period in words."""
    return f"{period.start} to {period.end or 'now'}{mark(period)}"


def mark(part: Any) -> str:
    """The mark of a part that is not verified, with a space before it."""
    return "" if getattr(part, "verified", True) else f" {UNVERIFIED}"


def is_fully_verified(framework: Framework) -> bool:
    """Whether nothing in the framework is marked as not verified."""
    return all(getattr(part, "verified", True) for _place, part in parts(framework)) and not framework.unverified


def as_dict(framework: Framework) -> dict[str, Any]:
    """The whole framework as plain values in the words of its files, with its fingerprint and its standards."""
    sets = [one.model_dump(mode="json", by_alias=True) for one in standard_sets(framework)]
    return {
        "fingerprint": seal(framework)[1],
        **framework.model_dump(mode="json", by_alias=True),
        "standard_sets": sets,
    }


def standard_sets(framework: Framework) -> tuple[StandardSet, ...]:
    """The standards and the regulations of its time; raises BadInput for a set that does not exist."""
    return tuple(load_standards(name) for name in dict.fromkeys((framework.standards, framework.regulations)))


def title(framework: Framework) -> None:
    """What the framework is, in a few lines."""
    printing.heading(f"{framework.title}{mark(framework)}")
    printing.lines([framework.summary])
    facts = [
        ("Id", framework.id),
        ("In force", days(framework.in_force)),
        ("For", framework.provision),
        ("Follows", framework.predecessor or "nothing that is known"),
        ("Standards", framework.standards),
        ("Regulations", framework.regulations),
        ("Fingerprint", seal(framework)[1]),
    ]
    facts += [("Suspended", days(period)) for period in framework.suspended]
    printing.lines(f"{name}: {value}" for name, value in facts)


def _judgements(framework: Framework) -> None:
    printing.lines(["In the order in which they are decided."])
    printing.table(
        ("", "id", "title", "role", "scale", "areas", "criteria"),
        [
            (
                number,
                one.id,
                one.title + mark(one),
                one.role,
                one.scale,
                sum(area.judgement == one.id for area in framework.evidence_areas),
                len(framework.criteria_of(one.id)),
            )
            for number, one in enumerate(framework.judgements, 1)
        ],
    )


def _scales(framework: Framework) -> None:
    for scale in framework.scales:
        grades = ", ".join(f"{grade.label} ({grade.ordinal})" for grade in scale.best_first)
        printing.lines([f"{scale.id}{mark(scale)}: {grades}"])


def _rules(framework: Framework) -> None:
    for rule in framework.rules:
        printing.lines(["", f"{rule.id}  {rule.title}{mark(rule)}"])
        printing.lines([rule.words], indent=4)
        printing.lines([f"{strength}: {words}" for strength, words in rule_words(framework, rule)], indent=6)


def rule_words(framework: Framework, rule: Rule) -> Iterator[tuple[str, str]]:
    """The condition and the effects of a rule as (strength, sentence)."""
    if rule.is_note:
        yield "note", "this limits no grade."
        return
    because = describe(framework, rule.when)
    yield "when", f"{because}." if because else "always."
    for effect in rule.then:
        yield _strength(effect), _effect(framework, rule, effect)


def _strength(effect: Effect) -> str:
    match effect:
        case Cap():
            return "absolute"
        case Expect(strength=strength):
            return strength
        case ExplainedCap():
            return "unless explained"
        case Precondition():
            return "precondition"
        case Order():
            return "order"
        case Scope():
            return "scope"
        case Requirement():
            return "requirement"


def _effect(framework: Framework, rule: Rule, effect: Effect) -> str:
    def name(judgement: str | None) -> str:
        return f"“{framework.judgement_by_id[judgement or ''].title}”"

    match effect:
        case Order(order=judgement, after=others):
            return f"{name(judgement)} is decided after {listed([name(other) for other in others])}."
        case Scope(scope="no_judgements"):
            return "no judgement is made."
        case Scope():
            return "one set of judgements covers the whole registration."
        case Requirement(requirement=regulation):
            return f"a statutory requirement is raised under {regulation_words(framework, regulation)}."
        case Expect(at_most=limit):
            scale = framework.scale_of(effect.expect)
            label = scale.at(scale.ordinal(limit)).label
            return f"{name(effect.expect)} is no better than {label}; a better grade needs a recorded reason."
        case _:
            return f"{name(target(effect))}: {effect_words(framework, Step(rule.id, effect, ()))}"


def _facts(framework: Framework) -> None:
    if not framework.facts:
        printing.lines(["None: the rules of this framework need only grades."])
    for fact in framework.facts:
        printing.lines(["", f"{fact.id}  {fact.question}{mark(fact)}"])
        asked = describe(framework, fact.ask_when)
        details = [f"Answer: {_answers(fact)}.", fact.help, f"Asked when {asked}." if asked else ""]
        printing.lines([detail for detail in details if detail], indent=4)


def _answers(fact: Fact) -> str:
    if fact.type == "boolean":
        return "yes or no"
    if fact.type == "choice":
        return "; ".join(f"{choice.label} ({choice.id})" for choice in fact.choices)
    return f"{fact.minimum} to {fact.maximum} {fact.unit}"


def _inspections(framework: Framework) -> None:
    printing.table(
        ("id", "title", "outcome", "notice", "criteria"),
        [
            (one.id, one.title + mark(one), one.outcome.replace("_", " "), one.notice, len(one.criteria))
            for one in framework.inspection_types
        ],
    )
    printing.lines(f"{one.id}: {one.words}{mark(one)}" for one in framework.frequency)


def _timeline(framework: Framework) -> None:
    printing.table(
        ("step", "within", "after"),
        [
            (
                one.title + mark(one),
                "no figure" if one.max_working_days is None else f"{one.max_working_days} working days",
                one.after.replace("_", " "),
            )
            for one in framework.timeline
        ],
    )


def _out_of_scope(framework: Framework) -> None:
    printing.lines(f"{one.title}: {one.words}{mark(one)}" for one in framework.out_of_scope)


def _report(framework: Framework) -> None:
    printing.lines(
        f"{number}. {one.title}: {one.content}{mark(one)}" for number, one in enumerate(framework.report_sections, 1)
    )


def _standards(framework: Framework) -> None:
    pointing = Counter(
        standard
        for _place, part in parts(framework)
        if isinstance(part, (EvidenceArea, Criterion))
        for standard in part.standards
    )
    for one in standard_sets(framework):
        printing.lines(["", f"{one.title}{mark(one)} ({one.id}), in force {days(one.in_force)}"])
        if one.missing:
            printing.lines([f"Not read: {' '.join(one.missing.split())}"], indent=2)
        printing.table(
            ("", "title", "areas and criteria that point to it"),
            [
                (standard.number, standard.title + _working_title(standard) + mark(standard), pointing[standard.id])
                for standard in one.standards
            ],
        )


def _working_title(standard: Standard) -> str:
    return "" if standard.title_exact else " [working title]"


def _unverified(framework: Framework) -> None:
    marked = sum(getattr(part, "verified", True) is False for _place, part in parts(framework))
    if not marked and not framework.unverified:
        printing.lines(["Everything was read in its primary text."])
        return
    printing.lines([f"{marked} places carry the mark {UNVERIFIED}. Do not rely on them without reading the source."])
    printing.lines(f"- {one}" for one in framework.unverified)


def _sources(framework: Framework) -> None:
    printing.lines(f"{key}: {text}" for key, text in framework.bibliography.items())
    printing.lines(f"{one.title}{f' ({one.reference})' if one.reference else ''}" for one in framework.documents)


SECTIONS: dict[str, Section] = {
    "judgements": Section("Judgements", ("judgements", "evidence_areas", "criteria", "descriptors"), _judgements),
    "scales": Section("Scales", ("scales",), _scales),
    "rules": Section("Rules", ("rules",), _rules),
    "facts": Section("Facts that the rules need", ("facts",), _facts),
    "inspections": Section("Inspections and how often", ("inspection_types", "frequency"), _inspections),
    "timeline": Section("Timeline", ("timeline",), _timeline),
    "standards": Section(
        "Standards and regulations that criteria point to", ("standards", "regulations", "standard_sets"), _standards
    ),
    "scope": Section("Out of scope", ("out_of_scope",), _out_of_scope),
    "report": Section("The report", ("report_sections",), _report),
    "unverified": Section("Not verified", ("unverified",), _unverified),
    "sources": Section("Sources", ("sources", "bibliography", "documents"), _sources),
}
