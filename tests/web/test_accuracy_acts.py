"""A report with its provider: comments in time and late, answers, the final report, complaints, holds, publication."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.builders import ALL_WELL, an_inspection, publish, through_the_provider
from tests.web import accuracy_story as accuracy
from tests.web import reports_story as story
from tests.web.preparation_story import PDF

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.web.accuracy import actions
from evenhand.web.accuracy.models import Answer, Comment, DraftSent, Hold
from evenhand.web.accuracy.reading import document_of
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions as inspections
from evenhand.web.inspections.record import read_record
from evenhand.web.reports import actions as reports
from evenhand.web.reports.models import PublishedReport
from evenhand.workingdays import add_working_days

PROTECTED = story.PROTECTED.replace(".", "__")
HALF_AN_HOUR = story.WRITTEN[story.PROTECTED].replace("within minutes", "within half an hour")


def stage(inspection) -> Stage:
    return read_record(inspection).stage


def why_not(cast, inspection, by=None) -> str:
    """The code of what stops publication; '' when nothing did."""
    try:
        with transaction.atomic():
            reports.publish(by=by or cast.quinn, inspection=inspection, expected=story.previewed(inspection))
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_the_draft_is_sent_by_the_team_and_its_days_are_those_of_the_framework(cast):
    inspection = story.an_approved_report(cast)
    for who in (cast.iris, cast.quentin, cast.petra, cast.ada):
        with pytest.raises(Refusal):
            actions.send_draft(by=who, inspection=inspection)
    sent = actions.send_draft(by=cast.ida, inspection=inspection)
    assert stage(inspection) is Stage.WITH_PROVIDER
    assert sent.last_day == add_working_days(timezone.localdate(), 5)
    assert document_of(sent).urn == "FICTION1" and sent.report_version == 1


def test_where_the_timeline_asks_the_provider_nothing_the_report_is_published_when_it_is_approved(cast):
    inspection = an_inspection(cast, Stage.APPROVED, starts_on=date(2016, 5, 3), facts={}, grades={})
    with pytest.raises(NotNow) as refused:
        actions.send_draft(by=cast.ida, inspection=inspection)
    assert refused.value.code == "PO109" and stage(inspection) is Stage.APPROVED
    assert why_not(cast, inspection) == ""
    assert why_not(cast, inspection, by=cast.quentin) == "PO100"


def test_publication_waits_for_each_thing_in_turn(cast):
    inspection = story.an_approved_report(cast)
    seen = [why_not(cast, inspection)]
    actions.send_draft(by=cast.ida, inspection=inspection)
    seen.append(why_not(cast, inspection))
    comment = accuracy.a_comment(cast, inspection)
    accuracy.end_comments(cast, inspection)
    seen.append(why_not(cast, inspection))
    accuracy.answer(cast, comment, "accepted", reason="It was.")
    seen.append(why_not(cast, inspection))
    version = accuracy.approved_again(cast, inspection, **{PROTECTED: HALF_AN_HOUR})
    seen.append(why_not(cast, inspection))
    actions.say_changed(by=cast.ida, comment=comment, version=version)
    seen.append(why_not(cast, inspection))
    actions.give_final(by=cast.ida, inspection=inspection)
    seen.append(why_not(cast, inspection))
    complaint = accuracy.a_complaint(cast, inspection)
    actions.make_no_complaint(by=cast.petra, inspection=inspection)
    seen.append(why_not(cast, inspection))
    actions.answer_complaint(by=cast.ada, complaint=complaint, outcome="not_upheld", words="They were asked.")
    seen.append(why_not(cast, inspection))
    assert seen == ["PO101", "PO103", "PO104", "PO105", "PO105", "PO106", "PO107", "PO108", ""]
    reports.publish(by=cast.quinn, inspection=inspection, expected=story.previewed(inspection))
    assert (
        stage(inspection) is Stage.PUBLISHED and "half an hour" in bytes(PublishedReport.objects.get().content).decode()
    )


def test_a_grade_that_changed_goes_to_the_provider_again_with_new_days(cast):
    inspection = accuracy.a_draft_sent(cast)
    accuracy.end_comments(cast, inspection)
    actions.take_back(by=cast.ida, inspection=inspection, reason="A grade is wrong.")
    inspections.record_discussion(
        by=cast.ida,
        inspection=inspection,
        judgement="leaders_managers",
        becomes="requires_improvement_to_be_good",
        manager=cast.quentin,
        held_on=timezone.localdate(),
        reason="New records.",
    )
    record = read_record(inspection)
    inspections.propose_grade(
        by=cast.ida,
        inspection=inspection,
        judgement="leaders_managers",
        grade="requires_improvement_to_be_good",
        reason=story.REASON,
        based_on=record.versions.proposals["leaders_managers"],
    )
    story.write(cast, inspection)
    reports.submit(by=cast.ida, inspection=inspection, based_on=story.version_of(inspection))
    reports.approve(by=cast.quentin, inspection=inspection, version=story.version_of(inspection), checklist=ALL_WELL)
    assert why_not(cast, inspection) == "PO102"
    again = actions.send_draft(by=cast.ida, inspection=inspection)
    assert again.number == 2 and why_not(cast, inspection) == "PO103"


def test_words_that_changed_need_not_be_sent_again(cast):
    inspection = accuracy.a_draft_sent(cast)
    accuracy.end_comments(cast, inspection)
    accuracy.approved_again(cast, inspection, **{PROTECTED: HALF_AN_HOUR})
    assert why_not(cast, inspection) == "PO106"
    given = actions.give_final(by=cast.ida, inspection=inspection)
    assert given.report_version == story.version_of(inspection) and stage(inspection) is Stage.WITH_PROVIDER


def test_another_version_after_the_final_report_has_to_be_given_again(cast):
    inspection = accuracy.a_final_given(cast)
    actions.make_no_complaint(by=cast.petra, inspection=inspection)
    assert why_not(cast, inspection) == ""
    accuracy.approved_again(cast, inspection, **{PROTECTED: HALF_AN_HOUR})
    assert why_not(cast, inspection) == "PO106"


# --- comments --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["paul", "ida", "quentin", "ada", "fay", "nobody"])
def test_a_stranger_neither_comments_nor_says_that_it_is_done(cast, who):
    inspection = accuracy.a_draft_sent(cast)
    draft, person = accuracy.dossier(inspection).draft, getattr(cast, who)
    with pytest.raises(Refusal, match="PO112"):
        actions.comment(by=person, draft=draft, kind="factual", anchor="", wrong="No.", content=PDF)
    with pytest.raises(Refusal, match="PO112"):
        actions.end_comments(by=person, draft=draft)
    assert not Comment.objects.exists()


def test_a_comment_points_at_a_sentence_of_the_draft_or_at_the_whole(cast):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection, content=PDF)
    assert (comment.number, comment.late, comment.file.type) == (1, False, "pdf")
    assert "within minutes" in accuracy.anchors(inspection)[comment.anchor]
    assert accuracy.a_comment(cast, inspection, anchor="", kind="process").number == 2
    for wrong in ({"anchor": "leaders.1.00000000"}, {"kind": "gossip"}, {"wrong": " \n"}, {"wrong": "x" * 4001}):
        with pytest.raises(BadInput):
            accuracy.a_comment(cast, inspection, **wrong)
    assert Comment.objects.count() == 2


def test_a_second_press_of_the_button_makes_no_second_comment(cast):
    inspection = accuracy.a_draft_sent(cast)
    assert accuracy.a_comment(cast, inspection) == accuracy.a_comment(cast, inspection)


def test_a_file_that_is_no_evidence_is_refused_and_nothing_is_kept(cast):
    inspection = accuracy.a_draft_sent(cast)
    with pytest.raises(BadInput):
        accuracy.a_comment(cast, inspection, content=b"MZ\x90\x00 a program")
    assert not Comment.objects.exists()


def test_the_last_day_counts_and_what_comes_after_it_is_late_and_holds_nothing(cast):
    inspection = accuracy.a_draft_sent(cast)
    last = (accuracy.dossier(inspection).draft.last_day - timezone.localdate()).days
    with accuracy.days_later(last):
        in_time = accuracy.a_comment(cast, inspection)
    with accuracy.days_later(last + 1):
        late = accuracy.a_comment(cast, inspection, wrong="One more thing.")
        assert (in_time.late, late.late) == (False, True)
        assert why_not(cast, inspection) == "PO104"
        accuracy.answer(cast, in_time)
        assert why_not(cast, inspection) == "PO106"
        actions.give_final(by=cast.ida, inspection=inspection)
        assert accuracy.answer(cast, late).version == 1, "a late comment may still be answered"


def test_after_the_provider_said_that_it_is_done_a_comment_is_late(cast):
    inspection = accuracy.a_draft_sent(cast)
    accuracy.end_comments(cast, inspection)
    assert accuracy.a_comment(cast, inspection).late
    with pytest.raises(NotNow, match="PO114"):
        accuracy.end_comments(cast, inspection)


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada"])
def test_only_the_team_answers(cast, who):
    comment = accuracy.a_comment(cast, accuracy.a_draft_sent(cast))
    with pytest.raises(Refusal):
        actions.answer_comment(by=getattr(cast, who), comment=comment, outcome="accepted", reason="Yes.", based_on=0)
    assert not Answer.objects.exists()


def test_an_answer_has_a_reason_and_two_people_do_not_overwrite_each_other(cast):
    comment = accuracy.a_comment(cast, accuracy.a_draft_sent(cast))
    with pytest.raises(BadInput):
        accuracy.answer(cast, comment, reason=" ")
    with pytest.raises(BadInput):
        accuracy.answer(cast, comment, "perhaps")
    accuracy.answer(cast, comment)
    with pytest.raises(Stale) as stale:
        actions.answer_comment(by=cast.ivan, comment=comment, outcome="accepted", reason="Yes.", based_on=0)
    assert stale.value.theirs["outcome"] == "not_accepted"
    assert accuracy.answer(cast, comment, "partly", based_on=1).version == 2


def test_a_comment_on_judgement_is_told_apart_and_changes_no_grade(cast):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection, kind="judgement", anchor="", wrong="We are outstanding.")
    for outcome in ("accepted", "partly", "not_accepted"):
        with pytest.raises(NotNow, match="PO115"):
            accuracy.answer(cast, comment, outcome)
    accuracy.answer(cast, comment, "another_route")
    accuracy.end_comments(cast, inspection)
    assert why_not(cast, inspection) == "PO106"


def test_an_answer_that_was_given_with_the_final_report_stays(cast):
    inspection = accuracy.a_final_given(cast)
    with pytest.raises(NotNow, match="PO127"):
        accuracy.answer(cast, Comment.objects.get(), "partly", based_on=1)
    assert accuracy.dossier(inspection).answers_given


def test_it_is_in_a_version_only_when_some_word_is_different(cast):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection)
    with pytest.raises(NotNow, match="PO128"):
        actions.say_changed(by=cast.ida, comment=comment, version=1)
    accuracy.answer(cast, comment, "accepted")
    for version in (0, 1, 2):
        with pytest.raises(BadInput):
            actions.say_changed(by=cast.ida, comment=comment, version=version)
    same = accuracy.approved_again(cast, inspection)
    with pytest.raises(BadInput):
        actions.say_changed(by=cast.ida, comment=comment, version=same)


# --- complaints and holds --------------------------------------------------------------------------------------------


def test_a_complaint_holds_publication_until_it_is_not_upheld(cast):
    inspection = accuracy.a_final_given(cast)
    complaint = accuracy.a_complaint(cast, inspection)
    assert complaint.due_on == add_working_days(timezone.localdate(), 30)
    actions.make_no_complaint(by=cast.petra, inspection=inspection)
    assert why_not(cast, inspection) == "PO108"
    with pytest.raises(NotNow, match="PO129"):
        actions.lift(by=cast.ada, hold=Hold.objects.get(), reason="I want to.")
    for who, code in ((cast.quentin, "PO120"), (cast.ida, "PO119"), (cast.petra, "PO119")):
        with pytest.raises(Refusal, match=code):
            actions.answer_complaint(by=who, complaint=complaint, outcome="not_upheld", words="No.")
    actions.answer_complaint(by=cast.ada, complaint=complaint, outcome="not_upheld", words="They were asked.")
    assert why_not(cast, inspection) == ""


def test_what_was_upheld_keeps_its_hold_until_a_manager_says_what_was_done(cast):
    inspection = accuracy.a_final_given(cast)
    complaint = accuracy.a_complaint(cast, inspection)
    actions.make_no_complaint(by=cast.petra, inspection=inspection)
    actions.answer_complaint(by=cast.ada, complaint=complaint, outcome="partly", words="One child was not asked.")
    assert why_not(cast, inspection) == "PO108"
    with pytest.raises(BadInput):
        actions.lift(by=cast.ada, hold=Hold.objects.get(), reason="")
    actions.lift(by=cast.ada, hold=Hold.objects.get(), reason="The child was asked; no word changed.")
    assert why_not(cast, inspection) == ""


def test_a_review_is_asked_for_in_time_and_answered_by_somebody_else(cast):
    inspection = accuracy.a_final_given(cast)
    complaint = accuracy.a_complaint(cast, inspection)
    step = actions.answer_complaint(by=cast.ada, complaint=complaint, outcome="not_upheld", words="No.")
    assert step.due_on == add_working_days(timezone.localdate(), 15)
    with pytest.raises(NotNow, match="PO124"):
        actions.close_complaint(by=cast.ada, complaint=complaint, words="Enough.")
    with pytest.raises(Refusal, match="PO116"):
        actions.ask_review(by=cast.paul, complaint=complaint, words="Look again.")
    with accuracy.days_later(40), pytest.raises(NotNow, match="PO123"):
        actions.ask_review(by=cast.petra, complaint=complaint, words="Look again.")
    actions.ask_review(by=cast.petra, complaint=complaint, words="Look again.")
    with pytest.raises(Refusal, match="PO121"):
        actions.answer_review(by=cast.ada, complaint=complaint, outcome="not_upheld", words="Still no.")
    actions.answer_review(by=cast.quinn, complaint=complaint, outcome="not_upheld", words="Still no.")
    actions.close_complaint(by=cast.ada, complaint=complaint, words="It is answered.")
    assert accuracy.dossier(inspection).complaints[0].state == "closed"


def test_a_complaint_has_its_days_and_its_people(cast):
    inspection = accuracy.a_draft_sent(cast)
    with pytest.raises(NotNow, match="PO118"):
        accuracy.a_complaint(cast, inspection)
    accuracy.end_comments(cast, inspection)
    actions.give_final(by=cast.ida, inspection=inspection)
    with pytest.raises(Refusal, match="PO116"):
        actions.complain(by=cast.paul, inspection=inspection, about="Not mine.")
    with accuracy.days_later(20), pytest.raises(NotNow, match="PO118"):
        accuracy.a_complaint(cast, inspection)


def test_where_no_timeline_names_a_complaint_none_is_offered(cast):
    inspection = an_inspection(cast, Stage.APPROVED, starts_on=date(2012, 6, 5), facts={}, grades=None)
    through_the_provider(cast, inspection)
    assert why_not(cast, inspection) == ""
    with pytest.raises(NotNow, match="PO117"):
        accuracy.a_complaint(cast, inspection)
    with pytest.raises(NotNow, match="PO110"):
        actions.give_final(by=cast.ida, inspection=inspection)


def test_a_manager_holds_publication_back_by_hand(cast):
    inspection = story.a_report_ready_to_publish(cast)
    for who in (cast.ida, cast.petra, cast.fay):
        with pytest.raises(Refusal, match="PO125"):
            actions.hold(by=who, inspection=inspection, reason="No.")
    held = actions.hold(by=cast.ada, inspection=inspection, reason="The police asked.")
    assert why_not(cast, inspection) == "PO108"
    actions.lift(by=cast.quentin, hold=held, reason="The police are content.")
    with pytest.raises(NotNow, match="PO129"):
        actions.lift(by=cast.quentin, hold=held, reason="Again.")
    assert why_not(cast, inspection) == ""
    publish_now(cast, inspection)
    with pytest.raises(NotNow, match="PO126"):
        actions.hold(by=cast.ada, inspection=inspection, reason="Too late.")
    with pytest.raises(NotNow, match="PO113"):
        accuracy.a_comment(cast, inspection)


def publish_now(cast, inspection) -> None:
    reports.publish(by=cast.quinn, inspection=inspection, expected=story.previewed(inspection))


# --- what is kept ----------------------------------------------------------------------------------------------------

TABLES = ("draftsent", "windowclosed", "comment", "commentfile", "answer", "finalgiven", "complaint", "hold")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_passed(cast, table, statement):
    accuracy.addresses(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(f"accuracy_{table}"))


def test_every_table_of_this_app_is_append_only(cast):
    from django.apps import apps

    from evenhand.web.audit.triggers import append_only  # noqa: F401  # named here so that its absence is noticed

    tables = {model._meta.db_table for model in apps.get_app_config("accuracy").get_models()}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT event_object_table FROM information_schema.triggers")
        guarded = {row[0] for row in cursor.fetchall()}
    assert tables <= guarded


def test_the_audit_log_tells_that_and_never_what(cast):
    from evenhand.web.audit.sentences import SENTENCES

    accuracy.addresses(cast)
    events = Event.objects.filter(action__regex="^(accuracy|complaint|publication)")
    assert set(events.values_list("action", flat=True)) == {
        "accuracy.draft_sent",
        "accuracy.commented",
        "accuracy.answered",
        "accuracy.comments_ended",
        "accuracy.final_given",
        "complaint.made",
        "publication.held",
    }
    told = " ".join(events.values_list("details", flat=True))
    for secret in ("half an hour", "missing record", "children at night", "police"):
        assert secret not in told
    assert {one for one in set(Event.objects.values_list("action", flat=True)) if one not in SENTENCES} == set()


def test_sending_the_draft_twice_at_once_is_one_draft(cast):
    inspection = accuracy.a_draft_sent(cast)
    with pytest.raises(NotNow, match="PO001"):
        actions.send_draft(by=cast.ida, inspection=inspection)
    assert DraftSent.objects.count() == 1


def test_a_published_report_went_through_the_providers_hands(cast):
    report = publish(cast, story.an_approved_report(cast))
    assert report.published_by == "quinn.both" and DraftSent.objects.get().inspection == report.inspection
