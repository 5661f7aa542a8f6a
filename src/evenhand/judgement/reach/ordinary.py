"""The ordinary case, and the case that differs from it in the fewest ways."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import cast

from evenhand.framework.rule import FactIs, conditions_in
from evenhand.judgement.reach.diagrams import Node, TooLargeError
from evenhand.judgement.reach.space import Codes, Space
from evenhand.scale import Scale

# Costs of one difference and of how far it goes; a case has far fewer than a thousand steps of distance.
_DIFFERENCE, _APPLIES = 1_000, 1_000_000


def ordinary_ordinal(scale: Scale) -> int:
    """The grade of the ordinary home: good, or on a scale that has no such grade the best but one."""
    return scale.ordinal("good") if scale.has("good") else max(1, len(scale.grades) - 1)


class Ordinary:
    """The ordinary case of a space: every grade good, and answers with which the fewest rules apply.

    Of several such answers those that leave the fewest rules able to apply; then "no", the first choice, the lowest
    number. The first type of inspection is the ordinary one.
    """

    def __init__(self, space: Space) -> None:
        self.space = space

    @cached_property
    def codes(self) -> Codes:
        """The ordinary code of every variable; for a question that is not asked, the answer if it were."""
        try:
            return self._found()
        except TooLargeError:
            # Then answers are sampled, and the ordinary ones are "no", the first choice and the lowest number.
            good = enumerate(self.space.variables)
            return tuple(self._good(level) if variable.kind == "grade" else 0 for level, variable in good)

    def _found(self) -> Codes:
        space, diagrams = self.space, self.space.diagrams
        burden = space.diagrams.where(self._held(space.valid), self._burden, diagrams.constant(None))
        case = diagrams.cheapest(burden, self._costs, _ending) or (0,) * len(space.variables)
        codes = list(case)
        for level, variable in enumerate(space.variables):
            if variable.meanings[codes[level]] is None:
                is_asked = diagrams.variable(level, [one is not None for one in variable.meanings])
                some = diagrams.where(is_asked, burden, diagrams.constant(None))
                found = diagrams.cheapest(some, self._costs, _ending)
                codes[level] = found[level] if found else 0
        return tuple(codes)

    def _held(self, node: Node) -> Node:
        """The function with every grade good."""
        for level, variable in enumerate(self.space.variables):
            if variable.kind == "grade":
                node = self.space.diagrams.fixed(node, level, self._good(level))
        return node

    def _good(self, level: int) -> int:
        variable = self.space.variables[level]
        side = 0 if variable.names[0] else 1
        return ordinary_ordinal(self.space.sides[side].scale_of(variable.names[side])) - 1

    @cached_property
    def _burden(self) -> Node:
        """How many rules apply when every grade is good."""
        diagrams = self.space.diagrams
        total = diagrams.constant(0)
        for side, framework in enumerate(self.space.sides):
            for rule in framework.rules:
                if rule.then and rule.when is not None:
                    held = diagrams.map(int, self._held(self.space.applies(side, rule.id)))  # type: ignore[arg-type]
                    total = diagrams.apply(_sum, total, held)
        return total

    @cached_property
    def _costs(self) -> list[list[int]]:
        costs = []
        for level, variable in enumerate(self.space.variables):
            if variable.kind == "grade":
                good = self._good(level)
                costs.append([int(code != good) for code in range(len(variable.meanings))])
            elif variable.kind == "inspection":
                # Before everything else: another type of inspection is not ordinary, whatever its rules.
                costs.append([code * _APPLIES * 1_000 for code in range(len(variable.meanings))])
            else:
                open_to = self._open_to(level)
                answers = enumerate(variable.meanings)
                costs.append(
                    [0 if one is None else open_to[code] * _DIFFERENCE + min(code, 9) for code, one in answers]
                )
        return costs

    def _open_to(self, level: int) -> list[int]:
        """For each answer to a fact: how many of the rules that look at the fact can still apply."""
        space, found = self.space, [0] * len(self.space.variables[level].meanings)
        for side, name in enumerate(space.variables[level].names):
            for rule in space.sides[side].rules:
                looks = any(isinstance(leaf, FactIs) and leaf.fact == name for leaf in conditions_in(rule.when))
                if looks and rule.then:
                    can_apply = space.diagrams.both(space.valid, space.applies(side, rule.id))
                    for code in range(len(found)):
                        found[code] += space.diagrams.fixed(can_apply, level, code) != space.diagrams.false
        return found

    @cached_property
    def distances(self) -> list[list[int]]:
        """What each code costs as a difference from the ordinary case; a question not asked is no difference."""
        found = []
        for level, variable in enumerate(self.space.variables):
            own = self.codes[level]
            found.append(
                [
                    0 if code == own or meaning is None else _DIFFERENCE + abs(code - own)
                    for code, meaning in enumerate(variable.meanings)
                ]
            )
        return found

    def nearest(self, wanted: Node) -> Codes | None:
        """The case, of those for which the function is True, that differs from the ordinary one in the fewest ways."""
        among = self.space.diagrams.both(self.space.valid, wanted)
        return self.space.diagrams.cheapest(among, self.distances)

    def distance(self, codes: Sequence[int]) -> int:
        """How far a case is from the ordinary one: first the number of differences, then how far they go."""
        return sum(self.distances[level][code] for level, code in enumerate(codes))

    def differences(self, codes: Sequence[int]) -> tuple[int, ...]:
        """The levels at which a case differs from the ordinary one: grades first, then answers."""
        levels = [level for level, code in enumerate(codes) if self.distances[level][code]]
        return tuple(sorted(levels, key=lambda level: (self.space.variables[level].kind != "grade", level)))


def _sum(one: Hashable, other: Hashable) -> int:
    return cast(int, one) + cast(int, other)


def _ending(burden: Hashable) -> int | None:
    return None if burden is None else cast(int, burden) * _APPLIES
