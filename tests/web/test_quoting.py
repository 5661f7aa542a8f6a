"""Children's own words are offered for quoting only where the child allowed it, and without who said them."""

from __future__ import annotations

import pytest
from tests.builders import a_conversation, an_inspection
from tests.web.inspection_pages import at, text

from evenhand.web.inspections import actions
from evenhand.web.inspections.quoting import quotable
from evenhand.web.inspections.record import read_record

ASKED = {"consent": "agreed", "communication": "Speech", "feels_safe": "feels_safe"}


def heard(cast, inspection, said, quotation="", **answers):
    given = {**ASKED, **({"quotation": quotation} if quotation else {}), **answers}
    item = a_conversation(said=said, initials=("QZ",), answers=given)
    actions.record_evidence(by=cast.ida, inspection=inspection, item=item)


def test_only_what_a_child_allowed_is_offered(cast):
    inspection = an_inspection(cast, evidence=1)
    heard(cast, inspection, "I like the swing.", "allowed")
    heard(cast, inspection, "It is loud at night.", "not_allowed")
    heard(cast, inspection, "Nobody asked me.")
    assert [one.said for one in quotable(read_record(inspection).evidence)] == ["I like the swing."]


def test_a_name_in_the_item_is_pointed_to(cast):
    inspection = an_inspection(cast, evidence=0)
    heard(cast, inspection, "I like Ann Example.", "allowed")
    (one,) = quotable(read_record(inspection).evidence)
    assert one.like_names == ("Ann Example",)


@pytest.mark.parametrize("page", ["feedback", "letter", "judgement"])
def test_the_papers_and_the_judgement_offer_them_without_initials(cast, as_, page):
    inspection = an_inspection(cast, evidence=0)
    more = ("helped_protected",) if page == "judgement" else ()
    browser = as_(cast.ida)
    assert "may be quoted" not in text(browser.get(at(page, inspection, *more)))
    heard(cast, inspection, "I like the swing.", "allowed")
    shown = text(browser.get(at(page, inspection, *more)))
    assert "Children’s own words that may be quoted (1)" in shown
    start = shown.index("may be quoted (1)")
    assert "I like the swing." in shown[start:] and "QZ" not in shown[start:]
    assert "I like the swing." not in text(as_(cast.quentin).get(at("letter", inspection)))
