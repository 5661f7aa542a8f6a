"""The PDFs of published reports: kept in a folder, made when one is asked for, all made anew by a job.

A file's name is the report's fingerprint and the edition of what rendered it, so a kept file is never stale: whoever
changes a template asks for files that do not exist yet.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from evenhand.report.rendering.engine import edition, made_with
from evenhand.report.rendering.paper import report_pdf
from evenhand.web.jobs.kinds import JobKind
from evenhand.web.reports.models import PublishedReport

log = logging.getLogger(__name__)


def kept_at(fingerprint: str) -> Path:
    """Where the PDF of a report is kept, whether it is there or not."""
    return Path(settings.DOCUMENTS) / f"{fingerprint}-{edition()}.pdf"


def kept_size(fingerprint: str) -> int | None:
    """The size of the kept PDF in bytes; None when there is none yet."""
    try:
        return kept_at(fingerprint).stat().st_size
    except OSError:
        return None


def report_document(content: bytes, fingerprint: str) -> bytes:
    """The PDF of sealed bytes: the kept file, or made now and kept.

    Raises CannotRender where no PDF can be made, ValueError when the bytes are not those of the fingerprint.
    """
    file = kept_at(fingerprint)
    try:
        return file.read_bytes()
    except OSError:
        pass
    made = report_pdf(content, fingerprint)
    for one in made.complaints:
        log.warning("rendering report %s: %s", fingerprint[:12], one)
    try:
        _keep(file, made.content)
    except OSError as problem:
        # A full disk must not stand between a reader and a report.
        log.warning("the PDF of report %s was not kept: %s", fingerprint[:12], problem.strerror)
    return made.content


def _keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; two processes may write the same one at a time, because it is the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with scratch.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        scratch.replace(file)
    finally:
        scratch.unlink(missing_ok=True)


def _every_report() -> list[str]:
    made_with()  # where no PDF can be made, the job does not begin
    return list(PublishedReport.objects.order_by("fingerprint").values_list("fingerprint", flat=True))


def _render_anew(fingerprint: str) -> None:
    """One report: written over whatever is there, so doing it twice leaves what doing it once does."""
    content = bytes(PublishedReport.objects.values_list("content", flat=True).get(fingerprint=fingerprint))
    made = report_pdf(content, fingerprint)
    _keep(kept_at(fingerprint), made.content)
    if made.complaints:
        raise ValueError("; ".join(made.complaints))


RERENDER = JobKind(
    name="reports.rerender",
    title=_("Render every published report anew"),
    items=_every_report,
    do=_render_anew,
    portion=20,
    patience=60,
)
