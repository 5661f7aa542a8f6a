"""One version looked at closely, the standards that versions point to, and the crosswalks between them."""

from __future__ import annotations

import itertools
import json
import re
from html import unescape

import pytest
from django.test import Client
from tests.web.test_frameworks_comparing import ids_of, page_of, plain, text_of

from evenhand.framework.clarity import clarity, compare
from evenhand.framework.crosswalk import PARTS
from evenhand.framework.crosswalk.reading import load as load_crosswalk
from evenhand.framework.crosswalk.reading import shipped_pairs
from evenhand.framework.reading import before, load, load_standards, shipped_ids
from evenhand.judgement.reach import reach
from evenhand.judgement.reach.words import counted, reach_verdict
from evenhand.web.frameworks import queries
from evenhand.web.frameworks.pictures import Kind, bars
from evenhand.web.frameworks.reaching import show_reach
from evenhand.web.frameworks.wordings import place_of
from evenhand.wording import say

pytestmark = pytest.mark.django_db
SETS = ["chr-2001", "chr-2015", "nms-2002", "nms-2011", "qs-2015"]


@pytest.fixture
def browser() -> Client:
    """Somebody who is not signed in."""
    return Client()


def anchors_hold(page: str) -> bool:
    """Whether no id stands twice and every link inside the page leads somewhere."""
    ids = ids_of(page)
    return len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("version", shipped_ids())
def test_every_possible_case_is_told_as_the_core_counts_it(browser: Client, version: str) -> None:
    page = page_of(browser, f"/frameworks/{version}/reach/")
    words, found = text_of(page), reach(load(version))
    assert f"{found.cases:,} possible cases" in words and "the counts are exact" in words
    for sentence in reach_verdict(found):
        assert plain(sentence) in words
    for one in found.grades:
        assert str(counted(one.given)) in words
    for rule in found.rules:
        assert f'#part-{rule.rule}"' in page
    assert page.count("app-unverified") >= len(found.unverified)
    assert anchors_hold(page)
    assert json.loads(browser.get(f"/frameworks/{version}/reach.json").content)["cases"] == found.cases


def test_a_rule_that_is_overtaken_and_a_grade_out_of_reach_are_said_aloud() -> None:
    framework = load("ch-2015")
    rule = framework.rules[0]
    twice = framework.with_parts(rules=(*framework.rules, rule.model_copy(update={"id": "TWICE"})))
    shown = show_reach(reach(twice))
    assert any(not one.is_fine for one in shown.rules) and shown.findings
    assert {one.rule for one in show_reach(reach(framework)).rules if not one.is_fine} == set()


@pytest.mark.parametrize("version", shipped_ids())
def test_clarity_begins_with_whose_words_they_are(browser: Client, version: str) -> None:
    page = page_of(browser, f"/frameworks/{version}/clarity/")
    words, framework = text_of(page), load(version)
    found = clarity(framework)
    first = plain(found.notices[0])
    assert "our own paraphrase" in first and words.index(first) < words.index("Figures")
    assert f"{found.whole.reading_age:.1f}" in words
    for one in found.findings:
        assert plain(one.message) in words
    earlier = before(framework)
    assert ("Ask readers." in words) is (earlier is not None)
    if earlier:
        for sentence in compare(framework, earlier).parts[0].sentences():
            assert plain(sentence) in words
    assert anchors_hold(page)


def test_a_question_leads_to_the_piece_that_it_is_about(browser: Client) -> None:
    framework = load("sccif-2025")
    page = page_of(browser, "/frameworks/sccif-2025/")
    places = [place_of(framework, one) for one in clarity(framework).findings]
    assert places and all(place is None or f'id="{place[0]}"' in page for place in places)


