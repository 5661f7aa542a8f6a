"""The shelf: versions are sealed, immutable, public, and say in words what they bind inspectors to."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.findings import BadInput
from evenhand.framework.reading import load, load_all, shipped_ids
from evenhand.framework.sealing import seal
from evenhand.web.accounts.actions import System
from evenhand.web.audit.models import Event
from evenhand.web.frameworks import queries
from evenhand.web.frameworks.actions import load_shelf
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.shelfpicture import picture
from evenhand.web.frameworks.showing import show

pytestmark = pytest.mark.django_db


def test_every_shipped_framework_is_on_the_shelf_as_it_was_sealed() -> None:
    held = {one.id: one for one in FrameworkVersion.objects.all()}
    assert set(shipped_ids()) <= set(held)
    for framework in load_all():
        content, fingerprint = seal(framework)
        assert bytes(held[framework.id].sealed) == content and held[framework.id].fingerprint == fingerprint
        assert queries.framework_of(held[framework.id]) == framework


def test_loading_again_publishes_nothing_and_says_nothing() -> None:
    events = Event.objects.count()
    assert load_shelf(by=System()) == ()
    assert Event.objects.count() == events


def test_a_new_version_is_published_with_an_event() -> None:
    new = load("sccif-2025").model_copy(update={"id": "sccif-2099"})
    assert [one.id for one in load_shelf(by=System(), frameworks=[load("sccif-2025"), new])] == ["sccif-2099"]
    event = Event.objects.order_by("-number").first()
    assert event is not None and (event.action, event.subject_id) == ("framework.published", "sccif-2099")
    assert json.loads(event.details)["fingerprint"] == seal(new)[1]


def test_a_changed_file_under_a_published_id_is_refused_with_both_fingerprints() -> None:
    published = load("sccif-2025")
    changed = published.model_copy(update={"summary": "Something else."})
    new = published.model_copy(update={"id": "sccif-2099"})
    with pytest.raises(BadInput) as refused:
        load_shelf(by=System(), frameworks=[new, changed])
    sentence = str(refused.value)
    assert seal(published)[1][:12] in sentence and seal(changed)[1][:12] in sentence
    assert "new id" in sentence and "--fresh" in sentence
    assert not FrameworkVersion.objects.filter(id="sccif-2099").exists(), "nothing is half done"


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2007, 3, 31), None),
        (date(2007, 4, 1), "ecm-2007"),
        (date(2011, 3, 31), "ecm-2007"),
        (date(2011, 4, 1), "ch-2011"),
        (date(2012, 4, 1), "ch-2012"),
        (date(2014, 3, 31), "ch-2012"),
        (date(2014, 4, 1), "ch-2014"),
        (date(2015, 3, 31), "ch-2014"),
        (date(2015, 4, 1), "ch-2015"),
        (date(2017, 3, 31), "ch-2015"),
        (date(2017, 4, 1), "sccif-2017"),
        (date(2022, 3, 31), "sccif-2017"),
        (date(2022, 4, 1), "sccif-2022"),
        (date(2025, 4, 3), "sccif-2022"),
        (date(2025, 4, 4), "sccif-2025"),
        (date(2090, 1, 1), "sccif-2025"),
    ],
)
def test_the_version_in_force_is_the_one_of_the_day(day: date, version: str | None) -> None:
    found = queries.in_force_on(day)
    assert (found.id if found else None) == version


def test_bytes_that_were_tampered_with_are_not_opened() -> None:
    false = FrameworkVersion(id="x", fingerprint="0" * 64, sealed=b"{}")
    with pytest.raises(ValueError, match="was changed"):
        queries.framework_of(false)


# -------------------------------------------------------------------------------------------------------- pages


@pytest.fixture
def browser() -> Client:
    """Somebody who is not signed in: the shelf is public."""
    return Client()


def test_anybody_may_read_the_shelf(browser: Client) -> None:
    page = browser.get("/frameworks/").content.decode()
    for framework in load_all():
        assert f"/frameworks/{framework.id}/" in page
    assert "In force since 4 April 2025" in page and "<svg" in page


@pytest.mark.parametrize("version", shipped_ids())
def test_a_version_shows_every_rule_judgement_fact_and_mark(browser: Client, version: str) -> None:
    framework = load(version)
    page = browser.get(f"/frameworks/{version}/").content.decode()
    text = re.sub(r"\s+", " ", page.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&"))
    for words in (
        *(rule.words for rule in framework.rules),
        *(judgement.title for judgement in framework.judgements),
        *(fact.question for fact in framework.facts),
        *(criterion.text for criterion in framework.criteria),
        *(descriptor.text for descriptor in framework.descriptors),
        *(kind.title for kind in framework.inspection_types),
        *(step.title for step in framework.timeline),
        *(one.words for one in (*framework.frequency, *framework.out_of_scope)),
        *framework.unverified,
    ):
        assert " ".join(words.split()) in text
    for source, address in framework.bibliography.items():
        assert f'id="source-{source}"' in page and address.split()[0] in text
    marked = show(framework).unverified
    assert page.count("app-unverified") >= len(marked)
    for place, _ in marked:
        assert f'href="#{place}"' in page and f'id="{place}"' in page
    assert seal(framework)[1] in page


@pytest.mark.parametrize("version", shipped_ids())
def test_no_two_places_of_a_page_have_the_same_id(browser: Client, version: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', browser.get(f"/frameworks/{version}/").content.decode())
    assert len(ids) == len(set(ids)), sorted({one for one in ids if ids.count(one) > 1})


def test_rules_are_told_by_kind_condition_and_effect() -> None:
    framework = load("sccif-2025")
    rules = {one.rule.id: one for one in show(framework).rules}
    assert [str(words) for words, _ in rules["R2"].kinds] == ["Absolute cap", "Expected"]
    assert str(rules["R1"].when.lead) == "When “How well children are helped and protected” is Inadequate."  # type: ignore[union-attr]
    assert "no grade better than Inadequate may be given" in str(rules["R1"].effects[0])
    assert [str(words) for words, _ in rules["R8"].kinds] == ["Note: limits nothing"] and not rules["R8"].effects
    assert "is decided after" in str(rules["ORDER"].effects[0])
    assert "(regulation 28)" in str(rules["R5"].effects[1])
    assert len(rules["R3"].when.parts) == 3  # type: ignore[union-attr]


def test_criteria_name_the_standards_they_point_to() -> None:
    shown = {one.judgement.id: one for one in show(load("sccif-2025")).judgements}
    words = [str(standard.words) for one in shown["helped_protected"].criteria for standard in one.standards]
    assert "The protection of children standard (regulation 12)" in words


def test_only_framework_authors_see_what_the_checks_find(cast, as_) -> None:
    for role, person in cast.by_role.items():
        page = as_(person).get("/frameworks/ch-2014/").content.decode()
        assert ("What the checks find" in page or "Findings in framework.yaml" in page) is (role == "framework_author")


def test_the_sealed_file_is_what_the_fingerprint_says(browser: Client) -> None:
    answer = browser.get("/frameworks/sccif-2025.json")
    found = hashlib.sha256(answer.content).hexdigest()
    assert answer["Content-Type"] == "application/json" and answer["ETag"] == f'"{found}"'
    assert found == queries.version("sccif-2025").fingerprint
    again = browser.get("/frameworks/sccif-2025.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("address", ["nope/", "nope.json", "SCCIF/", "%00/", "..%2f/", "x" * 90 + "/", "a'b.json"])
def test_what_is_not_on_the_shelf_is_not_found(browser: Client, address: str) -> None:
    assert browser.get(f"/frameworks/{address}").status_code == (400 if "%00" in address else 404)


def test_nobody_may_send_anything_to_the_shelf(browser: Client) -> None:
    assert {browser.post(f"/frameworks/{rest}").status_code for rest in ("", "sccif-2025/", "sccif-2025.json")} == {405}


def test_the_picture_puts_every_version_in_its_time() -> None:
    held = queries.held()
    drawn = picture(held, timezone.localdate())
    assert drawn is not None and [bar.id for bar in drawn.bars] == [one.version.id for one in held]
    assert [bar.x for bar in drawn.bars] == sorted(bar.x for bar in drawn.bars)
    assert all(bar.x >= 0 and bar.x + bar.width <= 380 for bar in drawn.bars)
    assert [bar.id for bar in drawn.bars if bar.in_force] == ["sccif-2025"]
    assert picture([], timezone.localdate()) is None
