"""What may be done to an inspection, by whom, and what every act leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.builders import PLAIN_FACTS, STARTS, a_conversation, an_inspection, an_item, settle

from evenhand.casework.policies import Refusal
from evenhand.casework.stages import Act, Stage
from evenhand.casework.versions import Conflict, Stale
from evenhand.findings import BadInput
from evenhand.judgement.outcome import Verdict
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision, FactAnswer, Inspection, Proposal
from evenhand.web.inspections.record import read_record


def booking(cast, **changes):
    fields = {
        "by": cast.ida,
        "home": cast.home,
        "kind": "full",
        "starts_on": STARTS,
        "ends_on": STARTS + timedelta(days=1),
        "lead": cast.ida,
        "team": [cast.ivan],
    }
    return actions.schedule(**{**fields, **changes})


def fields_at_fault(caught) -> set[str]:
    return {finding.where.field for finding in caught.value.findings}


# Scheduling.


@pytest.mark.parametrize(
    ("day", "framework"),
    [
        (date(2026, 9, 8), "sccif-2025"),
        (date(2025, 4, 4), "sccif-2025"),
        (date(2025, 4, 3), "sccif-2022"),
        (date(2014, 6, 2), "ch-2014"),
    ],
)
def test_an_inspection_is_pinned_to_the_framework_in_force_on_its_first_day(cast, day, framework):
    inspection = booking(cast, starts_on=day, ends_on=day)
    assert inspection.framework_id == framework
    assert read_record(inspection).framework.id == framework


def test_a_day_without_a_framework_is_refused_with_the_day(cast):
    with pytest.raises(BadInput, match="3 May 2006") as caught:
        booking(cast, starts_on=date(2006, 5, 3), ends_on=date(2006, 5, 3))
    assert fields_at_fault(caught) == {"starts_on"}
    assert not Inspection.objects.exists()


def test_an_inspection_begins_scheduled_with_its_lead_first(cast):
    record = read_record(booking(cast, lead=cast.ivan, team=[cast.ida, cast.ivan]))
    assert record.stage is Stage.SCHEDULED
    assert [person.username for person in record.team] == ["ivan.inspector", "ida.inspector"]
    assert record.lead == cast.ivan


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_home_is_not_booked_twice_on_one_day(cast, shift):
    booking(cast)
    with pytest.raises(BadInput, match="already an inspection"):
        booking(cast, starts_on=STARTS + timedelta(days=shift), ends_on=STARTS + timedelta(days=shift + 1))
    assert Inspection.objects.count() == 1


def test_another_home_or_another_week_can_be_booked(cast):
    booking(cast)
    booking(cast, home=cast.other_home)
    booking(cast, starts_on=STARTS + timedelta(days=2), ends_on=STARTS + timedelta(days=3))
    assert Inspection.objects.count() == 3


def test_a_cancelled_inspection_leaves_its_days_free(cast):
    actions.cancel(by=cast.ida, inspection=booking(cast), reason="Illness.")
    assert read_record(booking(cast)).stage is Stage.SCHEDULED


@pytest.mark.parametrize("who", ["quentin", "petra", "fay", "nobody"])
def test_only_inspectors_and_administrators_schedule(cast, who):
    with pytest.raises(Refusal) as caught:
        booking(cast, by=getattr(cast, who))
    assert caught.value.code == "PO015"


def test_an_administrator_schedules_for_others(cast):
    assert booking(cast, by=cast.ada).scheduled_by == "ada.admin"


def test_everything_that_is_wrong_with_a_booking_is_said_at_once(cast):
    with pytest.raises(BadInput) as caught:
        booking(cast, kind="nonsense", ends_on=STARTS - timedelta(days=1), lead=cast.quentin, team=[cast.petra])
    assert fields_at_fault(caught) == {"ends_on", "kind", "lead", "team"}


def test_nobody_inspects_a_home_that_they_answer_for(cast):
    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import System, give_role
    from evenhand.web.accounts.models import Person

    give_role(by=System(), person=cast.petra, role=Role.INSPECTOR)
    with pytest.raises(BadInput, match="answers for this home"):
        booking(cast, lead=Person.objects.get(username="petra.provider"))


@pytest.mark.parametrize(
    ("first", "last"), [(date(1066, 10, 14), date(1066, 10, 14)), (STARTS, STARTS + timedelta(40))]
)
def test_days_that_cannot_be_meant_are_refused(cast, first, last):
    with pytest.raises(BadInput):
        booking(cast, starts_on=first, ends_on=last)


# Moving.


def test_beginning_opens_the_record(cast):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    with pytest.raises(Refusal) as caught:
        actions.record_evidence(by=cast.ida, inspection=inspection, item=an_item())
    assert caught.value.code == "PO001"
    actions.begin(by=cast.ivan, inspection=inspection)
    actions.record_evidence(by=cast.ida, inspection=inspection, item=an_item())
    assert len(read_record(inspection).evidence) == 1


def test_cancelling_needs_a_reason(cast):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    with pytest.raises(BadInput) as caught:
        actions.cancel(by=cast.ida, inspection=inspection, reason="  ")
    assert fields_at_fault(caught) == {"reason"}
    change = actions.cancel(by=cast.ada, inspection=inspection, reason="The home closed.")
    assert (change.stage, change.note, change.by) == ("cancelled", "The home closed.", "ada.admin")


@pytest.mark.parametrize("at", list(Stage))
def test_every_stage_can_be_reached_by_the_real_acts(cast, at):
    inspection = an_inspection(cast, at)
    assert read_record(inspection).stage is at


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "fay", "ada", "nobody"])
def test_only_the_team_works_on_the_record(cast, who):
    inspection = an_inspection(cast)
    somebody = getattr(cast, who)
    acts = [
        lambda: actions.record_evidence(by=somebody, inspection=inspection, item=an_item()),
        lambda: actions.answer_facts(by=somebody, inspection=inspection, answers=PLAIN_FACTS, based_on={}),
        lambda: actions.propose_grade(by=somebody, inspection=inspection, judgement="helped_protected", grade="good"),
        lambda: actions.move(by=somebody, inspection=inspection, act=Act.SUBMIT),
    ]
    settle(cast, inspection)
    before = _rows()
    for act in acts:
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code in ("PO011", "PO012")
    assert _rows() == before


def _rows() -> list[int]:
    return [model.objects.count() for model in (EvidenceItem, EvidenceRevision, FactAnswer, Proposal, Event)]


@pytest.mark.parametrize("who", ["ida", "ivan", "iris", "quinn"])
def test_who_had_a_hand_in_it_does_not_assure_its_quality(cast, who):
    inspection = an_inspection(cast, Stage.SCHEDULED)
    # Quinn assures quality elsewhere; here Quinn wrote part of the report.
    authors = frozenset({"quinn.both"} if who == "quinn" else ())
    actions.begin(by=cast.ida, inspection=inspection)
    settle(cast, inspection)
    actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT)
    with pytest.raises(Refusal) as caught:
        actions.move(by=getattr(cast, who), inspection=inspection, act=Act.APPROVE, authors=authors)
    assert caught.value.code == ("PO014" if who == "quinn" else "PO013")


def test_moves_are_numbered_rows_with_who_and_when(cast):
    record = read_record(an_inspection(cast, Stage.PUBLISHED))
    assert [one.number for one in record.changes] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.stage for one in record.changes] == [
        "scheduled", "under_way", "in_quality_assurance", "approved", "with_provider", "with_provider", "published",
    ]  # fmt: skip
    assert record.situation.approver == "quentin.quality"
    assert {"ida.inspector"} <= record.situation.authors


def test_what_the_report_lacks_stops_submission_too(cast):
    from evenhand.wording import say

    inspection = an_inspection(cast, grades={})
    with pytest.raises(Refusal, match="write the summary") as caught:
        actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT, unsettled=(say("write the summary"),))
    assert caught.value.code == "PO002"


# Evidence.


def test_the_same_item_sent_twice_is_one_item(cast):
    inspection, item = an_inspection(cast, evidence=0), an_item()
    first = actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    later = replace(item, recorded_at=item.recorded_at + timedelta(minutes=1), said=item.said + "\r\n")
    again = actions.record_evidence(by=cast.ida, inspection=inspection, item=later)
    assert first == again
    assert EvidenceRevision.objects.count() == 1


def test_a_retry_that_arrives_after_submission_is_no_error(cast):
    inspection, item = an_inspection(cast), an_item()
    actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    settle(cast, inspection)
    actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT)
    assert actions.record_evidence(by=cast.ida, inspection=inspection, item=item).pk == item.id
    with pytest.raises(Refusal):
        actions.record_evidence(by=cast.ida, inspection=inspection, item=an_item())


def test_a_number_that_is_taken_by_something_else_is_a_conflict(cast):
    inspection, item = an_inspection(cast, evidence=0), an_item()
    elsewhere = an_inspection(cast, home=cast.other_home)
    actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    for by, where, what in (
        (cast.ida, inspection, replace(item, said="Something else.")),
        (cast.ivan, inspection, item),
        (cast.ida, elsewhere, item),
    ):
        with pytest.raises(Conflict) as caught:
            actions.record_evidence(by=by, inspection=where, item=what)
        assert "bicycle" not in str(caught.value)
    assert EvidenceRevision.objects.get(item=item.id).said == item.said


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"said": " "}, "said"),
        ({"said": "x" * 20_001}, "said"),
        ({"said": "nul\0"}, "said"),
        ({"initials": ("Tom",)}, "initials"),
        ({"criteria": ("made.up",)}, "criteria"),
        ({"answers": {}}, "setting"),
        ({"answers": {"setting": "After school", "mood": "fine"}}, "mood"),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused_by_field(cast, changes, field):
    inspection = an_inspection(cast, evidence=0)
    with pytest.raises(BadInput) as caught:
        actions.record_evidence(by=cast.ida, inspection=inspection, item=an_item(**changes))
    assert field in fields_at_fault(caught)
    assert not EvidenceItem.objects.exists()


def test_an_amendment_is_a_new_version_with_a_reason(cast):
    inspection, item = an_inspection(cast, evidence=0), an_item()
    row = actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    changed = replace(item, said="Three members of staff helped.")
    actions.amend_evidence(by=cast.ivan, item=row, based_on=1, reason="I counted again.", content=changed)
    recorded = read_record(inspection).evidence[0]
    assert (recorded.version, recorded.item.said) == (2, "Three members of staff helped.")
    assert (recorded.recorded_by, recorded.amended_by) == ("ida.inspector", "ivan.inspector")
    assert [one.said for one in EvidenceRevision.objects.all()] == [item.said, "Three members of staff helped."]


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"said": "Other."}, " ", "reason"),
        ({"said": "Other."}, "r" * 501, "reason"),
        ({}, "Because.", "said"),
        ({"kind": "record_read", "answers": {"record": "daily_log"}}, "Because.", "kind"),
        ({"id": uuid4(), "said": "Other."}, "Because.", "kind"),
        ({"said": ""}, "Because.", "said"),
    ],
)
def test_an_amendment_that_is_none_is_refused(cast, changes, reason, field):
    inspection, item = an_inspection(cast, evidence=0), an_item()
    row = actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    with pytest.raises(BadInput) as caught:
        actions.amend_evidence(by=cast.ida, item=row, based_on=1, reason=reason, content=replace(item, **changes))
    assert field in fields_at_fault(caught)
    assert EvidenceRevision.objects.count() == 1


def test_a_stale_amendment_is_refused_with_both_texts(cast):
    inspection, item = an_inspection(cast, evidence=0), an_item()
    row = actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    theirs, yours = replace(item, said="Theirs."), replace(item, said="Yours.")
    actions.amend_evidence(by=cast.ivan, item=row, based_on=1, reason="First.", content=theirs)
    with pytest.raises(Stale) as caught:
        actions.amend_evidence(by=cast.ida, item=row, based_on=1, reason="Second.", content=yours)
    stale = caught.value
    assert (stale.theirs.said, stale.yours.said, stale.based_on, stale.current) == ("Theirs.", "Yours.", 1, 2)
    # The same amendment sent twice is a retry, not a quarrel with oneself.
    assert actions.amend_evidence(by=cast.ivan, item=row, based_on=1, reason="First.", content=theirs).version == 2
    assert EvidenceRevision.objects.count() == 2


# Facts.


def test_answers_are_versions_and_unchanged_ones_are_left_alone(cast):
    inspection = an_inspection(cast)
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=PLAIN_FACTS, based_on={})
    rows = actions.answer_facts(
        by=cast.ivan,
        inspection=inspection,
        answers={**PLAIN_FACTS, "multi_building": True},
        based_on=dict.fromkeys(PLAIN_FACTS, 1),
    )
    assert [(row.fact, row.version, row.value) for row in rows] == [("multi_building", 2, True)]


def test_an_answer_can_be_taken_back(cast):
    inspection = an_inspection(cast)
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=PLAIN_FACTS, based_on={})
    actions.answer_facts(
        by=cast.ida, inspection=inspection, answers={"multi_building": None}, based_on={"multi_building": 1}
    )
    record = read_record(inspection)
    assert "multi_building" not in record.facts
    assert record.versions.facts["multi_building"] == 2


def test_a_stale_answer_saves_nothing_and_shows_both(cast):
    inspection = an_inspection(cast)
    actions.answer_facts(by=cast.ivan, inspection=inspection, answers={"multi_building": True}, based_on={})
    with pytest.raises(Stale, match="more than one building") as caught:
        actions.answer_facts(
            by=cast.ida,
            inspection=inspection,
            answers={"multi_building": False, "registered_manager": True},
            based_on={},
        )
    assert caught.value.theirs["multi_building"].value is True
    assert caught.value.yours == {"multi_building": False}
    assert read_record(inspection).facts == {"multi_building": True}


def test_the_same_answer_from_two_people_is_no_quarrel(cast):
    inspection = an_inspection(cast)
    for person in (cast.ida, cast.ivan):
        actions.answer_facts(by=person, inspection=inspection, answers={"multi_building": True}, based_on={})
    assert FactAnswer.objects.count() == 1


@pytest.mark.parametrize(
    "answers",
    [{"colour": "blue"}, {"registered_manager": "yes"}, {"weeks_without_manager": -1}, {"weeks_without_manager": True},
     {"manager_qualification": "nearly"}, {"multi_building": 1}],
)  # fmt: skip
def test_what_does_not_answer_a_fact_is_refused(cast, answers):
    with pytest.raises(BadInput) as caught:
        actions.answer_facts(by=cast.ida, inspection=an_inspection(cast), answers=answers, based_on={})
    assert fields_at_fault(caught) == set(answers)


# Grades.


def propose(cast, inspection, judgement, grade, **more):
    version = read_record(inspection).versions.proposals.get(judgement, 0)
    fields = {"by": cast.ida, "inspection": inspection, "based_on": version, **more}
    return actions.propose_grade(judgement=judgement, grade=grade, **fields)


def test_the_order_of_judging_is_enforced(cast):
    inspection = an_inspection(cast)
    with pytest.raises(actions.GradeRefused, match="Decide first: How well children") as caught:
        propose(cast, inspection, "overall_experiences_progress", "good")
    assert caught.value.verdict is Verdict.TOO_EARLY
    assert "Rule ORDER" in str(caught.value)
    assert not Proposal.objects.exists()


def test_protection_limits_the_overall_grade(cast):
    inspection = an_inspection(cast)
    propose(cast, inspection, "helped_protected", "inadequate")
    propose(cast, inspection, "leaders_managers", "good")
    with pytest.raises(actions.GradeRefused, match="Rule R1 – If the home is inadequate") as caught:
        propose(cast, inspection, "overall_experiences_progress", "good", reason="I disagree.", explanation="Really.")
    assert caught.value.verdict is Verdict.REFUSED
    assert propose(cast, inspection, "overall_experiences_progress", "inadequate").grade == "inadequate"


def test_a_grade_that_needs_a_reason_waits_for_one(cast):
    inspection = an_inspection(cast)
    propose(cast, inspection, "helped_protected", "good")
    propose(cast, inspection, "leaders_managers", "inadequate")
    with pytest.raises(actions.GradeRefused, match=r"needs a recorded reason\. Rule R2") as caught:
        propose(cast, inspection, "overall_experiences_progress", "requires_improvement_to_be_good", reason=" ")
    assert caught.value.verdict is Verdict.NEEDS_REASON
    row = propose(cast, inspection, "overall_experiences_progress", "requires_improvement_to_be_good", reason="Why.")
    assert row.reason == "Why."


def test_a_grade_that_needs_an_explanation_is_not_content_with_a_reason(cast):
    inspection = an_inspection(cast)
    facts = {**PLAIN_FACTS, "few_staff_qualified": True, "staff_qualified_soon": False}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=facts, based_on={})
    with pytest.raises(actions.GradeRefused, match=r"explanation for the report\. Rule R6") as caught:
        propose(cast, inspection, "leaders_managers", "good", reason="Why.")
    assert caught.value.verdict is Verdict.NEEDS_EXPLANATION
    with pytest.raises(actions.GradeRefused, match="not possible"):
        propose(cast, inspection, "leaders_managers", "outstanding", reason="Why.", explanation="Because.")
    assert propose(cast, inspection, "leaders_managers", "good", explanation="Exceptional.").grade == "good"


def test_a_proposal_can_be_taken_back_and_then_holds_up_the_next(cast):
    inspection = an_inspection(cast, grades={})
    propose(cast, inspection, "helped_protected", "")
    record = read_record(inspection)
    assert record.outcome.of("overall_experiences_progress").verdict is Verdict.TOO_EARLY
    assert len(record.situation.unsettled) == 2


def test_a_later_change_can_unsettle_the_overall_grade_and_then_stops_submission(cast):
    inspection = an_inspection(cast, grades={})
    assert read_record(inspection).situation.unsettled == ()
    propose(cast, inspection, "helped_protected", "inadequate")
    (what,) = read_record(inspection).situation.unsettled
    assert "Good is not possible under rule R1" in str(what)
    with pytest.raises(Refusal, match="rule R1") as caught:
        actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT)
    assert caught.value.code == "PO002"
    propose(cast, inspection, "overall_experiences_progress", "inadequate")
    actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT)
    assert read_record(inspection).stage is Stage.IN_QUALITY_ASSURANCE


def test_an_unanswered_fact_that_bears_on_a_grade_stops_submission(cast):
    inspection = an_inspection(cast)
    for judgement in ("helped_protected", "leaders_managers", "overall_experiences_progress"):
        propose(cast, inspection, judgement, "good")
    with pytest.raises(Refusal, match="rule R3"):
        actions.move(by=cast.ida, inspection=inspection, act=Act.SUBMIT)


def test_no_judgement_is_made_at_a_first_inspection_of_an_empty_home(cast):
    inspection = an_inspection(cast)
    facts = {**PLAIN_FACTS, "first_inspection": True, "children_living_here": False}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=facts, based_on={})
    with pytest.raises(actions.GradeRefused, match="Rule R11"):
        propose(cast, inspection, "helped_protected", "good")
    assert read_record(inspection).situation.unsettled == ()


def test_a_stale_proposal_shows_theirs(cast):
    inspection = an_inspection(cast)
    propose(cast, inspection, "helped_protected", "good", by=cast.ivan)
    with pytest.raises(Stale) as caught:
        propose(cast, inspection, "helped_protected", "inadequate", based_on=0, reason="Mine.")
    assert (caught.value.theirs.grade, caught.value.yours["reason"]) == ("good", "Mine.")
    again = propose(cast, inspection, "helped_protected", "good", by=cast.ivan, based_on=0)
    assert (again.version, Proposal.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("judgement", "grade", "more", "field"),
    [
        ("kindness", "good", {}, "judgement"),
        ("Not An Id!", "good", {}, "judgement"),
        ("helped_protected", "superb", {}, "grade"),
        ("helped_protected", "No Id!", {}, "grade"),
        ("helped_protected", "good", {"reason": "x" * 4001}, "reason"),
        ("helped_protected", "good", {"explanation": "nul\0"}, "explanation"),
    ],
)
def test_what_the_framework_does_not_have_cannot_be_proposed(cast, judgement, grade, more, field):
    with pytest.raises(BadInput) as caught:
        propose(cast, an_inspection(cast), judgement, grade, **more)
    assert fields_at_fault(caught) == {field}


# Everything leaves a trace, and the trace holds no evidence.


def test_every_act_is_an_event_and_no_event_holds_evidence(cast):
    from evenhand.web.audit.queries import verify_chain

    inspection = an_inspection(cast, Stage.PUBLISHED)
    elsewhere = an_inspection(cast, home=cast.other_home, evidence=0)
    item = a_conversation(said="SECRETWORDS", answers={**a_conversation().answers, "reading": "SECRETWORDS"})
    row = actions.record_evidence(by=cast.ida, inspection=elsewhere, item=item)
    changed = replace(item, said="MORESECRETWORDS")
    actions.amend_evidence(by=cast.ida, item=row, based_on=1, reason="SECRETWORDS", content=changed)
    propose(cast, elsewhere, "helped_protected", "good", reason="SECRETWORDS")
    actions.cancel(by=cast.ida, inspection=elsewhere, reason="SECRETWORDS")
    events = Event.objects.filter(subject_kind__in=["inspection", "evidence"])
    assert "SECRETWORDS" not in "".join(events.values_list("details", flat=True))
    done = set(events.values_list("action", flat=True))
    assert done >= {
        "inspection.scheduled", "inspection.begun", "inspection.submitted", "inspection.approved",
        "inspection.published", "inspection.cancelled", "evidence.recorded", "evidence.amended", "facts.answered",
        "grade.proposed",
    }  # fmt: skip
    assert events.filter(subject_id=str(inspection.pk)).exists()
    assert verify_chain().first_broken is None


def test_reading_a_record_takes_the_same_few_queries_however_long_it_is(cast, django_assert_num_queries):
    inspection = an_inspection(cast, evidence=40, grades={})
    read_record(inspection)
    with django_assert_num_queries(6):
        record = read_record(inspection)
        assert len(record.evidence) == 40
        assert record.outcome.settled
        assert record.situation.unsettled == ()
