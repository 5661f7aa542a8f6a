"""The PDF of a report and of the letter: for everybody, the same bytes every time, the sealed report inside.

Slower than the core's tests may be, because every one sets pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from evenhand.findings import BadInput
from evenhand.provenance import canonical, fingerprint
from evenhand.report.document import GradeGiven, ReportDocument, seal, unseal
from evenhand.report.rendering import engine, structure
from evenhand.report.rendering.engine import Enclosed, pdf
from evenhand.report.rendering.letter import easy_parts, letter_pdf, picture_source
from evenhand.report.rendering.paper import report_pdf
from evenhand.report.rendering.structure import check_structure
from evenhand.report.rendering.verifying import compare, verify

GOLDEN = Path(__file__).parents[1] / "core" / "report" / "golden_report.json"
CONTENT = canonical(json.loads(GOLDEN.read_bytes()))
FINGERPRINT = fingerprint(CONTENT)


def full() -> ReportDocument:
    return unseal(CONTENT, FINGERPRINT)


def assurance() -> ReportDocument:
    own = GradeGiven(
        judgement="assurance",
        title="Serious or widespread concerns",
        headline=False,
        grade="none",
        label="No serious concerns",
        ordinal=2,
        best=2,
    )
    return full().model_copy(
        update={"judgements": (), "single": own, "kind": "assurance", "kind_title": "Assurance visit", "rules": ()}
    )


def monitoring() -> ReportDocument:
    return full().model_copy(
        update={"judgements": (), "kind": "monitoring", "kind_title": "Monitoring visit", "rules": ()}
    )


KINDS = {"full": full, "assurance": assurance, "monitoring": monitoring}


@pytest.fixture(scope="module")
def rendered() -> dict[str, engine.Rendered]:
    return {name: report_pdf(*seal(make())) for name, make in KINDS.items()}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_report_passes_every_check_of_structure_without_a_complaint(rendered, name) -> None:
    assert rendered[name].complaints == ()
    checks = check_structure(rendered[name].content)
    assert len(checks) == 17
    assert [(str(one.sentence), one.problems) for one in checks if not one.holds] == []


def test_the_same_report_gives_the_same_bytes_in_another_process(rendered) -> None:
    program = (
        "import sys; from evenhand.report.rendering.paper import report_pdf; import hashlib;"
        "c = sys.stdin.buffer.read(); print(hashlib.sha256(report_pdf(c, sys.argv[1]).content).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program, FINGERPRINT], input=CONTENT, capture_output=True, check=True
    ).stdout.decode()
    assert other.strip() == fingerprint(rendered["full"].content)
    assert report_pdf(CONTENT, FINGERPRINT).content == rendered["full"].content


def test_the_pdf_carries_the_sealed_bytes_and_says_their_fingerprint(rendered) -> None:
    with pikepdf.open(BytesIO(rendered["full"].content)) as file:
        (name,) = file.attachments
        assert name == f"report-{FINGERPRINT[:12]}.json"
        assert file.attachments[name].get_file().read_bytes() == CONTENT
        assert str(file.docinfo["/evenhandfingerprint"]) == FINGERPRINT
        with file.open_metadata() as known:
            assert FINGERPRINT in known["dc:description"]
            assert known["dc:title"] == "Full inspection of children’s home FICTION1, 5 May 2026"
        assert str(file.Root.Lang) == "en-GB"


def test_bookmarks_follow_the_sections_of_the_framework(rendered) -> None:
    with pikepdf.open(BytesIO(rendered["full"].content)) as file, file.open_outline() as outline:
        (title,) = outline.root
        assert [one.title for one in title.children] == [
            *(section.title for section in full().sections),
            "Check this report",
        ]


def test_an_address_in_a_report_is_text_and_never_fetched() -> None:
    content, digest = seal(full().model_copy(update={"kind_title": '<img src="file:///etc/passwd"> & co'}))
    assert report_pdf(content, digest).complaints == ()


# --- what the checks of structure are worth -------------------------------------------------------------------------

SHELL = '<html lang="{lang}"><head><title>{title}</title></head><body>{body}</body></html>'


def failed(body: str, *, lang: str = "en", title: str = "A title") -> set[str]:
    made = pdf(SHELL.format(lang=lang, title=title, body=body), ("report.css",))
    return {str(one.sentence) for one in check_structure(made.content) if not one.holds}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<h1>One</h1><h3>Three</h3>", "no level of headings is skipped"),
        ("<h2>Two first</h2>", "no level of headings is skipped"),
        (f'<p>See</p><img src="{picture_source("house")}" width="9" height="9">', "every picture has words"),
        ("<table><tr><th>Head</th></tr><tr><td>a</td><td>nothing heads me</td></tr></table>",
         "every header of a table says what it heads"),
    ],
)  # fmt: skip
def test_a_fault_is_found_by_its_own_check_and_by_no_other(body, sentence) -> None:
    assert failed(body) == {sentence}


def test_a_document_without_language_or_title_fails() -> None:
    assert failed("<p>Words</p>", lang="", title="") == {"it has a title", "it has a language"}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda file: file.Root.__delitem__("/MarkInfo"), "it says that it is tagged"),
        (lambda file: file.Root.__delitem__("/ViewerPreferences"), "a reader shows its title, not its file name"),
        (lambda file: file.pages[0].obj.__delitem__("/StructParents"), "every page leads back into the tree"),
        (lambda file: _font(file).__delitem__("/ToUnicode"), "every letter can be read aloud and copied"),
        (
            lambda file: _font(file).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
            "every typeface is inside the file",
        ),
        (
            lambda file: file.pages[0].contents_add(b"0 0 9 9 re f"),
            "nothing is drawn outside the tags",
        ),
    ],
)
def test_what_is_taken_out_of_a_good_pdf_is_missed(rendered, spoil, sentence) -> None:
    with pikepdf.open(BytesIO(rendered["monitoring"].content)) as file:
        spoil(file)
        out = BytesIO()
        file.save(out)
    assert {str(one.sentence) for one in check_structure(out.getvalue()) if not one.holds} == {sentence}


def _font(file):
    return next(iter(file.pages[0].Resources.Font.values()))


def test_what_is_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="DO002"):
        check_structure(b"%PDF-1.7 and then nothing")


def test_a_missing_alt_text_is_a_complaint() -> None:
    made = pdf(SHELL.format(lang="en", title="T", body=f'<img src="{picture_source("house")}">'), ("report.css",))
    assert any("alt" in one for one in made.complaints)


def test_a_renderer_fetches_nothing() -> None:
    for address in ("http://127.0.0.1:9/x.png", "file:///etc/hostname"):
        made = pdf(SHELL.format(lang="en", title="T", body=f'<img src="{address}" alt="A">'), ("report.css",))
        assert made.complaints, f"{address} was fetched without a word"


def test_an_enclosed_file_keeps_its_name_and_day() -> None:
    enclosed = Enclosed(b"{}", "a.json", "What it is", date(2026, 5, 4))
    made = pdf(SHELL.format(lang="en", title="T", body="<p>x</p>"), ("report.css",), enclosed)
    with pikepdf.open(BytesIO(made.content)) as file:
        assert file.attachments["a.json"].description == "What it is"
        assert file.attachments["a.json"].get_file().creation_date.date() == date(2026, 5, 4)


def test_the_letter_passes_every_check_with_words_for_every_picture() -> None:
    texts = [("we_came", "We ate tea."), ("you_told_us", "You like it."), ("what_next", "We come back.")]
    parts = easy_parts((name, "A title", text) for name, text in texts)
    made = letter_pdf(parts)
    assert made.complaints == () and made.content == letter_pdf(parts).content
    assert [one for one in check_structure(made.content) if not one.holds] == []
    with pikepdf.open(BytesIO(made.content)) as file:
        assert not file.attachments, "the letter carries nothing about the home"
        figures = [one for one in structure._walk(file) if one.kind == "/Figure"]
        assert [str(one.element.Alt) for one in figures] == ["A house", "A speech bubble", "A calendar", "A shield"]


# --- is this file the report that was sealed? -----------------------------------------------------------------------


def codes(content: bytes) -> list[str]:
    return [one.code for one in verify(content, "a file").findings]


def changed(content: bytes, change) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as file:
        change(file)
        file.save(out, static_id=True)
    return out.getvalue()


def test_a_pdf_that_nobody_touched_proves_that_its_pages_show_the_sealed_report(rendered) -> None:
    found = verify(rendered["full"].content)
    assert found.holds and found.fingerprint == FINGERPRINT and found.content == CONTENT
    assert len(found.proved) == 4 and "the same bytes" in str(found.proved[-1])
    assert "which was published" in str(found.unproved[0])


def test_other_words_on_a_page_are_noticed(rendered) -> None:
    def white_out(file) -> None:
        file.pages[0].contents_add(b"/Artifact BMC 1 g 50 500 400 60 re f EMC")

    assert codes(changed(rendered["full"].content, white_out)) == ["DO007"]


def test_another_report_inside_is_noticed(rendered) -> None:
    better = CONTENT.replace(b'"label":"Good"', b'"label":"Outstanding"')

    def swap(file) -> None:
        (name,) = file.attachments
        file.attachments[name] = pikepdf.AttachedFileSpec(file, better, filename=name)

    assert codes(changed(rendered["full"].content, swap)) == ["DO006", "DO007"]


def test_a_pdf_without_the_report_inside_proves_nothing(rendered) -> None:
    found = verify(changed(rendered["full"].content, lambda file: file.attachments.clear()))
    assert [one.code for one in found.findings] == ["DO005"] and found.proved == () and found.fingerprint == ""


def test_pages_made_elsewhere_are_left_open_and_never_waved_through(rendered) -> None:
    """Whoever changes the pages may also change the line that says what made them: that must not help."""

    def other_maker(file) -> None:
        file.docinfo["/Creator"] = "Evenhand rendering 0123456789ab, WeasyPrint 60, Pango 1"

    found = verify(changed(rendered["full"].content, other_maker))
    assert [one.code for one in found.findings] == ["DO008"] and not found.holds


def test_an_untagged_pdf_is_not_for_everybody(rendered) -> None:
    assert "DO009" in codes(changed(rendered["full"].content, lambda file: file.Root.__delitem__("/StructTreeRoot")))


def test_a_copy_elsewhere_is_compared(rendered) -> None:
    found = verify(CONTENT)
    assert "same sealed bytes" in str(compare(found, rendered["full"].content, "copy.pdf"))
    assert "same fingerprint" in str(compare(found, f"<td>{FINGERPRINT}</td>".encode(), "https://example.org/"))
    other = compare(found, rendered["monitoring"].content, "other.pdf")
    assert getattr(other, "code", "") == "DO010"
