"""The pages of a consultation: what is asked, a form without a name, results, comments, and what was done."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.consultation_story import ROWS, a_consultation, source

from evenhand.consultation.phases import Phase
from evenhand.provenance import fingerprint
from evenhand.web.consultations import actions, queries
from evenhand.web.consultations.models import AnswerGiven, Consultation, ResponseGiven

KEEPING = ("keep", "upload", "screen", "publish")


def page(client, name: str, *args: object, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(f"consultations:{name}", args=args), query)
    assert answer.status_code == status, f"{name}: {answer.status_code}"
    return answer.content.decode()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def row(cast) -> Consultation:
    return a_consultation(cast)


@pytest.fixture
def opened(cast) -> Consultation:
    return a_consultation(cast, Phase.OPEN)


@pytest.fixture
def closed(cast) -> Consultation:
    return a_consultation(cast, Phase.CLOSED)


@pytest.fixture
def example(cast) -> actions.example.Examples:
    return actions.load_example(by=cast.fay)


def test_a_draft_is_for_its_authors_until_it_is_opened(cast, as_, client, row) -> None:
    assert row.title not in page(client, "all") and row.title in page(as_(cast.fay), "all")
    for name in ("consultation", "file", "respond", "thanks", "results", "comments", "account"):
        page(client, name, row.pk, status=404)
        page(as_(cast.ada), name, row.pk, status=404)
    actions.open_(by=cast.fay, row=row)
    assert row.title in page(client, "all") and page(client, "consultation", row.pk)


def test_proposals_lead_to_the_clauses_that_they_mean(client, opened) -> None:
    html = page(client, "consultation", opened.pk)
    assert 'href="/frameworks/sccif-2025/#part-R1"' in html
    assert 'href="/frameworks/sccif-2025/#part-helped_protected-good"' in html
    assert "Every clause was found in the draft" in html
    version = client.get("/frameworks/sccif-2025/").content.decode()
    assert 'id="part-R1"' in version and 'id="part-helped_protected-good"' in version


def test_where_the_draft_is_not_here_it_says_not_checked_and_leads_to_today(client, example) -> None:
    html = page(client, "consultation", example.answered.pk)
    assert "Not checked: the draft was not here" in html
    assert "as it stands today in sccif-2025; the draft is not published" in html
    assert "/frameworks/sccif-2025/#part-R3" in html


def send(client, row: Consultation, **fields: str):
    html = page(client, "respond", row.pk)
    form = re.search(r'name="form" value="([0-9a-f-]{36})"', html)
    assert form is not None
    sent = {"form": form.group(1), "kind": "staff", "answer-q1": "agree", "comment-q1": "Because I say so", **fields}
    return client.post(reverse("consultations:respond", args=[row.pk]), sent)


def test_anybody_responds_without_an_account_and_is_thanked(cast, as_, client, opened) -> None:
    for browser in (client, as_(cast.ida), as_(cast.fay)):
        answer = send(browser, opened)
        assert (answer.status_code, answer["Location"]) == (302, f"/consultations/{opened.pk}/thanks/")
    assert ResponseGiven.objects.count() == 3
    html = page(client, "respond", opened.pk)
    inputs = {
        name for name in re.findall(r'name="([^"]+)"', html) if name not in ("viewport", "theme-color", "color-scheme")
    }
    assert inputs == {"csrfmiddlewaretoken", "form", "website", "kind"} | {
        f"{what}-{question}" for what in ("answer", "comment") for question in ("q1", "q2")
    }
    assert "What happens next" in page(client, "thanks", opened.pk)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": ""}, "Select who you are"),
        ({"kind": "press"}, "Select who you are from the list"),
        ({"answer-q1": "yes"}, "Select an answer from the list"),
        ({"answer-q1": "", "comment-q1": " "}, "Answer at least one question"),
        ({"website": "http://example.org"}, "Leave the hidden box"),
        ({"comment-q1": "x" * 4001}, "4000"),
        ({"form": "1"}, "valid UUID"),
    ],
)
def test_a_response_that_cannot_be_kept_is_handed_back(client, opened, fields, words) -> None:
    answer = send(client, opened, **fields)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not ResponseGiven.objects.exists()


def test_the_next_person_at_the_same_computer_gets_a_form_of_their_own(client, opened) -> None:
    address = reverse("consultations:respond", args=[opened.pk])
    answers = [client.get(address) for _ in range(2)]
    numbers = {re.search(r'name="form"[^>]*value="([^"]+)"', one.content.decode()).group(1) for one in answers}
    assert len(numbers) == 2
    assert "no-store" in answers[0]["Cache-Control"], "going back brings a new form, and no answer is lost in silence"


def test_a_form_of_another_site_is_refused(opened) -> None:
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)
    sent = {"form": "2b1b1b1e-0000-4000-8000-000000000000", "kind": "staff", "answer-q1": "agree"}
    assert careful.post(reverse("consultations:respond", args=[opened.pk]), sent).status_code == 403
    assert not ResponseGiven.objects.exists()


def test_results_wait_until_it_has_closed(cast, as_, client, opened) -> None:
    for name in ("results", "comments"):
        assert "sway nobody before" in page(client, name, opened.pk, status=409)
        page(as_(cast.ada), name, opened.pk, status=409)
        page(as_(cast.fay), name, opened.pk)
    assert "not open" in page(client, "respond", example_closed(cast, opened), status=409)
    assert "Show" in page(client, "comments", opened.pk)


def example_closed(cast, row: Consultation) -> str:
    actions.close(by=cast.fay, row=row)
    return row.pk


def test_results_are_pictures_with_the_same_figures_in_a_table(client, closed) -> None:
    html = page(client, "results", closed.pk)
    assert html.count('role="img"') == 2, "a bar and a share for the question that was answered"
    for name in re.findall(r'aria-labelledby="(chart-[^"]+)"', html):
        assert all(f'id="{one}"' in html for one in name.split())
    assert "Staff of homes: 3 of 6 agree, 50% (19% to 81%)." in html
    told = text(html)
    assert "Staff of homes 0 3 0 3 0 6 50% 19% to 81% 0 0" in told
    assert "this is not a sample" in told and "p-value" not in told


def test_groups_that_are_few_are_kept_back_on_every_page(cast, as_, client, example) -> None:
    for browser in (client, as_(cast.fay)):
        told = text(page(browser, "results", example.answered.pk))
        assert "Children and young people kept back" in told and "Professional bodies kept back" in told
    comments = text(page(client, "comments", example.answered.pk))
    assert "Professional bodies" not in comments and "One of the kinds with few responses" in comments


def test_comments_are_paged_and_filtered_and_only_those_cleared(client, example) -> None:
    one = example.answered.pk
    assert "32 comments can be read here. 5 are kept back" in page(client, "comments", one)
    assert "page=2" in page(client, "comments", one)
    everything = page(client, "comments", one) + page(client, "comments", one, page="2")
    assert everything.count('id="comment-') == 32
    for told in ("petra@example.org", "01632 960123", "Nora Nowhere", "ZZ1 1ZZ", "INVENTED-"):
        assert told not in everything
    some = page(client, "comments", one, question="q2", kind="staff")
    assert "The limit is not the problem, pay is." in some and some.count('id="comment-') == 1
    assert page(client, "comments", one, question="q99", kind="x", page="many").count('id="comment-') == 25


def test_an_example_says_on_every_page_that_it_is_invented(cast, as_, client, example) -> None:
    one = example.answered.pk
    pages = [page(client, name, one) for name in ("consultation", "thanks", "results", "comments", "account")]
    pages += [page(as_(cast.fay), name, one) for name in KEEPING]
    pages += [page(as_(cast.fay), "answer", one, "advocates"), page(client, "respond", example.still_open.pk)]
    pages += [page(as_(cast.fay), "one_file", one, example.answered.files.get().pk)]
    for html in pages:
        assert "Invented for demonstration. This consultation never took place" in html
        assert html.count("<h1") == 1
    assert page(client, "all").count("Invented for demonstration.") >= 2


def test_what_was_done_is_read_from_its_sealed_bytes(client, example) -> None:
    one = example.answered.pk
    told = text(page(client, "account", one))
    assert "You said" in told and "We did" in told and "No version that carries these answers is published yet" in told
    assert "Dropped" in told and "Invented pilot: home P3" in told
    sealed = client.get(reverse("consultations:account_file", args=[one, 1])).content
    assert fingerprint(sealed)[:12] in told and json.loads(sealed)["invented"] is True
    assert client.get(reverse("consultations:account_file", args=[one, 9])).status_code == 404
    assert fingerprint(client.get(reverse("consultations:file", args=[one])).content) == example.answered.fingerprint


def test_nothing_is_said_to_be_done_before_it_is(client, closed) -> None:
    assert "once it is published" in page(client, "account", closed.pk, status=409)


def test_what_is_published_today_is_shown_with_its_sources_and_unverified(client) -> None:
    html = page(client, "published")
    assert html.count('<span class="app-unverified">') == 4 and "85 responses" in html and "no figure" in html


def upload(client, name: str, content: bytes, *args: object):
    file = SimpleUploadedFile("file.yaml" if name == "new" else "r.csv", content)
    return client.post(reverse(f"consultations:{name}", args=args), {"file": file})


def test_an_author_writes_a_consultation_and_sees_faults_by_line(cast, as_) -> None:
    fay = as_(cast.fay)
    wrong = upload(fay, "new", source().replace("R1", "R99").encode())
    assert wrong.status_code == 422
    assert re.search(r">\s*14\s*<", wrong.content.decode()) and "CN005" in wrong.content.decode()
    assert upload(fay, "new", b"\xff\xfe").status_code == 422
    right = upload(fay, "new", source().encode())
    assert (right.status_code, right["Location"]) == (302, "/consultations/leaving-2026/keep/")
    assert "No findings" in (told := page(fay, "keep", "leaving-2026")) or "every check is content" in told


def test_an_author_opens_brings_in_reads_closes_answers_and_publishes(cast, as_, client, row) -> None:
    fay = as_(cast.fay)
    keep = reverse("consultations:keep", args=[row.pk])
    assert fay.post(keep, {"act": "dance"}).status_code == 400
    assert fay.post(keep, {"act": "open"}).status_code == 302
    bad = upload(fay, "upload", b"name,what\n1,2\n", row.pk)
    assert bad.status_code == 422 and "CR004" in bad.content.decode()
    done = upload(fay, "upload", f"{ROWS}13,press,q1,Agree,\n".encode(), row.pk)
    told = text(fay.get(done["Location"]).content.decode())
    assert "Rows in the file 13" in told and "Bad rows, left out 1" in told and "“press” is not a kind" in told
    first = AnswerGiven.objects.exclude(comment="").first()
    screen = reverse("consultations:screen", args=[row.pk])
    assert first.comment in fay.get(screen).content.decode()
    fay.post(screen, {f"decision-{first.reference}": "cleared"})
    assert first.comment not in fay.get(screen).content.decode()
    assert first.comment in fay.get(screen, {"show": "cleared"}).content.decode()
    assert fay.post(keep, {"act": "close"}).status_code == 302
    assert first.comment in page(client, "comments", row.pk)
    for proposal, comments in (("leaving", first.reference), ("manager", "")):
        address = reverse("consultations:answer", args=[row.pk, proposal])
        words = {"based_on": "0", "decision": "kept", "said": "You spoke.", "did": "We acted.", "comments": comments}
        assert fay.post(address, words).status_code == 302
        assert fay.post(address, {**words, "did": "Otherwise."}).status_code == 409
        assert fay.post(address, {**words, "decision": ""}).status_code == 422
        assert fay.post(address, {**words, "clauses": "not a clause!"}).status_code == 422
    publish = reverse("consultations:publish", args=[row.pk])
    assert fay.post(publish, {"version": "moon"}).status_code == 422
    assert fay.post(publish, {"version": "sccif-2025"}).status_code == 302
    told = page(client, "account", row.pk)
    assert first.comment in told and "/frameworks/sccif-2025/" in told
    assert queries.phase_of(row).value == "answered"


def test_the_clues_of_a_comment_stand_beside_it_for_whoever_reads_it(cast, as_, opened) -> None:
    rows = f"{ROWS}20,staff,q1,Agree,Ring 01632 960123\n".encode()
    actions.import_file(by=cast.fay, row=opened, name="r.csv", content=rows)
    assert "“01632 960123” (a telephone number)" in page(as_(cast.fay), "screen", opened.pk)


def test_whoever_reads_comments_is_not_told_which_belong_to_one_person(cast, as_, opened) -> None:
    send(client := as_(cast.ida), opened, **{"comment-q1": "The first.", "comment-q2": "The second."})
    html = as_(cast.fay).get(reverse("consultations:screen", args=[opened.pk])).content.decode()
    names = set(re.findall(r'name="decision-([^"]+)"', html))
    assert names == set(AnswerGiven.objects.values_list("reference", flat=True)) and len(names) == 2
    assert client.get(reverse("consultations:screen", args=[opened.pk])).status_code == 403


def test_answers_wait_until_it_has_closed(cast, as_, opened) -> None:
    fay = as_(cast.fay)
    page(fay, "answer", opened.pk, "leaving", status=409)
    page(fay, "publish", opened.pk, status=409)
    page(fay, "answer", opened.pk, "nothing", status=404)
    page(fay, "one_file", opened.pk, 999, status=404)
