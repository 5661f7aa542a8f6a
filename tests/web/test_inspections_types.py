"""Inspections that are not full ones: an assurance inspection, an interim one, a monitoring visit."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.builders import STARTS, an_inspection, an_item, review, settle, submit
from tests.web.inspection_pages import at, fields, text

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Act, Stage
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.report.document import seal, unseal
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import EvidenceRevision, SingleJudgement
from evenhand.web.inspections.record import read_record
from evenhand.web.inspections.turns import deadline_of
from evenhand.web.reports.models import PublishedReport

NONE, SERIOUS = "no_serious_or_widespread_concerns", "serious_or_widespread_concerns"
NARROW = ("concerns_narrow", "good_track_record", "otherwise_sound", "quickly_fixed", "requirements_met")
IN_2019 = date(2019, 6, 4)


@pytest.fixture
def assurance(cast):
    return an_inspection(cast, kind="assurance")


def judge(cast, inspection, grade=NONE, reason="Nothing serious was seen or said.", based_on=0, by=None):
    return actions.judge_singly(by=by or cast.ida, inspection=inspection, grade=grade, reason=reason, based_on=based_on)


# The judgement.


def test_it_is_made_with_a_reason_taken_back_and_made_again_and_every_version_stays(cast, assurance):
    judge(cast, assurance)
    judge(cast, assurance, grade="", based_on=1)
    judge(cast, assurance, SERIOUS, "Staff did not know the plans.", based_on=2)
    assert [row.grade for row in SingleJudgement.objects.all()] == [NONE, "", SERIOUS]
    assert read_record(assurance).single_grade.label == "Serious or widespread concerns"


def test_a_judgement_without_a_reason_is_refused(cast, assurance):
    with pytest.raises(BadInput, match="reason"):
        judge(cast, assurance, reason="  ")


def test_an_answer_that_is_not_on_the_scale_is_refused_with_those_that_are(cast, assurance):
    with pytest.raises(BadInput, match="No serious or widespread concerns"):
        judge(cast, assurance, grade="good")


def test_two_inspectors_do_not_overwrite_each_other(cast, assurance):
    judge(cast, assurance)
    with pytest.raises(Stale):
        judge(cast, assurance, SERIOUS, "Two children said so.", by=cast.ivan)
    assert SingleJudgement.objects.count() == 1
    judge(cast, assurance)  # the same again is no second version
    assert SingleJudgement.objects.count() == 1


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada"])
def test_only_the_team_makes_it(cast, assurance, who):
    with pytest.raises(Refusal):
        judge(cast, assurance, by=getattr(cast, who))


def test_no_graded_judgement_is_possible_in_an_assurance_inspection(cast, assurance):
    with pytest.raises(actions.GradeRefused, match="ASSURANCE"):
        actions.propose_grade(
            by=cast.ida,
            inspection=assurance,
            judgement="helped_protected",
            grade="good",
            reason="So it is.",
            based_on=0,
        )


def test_a_full_inspection_has_no_judgement_of_its_own(cast):
    with pytest.raises(BadInput, match="no judgement of its own"):
        judge(cast, an_inspection(cast))


def test_in_an_empty_home_at_its_first_inspection_none_is_made(cast, assurance):
    facts = {"first_inspection": True, "children_living_here": False}
    actions.answer_facts(by=cast.ida, inspection=assurance, answers=facts, based_on={})
    with pytest.raises(NotNow, match="R11") as caught:
        judge(cast, assurance)
    assert caught.value.code == "JU002"
    assert read_record(assurance).situation.unsettled == ()


# The evidence.


def test_evidence_supports_the_criteria_of_the_type_and_no_others(cast, assurance):
    with pytest.raises(BadInput, match="not a criterion"):
        actions.record_evidence(by=cast.ida, inspection=assurance, item=an_item())


def test_the_form_offers_the_criteria_of_the_type_under_their_headings(cast, as_, assurance):
    ida = as_(cast.ida)
    page = ida.get(at("new_evidence", assurance, "record_read")).content.decode()
    assert "sccif.assurance.safety.risk" in page and "sccif.protection.good.trusted_adult" not in page
    sent = fields(criteria=["sccif.assurance.safety.risk"])
    assert "is recorded" in text(
        ida.post(at("new_evidence", assurance, "observation_of_relationships"), sent, follow=True)
    )
    listed = ida.get(at("evidence", assurance), {"judgement": "assurance.safety"})
    assert "two adults came" in text(listed)
    assert EvidenceRevision.objects.filter(criteria=["sccif.assurance.safety.risk"]).exists()


# From scheduled to published.


def test_it_is_booked_with_its_type_which_is_shown_before_anybody_confirms(cast, as_):
    ida = as_(cast.ida)
    form = text(ida.get("/inspections/new/?kind=assurance"))
    assert "Assurance inspection" in form and "Monitoring visit" in form and "Full inspection" in form
    sent = {"urn": "FICTION1", "kind": "assurance", "starts_on": "2026-09-08", "ends_on": "2026-09-08"}
    sent |= {"lead": "ida.inspector"}
    page = ida.post("/inspections/new/", sent)
    assert "Type of inspection Assurance inspection" in text(page)
    done = ida.post("/inspections/new/", {**sent, "confirmed": "yes"}, follow=True)
    assert "Assurance inspection" in text(done) and "Serious or widespread concerns" in text(done)


def test_the_types_are_those_of_the_framework_of_the_first_day(cast, as_):
    page = text(as_(cast.ida).get("/inspections/new/?starts_on=2019-06-04"))
    assert "Interim inspection" in page and "Assurance inspection" not in page


def test_an_assurance_inspection_goes_all_the_way_with_its_judgement_in_the_report(cast, as_, client):
    inspection = an_inspection(cast, Stage.PUBLISHED, kind="assurance")
    report = PublishedReport.objects.get(inspection=inspection)
    document = unseal(bytes(report.content), report.fingerprint)
    assert (document.single.judgement, document.single.grade, document.single.best) == ("assurance", NONE, 2)
    assert document.judgements == () and document.overall is None
    assert "assurance" in [one.id for one in document.sections]
    assert "inspection_judgements" not in [one.id for one in document.sections]
    page = text(client.get(reverse("public:report", args=[report.fingerprint])))
    assert "Serious or widespread concerns No serious or widespread concerns" in page
    assert "Good" not in page and "No grade" not in page


def test_a_report_without_such_a_judgement_is_sealed_as_it_always_was(cast):
    an_inspection(cast, Stage.PUBLISHED)
    report = PublishedReport.objects.get()
    assert b'"single"' not in bytes(report.content)
    assert seal(unseal(bytes(report.content), report.fingerprint))[1] == report.fingerprint


def test_the_next_report_knows_what_the_assurance_inspection_came_to(cast):
    from evenhand.web.reports.drafts import open_draft

    an_inspection(cast, Stage.PUBLISHED, kind="assurance", starts_on=date(2026, 6, 2))
    texts = open_draft(read_record(an_inspection(cast))).texts
    assert "Assurance inspection). It came to: No serious or widespread concerns." in texts["last_inspection"]


def test_it_is_not_submitted_without_its_judgement(cast, assurance):
    settle(cast, assurance)
    judge(cast, assurance, grade="", based_on=1)
    with pytest.raises(NotNow, match="make the judgement"):
        submit(cast, assurance)


def test_whoever_judged_cannot_assure_the_quality(cast):
    from evenhand.web.inspections.record import read_record

    inspection = an_inspection(cast, kind="assurance")
    judge(cast, inspection)
    assert cast.ida.username in read_record(inspection).authors


def test_an_interim_inspection_of_2019_judges_effectiveness_by_the_deadlines_of_its_type(cast):
    inspection = an_inspection(cast, Stage.PUBLISHED, kind="interim", starts_on=IN_2019)
    report = PublishedReport.objects.get(inspection=inspection)
    document = unseal(bytes(report.content), report.fingerprint)
    assert document.single.label == "Improved effectiveness" and document.framework == "sccif-2017"
    due = deadline_of(inspection, Stage.UNDER_WAY, inspection.ends_on)
    assert due.step.id == "interim_draft_report_to_provider"


def test_an_interim_inspection_of_2012_is_reported_under_one_heading_instead_of_five(cast):
    an_inspection(cast, Stage.PUBLISHED, kind="interim", starts_on=date(2012, 6, 5))
    report = PublishedReport.objects.get()
    sections = [one.id for one in unseal(bytes(report.content), report.fingerprint).sections]
    assert "interim" in sections and "safeguarding" not in sections and "judgement_key" in sections


# Monitoring visits.


def test_a_monitoring_visit_reports_in_words_and_needs_no_grade(cast):
    inspection = an_inspection(cast, Stage.PUBLISHED, kind="monitoring")
    report = PublishedReport.objects.get(inspection=inspection)
    document = unseal(bytes(report.content), report.fingerprint)
    assert document.judgements == () and document.single is None
    words = [line for one in document.sections for part in one.passages for line in part.paragraphs]
    assert "No judgement is made in this inspection." in words
    assert "monitoring" in [one.id for one in document.sections]


def test_new_judgements_at_a_visit_stand_only_when_all_of_rule_r12_is_true(cast):
    inspection = an_inspection(cast, kind="monitoring")
    grades = dict.fromkeys(("helped_protected", "leaders_managers", "overall_experiences_progress"), "good")
    facts = {"after_inadequate": True, **{f"regrade_{one}": True for one in NARROW}}
    with pytest.raises(actions.GradeRefused, match="R12"):
        settle(cast, inspection, grades=grades, facts={**facts, "regrade_quickly_fixed": False})
    settle(cast, inspection, grades=grades, facts=facts)
    submit(cast, inspection)
    review(cast, inspection, Act.APPROVE)
    from tests.builders import publish

    publish(cast, inspection)
    report = PublishedReport.objects.get(inspection=inspection)
    document = unseal(bytes(report.content), report.fingerprint)
    assert document.overall.label == "Good"
    sections = [one.id for one in document.sections]
    assert sections.index("monitoring") < sections.index("inspection_judgements")


# Pages.


def test_the_workspace_shows_the_judgement_of_the_type_and_no_graded_ones(cast, as_, assurance):
    page = text(as_(cast.ida).get(at("workspace", assurance)))
    assert "The judgement of this inspection Serious or widespread concerns" in page
    assert "helped and protected" not in page
    assert "Councils are told of serious or widespread concerns" in page
    assert "Councils are told of an inadequate full inspection" not in page


def test_the_judgement_is_made_on_its_page(cast, as_, assurance):
    ida = as_(cast.ida)
    page = text(ida.get(at("single", assurance)))
    assert "No judgement is made yet" in page and "Rule R11 cannot be decided yet" in page
    missing = ida.post(at("single", assurance), {"grade": NONE, "reason": "", "based_on": "0"})
    assert missing.status_code == 422 and "Write the reason for the judgement" in text(missing)
    sent = {"grade": NONE, "reason": "Children and staff said the same.", "based_on": "0"}
    assert "The judgement is made" in text(ida.post(at("single", assurance), sent, follow=True))
    stale = as_(cast.ivan).post(at("single", assurance), {**sent, "grade": SERIOUS})
    assert stale.status_code == 409 and "Somebody else was first" in text(stale)
    back = ida.post(at("single", assurance), {"take_back": "yes", "reason": "", "based_on": "1"}, follow=True)
    assert "taken back" in text(back)


def test_the_page_of_the_judgement_is_not_there_for_a_full_inspection(cast, as_):
    assert as_(cast.ida).get(at("single", an_inspection(cast))).status_code == 404


@pytest.mark.parametrize("kind", ["assurance", "monitoring"])
@pytest.mark.parametrize("page", ["draft", "submit", "trace"])
def test_every_page_of_a_report_opens_for_every_type(cast, as_, kind, page):
    inspection = an_inspection(cast, kind=kind)
    settle(cast, inspection)
    assert as_(cast.ida).get(reverse(f"reports:{page}", args=[inspection.pk])).status_code == 200


def test_the_trace_leads_from_the_judgement_to_its_reason_and_evidence(cast, as_):
    inspection = an_inspection(cast, Stage.APPROVED, kind="assurance", starts_on=STARTS)
    page = text(as_(cast.quentin).get(reverse("reports:trace", args=[inspection.pk])))
    assert "The evidence fits this answer best." in page and "A calm evening, number 0." in page
    assert "An assurance inspection makes no graded judgement" in page


def test_a_visit_of_2020_has_no_judgement_at_all(cast, as_):
    inspection = an_inspection(cast, kind="assurance_visit", starts_on=date(2020, 10, 6))
    page = text(as_(cast.ida).get(at("workspace", inspection)))
    assert "This type of inspection makes no judgement" in page
