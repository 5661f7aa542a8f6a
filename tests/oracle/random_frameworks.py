"""Hypothesis strategies: frameworks with random rules in the rule language, and random cases for a framework."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.oracle.tiny import TYPES, tiny

from evenhand.framework.model import Fact, Framework
from evenhand.framework.rule import FactIs, conditions_in
from evenhand.judgement.case import Case

_WORDS = ("is", "at_least", "at_most")


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """One to four judgements on scales of two to five grades, up to four facts, up to five rules."""
    scales = [_scale(f"s{n}", draw(st.integers(2, 5))) for n in range(2)]
    judgements = [
        {
            "id": f"j{n}",
            "title": f"Judgement {n}",
            "role": "headline" if n == 0 else "graded",
            "scale": draw(st.sampled_from(("s0", "s1"))),
            "key": f"k{n}",
        }
        for n in range(draw(st.integers(1, 4)))
    ]
    facts = [
        _fact(f"f{n}", draw(st.sampled_from(("boolean", "integer", "choice")))) for n in range(draw(st.integers(0, 4)))
    ]
    parts = {
        "judgements": judgements,
        "facts": facts,
        "grades": {s["id"]: [g["id"] for g in s["grades"]] for s in scales},
    }
    rules = [
        {
            "id": f"R{n}",
            "title": f"Rule {n}",
            "words": "At random.",
            "when": draw(st.one_of(st.none(), _conditions(parts))),
            "then": draw(st.lists(_effects(parts), min_size=0, max_size=3)),
        }
        for n in range(draw(st.integers(0, 5)))
    ]
    return tiny(
        **{"scales": scales, "judgements": judgements, "facts": facts, "rules": rules, "inspection_types": TYPES}
    )


def _scale(name: str, size: int) -> dict[str, Any]:
    return {
        "id": name,
        "grades": [{"ordinal": n, "id": f"{name}-g{n}", "label": f"{name} {n}"} for n in range(1, size + 1)],
    }


def _fact(name: str, kind: str) -> dict[str, Any]:
    fact: dict[str, Any] = {"id": name, "type": kind, "question": f"What about {name}?"}
    if kind == "integer":
        fact |= {"unit": "weeks", "minimum": 0, "maximum": 9}
    if kind == "choice":
        fact["choices"] = [{"id": one, "label": one.upper()} for one in ("a", "b", "c")]
    return fact


@st.composite
def _leaves(draw: st.DrawFn, parts: dict[str, Any]) -> dict[str, Any]:
    kind = draw(st.sampled_from(("grade", "grade", "inspection", *(["fact"] * 2 if parts["facts"] else []))))
    if kind == "inspection":
        return {"inspection": draw(st.sampled_from(("full", "monitoring")))}
    if kind == "grade":
        judgement = draw(st.sampled_from(parts["judgements"]))
        grade = draw(st.sampled_from(parts["grades"][judgement["scale"]]))
        return {"grade": judgement["id"], draw(st.sampled_from(_WORDS)): grade}
    fact = draw(st.sampled_from(parts["facts"]))
    if fact["type"] == "integer":
        word = draw(st.sampled_from((*_WORDS, "more_than", "less_than")))
        return {"fact": fact["id"], word: draw(st.integers(-1, 10))}
    if fact["type"] == "choice":
        return {"fact": fact["id"], "is": draw(st.sampled_from(("a", "b", "c")))}
    return {"fact": fact["id"]} | draw(st.sampled_from(({}, {"is": True}, {"is": False})))


def _conditions(parts: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    def around(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        some = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            some.map(lambda them: {"all": them}),
            some.map(lambda them: {"any": them}),
            inner.map(lambda one: {"not": one}),
        )

    return st.recursive(_leaves(parts), around, max_leaves=7)


@st.composite
def _effects(draw: st.DrawFn, parts: dict[str, Any]) -> dict[str, Any]:
    judgement = draw(st.sampled_from(parts["judgements"]))
    name, grades = judgement["id"], st.sampled_from(parts["grades"][judgement["scale"]])
    kind = draw(
        st.sampled_from(
            ("cap", "cap", "expect", "expect", "explained_cap", "precondition", "order", "scope", "requirement")
        )
    )
    match kind:
        case "cap" | "expect":
            return {kind: name, "at_most": draw(grades)}
        case "explained_cap":
            return {kind: name, "at_most": draw(grades), "unless_explained": draw(grades)}
        case "precondition":
            return {kind: name, "for": draw(grades), "needs": "it is written down"}
        case "order":
            ids = [one["id"] for one in parts["judgements"]]
            return {kind: name, "after": draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2))}
        case "scope":
            return {kind: draw(st.sampled_from(("no_judgements", "one_set")))}
        case _:
            return {kind: "reg.1"}


def answers(fact: Fact, framework: Framework) -> st.SearchStrategy[Any]:
    """An answer to a fact; for numbers, mostly ones near those that rules compare with."""
    if fact.type == "boolean":
        return st.booleans()
    if fact.type == "choice":
        return st.sampled_from([choice.id for choice in fact.choices])
    low, high = fact.minimum or 0, fact.maximum or 0
    compared = [
        value
        for rule in framework.rules
        for leaf in conditions_in(rule.when)
        if isinstance(leaf, FactIs) and leaf.fact == fact.id
        for _, value in leaf.comparisons
        if isinstance(value, int)
    ]
    near = sorted({min(max(value + step, low), high) for value in compared for step in (-1, 0, 1)} | {low, high})
    return st.one_of(st.sampled_from(near), st.integers(low, high))


@st.composite
def cases(draw: st.DrawFn, framework: Framework) -> Case:
    """A case that fits the framework; anything may be missing."""
    facts = {
        fact.id: draw(answers(fact, framework))
        for fact in framework.facts
        if draw(st.integers(0, 3))  # mostly answered
    }
    grades = {
        one.id: draw(st.sampled_from([grade.id for grade in framework.scale_of(one.id).grades]))
        for one in framework.judgements
        if draw(st.integers(0, 4))
    }
    words = st.dictionaries(
        st.sampled_from([one.id for one in framework.judgements]), st.sampled_from(("because", " ", "")), max_size=3
    )
    return Case(
        framework=framework.id,
        inspection=draw(st.sampled_from([kind.id for kind in framework.inspection_types])),
        facts=facts,
        grades=grades,
        reasons=draw(words),
        explained=draw(words),
    )


@st.composite
def frameworks_with_cases(draw: st.DrawFn) -> tuple[Framework, Case]:
    """A random framework and a random case for it."""
    framework = draw(frameworks())
    return framework, draw(cases(framework))
