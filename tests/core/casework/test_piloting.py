"""Shadow judgements of a pilot: who may do what, and who sees what; whatever nobody allowed is refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.casework.piloting import (
    check_classify,
    check_hand_in,
    check_join_pilot,
    check_keep_pilot,
    check_pilot_is_open,
    check_read_pilot_pairs,
    check_shadow_judge,
    check_shadow_work,
    first_is_final,
    may_see_shadow,
    time_spent,
)
from evenhand.casework.policies import Refusal, Situation
from evenhand.casework.stages import Stage

URN = "FICTION1"
AUTHOR = Actor("author", frozenset({Role.FRAMEWORK_AUTHOR}))
ASSURER = Actor("assurer", frozenset({Role.QUALITY_ASSURER}))
FIRST = Actor("first", frozenset({Role.INSPECTOR}))
SHADOW = Actor("shadow", frozenset({Role.INSPECTOR}))
BOTH = Actor("both", frozenset({Role.INSPECTOR, Role.QUALITY_ASSURER}))
UNDER_WAY = Situation(Stage.UNDER_WAY, team=frozenset({"first"}), authors=frozenset({"first", "writer"}))
APPROVED = Situation(Stage.APPROVED, team=frozenset({"first"}), approver="approver")


def code(function: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refusal) as caught:
        function(*args, **kwargs)
    return caught.value.code


def of(name: str, *roles: Role, homes: frozenset[str] = frozenset()) -> Actor:
    return Actor(name, frozenset(roles), homes)


def test_only_framework_authors_open_and_close_a_pilot() -> None:
    check_keep_pilot(AUTHOR)
    assert {code(check_keep_pilot, one) for one in (ASSURER, FIRST, NOBODY)} == {"PO180"}


def test_nothing_is_added_to_a_closed_pilot() -> None:
    check_pilot_is_open(closed=False)
    assert code(check_pilot_is_open, closed=True) == "PO181"


JOINS = {"framework": "old", "old": "old", "in_sample": True, "joined": False, "urn": URN}


def test_a_quality_assurer_adds_a_live_inspection_of_the_sample_under_the_old_framework() -> None:
    check_join_pilot(ASSURER, UNDER_WAY, **JOINS)
    check_join_pilot(of("admin", Role.ADMINISTRATOR), APPROVED, **JOINS)


@pytest.mark.parametrize(
    ("actor", "situation", "more", "expected"),
    [
        (FIRST, UNDER_WAY, {}, "PO182"),
        (AUTHOR, UNDER_WAY, {}, "PO182"),
        (of("first", Role.QUALITY_ASSURER), UNDER_WAY, {}, "PO182"),
        (of("x", Role.QUALITY_ASSURER, homes=frozenset({URN})), UNDER_WAY, {}, "PO182"),
        (ASSURER, Situation(Stage.PUBLISHED), {}, "PO183"),
        (ASSURER, Situation(Stage.CANCELLED), {}, "PO183"),
        (ASSURER, UNDER_WAY, {"framework": "other"}, "PO184"),
        (ASSURER, UNDER_WAY, {"in_sample": False}, "PO185"),
        (ASSURER, UNDER_WAY, {"joined": True}, "PO186"),
    ],
)
def test_whatever_does_not_fit_is_not_added(
    actor: Actor, situation: Situation, more: dict[str, Any], expected: str
) -> None:
    assert code(check_join_pilot, actor, situation, **{**JOINS, **more}) == expected


JUDGES = {"urn": URN, "has_interest": False, "has_seen": False, "blind": True}


def test_an_inspector_from_elsewhere_is_a_shadow_judge_and_may_know_the_grades_only_when_the_plan_is_not_blind() -> (
    None
):
    check_shadow_judge(SHADOW, UNDER_WAY, **JUDGES)
    check_shadow_judge(SHADOW, UNDER_WAY, **{**JUDGES, "has_seen": True, "blind": False})


@pytest.mark.parametrize(
    ("judge", "more", "expected"),
    [
        (ASSURER, {}, "PO187"),
        (FIRST, {}, "PO188"),
        (of("writer", Role.INSPECTOR), {}, "PO188"),
        (SHADOW, {"has_interest": True}, "PO189"),
        (of("x", Role.INSPECTOR, homes=frozenset({URN})), {}, "PO189"),
        (SHADOW, {"has_seen": True}, "PO190"),
    ],
)
def test_nobody_near_the_inspection_is_its_shadow_judge(judge: Actor, more: dict[str, Any], expected: str) -> None:
    assert code(check_shadow_judge, judge, UNDER_WAY, **{**JUDGES, **more}) == expected


def test_who_approved_it_is_not_its_shadow_judge() -> None:
    assert code(check_shadow_judge, of("approver", Role.INSPECTOR), APPROVED, **JUDGES) == "PO188"


def test_only_the_named_judge_works_and_only_until_it_is_handed_in() -> None:
    check_shadow_work(SHADOW, judge="shadow", handed_in=False)
    assert code(check_shadow_work, FIRST, judge="shadow", handed_in=False) == "PO191"
    assert code(check_shadow_work, NOBODY, judge="", handed_in=False) == "PO191"
    assert code(check_shadow_work, of("shadow"), judge="shadow", handed_in=False) == "PO191"
    assert code(check_shadow_work, SHADOW, judge="shadow", handed_in=True) == "PO192"


def test_every_judgement_is_made_before_handing_in() -> None:
    check_hand_in(missing=())
    with pytest.raises(Refusal, match="Overall and Safety") as caught:
        check_hand_in(missing=["Overall", "Safety"])
    assert caught.value.code == "PO193"


def test_the_first_judgement_stands_from_approval_on() -> None:
    assert {one for one in Stage if first_is_final(one)} == {Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED}


CLASSIFIES = {"judge": "shadow", "handed_in": True, "differs": True, "urn": URN}


@pytest.mark.parametrize(
    ("actor", "situation", "more", "expected"),
    [
        (AUTHOR, APPROVED, {}, "PO194"),
        (of("x", Role.QUALITY_ASSURER, homes=frozenset({URN})), APPROVED, {}, "PO194"),
        (of("first", Role.QUALITY_ASSURER), APPROVED, {}, "PO195"),
        (of("shadow", Role.QUALITY_ASSURER), APPROVED, {}, "PO195"),
        (of("approver", Role.QUALITY_ASSURER), APPROVED, {}, "PO195"),
        (ASSURER, APPROVED, {"handed_in": False}, "PO196"),
        (ASSURER, UNDER_WAY, {}, "PO196"),
        (ASSURER, APPROVED, {"differs": False}, "PO197"),
    ],
)
def test_reasons_are_classified_by_who_judged_neither_when_both_are_final(
    actor: Actor, situation: Situation, more: dict[str, Any], expected: str
) -> None:
    check_classify(ASSURER, APPROVED, **CLASSIFIES)
    assert code(check_classify, actor, situation, **{**CLASSIFIES, **more}) == expected


def test_pairs_are_read_by_framework_authors_and_quality_assurers_who_do_not_inspect() -> None:
    for one in (AUTHOR, ASSURER):
        check_read_pilot_pairs(one, closed=False)
    check_read_pilot_pairs(BOTH, closed=True)
    assert code(check_read_pilot_pairs, BOTH, closed=False) == "PO199"
    for one in (FIRST, SHADOW, NOBODY, of("p", Role.PROVIDER), of("c", Role.COMMISSIONER), of("a", Role.ADMINISTRATOR)):
        assert code(check_read_pilot_pairs, one, closed=True) == "PO198"


def test_a_shadow_judgement_is_seen_by_nobody_that_is_not_named_here() -> None:
    seen = {
        (roles, name, handed_in, closed)
        for roles, name, handed_in, closed in product(Role, ("judge", "first", "other"), (False, True), (False, True))
        if may_see_shadow(of(name, roles), judge="judge", team=frozenset({"first"}), handed_in=handed_in, closed=closed)
    }
    states = list(product((False, True), (False, True)))
    own = {(Role.INSPECTOR, "judge", *state) for state in states}
    readers = {
        (role, "other", True, closed)
        for role in (Role.QUALITY_ASSURER, Role.FRAMEWORK_AUTHOR)
        for closed in (False, True)
    }
    team_after = {(role, "first", True, True) for role in (Role.QUALITY_ASSURER, Role.FRAMEWORK_AUTHOR)}
    assert seen == own | readers | team_after


def test_who_answers_for_the_home_never_sees_a_shadow_judgement() -> None:
    for role, closed in product(Role, (False, True)):
        who = of("judge", role, Role.INSPECTOR, Role.QUALITY_ASSURER, homes=frozenset({URN}))
        assert not may_see_shadow(who, judge="judge", team=frozenset(), handed_in=True, closed=closed, urn=URN)


def test_long_pauses_are_no_time_spent() -> None:
    start = datetime(2026, 12, 1, 9)
    minutes = (0, 10, 40, 71, 75)
    assert time_spent(start + timedelta(minutes=one) for one in reversed(minutes)) == timedelta(minutes=10 + 30 + 4)
    assert time_spent([start]) == time_spent([]) == timedelta()
