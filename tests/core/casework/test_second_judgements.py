"""Changes after feedback and second judgements: who may, when, and who sees what, written out as tables."""

from __future__ import annotations

import pytest

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import (
    NotNow,
    Refusal,
    Situation,
    check_discussed,
    check_draw,
    check_independent,
    check_manager,
    check_second_judge,
    may_be_drawn,
)
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_grades, may_see_pair

TEAM = frozenset({"ida"})


def actor(id: str, *roles: Role, homes: frozenset[str] = frozenset()) -> Actor:
    return Actor(id, frozenset(roles), homes)


def refused(check, *args, **named) -> str:
    try:
        check(*args, **named)
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("told", "stood", "becomes", "discussed", "code"),
    [
        (False, "good", "inadequate", False, ""),
        (True, "", "good", False, ""),
        (True, "good", "good", False, ""),
        (True, "good", "", False, ""),
        (True, "good", "inadequate", True, ""),
        (True, "good", "inadequate", False, "PO050"),
    ],
)
def test_only_a_new_grade_after_feedback_needs_a_discussion(told, stood, becomes, discussed, code) -> None:
    assert refused(check_discussed, told=told, stood=stood, becomes=becomes, discussed=discussed) == code


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (actor("quentin", Role.QUALITY_ASSURER), ""),
        (actor("ada", Role.ADMINISTRATOR), ""),
        (actor("iris", Role.INSPECTOR), "PO051"),
        (actor("ida", Role.INSPECTOR, Role.QUALITY_ASSURER), "PO052"),
        (actor("wrote", Role.QUALITY_ASSURER), "PO052"),
        (actor("petra", Role.ADMINISTRATOR, homes=frozenset({"FICTION1"})), "PO052"),
    ],
)
def test_who_counts_as_a_manager(who, code) -> None:
    situation = Situation(Stage.UNDER_WAY, team=TEAM, authors=frozenset({"wrote"}))
    assert refused(check_manager, who, situation, "FICTION1") == code


@pytest.mark.parametrize("stage", list(Stage))
def test_evidence_is_judged_again_between_submission_and_publication_only(stage) -> None:
    possible = stage in (Stage.IN_QUALITY_ASSURANCE, Stage.APPROVED, Stage.WITH_PROVIDER)
    assert may_be_drawn(stage) is possible
    code = refused(check_second_judge, actor("iris", Role.INSPECTOR), Situation(stage, team=TEAM), drawn=True)
    assert code == ("" if possible else "PO064")


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (actor("iris", Role.INSPECTOR), ""),
        (actor("quentin", Role.QUALITY_ASSURER), ""),
        (actor("ida", Role.INSPECTOR), "PO062"),
        (actor("approved", Role.QUALITY_ASSURER), "PO062"),
        (actor("ada", Role.ADMINISTRATOR), "PO061"),
        (actor("petra", Role.INSPECTOR, homes=frozenset({"FICTION1"})), "PO061"),
    ],
)
def test_who_judges_a_second_time(who, code) -> None:
    situation = Situation(Stage.APPROVED, team=TEAM, approver="approved")
    assert refused(check_second_judge, who, situation, urn="FICTION1", drawn=True) == code
    with pytest.raises(Refusal):
        check_second_judge(who, situation, urn="FICTION1", drawn=False)


def test_managers_draw_and_nobody_else() -> None:
    may = {role for role in Role if not refused(check_draw, actor("x", role))}
    assert may == {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    ("who", "when_complete"),
    [
        (actor("iris", Role.INSPECTOR), True),
        (actor("ida", Role.INSPECTOR), True),
        (actor("quentin", Role.QUALITY_ASSURER), True),
        (actor("ada", Role.ADMINISTRATOR), True),
        (actor("ivan", Role.INSPECTOR), False),
        (actor("fay", Role.FRAMEWORK_AUTHOR), False),
        (actor("petra", Role.PROVIDER), False),
        (actor("ada", Role.ADMINISTRATOR, homes=frozenset({"FICTION1"})), False),
    ],
)
def test_both_are_shown_together_and_only_when_complete(who, when_complete) -> None:
    sees, why = may_see_pair(who, second="iris", team=TEAM, complete=True, urn="FICTION1")
    assert sees is when_complete and str(why)
    assert not may_see_pair(who, second="iris", team=TEAM, complete=False, urn="FICTION1")[0]


def test_the_second_judge_sees_no_grade_of_the_team_until_complete() -> None:
    iris = actor("iris", Role.INSPECTOR)
    assert not may_see_grades(iris, second="iris", complete=False)
    assert may_see_grades(iris, second="iris", complete=True)
    assert may_see_grades(actor("ivan", Role.INSPECTOR), second="iris", complete=False)
    assert may_see_grades(iris, second="", complete=False)
    with pytest.raises(NotNow, match="PO065"):
        check_independent(sees=False)