# ------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize(("old", "new"), shipped_pairs())
def test_a_crosswalk_shows_every_link_and_gap_with_its_reason(browser: Client, old: str, new: str) -> None:
    page = page_of(browser, f"/frameworks/crosswalks/{old}--{new}/")
    words, walk = text_of(page), load_crosswalk(old, new)
    for part in PARTS:
        crossing = walk.crossing(part)
        for link in crossing.links:
            assert plain(link.reason) in words and f">{link.old}</code>" in page and f">{link.new}</code>" in page
        for gap in (*crossing.withdrawn, *crossing.added):
            assert plain(gap.reason) in words and f">{gap.id}</code>" in page
    marked = [one for part in PARTS for one in walk.crossing(part).links if not one.verified]
    assert page.count("app-unverified") >= len(marked) + (not walk.verified)
    for source, address in walk.bibliography.items():
        assert f'id="source-{source}"' in page and address.split()[0] in unescape(page)
    assert anchors_hold(page)


def test_the_shelf_leads_to_every_comparison_crosswalk_and_set(browser: Client) -> None:
    page = page_of(browser, "/frameworks/")
    held = [one.version.pk for one in queries.held()]
    for old, new in itertools.pairwise(held):
        assert f'href="/frameworks/{new}/against/{old}/"' in page
    for old, new in shipped_pairs():
        assert f'href="/frameworks/crosswalks/{old}--{new}/"' in page
    for one in SETS:
        assert f'href="/frameworks/standards/{one}/"' in page
    assert anchors_hold(page)


@pytest.mark.parametrize("name", SETS)
def test_a_set_shows_what_is_missing_and_what_points_to_each_entry(browser: Client, name: str) -> None:
    page = page_of(browser, f"/frameworks/standards/{name}/")
    words, found = text_of(page), load_standards(name)
    assert plain(found.missing) in words
    for one in found.standards:
        assert plain(one.title) in words and f'id="standard-{one.id}"' in page
    assert words.count("working title") >= sum(not one.title_exact for one in found.standards)
    pointing = queries.pointing_to(found)
    for some in pointing.values():
        for one in some:
            assert f'href="/frameworks/{one.version.pk}/#part-{one.piece}"' in page
    ids = {one.id for one in found.standards}
    for version in queries.standing_on(name):
        framework = queries.framework_of(version)
        pointed = {to for criterion in framework.criteria for to in criterion.standards} & ids
        assert all(any(one.version == version for one in pointing[to]) for to in pointed)
    assert anchors_hold(page)


def test_every_set_is_listed_with_the_versions_that_stand_on_it(browser: Client) -> None:
    page = page_of(browser, "/frameworks/standards/")
    for name in SETS:
        assert load_standards(name).title in unescape(page)
    assert [one.pk for one in queries.standing_on("nms-2002")] == ["ecm-2007"]


@pytest.mark.parametrize("version", shipped_ids())
def test_a_version_says_what_changed_and_leads_to_its_standards(browser: Client, version: str) -> None:
    page, framework = page_of(browser, f"/frameworks/{version}/"), load(version)
    earlier = before(framework)
    assert ("What changed from" in page) is (earlier is not None)
    if earlier:
        assert f'href="/frameworks/{version}/against/{earlier.id}/"' in page
    assert f'href="/frameworks/standards/{framework.standards}/"' in page
    for one in framework.criteria:
        for to in one.standards:
            assert re.search(rf'href="/frameworks/standards/[a-z0-9-]+/#standard-{re.escape(to)}"', page)
    assert plain(framework.in_force.note) in text_of(page)
    assert anchors_hold(page)


def test_a_picture_shares_its_width_out_and_leaves_nothing_out() -> None:
    kinds = [Kind("one", say("one")), Kind("two", say("two"))]
    drawn = bars("x", [("Some", [(kinds[0], 1), (kinds[1], 3)]), ("None", [(kinds[0], 0)])])
    assert drawn is not None and [bar.words for bar in drawn.bars] == ["Some"] and drawn.bars[0].total == 4
    assert [one.width for one in drawn.bars[0].segments] == [95, 285] and [one.x for one in drawn.bars[0].segments] == [
        0,
        95,
    ]
    scaled = bars("x", [("Long", [(kinds[0], 4)]), ("Short", [(kinds[0], 1)]), ("None", [])], to_scale=True)
    assert scaled is not None and [[one.width for one in bar.segments] for bar in scaled.bars] == [[380], [95], []]
    assert bars("x", []) is None and bars("x", [("None", [(kinds[0], 0)])]) is None
