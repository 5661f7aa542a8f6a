"""The pages of the time with the provider: its portal, the inspectorate's side, complaints, letters."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import publish
from tests.web import accuracy_story as accuracy
from tests.web import reports_story as story
from tests.web.preparation_story import PDF

from evenhand.web.accuracy import actions
from evenhand.web.accuracy.models import Answer, Comment, Complaint, Hold


def at(name: str, inspection, *more) -> str:
    return reverse(f"accuracy:{name}", args=[inspection.pk, *more])


def text(response) -> str:
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def said(inspection, **changes):
    fields = {
        "anchor": accuracy.at(inspection, "within minutes"),
        "kind": "factual",
        "wrong": "It was half an hour.",
        "should_say": "",
        "offered": "The record of 4 May.",
    }
    return {**fields, **changes}


def test_a_provider_lists_drafts_of_its_own_homes_with_the_days_left(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    mine = text(as_(cast.petra).get(reverse("accuracy:mine")))
    assert "FICTION1" in mine and "5 working days left after today" in mine and "You sent no comment." in mine
    assert "No draft was sent to you" in text(as_(cast.paul).get(reverse("accuracy:mine")))
    with accuracy.days_later(30):
        inspection.refresh_from_db()
        assert "The time for comments is over" in text(as_(cast.petra).get(reverse("accuracy:mine")))


PROVIDERS_PAGES = ("draft", "comment", "end_comments", "final", "complain", "no_complaint")


@pytest.mark.parametrize("page", PROVIDERS_PAGES)
def test_a_provider_opens_nothing_about_another_home(cast, as_, page):
    inspection = accuracy.a_final_given(cast)
    assert as_(cast.petra).get(at(page, inspection)).status_code in (200, 409)
    stranger = as_(cast.paul)
    assert stranger.get(at(page, inspection)).status_code == 404
    assert stranger.post(at(page, inspection), said(inspection)).status_code in (404, 405)
    assert Comment.objects.count() == 1 and not Complaint.objects.exists()


def test_before_a_draft_is_sent_there_is_nothing_to_read(cast, as_):
    inspection = story.an_approved_report(cast)
    petra = as_(cast.petra)
    assert {petra.get(at(page, inspection)).status_code for page in PROVIDERS_PAGES} == {404}
    assert petra.get(at("letter", inspection, "draft")).status_code == 404
    assert petra.get(at("answers", inspection)).status_code == 403


def test_a_draft_page_is_confidential_kept_by_nobody_and_shows_only_the_report(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    response = as_(cast.petra).get(at("draft", inspection))
    assert response["Cache-Control"] == "private, no-store"
    page, source = text(response), response.content.decode()
    assert "Draft, confidential" in page and "Children have put down roots here." in page and "Until the end of" in page
    assert page.count("Comment on sentence") == len(accuracy.anchors(inspection))
    for secret in (story.SAID, "squeaks", "Ida Inspector", "Quentin", "trusted_adult", "Published"):
        assert secret not in source, secret
    ids = re.findall(r'\bid="([^"]+)"', source)
    assert len(ids) == len(set(ids))


def test_every_sentence_leads_to_a_comment_on_itself(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    petra = as_(cast.petra)
    ways = re.findall(r'href="([^"]+\?at=[^"]+)"', petra.get(at("draft", inspection)).content.decode())
    assert len(ways) == len(accuracy.anchors(inspection))
    shown = petra.get(html.unescape(ways[-1]))
    assert list(accuracy.anchors(inspection).values())[-1] in text(shown)
    assert petra.get(at("comment", inspection) + "?at=nowhere.1.00000000").status_code == 404


def test_a_comment_with_evidence_is_sent_and_a_name_is_questioned_first(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    petra = as_(cast.petra)
    named = said(inspection, wrong="Sarah Johnson was found after half an hour.")
    asked = petra.post(at("comment", inspection), named)
    assert asked.status_code == 422 and "Sarah Johnson" in text(asked) and not Comment.objects.exists()
    empty = petra.post(at("comment", inspection), said(inspection, wrong="", kind=""))
    assert empty.status_code == 422 and "Write what is wrong or missing" in text(empty)
    file = SimpleUploadedFile("AB missing.pdf", PDF)
    sent = petra.post(at("comment", inspection), {**said(inspection), "file": file})
    assert sent.status_code == 302
    comment = Comment.objects.get()
    page = text(petra.get(at("draft", inspection)))
    assert "It was half an hour." in page and "Only the inspectorate can open it" in page
    assert petra.get(reverse("accuracy:file", args=[comment.pk])).status_code == 403
    saved = as_(cast.ida).get(reverse("accuracy:file", args=[comment.pk]))
    assert saved.content == PDF and saved["Content-Disposition"] == 'attachment; filename="FICTION1-comment-1-1.pdf"'


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html><script>1</script>"])
def test_a_file_of_another_kind_is_refused_at_its_field(cast, as_, content):
    inspection = accuracy.a_draft_sent(cast)
    file = SimpleUploadedFile("evidence.pdf", content)
    refused = as_(cast.petra).post(at("comment", inspection), {**said(inspection), "file": file})
    assert refused.status_code == 422 and "select it again" in text(refused) and not Comment.objects.exists()


def test_markup_in_a_comment_is_text(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    as_(cast.petra).post(at("comment", inspection), said(inspection, wrong="<script>alert(1)</script>"))
    for person, page in ((cast.petra, "draft"), (cast.ida, "answers")):
        source = as_(person).get(at(page, inspection)).content.decode()
        assert "<script>alert" not in source and "&lt;script&gt;alert(1)" in source


def test_the_provider_reads_the_answers_with_the_final_report_and_not_before(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    accuracy.answer(cast, accuracy.a_comment(cast, inspection))
    petra = as_(cast.petra)
    assert "eight minutes" not in petra.get(at("draft", inspection)).content.decode()
    assert petra.get(at("letter", inspection, "answers")).status_code == 404
    accuracy.end_comments(cast, inspection)
    actions.give_final(by=cast.ida, inspection=inspection)
    assert "The missing record says eight minutes." in text(petra.get(at("draft", inspection)))
    letter = text(petra.get(at("letter", inspection, "answers")))
    assert "Not accepted" in letter and "The missing record says eight minutes." in letter


def test_ida_answers_beside_the_sentence_and_a_colleague_who_was_first_is_shown(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection)
    ida = as_(cast.ida)
    page = text(ida.get(at("answers", inspection)))
    assert "within minutes" in page and "It was half an hour." in page and "PO103" in page
    form = text(ida.get(at("answer", inspection, comment.pk)))
    assert "within minutes" in form and "The missing record of 4 May." in form
    given = {"outcome": "not_accepted", "reason": "Eight minutes.", "based_on": "0"}
    assert ida.post(at("answer", inspection, comment.pk), {**given, "reason": ""}).status_code == 422
    assert ida.post(at("answer", inspection, comment.pk), given).status_code == 302
    late = as_(cast.ivan).post(at("answer", inspection, comment.pk), {**given, "reason": "Nine minutes."})
    assert late.status_code == 409 and "Eight minutes." in text(late) and "Nine minutes." in late.content.decode()
    assert 'name="based_on" value="1"' in late.content.decode()
    assert as_(cast.iris).post(at("answer", inspection, comment.pk), given).status_code == 403
    assert Answer.objects.count() == 1


def test_a_comment_on_judgement_names_the_other_route_on_both_sides(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection, kind="judgement", anchor="")
    assert "The route for that is a complaint" in text(as_(cast.petra).get(at("draft", inspection)))
    form = as_(cast.ida).get(at("answer", inspection, comment.pk)).content.decode()
    assert 'value="another_route"' in form and 'value="accepted"' not in form


def test_what_was_accepted_is_shown_word_by_word_and_said_to_be_in_a_version(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection)
    accuracy.answer(cast, comment, "accepted", reason="It was.")
    ida = as_(cast.ida)
    assert "No word has changed" in text(ida.get(at("changed", inspection, comment.pk)))
    better = story.WRITTEN[story.PROTECTED].replace("within minutes", "within half an hour")
    version = accuracy.approved_again(cast, inspection, **{story.PROTECTED.replace(".", "__"): better})
    shown = ida.get(at("changed", inspection, comment.pk)).content.decode()
    assert re.search(r"<ins>.*half an hour", shown, re.DOTALL) and "<del>" in shown
    assert ida.post(at("changed", inspection, comment.pk), {"version": "1"}).status_code == 422
    assert ida.post(at("changed", inspection, comment.pk), {"version": str(version)}).status_code == 302
    assert f"Changed in version {version} of the report" in text(ida.get(at("answers", inspection)))


def test_a_final_report_that_cannot_be_given_yet_offers_no_button(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    page = as_(cast.ida).get(at("give_final", inspection))
    assert page.status_code == 200 and "It cannot be given yet." in text(page)
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    accuracy.end_comments(cast, inspection)
    assert "This cannot be taken back." in text(as_(cast.ida).get(at("give_final", inspection)))


def test_a_late_comment_is_told_that_it_is_late(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    accuracy.end_comments(cast, inspection)
    sent = as_(cast.petra).post(at("comment", inspection), said(inspection), follow=True)
    assert "kept and marked as late" in text(sent)


def test_after_a_complaint_the_words_are_about_another_one(cast, as_):
    inspection = accuracy.a_final_given(cast)
    petra = as_(cast.petra)
    assert "I make no complaint" in text(petra.get(at("final", inspection)))
    accuracy.a_complaint(cast, inspection)
    after = text(petra.get(at("final", inspection)))
    assert "Complain about something else" in after and "I make no other complaint" in after
    assert "answered all the same" in text(petra.get(at("no_complaint", inspection)))


def test_from_sending_to_publication_through_the_pages(cast, as_):
    inspection = story.an_approved_report(cast)
    ida, petra, quinn = as_(cast.ida), as_(cast.petra), as_(cast.quinn)
    assert "Send the draft" in text(ida.get(at("answers", inspection)))
    assert "until the end of" in text(ida.get(at("send", inspection)))
    assert ida.post(at("send", inspection)).status_code == 302
    assert petra.post(at("end_comments", inspection)).status_code == 302
    assert petra.post(at("end_comments", inspection)).status_code == 409
    assert ida.post(at("give_final", inspection)).status_code == 302
    final = text(petra.get(at("final", inspection)))
    assert "Until the end of" in final and "If you complain, the report is not published before" in final
    queue = quinn.get(reverse("reports:queue"))
    assert "With the provider" in text(queue)
    refused = text(quinn.get(reverse("reports:publish", args=[inspection.pk])))
    assert "it has not said that it makes no complaint" in refused
    assert petra.post(at("no_complaint", inspection)).status_code == 302
    page = quinn.get(reverse("reports:publish", args=[inspection.pk])).content.decode()
    expected = re.search(r'name="expected" value="([0-9a-f]{64})"', page)[1]
    assert quinn.post(reverse("reports:publish", args=[inspection.pk]), {"expected": expected}).status_code == 302
    assert "nothing can be sent about its draft any more" in text(petra.get(at("draft", inspection)))
    assert "Nothing: the report is published." in text(ida.get(at("answers", inspection)))


def test_a_complaint_goes_from_the_portal_to_a_managers_desk_and_back(cast, as_):
    inspection = accuracy.a_final_given(cast)
    petra, ada, quinn = as_(cast.petra), as_(cast.ada), as_(cast.quinn)
    assert petra.post(at("complain", inspection), {"reason": ""}).status_code == 422
    assert petra.post(at("complain", inspection), {"reason": "Nobody asked at night."}).status_code == 302
    complaint = Complaint.objects.get()
    assert "We have your complaint" in text(petra.get(at("letter", inspection, "complaint")))
    assert "You had a hand in this inspection" in text(as_(cast.quentin).get(at("complaint", inspection, complaint.pk)))
    desk = at("complaint", inspection, complaint.pk)
    assert ada.post(desk, {"outcome": "", "reason": "No."}).status_code == 422
    assert ada.post(desk, {"outcome": "not_upheld", "reason": "They were asked."}).status_code == 302
    assert "They were asked." in text(petra.get(at("final", inspection)))
    review = at("ask_review", inspection, complaint.pk)
    assert as_(cast.paul).get(review).status_code == 404
    assert petra.post(review, {"reason": "Look again."}).status_code == 302
    assert quinn.post(desk, {"outcome": "upheld", "reason": "One was not."}).status_code == 302
    assert ada.post(desk, {"reason": "It is answered."}).status_code == 302
    assert "Closed" in text(petra.get(at("final", inspection)))


def test_a_manager_holds_and_lifts_and_the_provider_is_not_told_why(cast, as_):
    inspection = accuracy.a_final_given(cast)
    ada = as_(cast.ada)
    assert ada.post(at("hold", inspection), {"reason": "PLANTED police."}).status_code == 302
    assert "PLANTED" in text(ada.get(at("answers", inspection)))
    for page in ("draft", "final"):
        assert "PLANTED" not in as_(cast.petra).get(at(page, inspection)).content.decode()
    lift = at("lift", inspection, Hold.objects.get().pk)
    assert as_(cast.ida).get(lift).status_code == 403
    assert ada.post(lift, {"reason": "The police are content."}).status_code == 302


@pytest.mark.parametrize("name", ["draft", "answers", "final", "complaint"])
def test_a_letter_says_the_same_on_paper_and_as_text(cast, as_, name):
    inspection = accuracy.a_final_given(cast)
    accuracy.a_complaint(cast, inspection)
    for person in (cast.petra, cast.ida):
        page = as_(person).get(at("letter", inspection, name))
        plain = as_(person).get(at("letter", inspection, name) + "?as=text")
        assert plain["Content-Type"] == "text/plain; charset=utf-8" and page["Cache-Control"] == "private, no-store"
        words = " ".join(plain.content.decode().split())
        assert "If you have a question, ask the office that carried out the inspection" in words
        for sentence in re.findall(r'acc-words">([^<]+)<', page.content.decode()):
            assert " ".join(html.unescape(sentence).split()) in words
        assert story.SECRET_NAME not in words and "Ida" not in words
    assert as_(cast.paul).get(at("letter", inspection, name)).status_code == 404
    assert as_(cast.petra).get(at("letter", inspection, "love")).status_code == 404


def test_days_that_nobody_has_checked_are_marked_wherever_they_are_shown(cast, as_):
    inspection = _with_provider_in_2024(cast)
    for person, page in ((cast.petra, at("draft", inspection)), (cast.ida, at("answers", inspection))):
        assert "unverified" in text(as_(person).get(page))
    assert "unverified" in text(as_(cast.petra).get(at("letter", inspection, "draft")))


def _with_provider_in_2024(cast):
    from datetime import date

    from tests.builders import an_inspection

    from evenhand.casework.stages import Stage

    return an_inspection(cast, Stage.WITH_PROVIDER, starts_on=date(2024, 5, 14))


def test_whoever_judges_the_same_evidence_apart_does_not_read_the_teams_answers(cast, as_):
    from tests.web.consistency_story import a_second_judging

    inspection = a_second_judging(cast, by=cast.quentin)
    assert as_(cast.quentin).get(at("answers", inspection)).status_code == 409


@pytest.mark.parametrize("comments", [1, 12])
def test_no_page_asks_the_database_too_often(cast, as_, comments):
    inspection = accuracy.a_draft_sent(cast)
    for number in range(comments):
        accuracy.answer(cast, accuracy.a_comment(cast, inspection, wrong=f"Point {number}."))
    accuracy.end_comments(cast, inspection)
    actions.give_final(by=cast.ida, inspection=inspection)
    complaint = accuracy.a_complaint(cast, inspection)
    pages = [
        (cast.petra, reverse("accuracy:mine")),
        (cast.petra, at("draft", inspection)),
        (cast.petra, at("final", inspection)),
        (cast.petra, at("letter", inspection, "answers")),
        (cast.ida, at("answers", inspection)),
        (cast.quentin, at("answers", inspection)),
        (cast.ada, at("complaint", inspection, complaint.pk)),
        (cast.ida, at("answer", inspection, Comment.objects.first().pk)),
    ]
    for person, page in pages:
        client = as_(person)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) <= 20, (page, person.username, len(asked))


def test_after_publication_the_portal_keeps_what_was_said(cast, as_):
    inspection = story.an_approved_report(cast)
    publish(cast, inspection)
    assert as_(cast.petra).get(at("draft", inspection)).status_code == 200
    assert as_(cast.petra).get(at("comment", inspection)).status_code == 409
    assert "Published" in text(as_(cast.petra).get(reverse("accuracy:mine")))


def test_managers_see_every_open_complaint_and_hold_and_who_may_not_take_it_up(cast, as_):
    inspection = accuracy.a_final_given(cast)
    desk = reverse("accuracy:waiting")
    empty = text(as_(cast.ada).get(desk))
    assert "No complaint is open." in empty and "Nothing is held back." in empty
    complaint = accuracy.a_complaint(cast, inspection)
    actions.hold(by=cast.ada, inspection=inspection, reason="The police asked.")
    seen = text(as_(cast.ada).get(desk))
    assert "Deal with this complaint" in seen and "The police asked." in seen and "Opened by complaint 1." in seen
    # Quentin approved the report, so he reads the complaint and somebody else answers it.
    assert "You had a hand in this inspection" in text(as_(cast.quentin).get(desk))
    with accuracy.days_later(80):
        assert "Late" in text(as_(cast.ada).get(desk))
    actions.answer_complaint(by=cast.ada, complaint=complaint, outcome="not_upheld", words="They were asked.")
    answered = text(as_(cast.ada).get(desk))
    assert "Answered by" in answered and "Opened by complaint 1." not in answered and "The police asked." in answered


def test_the_managers_desk_asks_no_more_for_many_complaints(cast, as_, django_assert_max_num_queries):
    inspection = accuracy.a_final_given(cast)
    for _number in range(3):
        accuracy.a_complaint(cast, inspection)
    client = as_(cast.ada)
    with django_assert_max_num_queries(20):
        assert text(client.get(reverse("accuracy:waiting"))).count("Deal with this complaint") == 3


def test_a_change_elsewhere_is_not_passed_off_as_a_change_of_the_sentence(cast, as_):
    inspection = accuracy.a_draft_sent(cast)
    comment = accuracy.a_comment(cast, inspection)
    accuracy.answer(cast, comment, "accepted")
    accuracy.end_comments(cast, inspection)
    untouched = {"information_about_this_service": "The home cares for children who have lived through loss."}
    version = accuracy.approved_again(cast, inspection, **untouched)
    changed = at("changed", inspection, comment.pk)
    assert "still stands in the newest version" in text(as_(cast.ida).get(changed))
    actions.say_changed(by=cast.ida, comment=comment, version=version)
    actions.give_final(by=cast.ida, inspection=inspection)
    for client, page in ((as_(cast.ida), at("answers", inspection)), (as_(cast.petra), at("draft", inspection))):
        assert "The sentence itself still stands there, word for word" in text(client.get(page))
    assert "The sentence itself still stands there" in text(as_(cast.petra).get(at("letter", inspection, "answers")))


@pytest.mark.parametrize("office", ["", "Homes team, 01234 567890."])
def test_a_letter_names_the_office_of_the_installation_or_says_that_nobody_entered_it(cast, as_, settings, office):
    settings.OFFICE = office
    letter = text(as_(cast.petra).get(at("letter", accuracy.a_draft_sent(cast), "draft")))
    assert ("ask: Homes team, 01234 567890." in letter) == bool(office)
    assert ("has not entered its name" in letter) != bool(office)
