"""When rules are too tangled for diagrams: cases drawn evenly and judged one by one, with intervals, labelled so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import ceil, floor
from random import Random

from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, Permission, RuleState
from evenhand.judgement.reach.diagrams import LIMIT, TooLargeError
from evenhand.judgement.reach.limits import ASKS, NOT_MADE, REFUSES, severity
from evenhand.judgement.reach.monotony import ASKS as ASKS_MORE
from evenhand.judgement.reach.monotony import FINE, FORBIDS, change, told
from evenhand.judgement.reach.ordinary import Ordinary
from evenhand.judgement.reach.permissions import Permissions, Treatment, best_allowed, made
from evenhand.judgement.reach.results import (
    BestAllowed,
    CaseCount,
    FrameworkReach,
    GradeReach,
    Lowered,
    RuleReach,
    Sample,
)
from evenhand.judgement.reach.seen import treatments
from evenhand.judgement.reach.space import Codes, Space, every_type
from evenhand.wording import say

SEED = 20_150_401
DRAWN, DRAWN_PAIRS = 5_000, 1_000


def estimate(seen: int, drawn: int, of: int) -> CaseCount:
    """So many seen among the drawn, as a number of all cases with Wilson's 95% interval; exact when nothing is open."""
    from scipy.stats import binomtest

    if not drawn or not of:
        return CaseCount(0, of, (0, of))
    interval = binomtest(seen, drawn).proportion_ci(confidence_level=0.95, method="wilson")
    low, high = floor(interval.low * of), min(of, ceil(interval.high * of))
    return CaseCount(round(seen / drawn * of), of, (low, high))


def space_for_drawing(make: Callable[[int], Space], limit: int) -> Space:
    """A space whose cases can be counted and drawn; raises BadInput when not even that is within the usual limit."""
    try:
        return make(max(limit, LIMIT))
    except TooLargeError:
        message = say("which facts are asked depends on too many others to be worked out; make 'ask_when' simpler")
        raise BadInput.at("RC002", message, field="facts") from None


def sampled_reach(framework: Framework, inspections: tuple[str, ...], limit: int) -> FrameworkReach:
    """The answers that a sample can give; conditions of single rules are counted exactly where they are small."""
    random = Random(SEED)  # noqa: S311 - for a reproducible sample, not for secrets
    chosen = [(kind,) for kind in inspections]
    space = space_for_drawing(lambda most: Space([framework], chosen, limit=most), limit)
    whole = space_for_drawing(lambda most: Space([framework], every_type(framework), limit=most), limit)
    here = _Drawn(space, random)
    return FrameworkReach(
        framework=framework,
        inspections=inspections,
        method="sampled",
        sample=Sample(here.drawn, SEED),
        facts=space.asked_facts(0),
        cases=space.cases,
        made=here.count(here.drawn - here.fares[NOT_MADE]),
        refused=here.of_made(here.fares[REFUSES]),
        asked=here.of_made(here.fares[ASKS]),
        grades=tuple(here.grades()),
        best=tuple(here.best()),
        rules=tuple(_Drawn(whole, random).rules(inspections)),
        lowered=tuple(_lowered(space, random)),
        cycles=(),
    )


