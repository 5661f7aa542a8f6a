"""A comparison as people and machines read it: nothing hidden, nothing that is not said, safe on a page."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html.parser import HTMLParser

from tests.core.framework.examples import TINY

from evenhand.framework.changes import (
    Compared,
    Comparison,
    Fate,
    as_dict,
    as_html,
    as_markdown,
    as_text,
    compare,
    summary,
)
from evenhand.framework.changes.summary import share
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, read_text

NASTY = "Children <script>alert('1')</script> & staff | are *safe* and _feel_ safe."


@lru_cache
def example() -> Comparison:
    old = TINY.replace("t.care.daily\n", "t.care.daily\n    verified: false\n")
    new = (
        TINY.replace("id: tiny\n", "id: newer\n")
        .replace("Children are safe and feel safe.", NASTY)
        .replace("max_working_days: 18", "max_working_days: 13")
        .replace("id: t.care.days", "id: t.care.nights")
    )
    return compare(read_text(old, "old", Framework)[0], read_text(new, "new", Framework)[0])


class Page(HTMLParser):
    """Tags that are opened and closed, headings, and the text of each kind of mark."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.text.setdefault(tag, []).append(data)


def test_the_page_is_well_formed_needs_nothing_else_and_runs_nothing() -> None:
    page = Page(as_html(example(), unchanged=True))
    assert page.open == []
    assert {tag for tag, _ in page.attributes}.isdisjoint({"script", "link", "img", "iframe"})
    assert all(not (named.get("href") or "#").startswith("http") for _, named in page.attributes)
    assert ("html", {"lang": "en-GB"}) in page.attributes
    assert all(named.get("scope") in ("col", "row") for tag, named in page.attributes if tag == "th")
    assert "<script>alert('1')</script>" in "".join(page.text["ins"])


def test_what_was_taken_out_and_put_in_is_told_without_colour() -> None:
    page = Page(as_html(example()))
    (gone,) = re.findall(r"18", "".join(page.text["del"]))
    assert gone
    assert "13" in "".join(page.text["ins"])
    hidden = "".join(page.text["span"])
    assert hidden.count("[taken out:]") == sum(tag == "del" for tag, _ in page.attributes)
    assert hidden.count("[put in:]") == sum(tag == "ins" for tag, _ in page.attributes)


def test_the_page_says_whose_words_they_are_and_whose_page_it_is_not() -> None:
    for drawn in (as_html(example()), as_markdown(example())):
        assert "our own paraphrase" in drawn
        assert "not from Ofsted" in drawn
        assert "not a GOV.UK service" in drawn


def test_every_drawing_marks_what_is_not_verified() -> None:
    parts = (Compared.CRITERIA,)
    for drawn in (as_html, as_markdown, as_text):
        assert "the old text is not verified" in drawn(example(), parts, unchanged=True)
    assert "[not verified]" in as_html(example(), parts, unchanged=True)
    (daily,) = [one for one in as_dict(example(), parts)["changes"] if one["title"] == "Daily life"]
    assert (daily["verified"], daily["old"][0]["verified"], daily["new"][0]["verified"]) == (False, False, True)
    assert "Working days leave out bank holidays" in as_text(compare(load("sccif-2022"), load("sccif-2025")))


def test_every_drawing_tells_a_figure_with_what_it_was() -> None:
    for drawn in (as_html, as_markdown, as_text):
        assert "at most 13 working days, was 18" in drawn(example())


def test_markdown_shows_the_words_of_an_author_as_they_stand() -> None:
    drawn = as_markdown(example())
    assert "\\<script\\>" in drawn
    assert "<script>" not in drawn
    longer = as_markdown(compare(load("ch-2012"), load("ch-2015")), (Compared.RULES,))
    assert re.search(r"~~[^~ ][^~]*[^~ ]~~ \*\*[^* ][^*]*[^* ]\*\*", longer)


def test_text_keeps_to_its_width_below_the_table() -> None:
    lines = as_text(example(), width=80).split("\n\n", 2)[2].splitlines()
    assert max(len(line) for line in lines) <= 80
    assert any("[-" in line for line in lines)
    assert any("{+" in line for line in lines)


def test_a_part_alone_and_the_unchanged_pieces_are_shown_on_request() -> None:
    some = as_markdown(example(), (Compared.TIMELINE,))
    assert "## Timeline" in some
    assert "## Criteria" not in some
    assert "Daily life" not in as_markdown(example())
    assert "Daily life" in as_markdown(example(), unchanged=True)


def test_the_plain_values_hold_every_piece_once_and_agree_with_their_counts() -> None:
    plain = json.loads(json.dumps(as_dict(example())))
    for part, counts in plain["counts"].items():
        changes = [one for one in plain["changes"] if one["part"] == part]
        for side in ("old", "new"):
            ids = [piece["id"] for one in changes for piece in one[side]]
            assert len(ids) == len(set(ids)) == counts[side]
        for fate in Fate:
            known = sum(one["class"] == fate.value and one["known"] for one in changes)
            assert known == counts[fate.value]
        assert sum(one["substance"] for one in changes) == counts["substance"]
    (draft,) = [one for one in plain["changes"] if one["title"] == "Draft"]
    (days,) = draft["differences"]
    assert days["words"] == [["same", "at most "], ["removed", "18 "], ["added", "13 "], ["same", "working days"]]
    assert plain["crossing"] == {"chain": [], "direct": False, "through": [], "weakest": "medium"}


def test_the_summary_gives_shares_with_what_they_are_shares_of() -> None:
    words = str(summary(example()))
    assert (
        "Evidence areas and criteria: of the 5 before, 3 unchanged (60%), 1 reworded (20%) and 1 withdrawn (20%)"
        in words
    )
    assert "of the 5 after, 1 added (20%)" in words
    assert "(Timeline 1)" in words
    assert "matched by equal ids alone" in words
    assert "text marked as not verified in one version or both stands in 1:" in words


def test_a_chain_says_that_it_is_one_and_how_sure_its_weakest_link_is() -> None:
    words = str(summary(compare(load("ch-2012"), load("ch-2015"))))
    assert "A chain of 2 crosswalks joins the two, through ch-2014" in words
    assert "no chain is surer than its weakest link" in words


def test_a_share_never_rounds_to_all_or_none_when_it_is_not() -> None:
    assert [str(share(count, 1000)) for count in (0, 1, 500, 999, 1000)] == [
        "0%",
        "under 1%",
        "50%",
        "over 99%",
        "100%",
    ]


def test_the_summary_can_be_said_in_another_language() -> None:
    assert summary(example()).translated(lambda text: text.replace("unchanged", "heb newid")).count("heb newid") >= 2
