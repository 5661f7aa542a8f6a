"""A sealed report on paper, before it is a PDF: what it says, what it never says, the letter to the children."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from evenhand.provenance import canonical, fingerprint
from evenhand.report.document import ReportDocument, seal, unseal
from evenhand.report.rendering import engine
from evenhand.report.rendering.engine import CannotRender
from evenhand.report.rendering.letter import PICTURES, easy_lines, easy_parts, long_lines, picture_source
from evenhand.report.rendering.paper import report_html, report_pdf
from evenhand.report.rendering.presenting import in_words, period_in_words

GOLDEN = Path(__file__).with_name("golden_report.json")
CONTENT = canonical(json.loads(GOLDEN.read_bytes()))
FINGERPRINT = fingerprint(CONTENT)


def full() -> ReportDocument:
    return unseal(CONTENT, FINGERPRINT)


def test_a_report_on_paper_says_what_it_is_not_and_who_can_check_it() -> None:
    html = report_html(CONTENT, FINGERPRINT)
    assert "not an Ofsted or GOV.UK service" in html and "Everything in this report is fictional" in html
    assert FINGERPRINT in html and full().framework_fingerprint in html and "sccif-2025" in html
    assert html.count("<h1") == 1 and '<html lang="en-GB">' in html
    assert re.findall(r"<th(?=[ >])(?! scope=)", html) == [], "a header that does not say what it heads"


def test_an_unverified_rule_stays_unverified_on_paper() -> None:
    doubted = full().rules[0].model_copy(update={"verified": False})
    html = report_html(*seal(full().model_copy(update={"rules": (doubted,)})))
    assert html.count('class="app-unverified"') == 1
    assert "app-unverified" not in report_html(CONTENT, FINGERPRINT).split("</style>")[1]


def test_markup_in_a_report_is_text_on_paper() -> None:
    content, digest = seal(full().model_copy(update={"kind_title": '<img src="file:///etc/passwd"> & co'}))
    html = report_html(content, digest)
    assert "<img" not in html and "&lt;img" in html


def test_a_changed_report_is_not_rendered() -> None:
    with pytest.raises(ValueError, match="was changed"):
        report_pdf(CONTENT.replace(b"Good", b"Outstanding"), FINGERPRINT)
    with pytest.raises(ValueError, match="was changed"):
        report_html(CONTENT.replace(b"Good", b"Outstanding"), FINGERPRINT)


def test_a_machine_without_pango_says_what_to_install(monkeypatch) -> None:
    # None in sys.modules makes the import fail as it does where the library is missing.
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    engine.made_with.cache_clear()
    with pytest.raises(CannotRender, match=r"DO001.*Install Pango") as refused:
        report_pdf(CONTENT, FINGERPRINT)
    assert len(str(refused.value)) < 500
    assert report_html(CONTENT, FINGERPRINT), "HTML needs nothing of it"


# --- the letter to the children -------------------------------------------------------------------------------------

TEXTS = [
    ("we_came", "We came", "We came to your home. We ate tea with you!"),
    ("you_told_us", "You told us", "You like Mr. Wu's soup.\n- You said: “Nights are loud.” We heard you."),
    ("is_good", "What is good", ""),
    ("what_next", "What next", "We come back."),
]


def test_the_letter_has_one_idea_a_line_and_nothing_for_a_part_that_says_nothing() -> None:
    parts = easy_parts(TEXTS)
    assert [one.title for one in parts] == ["We came", "You told us", "What next"]
    assert parts[0].lines == ("We came to your home.", "We ate tea with you!")
    assert parts[1].lines == ("You like Mr. Wu's soup.", "You said: “Nights are loud.”", "We heard you.")


def test_a_sentence_that_is_too_long_for_easy_read_is_named() -> None:
    long = "This is a sentence that goes on and on and on until nobody knows how it began."
    assert long_lines(easy_lines(f"Short. {long}")) == (long,)


def test_every_part_of_the_letter_has_a_picture_of_its_own() -> None:
    sources = [picture_source(name) for name in PICTURES.values()]
    assert len(set(sources)) == len(PICTURES) and all(one.startswith("data:image/svg+xml") for one in sources)


# --- small things ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), "23 November 2026"),
        (date(2026, 11, 23), date(2026, 11, 24), "23 to 24 November 2026"),
        (date(2026, 1, 31), date(2026, 2, 1), "31 January to 1 February 2026"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 to 1 January 2026"),
    ],
)
def test_days_are_said_as_people_say_them(first, last, said) -> None:
    assert period_in_words(first, last) == said
    assert in_words(first).endswith(str(first.year))


def test_the_edition_says_when_a_template_changed(tmp_path, monkeypatch) -> None:
    engine.edition.cache_clear()
    before = engine.edition()
    (tmp_path / "body.html").write_text("other words")
    monkeypatch.setattr(engine, "HERE", tmp_path)
    engine.edition.cache_clear()
    assert engine.edition() != before
    monkeypatch.undo()
    engine.edition.cache_clear()
    assert engine.edition() == before and re.fullmatch("[0-9a-f]{12}", before)
