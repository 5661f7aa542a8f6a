"""Every possible case, found by diagrams, is what the engine says case by case: counted, compared and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product
from math import prod
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.oracle.random_frameworks import frameworks
from tests.oracle.tiny import FACTS, TYPES, rule, tiny

from evenhand.framework.crosswalk import bridge
from evenhand.framework.model import Fact, Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.framework.rule import COMPARE, FactIs, conditions_in
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, Permission, RuleState
from evenhand.judgement.reach import EVERY, compare_reach, reach
from evenhand.judgement.reach.permissions import Permissions
from evenhand.judgement.reach.seen import treatments
from evenhand.judgement.reach.space import Space, every_type
from evenhand.judgement.rules import holds
from evenhand.provenance import canonical

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def asking(draw: st.DrawFn) -> Framework:
    """A random framework in which some facts are asked only sometimes, and with no more cases than can be walked."""
    framework = draw(frameworks())
    facts: list[dict[str, Any]] = []
    for fact in framework.facts[:3]:
        earlier = [one["id"] for one in facts if one["type"] == "boolean"]
        choices: list[Any] = [None, {"inspection": "full"}]
        choices += [{"fact": name, "is": draw(st.booleans())} for name in earlier]
        judgement = framework.judgements[0]
        choices.append({"grade": judgement.id, "at_least": framework.scale_of(judgement.id).at(2).id})
        facts.append(fact.model_dump(by_alias=True, exclude_none=True) | {"ask_when": draw(st.sampled_from(choices))})
    kept = {one["id"] for one in facts}
    rules = [
        rule.model_dump(by_alias=True, exclude_none=True)
        for rule in framework.rules
        if all(leaf.fact in kept for leaf in conditions_in(rule.when) if isinstance(leaf, FactIs))
    ]
    return tiny(
        judgements=[one.model_dump() for one in framework.judgements[:3]],
        scales=[one.model_dump() for one in framework.scales],
        facts=facts,
        rules=[rule for rule in rules if "j3" not in canonical(rule).decode()],
    )


def leaves(framework: Framework, fact: str) -> list[FactIs]:
    """Every comparison with the fact."""
    conditions = [*(rule.when for rule in framework.rules), *(one.ask_when for one in framework.facts)]
    found = [leaf for one in conditions for leaf in conditions_in(one) if isinstance(leaf, FactIs)]
    return [leaf for leaf in found if leaf.fact == fact]


def answers(fact: Fact, framework: Framework) -> list[Any]:
    """One answer for each run of numbers that the comparisons cannot tell apart; every other answer by itself."""
    if fact.type == "boolean":
        return [False, True]
    if fact.type == "choice":
        return [choice.id for choice in fact.choices]
    kept: list[int] = []
    before: list[bool] | None = None
    for number in range(fact.minimum or 0, (fact.maximum or 0) + 1):
        told = [COMPARE[w](number, v) for leaf in leaves(framework, fact.id) for w, v in leaf.comparisons]
        if told != before:
            kept.append(number)
        before = told
    return kept


def mattering(framework: Framework) -> list[Fact]:
    """Facts that a rule depends on, also through what decides if it is asked."""
    wanted = {leaf.fact for rule in framework.rules for leaf in conditions_in(rule.when) if isinstance(leaf, FactIs)}
    for fact in reversed(framework.facts):
        if fact.id in wanted:
            wanted |= {leaf.fact for leaf in conditions_in(fact.ask_when) if isinstance(leaf, FactIs)}
    return [fact for fact in framework.facts if fact.id in wanted]


def every_case(framework: Framework, inspections: list[str]) -> Iterator[Case]:
    """Every case, one after the other."""
    ladders = [[grade.id for grade in framework.scale_of(one.id).worst_first] for one in framework.judgements]
    for inspection, grades in product(inspections, product(*ladders)):
        named = dict(zip(framework.judgement_by_id, grades, strict=True))
        pending = [Case(framework=framework.id, inspection=inspection, grades=named)]
        for fact in mattering(framework):
            following: list[Case] = []
            for case in pending:
                if holds(fact.ask_when, framework, case) is True:
                    told = [{**case.facts, fact.id: answer} for answer in answers(fact, framework)]
                    following += [case.model_copy(update={"facts": facts}) for facts in told]
                else:
                    following.append(case)
            pending = following
        yield from pending


def key(case: Case) -> str:
    return canonical({"i": case.inspection, "g": dict(case.grades), "f": dict(case.facts)}).decode()


def is_made(outcome: Outcome) -> bool:
    return not next(iter(treatments(outcome).values()))[-1]


@SLOW
@given(asking())
def test_the_counts_of_reach_are_those_of_walking_through_every_case(framework: Framework) -> None:
    kinds = [kind["id"] for kind in TYPES]
    outcomes = {key(case): (case, judge(framework, case)) for case in every_case(framework, kinds)}
    found = reach(framework, inspection=EVERY)
    assert found.method == "exact"
    assert found.cases == len(outcomes)
    assert found.made.cases == sum(is_made(outcome) for _, outcome in outcomes.values())
    for one in found.grades:
        place, grade = one.ordinal - 1, framework.scale_of(one.judgement).at(one.ordinal).id
        takes = [outcome.of(one.judgement).permissions[place] for _, outcome in outcomes.values() if is_made(outcome)]
        assert one.allowed.cases == sum(permission is not Permission.REFUSED for permission in takes)
        assert one.free.cases == sum(permission is Permission.ALLOWED for permission in takes)
        given_there = [outcome for case, outcome in outcomes.values() if case.grades[one.judgement] == grade]
        assert one.given.cases == sum(
            all(each.permissions[(each.proposed or 0) - 1] is not Permission.REFUSED for each in outcome.judgements)
            for outcome in given_there
        )
    for best in found.best:
        tally = Counter(max(o.of(best.judgement).allowed, default=0) for _, o in outcomes.values() if is_made(o))
        assert {ordinal: count.cases for ordinal, count in best.by_ordinal.items() if count.cases} == {
            ordinal: number for ordinal, number in tally.items() if ordinal
        }


@SLOW
@given(asking())
def test_what_is_said_of_rules_is_what_the_engine_says_without_them(framework: Framework) -> None:
    kinds = [kind["id"] for kind in TYPES]
    cases = list(every_case(framework, kinds))
    outcomes = [judge(framework, case) for case in cases]
    for number, one in enumerate(reach(framework).rules):
        states = [outcome.rules[number].state for outcome in outcomes]
        rule = framework.rule_by_id[one.rule]
        if rule.is_note:
            assert one.changes is None
            continue
        parts = {name: getattr(framework, name) for name in Framework.model_fields}
        rest = tuple(other for other in framework.rules if other.id != one.rule)
        without = Framework.model_validate({**parts, "rules": rest})
        assert one.holds.cases == states.count(RuleState.APPLIES)
        assert one.undecided.cases == states.count(RuleState.CANNOT_SAY)
        here = [case.inspection == "full" and s is RuleState.APPLIES for case, s in zip(cases, states, strict=True)]
        assert one.holds_here.cases == sum(here)
        changed = 0
        for case, outcome in zip(cases, outcomes, strict=True):
            other = judge(without, case)
            changed += (
                treatments(outcome) != treatments(other)
                or outcome.requirements != other.requirements
                or followed(framework, outcome) != followed(without, other)
            )
        assert (one.changes.cases if one.changes else 0) == changed


def followed(framework: Framework, outcome: Outcome) -> set[Any]:
    """Orders and one-set rules in force in a case."""
    applying = [one.rule for one in outcome.rules if one.state is RuleState.APPLIES]
    effects = [effect for rule in applying for effect in framework.rule_by_id[rule].then]
    orders = {(e.order, name) for e in effects if hasattr(e, "order") for name in e.after}
    return orders | {"one_set" for e in effects if getattr(e, "scope", "") == "one_set"}


@SLOW
@given(asking())
def test_a_better_grade_lowers_what_the_engine_says_it_lowers(framework: Framework) -> None:
    told = {key(case): case for case in every_case(framework, ["full"])}
    vectors = {name: treatments(judge(framework, case)) for name, case in told.items()}
    found = {(one.better, one.judgement): one for one in reach(framework).lowered}
    for better, judgement in product(framework.judgement_by_id, repeat=2):
        if better == judgement:
            continue
        forbids = asks = pairs = 0
        for case in told.values():
            for worse, other in combinations(framework.scale_of(better).worst_first, 2):
                if case.grades[better] == worse.id:
                    changed = case.model_copy(update={"grades": {**case.grades, better: other.id}})
                    if key(changed) in told:
                        pairs += 1
                        low, high = vectors[key(case)][judgement][:-1], vectors[key(changed)][judgement][:-1]
                        lost = any(a < b == Permission.REFUSED for a, b in zip(low, high, strict=True))
                        forbids += lost
                        asks += not lost and any(a < b for a, b in zip(low, high, strict=True))
        one = found.get((better, judgement))
        assert (one.forbids.cases if one else 0, one.asks.cases if one else 0) == (forbids, asks)
        assert one is None or one.forbids.of == pairs


def worlds(old: Framework, new: Framework) -> Iterator[tuple[Case, Case]]:
    """What two versions see of each state of the world, for versions that share what has the same id and kind.

    A state has an answer to every question, asked or not; what each version asks is all it sees. States of which both
    versions see the same are one case.
    """
    sides = (old, new)
    ladders = {
        (name, len(one.scale_of(name).grades)): [grade.ordinal for grade in one.scale_of(name).worst_first]
        for one in sides
        for name in one.judgement_by_id
    }
    asked = {(fact.id, fact.type): fact for one in sides for fact in mattering(one)}
    told = {name: joint_answers(fact, [one for one in sides if asks(one, fact)]) for name, fact in asked.items()}
    seen: set[tuple[str, str]] = set()
    for grades, facts in product(product(*ladders.values()), product(*told.values())):
        state = dict(zip(ladders, grades, strict=True)), dict(zip(told, facts, strict=True))
        pair = (view(old, *state), view(new, *state))
        if (name := (key(pair[0]), key(pair[1]))) not in seen:
            seen.add(name)
            yield pair


def asks(framework: Framework, fact: Fact) -> bool:
    """Whether a rule of the version depends on this question."""
    return any(one.id == fact.id and one.type == fact.type for one in mattering(framework))


def joint_answers(fact: Fact, frameworks_: list[Framework]) -> list[Any]:
    """The answers that at least one of the versions can tell apart."""
    return sorted({answer for one in frameworks_ for answer in answers(fact, one)}, key=str)


def view(framework: Framework, grades: dict[Any, int], facts: dict[Any, Any]) -> Case:
    """What one version sees of a state."""
    scales = {name: framework.scale_of(name) for name in framework.judgement_by_id}
    named = {name: scale.at(grades[name, len(scale.grades)]).id for name, scale in scales.items()}
    case = Case(framework=framework.id, grades=named)
    for fact in mattering(framework):
        if holds(fact.ask_when, framework, case) is True:
            case = case.model_copy(update={"facts": {**case.facts, fact.id: facts[fact.id, fact.type]}})
    return case


@SLOW
@given(asking(), asking())
def test_two_versions_are_compared_as_the_engine_would_case_by_case(old: Framework, new: Framework) -> None:
    assume(size(old) * size(new) <= 40_000)
    check_as_the_engine_would(old, new)


def asked_when(manager: Any, weeks: Any, effort: Any, *rules: dict[str, Any]) -> Framework:
    """The small framework with its three facts asked under these conditions."""
    facts = [fact | {"ask_when": when} for fact, when in zip(FACTS, (manager, weeks, effort), strict=True)]
    return tiny(*rules, facts=facts)


NO_MANAGER = {"fact": "manager", "is": False}
LONG = {"fact": "weeks", "more_than": 26}
EARLY = rule({"fact": "weeks", "more_than": 12}, {"expect": "leaders_managers", "at_most": "inadequate"}, name="E")
LATE = rule({"all": [NO_MANAGER, LONG]}, {"cap": "leaders_managers", "at_most": "requires_improvement"}, name="L")
LITTLE = rule(
    {"any": [{"fact": "effort", "is": "little"}, {"grade": "helped_protected", "is": "inadequate"}]},
    {"cap": "overall_experiences_progress", "at_most": "good"},
    name="T",
)
VERSIONS = (
    asked_when(None, None, None, EARLY, LITTLE),
    asked_when(None, NO_MANAGER, LONG, LATE, LITTLE),
    asked_when(None, {"grade": "leaders_managers", "is": "good"}, None, EARLY, LATE, LITTLE),
    asked_when(None, NO_MANAGER, {"all": [NO_MANAGER, LONG]}, EARLY, LITTLE),
    asked_when({"grade": "helped_protected", "at_least": "good"}, NO_MANAGER, NO_MANAGER, LATE, LITTLE),
)


@pytest.mark.parametrize(("one", "other"), list(product(range(len(VERSIONS)), repeat=2)))
def test_versions_that_ask_the_same_question_on_other_occasions(one: int, other: int) -> None:
    check_as_the_engine_would(VERSIONS[one], VERSIONS[other])


def check_as_the_engine_would(old: Framework, new: Framework) -> None:
    """Assert that the comparison is that of judging every case on both sides."""
    joins = bridge(old, new, shelf=lambda: ())
    found = compare_reach(old, new, joins, history=False)
    classes: Counter[str] = Counter()
    vectors: dict[tuple[int, str], Any] = {}
    for pair in worlds(old, new):
        for side, (framework, case) in enumerate(zip((old, new), pair, strict=True)):
            if (side, key(case)) not in vectors:
                vectors[side, key(case)] = treatments(judge(framework, case))
        one, other = (vectors[side, key(case)] for side, case in enumerate(pair))
        classes[classed([(one[a], other[b]) for a, b in joins.counterparts.items()])] += 1
    assert found.cases == classes.total()
    for name in ("same", "harsher", "more_lenient", "not_comparable"):
        assert getattr(found.overall, name).cases == classes[name], name
    for example in found.examples:
        sides = zip((old, new), (example.old_case, example.new_case), strict=True)
        one, other = (treatments(judge(framework, case)) for framework, case in sides)
        assert one[example.old_judgement] == example.old_treatment
        assert other[example.new_judgement] == example.new_treatment
        pair_class = classed([(example.old_treatment, example.new_treatment)])
        assert pair_class == example.treated.value != "same"


def size(framework: Framework) -> int:
    """About how many states one version can tell apart."""
    grades = prod(len(framework.scale_of(name).grades) for name in framework.judgement_by_id)
    return grades * prod(len(answers(fact, framework)) for fact in mattering(framework))


def classed(pairs: list[tuple[Any, Any]]) -> str:
    """The class of a case, said plainly; where nothing is compared, nothing follows."""
    if not pairs or any(one[-1] != other[-1] for one, other in pairs):
        return "not_comparable"
    steps = [(a, b) for one, other in pairs for a, b in zip(one, other, strict=True)]
    stricter, milder = any(b > a for a, b in steps), any(b < a for a, b in steps)
    return "not_comparable" if stricter and milder else "harsher" if stricter else "more_lenient" if milder else "same"


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_a_shipped_version_says_in_drawn_cases_what_the_engine_says(framework_id: str) -> None:
    framework = load(framework_id)
    space = Space([framework], every_type(framework))
    permissions = Permissions(space)
    for codes in space.draw(300, Random(7)):
        found = treatments(judge(framework, space.case(0, codes)))
        for judgement in framework.judgements:
            assert space.diagrams.at(permissions.of(judgement.id), codes) == found[judgement.id]


def test_ten_judgements_and_twelve_facts_are_counted_exactly() -> None:
    judgements = [
        {"id": f"j{n}", "title": f"J {n}", "role": "graded", "scale": "four", "key": f"k{n}"} for n in range(10)
    ]
    facts = [{"id": f"f{n}", "type": "boolean", "question": f"And {n}?"} for n in range(12)]
    # Nine rules of two grades or facts each, and one of three facts: each by itself, so that chances multiply.
    rules = [
        {
            "id": f"R{n}",
            "title": f"R {n}",
            "words": "As it says.",
            "when": {"all": [{"grade": f"j{n}", "is": "inadequate"}, {"fact": f"f{n}"}]},
            "then": [{"cap": "j9", "at_most": "inadequate" if n < 5 else "good"}],
        }
        for n in range(9)
    ]
    rules.append(
        {
            "id": "R9",
            "title": "R 9",
            "words": "As it says.",
            "when": {"all": [{"fact": "f9"}, {"any": [{"fact": "f10"}, {"fact": "f11"}]}]},
            "then": [{"expect": "j9", "at_most": "good"}],
        }
    )
    found = reach(tiny(judgements=judgements, facts=facts, rules=rules))
    cases = 4**10 * 2**12
    hard = cases - cases * 7**5 // 8**5  # one of five chances of 1 in 8
    soft = cases * 7**5 // 8**5 - cases * 7**9 // 8**9
    best = {one.judgement: one for one in found.best}["j9"]
    assert (found.method, found.cases) == ("exact", cases)
    assert {ordinal: count.cases for ordinal, count in best.by_ordinal.items()} == {
        1: hard,
        2: 0,
        3: soft,
        4: cases - hard - soft,
    }
    assert found.refused.cases == hard + soft
    assert found.asked.cases == (cases - hard - soft) * 3 // 8
    assert {one.rule: one.holds.cases for one in found.rules}["R3"] == 2 * cases // 8
