"""A second judgement that was left unfinished is handed on by a manager; what was judged is kept, not compared."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from tests.web.consistency_story import JUDGEMENTS, a_second_judging, judged_twice
from tests.web.inspection_pages import at, text

from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.models import SecondHandedOn, SecondJudgement, SecondJudging
from evenhand.web.inspections.seconds import second_of
from evenhand.web.register.queries import with_homes

REASON = "Ill for some weeks."


def unfinished(cast):
    """Iris began, and gave the first of three."""
    inspection = a_second_judging(cast, by=cast.iris)
    actions.judge_second(
        by=cast.iris, inspection=inspection, judgement=JUDGEMENTS[0], grade="good", reason="Apart.", seconds=9
    )
    return inspection


def test_somebody_else_judges_afresh_and_only_theirs_is_compared(cast):
    inspection = unfinished(cast)
    actions.hand_on_second(by=cast.ada, inspection=inspection, reason=REASON)
    assert second_of(inspection) is None
    assert inspection in queries.waiting_for_second(with_homes(cast.quentin))
    actions.begin_second(by=cast.quentin, inspection=inspection, had_seen=False)
    assert not queries.waiting_for_second(with_homes(cast.quentin))
    judged_twice(cast, inspection, by=cast.quentin, grade="requires_improvement_to_be_good")
    (pair,) = queries.pairs(with_homes(cast.ada))
    assert pair.row.by == cast.quentin.username
    assert {one.second for one in pair.compared} == {"Requires improvement to be good"}
    assert SecondJudgement.objects.filter(judging__by=cast.iris.username).count() == 1, "kept"


def test_who_left_it_does_not_take_it_up_again(cast):
    inspection = unfinished(cast)
    actions.hand_on_second(by=cast.ada, inspection=inspection, reason=REASON)
    with pytest.raises(Refusal, match="PO074"):
        actions.begin_second(by=cast.iris, inspection=inspection, had_seen=False)
    with pytest.raises(Refusal, match="PO067"):
        actions.judge_second(
            by=cast.iris, inspection=inspection, judgement=JUDGEMENTS[1], grade="good", reason="x", seconds=1
        )
    assert inspection not in queries.waiting_for_second(with_homes(cast.iris))


@pytest.mark.parametrize(("who", "code"), [("ida", "PO070"), ("iris", "PO070"), ("petra", "PO070"), ("fay", "PO070")])
def test_only_a_manager_hands_it_on(cast, who, code):
    with pytest.raises(Refusal, match=code):
        actions.hand_on_second(by=getattr(cast, who), inspection=unfinished(cast), reason=REASON)


def test_not_the_second_judge_themselves_and_only_what_is_unfinished(cast):
    own = a_second_judging(cast, by=cast.quentin)
    with pytest.raises(Refusal, match="PO071"):
        actions.hand_on_second(by=cast.quentin, inspection=own, reason=REASON)
    judged_twice(cast, own, by=cast.quentin)
    with pytest.raises(NotNow, match="PO072"):
        actions.hand_on_second(by=cast.ada, inspection=own, reason=REASON)


def test_it_needs_a_reason_is_audited_and_never_changes(cast):
    inspection = unfinished(cast)
    with pytest.raises(BadInput, match="IN014"):
        actions.hand_on_second(by=cast.ada, inspection=inspection, reason="  ")
    row = actions.hand_on_second(by=cast.ada, inspection=inspection, reason=REASON)
    assert row.made == 1 and Event.objects.filter(action="second_judgement.handed_on").count() == 1
    for rows, change in ((SecondHandedOn, {"reason": "x"}), (SecondJudging, {"had_seen": True})):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.objects.update(**change)


def test_the_pages(cast, as_):
    inspection = unfinished(cast)
    browser = as_(cast.ada)
    assert "Hand it on to somebody else" in text(browser.get(at("second", inspection)))
    assert "Hand it on" not in text(as_(cast.iris).get(at("second", inspection)))
    page = at("hand_on_second", inspection)
    assert "Iris Inspector began and did not finish" in text(browser.get(page))
    assert browser.post(page, {"reason": ""}).status_code == 422
    assert browser.post(page, {"reason": REASON}).status_code == 302
    shown = text(browser.get(at("second", inspection)))
    assert REASON in shown and "1 judgement made until then is kept and not compared" in shown
    assert as_(cast.iris).get(at("workspace", inspection)).status_code == 200, "no longer blind"
