"""Published reports: the page, the PDF, the sealed bytes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.report.rendering.engine import CannotRender, edition
from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.api.keeping import kept_until_changed
from evenhand.web.design.errors import page
from evenhand.web.design.papers import no_pdf, pdf_file
from evenhand.web.public import queries
from evenhand.web.public.structured import of_report
from evenhand.web.public.telling import meanings
from evenhand.web.reports.documents import kept_size, report_document
from evenhand.web.reports.presenting import sections_of


def _also(fingerprint: str) -> tuple[object, ...]:
    """What the page shows besides the open data: whether the bytes are the sealed ones, and the size of the PDF."""
    return queries.bytes_of_report(fingerprint), kept_size(fingerprint)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
@kept_until_changed(also=_also)
def report(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """A published report, read from its sealed bytes and from nothing else."""
    found = _found(fingerprint)
    if found.document is None:
        return _broken(request)
    size = kept_size(found.fingerprint)
    context = {
        "document": found.document,
        "sections": sections_of(found.document),
        "fingerprint": found.fingerprint,
        "framework_on_shelf": queries.framework_on_shelf(found.document),
        "pdf_size": f", {filesizeformat(size)}" if size else "",
        "meanings": meanings(found.document),
        "structured": of_report(found.document, found.fingerprint, request.build_absolute_uri),
    }
    return render(request, "public/report.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def report_pdf(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """A published report as a PDF for everybody, with the sealed bytes inside."""
    found = _found(fingerprint)
    if not found.is_whole:
        return _broken(request)
    try:
        content = report_document(found.content, found.fingerprint)
    except CannotRender as refusal:
        return no_pdf(request, refusal)
    return _unchanged(request, f"{found.fingerprint}-{edition()}") or pdf_file(
        content, f"report-{found.fingerprint[:12]}.pdf", etag=f"{found.fingerprint}-{edition()}"
    )


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def report_file(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The sealed bytes themselves, so that anybody can compute the fingerprint."""
    found = _found(fingerprint)
    if not found.is_whole:
        return _broken(request)
    response = _unchanged(request, found.fingerprint)
    if response is None:
        response = HttpResponse(found.content, content_type="application/json")
        name = f"report-{found.fingerprint[:12]}.json"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["ETag"] = f'"{found.fingerprint}"'
    # The bytes of a fingerprint never change, so a copy is as good as the page.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 for a reader who has it already, else None."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return HttpResponse(status=304, headers={"ETag": f'"{etag}"'}) if {f'"{etag}"', "*"} & set(known) else None


def _found(fingerprint: str) -> queries.OpenReport:
    found = queries.report(fingerprint)
    if found is None:
        raise Http404
    return found


def _broken(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        409,
        _("This report is not shown"),
        [
            _("What is stored here is not what was published: its content does not match its fingerprint."),
            _("Nothing of it is shown, because nobody could rely on it. Tell whoever runs this service."),
        ],
    )
