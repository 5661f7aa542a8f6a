"""Anybody compares any two versions: what differs, every possible case, real inspections, and how clear it is."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import Cast
from tests.web.drafting_story import a_draft, a_text, tomorrow

from evenhand.framework.changes import Comparison, Fate, compare, told
from evenhand.framework.crosswalk import Confidence, Crossing, Crosswalk, Link, Relation, bridge
from evenhand.framework.reading import load, load_all
from evenhand.judgement.reach import Shift, compare_reach
from evenhand.judgement.reach.words import history_summary, shift_verdict
from evenhand.web.frameworks import queries
from evenhand.web.frameworks.comparing import against, between
from evenhand.web.frameworks.differing import NOT_KNOWN, counts, parts

pytestmark = pytest.mark.django_db

VERSIONS = [one.id for one in load_all()]
PAIRS = [*pairwise(VERSIONS), ("ch-2011", "sccif-2025")]


def text_of(page: str) -> str:
    """The words of a page as somebody reads them."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


def plain(sentence: object) -> str:
    return " ".join(str(sentence).split())


def ids_of(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def worked_out(old: str, new: str) -> tuple[Comparison, Shift]:
    """What the core found, from what the service keeps: real inspections take half a second to count."""
    found = between(queries.named(old), queries.named(new))
    assert found.shift is not None
    return found.comparison, found.shift


@pytest.fixture
def browser() -> Client:
    """Somebody who is not signed in."""
    return Client()


def page_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_comparison_says_what_the_core_found(browser: Client, old: str, new: str) -> None:
    page = page_of(browser, f"/frameworks/{new}/against/{old}/")
    words = text_of(page)
    comparison, shift = worked_out(old, new)
    for sentence in (*told(comparison), *shift_verdict(shift)):
        assert plain(sentence) in words
    for example in shift.examples:
        assert plain(example.story) in words
    assert shift.history is not None
    for sentence in history_summary(shift.history):
        assert plain(sentence) in words
    for change in comparison.changes:
        assert plain(change.title) in words
        for piece in (*change.old, *change.new):
            assert f">{piece.id}</code>" in page


ANSWERS = {
    ("ch-2014", "ch-2015"): ("Harsher in some cases", "not certain", "448 of 1,024 (43.8%) harsher", "13 (0.7%)"),
    ("sccif-2022", "sccif-2025"): ("Alike, as the rules are written down here", "not certain", "12,672 (100%)"),
    ("ch-2011", "ch-2012"): ("Are the rules harsher?", "What changed?", "Is it clearer?"),
}


@pytest.mark.parametrize(("old", "new"), list(ANSWERS))
def test_the_first_screen_says_whether_it_is_harsher_and_what_changed(browser: Client, old: str, new: str) -> None:
    first = text_of(page_of(browser, f"/frameworks/{new}/against/{old}/").split('id="how-different"')[0])
    assert all(one in first for one in ANSWERS[old, new])
    comparison, _ = worked_out(old, new)
    assert f"Of {len(comparison.changes)} pieces or groups of pieces" in first
    assert "This is about the rules alone" in first


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_no_two_places_of_a_comparison_have_the_same_id(browser: Client, old: str, new: str) -> None:
    page = page_of(browser, f"/frameworks/{new}/against/{old}/")
    ids = ids_of(page)
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert anchor in ids, anchor


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_what_is_not_verified_or_not_known_says_so(browser: Client, old: str, new: str) -> None:
    page = page_of(browser, f"/frameworks/{new}/against/{old}/")
    comparison, _ = worked_out(old, new)
    beside = [one for one in comparison.changes if one.old and one.new and one.fate is not Fate.UNCHANGED]
    alone = [one for one in comparison.changes if one not in beside]
    marks = sum(not piece.verified for one in beside for piece in (*one.old, *one.new))
    marks += sum(not one.verified for one in alone)
    assert page.count("app-unverified") >= marks
    assert ("Not known: the text of the other version could not be read" in page) is any(
        not one.known and one.fate in (Fate.ADDED, Fate.WITHDRAWN) for one in comparison.changes
    )


def test_every_row_of_a_part_is_told_exactly_once() -> None:
    for old, new in pairwise(VERSIONS):
        comparison = compare(load(old), load(new))
        for part in parts(comparison):
            shown = [one.change for one in part.changed]
            shown += [one.change for group in part.one_sided for one in group.changes]
            shown += list(part.unchanged)
            assert sorted(map(id, shown)) == sorted(map(id, comparison.by_part[part.part]))
            assert sum(n for _, n in part.counts) == len(shown)
        assert {kind.look: n for kind, n in counts(comparison)}[NOT_KNOWN.look] == comparison.tally().not_known


def test_changed_words_are_told_by_marks_and_hidden_words_and_not_by_colour_alone(browser: Client) -> None:
    page = page_of(browser, "/frameworks/sccif-2025/against/sccif-2022/")
    gone, come = re.findall(r"<del\b.*?</del>", page), re.findall(r"<ins\b.*?</ins>", page)
    assert gone and come
    assert all("[removed:" in one and "end of removed]" in one for one in gone)
    assert all("[added:" in one and "end of added]" in one for one in come)
    assert not re.search(r'\sstyle="|<script(?![^>]*src=)|\son\w+="', page), "the content policy allows none of these"


def test_a_chain_names_the_versions_on_the_way_and_its_weakest_link(browser: Client) -> None:
    crossing = bridge(load("ch-2012"), load("sccif-2017"))
    assert crossing.between and crossing.weakest
    words = text_of(page_of(browser, "/frameworks/sccif-2017/against/ch-2012/"))
    assert f"goes through {', '.join(crossing.between)}" in words
    assert f"{crossing.weakest.value} confidence" in words
    assert "No crosswalk joins these two directly" not in page_of(browser, "/frameworks/ch-2015/against/ch-2014/")


def test_two_versions_can_be_read_backwards(browser: Client) -> None:
    words = text_of(page_of(browser, "/frameworks/ch-2014/against/ch-2015/"))
    shift = compare_reach(load("ch-2015"), load("ch-2014"), bridge(load("ch-2015"), load("ch-2014")), history=False)
    assert shift.overall.more_lenient.cases and f"{shift.overall.more_lenient.cases:,} of {shift.cases:,}" in words


# --------------------------------------------------------------------------------------------------------- choosing


def test_choosing_two_versions_leads_to_their_comparison(browser: Client) -> None:
    answer = browser.get("/frameworks/compare/", {"old": "ch-2011", "new": "sccif-2025"})
    assert answer.status_code == 302 and answer["Location"] == "/frameworks/sccif-2025/against/ch-2011/"
    assert "selected" in page_of(browser, "/frameworks/compare/")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"old": "ch-2011", "new": "ch-2011"}, "You chose the same version twice"),
        ({"old": "nope", "new": "ch-2011"}, "There is no version “nope” on the shelf"),
        ({"old": "ch-2011"}, "Choose the version to compare it with"),
        ({"old": "", "new": "ch-2011"}, "Choose the version to begin with"),
        ({"old": "<b>", "new": "a'--"}, "There is no version “<b>” on the shelf"),
    ],
)
def test_a_wrong_choice_is_told_in_words_beside_its_field(browser: Client, sent: dict[str, str], said: str) -> None:
    answer = browser.get("/frameworks/compare/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in text_of(page) and "There is a problem" in page
    assert "<title>Error:" in page and "<b>”" not in page


def test_a_version_against_itself_is_told_to_be_the_same(browser: Client) -> None:
    answer = browser.get("/frameworks/ch-2014/against/ch-2014/", follow=True)
    assert answer.status_code == 422 and "You chose the same version twice" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "nope/against/ch-2014/",
        "ch-2014/against/nope/",
        "nope/against/nope/",
        "ch-2014/against/CH/",
        "ch-2014/against/ch-2014/changes.json",
        "ch-2014/against/ch-2014/reach.json",
        "ch-2015/against/ch-2014/changes.pdf",
        "ch-2015/against/nope/changes.md",
        "nope/reach/",
        "nope/reach.json",
        "nope/clarity/",
        "standards/nope/",
        "crosswalks/ch-2014--nope/",
        "crosswalks/ch-2015--ch-2014/",
        "crosswalks/ch-2014/",
    ],
)
def test_what_is_not_there_is_not_found(browser: Client, address: str) -> None:
    assert browser.get(f"/frameworks/{address}").status_code == 404


