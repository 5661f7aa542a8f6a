"""What anybody may read, and what nobody outside may."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from tests.builders import ALL_WELL, an_item, publish
from tests.web import reports_story as story
from tests.web.reports_story import OVERALL

from evenhand.report.document import unseal
from evenhand.web.inspections import actions as inspections
from evenhand.web.register.models import ListedInspection
from evenhand.web.reports.models import PublishedReport


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def main_of(response) -> str:
    return re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("address", ["/", "/about/", "/find/", "/homes/FICTION1/"])
def test_public_pages_need_no_account(cast, client, address):
    response = client.get(address)
    assert response.status_code == 200 and "not an Ofsted or GOV.UK service" in text_of(response)


@pytest.mark.parametrize("address", ["/", "/about/", "/find/", "/homes/FICTION1/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_only_answer_questions(cast, client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_the_start_page_leads_everywhere(cast, client):
    shown = client.get("/").content.decode()
    for name in ("public:find", "frameworks:shelf", "public:about", "accounts:sign_in"):
        assert f'href="{reverse(name)}' in shown


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["FICTION1", "fiction1", " Fiction 1 "])
def test_a_home_is_found_by_its_number_however_it_is_typed(cast, client, typed):
    assert client.get("/find/", {"urn": typed}).headers["Location"] == "/homes/FICTION1/"


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("", 422, "Enter a unique reference number"),
        ("Foxglove House", 404, "No children’s home with the number FOXGLOVEHOUSE"),
        ("SC999999", 404, "No children’s home with the number SC999999"),
        ("SC-12!", 422, "only letters and digits"),
        ("AB", 422, "only letters and digits"),
        ("x" * 41, 422, "at most 20"),
        ("<script>", 422, "only letters and digits"),
    ],
)
def test_what_cannot_be_found_is_told_clearly(cast, client, typed, status, words):
    response = client.get("/find/", {"urn": typed})
    assert response.status_code == status and words in text_of(response) and "Error:" in text_of(response)


@pytest.mark.parametrize("urn", ["SC999999", "..", "a" * 200, "Foxglove House"])
def test_a_home_that_is_not_there_is_not_found(cast, client, urn):
    assert client.get(f"/homes/{urn}/").status_code == 404


@pytest.mark.parametrize("address", ["/homes/%00/", "/find/?urn=%00", "/reports/%00/"])
def test_a_null_character_gets_an_answer_and_no_crash(cast, client, address):
    assert client.get(address).status_code in (400, 404)


def test_small_letters_lead_to_the_one_address_of_a_home(cast, client):
    assert client.get("/homes/fiction1/").headers["Location"] == "/homes/FICTION1/"


# --- a home ----------------------------------------------------------------------------------------------------------


def test_a_homes_page_shows_its_public_facts_and_grades_with_their_basis(cast, client):
    for day, ordinal, label in (
        (date(2022, 5, 3), 3, "Good"),
        (date(2024, 5, 7), 2, "Requires improvement to be good"),
    ):
        ListedInspection.objects.create(
            home=cast.home, inspected_on=day, overall=ordinal, overall_label=label, source="test"
        )
    said = text_of(client.get("/homes/FICTION1/"))
    for words in ("Nowhereshire", "Private", "Requires improvement to be good", "7 May 2024", "3 May 2022"):
        assert words in said
    assert "This home does not exist" in said and "not strictly comparable" in said


def test_a_homes_page_without_any_inspection_says_so(cast, client):
    said = text_of(client.get("/homes/FICTION2/"))
    assert "No graded inspection" in said and "No report on this home has been published" in said


def test_a_real_home_is_not_called_fictional(cast, client):
    cast.other_home.fictional = False
    cast.other_home.save()
    said = text_of(client.get("/homes/FICTION2/"))
    assert "does not exist" not in said and "year-end files" in said


def test_a_published_report_stands_on_the_homes_page(cast, client):
    report = story.a_published_report(cast)
    response = client.get("/homes/FICTION1/")
    assert reverse("public:report", args=[report.fingerprint]) in response.content.decode()
    assert "Good" in text_of(response)


# --- a report --------------------------------------------------------------------------------------------------------


def test_the_page_of_a_report_says_what_the_sealed_bytes_say(cast, client):
    report = story.a_published_report(cast)
    said = text_of(client.get(reverse("public:report", args=[report.fingerprint])))
    document = unseal(bytes(report.content), report.fingerprint)
    for section in document.sections:
        assert section.title in said
        for passage in section.passages:
            for paragraph in passage.paragraphs:
                for line in paragraph.split("\n"):
                    assert re.sub(r"\s+", " ", line.removeprefix("- ")) in said
    assert report.fingerprint in said and document.framework_fingerprint in said
    assert "Everything in this report is fictional" in said


def test_the_page_of_a_report_asks_nothing_of_the_record(cast, client, django_assert_max_num_queries):
    report = story.a_published_report(cast)
    cast.home.provision_type, cast.home.sector = "Changed later", "Changed later"
    cast.home.save()
    with django_assert_max_num_queries(5):
        assert "Changed later" not in text_of(client.get(reverse("public:report", args=[report.fingerprint])))


def test_the_file_is_the_sealed_bytes(cast, client):
    report = story.a_published_report(cast)
    address = reverse("public:report_file", args=[report.fingerprint])
    assert address == f"/reports/{report.fingerprint}.json"
    response = client.get(address)
    assert response.content == bytes(report.content) and response.headers["Content-Type"] == "application/json"
    assert hashlib.sha256(response.content).hexdigest() == report.fingerprint
    assert json.loads(response.content)["urn"] == "FICTION1"


@pytest.mark.parametrize(
    ("known", "status"), [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ('"other"', 200), ("*", 304)]
)
def test_who_has_the_file_already_does_not_get_it_again(cast, client, known, status):
    report = story.a_published_report(cast)
    etag = f'"{report.fingerprint}"'
    response = client.get(
        reverse("public:report_file", args=[report.fingerprint]), headers={"If-None-Match": known.format(etag)}
    )
    assert response.status_code == status and response.headers["ETag"] == etag


@pytest.mark.parametrize(
    "address", [f"/reports/{'0' * 64}/", f"/reports/{'0' * 64}.json", "/reports/short/", "/reports/x.json"]
)
def test_a_report_that_is_not_there_is_not_found(cast, client, address):
    assert client.get(address).status_code == 404


def tamper(statement: str, values: list[object]) -> None:
    """What a person with the keys to the database could do: switch the trigger off, and write."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER reports_publishedreport_no_update")
        else:
            # Foreign keys that are checked at the end of the transaction must be checked before a table is altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE reports_publishedreport DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        if connection.vendor != "sqlite":
            cursor.execute("ALTER TABLE reports_publishedreport ENABLE TRIGGER USER")


