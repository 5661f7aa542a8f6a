"""From a grade back to everything it rests on: rules, the facts behind them, reasons, criteria, evidence, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from evenhand.casework.types import makes_grades, rules_against_any
from evenhand.framework.model import Criterion, Fact, Judgement
from evenhand.framework.rule import FactIs, GradeIs, Requirement, Rule, conditions_in
from evenhand.judgement.explanation import because, effect_words, relevant_steps
from evenhand.judgement.outcome import JudgementOutcome, RuleState
from evenhand.report.layout import reading_order
from evenhand.scale import Grade
from evenhand.web.inspections.models import Proposal, SingleJudgement
from evenhand.web.inspections.record import Record, Recorded
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A fact or a grade that a rule asked about: what was answered, by whom, when ('' and None when never)."""

    question: str
    answer: Words | str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TracedRule:
    """A rule that applied: why, what it did here, and what it rests on."""

    rule: Rule
    because: Words | None
    did: tuple[Words, ...]
    rests_on: tuple[RestsOn, ...]


@dataclass(frozen=True, slots=True)
class TracedCriterion:
    """A criterion and the evidence under it."""

    criterion: Criterion
    evidence: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class TracedGrade:
    """One judgement with the whole way back from its grade; `grade` and `proposal` are None when none was given."""

    judgement: Judgement
    grade: Grade | None
    proposal: Proposal | SingleJudgement | None
    rules: tuple[TracedRule, ...]
    criteria: tuple[TracedCriterion, ...]
    items: int

    @property
    def supported(self) -> tuple[TracedCriterion, ...]:
        """Criteria with evidence under them."""
        return tuple(one for one in self.criteria if one.evidence)

    @property
    def bare(self) -> tuple[TracedCriterion, ...]:
        """Criteria without evidence."""
        return tuple(one for one in self.criteria if not one.evidence)


def trace_grades(record: Record) -> tuple[TracedGrade, ...]:
    """Every judgement of an inspection, as people read them: the graded ones, or the one of its type."""
    if record.single_judgement is not None:
        return (_traced_single(record, record.single_judgement),)
    if not makes_grades(record.framework, record.inspection.kind):
        return ()
    return tuple(_traced(record, judgement) for judgement in reading_order(record.framework))


def _traced_single(record: Record, judgement: Judgement) -> TracedGrade:
    criteria = _with_evidence(record, record.criteria.values())
    return TracedGrade(
        judgement=judgement,
        grade=record.single_grade,
        proposal=record.single if record.single_grade else None,
        rules=tuple(_rule(record, rule, ()) for rule in rules_against_any(record.framework, record.outcome)),
        criteria=criteria,
        items=len({item.id for criterion in criteria for item in criterion.evidence}),
    )


def other_rules(record: Record) -> tuple[TracedRule, ...]:
    """Rules that applied without touching the grade of any one judgement: order, scope, requirements."""
    told = {step.rule for one in record.outcome.judgements for step in one.steps}
    if record.single_judgement is not None:
        told = {rule.id for rule in rules_against_any(record.framework, record.outcome)}
    return tuple(
        _rule(record, record.framework.rule_by_id[state.rule], _effects(record.framework.rule_by_id[state.rule]))
        for state in record.outcome.rules
        if state.state is RuleState.APPLIES and state.rule not in told
    )


def _effects(rule: Rule) -> tuple[Words, ...]:
    return tuple(
        say(
            "a statutory requirement is to be raised under regulation {number}",
            number=effect.requirement.rpartition(".")[2],
        )
        for effect in rule.then
        if isinstance(effect, Requirement)
    )


def _with_evidence(record: Record, criteria: Iterable[Criterion]) -> tuple[TracedCriterion, ...]:
    return tuple(TracedCriterion(one, record.by_criterion.get(one.id, ())) for one in criteria)


def _traced(record: Record, judgement: Judgement) -> TracedGrade:
    one = record.outcome.of(judgement.id)
    proposal = record.proposals.get(judgement.id)
    criteria = _with_evidence(record, record.framework.criteria_of(judgement.id))
    return TracedGrade(
        judgement=judgement,
        grade=None if one.proposed is None else record.framework.scale_of(judgement.id).at(one.proposed),
        proposal=proposal if proposal and proposal.grade else None,
        rules=tuple(_rules(record, one)),
        criteria=criteria,
        items=len({item.id for criterion in criteria for item in criterion.evidence}),
    )


def _rules(record: Record, one: JudgementOutcome) -> Iterator[TracedRule]:
    for rule_id, steps in groupby(relevant_steps(one), key=lambda step: step.rule):
        rule = record.framework.rule_by_id[rule_id]
        did = tuple(effect_words(record.framework, step) for step in steps)
        yield _rule(record, rule, did + _effects(rule))


def _rule(record: Record, rule: Rule, did: tuple[Words, ...]) -> TracedRule:
    asked = dict.fromkeys(leaf for leaf in conditions_in(rule.when) if isinstance(leaf, FactIs | GradeIs))
    found = {_name(leaf): _rests_on(record, leaf) for leaf in asked}
    grounds = because(record.framework, rule.when, record.case)
    return TracedRule(rule, say("{grounds}", grounds=grounds) if grounds else None, did, tuple(found.values()))


def _name(leaf: FactIs | GradeIs) -> tuple[str, str]:
    return ("fact", leaf.fact) if isinstance(leaf, FactIs) else ("grade", leaf.grade)


def _rests_on(record: Record, leaf: FactIs | GradeIs) -> RestsOn:
    if isinstance(leaf, FactIs):
        fact, answer = record.framework.fact_by_id[leaf.fact], record.answers.get(leaf.fact)
        if answer is None or answer.value is None:
            return RestsOn(fact.question, say("not answered"), "", None)
        return RestsOn(fact.question, spoken(fact, answer.value), answer.by, answer.at)
    judgement, proposal = record.framework.judgement_by_id[leaf.grade], record.proposals.get(leaf.grade)
    if proposal is None or not proposal.grade:
        return RestsOn(judgement.title, say("no grade"), "", None)
    scale = record.framework.scale_of(leaf.grade)
    return RestsOn(judgement.title, scale.at(scale.ordinal(proposal.grade)).label, proposal.by, proposal.at)


def spoken(fact: Fact, value: Any) -> Words | str:
    """An answer to a fact as people say it."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if fact.type == "choice":
        return next((choice.label for choice in fact.choices if choice.id == value), str(value))
    return f"{value} {fact.unit}"