ADDRESSES = [
    "compare/",
    "standards/",
    "standards/qs-2015/",
    "crosswalks/ch-2014--ch-2015/",
    "ch-2015/against/ch-2014/",
    "ch-2015/against/ch-2014/changes.md",
    "ch-2015/against/ch-2014/reach.json",
    "sccif-2025/reach/",
    "sccif-2025/reach.json",
    "sccif-2025/clarity/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_these_pages_can_only_be_read(browser: Client, address: str) -> None:
    assert browser.post(f"/frameworks/{address}").status_code == 405
    assert browser.head(f"/frameworks/{address}").status_code == 200


@pytest.mark.parametrize("address", ["", *ADDRESSES, "sccif-2025/"])
def test_a_page_asks_the_database_a_few_times_however_long_it_is(
    browser: Client, django_assert_max_num_queries, address: str
) -> None:
    browser.get(f"/frameworks/{address}")
    with django_assert_max_num_queries(12):
        assert browser.get(f"/frameworks/{address}").status_code == 200


# ------------------------------------------------------------------------------------------------------------ files


def test_the_files_hold_what_the_core_writes_and_are_fetched_once(browser: Client) -> None:
    base = "/frameworks/ch-2015/against/ch-2014/"
    found = browser.get(f"{base}changes.json")
    content = json.loads(found.content)
    assert len(content["changes"]) == len(compare(load("ch-2014"), load("ch-2015")).changes)
    assert "attachment" in found["Content-Disposition"] and found["Content-Type"].startswith("application/json")
    assert browser.get(f"{base}changes.json", headers={"If-None-Match": found["ETag"]}).status_code == 304
    reach = json.loads(browser.get(f"{base}reach.json").content)
    _, shift = worked_out("ch-2014", "ch-2015")
    assert reach == json.loads(json.dumps(shift.as_dict()))
    assert {"cases", "same", "harsher", "more_lenient", "not_comparable", "examples", "history"} <= set(reach)
    assert browser.get(f"{base}changes.html").content.startswith(b"<!DOCTYPE html>")
    assert browser.get(f"{base}changes.md").content.startswith(b"# ")


# ----------------------------------------------------------------------------------------------------------- drafts


def test_a_draft_is_compared_with_the_version_in_force_before_it() -> None:
    draft = load("sccif-2025").with_parts(id="sccif-2099", predecessor="ch-2011")
    found = against(draft)
    assert found is not None and found.old.id == "sccif-2022", "it begins on the same day, so what came before counts"
    later = draft.with_parts(in_force={"from": "2099-01-01"})
    again = against(later)
    assert again is not None and again.old.id == "sccif-2025"
    assert against(load("ecm-2007")) is None


def test_an_author_sees_the_same_of_a_draft_as_everybody_of_a_version(cast: Cast, as_) -> None:
    draft = a_draft(cast)
    author = as_(cast.fay)
    whole = page_of(author, f"/drafts/{draft.pk}/compare/")
    words = text_of(whole)
    assert "Are the rules harsher? Every possible case" in words and "Piece by piece" in words
    assert "In every case the rules of" in words and "not_known" not in words
    ids = ids_of(whole)
    assert len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', whole)) <= set(ids)
    in_short = text_of(page_of(author, f"/drafts/{draft.pk}/"))
    assert "Rows of each part by what became of them" in in_short and "In every case the rules of" in in_short


def test_a_drafts_own_crosswalk_joins_it_to_the_version_before() -> None:
    new = load("sccif-2025")
    renamed = [new.rules[0].model_copy(update={"id": "NEW1"}), *new.rules[1:]]
    draft = new.with_parts(id="sccif-2099", in_force={"from": "2099-01-01"}, rules=renamed)
    link = Link(
        old=new.rules[0].id, new="NEW1", relation=Relation.SAME, confidence=Confidence.LOW, reason="Only a new name."
    )
    walk = Crosswalk(
        format=1, old=new.id, new=draft.id, summary="One rule has a new name.", rules=Crossing(links=(link,))
    )
    joined, alone = against(draft, walk), against(draft)
    assert joined is not None and alone is not None
    assert joined.crossing.is_direct and joined.crossing.weakest is Confidence.LOW
    assert not alone.crossing.chain, "nothing is kept from the draft that had a crosswalk"
    assert joined.reach is not None and joined.reach.shift.overall.harsher.cases == 0


def test_what_the_service_compares_is_what_the_core_finds_afresh() -> None:
    old, new = load("ch-2014"), load("ch-2015")
    comparison, shift = worked_out("ch-2014", "ch-2015")
    afresh = compare(old, new)
    assert [(one.part, one.fate, one.title) for one in comparison.changes] == [
        (one.part, one.fate, one.title) for one in afresh.changes
    ]
    assert [str(one) for one in told(comparison)] == [str(one) for one in told(afresh)]
    assert shift.as_dict() == compare_reach(old, new, bridge(old, new)).as_dict()


def test_what_was_once_worked_out_is_kept() -> None:
    old, new = (queries.named(one) for one in ("ch-2014", "ch-2015"))
    assert between(old, new) is between(old, new)
    assert between(new, old) is not between(old, new)


def test_a_chain_passes_a_version_that_was_published_here(cast: Cast) -> None:
    from evenhand.web.drafts import actions
    from evenhand.web.drafts.queries import latest

    def published(old: str, new: str, days: int) -> None:
        walk = f"format: 1\nold: {old}\nnew: {new}\nsummary: Nothing changed but the day.\n"
        day = timezone.localdate() + timedelta(days=days)
        source = a_text(new).replace("\npredecessor: sccif-2025\n", f"\npredecessor: {old}\n")
        source = source.replace(f"in_force: {{from: {tomorrow()}", f"in_force: {{from: {day}")
        draft = actions.begin(by=cast.fay, source=source, crosswalk=walk, remark="x")
        actions.ask_approval(by=cast.fay, draft=draft, why="x")
        text = latest(draft)
        actions.publish_draft(
            by=cast.fred, draft=draft, text=text.number, fingerprint=text.fingerprint, in_force_from=day, why="x"
        )

    published("sccif-2025", "sccif-2097", 10)
    published("sccif-2097", "sccif-2099", 20)
    crossing = between(queries.named("sccif-2022"), queries.named("sccif-2099")).crossing
    assert crossing.between == ("sccif-2025", "sccif-2097")
