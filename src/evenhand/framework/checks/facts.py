"""Facts: can they be answered, does a rule need them, and do the comparisons with them make sense?"""

from __future__ import annotations

from evenhand.findings import Severity, check
from evenhand.framework.checks.atoms import Fault, asked_too_early, leaf_faults, sound_rules
from evenhand.framework.checks.situations import find
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.checks.walk import all_leaves, leaves
from evenhand.framework.model import Framework
from evenhand.framework.rule import FactIs
from evenhand.wording import say


@check("FW020", Severity.ERROR)
def comparisons_fit_the_type(framework: Framework, _: Surroundings) -> Faults:
    """A fact is compared in a way that its type does not allow."""
    for place, leaf in all_leaves(framework):
        for kind, inside, message in leaf_faults(framework, leaf):
            if kind is Fault.WRONG_TYPE:
                yield (*place, *inside), message


@check("FW021", Severity.ERROR)
def comparisons_lie_in_the_range(framework: Framework, _: Surroundings) -> Faults:
    """A fact is compared with a number at which the comparison always holds or never holds."""
    for place, leaf in all_leaves(framework):
        for kind, inside, message in leaf_faults(framework, leaf):
            if kind is Fault.OUT_OF_RANGE:
                yield (*place, *inside), message


@check("FW022", Severity.ERROR)
def facts_can_be_answered(framework: Framework, _: Surroundings) -> Faults:
    """A fact has a range that no answer fits, choices with the same id, or keys that its type does not use."""
    for index, fact in enumerate(framework.facts):
        place = ("facts", index)
        if fact.type == "integer" and (fact.minimum or 0) > (fact.maximum or 0):
            yield (*place, "minimum"), say("no number is between {low} and {high}", low=fact.minimum, high=fact.maximum)
        ids = [choice.id for choice in fact.choices]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                yield (*place, "choices", number, "id"), say("the choice '{name}' is here twice", name=name)
        if fact.type != "choice" and fact.choices:
            yield (*place, "choices"), say("a {type} fact has no choices; remove them", type=fact.type)
        for key in ("unit", "minimum", "maximum"):
            if fact.type != "integer" and getattr(fact, key) not in (None, ""):
                yield (*place, key), say("a {type} fact has no {key}; remove it", type=fact.type, key=key)


@check("FW023", Severity.ERROR)
def questions_come_in_order(framework: Framework, _: Surroundings) -> Faults:
    """Whether a fact is asked depends on a fact that is asked later, or on itself."""
    for place, fact, other in asked_too_early(framework):
        if fact.id == other:
            yield place, say("'{name}' is asked only when it is answered; name another fact", name=fact.id)
        else:
            yield (
                place,
                say("'{other}' comes after '{name}'; put it before", other=other, name=fact.id),
            )


@check("FW024", Severity.WARNING)
def rules_do_not_wait_for_questions_never_asked(framework: Framework, _: Surroundings) -> Faults:
    """A rule stays undecided in cases in which a fact that it needs is not asked."""
    index_of = {id(rule): index for index, rule in enumerate(framework.rules)}
    for rule in sound_rules(framework):
        if rule.is_note or find(framework, rule.when, wanted=None) is None:
            continue
        sometimes = [
            leaf.fact
            for _place, leaf in leaves(rule.when, ())
            if isinstance(leaf, FactIs) and framework.fact_by_id[leaf.fact].ask_when is not None
        ]
        message = say(
            "rule {rule} needs {facts}, not asked in every case; repeat the condition of 'ask_when' in the rule",
            rule=rule.id,
            facts=list(dict.fromkeys(sometimes)),
        )
        yield ("rules", index_of[id(rule)], "when"), message


@check("FW025", Severity.WARNING)
def facts_are_used(framework: Framework, _: Surroundings) -> Faults:
    """No rule needs this fact, so inspectors are asked for nothing."""
    by_rules = {
        leaf.fact for rule in framework.rules for _place, leaf in leaves(rule.when, ()) if isinstance(leaf, FactIs)
    }
    # A fact that only decides whether a useful question is asked is useful too; later facts depend on earlier ones.
    useful = set(by_rules)
    for fact in reversed(framework.facts):
        if fact.id in useful:
            useful |= {leaf.fact for _place, leaf in leaves(fact.ask_when, ()) if isinstance(leaf, FactIs)}
    for index, fact in enumerate(framework.facts):
        if fact.id not in useful:
            yield ("facts", index, "id"), say("no rule uses '{name}'; remove it, or write the rule", name=fact.id)


@check("FW026", Severity.NOTE)
def facts_have_help(framework: Framework, _: Surroundings) -> Faults:
    """A fact has no help, so two inspectors may understand the question in two ways."""
    for index, fact in enumerate(framework.facts):
        if not fact.help.strip():
            yield (
                ("facts", index, "id"),
                say("'{name}' has no help; say what counts and what does not", name=fact.id),
            )


CHECKS = (
    comparisons_fit_the_type,
    comparisons_lie_in_the_range,
    facts_can_be_answered,
    questions_come_in_order,
    rules_do_not_wait_for_questions_never_asked,
    facts_are_used,
    facts_have_help,
)
