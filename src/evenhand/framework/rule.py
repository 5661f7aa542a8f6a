"""The small language in which a framework states its rules: a condition, and what follows from it.

A condition speaks of grades and typed facts, joined by all / any / not. An effect is one of

- ``cap``            absolute: no better grade may be given
- ``expect``         a better grade needs a recorded reason
- ``explained_cap``  a better grade, up to a second limit, may be given if the report explains it
- ``precondition``   a grade may be given only with a record of how its extra condition is met
- ``order``          this judgement is decided after others
- ``scope``          no judgement is made at all, or one set covers the whole registration
- ``requirement``    a statutory requirement follows

Every effect says what is *not* allowed or what must be recorded. None of them picks a grade.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from evenhand.framework.parts import Part, RuleId, Sourced, Text, Title
from evenhand.scale import Identifier


def _one_answer(value: Any) -> Any:
    # Told here, because a union would report one fault for each of its kinds.
    if not isinstance(value, bool | int | str):
        raise ValueError("write true or false, a whole number, or a word")
    return value


FactValue = Annotated[bool | int | str, BeforeValidator(_one_answer)]

# What each word of a comparison does; left is what the case has, right is what the rule wants.
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}


class GradeIs(Part):
    """A grade given to a judgement: exactly one of is, at_least, at_most (grade ids)."""

    grade: Identifier
    is_: Identifier | None = Field(default=None, alias="is")
    at_least: Identifier | None = None
    at_most: Identifier | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> GradeIs:
        if sum(one is not None for one in (self.is_, self.at_least, self.at_most)) != 1:
            raise ValueError(f"a condition on the grade of '{self.grade}' needs one of: is, at_least, at_most")
        return self

    @property
    def comparison(self) -> tuple[str, str]:
        """The word and the grade id that are written."""
        named = {"is": self.is_, "at_least": self.at_least, "at_most": self.at_most}
        return next((word, grade) for word, grade in named.items() if grade is not None)


class FactIs(Part):
    """An answered fact; with no comparison it must be a yes-or-no fact and means "yes"."""

    fact: Identifier
    is_: FactValue | None = Field(default=None, alias="is")
    at_least: int | None = None
    at_most: int | None = None
    more_than: int | None = None
    less_than: int | None = None

    @model_validator(mode="after")
    def _at_most_one_comparison(self) -> FactIs:
        if len(self.comparisons) > 1:
            raise ValueError(f"the condition on fact '{self.fact}' compares twice; use 'all' with two conditions")
        return self

    @property
    def comparisons(self) -> tuple[tuple[str, FactValue], ...]:
        """The comparison that is written, as (word, value); empty means "yes"."""
        named = {
            "is": self.is_,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "more_than": self.more_than,
            "less_than": self.less_than,
        }
        return tuple((word, value) for word, value in named.items() if value is not None)


class InspectionIs(Part):
    """The type of inspection, by its id."""

    inspection: Identifier


class All(Part):
    """Every condition holds."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Any_(Part):
    """At least one condition holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Part):
    """The condition does not hold."""

    not_: Condition = Field(alias="not")


CONDITION_KEYS = ("grade", "fact", "inspection", "all", "any", "not")


def _condition_kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((key for key in CONDITION_KEYS if key in value), None)
    kinds: tuple[type, ...] = (GradeIs, FactIs, InspectionIs, All, Any_, Not)
    return next((key for kind, key in zip(kinds, CONDITION_KEYS, strict=True) if type(value) is kind), None)


Condition = Annotated[
    Annotated[GradeIs, Tag("grade")]
    | Annotated[FactIs, Tag("fact")]
    | Annotated[InspectionIs, Tag("inspection")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(
        _condition_kind,
        custom_error_type="condition",
        custom_error_message="a condition starts with one of: grade, fact, inspection, all, any, not",
    ),
]


class Cap(Part):
    """Absolute: no better grade than `at_most`."""

    cap: Identifier
    at_most: Identifier


class Expect(Part):
    """A better grade than `at_most` needs a recorded reason; `strength` is the text's own word (usually, unlikely)."""

    expect: Identifier
    at_most: Identifier
    strength: str = "usually"


class ExplainedCap(Part):
    """No better than `at_most`, unless the report explains it; even then no better than `unless_explained`."""

    explained_cap: Identifier
    at_most: Identifier
    unless_explained: Identifier


class Precondition(Part):
    """Giving exactly the grade `for` needs a record of how `needs` is met."""

    precondition: Identifier
    for_: Identifier = Field(alias="for")
    needs: Text


class Order(Part):
    """`order` is decided after the judgements named in `after`."""

    order: Identifier
    after: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Scope(Part):
    """`no_judgements`: none may be made. `one_set`: one set of judgements covers the whole registration."""

    scope: Literal["no_judgements", "one_set"]


class Requirement(Part):
    """A statutory requirement under this regulation is to be raised."""

    requirement: Identifier


EFFECT_KEYS = ("cap", "expect", "explained_cap", "precondition", "order", "scope", "requirement")


def _effect_kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((key for key in EFFECT_KEYS if key in value), None)
    kinds: tuple[type, ...] = (Cap, Expect, ExplainedCap, Precondition, Order, Scope, Requirement)
    return next((key for kind, key in zip(kinds, EFFECT_KEYS, strict=True) if type(value) is kind), None)


Effect = Annotated[
    Annotated[Cap, Tag("cap")]
    | Annotated[Expect, Tag("expect")]
    | Annotated[ExplainedCap, Tag("explained_cap")]
    | Annotated[Precondition, Tag("precondition")]
    | Annotated[Order, Tag("order")]
    | Annotated[Scope, Tag("scope")]
    | Annotated[Requirement, Tag("requirement")],
    Discriminator(
        _effect_kind,
        custom_error_type="effect",
        custom_error_message=f"an effect starts with one of: {', '.join(EFFECT_KEYS)}",
    ),
]


class Rule(Sourced):
    """One rule of a framework.

    `words` is the sentence people read. `when: null` means always. A rule with no effects is a *note*: something the
    framework takes care to say does not limit a grade.
    """

    id: RuleId
    title: Title
    words: Text
    when: Condition | None = None
    then: tuple[Effect, ...] = ()

    @property
    def is_note(self) -> bool:
        """A rule that is said aloud so that nobody applies it by mistake."""
        return not self.then


for _model in (All, Any_, Not, Rule):
    _model.model_rebuild()


def conditions_in(condition: Condition | None) -> tuple[GradeIs | FactIs | InspectionIs, ...]:
    """The simple conditions inside, from left to right."""
    match condition:
        case None:
            return ()
        case All(all=inner) | Any_(any=inner):
            return tuple(leaf for one in inner for leaf in conditions_in(one))
        case Not(not_=one):
            return conditions_in(one)
        case _:
            return (condition,)


def target(effect: Effect) -> str | None:
    """The judgement an effect is about; None for scope and requirement."""
    for name in ("cap", "expect", "explained_cap", "precondition", "order"):
        if (judgement := getattr(effect, name, None)) is not None:
            return str(judgement)
    return None
