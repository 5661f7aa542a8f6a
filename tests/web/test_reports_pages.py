"""The pages of a report: what they show, whom they let in, what a forged or stale request gets."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse
from tests.builders import an_item, through_the_provider
from tests.web import reports_story as story
from tests.web.reports_story import OVERALL, WRITTEN

from evenhand.casework.quality import QUESTIONS
from evenhand.casework.stages import Stage
from evenhand.judgement.explanation import relevant_steps
from evenhand.web.inspections import actions as inspections
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.forms import mark
from evenhand.web.reports.models import PublishedReport, QualityReview, ReportRevision

PAGES = ("draft", "submit", "review", "publish", "trace")


def text_of(response) -> str:
    """What the page says, without markup, as one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def page(name: str, inspection) -> str:
    return reverse(f"reports:{name}", args=[inspection.pk])


def boxes(inspection, **changes: str) -> dict[str, str]:
    """What the editor would send, with every box as it was shown, except the changes."""
    from evenhand.web.reports.drafts import open_draft

    draft = open_draft(read_record(inspection))
    sent = {"based_on": str(draft.version)}
    for slot in draft.slots:
        if not slot.from_the_record:
            sent |= {slot.key: draft.texts[slot.key], f"seen-{slot.key}": mark(draft.texts[slot.key])}
    return sent | {key.replace("__", "."): text for key, text in changes.items()}


# --- who may open what -----------------------------------------------------------------------------------------------

ROLES = {
    "draft": {"ida": 200, "iris": 200, "quentin": 200, "ada": 200, "petra": 403, "fay": 403, "nobody": 403},
    "submit": {"ida": 200, "iris": 200, "quentin": 403, "ada": 403, "petra": 403, "fay": 403, "nobody": 403},
    "review": {"ida": 403, "iris": 403, "quentin": 200, "ada": 403, "petra": 403, "fay": 403, "nobody": 403},
    "publish": {"ida": 403, "iris": 403, "quentin": 200, "ada": 403, "petra": 403, "fay": 403, "nobody": 403},
    "trace": {"ida": 200, "iris": 200, "quentin": 200, "ada": 200, "petra": 403, "fay": 403, "nobody": 403},
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_lets_in_its_roles_and_nobody_else(cast, as_, client, name):
    inspection = story.a_submitted_report(cast)
    found = {who: as_(getattr(cast, who)).get(page(name, inspection)).status_code for who in ROLES[name]}
    assert found == ROLES[name]
    assert client.get(page(name, inspection)).headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", PAGES)
def test_whoever_answers_for_the_home_never_sees_its_report_in_the_making(cast, as_, name):
    from tests.people import answers_for

    inspection = story.a_submitted_report(cast)
    answers_for(cast.quinn, cast.home)
    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import System, give_role

    give_role(by=System(), person=cast.quinn, role=Role.PROVIDER)
    person = type(cast.quinn).objects.get(pk=cast.quinn.pk)
    assert as_(person).get(page(name, inspection)).status_code == 404
    assert as_(person).post(page(name, inspection), {"decision": "approve", "version": 1}).status_code in (404, 405)


@pytest.mark.parametrize("name", PAGES)
def test_an_inspection_that_does_not_exist_is_not_found(cast, as_, name):
    address = reverse(f"reports:{name}", args=["00000000-0000-4000-8000-000000000000"])
    assert as_(cast.quentin if name in ("review", "publish") else cast.ida).get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "name"), [("petra", "draft"), ("ada", "review"), ("ida", "publish"), ("fay", "submit")]
)
def test_a_forged_post_by_the_wrong_role_is_refused(cast, as_, who, name):
    inspection = story.a_submitted_report(cast)
    response = as_(getattr(cast, who)).post(page(name, inspection), {"decision": "approve", "version": "1"})
    assert response.status_code == 403
    assert read_record(inspection).stage is Stage.IN_QUALITY_ASSURANCE


def test_a_form_that_did_not_come_from_our_page_is_refused(cast):
    from django.test import Client

    inspection = story.a_submitted_report(cast)
    outside = Client(enforce_csrf_checks=True)
    outside.force_login(cast.quentin)
    response = outside.post(page("review", inspection), {"decision": "approve", "version": "1"})
    assert response.status_code == 403 and QualityReview.objects.count() == 0


# --- the editor ------------------------------------------------------------------------------------------------------