@pytest.mark.parametrize("bad", [b'{"judgements": "outstanding"}', b"", b"\xff\xfe not json"])
def test_a_report_that_was_tampered_with_is_never_shown(cast, client, bad):
    report = story.a_published_report(cast)
    tamper("UPDATE reports_publishedreport SET content = %s", [bad])
    for name in ("public:report", "public:report_file"):
        response = client.get(reverse(name, args=[report.fingerprint]))
        assert response.status_code == 409 and "does not match its fingerprint" in text_of(response)
        assert "roots" not in text_of(response) and "outstanding" not in text_of(response)
    assert client.get("/homes/FICTION1/").status_code == 200


def test_one_flipped_grade_is_found(cast, client):
    report = story.a_published_report(cast)
    better = bytes(report.content).replace(b'"label":"Good"', b'"label":"Outstanding"')
    assert better != bytes(report.content)
    tamper("UPDATE reports_publishedreport SET content = %s", [better])
    assert client.get(reverse("public:report", args=[report.fingerprint])).status_code == 409


# --- nothing leaks ---------------------------------------------------------------------------------------------------

SECRETS = (
    *("Foxglove", "Hollyhock", "Nowhereton", "ZZ1 1ZZ"),
    *("blue door squeaks", "calm evening", "bicycle by the shed"),
    *("CD told", ">AB<", " AB "),
    *("PLANTED-REASON", "PLANTED-EXPLANATION", "PLANTED-COMMENT", "PLANTED-ORGANISATION"),
    *("Ida Inspector", "ida.inspector", "Quentin Quality", "quentin.quality"),
    *("Under way", "Scheduled", "3 March 2031", "2031"),
)


