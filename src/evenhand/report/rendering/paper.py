"""A sealed report on paper: HTML, and a PDF that carries the sealed bytes it shows."""

from __future__ import annotations

from evenhand.report.document import ReportDocument, unseal
from evenhand.report.rendering.engine import Enclosed, Rendered, edition, fill, made_with, pdf, style
from evenhand.report.rendering.presenting import sections_of


def report_html(content: bytes, fingerprint: str) -> str:
    """Sealed bytes as an HTML file of its own, with its style inside; raises ValueError when they were changed."""
    return _filled(unseal(content, fingerprint), fingerprint, f"Evenhand rendering {edition()}", style("report.css"))


def report_pdf(content: bytes, fingerprint: str) -> Rendered:
    """Sealed bytes as a PDF/UA-1 with the bytes themselves attached; the same bytes give the same PDF.

    Raises ValueError when they are not the bytes of that fingerprint, CannotRender where no PDF can be made.
    """
    document = unseal(content, fingerprint)
    enclosed = Enclosed(
        content=content,
        name=f"report-{fingerprint[:12]}.json",
        description="The sealed report that these pages show",
        day=document.published_on,
    )
    return pdf(_filled(document, fingerprint, made_with(), ""), ("report.css",), enclosed, fingerprint)


def _filled(document: ReportDocument, fingerprint: str, maker: str, css: str) -> str:
    return fill(
        "report/document.html",
        document=document,
        sections=sections_of(document),
        fingerprint=fingerprint,
        made_with=maker,
        style=css,
    )
