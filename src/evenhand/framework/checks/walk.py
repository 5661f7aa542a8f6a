"""Ways through a framework that remember the place of everything in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from evenhand.framework.model import Criterion, Framework
from evenhand.framework.reading import Place
from evenhand.framework.rule import All, Any_, Condition, Effect, FactIs, GradeIs, InspectionIs, Not, Rule

Leaf = GradeIs | FactIs | InspectionIs


def parts(value: Any, place: Place = ()) -> Iterator[tuple[Place, BaseModel]]:
    """Every part inside a part, itself first, with its place in the words of the file."""
    if isinstance(value, BaseModel):
        yield place, value
        for name, field in type(value).model_fields.items():
            yield from parts(getattr(value, name), (*place, field.alias or name))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from parts(one, (*place, index))


def leaves(condition: Condition | None, place: Place) -> Iterator[tuple[Place, Leaf]]:
    """The simple conditions inside a condition, from left to right."""
    match condition:
        case None:
            return
        case All(all=inner) | Any_(any=inner):
            word = "all" if isinstance(condition, All) else "any"
            for index, one in enumerate(inner):
                yield from leaves(one, (*place, word, index))
        case Not(not_=one):
            yield from leaves(one, (*place, "not"))
        case GradeIs() | FactIs() | InspectionIs():
            yield place, condition


def all_leaves(framework: Framework) -> Iterator[tuple[Place, Leaf]]:
    """The simple conditions of every rule and of every fact that is not always asked."""
    for index, rule in enumerate(framework.rules):
        yield from leaves(rule.when, ("rules", index, "when"))
    for index, fact in enumerate(framework.facts):
        yield from leaves(fact.ask_when, ("facts", index, "ask_when"))


def effects(framework: Framework) -> Iterator[tuple[Place, Rule, Effect]]:
    """Every effect with its rule, in the order of the file."""
    for index, rule in enumerate(framework.rules):
        for number, effect in enumerate(rule.then):
            yield ("rules", index, "then", number), rule, effect


def criteria(framework: Framework) -> Iterator[tuple[Place, Criterion]]:
    """The criteria of the framework and those of its types of inspection."""
    for index, criterion in enumerate(framework.criteria):
        yield ("criteria", index), criterion
    for number, kind in enumerate(framework.inspection_types):
        for index, criterion in enumerate(kind.criteria):
            yield ("inspection_types", number, "criteria", index), criterion
