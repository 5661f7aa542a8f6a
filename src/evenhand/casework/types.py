"""What the type of an inspection asks for: its criteria, one judgement of its own, and what has to be settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.casework.grades import scope_rules, unsettled
from evenhand.framework.model import Criterion, Framework, Judgement
from evenhand.framework.rule import InspectionIs, Rule, Scope, conditions_in
from evenhand.judgement.case import Case
from evenhand.judgement.outcome import Outcome, RuleState
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Heading:
    """Criteria that stand together: those of a judgement, or of a heading of a type with criteria of its own."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]


def criteria_here(framework: Framework, inspection: str) -> tuple[Criterion, ...]:
    """What evidence can support in this type of inspection: its own criteria, or those of all judgements."""
    return framework.inspection_type_by_id[inspection].criteria or framework.criteria


def headings(framework: Framework, inspection: str) -> tuple[Heading, ...]:
    """The criteria of this type in their groups; a judgement without criteria is a heading too.

    A framework gives the headings of a type only an id, such as `assurance.care`, so their titles come from it.
    """
    own = framework.inspection_type_by_id[inspection].criteria
    if not own:
        return tuple(Heading(one.id, one.title, framework.criteria_of(one.id)) for one in framework.judgements)
    groups: dict[str, list[Criterion]] = {}
    for criterion in own:
        groups.setdefault(criterion.judgement, []).append(criterion)
    return tuple(Heading(name, _title(name), tuple(inside)) for name, inside in groups.items())


def _title(heading: str) -> str:
    return heading.rpartition(".")[2].replace("_", " ").capitalize()


def makes_grades(framework: Framework, inspection: str) -> bool:
    """Whether this type can end in graded judgements at all; the rules may still say that none is made."""
    return framework.inspection_type_by_id[inspection].outcome in ("graded_judgements", "narrative_may_regrade")


def must_grade(framework: Framework, inspection: str) -> bool:
    """Whether this type ends in graded judgements unless a rule says otherwise."""
    return framework.inspection_type_by_id[inspection].outcome == "graded_judgements"


def single_judgement(framework: Framework, inspection: str) -> Judgement | None:
    """The one judgement that a type makes on a scale of its own, with the type's id; None for other types."""
    kind = framework.inspection_type_by_id[inspection]
    if kind.outcome != "single_judgement" or kind.scale is None:
        return None
    scale = framework.scale_by_id[kind.scale]
    return Judgement(id=kind.id, title=scale.title or kind.title, role="graded", scale=scale.id, key=kind.id)


def rules_against_any(framework: Framework, outcome: Outcome) -> tuple[Rule, ...]:
    """The rules that apply and say that no judgement is made for another reason than the type of the inspection.

    A rule on the type alone keeps the graded judgements out of it, never its own one.
    """
    return tuple(rule for rule in scope_rules(framework, outcome) if _looks_further(rule))


def _looks_further(rule: Rule) -> bool:
    return any(not isinstance(leaf, InspectionIs) for leaf in conditions_in(rule.when))


def undecided_against_any(framework: Framework, outcome: Outcome) -> tuple[Rule, ...]:
    """The rules that may say so once the facts they need are answered."""
    waiting = {one.rule for one in outcome.rules if one.state is RuleState.CANNOT_SAY}
    return tuple(
        rule
        for rule in framework.rules
        if rule.id in waiting and any(isinstance(one, Scope) and one.scope == "no_judgements" for one in rule.then)
    )


def left_to_settle(framework: Framework, case: Case, outcome: Outcome, single: str = "") -> tuple[Words, ...]:
    """What stands between the judgements and quality assurance, in clauses; `single` is the grade on the own scale.

    A visit that reports in words needs no grade; once it gives one, all of them have to stand.
    """
    if must_grade(framework, case.inspection) or case.grades:
        return unsettled(framework, outcome)
    return tuple(_single_unsettled(framework, case.inspection, outcome, single))


def _single_unsettled(framework: Framework, inspection: str, outcome: Outcome, single: str) -> Iterator[Words]:
    judgement = single_judgement(framework, inspection)
    if judgement is None:
        return
    against = rules_against_any(framework, outcome)
    if single and against:
        rules = [say("rule {rule}", rule=rule.id) for rule in against]
        template = "take back “{title}”, because {rules} says that no judgement is made"
        yield say(template, title=judgement.title, rules=rules)
    if not single and not against:
        yield say("make the judgement “{title}”", title=judgement.title)
    if not against:
        for rule in undecided_against_any(framework, outcome):
            yield say("answer the facts that rule {rule} needs", rule=rule.id)
