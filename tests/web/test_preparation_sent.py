"""What is sent about a home: by whom, seen by whom, with which files, and never changed."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from tests.web.preparation_story import ANSWERS, FIGURES, PDF, annex_a, sent

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.preparation.kinds import KINDS
from evenhand.findings import BadInput
from evenhand.web.audit.models import Event
from evenhand.web.preparation import actions, storing
from evenhand.web.preparation.models import AnnexA, LineDecision, StoredFile, Submission, SubmissionWithdrawal

PNG = b"\x89PNG\r\n\x1a\n0000"


def docx(*more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "x")
    return out.getvalue()


def page(home, name="sent", **more) -> str:
    return reverse(f"preparation:{name}", kwargs={"urn": home.urn, **more})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_kind_goes_through_its_form_to_the_page(cast, as_, kind) -> None:
    answers = {"day": "2026-09-01", **ANSWERS[kind.id]}
    response = as_(cast.ida).post(page(cast.home, "send", kind=kind.id), answers)
    assert response.status_code == 302, response.content.decode()
    shown = as_(cast.ida).get(page(cast.home)).content.decode()
    for question in kind.questions:
        if question.is_free_text and question.id in ANSWERS[kind.id]:
            assert ANSWERS[kind.id][question.id] in shown
    row = Submission.objects.get()
    assert (row.kind, row.day, row.by_provider, row.by) == (kind.id, date(2026, 9, 1), False, "ida.inspector")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_a_provider_sends_only_what_is_theirs_to_send(cast, kind) -> None:
    if kind.by_provider:
        assert sent(cast.petra, cast.home, kind.id).by_provider
    else:
        with pytest.raises(Refusal, match="PR001"):
            sent(cast.petra, cast.home, kind.id)


@pytest.mark.parametrize("who", ["paul", "quentin", "fay", "nobody"])
def test_nobody_else_sends_anything(cast, who) -> None:
    with pytest.raises(Refusal, match="PR001"):
        sent(getattr(cast, who), cast.home, content=PDF)
    assert not StoredFile.objects.exists()


def test_a_provider_never_sees_what_the_inspectorate_heard(cast, as_) -> None:
    heard = sent(cast.ida, cast.home, "concern", answers={**ANSWERS["concern"], "said": "A whisper from a colleague."})
    sent(cast.petra, cast.home, "monthly_visit")
    shown = as_(cast.petra).get(page(cast.home)).content.decode()
    assert "A calm month." in shown and "whisper" not in shown
    assert as_(cast.petra).get(page(cast.home, "withdraw", submission=heard.pk)).status_code == 404
    assert "whisper" in as_(cast.ida).get(page(cast.home)).content.decode()


def test_a_name_is_questioned_before_anything_is_kept(cast, as_) -> None:
    address = page(cast.home, "send", kind="notification")
    data = {"day": "2026-09-01", **ANSWERS["notification"], "happened": "Then Barnaby Quill ran away."}
    response = as_(cast.petra).post(address, data)
    assert response.status_code == 422 and "Barnaby Quill" in response.content.decode()
    # Saying so in advance is no answer: the question is about what was found.
    assert as_(cast.petra).post(address, {**data, "not_names": "on"}).status_code == 422
    assert not Submission.objects.exists()
    assert as_(cast.petra).post(address, {**data, "not_names": "on", "names_asked": "Barnaby Quill"}).status_code == 302


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0abc", "jpeg"),
        (docx(), "docx"),
        (b"What we found\nNothing.", "txt"),
        (b"month,visits\n9,1\n", "csv"),
    ],
)
def test_a_file_is_told_by_its_content(cast, as_, content, type) -> None:
    data = {"day": "2026-09-01", **ANSWERS["monthly_visit"], "file": SimpleUploadedFile("Ann Example.exe", content)}
    assert as_(cast.petra).post(page(cast.home, "send", kind="monthly_visit"), data).status_code == 302
    row = StoredFile.objects.get()
    assert (row.type, row.size, row.scan) == (type, len(content), "not_scanned")
    kept = storing.place() / row.stored_as
    assert kept.read_bytes() == content and kept.stat().st_mode & 0o077 == 0
    assert "Ann" not in row.stored_as and "static" not in str(kept)
    response = as_(cast.ida).get(reverse("preparation:file", args=[row.submission_id]))
    assert response.content == content
    assert response["Content-Disposition"].startswith("attachment;") and response["X-Content-Type-Options"] == "nosniff"
    assert "Ann" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04 not a document",
        docx("word/vbaProject.bin"),
        b"",
        b"\x00\x01",
        PDF + b"0" * storing.LARGEST,
    ],
    ids=["program", "html", "svg", "zip", "macros", "empty", "binary", "large"],
)
def test_other_files_are_refused_by_the_form_and_by_the_act(cast, as_, content) -> None:
    data = {"day": "2026-09-01", **ANSWERS["monthly_visit"], "file": SimpleUploadedFile("report.pdf", content)}
    assert as_(cast.petra).post(page(cast.home, "send", kind="monthly_visit"), data).status_code == 422
    with pytest.raises(BadInput):
        sent(cast.petra, cast.home, content=content)
    assert not Submission.objects.exists()


def test_a_scanner_can_refuse_and_its_finding_is_kept(cast, settings) -> None:
    settings.UPLOAD_SCANNER = "tests.web.test_preparation_sent.says_clean"
    assert sent(cast.petra, cast.home, content=PDF).file.scan == "clean"
    settings.UPLOAD_SCANNER = "tests.web.test_preparation_sent.says_no"
    with pytest.raises(BadInput):
        sent(cast.petra, cast.home, content=PDF)


def says_clean(content: bytes) -> str:
    return "clean"


def says_no(content: bytes) -> str:
    from evenhand.wording import say

    raise BadInput.at("XX001", say("The scanner found something."), field="file")


def test_a_file_goes_again_when_the_rest_cannot_be_kept(cast) -> None:
    before = set(storing.place().glob("*"))
    with pytest.raises(BadInput):
        sent(cast.petra, cast.home, content=PDF, day=timezone.localdate() + timedelta(days=1))
    assert set(storing.place().glob("*")) == before


@pytest.mark.parametrize(
    ("who", "status"), [("petra", 403), ("paul", 403), ("fay", 403), ("quentin", 200), ("ada", 200)]
)
def test_only_the_inspectorate_opens_a_file(cast, as_, who, status) -> None:
    row = sent(cast.petra, cast.home, content=PDF)
    address = reverse("preparation:file", args=[row.pk])
    assert as_(getattr(cast, who)).get(address).status_code == status


def test_a_file_that_was_changed_on_the_disk_is_not_served(cast, as_) -> None:
    row = sent(cast.petra, cast.home, content=PDF)
    (storing.place() / row.file.stored_as).write_bytes(b"%PDF-other")
    assert as_(cast.ida).get(reverse("preparation:file", args=[row.pk])).status_code == 404


def test_what_was_sent_is_withdrawn_once_by_its_own_side(cast) -> None:
    row = sent(cast.petra, cast.home)
    with pytest.raises(Refusal, match="PR002"):
        actions.withdraw(by=cast.ida, submission=row, reason="Wrong home.")
    actions.withdraw(by=cast.petra, submission=row, reason="Wrong home.")
    with pytest.raises(NotNow, match="PR006"):
        actions.withdraw(by=cast.petra, submission=row, reason="Wrong home.")
    assert Event.objects.filter(action="submission.withdrawn").count() == 1


def test_annex_a_keeps_the_wrong_and_the_corrected_version(cast, as_) -> None:
    client, address = as_(cast.petra), page(cast.home, "annex_a")
    data = {**FIGURES, "post": "Deputy manager", "completed_on": "2026-09-08", "based_on": "0"}
    assert client.post(address, data).status_code == 302
    again = {**data, "restraints": "5", "based_on": "1"}
    assert client.post(address, again).status_code == 422, "a reason is asked"
    assert client.post(address, {**again, "reason": "Two incidents were left out."}).status_code == 302
    assert [row.figures["restraints"] for row in AnnexA.objects.all()] == [3, 5]
    stale = client.post(address, {**again, "reason": "Once more."})
    assert stale.status_code == 422 and AnnexA.objects.count() == 2


@pytest.mark.parametrize(
    "figures", [{"absences": 1, "absent_children": 2}, {"restraints": 0}, {"at_risk_of_exploitation": 5}]
)
def test_figures_that_contradict_each_other_are_refused(cast, figures) -> None:
    with pytest.raises(BadInput):
        annex_a(cast.petra, cast.home, **figures)


def test_only_the_provider_of_the_home_fills_annex_a(cast) -> None:
    for who in (cast.ida, cast.ada, cast.paul):
        with pytest.raises(Refusal, match="PR003"):
            annex_a(who, cast.home)
    assert not AnnexA.objects.exists()


def test_rows_can_be_added_and_nothing_else(cast) -> None:
    from tests.builders import an_inspection

    row = sent(cast.petra, cast.home, content=PDF)
    actions.withdraw(by=cast.petra, submission=row, reason="A mistake.")
    annex_a(cast.petra, cast.home)
    actions.add_line(by=cast.ida, inspection=an_inspection(cast), what="Bedtimes", why="A child asked.")
    for model in (Submission, SubmissionWithdrawal, StoredFile, AnnexA, LineDecision):
        key = model._meta.pk.name
        for change in (lambda rows, key=key: rows.update(**{key: F(key)}), lambda rows: rows._raw_delete(rows.db)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change(model.objects.all())
