"""Complaints: their states, who deals with them, and the holds that they open."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.casework.complaints import (
    COMPLAINT_TRANSITIONS,
    ComplaintAct,
    ComplaintOutcome,
    ComplaintState,
    complaint_diagram,
    lifts_hold,
)
from evenhand.casework.policies import Refusal, Situation
from evenhand.casework.provider_policies import (
    check_close_window,
    check_comment,
    check_complain,
    check_complaint_act,
    check_handle_complaint,
    check_hold,
)
from evenhand.casework.stages import Stage

HOME = "FICTION1"
PETRA = Actor("petra", frozenset({Role.PROVIDER}), frozenset({HOME}))
PAUL = Actor("paul", frozenset({Role.PROVIDER}), frozenset({"FICTION2"}))
IDA = Actor("ida", frozenset({Role.INSPECTOR}))
QUENTIN = Actor("quentin", frozenset({Role.QUALITY_ASSURER}))
QUINN = Actor("quinn", frozenset({Role.QUALITY_ASSURER, Role.INSPECTOR}))
ADA = Actor("ada", frozenset({Role.ADMINISTRATOR}))
FAY = Actor("fay", frozenset({Role.FRAMEWORK_AUTHOR}))
BOTH = Actor("both", frozenset({Role.ADMINISTRATOR, Role.PROVIDER}), frozenset({HOME}))
EVERYBODY = (PETRA, PAUL, IDA, QUENTIN, QUINN, ADA, FAY, BOTH, NOBODY)
HERE = Situation(Stage.WITH_PROVIDER, team=frozenset({"ida"}), authors=frozenset({"ida"}), approver="quentin")


def code(check, *arguments, **options) -> str:
    try:
        check(*arguments, **options)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_every_state_is_reached_and_only_a_closed_complaint_stays() -> None:
    reached, border = {ComplaintState.MADE}, [ComplaintState.MADE]
    while border:
        for to in COMPLAINT_TRANSITIONS.get(border.pop(), {}).values():
            if to not in reached:
                reached.add(to)
                border.append(to)
    assert reached == set(ComplaintState)
    assert set(ComplaintState) - set(COMPLAINT_TRANSITIONS) == {ComplaintState.CLOSED}
    assert all(state.value in complaint_diagram() for state in ComplaintState)


@pytest.mark.parametrize("state", list(ComplaintState))
@pytest.mark.parametrize("act", list(ComplaintAct))
def test_a_complaint_moves_by_its_table_and_no_other_way(state: ComplaintState, act: ComplaintAct) -> None:
    to = COMPLAINT_TRANSITIONS.get(state, {}).get(act)
    in_time = act is ComplaintAct.ASK_REVIEW
    if to is None:
        assert code(check_complaint_act, state, act, in_time=in_time) == "PO122"
    else:
        assert check_complaint_act(state, act, in_time=in_time) is to


def test_a_review_is_asked_for_in_time_and_nobody_closes_before_that() -> None:
    answered = ComplaintState.ANSWERED
    assert code(check_complaint_act, answered, ComplaintAct.ASK_REVIEW, in_time=False) == "PO123"
    assert code(check_complaint_act, answered, ComplaintAct.CLOSE, in_time=True) == "PO124"


def test_only_a_complaint_that_is_not_upheld_lifts_its_hold_by_itself() -> None:
    assert [one for one in ComplaintOutcome if lifts_hold(one)] == [ComplaintOutcome.NOT_UPHELD]


def test_the_provider_of_the_home_and_nobody_else_comments_and_complains() -> None:
    for who in EVERYBODY:
        is_theirs = who in (PETRA, BOTH)
        assert code(check_comment, who, HOME, published=False) == ("" if is_theirs else "PO112")
        assert code(check_close_window, who, HOME, is_open=True) == ("" if is_theirs else "PO112")
        assert code(check_complain, who, HOME, foreseen=True, is_open=True) == ("" if is_theirs else "PO116")
    assert code(check_comment, PETRA, HOME, published=True) == "PO113"
    assert code(check_close_window, PETRA, HOME, is_open=False) == "PO114"
    assert code(check_complain, PETRA, HOME, foreseen=False, is_open=True) == "PO117"
    assert code(check_complain, PETRA, HOME, foreseen=True, is_open=False) == "PO118"


def test_a_complaint_is_dealt_with_by_a_manager_who_had_no_hand_in_the_report() -> None:
    assert {who.id: code(check_handle_complaint, who, HERE, HOME) for who in EVERYBODY} == {
        "petra": "PO119",
        "paul": "PO119",
        "ida": "PO119",
        "quentin": "PO120",
        "quinn": "",
        "ada": "",
        "fay": "PO119",
        "both": "PO119",
        "": "PO119",
    }
    assert code(check_handle_complaint, ADA, HERE, HOME, answered_by="ada") == "PO121"
    assert code(check_handle_complaint, QUINN, HERE, HOME, answered_by="ada") == ""


def test_managers_hold_publication_back_until_the_report_is_published() -> None:
    assert {who.id for who in EVERYBODY if not code(check_hold, who, HOME, published=False)} == {
        "quentin",
        "quinn",
        "ada",
    }
    assert code(check_hold, ADA, HOME, published=True) == "PO126"


def test_the_documentation_shows_this_diagram() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "complaints.md").read_text()
    assert complaint_diagram() in page
