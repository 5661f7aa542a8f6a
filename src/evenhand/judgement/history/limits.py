"""What history can settle: the part of a framework's rules that speaks only of grades that a file records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from evenhand.findings import BadInput
from evenhand.framework.model import Framework, Judgement
from evenhand.framework.rule import Cap, Expect, ExplainedCap, FactIs, GradeIs, Rule, conditions_in, target
from evenhand.judgement.case import Case
from evenhand.judgement.published_words import fits
from evenhand.judgement.rules import holds
from evenhand.wording import Words, say

_ENOUGH = 5000


@dataclass(frozen=True, slots=True)
class NotTested:
    """A rule that a file of grades cannot settle, and why."""

    rule: str
    why: Words


class Limits:
    """The rules of a framework that can be tested on recorded grades.

    `framework` is the given one with only those rules, and of them only the effects that limit a grade. Whether a
    reason was recorded cannot be seen in history, so preconditions are left out.
    Raises BadInput when the framework has no overall judgement or grades on another number of points.
    """

    def __init__(self, framework: Framework) -> None:
        if framework.headline is None:
            message = say("framework '{id}' has no overall judgement to compare with", id=framework.id)
            raise BadInput.at("HI006", message, field="framework")
        tested: list[Rule] = []
        self.not_tested: list[NotTested] = []
        for rule in framework.rules:
            limits = tuple(effect for effect in rule.then if isinstance(effect, Cap | Expect | ExplainedCap))
            why = _why_not(rule, bool(limits), framework)
            if why is None:
                tested.append(rule.model_copy(update={"then": limits}))
            elif not rule.is_note:
                self.not_tested.append(NotTested(rule.id, why))
        # Validated anew, not copied: a copy would keep what the framework has already looked up about its old rules.
        parts = {name: getattr(framework, name) for name in Framework.model_fields}
        self.framework = Framework.model_validate({**parts, "rules": tuple(tested)})
        self.headline: Judgement = framework.headline
        for judgement in self.graded:
            if not fits(framework.scale_of(judgement)):
                message = say(
                    "published grades have four points; the scale of '{judgement}' has not", judgement=judgement
                )
                raise BadInput.at("HI006", message, field="framework")

    @cached_property
    def graded(self) -> tuple[str, ...]:
        """The judgements whose grades are needed: the overall one first, then those that tested rules speak of."""
        named = (name for rule in self.framework.rules for name in _judgements_in(rule))
        return tuple(dict.fromkeys((self.headline.id, *named)))


def _judgements_in(rule: Rule) -> Iterable[str]:
    yield from (leaf.grade for leaf in conditions_in(rule.when) if isinstance(leaf, GradeIs))
    yield from (name for effect in rule.then if (name := target(effect)) is not None)


def _why_not(rule: Rule, limits_a_grade: bool, framework: Framework) -> Words | None:
    if not limits_a_grade:
        return say("it sets no limit that could be seen in a recorded grade")
    if _can_apply_without_facts(rule, framework):
        return None
    facts = [leaf.fact for leaf in conditions_in(rule.when) if isinstance(leaf, FactIs)]
    if not facts:
        return say("it never applies to a full inspection")
    questions = [
        f"“{framework.fact_by_id[fact].question}”" for fact in dict.fromkeys(facts) if fact in framework.fact_by_id
    ]
    return say("published files do not say: {facts}", facts=questions)


def _can_apply_without_facts(rule: Rule, framework: Framework) -> bool:
    """Whether some recorded grades are enough to say that the rule applies."""
    asked = dict.fromkeys(leaf.grade for leaf in conditions_in(rule.when) if isinstance(leaf, GradeIs))
    ladders = [[grade.id for grade in framework.scale_of(judgement).grades] for judgement in asked]
    inspection = full_inspection(framework)
    for number, grades in enumerate(product(*ladders)):
        if number >= _ENOUGH:  # a rule over so many judgements is tested; it does no harm if it never applies
            return True
        case = Case(framework=framework.id, inspection=inspection, grades=dict(zip(asked, grades, strict=True)))
        if holds(rule.when, framework, case):
            return True
    return False


def full_inspection(framework: Framework) -> str:
    """The type of inspection that gives graded judgements: what published files list."""
    graded = (kind.id for kind in framework.inspection_types if kind.outcome == "graded_judgements")
    return next(graded, framework.inspection_types[0].id)
