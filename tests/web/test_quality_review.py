"""Quality assurance by somebody else: a checklist, anchored comments, a decision, and figures that rank nobody."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.builders import ALL_WELL
from tests.web import reports_story as story
from tests.web.quality_story import a_comment

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.quality import CHECKLIST, CommentState, Reply, ReviewAnswer
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput


def answer(cast, inspection, answers, by=None, based_on=0, version=None):
    from evenhand.web.reports.reviewing import answer_checklist

    return answer_checklist(
        by=by or cast.quentin,
        inspection=inspection,
        version=version or story.version_of(inspection),
        answers=answers,
        based_on=based_on,
    )


def approve(cast, inspection, **more):
    from evenhand.web.reports import actions

    return actions.approve(by=cast.quentin, inspection=inspection, version=story.version_of(inspection), **more)


def send_back(cast, inspection, comments=""):
    from evenhand.web.reports import actions

    return actions.return_with_comments(
        by=cast.quentin, inspection=inspection, version=story.version_of(inspection), comments=comments
    )


def submit(cast, inspection):
    from evenhand.web.reports import actions

    return actions.submit(by=cast.ida, inspection=inspection, based_on=story.version_of(inspection))


def take(comment, state, by, text="Done.", based_on=0):
    from evenhand.web.reports.reviewing import move_comment

    return move_comment(by=by, comment=comment, state=CommentState(state), text=text, based_on=based_on)


def test_a_report_is_approved_only_after_the_checklist(cast) -> None:
    inspection = story.a_submitted_report(cast)
    with pytest.raises(NotNow, match="PO152"):
        approve(cast, inspection)
    answer(cast, inspection, {CHECKLIST[0].id: ReviewAnswer(Reply.YES)})
    with pytest.raises(NotNow, match="9 of 10"):
        approve(cast, inspection)
    answer(cast, inspection, ALL_WELL, based_on=1)
    approve(cast, inspection)


def test_a_no_wants_a_note_and_means_that_it_goes_back(cast) -> None:
    inspection = story.a_submitted_report(cast)
    with pytest.raises(BadInput):
        answer(cast, inspection, {"fair": ReviewAnswer(Reply.NO)})
    answer(cast, inspection, {**ALL_WELL, "fair": ReviewAnswer(Reply.NO, "The third sentence blames.")})
    with pytest.raises(NotNow, match="PO154"):
        approve(cast, inspection)


def test_the_answers_count_for_the_version_they_were_given_on(cast) -> None:
    inspection = story.a_submitted_report(cast)
    answer(cast, inspection, ALL_WELL)
    send_back(cast, inspection, "Say more about sleep.")
    story.write(cast, inspection, **{story.OVERALL: story.WRITTEN[story.OVERALL] + "\n\nChildren sleep soundly."})
    submit(cast, inspection)
    with pytest.raises(NotNow, match="PO152"):
        approve(cast, inspection)
    with pytest.raises(Stale):
        answer(cast, inspection, ALL_WELL, version=1, based_on=1)


def test_nobody_with_a_hand_in_it_reviews(cast) -> None:
    inspection = story.a_written_report(cast)
    story.write(cast, inspection, by=cast.ivan, **{story.LEADERS: story.WRITTEN[story.LEADERS] + " It helps."})
    submit(cast, inspection)
    from evenhand.web.inspections.models import TeamMember

    TeamMember.objects.create(inspection=inspection, person=cast.quinn)
    for person in (cast.ida, cast.iris, cast.quinn, cast.petra, cast.ada):
        with pytest.raises(Refusal):
            answer(cast, inspection, ALL_WELL, by=person)


def test_a_comment_goes_from_open_to_answered_to_resolved(cast) -> None:
    inspection = story.a_submitted_report(cast)
    comment = a_comment(cast, inspection, number=2)
    assert "small signs" in comment.sentence
    with pytest.raises(NotNow, match="PO157"):
        take(comment, "answered", cast.ida)
    with pytest.raises(NotNow, match="PO153"):
        approve(cast, inspection, checklist=ALL_WELL)
    send_back(cast, inspection)
    with pytest.raises(Refusal):
        take(comment, "answered", cast.iris)
    take(comment, "answered", cast.ida, "Two observations, now tied.")
    submit(cast, inspection)
    with pytest.raises(NotNow, match="PO153"):
        approve(cast, inspection, checklist=ALL_WELL)
    with pytest.raises(Stale):
        take(comment, "resolved", cast.quentin, based_on=0)
    take(comment, "resolved", cast.quentin, "", based_on=1)
    approve(cast, inspection, checklist=ALL_WELL)


def test_a_reviewer_opens_an_answered_comment_again_but_not_a_resolved_one(cast) -> None:
    inspection = story.a_submitted_report(cast)
    comment = a_comment(cast, inspection)
    send_back(cast, inspection)
    take(comment, "answered", cast.ida)
    submit(cast, inspection)
    with pytest.raises(BadInput):
        take(comment, "open", cast.quentin, " ", based_on=1)
    take(comment, "open", cast.quentin, "That is another child.", based_on=1)
    take(comment, "resolved", cast.quentin, based_on=2)
    with pytest.raises(NotNow, match="PO157"):
        take(comment, "open", cast.quentin, based_on=3)


def test_returning_without_a_word_needs_an_open_comment(cast) -> None:
    inspection = story.a_submitted_report(cast)
    with pytest.raises(BadInput):
        send_back(cast, inspection)
    a_comment(cast, inspection)
    assert "1" in send_back(cast, inspection).comments


def test_a_grade_changes_after_a_return_only_after_a_recorded_discussion(cast) -> None:
    from django.utils import timezone

    from evenhand.web.inspections import actions

    inspection = story.a_submitted_report(cast)
    send_back(cast, inspection, "The grade is not argued.")
    changed = {"judgement": "leaders_managers", "grade": "requires_improvement_to_be_good", "reason": "It fits better."}
    with pytest.raises(NotNow, match="PO050"):
        actions.propose_grade(by=cast.ida, inspection=inspection, based_on=1, **changed)
    actions.record_discussion(
        by=cast.ida,
        inspection=inspection,
        judgement="leaders_managers",
        becomes="requires_improvement_to_be_good",
        manager=cast.quentin,
        held_on=timezone.localdate(),
        reason="The reviewer showed that monitoring is late.",
    )
    actions.propose_grade(by=cast.ida, inspection=inspection, based_on=1, **changed)


def test_the_pages_lead_from_comment_to_answer(cast, as_) -> None:
    inspection = story.a_submitted_report(cast)
    here = reverse("reports:new_comment", args=[inspection.id, story.PROTECTED])
    quentin = as_(cast.quentin)
    assert "small signs of worry" in quentin.get(here).content.decode()
    assert quentin.post(here, {"version": 1, "about": "", "text": ""}).status_code == 422
    sent = quentin.post(here, {"version": 1, "about": "children", "text": "What do children say?", "anchor": ""})
    assert sent.status_code == 302
    quentin.post(reverse("reports:review", args=[inspection.id]), {"version": 1, "decision": "return", "comments": ""})
    one = reverse("reports:comment", args=[inspection.id, 1])
    ida = as_(cast.ida)
    assert "Answer the comment" in ida.get(one).content.decode()
    assert ida.post(one, {"based_on": 0, "state": "answered", "text": ""}).status_code == 422
    assert ida.post(one, {"based_on": 0, "state": "answered", "text": "They said it helps."}).status_code == 302
    listed = quentin.get(reverse("reports:comments", args=[inspection.id])).content.decode()
    assert "Answered by the team" in listed and "They said it helps." in listed


def test_the_checklist_page_keeps_answers_and_asks_for_notes(cast, as_) -> None:
    inspection = story.a_submitted_report(cast)
    address = reverse("reports:checklist", args=[inspection.id])
    quentin = as_(cast.quentin)
    assert "Evenhand’s own" in quentin.get(address).content.decode()
    refused = quentin.post(address, {"version": 1, "based_on": 0, "fair": "no"})
    assert refused.status_code == 422 and "Write a note" in refused.content.decode()
    assert quentin.post(address, {"version": 1, "based_on": 0, "fair": "yes"}).status_code == 302
    review = quentin.get(reverse("reports:review", args=[inspection.id])).content.decode()
    assert "1 of 10 questions answered" in review


def test_the_queue_says_whose_turn_it_is_and_since_when(cast, as_) -> None:
    inspection = story.a_submitted_report(cast)
    queue = reverse("reports:queue")
    assert "A reviewer" in as_(cast.quentin).get(queue).content.decode()
    send_back(cast, inspection, "Say more.")
    page = as_(cast.quentin).get(queue).content.decode()
    assert "The team" in page and "0 days" in page and "working days" not in page


def test_figures_count_reports_and_reasons_and_name_nobody(cast, as_) -> None:
    inspection = story.a_submitted_report(cast)
    a_comment(cast, inspection, about="children")
    send_back(cast, inspection)
    page = as_(cast.ada).get(reverse("reports:figures")).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert "1 of 1 reports" in main and "n = 1 returns" in main
    for person in (cast.ida, cast.ivan, cast.quentin):
        assert person.display_name not in main


def test_the_pages_ask_a_bounded_number_of_questions(cast, as_, django_assert_max_num_queries) -> None:
    inspection = story.a_submitted_report(cast)
    for number in (1, 2, 3):
        a_comment(cast, inspection, number=number)
    quentin = as_(cast.quentin)
    quentin.get(reverse("reports:trace", args=[inspection.id]))
    for name in ("draft", "review", "comments", "checklist", "warnings", "versions", "trace"):
        with django_assert_max_num_queries(23 if name == "review" else 21):
            assert quentin.get(reverse(f"reports:{name}", args=[inspection.id])).status_code == 200


@pytest.mark.parametrize("table", ["checklistanswered", "reviewcomment", "reviewstep"])
def test_the_database_keeps_what_was_said(cast, table) -> None:
    from django.db import connection

    inspection = story.a_submitted_report(cast)
    answer(cast, inspection, ALL_WELL)
    take(a_comment(cast, inspection), "resolved", cast.quentin)
    for change in ("DELETE FROM {}", "UPDATE {} SET by = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.format(f"reports_{table}"))
