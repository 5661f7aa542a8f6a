"""What stands in the way of a grade, in words that name the rule."""

from __future__ import annotations

from typing import Any

import pytest

from evenhand.casework.grades import limits, scope_rules, troubles, unsettled, why_not
from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, Permission

OVERALL, PROTECTION, LEADERS = "overall_experiences_progress", "helped_protected", "leaders_managers"
PLAIN = {
    "registered_manager": True,
    "manager_qualification": "held",
    "few_staff_qualified": False,
    "multi_building": False,
    "first_inspection": False,
}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load("sccif-2025")


def outcome(framework: Framework, **case: Any) -> Outcome:
    return judge(framework, Case(framework="sccif-2025", **{"facts": PLAIN, **case}))


def test_every_grade_has_its_limit_with_the_rules_that_set_it(framework: Framework) -> None:
    found = limits(framework, outcome(framework, grades={PROTECTION: "inadequate", LEADERS: "good"}), OVERALL)
    assert [(one.grade.id, one.possible) for one in found] == [
        ("outstanding", False),
        ("good", False),
        ("requires_improvement_to_be_good", False),
        ("inadequate", True),
    ]
    assert [bearing.rule.id for bearing in found[0].bearings] == ["R1", "R10"]
    assert [bearing.permission for bearing in found[0].bearings] == [Permission.REFUSED, Permission.REASON]
    assert "Inadequate" in str(found[1].bearings[0].does)
    assert found[3].bearings == ()


def test_where_no_judgement_is_made_every_grade_is_closed_by_that_rule(framework: Framework) -> None:
    empty = {**PLAIN, "first_inspection": True, "children_living_here": False}
    result = outcome(framework, facts=empty)
    assert [rule.id for rule in scope_rules(framework, result)] == ["R11"]
    for limit in limits(framework, result, PROTECTION):
        assert not limit.possible
        assert limit.bearings[0].rule.id == "R11"
    assert unsettled(framework, result) == ()


@pytest.mark.parametrize(
    ("grades", "reasons", "judgement", "said"),
    [
        ({OVERALL: "good"}, {}, OVERALL, "cannot be decided yet. Decide first: How well children are helped"),
        ({PROTECTION: "inadequate", LEADERS: "good", OVERALL: "good"}, {}, OVERALL, "Good is not possible"),
        (
            {PROTECTION: "outstanding"},
            {},
            PROTECTION,
            "Outstanding in “How well children are helped and protected” needs",
        ),
    ],
)
def test_why_a_grade_is_not_accepted_names_the_rule_and_its_words(
    framework: Framework, grades: dict[str, str], reasons: dict[str, str], judgement: str, said: str
) -> None:
    words = str(why_not(framework, outcome(framework, grades=grades, reasons=reasons), judgement))
    assert said in words
    named = [rule for rule in framework.rules if f"Rule {rule.id} – " in words]
    assert named
    assert all(rule.words in words for rule in named)


def test_a_refusal_names_only_the_rules_that_refuse(framework: Framework) -> None:
    grades = {PROTECTION: "inadequate", LEADERS: "good", OVERALL: "outstanding"}
    words = str(why_not(framework, outcome(framework, grades=grades), OVERALL))
    assert "Rule R1 –" in words
    assert "R10" not in words


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"grades": {}}, "propose a grade for “How well children are helped and protected”"),
        ({"grades": {PROTECTION: "inadequate", LEADERS: "good", OVERALL: "good"}}, "is not possible under rule R1"),
        ({"grades": {PROTECTION: "outstanding"}}, "give a reason for Outstanding"),
        ({"grades": {OVERALL: "good"}}, "decide “How well children are helped and protected” and “The effectiveness"),
        ({"grades": {PROTECTION: "good", LEADERS: "good"}, "facts": {}}, "answer the facts that rule R3"),
        (
            {
                "grades": {LEADERS: "good"},
                "facts": {**PLAIN, "few_staff_qualified": True, "staff_qualified_soon": False},
            },
            "explain Good in “The effectiveness of leaders and managers”",
        ),
    ],
)
def test_what_is_unsettled_is_said_in_words(framework: Framework, case: dict[str, Any], said: str) -> None:
    assert any(said in str(words) for words in unsettled(framework, outcome(framework, **case)))


def test_a_judgement_that_nobody_came_to_yet_is_no_trouble(framework: Framework) -> None:
    assert troubles(framework, outcome(framework, grades={})) == ()
    assert (
        len(
            troubles(framework, outcome(framework, grades={PROTECTION: "inadequate", LEADERS: "good", OVERALL: "good"}))
        )
        == 1
    )


def test_a_settled_case_has_nothing_left(framework: Framework) -> None:
    result = outcome(framework, grades=dict.fromkeys((PROTECTION, LEADERS, OVERALL), "good"))
    assert result.settled
    assert unsettled(framework, result) == ()