def plant(cast) -> PublishedReport:
    """A published report, a planned inspection, and a secret in every place where one can be."""
    from datetime import timedelta

    from evenhand.web.inspections.record import read_record
    from evenhand.web.reports import actions

    inspection = story.an_inspection_to_report_on(cast)
    cast.home.organisation_id = "PLANTED-ORGANISATION"
    cast.home.save()
    inspections.record_evidence(by=cast.ida, inspection=inspection, item=an_item(said="A bicycle by the shed."))
    record = read_record(inspection)
    inspections.propose_grade(
        by=cast.ida,
        inspection=inspection,
        judgement="overall_experiences_progress",
        grade="good",
        reason=f"{story.REASON} PLANTED-REASON",
        explanation="PLANTED-EXPLANATION",
        based_on=record.versions.proposals["overall_experiences_progress"],
    )
    story.write(cast, inspection)
    actions.submit(by=cast.ida, inspection=inspection, based_on=1)
    actions.approve(by=cast.quentin, inspection=inspection, version=1, comments="PLANTED-COMMENT", checklist=ALL_WELL)
    report = publish(cast, inspection)
    later = date(2031, 3, 3)
    inspections.schedule(
        by=cast.ida, home=cast.home, kind="full", starts_on=later, ends_on=later + timedelta(days=1), lead=cast.ida
    )
    return report


def test_no_public_answer_holds_a_secret(cast, client):
    report = plant(cast)
    addresses = [
        "/",
        "/about/",
        "/find/",
        "/find/?urn=FICTION1",
        "/find/?urn=Foxglove",
        "/homes/FICTION1/",
        "/homes/FICTION2/",
        reverse("public:report", args=[report.fingerprint]),
        reverse("public:report_file", args=[report.fingerprint]),
    ]
    answers = {address: client.get(address).content.decode() for address in addresses}
    typed = answers.pop("/find/?urn=Foxglove")  # shows again what was typed, in capitals, and nothing it stands for
    assert "Hollyhock" not in typed
    found = [(address, secret) for address, told in answers.items() for secret in SECRETS if secret in told]
    assert found == []


def test_the_public_pages_show_an_inspector_no_more_than_anybody(cast, client, as_):
    report = plant(cast)
    for address in ("/homes/FICTION1/", reverse("public:report", args=[report.fingerprint])):
        assert main_of(as_(cast.ida).get(address)) == main_of(client.get(address))


def test_a_draft_and_an_approved_report_are_not_public(cast, client):
    story.an_approved_report(cast)
    said = text_of(client.get("/homes/FICTION1/"))
    assert "No report on this home has been published" in said and "put down roots" not in said


def test_markup_in_a_published_report_is_text(cast, client):
    from evenhand.web.reports import actions

    inspection = story.an_inspection_to_report_on(cast)
    story.write(
        cast, inspection, **{OVERALL.replace(".", "__"): story.WRITTEN[OVERALL] + "\n\n<script>alert(1)</script>"}
    )
    actions.submit(by=cast.ida, inspection=inspection, based_on=1)
    actions.approve(by=cast.quentin, inspection=inspection, version=1, checklist=ALL_WELL)
    report = publish(cast, inspection)
    shown = client.get(reverse("public:report", args=[report.fingerprint])).content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;alert(1)" in shown
