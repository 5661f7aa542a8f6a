"""Rules against themselves and each other: can each fire, does each change something, do they contradict?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.findings import Severity, check
from evenhand.framework.checks.atoms import sound_rules
from evenhand.framework.checks.situations import both, find, never
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.checks.walk import effects
from evenhand.framework.model import Framework
from evenhand.framework.reading import Place
from evenhand.framework.rule import Cap, Condition, Effect, Expect, ExplainedCap, Precondition, Rule, Scope, target
from evenhand.wording import say


@dataclass(frozen=True, slots=True)
class Limit:
    """An effect that touches the grades of a judgement, with the ordinals that it speaks of.

    `allows`: the best grade it lets stand or speaks of. `refuses_above`: better grades are refused; None if it refuses
    nothing. `questions_above`: better grades need a reason, an explanation, or are refused; None for a precondition.
    """

    place: Place
    rule: Rule
    effect: Effect
    judgement: str
    allows: int
    refuses_above: int | None
    questions_above: int | None


def limits(framework: Framework) -> Iterator[Limit]:
    """The limits of all rules that are sound, in the order of the file."""
    sound = {id(rule) for rule in sound_rules(framework)}
    for place, rule, effect in effects(framework):
        judgement = target(effect)
        if id(rule) not in sound or judgement is None:
            continue
        ordinal = framework.scale_of(judgement).ordinal
        match effect:
            case Cap(at_most=limit):
                numbers: tuple[int, int | None, int | None] = (ordinal(limit), ordinal(limit), ordinal(limit))
            case Expect(at_most=limit):
                numbers = (ordinal(limit), None, ordinal(limit))
            case ExplainedCap(at_most=limit, unless_explained=second):
                numbers = (ordinal(limit), ordinal(second), ordinal(limit))
            case Precondition(for_=grade):
                numbers = (ordinal(grade), None, None)
            case _:
                continue
        yield Limit(place, rule, effect, judgement, *numbers)


def _always_with(framework: Framework, one: Rule, other: Rule) -> bool:
    """Whether the other rule applies in every case in which the first does."""
    if one is other or other.when is None:
        return True
    return _is_impossible(framework, both(one.when, never(other.when)))


def _is_impossible(framework: Framework, condition: Condition | None) -> bool:
    """Whether a condition holds in no case, not even in one in which a fact that it needs is not asked."""
    return find(framework, condition) is None and find(framework, condition, wanted=None) is None


@check("FW030", Severity.ERROR)
def rules_can_fire(framework: Framework, _: Surroundings) -> Faults:
    """A rule can never apply, whatever the grades and the facts are."""
    for index, rule in _numbered_sound(framework):
        if rule.when is not None and find(framework, rule.when) is None:
            yield (
                ("rules", index, "when"),
                say("rule {rule} can never apply; its conditions exclude each other", rule=rule.id),
            )


@check("FW031", Severity.NOTE)
def conditions_matter(framework: Framework, _: Surroundings) -> Faults:
    """A condition holds in every case, so that the rule always applies."""
    for index, rule in _numbered_sound(framework):
        if rule.when is not None and _is_impossible(framework, never(rule.when)):
            yield (
                ("rules", index, "when"),
                say("rule {rule} applies in every case; leave 'when' out to say so", rule=rule.id),
            )


def _numbered_sound(framework: Framework) -> list[tuple[int, Rule]]:
    sound = {id(rule) for rule in sound_rules(framework)}
    return [(index, rule) for index, rule in enumerate(framework.rules) if id(rule) in sound]


@check("FW032", Severity.ERROR)
def explained_caps_leave_room(framework: Framework, _: Surroundings) -> Faults:
    """The second limit of an explained cap is not above the first, so that there is nothing to explain."""
    for one in limits(framework):
        if isinstance(one.effect, ExplainedCap) and one.refuses_above is not None and one.refuses_above <= one.allows:
            yield (
                (*one.place, "unless_explained"),
                say(
                    "'{second}' is not better than '{first}'; name a better grade, or write a cap",
                    second=one.effect.unless_explained,
                    first=one.effect.at_most,
                ),
            )


@check("FW033", Severity.ERROR)
def effects_do_not_contradict(framework: Framework, _: Surroundings) -> Faults:
    """An effect lets a grade stand that a cap refuses in every case in which the effect applies."""
    found = tuple(limits(framework))
    for one in found:
        if isinstance(one.effect, Cap):
            continue
        for other in found:
            if other is one or other.judgement != one.judgement or other.refuses_above is None:
                continue
            if one.allows > other.refuses_above and _always_with(framework, one.rule, other.rule):
                scale = framework.scale_of(one.judgement)
                message = say(
                    "rule {rule} lets '{grade}' stand, but rule {other} always refuses it then; change one of them",
                    rule=one.rule.id,
                    grade=scale.at(one.allows).id,
                    other=other.rule.id,
                )
                yield one.place, message
                break


@check("FW034", Severity.NOTE)
def effects_change_something(framework: Framework, _: Surroundings) -> Faults:
    """An effect changes nothing, because a stricter or equal one always applies with it."""
    found = tuple(enumerate(limits(framework)))
    for number, one in found:
        for position, other in found:
            if position == number or not _makes_pointless(framework, other, one):
                continue
            if position > number and _makes_pointless(framework, one, other):
                continue  # the two say the same; the later one is reported
            yield one.place, say("rule {rule} already sees to this; remove the weaker of the two", rule=other.rule.id)
            break


def _makes_pointless(framework: Framework, other: Limit, one: Limit) -> bool:
    if other.judgement != one.judgement or not _covers(other, one):
        return False
    return _always_with(framework, one.rule, other.rule)


def _covers(other: Limit, one: Limit) -> bool:
    """Whether the other limit is as strict as this one or stricter; contradictions are left to their own check."""
    if isinstance(one.effect, Cap):
        return isinstance(other.effect, Cap) and other.allows <= one.allows
    if isinstance(one.effect, Expect):
        if isinstance(other.effect, Cap):
            return other.allows == one.allows
        return isinstance(other.effect, Expect) and other.allows <= one.allows
    if one.refuses_above is None or other.refuses_above is None:
        return False
    return other.allows == one.allows and other.refuses_above <= one.refuses_above


@check("FW035", Severity.ERROR)
def grades_can_be_reached(framework: Framework, _: Surroundings) -> Faults:
    """A grade of a judgement is refused in every possible case."""
    stopping = [
        rule
        for rule in sound_rules(framework)
        if any(isinstance(effect, Scope) and effect.scope == "no_judgements" for effect in rule.then)
    ]
    found = tuple(limits(framework))
    for index, judgement in enumerate(framework.judgements):
        for grade in framework.scale_of(judgement.id).best_first:
            refusing = stopping + [
                one.rule
                for one in found
                if one.judgement == judgement.id and one.refuses_above is not None and one.refuses_above < grade.ordinal
            ]
            if _can_be_given(framework, judgement.id, grade.ordinal, [rule.when for rule in refusing]):
                continue
            message = say(
                "'{grade}' can never be given; look at rules {rules}",
                grade=grade.id,
                rules=list(dict.fromkeys(rule.id for rule in refusing)),
            )
            yield ("judgements", index, "id"), message


def _can_be_given(framework: Framework, judgement: str, ordinal: int, refused_when: list[Condition | None]) -> bool:
    conditions = [never(one) for one in refused_when if one is not None]
    if len(conditions) < len(refused_when):
        return False
    goal = both(*conditions) if conditions else None
    return find(framework, goal, fixed={("grade", judgement): ordinal}) is not None


@check("FW036", Severity.WARNING)
def limits_limit_something(framework: Framework, _: Surroundings) -> Faults:
    """An effect sets its limit at the best grade, so that it limits nothing."""
    for one in limits(framework):
        best = framework.scale_of(one.judgement).best_first[0]
        if one.questions_above == best.ordinal:
            yield (
                (*one.place, "at_most"),
                say("'{grade}' is the best grade; name a lower one, or remove the effect", grade=best.id),
            )


@check("FW037", Severity.WARNING)
def some_grade_needs_no_reason(framework: Framework, _: Surroundings) -> Faults:
    """Two effects together leave no grade that can be given without a recorded reason."""
    # Limits only ever look upwards, so the worst grade stays free unless a precondition asks something of it.
    found = tuple(limits(framework))
    for one in found:
        if not isinstance(one.effect, Precondition) or one.allows != 1:
            continue
        for other in found:
            if other.judgement != one.judgement or other.questions_above != 1:
                continue
            if find(framework, both(one.rule.when, other.rule.when)) is not None:
                yield (
                    one.place,
                    say(
                        "with rule {other}, every grade of '{judgement}' needs a reason; free one of them",
                        other=other.rule.id,
                        judgement=one.judgement,
                    ),
                )
                break


CHECKS = (
    rules_can_fire,
    conditions_matter,
    explained_caps_leave_room,
    effects_do_not_contradict,
    effects_change_something,
    grades_can_be_reached,
    limits_limit_something,
    some_grade_needs_no_reason,
)
