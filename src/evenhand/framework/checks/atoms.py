"""What can be wrong with a simple condition or a simple effect, taken by itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from evenhand.framework.checks.walk import Leaf, leaves
from evenhand.framework.model import Fact, Framework
from evenhand.framework.reading import Place
from evenhand.framework.rule import (
    Cap,
    Condition,
    Effect,
    Expect,
    ExplainedCap,
    FactIs,
    GradeIs,
    InspectionIs,
    Order,
    Precondition,
    Rule,
)
from evenhand.wording import Words, say


class Fault(Enum):
    """The kinds of fault; each has a check of its own."""

    UNKNOWN = "names something that does not exist"
    OFF_SCALE = "names an answer or a grade that cannot be given"
    WRONG_TYPE = "compares in a way that the type does not allow"
    OUT_OF_RANGE = "compares with a number that decides everything beforehand"


def known(names: object) -> str:
    """The names that exist, for the end of a sentence."""
    return ", ".join(str(name) for name in names) or "(there are none)"  # type: ignore[attr-defined]


def leaf_faults(framework: Framework, leaf: Leaf) -> Iterator[tuple[Fault, Place, Words]]:
    """Faults of a simple condition: (kind, place inside it, sentence)."""
    match leaf:
        case InspectionIs(inspection=name) if name not in framework.inspection_type_by_id:
            listed = known(framework.inspection_type_by_id)
            message = say("'{name}' is not a type of inspection; write one of: {known}", name=name, known=listed)
            yield Fault.UNKNOWN, ("inspection",), message
        case GradeIs(grade=name):
            if name not in framework.judgement_by_id:
                yield Fault.UNKNOWN, ("grade",), no_judgement(framework, name)
                return
            word, grade = leaf.comparison
            if not framework.scale_of(name).has(grade):
                yield Fault.OFF_SCALE, (word,), no_grade(framework, name, grade)
        case FactIs(fact=name):
            fact = framework.fact_by_id.get(name)
            if fact is None:
                message = say(
                    "'{name}' is not a fact of this framework; write one of: {known}",
                    name=name,
                    known=known(framework.fact_by_id),
                )
                yield Fault.UNKNOWN, ("fact",), message
                return
            yield from _fact_faults(fact, leaf)


def _fact_faults(fact: Fact, leaf: FactIs) -> Iterator[tuple[Fault, Place, Words]]:
    word, value = leaf.comparisons[0] if leaf.comparisons else ("", True)
    if word in ("", "is"):
        if (problem := fact.refuses(value)) is None:
            return
        message = say(
            "the answer to '{name}' can never be '{value}'; {problem}",
            name=fact.id,
            value=str(value).lower() if isinstance(value, bool) else value,
            problem=problem,
        )
        yield _kind(fact, value), (word or "fact",), message
    elif fact.type != "integer":
        message = say(
            "'{name}' is a {type} fact and has no more and less; compare it with 'is'", name=fact.id, type=fact.type
        )
        yield Fault.WRONG_TYPE, (word,), message
    elif (always := _decided(fact, word, int(value))) is not None:
        message = say(
            "'{name}' goes from {low} to {high}, so this comparison {holds}; change the number or the range",
            name=fact.id,
            low=fact.minimum,
            high=fact.maximum,
            holds=say("always holds") if always else say("never holds"),
        )
        yield Fault.OUT_OF_RANGE, (word,), message


def _kind(fact: Fact, value: object) -> Fault:
    if type(value) is not {"boolean": bool, "integer": int, "choice": str}[fact.type]:
        return Fault.WRONG_TYPE
    return Fault.OUT_OF_RANGE if fact.type == "integer" else Fault.OFF_SCALE


def _decided(fact: Fact, word: str, value: int) -> bool | None:
    """Whether a comparison always (True) or never (False) holds over the fact's range; None when it tells apart."""
    low, high = fact.minimum or 0, fact.maximum or 0
    first_that_holds, last_that_holds = {
        "at_least": (value, high),
        "more_than": (value + 1, high),
        "at_most": (low, value),
        "less_than": (low, value - 1),
    }[word]
    if first_that_holds > last_that_holds or first_that_holds > high or last_that_holds < low:
        return False
    return True if first_that_holds <= low and last_that_holds >= high else None


def effect_faults(framework: Framework, effect: Effect) -> Iterator[tuple[Place, Words]]:
    """Judgements and grades in an effect that do not exist: (place inside it, sentence)."""
    grades: tuple[tuple[str, str], ...] = ()
    match effect:
        case Cap(cap=name, at_most=limit):
            word, grades = "cap", (("at_most", limit),)
        case Expect(expect=name, at_most=limit):
            word, grades = "expect", (("at_most", limit),)
        case ExplainedCap(explained_cap=name, at_most=limit, unless_explained=second):
            word, grades = "explained_cap", (("at_most", limit), ("unless_explained", second))
        case Precondition(precondition=name, for_=grade):
            word, grades = "precondition", (("for", grade),)
        case Order(order=name, after=others):
            word = "order"
            for index, other in enumerate(others):
                if other not in framework.judgement_by_id:
                    yield ("after", index), no_judgement(framework, other)
        case _:
            return
    if name not in framework.judgement_by_id:
        yield (word,), no_judgement(framework, name)
        return
    for key, grade in grades:
        if not framework.scale_of(name).has(grade):
            yield (key,), no_grade(framework, name, grade)


def no_judgement(framework: Framework, name: str) -> Words:
    """The sentence for a judgement that does not exist."""
    return say(
        "'{name}' is not a judgement of this framework; write one of: {known}",
        name=name,
        known=known(framework.judgement_by_id),
    )


def no_grade(framework: Framework, judgement: str, grade: str) -> Words:
    """The sentence for a grade that is not on the scale of its judgement."""
    scale = framework.scale_of(judgement)
    return say(
        "'{grade}' is not a grade of '{judgement}'; write one of: {known}",
        grade=grade,
        judgement=judgement,
        known=known(one.id for one in scale.best_first),
    )


def is_sound(framework: Framework, condition: Condition | None) -> bool:
    """Whether a condition can be reasoned about: nothing in it is wrong by itself."""
    return not any(fault for _, leaf in leaves(condition, ()) for fault in leaf_faults(framework, leaf))


def sound_rules(framework: Framework) -> tuple[Rule, ...]:
    """The rules about which more can be said; what is wrong with the others is reported by simpler checks."""
    # Out of order, or with an id used twice, a question could depend on itself, and reasoning would go in a circle.
    in_order = next(asked_too_early(framework), None) is None and len(framework.fact_by_id) == len(framework.facts)
    if not in_order or not all(is_sound(framework, fact.ask_when) for fact in framework.facts):
        return ()
    return tuple(
        rule
        for rule in framework.rules
        if is_sound(framework, rule.when)
        and not any(fault for effect in rule.then for fault in effect_faults(framework, effect))
    )


def asked_too_early(framework: Framework) -> Iterator[tuple[Place, Fact, str]]:
    """Facts that are asked depending on a fact that comes later, or on themselves: (place, the fact, the other)."""
    seen: set[str] = set()
    for index, fact in enumerate(framework.facts):
        for place, leaf in leaves(fact.ask_when, ("facts", index, "ask_when")):
            if isinstance(leaf, FactIs) and leaf.fact in framework.fact_by_id and leaf.fact not in seen:
                yield (*place, "fact"), fact, leaf.fact
        seen.add(fact.id)