def test_the_editor_shows_every_section_in_the_frameworks_order(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    shown = as_(cast.ida).get(page("draft", inspection)).content.decode()
    places = [shown.index(f'id="id_{key}"') for key in boxes(inspection) if not key.startswith(("seen-", "based"))]
    assert places == sorted(places) and len(places) == 10
    assert 'name="judgements"' not in shown


def test_beside_each_judgement_stand_grade_reason_and_evidence(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    said = text_of(as_(cast.ida).get(page("draft", inspection)))
    assert "Recorded reason" in said and story.REASON in said and "A calm evening, number 1." in said
    assert "Composed from the record" in said and "Always follows the record" in said


def test_the_editor_lists_what_the_checks_found_with_links(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    story.write(cast, inspection, enforcement_since_last="Ask CD in Nowhereshire.")
    response = as_(cast.ida).get(page("draft", inspection))
    said = text_of(response)
    assert "“CD” looks like initials" in said and "“Nowhereshire” is where the home is" in said
    assert 'href="#id_enforcement_since_last"' in response.content.decode()


def test_saving_keeps_what_changed_and_nothing_else(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    response = as_(cast.ida).post(page("draft", inspection), boxes(inspection, **{OVERALL.replace(".", "__"): "Mine."}))
    assert response.status_code == 302 and response.headers["Location"] == page("draft", inspection)
    kept = ReportRevision.objects.get().sections
    assert kept[OVERALL] == {"text": "Mine.", "composed": False}
    assert [key for key, one in kept.items() if not one["composed"]] == [OVERALL]


def test_a_composed_text_that_grew_old_on_the_page_is_not_taken_for_the_writers(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    sent = boxes(inspection, **{OVERALL.replace(".", "__"): "Mine."})
    inspections.record_evidence(by=cast.ivan, inspection=inspection, item=an_item())
    as_(cast.ida).post(page("draft", inspection), sent)
    kept = ReportRevision.objects.get().sections["information_about_this_inspection"]
    assert kept["composed"] and "- Observation of relationships: 3" in kept["text"]


def test_a_stale_save_shows_both_texts_and_loses_nothing(cast, as_):
    inspection = story.a_written_report(cast)
    ivans = "They sing.\r\n\r\nChildren told Ivan that they are happy."
    ivan_sends = boxes(inspection, **{OVERALL.replace(".", "__"): ivans})
    idas = "They sing.\n\nChildren told Ida that they are content."
    story.write(cast, inspection, **{OVERALL.replace(".", "__"): idas})
    response = as_(cast.ivan).post(page("draft", inspection), ivan_sends)
    said = text_of(response)
    assert response.status_code == 409
    assert "Somebody else saved first" in said and "Children told Ida that they are content." in said
    assert "Children told Ivan that they are happy." in response.content.decode()
    assert re.findall(r"<del><span[^>]*>removed: </span>(.*?)</del>", response.content.decode(), re.DOTALL) == [
        "Ida ",
        "content.",
    ]
    # Sent once more from the page that was shown, now knowing both, it is saved.
    fields = dict(
        re.findall(r'<input type="hidden" id="[^"]+" name="([^"]+)" value="([^"]*)">', response.content.decode())
    )
    again = boxes(inspection, **{OVERALL.replace(".", "__"): "Children told us that they are happy."})
    again |= {"based_on": fields["based_on"], f"seen-{OVERALL}": fields[f"seen-{OVERALL}"]}
    assert as_(cast.ivan).post(page("draft", inspection), again).status_code == 302
    assert ReportRevision.objects.order_by("version").last().sections[OVERALL]["text"].startswith("Children told us")


def test_an_oversized_text_is_refused_with_the_words_kept_in_the_box(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    long = "Long words. " * 2600
    response = as_(cast.ida).post(page("draft", inspection), boxes(inspection, **{OVERALL.replace(".", "__"): long}))
    assert response.status_code == 422 and "shorten it to 30,000" in text_of(response)
    assert "Long words. Long words." in response.content.decode() and ReportRevision.objects.count() == 0


@pytest.mark.parametrize(
    "sent", [{}, {"based_on": "x"}, {"based_on": "-1"}, {"based_on": "0", "seen-judgements": "y" * 99}]
)
def test_a_broken_form_never_breaks_the_service(cast, as_, sent):
    inspection = story.an_inspection_to_report_on(cast)
    response = as_(cast.ida).post(page("draft", inspection), sent)
    assert response.status_code in (302, 422)


def test_control_characters_are_not_kept(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    sent = boxes(inspection, **{OVERALL.replace(".", "__"): "Calm\x01 and\x7f kind."})
    as_(cast.ida).post(page("draft", inspection), sent)
    assert ReportRevision.objects.get().sections[OVERALL]["text"] == "Calm and kind."


def test_markup_in_a_report_is_shown_as_text(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    story.write(cast, inspection, enforcement_since_last="<script>alert(1)</script>")
    assert "<script>alert(1)" not in as_(cast.ida).get(page("draft", inspection)).content.decode()


def test_whoever_is_not_on_the_team_reads_but_does_not_write(cast, as_):
    inspection = story.a_written_report(cast)
    response = as_(cast.iris).get(page("draft", inspection))
    assert "You are not on the team" in text_of(response) and "<textarea" not in response.content.decode()
    assert (
        as_(cast.iris)
        .post(page("draft", inspection), boxes(inspection, **{OVERALL.replace(".", "__"): "X"}))
        .status_code
        == 403
    )


# --- submit, queue, review, publish ----------------------------------------------------------------------------------


def test_the_submit_page_names_what_is_missing_and_its_button_is_closed(cast, as_):
    inspection = story.an_inspection_to_report_on(cast)
    response = as_(cast.ida).get(page("submit", inspection))
    assert "Put right what the checks found first." in text_of(response)
    assert re.search(r"<button[^>]*disabled", response.content.decode())
    assert as_(cast.ida).post(page("submit", inspection), {"based_on": "0"}).status_code == 409


def test_from_submission_to_publication_through_the_pages(cast, as_):
    inspection = story.a_written_report(cast)
    assert as_(cast.ida).post(page("submit", inspection), {"based_on": "1"}).status_code == 302
    queue = as_(cast.quentin).get(reverse("reports:queue"))
    assert "FICTION1" in text_of(queue) and "Ida Inspector" in text_of(queue) and "You can do this" in text_of(queue)
    quentin = as_(cast.quentin)
    refused = quentin.post(page("review", inspection), {"version": "1", "decision": "return", "comments": ""})
    assert refused.status_code == 422 and "Enter what has to change" in text_of(refused)
    quentin.post(page("review", inspection), {"version": "1", "decision": "return", "comments": "Say how they sleep."})
    assert "Say how they sleep." in text_of(as_(cast.ida).get(page("draft", inspection)))
    better = WRITTEN[OVERALL] + "\n\nChildren sleep soundly."
    as_(cast.ida).post(page("draft", inspection), boxes(inspection, **{OVERALL.replace(".", "__"): better}))
    as_(cast.ida).post(page("submit", inspection), {"based_on": "2"})
    changed = quentin.get(page("review", inspection))
    assert "What changed since version 1" in text_of(changed)
    assert re.search(r"<ins><span[^>]*>added: </span>[^<]*Children sleep soundly\.", changed.content.decode())
    decided = {"version": "2", "decision": "approve", "comments": ""}
    assert quentin.post(page("review", inspection), decided).status_code == 409, "the checklist is not answered"
    quentin.post(page("checklist", inspection), {"version": "2", "based_on": "0", **dict.fromkeys(QUESTIONS, "yes")})
    approved = quentin.post(page("review", inspection), decided)
    assert approved.headers["Location"] == reverse("reports:queue")
    assert "another quality assurer must publish it" in text_of(quentin.get(page("publish", inspection)))
    quinn = as_(cast.quinn)
    assert "The provider has not had the draft yet" in text_of(quinn.get(page("publish", inspection)))
    through_the_provider(cast, inspection)
    confirm = quinn.get(page("publish", inspection))
    assert "What will be public" in text_of(confirm) and "Nobody can change it or take it back" in text_of(confirm)
    expected = re.search(r'name="expected" value="([0-9a-f]{64})"', confirm.content.decode())[1]
    published = quinn.post(page("publish", inspection), {"expected": expected})
    assert published.headers["Location"] == reverse("public:report", args=[expected])
    assert PublishedReport.objects.get().fingerprint == expected


def test_somebody_with_a_hand_in_it_reads_why_they_may_not_decide(cast, as_):
    from evenhand.web.inspections.models import TeamMember

    inspection = story.a_submitted_report(cast)
    TeamMember.objects.create(inspection=inspection, person=cast.quinn)
    response = as_(cast.quinn).get(page("review", inspection))
    assert response.status_code == 200 and "You had a hand in this inspection" in text_of(response)
    assert 'name="decision"' not in response.content.decode()
    assert "you had a hand in it" in text_of(as_(cast.quinn).get(reverse("reports:queue")))
    refused = as_(cast.quinn).post(page("review", inspection), {"version": "1", "decision": "approve"})
    assert refused.status_code == 403 and QualityReview.objects.count() == 0


@pytest.mark.parametrize(
    "sent", [{}, {"version": "1"}, {"version": "1", "decision": "eat"}, {"version": "1e9", "decision": "approve"}]
)
def test_a_decision_that_is_none_is_not_one(cast, as_, sent):
    inspection = story.a_submitted_report(cast)
    assert as_(cast.quentin).post(page("review", inspection), sent).status_code == 422
    assert QualityReview.objects.count() == 0


def test_publishing_something_else_than_was_shown_is_refused(cast, as_):
    inspection = story.a_report_ready_to_publish(cast)
    quinn = as_(cast.quinn)
    assert quinn.post(page("publish", inspection), {"expected": "0" * 64}).status_code == 409
    assert quinn.post(page("publish", inspection), {"expected": "nonsense"}).status_code == 422
    assert PublishedReport.objects.count() == 0


def test_an_empty_queue_says_so(cast, as_):
    assert "No report is waiting" in text_of(as_(cast.quentin).get(reverse("reports:queue")))


# --- the trace -------------------------------------------------------------------------------------------------------


def an_inspection_with_a_limit(cast):
    """Leadership is good only because the report explains it (R6), and R5 caps it besides."""
    inspection = story.an_inspection_to_report_on(cast)
    record = read_record(inspection)
    inspections.answer_facts(
        by=cast.ivan,
        inspection=inspection,
        answers={"few_staff_qualified": True, "staff_qualified_soon": False, "manager_qualification": "overdue"},
        based_on=record.versions.facts,
    )
    inspections.propose_grade(
        by=cast.ida,
        inspection=inspection,
        judgement="leaders_managers",
        grade="good",
        reason=story.REASON,
        explanation="Coaching makes up for certificates.",
        based_on=record.versions.proposals["leaders_managers"],
    )
    return inspection


def test_the_trace_holds_every_rule_that_applied_and_every_item_that_supports(cast, as_):
    inspection = an_inspection_with_a_limit(cast)
    response = as_(cast.ida).get(page("trace", inspection))
    said, record = text_of(response), read_record(inspection)
    for one in record.outcome.judgements:
        for step in relevant_steps(one):
            assert f"Rule {step.rule}:" in said, step.rule
    for recorded in record.evidence:
        assert reverse("inspections:evidence_item", args=[inspection.pk, recorded.id]) in response.content.decode()
    assert "Coaching makes up for certificates." in said and "Ivan Inspector" in said
    assert "no grade better than Good may be given" in said


def test_the_trace_says_what_a_rule_rests_on_with_who_and_when(cast, as_):
    inspection = an_inspection_with_a_limit(cast)
    said = text_of(as_(cast.quentin).get(page("trace", inspection)))
    assert re.search(r"Rests on “Is it so that no staff.*?”: yes – Ivan Inspector, \d+ \w+ \d{4}", said)


def test_the_trace_works_after_publication_and_names_every_stage(cast, as_):
    report = story.a_published_report(cast)
    said = text_of(as_(cast.ida).get(page("trace", report.inspection)))
    for word in ("Scheduled", "Under way", "In quality assurance", "Approved", "Published", "Quentin Quality"):
        assert word in said
    assert "proposed by Ida Inspector" in said and story.SAID in said


def test_pages_of_a_report_ask_the_database_a_bounded_number_of_questions(cast, as_, django_assert_max_num_queries):
    inspection = an_inspection_with_a_limit(cast)
    for number in range(12):
        inspections.record_evidence(by=cast.ida, inspection=inspection, item=an_item(said=f"More, {number}."))
    ida = as_(cast.ida)
    ida.get(page("trace", inspection))
    for name in ("draft", "submit", "trace"):
        with django_assert_max_num_queries(20):
            assert ida.get(page(name, inspection)).status_code == 200
