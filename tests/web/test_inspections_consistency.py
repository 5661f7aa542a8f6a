"""The same evidence judged twice: drawn at random, independent first, then together; no grade changes."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.builders import STARTS, an_inspection
from tests.web.consistency_story import JUDGEMENTS, a_drawn, a_second_judging, judged_twice
from tests.web.inspection_pages import at, text

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.models import Draw, Drawn, SecondJudgement
from evenhand.web.inspections.record import read_record
from evenhand.web.inspections.seconds import agreements, pick, second_of

HELPED = "helped_protected"
LOWER = "requires_improvement_to_be_good"
NO_MANAGER = {"registered_manager": False, "weeks_without_manager": 30, "recruitment_evidence": "little_or_none"}
LIMITED = {"leaders_managers": "inadequate", "overall_experiences_progress": LOWER}
TEAM_REASON = "The evidence fits this descriptor best."


def second(cast, inspection, by, grade="good", judgement=HELPED):
    return actions.judge_second(
        by=by, inspection=inspection, judgement=judgement, grade=grade, reason="Best fit, apart.", seconds=60
    )


# The draw.


def test_the_same_seed_draws_the_same_sample_again_whatever_the_order():
    ids = [f"{n:03}" for n in range(50)]
    assert pick("ab12", ids, 7) == pick("ab12", reversed(ids), 7)
    assert len(set(pick("ab12", ids, 7))) == 7
    assert pick("ab12", ids, 7) != pick("ab13", ids, 7)
    assert pick("ab12", ids, 99) == tuple(ids)


def test_a_draw_keeps_its_seed_and_list_and_is_audited(cast):
    inspection = a_drawn(cast)
    an_inspection(cast, home=cast.other_home)
    draw = Draw.objects.get()
    assert draw.drawn_from == [str(inspection.pk)] and len(draw.seed) == 16
    assert [str(one.inspection_id) for one in draw.drawn.all()] == list(pick(draw.seed, draw.drawn_from, draw.size))
    event = Event.objects.order_by("-number").get(action="consistency.drawn")
    assert draw.seed in event.details and str(inspection.pk) in event.details


def test_what_was_drawn_once_is_not_drawn_again(cast):
    a_drawn(cast)
    with pytest.raises(BadInput, match="IN012"):
        actions.draw_sample(by=cast.quentin, size=1)
    assert Drawn.objects.count() == 1


@pytest.mark.parametrize("who", ["ida", "iris", "fay", "petra"])
def test_only_managers_draw(cast, who):
    with pytest.raises(Refusal, match="PO060"):
        actions.draw_sample(by=getattr(cast, who), size=1)


# Who judges.


@pytest.mark.parametrize(("who", "code"), [("ida", "PO062"), ("ivan", "PO062"), ("ada", "PO061"), ("fay", "PO061")])
def test_who_had_a_hand_or_is_no_judge_does_not_judge_again(cast, who, code):
    with pytest.raises(Refusal, match=code):
        actions.begin_second(by=getattr(cast, who), inspection=a_drawn(cast), had_seen=False)


def test_only_what_was_drawn_and_only_between_submission_and_publication(cast):
    with pytest.raises(NotNow, match="PO063"):
        actions.begin_second(by=cast.iris, inspection=an_inspection(cast), had_seen=False)
    inspection = a_drawn(cast)
    from tests.builders import publish, review

    from evenhand.casework.stages import Act

    review(cast, inspection, Act.APPROVE)
    publish(cast, inspection)
    with pytest.raises(NotNow, match="PO064"):
        actions.begin_second(by=cast.iris, inspection=inspection, had_seen=False)


def test_one_second_judge_an_inspection_and_each_judgement_once(cast):
    inspection = a_second_judging(cast, by=cast.iris)
    with pytest.raises(NotNow, match="PO066"):
        actions.begin_second(by=cast.quentin, inspection=inspection, had_seen=False)
    with pytest.raises(Refusal, match="PO067"):
        second(cast, inspection, cast.quentin)
    first = second(cast, inspection, cast.iris)
    assert second(cast, inspection, cast.iris) == first
    with pytest.raises(NotNow, match="PO068"):
        second(cast, inspection, cast.iris, grade=LOWER)


def test_the_rules_bear_on_the_second_judge_by_their_own_grades_alone(cast):
    inspection = a_second_judging(cast, by=cast.iris)
    with pytest.raises(BadInput, match="Judge first"):
        second(cast, inspection, cast.iris, judgement="overall_experiences_progress")
    second(cast, inspection, cast.iris, grade="inadequate")
    second(cast, inspection, cast.iris, judgement="leaders_managers")
    with pytest.raises(BadInput, match="leave possible"):
        second(cast, inspection, cast.iris, judgement="overall_experiences_progress")


def test_it_changes_no_grade_and_makes_nobody_an_author(cast):
    inspection = a_second_judging(cast, by=cast.iris)
    before = read_record(inspection)
    judged_twice(cast, inspection, by=cast.iris, grade=LOWER)
    after = read_record(inspection)
    assert after.case == before.case and after.situation == before.situation
    assert second_of(inspection).complete


# Independent first.

CLOSED = ("workspace", "history", "facts", "feedback", "evidence", "sufficiency")


@pytest.mark.parametrize("name", CLOSED)
def test_until_it_is_complete_the_workspace_is_closed_to_the_second_judge(cast, as_, name):
    inspection = a_second_judging(cast, by=cast.iris)
    refused = as_(cast.iris).get(at(name, inspection))
    assert refused.status_code == 409 and "independently" in text(refused)
    assert as_(cast.ida).get(at(name, inspection)).status_code == 200
    judged_twice(cast, inspection, by=cast.iris)
    assert as_(cast.iris).get(at(name, inspection)).status_code == 200


def test_report_and_trace_are_closed_too(cast, as_):
    inspection = a_second_judging(cast, by=cast.iris)
    for name in ("trace", "draft"):
        assert as_(cast.iris).get(reverse(f"reports:{name}", args=[inspection.pk])).status_code == 409


def test_the_second_judge_sees_criteria_and_evidence_and_nothing_of_the_team(cast, as_):
    inspection = a_second_judging(cast, by=cast.iris, facts=NO_MANAGER, grades=LIMITED)
    browser = as_(cast.iris)
    for page in (at("second", inspection), *(at("second_judgement", inspection, name) for name in JUDGEMENTS)):
        shown = text(browser.get(page))
        assert TEAM_REASON not in shown and "Ida" not in shown
        assert not re.search(r"<input[^>]* checked", browser.get(page).content.decode())
    assert "A calm evening, number 1." in text(browser.get(at("second_judgement", inspection, HELPED)))
    # The fact limits the grade for both alike.
    assert "Rule R3" in text(browser.get(at("second_judgement", inspection, "leaders_managers")))


def test_managers_and_team_see_both_only_when_it_is_complete(cast, as_):
    inspection = a_second_judging(cast, by=cast.iris)
    for who in (cast.ida, cast.quentin, cast.ada):
        assert "both are shown together when" in text(as_(who).get(at("second", inspection)))
        assert "Best fit, apart." not in text(as_(who).get(at("second", inspection)))
    judged_twice(cast, inspection, by=cast.iris, grade=LOWER)
    for who in (cast.iris, cast.ida, cast.quentin, cast.ada):
        both = text(as_(who).get(at("second", inspection)))
        assert "Best fit, apart." in both and TEAM_REASON in both


def test_through_the_pages_with_the_time_it_took(cast, as_):
    inspection = a_drawn(cast)
    browser = as_(cast.iris)
    assert at("second", inspection) in browser.get("/inspections/consistency/").content.decode()
    assert browser.post(at("second", inspection), {}).status_code == 422
    assert browser.post(at("second", inspection), {"had_seen": "no"}).status_code == 302
    for name in JUDGEMENTS:
        where = at("second_judgement", inspection, name)
        opened = re.search(r'name="opened" value="([^"]+)"', browser.get(where).content.decode()).group(1)
        assert browser.post(where, {"opened": opened}).status_code == 422
        data = {"grade": "good", "reason": "Apart.", "opened": opened}
        assert browser.post(where, data).status_code == 302
    assert SecondJudgement.objects.filter(seconds__lt=60).count() == 3
    overview = text(as_(cast.quentin).get("/inspections/consistency/"))
    assert "100% (21% to 100%)" in overview and "Fewer than 30 pairs" in overview


def test_a_forged_time_counts_as_none(cast, as_):
    inspection = a_second_judging(cast, by=cast.iris)
    data = {"grade": "good", "reason": "Apart.", "opened": "1:forged"}
    as_(cast.iris).post(at("second_judgement", inspection, HELPED), data)
    assert SecondJudgement.objects.get().seconds == 0


# Agreement.


def test_agreement_is_counted_by_judgement_and_only_where_it_was_independent(cast):
    first = a_second_judging(cast, by=cast.iris)
    judged_twice(cast, first, by=cast.iris, grade=LOWER)
    other = a_second_judging(cast, by=cast.iris, home=cast.other_home)
    judged_twice(cast, other, by=cast.iris)
    seen = a_second_judging(cast, by=cast.quentin, had_seen=True, starts_on=STARTS)
    judged_twice(cast, seen, by=cast.quentin)
    pairs = queries.pairs(cast.ada.as_actor())
    assert len(pairs) == 3
    found = agreements(pairs)
    assert len(found) == 3
    for one in found:
        assert (one.share.agreeing, one.share.of) == (1, 2) and one.few
        assert one.apart == ((0, 1), (1, 1))
        assert 0 < one.share.low < 0.5 < one.share.high < 1


def test_an_inspector_without_a_part_in_it_sees_no_pair(cast, as_):
    inspection = a_second_judging(cast, by=cast.quentin)
    judged_twice(cast, inspection, by=cast.quentin)
    assert queries.pairs(cast.iris.as_actor()) == ()
    assert "Only managers and the two who judged see both" in text(as_(cast.iris).get(at("second", inspection)))
    assert as_(cast.iris).post("/inspections/consistency/", {"size": "1"}).status_code == 403


def test_the_overview_takes_few_queries_however_many_pairs(cast, as_, django_assert_max_num_queries):
    for home in (cast.home, cast.other_home):
        judged_twice(cast, a_second_judging(cast, by=cast.iris, home=home), by=cast.iris)
    browser = as_(cast.quentin)
    with django_assert_max_num_queries(16):
        assert browser.get("/inspections/consistency/").status_code == 200


def test_the_database_keeps_a_second_judgement_as_it_was(cast):
    inspection = a_second_judging(cast, by=cast.iris)
    row = second(cast, inspection, cast.iris)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SecondJudgement.objects.filter(pk=row.pk).update(grade=LOWER)
    assert read_record(inspection).stage is Stage.IN_QUALITY_ASSURANCE
