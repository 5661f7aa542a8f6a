"""Saving, submitting, returning, approving and publishing a report: who may, when, and what is refused."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import ALL_WELL, an_item
from tests.web import reports_story as story
from tests.web.reports_story import LEADERS, OVERALL, PROTECTED, WRITTEN

from evenhand.casework.policies import Refusal
from evenhand.casework.stages import Stage
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.report.compose import OPEN
from evenhand.report.document import unseal
from evenhand.web.audit.models import Event
from evenhand.web.inspections import actions as inspections
from evenhand.web.inspections.record import read_record
from evenhand.web.reports import actions
from evenhand.web.reports.drafts import open_draft
from evenhand.web.reports.models import PublishedReport, QualityReview, ReportRevision


def stage(inspection) -> Stage:
    return read_record(inspection).stage


def draft(inspection):
    return open_draft(read_record(inspection))


# --- writing ---------------------------------------------------------------------------------------------------------


def test_the_first_draft_is_composed_from_the_record(cast):
    first = draft(story.an_inspection_to_report_on(cast))
    assert first.version == 0 and first.edited == frozenset()
    assert "- Conversation with a child: 1" in first.texts["information_about_this_inspection"]
    assert first.texts[PROTECTED].startswith(story.REASON)
    assert first.texts["enforcement_since_last"].startswith(OPEN)


def test_what_nobody_edited_goes_on_following_the_record_and_what_was_edited_stays(cast):
    inspection = story.an_inspection_to_report_on(cast)
    actions.save_draft(by=cast.ida, inspection=inspection, sections={OVERALL: "My words."}, based_on=0)
    inspections.record_evidence(by=cast.ivan, inspection=inspection, item=an_item())
    now = draft(inspection)
    assert now.edited == {OVERALL} and now.texts[OVERALL] == "My words."
    assert "- Observation of relationships: 3" in now.texts["information_about_this_inspection"]


def test_a_text_that_says_again_what_the_software_wrote_counts_as_composed(cast):
    inspection = story.an_inspection_to_report_on(cast)
    actions.save_draft(by=cast.ida, inspection=inspection, sections={OVERALL: "My words."}, based_on=0)
    back = draft(inspection).texts | {OVERALL: open_draft(read_record(inspection)).texts[PROTECTED]}
    composed = back[OVERALL].replace("\n", "\r\n")
    actions.save_draft(by=cast.ida, inspection=inspection, sections={OVERALL: composed}, based_on=1)
    assert draft(inspection).edited == frozenset()


def test_the_table_of_grades_cannot_be_overwritten(cast):
    inspection = story.a_written_report(cast)
    story.write(cast, inspection, judgements="- Everything: Outstanding")
    assert "Outstanding" not in draft(inspection).texts["judgements"]


def test_saving_the_same_words_twice_makes_one_version(cast):
    inspection = story.a_written_report(cast)
    again = actions.save_draft(by=cast.ida, inspection=inspection, sections=WRITTEN, based_on=0)
    assert again.version == 1 and ReportRevision.objects.count() == 1


def test_a_stale_draft_is_refused_with_both_texts(cast):
    inspection = story.a_written_report(cast)
    with pytest.raises(Stale) as refused:
        actions.save_draft(by=cast.ivan, inspection=inspection, sections={OVERALL: "Ivan's words."}, based_on=0)
    assert refused.value.yours == {OVERALL: "Ivan's words."}
    assert refused.value.theirs[OVERALL] == WRITTEN[OVERALL] and refused.value.current == 1


def test_an_oversized_text_is_refused_and_a_little_too_long_is_kept_to_be_shortened(cast):
    inspection = story.an_inspection_to_report_on(cast)
    with pytest.raises(BadInput, match="30,000 is the most"):
        actions.save_draft(by=cast.ida, inspection=inspection, sections={OVERALL: "x" * 30_001}, based_on=0)
    actions.save_draft(by=cast.ida, inspection=inspection, sections={OVERALL: "x " * 10_001}, based_on=0)
    assert "RP006" in {one.code for one in draft(inspection).errors}


def test_a_section_that_the_report_does_not_have_is_refused(cast):
    with pytest.raises(BadInput, match="is not a section"):
        story.write(cast, story.an_inspection_to_report_on(cast), rumours="They say.")


@pytest.mark.parametrize(
    ("who", "code"), [("iris", "PO012"), ("quentin", "PO011"), ("petra", "PO011"), ("ada", "PO011")]
)
def test_only_the_team_writes(cast, who, code):
    with pytest.raises(Refusal) as refused:
        story.write(cast, story.an_inspection_to_report_on(cast), by=getattr(cast, who))
    assert refused.value.code == code and ReportRevision.objects.count() == 0


@pytest.mark.parametrize("made", [story.a_submitted_report, story.an_approved_report])
def test_nobody_writes_while_others_read(cast, made):
    inspection = made(cast)
    with pytest.raises(Refusal) as refused:
        story.write(cast, inspection)
    assert refused.value.code == "PO001"


# --- submitting ------------------------------------------------------------------------------------------------------


def test_a_report_with_errors_is_not_submitted_and_the_refusal_names_each(cast):
    inspection = story.an_inspection_to_report_on(cast)
    story.write(cast, inspection, **{"enforcement_since_last": "AB was moved to Foxglove House."})
    with pytest.raises(Refusal) as refused:
        actions.submit(by=cast.ida, inspection=inspection, based_on=1)
    assert refused.value.code == "PO002"
    assert "“AB” looks like initials" in str(refused.value.reason)
    assert "Enforcement since the last inspection" in str(refused.value.reason)
    assert stage(inspection) is Stage.UNDER_WAY


def test_a_report_without_a_grade_is_not_submitted(cast):
    inspection = story.a_written_report(cast)
    proposals = read_record(inspection).versions.proposals
    inspections.propose_grade(
        by=cast.ida,
        inspection=inspection,
        judgement="overall_experiences_progress",
        grade="",
        based_on=proposals["overall_experiences_progress"],
    )
    with pytest.raises(Refusal, match="propose a grade"):
        actions.submit(by=cast.ida, inspection=inspection, based_on=1)


def test_submitting_fixes_the_words(cast):
    inspection = story.a_submitted_report(cast)
    assert stage(inspection) is Stage.IN_QUALITY_ASSURANCE
    before = dict(draft(inspection).texts)
    cast.home.places = 9
    cast.home.save()
    assert draft(inspection).texts == before


def test_submitting_what_somebody_else_changed_meanwhile_is_refused(cast):
    inspection = story.a_written_report(cast)
    story.write(cast, inspection, by=cast.ivan, **{LEADERS.replace(".", "__"): WRITTEN[LEADERS] + " Staff stay."})
    with pytest.raises(Stale):
        actions.submit(by=cast.ida, inspection=inspection, based_on=1)


def test_submitting_what_was_never_saved_is_refused_by_its_requests_to_the_writer(cast):
    inspection = story.an_inspection_to_report_on(cast)
    with pytest.raises(Refusal, match="ask for something"):
        actions.submit(by=cast.ida, inspection=inspection, based_on=0)
    assert ReportRevision.objects.count() == 0


# --- quality assurance -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "code"),
    [("ida", "PO013"), ("ivan", "PO013"), ("iris", "PO013"), ("petra", "PO013"), ("ada", "PO013")],
)
def test_only_a_quality_assurer_decides(cast, who, code):
    inspection = story.a_submitted_report(cast)
    person = getattr(cast, who)
    for act in (actions.approve, actions.return_with_comments):
        with pytest.raises(Refusal) as refused:
            act(by=person, inspection=inspection, version=1, comments="Fine.")
        assert refused.value.code == code
    assert QualityReview.objects.count() == 0 and stage(inspection) is Stage.IN_QUALITY_ASSURANCE


def test_somebody_who_wrote_evidence_may_not_assure_or_publish(cast):
    from tests.builders import an_inspection

    inspection = an_inspection(cast)
    from evenhand.web.inspections.models import TeamMember

    TeamMember.objects.create(inspection=inspection, person=cast.quinn)
    inspections.record_evidence(
        by=cast.quinn, inspection=inspection, item=an_item(criteria=("sccif.protection.good.trusted_adult",))
    )
    TeamMember.objects.filter(person=cast.quinn).delete()
    story.settle(cast, inspection)
    story.write(cast, inspection)
    actions.submit(by=cast.ida, inspection=inspection, based_on=1)
    with pytest.raises(Refusal) as refused:
        actions.approve(by=cast.quinn, inspection=inspection, version=1, checklist=ALL_WELL)
    assert refused.value.code == "PO014"
    actions.approve(by=cast.quentin, inspection=inspection, version=1, checklist=ALL_WELL)
    with pytest.raises(Refusal) as refused:
        actions.publish(by=cast.quinn, inspection=inspection, expected=story.previewed(inspection))
    assert refused.value.code == "PO014" and PublishedReport.objects.count() == 0


def test_somebody_who_wrote_only_a_sentence_of_the_report_may_not_assure_or_publish_it(cast):
    from evenhand.web.inspections.models import TeamMember

    inspection = story.a_written_report(cast)
    TeamMember.objects.create(inspection=inspection, person=cast.quinn)
    story.write(cast, inspection, by=cast.quinn, enforcement_since_last="There was no enforcement at all.")
    TeamMember.objects.filter(person=cast.quinn).delete()
    actions.submit(by=cast.ida, inspection=inspection, based_on=2)
    for act in (actions.approve, actions.return_with_comments):
        with pytest.raises(Refusal) as refused:
            act(by=cast.quinn, inspection=inspection, version=2, comments="Fine.")
        assert refused.value.code == "PO014"


def test_returning_needs_comments_and_opens_the_report_again(cast):
    inspection = story.a_submitted_report(cast)
    with pytest.raises(BadInput, match="what has to change"):
        actions.return_with_comments(by=cast.quentin, inspection=inspection, version=1, comments=" \n")
    actions.return_with_comments(by=cast.quentin, inspection=inspection, version=1, comments="Say more.")
    assert stage(inspection) is Stage.RETURNED
    assert QualityReview.objects.get().comments == "Say more."
    story.write(cast, inspection, **{OVERALL.replace(".", "__"): WRITTEN[OVERALL] + "\n\nChildren sleep well."})
    actions.submit(by=cast.ida, inspection=inspection, based_on=2)
    assert stage(inspection) is Stage.IN_QUALITY_ASSURANCE


def test_comments_have_a_limit(cast):
    inspection = story.a_submitted_report(cast)
    with pytest.raises(BadInput, match="4,000 is the most"):
        actions.approve(by=cast.quentin, inspection=inspection, version=1, comments="x" * 4001, checklist=ALL_WELL)


def test_a_decision_is_about_the_version_that_was_read(cast):
    inspection = story.a_submitted_report(cast)
    with pytest.raises(Stale):
        actions.approve(by=cast.quentin, inspection=inspection, version=7, checklist=ALL_WELL)
    assert stage(inspection) is Stage.IN_QUALITY_ASSURANCE


def test_an_approved_report_can_still_be_returned(cast):
    inspection = story.an_approved_report(cast)
    actions.return_with_comments(by=cast.quentin, inspection=inspection, version=1, comments="One more thing.")
    assert stage(inspection) is Stage.RETURNED


def test_approving_twice_is_refused(cast):
    inspection = story.an_approved_report(cast)
    with pytest.raises(Refusal) as refused:
        actions.approve(by=cast.quentin, inspection=inspection, version=1, checklist=ALL_WELL)
    assert refused.value.code == "PO001" and QualityReview.objects.count() == 1


# --- publishing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "code"), [("ida", "PO013"), ("ada", "PO013"), ("petra", "PO013")])
def test_the_wrong_person_does_not_publish(cast, who, code):
    inspection = story.an_approved_report(cast)
    with pytest.raises(Refusal) as refused:
        actions.publish(by=getattr(cast, who), inspection=inspection, expected=story.previewed(inspection))
    assert refused.value.code == code and PublishedReport.objects.count() == 0


@pytest.mark.parametrize("made", [story.a_written_report, story.a_submitted_report, story.a_returned_report])
def test_only_what_is_approved_is_published(cast, made):
    inspection = made(cast)
    with pytest.raises(Refusal) as refused:
        actions.publish(by=cast.quentin, inspection=inspection, expected=story.previewed(inspection))
    assert refused.value.code == "PO001" and PublishedReport.objects.count() == 0


def test_what_is_published_is_what_was_looked_at(cast):
    inspection = story.a_report_ready_to_publish(cast)
    with pytest.raises(Refusal) as refused:
        actions.publish(by=cast.quinn, inspection=inspection, expected="f" * 64)
    assert refused.value.code == "PO007" and stage(inspection) is Stage.WITH_PROVIDER


def test_what_is_published_is_what_was_approved_even_if_the_register_changed_meanwhile(cast):
    inspection = story.a_report_ready_to_publish(cast)
    cast.home.sector = "Voluntary"
    cast.home.save()
    with pytest.raises(Refusal) as refused:
        actions.publish(by=cast.quinn, inspection=inspection, expected=story.previewed(inspection))
    assert refused.value.code == "PO006" and stage(inspection) is Stage.WITH_PROVIDER


def test_a_report_that_would_name_the_home_is_not_published(cast):
    inspection = story.a_report_ready_to_publish(cast)
    cast.home.name = "Supervision Cottage"
    cast.home.save()
    with pytest.raises(Refusal) as refused:
        actions.publish(by=cast.quinn, inspection=inspection, expected=story.previewed(inspection))
    assert refused.value.code == "PO005" and PublishedReport.objects.count() == 0


def test_publishing_seals_the_words_and_the_grades(cast):
    report = story.a_published_report(cast)
    document = unseal(bytes(report.content), report.fingerprint)
    assert stage(report.inspection) is Stage.PUBLISHED
    assert document.urn == "FICTION1" and document.fictional
    assert [(one.judgement, one.grade) for one in document.judgements] == [
        ("overall_experiences_progress", "good"),
        ("helped_protected", "good"),
        ("leaders_managers", "good"),
    ]
    section = next(one for one in document.sections if one.id == "inspection_judgements")
    assert section.passages[1].paragraphs == (WRITTEN[PROTECTED],)


def test_publishing_twice_is_refused(cast):
    report = story.a_published_report(cast)
    with pytest.raises(Refusal) as refused:
        actions.publish(by=cast.quinn, inspection=report.inspection, expected=report.fingerprint)
    assert refused.value.code == "PO001" and PublishedReport.objects.count() == 1


@pytest.mark.parametrize("table", ["reports_publishedreport", "reports_reportrevision", "reports_qualityreview"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_was_written(cast, table, statement):
    story.a_published_report(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_every_act_is_an_audit_event_and_none_tells_what_was_written(cast):
    story.a_published_report(cast)
    events = list(Event.objects.order_by("number"))
    assert [one.action for one in events if one.action.startswith("report.")] == [
        "report.saved",
        "report.submitted",
        "report.approved",
        "report.published",
    ]
    told = " ".join(one.details for one in events)
    assert "roots" not in told and "squeaks" not in told and story.REASON not in told