class _Drawn:
    """Cases of one space, drawn and judged."""

    def __init__(self, space: Space, random: Random) -> None:
        self.space, self.framework = space, space.sides[0]
        self.cases = [space.case(0, codes) for codes in space.draw(DRAWN, random)]
        self.drawn = len(self.cases)
        self.outcomes = [judge(self.framework, case) for case in self.cases]
        self.treatments = [treatments(outcome) for outcome in self.outcomes]
        self.fares = Counter(max(severity(one) for one in some.values()) for some in self.treatments)

    def count(self, seen: int) -> CaseCount:
        """Seen among all drawn, as cases."""
        return estimate(seen, self.drawn, self.space.cases)

    def of_made(self, seen: int) -> CaseCount:
        """Seen among the drawn in which judgements are made, as cases (both numbers are then estimates)."""
        judged = self.drawn - self.fares[NOT_MADE]
        return estimate(seen, judged, self.count(judged).cases)

    def grades(self) -> Iterator[GradeReach]:
        stands = [all(_allowed(one) for one in _given(self.framework, *pair)) for pair in self._pairs()]
        for judgement in self.framework.judgements:
            needs = [some[judgement.id] for some in self.treatments if made(some[judgement.id])]
            for grade in self.framework.scale_of(judgement.id).worst_first:
                place = grade.ordinal - 1
                given = (case.grades[judgement.id] == grade.id for case in self.cases)
                yield GradeReach(
                    judgement=judgement.id,
                    ordinal=grade.ordinal,
                    allowed=self.count(sum(_allowed(one[place]) for one in needs)),
                    free=self.count(sum(one[place] == Permission.ALLOWED for one in needs)),
                    given=self.count(sum(both and is_it for both, is_it in zip(stands, given, strict=True))),
                )

    def _pairs(self) -> Iterable[tuple[Case, Mapping[str, Treatment]]]:
        return zip(self.cases, self.treatments, strict=True)

    def best(self) -> Iterator[BestAllowed]:
        for judgement in self.framework.judgements:
            some = (one[judgement.id] for one in self.treatments)
            tally = Counter(best_allowed(one) for one in some if made(one))
            ordinals = range(1, len(self.framework.scale_of(judgement.id).grades) + 1)
            yield BestAllowed(judgement.id, {one: self.of_made(tally[one]) for one in ordinals}, self.of_made(tally[0]))

    def rules(self, here: tuple[str, ...]) -> Iterator[RuleReach]:
        permissions = Permissions(self.space)
        for place, rule in enumerate(self.framework.rules):
            states = [outcome.rules[place].state for outcome in self.outcomes]
            changed = sum(_changes(permissions, rule.id, outcome) for outcome in self.outcomes)
            applied = [state is RuleState.APPLIES for state in states]
            counts = [
                sum(applied),
                sum(one and case.inspection in here for one, case in zip(applied, self.cases, strict=True)),
                sum(state is RuleState.CANNOT_SAY for state in states),
            ]
            holds, holds_here, undecided = self._exactly(rule.id, here) or map(self.count, counts)
            changes = None if rule.is_note else self.count(changed)
            yield RuleReach(rule.id, rule.is_note, holds, holds_here, changes, undecided)

    def _exactly(self, rule: str, here: tuple[str, ...]) -> tuple[CaseCount, ...] | None:
        """How often one condition holds and is undecided, when that by itself is small enough."""
        diagrams = self.space.diagrams
        diagrams.limit = diagrams.steps + LIMIT // 10
        try:
            applies = diagrams.both(self.space.valid, self.space.applies(0, rule))
            asked_about = [kind[0] in here for kind in self.space.inspections]
            holds_here = diagrams.both(applies, diagrams.variable(self.space.level(0, "inspection", ""), asked_about))
            blank = diagrams.map(lambda one: one is None, self.space.among_cases(self.space.rule(0, rule)))
            undecided = diagrams.both(self.space.valid, blank)
            nodes = (applies, holds_here, undecided)
            return tuple(CaseCount(diagrams.count(node), self.space.cases) for node in nodes)
        except TooLargeError:
            return None


def _allowed(permission: int) -> bool:
    return permission != Permission.REFUSED


def _given(framework: Framework, case: Case, some: Mapping[str, Treatment]) -> Iterator[int]:
    for judgement, treatment in some.items():
        yield treatment[framework.scale_of(judgement).ordinal(case.grades[judgement]) - 1]


def _changes(permissions: Permissions, rule_id: str, outcome: Outcome) -> bool:
    """Whether something in this case would be otherwise without the rule."""
    rule = permissions.framework.rule_by_id[rule_id]
    applying = [one.rule for one in outcome.rules if one.state is RuleState.APPLIES]
    if rule_id not in applying:
        return False
    others = [permissions.framework.rule_by_id[name] for name in applying if name != rule_id]
    tokens = {token for other in others for token in permissions.tokens(other)}
    if any(token not in tokens for token in permissions.tokens(rule)):
        return True
    now = treatments(outcome)
    return any(permissions.strictest(others, judgement) != now[judgement] for judgement in permissions.touched(rule))


def _lowered(space: Space, random: Random) -> Iterator[Lowered]:
    """Pairs of cases that differ in one grade; the smallest of those that were drawn is told."""
    framework, ordinary = space.sides[0], Ordinary(space)
    for better in framework.judgements:
        level = space.level(0, "grade", better.id)
        pairs = [pair for codes in space.draw(DRAWN_PAIRS, random) if (pair := _pair(space, codes, level, random))]
        found = [tuple(treatments(judge(framework, space.case(0, codes))) for codes in pair) for pair in pairs]
        for judgement in (one.id for one in framework.judgements if one is not better):
            changes = [change(worse[judgement], other[judgement]) for worse, other in found]
            if worst := max(changes, default=FINE):
                of = space.cases * (space.diagrams.sizes[level] - 1) // 2
                forbids, asks = (estimate(changes.count(kind), len(pairs), of) for kind in (FORBIDS, ASKS_MORE))
                smallest = min(
                    (pair for pair, kind in zip(pairs, changes, strict=True) if kind == worst),
                    key=lambda pair: (ordinary.distance(pair[0]), pair),
                )
                cases = [space.case(0, codes) for codes in smallest]
                story = told(ordinary, smallest, better.id, judgement)
                yield Lowered(better.id, judgement, forbids, asks, cases[0], cases[1], story)


def _pair(space: Space, codes: Codes, level: int, random: Random) -> tuple[Codes, Codes] | None:
    """The drawn case and one that differs only in this grade, worse first; None when that is no case."""
    other = random.choice([code for code in range(space.diagrams.sizes[level]) if code != codes[level]])
    changed = (*codes[:level], other, *codes[level + 1 :])
    if space.diagrams.at(space.valid, changed) is not True:
        return None
    return (codes, changed) if codes[level] < other else (changed, codes)
