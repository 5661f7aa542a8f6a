"""From templates to HTML, and from HTML to the bytes of a PDF that are the same every time."""

from __future__ import annotations

import atexit
import hashlib
import logging
import platform
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.report.rendering.presenting import in_words, period_in_words
from evenhand.wording import say

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
VARIANT = "pdf/ua-1"
# What decides about the bytes beside our own files.
_MAKERS = ("weasyprint", "pydyf", "fonttools", "jinja2")
# Pango keeps one map of typefaces for the whole process and does not like two renderings at a time.
_ONE_AT_A_TIME = threading.RLock()


class CannotRender(BadInput):
    """This machine cannot make PDFs; the finding says what to install. Everything else works without."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF: its bytes, and what the renderer complained about on the way (nothing, in a good one)."""

    content: bytes
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that travels inside a PDF: its bytes, its name, what it is, and its day."""

    content: bytes
    name: str
    description: str
    day: date


def fill(template: str, **values: Any) -> str:
    """A template of this package with its values, in English; a value that is missing is an error."""
    return _environment().get_template(template).render(**values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.filters["in_words"] = in_words
    made.globals["period_in_words"] = period_in_words
    return made


def style(name: str) -> str:
    """A style sheet of this package as text."""
    return (HERE / "styles" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def edition() -> str:
    """Twelve digits that change whenever our templates, styles, typefaces or the libraries that render them do."""
    digest = hashlib.sha256()
    for file in sorted(one for one in HERE.rglob("*") if one.is_file() and "__pycache__" not in one.parts):
        digest.update(f"{file.relative_to(HERE).as_posix()}\0".encode() + file.read_bytes())
    digest.update("\n".join(f"{name} {version(name)}" for name in _MAKERS).encode())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def made_with() -> str:
    """What a PDF says it was made with, this machine's libraries for text among it, because they break the lines.

    Raises CannotRender.
    """
    _weasyprint()
    from weasyprint.text.ffi import pango  # type: ignore[import-untyped]

    return f"Evenhand rendering {edition()}, WeasyPrint {version('weasyprint')}, Pango {pango.pango_version()}"


def pdf(html: str, styles: Sequence[str], enclosed: Enclosed | None = None, identifier: str = "") -> Rendered:
    """HTML as a PDF/UA-1: tagged, with bookmarks, our typeface inside; the same HTML gives the same bytes.

    `styles` are names of style sheets of this package. Nothing is fetched: an address in the HTML that is not a `data:`
    is a complaint. Raises CannotRender on a machine without the libraries that set text.
    """
    weasyprint = _weasyprint()
    with _ONE_AT_A_TIME, _listening() as complaints:
        attachments = []
        if enclosed is not None:
            moment = datetime(enclosed.day.year, enclosed.day.month, enclosed.day.day)
            attachments.append(
                weasyprint.Attachment(
                    file_obj=BytesIO(enclosed.content),
                    name=enclosed.name,
                    description=enclosed.description,
                    created=moment,
                    modified=moment,
                    relationship="Source",
                )
            )
        document = weasyprint.HTML(string=html, base_url=None, url_fetcher=_only_data())
        sheets, fonts = _sheets(tuple(styles))
        content = document.write_pdf(
            stylesheets=list(sheets),
            font_config=fonts,
            attachments=attachments,
            pdf_variant=VARIANT,
            pdf_identifier=identifier.encode() or b"evenhand",
            custom_metadata=True,
        )
    return Rendered(content, tuple(complaints))


@lru_cache(maxsize=4)
def _sheets(names: tuple[str, ...]) -> tuple[tuple[Any, ...], Any]:
    """Style sheets and typefaces, read once: half of the time of a short PDF."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

    # Taken down while the libraries are still there; at the very end of a process they no longer are.
    atexit.register(_sheets.cache_clear)
    fonts = FontConfiguration()
    files = (HERE / "styles" / name for name in ("fonts.css", *names))
    return tuple(weasyprint.CSS(filename=str(file), font_config=fonts) for file in files), fonts


def _only_data() -> Any:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    return URLFetcher(allowed_protocols=("data",))


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What WeasyPrint only logs: a missing alt text, an unknown address, a typeface that cannot be read."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger, ear = logging.getLogger("weasyprint"), Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


def _weasyprint() -> Any:
    try:
        import weasyprint  # type: ignore[import-untyped]
    except (ImportError, OSError) as problem:
        raise _cannot(problem) from None
    return weasyprint


def _cannot(problem: Exception) -> CannotRender:
    how = {
        "Linux": "apt-get install libpango-1.0-0 libpangoft2-1.0-0",
        "Darwin": "brew install pango",
    }.get(platform.system(), "the WeasyPrint manual, chapter “Installation”")
    message = say(
        "PDFs cannot be made on this machine, because a library that sets text is missing ({problem}). Install Pango, "
        "and start again: {how}. Everything else works without it, HTML among it",
        problem=str(problem).split("\n")[0].split(".  Additionally")[0][:160],
        how=how,
    )
    return CannotRender([Finding("DO001", Severity.ERROR, Where(), message)])
