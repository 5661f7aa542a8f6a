"""What the rules of one version take for each grade of each judgement, over all cases, as diagrams."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator
from functools import cache, reduce
from typing import Any, cast

from evenhand.framework.model import Framework
from evenhand.framework.rule import Effect, Order, Requirement, Rule, Scope
from evenhand.judgement.outcome import Permission
from evenhand.judgement.reach.diagrams import Node
from evenhand.judgement.reach.space import Space
from evenhand.judgement.rules import concerns, sets
from evenhand.scale import Scale

# What it takes to give each grade, worst grade first, and at the end 1 if no judgement is made at all, else 0.
Treatment = tuple[int, ...]


def made(treatment: Treatment) -> bool:
    """Whether the judgement is made in the case."""
    return not treatment[-1]


def takes(treatment: Treatment) -> Treatment:
    """What it takes to give each grade, worst first, as numbers of `Permission`."""
    return treatment[:-1]


def best_allowed(treatment: Treatment) -> int:
    """The ordinal of the best grade that can be given at all; 0 when none can."""
    return max((i + 1 for i, one in enumerate(takes(treatment)) if one != Permission.REFUSED), default=0)


def treatment_of(effect: Effect, judgement: str, scale: Scale) -> Treatment:
    """What one effect does to a judgement by itself."""
    found = [0] * (len(scale.grades) + 1)
    if concerns(effect, judgement):
        for ordinal, permission in sets(effect, scale):
            found[ordinal - 1] = max(found[ordinal - 1], int(permission))
        found[-1] = int(isinstance(effect, Scope) and effect.scope == "no_judgements")
    return tuple(found)


class Permissions:
    """The treatment of every judgement of one side of a space, as diagrams with a `Treatment` at each end.

    `leaving_out`: ids of rules that are to be treated as if they did not stand in the version.
    """

    def __init__(self, space: Space, side: int = 0, leaving_out: Container[str] = ()) -> None:
        self.space, self.side, self.leaving_out = space, side, leaving_out
        self.framework: Framework = space.sides[side]
        self._of: dict[str, Node] = {}
        self._by_rule: dict[tuple[str, str], Treatment] = {}

    def of(self, judgement: str) -> Node:
        """The treatment of a judgement in every case: the strictest that any rule asks for."""
        if judgement not in self._of:
            parts = (node for _, node in self._parts(judgement))
            self._of[judgement] = reduce(self.stricter, parts, self._nothing(judgement))
        return self._of[judgement]

    def without_each(self, judgement: str) -> Iterator[tuple[str, Node]]:
        """For each rule that touches the judgement: its id, and the treatment if that rule did not exist."""
        parts = list(self._parts(judgement))
        after = [self._nothing(judgement)]
        for _, node in reversed(parts):
            after.append(self.stricter(node, after[-1]))
        before = self._nothing(judgement)
        for (rule, node), rest in zip(parts, after[-2::-1], strict=True):
            yield rule, self.stricter(before, rest)
            before = self.stricter(before, node)

    def by_rule(self, rule: Rule, judgement: str) -> Treatment:
        """What a rule does to a judgement when it applies."""
        if (rule.id, judgement) not in self._by_rule:
            scale = self.framework.scale_of(judgement)
            effects = (treatment_of(effect, judgement, scale) for effect in rule.then)
            self._by_rule[rule.id, judgement] = reduce(_strictest, effects, _no_limit(scale))
        return self._by_rule[rule.id, judgement]

    def strictest(self, rules: Iterable[Rule], judgement: str) -> Treatment:
        """What some rules together do to a judgement."""
        nothing = _no_limit(self.framework.scale_of(judgement))
        return reduce(_strictest, (self.by_rule(rule, judgement) for rule in rules), nothing)

    def touched(self, rule: Rule) -> tuple[str, ...]:
        """The judgements that a rule limits when it applies."""
        return tuple(one.id for one in self.framework.judgements if any(self.by_rule(rule, one.id)))

    def stricter(self, one: Node, other: Node) -> Node:
        """The stricter of two treatments, grade by grade."""
        return self.space.diagrams.apply(_strictest, one, other, lambda a, b: a if a == b else None)

    def _nothing(self, judgement: str) -> Node:
        return self.space.diagrams.constant(_no_limit(self.framework.scale_of(judgement)))

    def _parts(self, judgement: str) -> Iterator[tuple[str, Node]]:
        diagrams = self.space.diagrams
        for rule in self.framework.rules:
            if rule.id not in self.leaving_out and any(treatment := self.by_rule(rule, judgement)):
                applies = self.space.applies(self.side, rule.id)
                yield rule.id, diagrams.where(applies, diagrams.constant(treatment), self._nothing(judgement))

    # -------------------------------------------------------------------------------- what follows besides limits

    def tokens(self, rule: Rule) -> Iterator[tuple[str, ...]]:
        """What a rule does besides limiting grades: requirements, the order of decisions, one set for all buildings."""
        for effect in rule.then:
            if isinstance(effect, Requirement):
                yield "requirement", effect.requirement
            elif isinstance(effect, Order):
                yield from (("order", effect.order, before) for before in effect.after)
            elif isinstance(effect, Scope) and effect.scope == "one_set":
                yield ("one_set",)

    # ------------------------------------------------------------------------------------- the grade that is given

    def given(self, judgement: str) -> Node:
        """What it takes to give the very grade that the case has for this judgement."""
        level = self.space.level(self.side, "grade", judgement)
        ordinal = self.space.diagrams.variable(level, self.space.variables[level].meanings)
        return self.space.diagrams.apply(_taken, self.of(judgement), ordinal)

    def stands(self, *, leaving_out: str = "") -> Node:
        """True where every grade of the case can be given (with a reason or explanation where one is needed)."""
        names = [one.id for one in self.framework.judgements if one.id != leaving_out]
        parts = [self.space.diagrams.map(_is_allowed, self.given(name)) for name in names]
        return self.space.diagrams.both(*parts)


def _no_limit(scale: Scale) -> Treatment:
    return (0,) * (len(scale.grades) + 1)


@cache
def _strictest(one: Any, other: Any) -> Treatment:
    return tuple(map(max, one, other))


def _taken(treatment: Hashable, ordinal: Hashable) -> int:
    return cast(Treatment, treatment)[cast(int, ordinal) - 1]


def _is_allowed(permission: Hashable) -> bool:
    return permission != Permission.REFUSED
