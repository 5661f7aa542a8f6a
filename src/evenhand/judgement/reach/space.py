"""Every possible case of one version, or of two versions at once, and conditions as diagrams over these cases.

What counts as a case: one of the asked types of inspection; a grade for every judgement; an answer to every fact that a
rule depends on and that is asked in this case. Whole numbers between two limits that the rules mention are one answer.
Facts on which no rule depends make no difference and are not counted.

With two versions, counterpart judgements share their grade and facts that ask the same share their answer. What only
one version has is there all the same, and the other version does not see it. A shared fact has an answer in the case
when at least one of the versions asks for it; the version that does not ask does not see the answer.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import reduce
from random import Random

from evenhand.framework.model import Framework
from evenhand.framework.rule import COMPARE, All, Any_, Condition, FactIs, FactValue, GradeIs, InspectionIs, Not
from evenhand.judgement.case import Case
from evenhand.judgement.reach.diagrams import LIMIT, Diagrams, Node
from evenhand.judgement.reach.variables import Thing, Variable, answers, can_be_shared, needed, pairs

Codes = tuple[int, ...]


class Space:
    """The cases of one or two versions (`sides`, oldest first) as diagrams; `valid` is True for what is a case.

    `inspections`: the type of inspection on each side, for every type that is asked about. `grades` and `facts`: what
    the second version shares with the first, old id to new id. Raises TooLargeError beyond `limit` steps.
    """

    def __init__(
        self,
        sides: Sequence[Framework],
        inspections: Sequence[tuple[str, ...]],
        grades: Mapping[str, str] = {},
        facts: Mapping[str, str] = {},
        limit: int = LIMIT,
    ) -> None:
        self.sides = tuple(sides)
        self.inspections = tuple(inspections)
        self._needed = tuple(dict.fromkeys(needed(one, side)) for side, one in enumerate(self.sides))
        self._shared = self._pairs(grades, facts)
        self.levels: dict[Thing, int] = {}
        self.variables = self._variables()
        self.diagrams = Diagrams([len(one.meanings) for one in self.variables], limit)
        self._asked: dict[Thing, Node] = {}
        self._conditions: dict[tuple[int, str], Node] = {}
        self.valid = self._valid()

    # -------------------------------------------------------------------------------------------- the variables

    def _pairs(self, grades: Mapping[str, str], facts: Mapping[str, str]) -> dict[Thing, Thing]:
        """What of the second side is one with something of the first."""
        if len(self.sides) == 1:
            return {}
        shared = {Thing(1, "inspection", ""): Thing(0, "inspection", "")}
        shared |= {Thing(1, "grade", new): Thing(0, "grade", old) for old, new in pairs(grades).items()}
        for old, new in pairs(facts).items():
            one, other = Thing(0, "fact", old), Thing(1, "fact", new)
            both = (self.sides[0], self.sides[0].fact_by_id[old]), (self.sides[1], self.sides[1].fact_by_id[new])
            needed_by_both = one in self._needed[0] and other in self._needed[1]
            if needed_by_both and can_be_shared(both[0][1], both[1][1]) and answers(both):
                shared[other] = one
        return shared

    def _variables(self) -> tuple[Variable, ...]:
        variables: list[Variable] = []
        others = {one: other for other, one in self._shared.items()}
        for thing in (thing for some in self._needed for thing in some):
            if (twin := self._shared.get(thing)) is not None:
                self.levels[thing] = self.levels[twin]
                continue
            self.levels[thing] = len(variables)
            things = [thing, *([others[thing]] if thing in others else [])]
            names = tuple(next((one.name for one in things if one.side == side), "") for side in range(len(self.sides)))
            variables.append(Variable(thing.kind, names, self._meanings(things)))
        return tuple(variables)

    def _meanings(self, things: list[Thing]) -> tuple[FactValue | tuple[str, ...] | None, ...]:
        first = things[0]
        if first.kind == "inspection":
            return self.inspections
        if first.kind == "grade":
            return tuple(grade.ordinal for grade in self.sides[first.side].scale_of(first.name).worst_first)
        asked_of = [(self.sides[one.side], self.sides[one.side].fact_by_id[one.name]) for one in things]
        always = any(fact.ask_when is None for _, fact in asked_of)
        return answers(asked_of) if always else (*answers(asked_of), None)

    def level(self, side: int, kind: str, name: str) -> int:
        """The place of a grade or fact among the variables; KeyError when no rule depends on the fact."""
        return self.levels[Thing(side, kind, name)]  # type: ignore[arg-type]

    # ------------------------------------------------------------------------------------------- the conditions

    def condition(self, side: int, condition: Condition | None) -> Node:
        """A condition over all cases: True, False, or None where a question that it depends on is not asked."""
        diagrams = self.diagrams
        match condition:
            case None:
                return diagrams.true
            case All(all=inner):
                return reduce(self._every, [self.condition(side, one) for one in inner])
            case Any_(any=inner):
                return reduce(self._some, [self.condition(side, one) for one in inner])
            case Not(not_=one):
                return diagrams.map(_opposite, self.condition(side, one))
            case InspectionIs(inspection=kind):
                return diagrams.variable(
                    self.level(side, "inspection", ""), [k[side] == kind for k in self.inspections]
                )
            case GradeIs(grade=judgement):
                return self._grade(side, judgement, condition)
            case FactIs():
                return self._fact(side, condition)

    def _every(self, one: Node, other: Node) -> Node:
        false, true = self.diagrams.false, self.diagrams.true

        def shortcut(a: Node, b: Node) -> Node | None:
            return false if false in (a, b) else b if a == true else a if b in (true, a) else None

        return self.diagrams.apply(_kleene_and, one, other, shortcut)

    def _some(self, one: Node, other: Node) -> Node:
        false, true = self.diagrams.false, self.diagrams.true

        def shortcut(a: Node, b: Node) -> Node | None:
            return true if true in (a, b) else b if a == false else a if b in (false, a) else None

        return self.diagrams.apply(_kleene_or, one, other, shortcut)

    def _grade(self, side: int, judgement: str, condition: GradeIs) -> Node:
        word, wanted = condition.comparison
        limit = self.sides[side].scale_of(judgement).ordinal(wanted)
        level = self.level(side, "grade", judgement)
        return self.diagrams.variable(level, [COMPARE[word](one, limit) for one in self.variables[level].meanings])

    def _fact(self, side: int, condition: FactIs) -> Node:
        word, wanted = condition.comparisons[0] if condition.comparisons else ("is", True)
        level = self.level(side, "fact", condition.fact)
        meanings = self.variables[level].meanings
        answer = self.diagrams.variable(
            level, [None if one is None else COMPARE[word](one, wanted) for one in meanings]
        )
        return self.diagrams.where(self.asked(side, condition.fact), answer, self.diagrams.constant(None))

    def asked(self, side: int, fact: str) -> Node:
        """True where this version asks for the fact."""
        thing = Thing(side, "fact", fact)
        if thing not in self._asked:
            asked = self.condition(side, self.sides[side].fact_by_id[fact].ask_when)
            self._asked[thing] = self.diagrams.map(_is_true, asked)
        return self._asked[thing]

    def _valid(self) -> Node:
        """A case has an answer to exactly what is asked in it."""
        parts = []
        for level, variable in enumerate(self.variables):
            if variable.kind == "fact" and variable.meanings[-1] is None:
                asked = [self.asked(side, name) for side, name in enumerate(variable.names) if name]
                answered = self.diagrams.variable(level, [one is not None for one in variable.meanings])
                parts.append(self.diagrams.apply(_equal, answered, self.diagrams.either(*asked)))
        return self.diagrams.both(*parts)

    def rule(self, side: int, rule_id: str) -> Node:
        """A rule's condition over all cases: True, False or None (undecided)."""
        if (side, rule_id) not in self._conditions:
            rule = self.sides[side].rule_by_id[rule_id]
            self._conditions[side, rule_id] = self.condition(side, rule.when)
        return self._conditions[side, rule_id]

    def applies(self, side: int, rule_id: str) -> Node:
        """True where the rule's condition holds; as in the engine, an undecided rule does not apply."""
        return self.diagrams.map(_is_true, self.rule(side, rule_id))

    # ------------------------------------------------------------------------------------------------ the cases

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return self.diagrams.count(self.valid)

    def asked_facts(self, side: int) -> tuple[str, ...]:
        """The facts of one version that are asked in some case."""
        facts = [thing.name for thing in self.levels if thing.side == side and thing.kind == "fact"]
        never = self.diagrams.false
        return tuple(name for name in facts if self.diagrams.both(self.valid, self.asked(side, name)) != never)

    def among_cases(self, node: Node) -> Node:
        """The function where there is a case, and None elsewhere."""
        return self.diagrams.where(self.valid, node, self.diagrams.constant(None))

    def valid_at(self, level: int, *codes: int) -> Node:
        """True where there is a case with each of these codes at the level, everything else being equal."""
        return self.diagrams.both(*(self.diagrams.fixed(self.valid, level, code) for code in codes))

    def case(self, side: int, codes: Codes) -> Case:
        """A case as one version sees it, with nothing recorded besides grades and answers."""
        framework = self.sides[side]
        facts: dict[str, FactValue] = {}
        grades: dict[str, str] = {}
        for thing, level in self.levels.items():
            meaning = self.variables[level].meanings[codes[level]]
            if thing.side != side or meaning is None or isinstance(meaning, tuple):
                continue
            if thing.kind == "grade":
                grades[thing.name] = framework.scale_of(thing.name).at(int(meaning)).id
            elif self.diagrams.at(self.asked(side, thing.name), codes) is True:
                facts[thing.name] = meaning
        kind = self.inspections[codes[self.level(side, "inspection", "")]][side]
        ordered = {fact.id: facts[fact.id] for fact in framework.facts if fact.id in facts}
        return Case(framework=framework.id, inspection=kind, facts=ordered, grades=grades)

    def draw(self, number: int, random: Random) -> list[Codes]:
        """Cases drawn evenly from all of them."""
        return self.diagrams.draw(self.valid, number, random)


def every_type(framework: Framework) -> tuple[tuple[str, ...], ...]:
    """Every type of inspection of one version, as a space wants them."""
    return tuple((kind.id,) for kind in framework.inspection_types)


def _kleene_and(one: Hashable, other: Hashable) -> Hashable:
    return False if one is False or other is False else None if one is None or other is None else True


def _kleene_or(one: Hashable, other: Hashable) -> Hashable:
    return True if one is True or other is True else None if one is None or other is None else False


def _opposite(one: Hashable) -> Hashable:
    return None if one is None else one is not True


def _is_true(one: Hashable) -> bool:
    return one is True


def _equal(one: Hashable, other: Hashable) -> bool:
    return one is other
