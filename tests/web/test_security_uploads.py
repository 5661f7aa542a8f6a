"""Files sent to harm: told by their content, kept under names of ours, and handed out so that no browser runs them."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from struct import pack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.preparation_story import ANSWERS, PDF, sent

from evenhand.web.design.headers import NOTHING
from evenhand.web.preparation import storing

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>alert(document.cookie)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + pack(">I4s", 13, b"IHDR") + pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0) + pack(">I", 0)


def document(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **parts}.items():
            archive.writestr(name, content)
    return out.getvalue()


def many(count: int) -> bytes:
    return document(**{f"word/media/{number}.png": b"x" for number in range(count)})


REFUSED = {
    "a picture that is a program": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "the same behind a declaration": b'<?xml version="1.0"?><svg onload="alert(1)"/>',
    "a page": b"<!DOCTYPE html><html>" + SCRIPT,
    "a page behind spaces and a mark": b"\xef\xbb\xbf \n\t<HTML>" + SCRIPT,
    "a page in UTF-16": ("<html>" + SCRIPT.decode()).encode("utf-16"),
    "a page in UTF-7": b"+ADw-script+AD4-\x00",
    "a program for Windows": b"MZ\x90\x00" + bytes(200),
    "a program for Linux": b"\x7fELF" + bytes(200),
    "an archive": b"Rar!\x1a\x07\x00" + bytes(100),
    "an archive that is no document": zlib.compress(b"x"),
    "a page behind a picture of another kind": b"GIF89a=1;" + b"\x00" + SCRIPT,
    "a document with programs": document(**{"word/vbaProject.bin": b"x"}),
    "a document of ten thousand parts": many(10_000),
    "nothing": b"",
    "spaces": b"  \n ",
    "too much": b"%PDF-1.7\n" + bytes(storing.LARGEST),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_run_is_not_taken_whatever_it_is_called(cast, as_, what):
    address = reverse("preparation:send", kwargs={"urn": cast.home.urn, "kind": "monthly_visit"})
    for name, kind in (("report.pdf", "application/pdf"), ("photo.png", "image/png")):
        file = SimpleUploadedFile(name, REFUSED[what], content_type=kind)
        answer = as_(cast.petra).post(address, {"day": "2026-09-01", **ANSWERS["monthly_visit"], "file": file})
        assert answer.status_code == 422, what
    assert not storing.place().exists() or not [
        one for one in storing.place().iterdir() if one.read_bytes() == REFUSED[what]
    ]


def test_a_document_that_unfolds_to_gigabytes_is_refused_without_unfolding_it():
    bomb = document(**{"word/media/zeros.bin": bytes(300_000_000)})
    assert len(bomb) < 1_000_000
    began = time.monotonic()
    assert storing.refused(bomb) is not None
    assert time.monotonic() - began < 1


# What is taken for its beginning may hold anything behind it; no browser is ever let near that.
TAKEN = {
    "a PDF that is also a page": b"%PDF-1.7\n" + SCRIPT,
    "a PDF with a program inside": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "a picture that is also a page": PNG + SCRIPT,
    "a photograph that is also an archive": b"\xff\xd8\xff\xe0" + document(),
    "text with a page in the middle": b"A visit in May.\n<html>" + SCRIPT,
    "a table with formulas": b'a,b\n=cmd|"/c calc"!A1,2\n',
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_is_saved_and_never_shown_by_the_browser(cast, as_, what):
    row = sent(cast.petra, cast.home, content=TAKEN[what])
    answer = as_(cast.ida).get(reverse("preparation:file", args=[row.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == NOTHING and "sandbox" in NOTHING
    assert answer["Content-Type"] not in ("text/html", "image/svg+xml", "application/xml")
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "a\0b.pdf",
        "/etc/cron.d/x",
        "CON.pdf",
        'x";filename="y.html',
        "\u202efdp.exe",
    ],
)
def test_the_name_somebody_gave_a_file_is_kept_nowhere(cast, as_, name):
    address = reverse("preparation:send", kwargs={"urn": cast.home.urn, "kind": "monthly_visit"})
    before = set(storing.place().iterdir()) if storing.place().exists() else set()
    data = {"day": "2026-09-01", **ANSWERS["monthly_visit"], "file": SimpleUploadedFile("x.pdf", PDF)}
    data["file"]._name = name
    answer = as_(cast.petra).post(address, data)
    assert answer.status_code in (302, 400, 422)
    new = set(storing.place().iterdir()) - before if storing.place().exists() else set()
    assert all(len(one.name) == 48 and one.name.isalnum() for one in new)
    assert all(one.stat().st_mode & 0o077 == 0 for one in new)


def test_a_thousand_files_at_once_are_refused_before_anything_is_read(cast, as_):
    address = reverse("preparation:send", kwargs={"urn": cast.home.urn, "kind": "monthly_visit"})
    files = {f"file{number}": SimpleUploadedFile("x.pdf", PDF) for number in range(1000)}
    assert as_(cast.petra).post(address, files).status_code == 400


@pytest.mark.parametrize("page", ["/drafts/new/", "/register/imports/"])
def test_texts_that_are_uploaded_elsewhere_are_texts(cast, as_, page):
    person = cast.fay if "drafts" in page else cast.ada
    for content in (PNG + SCRIPT, b"\xff\xfe\x00\x00", b"a: &a [*a, *a]\n" * 3):
        answer = as_(person).post(page, {"framework": SimpleUploadedFile("x.yaml", content), "file": content})
        assert answer.status_code < 500
