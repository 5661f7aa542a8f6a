"""PDFs on the web: the published report with its sealed bytes inside, kept, made anew; the letter to the children."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse
from tests.builders import an_inspection
from tests.web import reports_story as story
from tests.web.test_public_pages import tamper

from evenhand.report.rendering import engine
from evenhand.report.rendering.structure import check_structure
from evenhand.report.rendering.verifying import verify


@pytest.fixture(autouse=True)
def documents(settings, tmp_path) -> Path:
    """A folder of PDFs for each test."""
    settings.DOCUMENTS = str(tmp_path / "documents")
    return Path(settings.DOCUMENTS)


@pytest.fixture
def no_pango(monkeypatch):
    """A machine without the libraries that set text."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    engine.made_with.cache_clear()
    yield
    monkeypatch.undo()
    engine.made_with.cache_clear()


def at(name: str, report) -> str:
    return reverse(f"public:{name}", args=[report.fingerprint])


def test_anybody_gets_a_pdf_that_proves_which_sealed_report_it_shows(cast, client, documents) -> None:
    report = story.a_published_report(cast)
    answer = client.get(at("report_pdf", report))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    found = verify(answer.content)
    assert found.holds and found.fingerprint == report.fingerprint and found.content == bytes(report.content)
    assert f"report-{report.fingerprint[:12]}.pdf" in answer["Content-Disposition"]
    (kept,) = documents.iterdir()
    assert kept.name == f"{report.fingerprint}-{engine.edition()}.pdf" and kept.read_bytes() == answer.content


