"""Is this file the report that was sealed? What was proved, what was not, and what is wrong, each in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pydantic import ValidationError

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.provenance import canonical, fingerprint
from evenhand.report.document import ReportDocument, seal, unseal
from evenhand.report.rendering.engine import CannotRender, made_with
from evenhand.report.rendering.paper import report_pdf
from evenhand.report.rendering.structure import check_structure
from evenhand.wording import Words, say

MAGIC = b"%PDF-"
INFO_KEY = "/evenhandfingerprint"


@dataclass(frozen=True, slots=True)
class Verification:
    """What came out: the fingerprint of the sealed bytes ('' when there are none), what is proved and what is not.

    `form` is `json` or `pdf`. Findings are what is wrong, or what could not be looked at; none means that all holds.
    """

    form: str
    fingerprint: str
    document: ReportDocument | None
    content: bytes
    proved: tuple[Words, ...]
    unproved: tuple[Words, ...]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong and nothing was left unlooked at."""
        return not self.findings


@dataclass(slots=True)
class _Notes:
    """What is noted down on the way."""

    file: str
    proved: list[Words] = field(default_factory=list)
    unproved: list[Words] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, code: str, message: Words, severity: Severity = Severity.ERROR, where: str = "") -> None:
        self.findings.append(Finding(code, severity, Where(self.file, None, where), message))


def verify(content: bytes, file: str = "") -> Verification:
    """Look at a report's JSON or PDF; `file` is its name for the findings.

    Raises BadInput (DO002) when it is neither.
    """
    notes = _Notes(file)
    if content.startswith(MAGIC):
        form, sealed = "pdf", _sealed_in(content, notes)
    else:
        form, sealed = "json", content
    digest = fingerprint(sealed) if sealed else ""
    document = _document(sealed, notes) if sealed or form == "json" else None
    if form == "pdf" and document is not None:
        _pages(content, sealed, digest, notes)
    notes.unproved.append(
        say("that this is the report which was published: only the fingerprint on the site’s own page can say so")
    )
    return Verification(
        form, digest, document, sealed, tuple(notes.proved), tuple(notes.unproved), tuple(notes.findings)
    )


def _document(sealed: bytes, notes: _Notes) -> ReportDocument | None:
    """The report in the bytes, or None with what is wrong noted."""
    try:
        value = json.loads(sealed)
    except (ValueError, RecursionError):
        raise BadInput.at(
            "DO002",
            say("this is neither a report’s JSON nor a PDF; download the sealed file from the report’s page"),
            file=notes.file,
        ) from None
    if not _is_canonical(value, sealed):
        notes.wrong("DO003", say("the file was written anew: a sealed report has sorted keys and no spare spaces"))
    try:
        document = ReportDocument.model_validate(value)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(one) for one in first["loc"])
        notes.wrong("DO004", say("this is not a report: {problem}", problem=first["msg"]), where=place)
        return None
    if seal(document)[0] == sealed:
        notes.proved.append(say("the file is a complete report in the form in which reports are sealed"))
    elif not notes.findings:
        notes.wrong("DO003", say("the file holds something that a sealed report does not"))
    return document


def _is_canonical(value: Any, sealed: bytes) -> bool:
    try:
        return canonical(value) == sealed
    except ValueError:  # NaN, or half of a letter
        return False


def _sealed_in(content: bytes, notes: _Notes) -> bytes:
    """The sealed bytes that travel inside a PDF; empty, with a finding, when there are none."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as file:
            claimed = str(file.docinfo.get(INFO_KEY, ""))
            enclosed = [bytes(one.get_file().read_bytes()) for one in file.attachments.values()]
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise BadInput.at(
            "DO002", say("this is not a PDF that can be opened; get the file again"), file=notes.file
        ) from None
    if len(enclosed) != 1:
        notes.wrong(
            "DO005", say("the PDF carries {n} files; a report’s carries one, the sealed report", n=len(enclosed))
        )
        return b""
    if fingerprint(enclosed[0]) != claimed:
        notes.wrong("DO006", say("the report inside the PDF is not the one whose fingerprint the PDF gives"))
    else:
        notes.proved.append(say("the report inside the PDF has the fingerprint that the PDF gives"))
    return enclosed[0]


def _pages(content: bytes, sealed: bytes, digest: str, notes: _Notes) -> None:
    """Do the pages show the report inside? They are rendered again and compared byte by byte."""
    failed = [check for check in check_structure(content) if not check.holds]
    for check in failed:
        problems = ", ".join(check.problems[:3])
        notes.wrong(
            "DO009",
            say("not built for everybody: it fails “{check}” ({problems})", check=check.sentence, problems=problems),
        )
    if not failed:
        notes.proved.append(say("the PDF is built to PDF/UA-1, as far as our own checks of its structure go"))
    try:
        unseal(sealed, digest)
        again, ours = report_pdf(sealed, digest).content, made_with()
    except CannotRender as refusal:
        notes.wrong("DO008", refusal.findings[0].message, Severity.WARNING)
        return
    if again == content:
        notes.proved.append(say("the pages show that report and nothing else: rendered again, it gives the same bytes"))
        return
    theirs = _maker(content)
    if theirs == ours:
        notes.wrong("DO007", say("the pages are not what the report inside gives: somebody changed the PDF"))
    else:
        notes.wrong(
            "DO008",
            say(
                "the pages could not be compared: the PDF says it was made with “{theirs}”, here is “{ours}”. Rely on "
                "the report inside, and render it anew with evenhand report render",
                theirs=theirs or "?",
                ours=ours,
            ),
            Severity.WARNING,
        )


def _maker(content: bytes) -> str:
    import pikepdf

    with pikepdf.open(BytesIO(content)) as file:
        return str(file.docinfo.get("/Creator", ""))


def compare(found: Verification, other: bytes, name: str) -> Finding | Words:
    """Is the file the one that stands elsewhere? `other`: that page, JSON or PDF; `name`: where it was found.

    The other place proves it by holding the same bytes, or by naming the fingerprint. Returns what was proved in
    words, or the finding that they differ.
    """
    if other.startswith(MAGIC):
        other = _sealed_in(other, _Notes(name))
    if found.fingerprint and fingerprint(other) == found.fingerprint:
        return say("{name} holds the same sealed bytes", name=name)
    if found.fingerprint and found.fingerprint.encode() in other:
        return say("{name} names the same fingerprint", name=name)
    message = say(
        "{name} neither holds these bytes nor names their fingerprint: it is another report, or a changed one",
        name=name,
    )
    return Finding("DO010", Severity.ERROR, Where(name), message)


def as_dict(found: Verification) -> Mapping[str, Any]:
    """For `--json`: plain values only."""
    return {
        "holds": found.holds,
        "form": found.form,
        "fingerprint": found.fingerprint,
        "urn": found.document.urn if found.document else None,
        "published_on": found.document.published_on.isoformat() if found.document else None,
        "framework": found.document.framework if found.document else None,
        "proved": [str(one) for one in found.proved],
        "not_proved": [str(one) for one in found.unproved],
        "findings": [one.as_dict() for one in found.findings],
    }
