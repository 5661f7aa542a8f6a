"""May this happen now, and may this person do it: each refusal with its code, and each permission."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.casework.policies import NotNow, Refusal, Situation, check, check_import_register, check_schedule, may
from evenhand.casework.stages import Act, Stage
from evenhand.casework.versions import Conflict, Stale, check_based_on
from evenhand.wording import say

IDA = Actor("ida", frozenset({Role.INSPECTOR}))
IRIS = Actor("iris", frozenset({Role.INSPECTOR}))
QUENTIN = Actor("quentin", frozenset({Role.QUALITY_ASSURER}))
QUINN = Actor("quinn", frozenset({Role.QUALITY_ASSURER, Role.INSPECTOR}))
PETRA = Actor("petra", frozenset({Role.PROVIDER}), frozenset({"FICTION1"}))
FAY = Actor("fay", frozenset({Role.FRAMEWORK_AUTHOR}))
ADA = Actor("ada", frozenset({Role.ADMINISTRATOR}))
EVERYBODY = (IDA, IRIS, QUENTIN, QUINN, PETRA, FAY, ADA, NOBODY)

WORKING = Situation(Stage.UNDER_WAY, team=frozenset({"ida"}), authors=frozenset({"ida"}))
REVIEWING = replace(WORKING, stage=Stage.IN_QUALITY_ASSURANCE)
APPROVED = replace(WORKING, stage=Stage.APPROVED, approver="quentin")
TEAM_ACTS = (Act.RECORD_EVIDENCE, Act.ANSWER_FACTS, Act.PROPOSE_GRADE, Act.WRITE_REPORT, Act.SUBMIT)


def code(who: Actor, act: Act, situation: Situation) -> str:
    refusal = may(who, act, situation)
    return refusal.code if refusal else ""


@pytest.mark.parametrize("act", TEAM_ACTS)
def test_the_team_and_nobody_else_works_on_the_record(act: Act) -> None:
    assert {who.id: code(who, act, WORKING) for who in EVERYBODY} == {
        "ida": "",
        "iris": "PO012",
        "quentin": "PO011",
        "quinn": "PO012",
        "petra": "PO011",
        "fay": "PO011",
        "ada": "PO011",
        "": "PO011",
    }


@pytest.mark.parametrize(
    ("act", "situation"),
    [
        (Act.APPROVE, REVIEWING),
        (Act.RETURN, REVIEWING),
        (Act.PUBLISH, replace(APPROVED, approver="somebody")),
        (Act.PUBLISH, replace(APPROVED, approver="somebody", stage=Stage.WITH_PROVIDER)),
    ],
)
def test_quality_is_assured_by_somebody_who_had_no_hand_in_it(act: Act, situation: Situation) -> None:
    assert {who.id: code(who, act, situation) for who in EVERYBODY} == {
        "ida": "PO013",
        "iris": "PO013",
        "quentin": "",
        "quinn": "",
        "petra": "PO013",
        "fay": "PO013",
        "ada": "PO013",
        "": "PO013",
    }
    assert code(QUINN, act, replace(situation, authors=frozenset({"ida", "quinn"}))) == "PO014"
    assert code(QUINN, act, replace(situation, team=frozenset({"ida", "quinn"}))) == "PO014"


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.WITH_PROVIDER])
def test_whoever_approved_a_report_does_not_publish_it(stage: Stage) -> None:
    situation = replace(APPROVED, stage=stage)
    assert code(QUENTIN, Act.PUBLISH, situation) == "PO100"
    assert code(QUINN, Act.PUBLISH, situation) == ""


@pytest.mark.parametrize("act", [Act.ANSWER_COMMENT, Act.GIVE_FINAL, Act.REVISE])
def test_only_the_team_speaks_with_the_provider(act: Act) -> None:
    situation = replace(APPROVED, stage=Stage.WITH_PROVIDER)
    assert {who.id for who in EVERYBODY if not code(who, act, situation)} == {"ida"}
    assert {who.id for who in EVERYBODY if not code(who, Act.SEND_DRAFT, APPROVED)} == {"ida"}


def test_the_team_or_an_administrator_cancels() -> None:
    allowed = {who.id for who in EVERYBODY if not code(who, Act.CANCEL, WORKING)}
    assert allowed == {"ida", "ada"}
    assert code(IRIS, Act.CANCEL, WORKING) == "PO010"


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("act", list(Act))
def test_what_is_not_in_the_table_is_refused_whoever_asks(stage: Stage, act: Act) -> None:
    from evenhand.casework.stages import next_stage

    if next_stage(stage, act) is None:
        for who in EVERYBODY:
            refusal = may(who, act, replace(WORKING, stage=stage))
            assert isinstance(refusal, NotNow)
            assert refusal.code == "PO001"
            assert stage.value.replace("_", " ") in str(refusal.reason)


def test_a_closed_record_says_that_nothing_is_possible() -> None:
    refusal = may(IDA, Act.SUBMIT, replace(WORKING, stage=Stage.PUBLISHED))
    assert refusal is not None
    assert "the record is closed" in str(refusal)


def test_what_is_unsettled_stops_submission_and_nothing_else() -> None:
    unsettled = replace(WORKING, unsettled=(say("propose a grade"), say("answer a fact")))
    assert {act: code(IDA, act, unsettled) for act in TEAM_ACTS} == {
        **dict.fromkeys(TEAM_ACTS, ""),
        Act.SUBMIT: "PO002",
    }
    assert "propose a grade and answer a fact" in str(may(IDA, Act.SUBMIT, unsettled))


def test_check_raises_what_may_returns() -> None:
    with pytest.raises(Refusal) as caught:
        check(PETRA, Act.SUBMIT, WORKING)
    assert caught.value.code == "PO011"
    assert not isinstance(caught.value, NotNow)


def test_who_schedules_and_who_imports() -> None:
    def passes(ask: object, who: Actor) -> bool:
        try:
            ask(who)  # type: ignore[operator]
        except Refusal as refusal:
            assert refusal.code in ("PO015", "PO016")
            return False
        return True

    assert [who.id for who in EVERYBODY if passes(check_schedule, who)] == ["ida", "iris", "quinn", "ada"]
    assert [who.id for who in EVERYBODY if passes(check_import_register, who)] == ["ada"]


def test_a_stale_write_carries_both_texts_and_the_versions() -> None:
    check_based_on(2, 2, theirs="a", yours="b")
    with pytest.raises(Stale) as caught:
        check_based_on(1, 2, theirs="a", yours="b")
    assert (caught.value.theirs, caught.value.yours, caught.value.based_on, caught.value.current) == ("a", "b", 1, 2)
    assert isinstance(caught.value, NotNow)
    assert "version 1" in str(caught.value) and "version 2" in str(caught.value)


def test_a_conflict_gives_nothing_away() -> None:
    assert Conflict().code == "PO004"
    assert "record yours as a new one" in str(Conflict())