def test_the_kept_file_is_served_and_a_reader_who_has_it_gets_304(cast, client, monkeypatch) -> None:
    report = story.a_published_report(cast)
    first = client.get(at("report_pdf", report))
    monkeypatch.setattr("evenhand.web.reports.documents.report_pdf", None)  # nothing is rendered a second time
    assert client.get(at("report_pdf", report)).content == first.content
    again = client.get(at("report_pdf", report), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""


def test_page_and_pdf_say_the_same_words(cast, client) -> None:
    """One template: every sentence of the sealed report is on the page and on the paper."""
    report = story.a_published_report(cast)
    page = client.get(at("report", report)).content.decode()
    document = verify(bytes(report.content)).document
    from evenhand.report.rendering.paper import report_html

    paper = report_html(bytes(report.content), report.fingerprint)
    body = page.split('<div class="report">')[1].split("</section>")[0].split()
    assert body == paper.split('<div class="report">')[1].split("</section>")[0].split()
    assert document is not None and document.framework_fingerprint in page


def test_the_page_links_the_pdf_with_its_type_and_once_kept_its_size(cast, client) -> None:
    report = story.a_published_report(cast)
    page = client.get(at("report", report)).content.decode()
    assert f'href="{at("report_pdf", report)}" type="application/pdf"' in page and "(PDF)" in page
    client.get(at("report_pdf", report))
    assert "(PDF, " in client.get(at("report", report)).content.decode().replace("\xa0", " ")


def test_a_report_that_was_tampered_with_has_no_pdf(cast, client, documents) -> None:
    report = story.a_published_report(cast)
    tamper("UPDATE reports_publishedreport SET content = %s", [b"{}"])
    assert client.get(at("report_pdf", report)).status_code == 409
    assert not documents.exists()
    assert client.get(reverse("public:report_pdf", args=["0" * 64])).status_code == 404


def test_without_pango_the_page_is_there_and_the_pdf_says_what_is_missing(cast, client, no_pango) -> None:
    report = story.a_published_report(cast)
    assert client.get(at("report", report)).status_code == 200
    answer = client.get(at("report_pdf", report))
    said = answer.content.decode()
    assert answer.status_code == 503 and "There is no PDF here" in said and "Install Pango" in said


def test_a_full_disk_does_not_stand_between_a_reader_and_a_report(cast, client, settings, tmp_path) -> None:
    (tmp_path / "a-file").write_text("")
    settings.DOCUMENTS = str(tmp_path / "a-file" / "documents")
    assert client.get(at("report_pdf", story.a_published_report(cast))).content.startswith(b"%PDF")


# --- every report anew ----------------------------------------------------------------------------------------------


def test_rendering_every_report_anew_writes_over_what_was_kept(cast, documents) -> None:
    from evenhand.web.jobs import actions, queries
    from evenhand.web.jobs.working import work_portion
    from evenhand.web.reports.documents import kept_at

    report = story.a_published_report(cast)
    kept = kept_at(report.fingerprint)
    documents.mkdir()
    kept.write_bytes(b"half a file")
    job = actions.begin(by=cast.ada, kind="reports.rerender")
    assert [work_portion.call(one.pk) for one in job.portions.all()] == ["done"]
    assert verify(kept.read_bytes()).holds and [one.name for one in documents.iterdir()] == [kept.name]
    shown = queries.job(cast.ada.as_actor(), job.pk)
    assert (shown.done, shown.failed, shown.state) == (1, 0, "finished")


def test_a_report_that_cannot_be_rendered_is_listed_and_the_rest_is_done(cast, documents) -> None:
    from evenhand.web.jobs import actions
    from evenhand.web.jobs.working import work_portion

    report = story.a_published_report(cast)
    tamper("UPDATE reports_publishedreport SET content = %s", [b"{}"])
    job = actions.begin(by=cast.ada, kind="reports.rerender")
    work_portion.call(job.portions.get().pk)
    trouble = job.troubles.get()
    assert trouble.item == report.fingerprint and "was changed" in trouble.words


def test_without_pango_the_job_does_not_begin(cast, as_, no_pango) -> None:
    from evenhand.web.jobs.models import Job

    story.a_published_report(cast)
    answer = as_(cast.ada).post(reverse("jobs:begin"), {"kind": "reports.rerender"})
    assert answer.status_code == 400 and "Install Pango" in answer.content.decode()
    assert not Job.objects.exists()


# --- the letter to the children -------------------------------------------------------------------------------------

TEXTS = {
    "we_came": "We came to your home for two days. Thank you for the tea!",
    "you_told_us": "You like the garden.",
    "is_good": "",
    "has_to_change": "Nights must be quieter and the adults have to talk with all of you about how that can be done.",
    "what_next": "We come back.",
}


@pytest.fixture
def letter(cast):
    """An inspection whose letter to the children is written."""
    from evenhand.web.inspections import actions

    inspection = an_inspection(cast)
    actions.write_paper(by=cast.ida, inspection=inspection, kind="letter_to_children", texts=TEXTS, based_on=0)
    return inspection


def test_the_letter_is_easy_to_read_on_the_page_and_in_the_pdf(cast, as_, letter) -> None:
    ida = as_(cast.ida)
    page = ida.get(reverse("inspections:letter", args=[letter.pk])).content.decode()
    assert '<p class="govuk-body">Thank you for the tea!</p>' in page, "one idea a line"
    assert page.count('class="letter__picture"') == 5 and 'alt="A house"' in page and 'alt=""' not in page
    assert "Long sentences" in page, "the writer is told which sentence is too long"
    answer = ida.get(reverse("inspections:letter_file", args=[letter.pk]))
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert [one for one in check_structure(answer.content) if not one.holds] == []
    with pikepdf.open(BytesIO(answer.content)) as file:
        assert letter.home.urn not in str(file.docinfo) and not file.attachments


def test_the_letter_is_nobody_elses(cast, as_, client, letter) -> None:
    address = reverse("inspections:letter_file", args=[letter.pk])
    for somebody in (client, as_(cast.petra), as_(cast.fay), as_(cast.nobody)):
        assert somebody.get(address).status_code in (302, 403, 404)


def test_a_letter_that_is_not_written_has_no_pdf(cast, as_) -> None:
    inspection = an_inspection(cast)
    page = as_(cast.ida).get(reverse("inspections:letter_file", args=[inspection.pk]), follow=True)
    assert "nothing to print" in page.content.decode()


def test_without_pango_the_letter_says_what_is_missing(cast, as_, letter, no_pango) -> None:
    answer = as_(cast.ida).get(reverse("inspections:letter_file", args=[letter.pk]))
    assert answer.status_code == 503 and "Install Pango" in answer.content.decode()
