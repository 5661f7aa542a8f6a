"""The outcome in sentences that a provider's lawyer could read: every kind of condition, effect and verdict."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle.random_frameworks import frameworks_with_cases
from tests.oracle.tiny import rule, tiny

from evenhand.framework.model import Framework
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.explanation import because, describe, explain
from evenhand.judgement.rules import holds

OVERALL = "overall_experiences_progress"


def told(framework: Framework, **parts: Any) -> str:
    case = Case(framework=framework.id, **parts)
    return "\n".join(str(sentence) for sentence in explain(framework, case, judge(framework, case)))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"grade": "helped_protected", "is": "good"}, "“Protection” is Good"),
        ({"grade": "helped_protected", "at_least": "good"}, "“Protection” is Good or better"),
        ({"grade": "helped_protected", "at_most": "good"}, "“Protection” is Good or worse"),
        ({"fact": "manager"}, "the answer to “Is there a registered manager?” is yes"),
        ({"fact": "manager", "is": False}, "is no"),
        ({"fact": "weeks", "is": 3}, "is 3 weeks"),
        ({"fact": "weeks", "at_least": 3}, "is 3 weeks or more"),
        ({"fact": "weeks", "at_most": 3}, "is 3 weeks or less"),
        ({"fact": "weeks", "more_than": 3}, "is more than 3 weeks"),
        ({"fact": "weeks", "less_than": 3}, "is less than 3 weeks"),
        ({"fact": "effort", "is": "little"}, "is Little"),
        ({"inspection": "monitoring"}, "Monitoring visit"),
        ({"not": {"fact": "manager"}}, "it is not so that the answer"),
        ({"all": [{"fact": "manager"}, {"fact": "weeks", "is": 3}]}, "all of these hold: the answer"),
        ({"any": [{"fact": "manager"}, {"fact": "weeks", "is": 3}]}, "at least one of these holds: the answer"),
    ],
)
def test_every_kind_of_condition_has_words(condition: dict[str, Any], words: str) -> None:
    framework = tiny(rule(condition))
    said = str(describe(framework, framework.rules[0].when))
    assert words in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ({"cap": OVERALL, "at_most": "good"}, "no grade better than Good may be given"),
        ({"expect": OVERALL, "at_most": "good", "strength": "most likely"}, "most likely no better than Good"),
        (
            {"explained_cap": OVERALL, "at_most": "inadequate", "unless_explained": "good"},
            "unless the report explains why, and then no better than Good",
        ),
        (
            {"precondition": OVERALL, "for": "outstanding", "needs": "it shines"},
            "Outstanding needs a record that it shines",
        ),
        ({"scope": "no_judgements"}, "no judgement is made"),
        (
            {"requirement": "chr2015.28"},
            "is to be raised under regulation 28 of The Children's Homes (England) Regulations 2015.",
        ),
        ({"requirement": "chr1900.1"}, "is to be raised under chr1900.1."),
        ({"order": OVERALL, "after": ["leaders_managers"]}, "decide first: Leadership"),
    ],
)
def test_every_kind_of_effect_has_words(effect: dict[str, Any], words: str) -> None:
    said = told(tiny(rule(None, effect)), grades={OVERALL: "outstanding"})
    assert words in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "no grade is proposed yet"),
        ({"grades": {OVERALL: "inadequate", "leaders_managers": "inadequate"}}, "Inadequate may be given."),
        (
            {"grades": {OVERALL: "requires_improvement", "leaders_managers": "inadequate"}},
            "only with a recorded reason",
        ),
        ({"grades": {OVERALL: "good", "leaders_managers": "inadequate"}}, "is refused. The rules allow"),
    ],
)
def test_every_verdict_has_words(parts: dict[str, Any], words: str) -> None:
    assert words in told(tiny(), **parts)


def test_what_cannot_be_decided_says_what_it_needs() -> None:
    said = told(tiny(), grades={OVERALL: "good"})
    assert "Rule R1 cannot be decided yet; it needs: the grade of “Protection”." in said


def test_what_is_not_decided_yet_is_not_promised() -> None:
    decided, undecided = {"helped_protected": "good", "leaders_managers": "good"}, {"leaders_managers": "good"}
    assert "Experiences: Good may be given." in told(tiny(), grades={OVERALL: "good", **decided})
    said = told(tiny(), grades={OVERALL: "good", **undecided})
    assert "Experiences: no rule decided so far stands against Good." in said
    assert "Experiences: no grade is proposed yet. The rules allow" in told(tiny(), grades=decided)
    assert "Experiences: no grade is proposed yet. The rules decided so far allow" in told(tiny(), grades=undecided)


@pytest.mark.parametrize(
    ("condition", "facts", "words"),
    [
        ({"fact": "weeks", "more_than": 26}, {"weeks": 30}, "is 30 weeks (more than 26 weeks): "),
        ({"not": {"fact": "weeks", "more_than": 26}}, {"weeks": 26}, "is 26 weeks (26 weeks or less): "),
        ({"not": {"fact": "weeks", "at_least": 26}}, {"weeks": 3}, "is 3 weeks (less than 26 weeks): "),
        ({"not": {"fact": "effort", "is": "clear"}}, {"effort": "little"}, "is Little: "),
        ({"not": {"inspection": "monitoring"}}, {}, "the inspection is of the type “Full inspection”: "),
        ({"not": {"grade": "leaders_managers", "at_least": "good"}}, {}, "“Leadership” is Inadequate: "),
        (
            {"any": [{"fact": "manager"}, {"fact": "weeks", "is": 3}, {"fact": "effort", "is": "clear"}]},
            {"weeks": 3, "manager": False},
            "because the answer to “For how many weeks was there none?” is 3 weeks: ",
        ),
        (
            {"not": {"all": [{"fact": "manager"}, {"fact": "weeks", "less_than": 9}]}},
            {"weeks": 9, "manager": True},
            "because the answer to “For how many weeks was there none?” is 9 weeks (9 weeks or more): ",
        ),
    ],
)
def test_a_rule_applies_because_of_what_is_so_in_this_case(
    condition: dict[str, Any], facts: dict[str, Any], words: str
) -> None:
    framework = tiny(rule(condition, {"cap": "helped_protected", "at_most": "good"}))
    assert words in told(framework, facts=facts, grades={"leaders_managers": "inadequate"})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(frameworks_with_cases())
def test_no_sentence_is_left_with_a_gap_and_no_rule_that_applies_without_its_grounds(
    pair: tuple[Framework, Case],
) -> None:
    framework, case = pair
    outcome = judge(framework, case)
    for one in outcome.rules:
        when = framework.rule_by_id[one.rule].when
        assert bool(because(framework, when, case)) == (when is not None and holds(when, framework, case) is True)
    for sentence in explain(framework, case, outcome):
        text = str(sentence)
        assert "{" not in text
        assert "None" not in text
        assert text.endswith(".")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(frameworks_with_cases(), st.lists(st.integers(0, 40), min_size=2, max_size=4))
def test_what_was_said_of_other_cases_never_shows(pair: tuple[Framework, Case], weeks: list[int]) -> None:
    framework, case = pair
    cases = [case, *(_with_numbers(framework, case, one) for one in weeks)]
    for one in [*cases, *cases]:
        fresh = framework.model_copy()
        alone = [str(sentence) for sentence in explain(fresh, one, judge(fresh, one))]
        assert [str(sentence) for sentence in explain(framework, one, judge(framework, one))] == alone


def _with_numbers(framework: Framework, case: Case, number: int) -> Case:
    """The case with other answers to its questions about numbers."""
    numbers = {fact.id: min(number, fact.maximum or 0) for fact in framework.facts if fact.type == "integer"}
    return case.model_copy(update={"facts": {name: numbers.get(name, value) for name, value in case.facts.items()}})


def test_the_answers_of_each_case_stand_in_its_own_explanation() -> None:
    framework = tiny(rule({"fact": "weeks", "more_than": 26}, {"cap": "leaders_managers", "at_most": "good"}))
    for weeks in (27, 30, 27, 520):
        assert f"is {weeks} weeks (more than 26 weeks)" in told(framework, facts={"weeks": weeks})
    assert "cannot be decided yet; it needs: “For how many weeks" in told(framework)
