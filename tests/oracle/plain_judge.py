"""A second `judge`, slow and obvious, to hold the real one against.

It shares nothing with the engine: for each judgement and each grade it asks every rule in turn what it takes to give
that grade. Whether a condition holds is found by trying both answers for every comparison that cannot be made yet: if
the condition comes out the same whatever they are, it is settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from evenhand.framework.model import Framework
from evenhand.framework.rule import Rule
from evenhand.judgement.case import Case

APPLIES, DOES_NOT_APPLY, CANNOT_SAY, NOTE = "applies", "does_not_apply", "cannot_say", "note"
TAKES = ("nothing", "a reason", "an explanation", "refused")


@dataclass
class PlainOutcome:
    """What the plain judge says of one judgement; `takes` has one entry for each grade, worst first."""

    takes: list[str]
    verdict: str
    expected: str | None
    waits_for: list[str]
    undecided: list[str]


def plain_judge(framework: Framework, case: Case) -> tuple[dict[str, str], dict[str, PlainOutcome], list[str]]:
    """The state of every rule, the outcome of every judgement, and the requirements that follow."""
    states = {rule.id: plain_state(rule, framework, case) for rule in framework.rules}
    applying = [rule for rule in framework.rules if states[rule.id] == APPLIES]
    waiting = [rule for rule in framework.rules if states[rule.id] == CANNOT_SAY]
    outcomes = {one.id: _outcome(one.id, framework, case, applying, waiting) for one in framework.judgements}
    requirements: list[str] = []
    for effect in _effects(applying, "requirement"):
        if effect["requirement"] not in requirements:
            requirements.append(effect["requirement"])
    return states, outcomes, requirements


def plain_state(rule: Rule, framework: Framework, case: Case) -> str:
    """Whether a rule applies, by trying every answer to what is not known."""
    if not rule.then:
        return NOTE
    if rule.when is None:
        return APPLIES
    condition = rule.when.model_dump(by_alias=True, exclude_none=True)
    known = [_leaf(leaf, framework, case) for leaf in _leaves(condition)]
    results = set()
    for guess in product((True, False), repeat=known.count(None)):
        guesses = iter(guess)
        results.add(_evaluate(condition, iter([next(guesses) if one is None else one for one in known])))
    if len(results) == 2:
        return CANNOT_SAY
    return APPLIES if results == {True} else DOES_NOT_APPLY


def _leaves(condition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "not" in condition:
        yield from _leaves(condition["not"])
    elif "all" in condition or "any" in condition:
        for one in condition.get("all") or condition["any"]:
            yield from _leaves(one)
    else:
        yield condition


def _evaluate(condition: dict[str, Any], answers: Iterator[bool]) -> bool:
    if "not" in condition:
        return not _evaluate(condition["not"], answers)
    if "all" in condition or "any" in condition:
        # Every part is evaluated, also when the first decides: each comparison has to take its own answer.
        parts = [_evaluate(one, answers) for one in condition.get("all") or condition["any"]]
        return all(parts) if "all" in condition else any(parts)
    return next(answers)


def _leaf(leaf: dict[str, Any], framework: Framework, case: Case) -> bool | None:
    if "inspection" in leaf:
        return case.inspection == leaf["inspection"]
    if "grade" in leaf:
        ladder = _ladder(framework, leaf["grade"])
        given = case.grades.get(leaf["grade"])
        if given is None:
            return None
        if "is" in leaf:
            return given == leaf["is"]
        if "at_least" in leaf:
            return given in ladder[ladder.index(leaf["at_least"]) :]
        return given in ladder[: ladder.index(leaf["at_most"]) + 1]
    answer: Any = case.facts.get(leaf["fact"])
    if answer is None:
        return None
    if "at_least" in leaf:
        return not answer < leaf["at_least"]
    if "at_most" in leaf:
        return not answer > leaf["at_most"]
    if "more_than" in leaf:
        return answer > leaf["more_than"]
    if "less_than" in leaf:
        return answer < leaf["less_than"]
    return answer == leaf.get("is", True)


def _ladder(framework: Framework, judgement: str) -> list[str]:
    wanted = next(one.scale for one in framework.judgements if one.id == judgement)
    scale = next(one for one in framework.scales if one.id == wanted)
    return [grade.id for grade in sorted(scale.grades, key=lambda grade: grade.ordinal)]


def _effects(rules: list[Rule], kind: str) -> list[dict[str, Any]]:
    written = [effect.model_dump(by_alias=True) for rule in rules for effect in rule.then]
    return [effect for effect in written if kind in effect]


def _outcome(
    judgement: str, framework: Framework, case: Case, applying: list[Rule], waiting: list[Rule]
) -> PlainOutcome:
    ladder = _ladder(framework, judgement)
    takes = [_what_it_takes(grade, ladder, judgement, applying) for grade in ladder]
    nobody = any(effect["scope"] == "no_judgements" for effect in _effects(applying, "scope"))
    waits_for: list[str] = []
    for effect in _effects(applying, "order"):
        for name in effect["after"]:
            if effect["order"] == judgement and name not in case.grades and name not in waits_for:
                waits_for.append(name)
    undecided = [] if nobody else [rule.id for rule in waiting if _could_matter(rule, judgement, ladder)]
    expected = [
        effect["at_most"]
        for effect in _effects(applying, "expect")
        if effect["expect"] == judgement and effect["at_most"] != ladder[-1]
    ]
    lowest = min(expected, key=ladder.index) if expected else None
    verdict = _verdict(judgement, ladder, takes, case, nobody, waits_for)
    return PlainOutcome(takes, verdict, lowest, waits_for, undecided)


def _what_it_takes(grade: str, ladder: list[str], judgement: str, rules: list[Rule]) -> str:
    """The most that any rule asks for before this grade may be given."""
    place = ladder.index(grade)
    asked = ["nothing"]
    for effect in _effects(rules, "cap"):
        if effect["cap"] == judgement and place > ladder.index(effect["at_most"]):
            asked.append("refused")
    for effect in _effects(rules, "expect"):
        if effect["expect"] == judgement and place > ladder.index(effect["at_most"]):
            asked.append("a reason")
    for effect in _effects(rules, "explained_cap"):
        if effect["explained_cap"] == judgement and place > ladder.index(effect["at_most"]):
            asked.append("refused" if place > ladder.index(effect["unless_explained"]) else "an explanation")
    for effect in _effects(rules, "precondition"):
        if effect["precondition"] == judgement and grade == effect["for"]:
            asked.append("a reason")
    for effect in _effects(rules, "scope"):
        if effect["scope"] == "no_judgements":
            asked.append("refused")
    return max(asked, key=TAKES.index)


def _could_matter(rule: Rule, judgement: str, ladder: list[str]) -> bool:
    """Whether the rule, if it applied, would touch a grade of this judgement or its turn."""
    touched = any(_what_it_takes(grade, ladder, judgement, [rule]) != "nothing" for grade in ladder)
    return touched or any(effect["order"] == judgement for effect in _effects([rule], "order"))


def _verdict(
    judgement: str, ladder: list[str], takes: list[str], case: Case, nobody: bool, waits_for: list[str]
) -> str:
    proposed = case.grades.get(judgement)
    if proposed is None:
        return "out_of_scope" if nobody else "not_proposed"
    if nobody:
        return "refused"
    if waits_for:
        return "too_early"
    asked = takes[ladder.index(proposed)]
    explained = case.explained.get(judgement, "").strip() != ""
    reasoned = case.reasons.get(judgement, "").strip() != ""
    if asked == "nothing" or (asked == "a reason" and (reasoned or explained)):
        return "accepted"
    if asked == "an explanation" and explained:
        return "accepted"
    return {"a reason": "needs_reason", "an explanation": "needs_explanation", "refused": "refused"}[asked]
