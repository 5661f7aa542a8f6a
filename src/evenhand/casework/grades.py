"""What stands in the way of a grade, and between the grades and submission, each with the rule and its words."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.framework.model import Framework
from evenhand.framework.rule import Order, Rule, Scope
from evenhand.judgement.explanation import effect_words
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleState, Verdict
from evenhand.scale import Grade
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule that bears on a grade: what it says in the framework's words, and what it does here."""

    rule: Rule
    does: Words
    permission: Permission


@dataclass(frozen=True, slots=True)
class Limit:
    """One grade of a judgement: what it takes to give it, and the rules that say so."""

    grade: Grade
    permission: Permission
    bearings: tuple[Bearing, ...]

    @property
    def possible(self) -> bool:
        """Whether it may be given at all, if need be with a reason or an explanation."""
        return self.permission is not Permission.REFUSED


def limits(framework: Framework, outcome: Outcome, judgement: str) -> tuple[Limit, ...]:
    """Every grade of a judgement, best first, with what the rules say about it now."""
    one = outcome.of(judgement)
    scope = tuple(Bearing(rule, _no_judgement(), Permission.REFUSED) for rule in scope_rules(framework, outcome))
    found = []
    for grade in framework.scale_of(judgement).best_first:
        bearings = scope + tuple(
            Bearing(framework.rule_by_id[step.rule], effect_words(framework, step), permission)
            for step in one.steps
            for ordinal, permission in step.sets
            if ordinal == grade.ordinal
        )
        permission = Permission.REFUSED if scope else one.permissions[grade.ordinal - 1]
        found.append(Limit(grade, permission, bearings))
    return tuple(found)


def scope_rules(framework: Framework, outcome: Outcome) -> tuple[Rule, ...]:
    """The rules that apply and say that no judgement is made."""
    applying = {one.rule for one in outcome.rules if one.state is RuleState.APPLIES}
    return tuple(
        rule
        for rule in framework.rules
        if rule.id in applying
        and any(isinstance(effect, Scope) and effect.scope == "no_judgements" for effect in rule.then)
    )


def why_not(framework: Framework, outcome: Outcome, judgement: str) -> Words:
    """Why the proposed grade is not accepted as it is: a sentence with the rules and their words."""
    one = outcome.of(judgement)
    title = framework.judgement_by_id[judgement].title
    if one.verdict is Verdict.TOO_EARLY:
        return say(
            "“{title}” cannot be decided yet. Decide first: {first}. {rules}",
            title=title,
            first=[framework.judgement_by_id[name].title for name in one.waits_for],
            rules=_quoted(_order_rules(framework, judgement)),
        )
    limit = next(limit for limit in limits(framework, outcome, judgement) if limit.grade.ordinal == one.proposed)
    templates = {
        Verdict.NEEDS_REASON: "{grade} in “{title}” needs a recorded reason. {rules}",
        Verdict.NEEDS_EXPLANATION: "{grade} in “{title}” needs an explanation for the report. {rules}",
    }
    template = templates.get(one.verdict, "{grade} is not possible in “{title}”. {rules}")
    # Only the rules that ask for this much: a reason that is wanted besides does not explain a refusal.
    rules = [bearing.rule for bearing in limit.bearings if bearing.permission is limit.permission]
    return Words(template, {"grade": limit.grade.label, "title": title, "rules": _quoted(rules)})


def _order_rules(framework: Framework, judgement: str) -> list[Rule]:
    return [
        rule
        for rule in framework.rules
        if any(isinstance(effect, Order) and effect.order == judgement for effect in rule.then)
    ]


def _quoted(rules: list[Rule]) -> Words:
    unique = {rule.id: rule for rule in rules}.values()
    return say("{rules}", rules=[say("Rule {id} – {words}", id=rule.id, words=rule.words) for rule in unique])


def _no_judgement() -> Words:
    return say("no judgement is made in this inspection")


def unsettled(framework: Framework, outcome: Outcome) -> tuple[Words, ...]:
    """What stands between the grades and quality assurance: one clause for each judgement that is not settled."""
    return tuple(_unsettled(framework, outcome, one) for one in outcome.judgements if not one.settled)


def troubles(framework: Framework, outcome: Outcome) -> tuple[Words, ...]:
    """The grades that were given and do not stand, apart from those that nobody has come to yet."""
    standing = (Verdict.ACCEPTED, Verdict.OUT_OF_SCOPE, Verdict.NOT_PROPOSED)
    return tuple(_unsettled(framework, outcome, one) for one in outcome.judgements if one.verdict not in standing)


def _unsettled(framework: Framework, outcome: Outcome, one: JudgementOutcome) -> Words:
    title = framework.judgement_by_id[one.judgement].title
    grade = "" if one.proposed is None else framework.scale_of(one.judgement).at(one.proposed).label
    match one.verdict:
        case Verdict.NOT_PROPOSED:
            return say("propose a grade for “{title}”", title=title)
        case Verdict.REFUSED:
            rules = [say("rule {rule}", rule=rule) for rule in _refusing(framework, outcome, one)]
            template = "change the grade of “{title}”, because {grade} is not possible under {rules}"
            return say(template, title=title, grade=grade, rules=rules)
        case Verdict.NEEDS_REASON:
            return say("give a reason for {grade} in “{title}”", title=title, grade=grade)
        case Verdict.NEEDS_EXPLANATION:
            return say("explain {grade} in “{title}”", title=title, grade=grade)
        case Verdict.TOO_EARLY:
            first = [say("“{title}”", title=framework.judgement_by_id[name].title) for name in one.waits_for]
            return say("decide {first} before “{title}”", first=first, title=title)
        case _:
            rules = [say("rule {rule}", rule=rule) for rule in one.undecided]
            return say("answer the facts that {rules} needs for “{title}”", rules=rules, title=title)


def _refusing(framework: Framework, outcome: Outcome, one: JudgementOutcome) -> list[str]:
    limit = next(limit for limit in limits(framework, outcome, one.judgement) if limit.grade.ordinal == one.proposed)
    refusing = (bearing.rule.id for bearing in limit.bearings if bearing.permission is Permission.REFUSED)
    return list(dict.fromkeys(refusing))
