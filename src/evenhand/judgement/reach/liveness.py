"""Is every rule live? How often it applies, whether anything would be otherwise without it, what overtakes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from functools import cached_property
from typing import cast

from evenhand.framework.rule import Effect, Rule
from evenhand.judgement.outcome import Permission
from evenhand.judgement.reach.diagrams import Node
from evenhand.judgement.reach.permissions import Permissions, Treatment, made, takes, treatment_of
from evenhand.judgement.reach.results import CaseCount, RuleReach
from evenhand.judgement.reach.space import Space


class Liveness:
    """The rules of one version over the inspections of every type; `here` are the types that were asked about."""

    def __init__(self, space: Space, here: tuple[str, ...]) -> None:
        self.space, self.here = space, here
        self.diagrams = space.diagrams
        self.permissions = Permissions(space)
        self.framework = space.sides[0]
        self._cases = space.cases

    def rules(self) -> tuple[RuleReach, ...]:
        """Every rule, in the order of the file."""
        return tuple(self._rule(rule) for rule in self.framework.rules)

    def _rule(self, rule: Rule) -> RuleReach:
        holds = self._holds(rule)
        here = [kind[0] in self.here for kind in self.space.inspections]
        asked_about = self.diagrams.variable(self.space.level(0, "inspection", ""), here)
        undecided = self.diagrams.map(_is_none, self.space.rule(0, rule.id))
        changes = None if rule.is_note else self._changed(rule)
        return RuleReach(
            rule=rule.id,
            is_note=rule.is_note,
            holds=self._counted(holds),
            holds_here=self._counted(self.diagrams.both(holds, asked_about)),
            changes=None if changes is None else self._counted(changes),
            undecided=self._counted(self.diagrams.both(self.space.valid, undecided)),
            overtaken_by=self._overtaken(rule) if changes == self.diagrams.false != holds else (),
            in_vain=self._in_vain(rule),
        )

    def _counted(self, node: Node) -> CaseCount:
        return CaseCount(self.diagrams.count(node), self._cases)

    def _holds(self, rule: Rule) -> Node:
        return self.diagrams.both(self.space.valid, self.space.applies(0, rule.id))

    # ------------------------------------------------------------------------------------ does it change anything?

    def _changed(self, rule: Rule) -> Node:
        """True in the cases in which something would be otherwise without the rule."""
        without = [self._without[rule.id, name] for name in self.permissions.touched(rule)]
        differs = [
            self.diagrams.apply(_differ, self.permissions.of(name), node)
            for name, node in zip(self.permissions.touched(rule), without, strict=True)
        ]
        alone = [self._alone(rule, token) for token in self.permissions.tokens(rule)]
        return self.diagrams.both(self._holds(rule), self.diagrams.either(*differs, *alone))

    @cached_property
    def _without(self) -> dict[tuple[str, str], Node]:
        return {
            (rule, judgement.id): node
            for judgement in self.framework.judgements
            for rule, node in self.permissions.without_each(judgement.id)
        }

    def _alone(self, rule: Rule, token: tuple[str, ...]) -> Node:
        """True where the rule applies and no other rule raises the same requirement, order or scope."""
        others = [
            self.space.applies(0, one.id) for one in self.framework.rules if one is not rule and self._has(one, token)
        ]
        return self.diagrams.both(self.space.applies(0, rule.id), self.diagrams.negation(self.diagrams.either(*others)))

    def _has(self, rule: Rule, token: tuple[str, ...]) -> bool:
        return token in self.permissions.tokens(rule)

    def _overtaken(self, rule: Rule) -> tuple[str, ...]:
        """The one rule that does at least as much wherever this one applies; else all that play a part there."""
        holds = self._holds(rule)
        touching = [other for other in self.framework.rules if other is not rule and self._meets(rule, other, holds)]
        for other in touching:
            covers = self.diagrams.both(holds, self.space.applies(0, other.id)) == holds
            if covers and self._does_as_much(other, rule):
                return (other.id,)
        return tuple(other.id for other in touching)

    def _meets(self, rule: Rule, other: Rule, holds: Node) -> bool:
        shares = set(self.permissions.touched(rule)) & set(self.permissions.touched(other)) or any(
            self._has(other, token) for token in self.permissions.tokens(rule)
        )
        return bool(shares) and self.diagrams.both(holds, self.space.applies(0, other.id)) != self.diagrams.false

    def _does_as_much(self, other: Rule, rule: Rule) -> bool:
        tokens = all(self._has(other, token) for token in self.permissions.tokens(rule))
        return tokens and all(
            one <= more
            for name in self.permissions.touched(rule)
            for one, more in zip(
                self.permissions.by_rule(rule, name), self.permissions.by_rule(other, name), strict=True
            )
        )

    # ------------------------------------------------------------------------------------------ does it ask in vain?

    def _in_vain(self, rule: Rule) -> tuple[str, ...]:
        """Judgements for which an effect asks a reason or explanation for grades that are then always refused."""
        found: dict[str, list[bool]] = defaultdict(list)
        for judgement in self.framework.judgements:
            for effect in rule.then:
                ordinals = self._asks_for(effect, judgement.id)
                if ordinals:
                    found[judgement.id].append(self._always_refused(rule, judgement.id, ordinals))
        return tuple(name for name, answers in found.items() if any(answers))

    def _asks_for(self, effect: Effect, judgement: str) -> tuple[int, ...]:
        treatment = treatment_of(effect, judgement, self.framework.scale_of(judgement))
        softer = (Permission.REASON, Permission.EXPLANATION)
        return tuple(place for place, one in enumerate(takes(treatment)) if one in softer)

    def _always_refused(self, rule: Rule, judgement: str, places: tuple[int, ...]) -> bool:
        def refused(treatment: Hashable) -> bool | None:
            needs = cast(Treatment, treatment)
            return all(needs[place] == Permission.REFUSED for place in places) if made(needs) else None

        answers = self.diagrams.map(refused, self.permissions.of(judgement))
        among = self.diagrams.where(self._holds(rule), answers, self.diagrams.constant(None))
        return {one for one in self.diagrams.tally(among) if one is not None} == {True}

    # -------------------------------------------------------------------------------------------- order of decisions

    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """Judgements that in some case wait for one another; each group once, in the order of the file."""
        names = [one.id for one in self.framework.judgements]
        waits = {(one, other): self.diagrams.false for one in names for other in names}
        for rule in self.framework.rules:
            for token in self.permissions.tokens(rule):
                if token[0] == "order":
                    pair = (token[1], token[2])
                    waits[pair] = self.diagrams.either(waits[pair], self._holds(rule))
        for middle in names:
            for one in names:
                for other in names:
                    through = self.diagrams.both(waits[one, middle], waits[middle, other])
                    waits[one, other] = self.diagrams.either(waits[one, other], through)
        groups = {
            tuple(other for other in names if other == one or self._both_ways(waits, one, other))
            for one in names
            if waits[one, one] != self.diagrams.false
        }
        return tuple(sorted(groups))

    def _both_ways(self, waits: dict[tuple[str, str], Node], one: str, other: str) -> bool:
        return self.diagrams.both(waits[one, other], waits[other, one]) != self.diagrams.false


def _differ(one: Hashable, other: Hashable) -> bool:
    return one != other


def _is_none(one: Hashable) -> bool:
    return one is None
