"""Conditions and effects of two versions made comparable: in the names of the new one, grades by their ordinal.

A draft may be broken in ways that its lint reports, so an id that leads nowhere is compared and shown as it stands.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from evenhand.framework.crosswalk import Bridge, Relation
from evenhand.framework.model import Framework
from evenhand.framework.rule import (
    All,
    Any_,
    Cap,
    Condition,
    Effect,
    Expect,
    ExplainedCap,
    FactIs,
    GradeIs,
    InspectionIs,
    Not,
    Order,
    Precondition,
    Requirement,
    Scope,
    target,
)
from evenhand.wording import Words, say

_NAMED = ("judgements", "facts", "inspection_types", "timeline")
_LOOSELY = ("inspection_types", "timeline")


@dataclass(frozen=True)
class Names:
    """What the ids of one version are called in the names of the version that is compared with."""

    framework: Framework
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    foreign: bool = False

    def of(self, part: str, one: str) -> str:
        """The id in the new version; an id that has none there is marked, so that it equals nothing."""
        if not self.foreign:
            return one
        return self.known[part].get(one, f"{one} (old)")

    def moment(self, one: str) -> Hashable:
        """A moment of the timeline: a step by its new id, any other moment by its own name."""
        is_step = any(step.id == one for step in self.framework.timeline)
        return ("step", self.of("timeline", one)) if is_step else ("moment", one)

    def grade(self, judgement: str, grade: str) -> Hashable:
        """A grade by judgement, ordinal and number of points: labels and ids do not matter."""
        place = self.of("judgements", judgement)
        if judgement not in self.framework.judgement_by_id:
            return place, grade
        scale = self.framework.scale_of(judgement)
        return (place, scale.ordinal(grade), len(scale.grades)) if scale.has(grade) else (place, grade)


def names_of(crossing: Bridge) -> tuple[Names, Names]:
    """The names of both versions: what is the same one to one, or graded in the same place, shares a name.

    Of types of inspection and moments, which only conditions and deadlines name, any link one to one will do: how the
    type itself changed is told where the types are.
    """
    known = {part: _one_to_one(crossing, part, loosely=part in _LOOSELY) for part in _NAMED}
    # Where judgements have counterparts, those say what is graded in the same place.
    counterparts = crossing.counterparts
    rest = {
        old: new
        for old, new in known["judgements"].items()
        if old not in counterparts and new not in counterparts.values()
    }
    known["judgements"] = {**rest, **counterparts}
    return Names(crossing.old, known, foreign=True), Names(crossing.new)


def _one_to_one(crossing: Bridge, part: str, *, loosely: bool) -> dict[str, str]:
    led = [route for route in crossing.routes(part) if route.leads_on]
    linked = [(route.old, route.new) for route in led if loosely or route.relation is Relation.SAME]
    olds, news = [old for old, _ in linked], [new for _, new in linked]
    return {old: new for old, new in linked if olds.count(old) == 1 and news.count(new) == 1}


def condition_value(names: Names, condition: Condition | None) -> Hashable:
    """A condition for comparing: the order of what is joined does not matter, nor does anything said twice."""
    match condition:
        case None:
            return ("always",)
        case All(all=inner) | Any_(any=inner):
            values = frozenset(condition_value(names, one) for one in inner)
            word = "all" if isinstance(condition, All) else "any"
            return next(iter(values)) if len(values) == 1 else (word, values)
        case Not(not_=one):
            return ("not", condition_value(names, one))
        case InspectionIs(inspection=kind):
            return ("inspection", names.of("inspection_types", kind))
        case GradeIs(grade=judgement):
            word, grade = condition.comparison
            return ("grade", word, names.grade(judgement, grade))
        case FactIs(fact=fact):
            word, value = condition.comparisons[0] if condition.comparisons else ("is", True)
            return ("fact", names.of("facts", fact), word, type(value).__name__, value)


def effect_value(names: Names, effect: Effect) -> Hashable:
    """What an effect does, for comparing; the words in it (how strongly, what is needed) are left out."""
    match effect:
        case Cap(cap=judgement, at_most=limit):
            return ("cap", names.grade(judgement, limit))
        case Expect(expect=judgement, at_most=limit):
            return ("expect", names.grade(judgement, limit))
        case ExplainedCap(explained_cap=judgement, at_most=limit, unless_explained=second):
            return ("explained_cap", names.grade(judgement, limit), names.grade(judgement, second))
        case Precondition(precondition=judgement, for_=grade):
            return ("precondition", names.grade(judgement, grade))
        case Order(order=judgement, after=others):
            place = names.of("judgements", judgement)
            return ("order", place, frozenset(names.of("judgements", one) for one in others))
        case Scope(scope=scope):
            return ("scope", scope)
        case Requirement(requirement=regulation):
            return ("requirement", regulation)


def judgement_title(framework: Framework, judgement: str) -> str:
    """The title of a judgement; its id when it leads nowhere."""
    found = framework.judgement_by_id.get(judgement)
    return found.title if found else judgement


def _label(framework: Framework, judgement: str, grade: str) -> str:
    if judgement not in framework.judgement_by_id or not framework.scale_of(judgement).has(grade):
        return grade
    scale = framework.scale_of(judgement)
    return scale.at(scale.ordinal(grade)).label


def condition_words(framework: Framework, condition: Condition | None) -> Words:
    """A condition as a person would say it."""
    match condition:
        case None:
            return say("always")
        case All(all=inner):
            return say("all of these hold: {parts}", parts=[condition_words(framework, one) for one in inner])
        case Any_(any=inner):
            return say("at least one of these holds: {parts}", parts=[condition_words(framework, one) for one in inner])
        case Not(not_=one):
            return say("it is not so that {part}", part=condition_words(framework, one))
        case InspectionIs(inspection=kind):
            found = framework.inspection_type_by_id.get(kind)
            return say("the inspection is of the type “{kind}”", kind=found.title if found else kind)
        case GradeIs(grade=judgement):
            word, grade = condition.comparison
            values = {
                "judgement": judgement_title(framework, judgement),
                "grade": _label(framework, judgement, grade),
            }
            return Words(_GRADES[word].template, values)
        case FactIs():
            return _fact_words(framework, condition)


_GRADES = {
    "is": say("“{judgement}” is {grade}"),
    "at_least": say("“{judgement}” is {grade} or better"),
    "at_most": say("“{judgement}” is {grade} or worse"),
}
_FACTS = {
    "is": say("the answer to “{question}” is {value}"),
    "at_least": say("the answer to “{question}” is {value} or more"),
    "at_most": say("the answer to “{question}” is {value} or less"),
    "more_than": say("the answer to “{question}” is more than {value}"),
    "less_than": say("the answer to “{question}” is less than {value}"),
}


def _fact_words(framework: Framework, condition: FactIs) -> Words:
    word, value = condition.comparisons[0] if condition.comparisons else ("is", True)
    fact = framework.fact_by_id.get(condition.fact)
    shown: object = value
    if isinstance(value, bool):
        shown = say("yes") if value else say("no")
    elif fact and fact.type == "choice":
        shown = next((choice.label for choice in fact.choices if choice.id == value), value)
    elif fact and fact.unit:
        shown = f"{value} {fact.unit}"
    return Words(_FACTS[word].template, {"question": fact.question if fact else condition.fact, "value": shown})


def effect_words(framework: Framework, effect: Effect) -> Words:
    """An effect as a person would say it."""
    match effect:
        case Order(order=one, after=others):
            name = judgement_title(framework, one)
            return say("“{judgement}” is decided after {others}", judgement=name, others=_quoted(framework, others))
        case Scope(scope="no_judgements"):
            return say("no judgement is made")
        case Scope():
            return say("one set of judgements covers the whole registration")
        case Requirement(requirement=regulation):
            return say("a statutory requirement is raised under {regulation}", regulation=regulation)
        case _:
            return _limit_words(framework, effect)


def _limit_words(framework: Framework, effect: Cap | Expect | ExplainedCap | Precondition) -> Words:
    judgement = target(effect) or ""

    def grade(one: str) -> str:
        return _label(framework, judgement, one)

    name = judgement_title(framework, judgement)
    match effect:
        case Cap(at_most=limit):
            return say("“{judgement}” is no better than {grade}", judgement=name, grade=grade(limit))
        case Expect(at_most=limit, strength=strength):
            return say(
                "“{judgement}” is {strength} no better than {grade}; a better grade needs a recorded reason",
                judgement=name,
                strength=strength,
                grade=grade(limit),
            )
        case ExplainedCap(at_most=limit, unless_explained=second):
            return say(
                "“{judgement}” is no better than {grade}, or {second} if the report explains it",
                judgement=name,
                grade=grade(limit),
                second=grade(second),
            )
        case Precondition(for_=wanted, needs=needs):
            return say(
                "“{judgement}”: {grade} needs a record that {needs}", judgement=name, grade=grade(wanted), needs=needs
            )


def _quoted(framework: Framework, judgements: Iterable[str]) -> list[str]:
    return [f"“{judgement_title(framework, one)}”" for one in judgements]
