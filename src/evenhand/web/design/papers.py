"""PDFs as answers: the file itself, or a page that says why there is none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from evenhand.findings import BadInput
from evenhand.web.design.errors import page
from evenhand.web.design.jinja import words


def pdf_file(content: bytes, name: str, etag: str = "") -> HttpResponse:
    """A PDF that the browser shows or saves under that name; with an `etag` anybody may keep it, else nobody."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    if etag:
        response["ETag"] = f'"{etag}"'
        # A new edition has the same address, so a copy is asked about again after a day.
        response["Cache-Control"] = "public, max-age=86400"
    else:
        response["Cache-Control"] = "private, no-store"
    return response


def no_pdf(request: HttpRequest, refusal: BadInput) -> HttpResponse:
    """503: this machine cannot make PDFs; what is missing, for whoever runs it, and what there is instead."""
    sentences = [words(one.message) for one in refusal.findings]
    sentences.append(_("The same words are on the page of this document, which prints as well."))
    return page(request, 503, _("There is no PDF here"), sentences)
