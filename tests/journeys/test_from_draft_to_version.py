"""A new version from a draft to the shelf, by two authors, and the questions anybody can put to it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.journeys.conftest import Visitor

NEXT = "sccif-2097"
DAY = date.today() + timedelta(days=400)
HARSHER = "A home whose leaders are inadequate is inadequate overall."


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """The folder that `evenhand framework new` writes: a version with nothing changed but its name and its day."""
    made = subprocess.run(
        [
            *(sys.executable, "-m", "evenhand", "framework", "new", NEXT),
            *("--from", "sccif-2025", "--in-force-from", DAY.isoformat(), "--folder", str(tmp_path)),
        ],
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_a_version_from_draft_to_the_shelf(visitor: Visitor, drafted: Path) -> None:
    source = drafted / NEXT / "framework.yaml"
    crosswalk = drafted / "crosswalks" / f"sccif-2025--{NEXT}.yaml"
    fay_uploads_a_text_with_an_error(visitor, source, crosswalk)
    fay_makes_it_right_and_harsher(visitor, source, crosswalk)
    fay_reads_what_that_does(visitor)
    fay_asks_and_cannot_publish_herself(visitor)
    fred_publishes(visitor)
    anybody_compares(visitor)
    assert visitor.faults == []


def upload(fay: Visitor, source: Path, crosswalk: Path, remark: str) -> None:
    fay.page.get_by_label("framework.yaml").set_input_files(source)
    fay.page.get_by_label("Crosswalk from the version before").set_input_files(crosswalk)
    fay.page.get_by_label("What is this, or what changed?").fill(remark)
    fay.clicks("button", "Upload")


def fay_uploads_a_text_with_an_error(fay: Visitor, source: Path, crosswalk: Path) -> None:
    fay.opens("/")
    fay.signs_in("fay.framework")
    fay.clicks("link", "Drafts")
    assert "Nobody is writing a version" in fay.text
    fay.clicks("button", "Begin a draft")
    fay.clicks("button", "Upload")
    assert "There is a problem" in fay.text
    wrong = source.with_name("wrong.yaml")
    wrong.write_text(source.read_text().replace("grade: helped_protected, is:", "grade: helped_protektion, is:"))
    upload(fay, wrong, crosswalk, "A first text.")
    assert "Must be put right" in fay.text
    fay.page.get_by_role("link", name=re.compile(r"^\d+$")).first.click()
    fay.looks()
    assert "helped_protektion" in fay.text, "the line leads to the text"
    fay.page.go_back()


def fay_makes_it_right_and_harsher(fay: Visitor, source: Path, crosswalk: Path) -> None:
    text = source.read_text(encoding="utf-8")
    rule = (
        f"\nrules:\n  - id: R99\n    title: Leaders limit the overall judgement\n    words: {HARSHER}\n"
        "    when: {grade: leaders_managers, is: inadequate}\n"
        "    then:\n      - {cap: overall_experiences_progress, at_most: inadequate}\n"
    )
    assert text.count("\nrules:\n") == 1
    source.write_text(text.replace("\nrules:\n", rule), encoding="utf-8")
    fay.clicks("button", "Upload another text")
    upload(fay, source, crosswalk, "The id is right, and a rule is new.")
    assert "Must be put right" not in fay.text


def fay_reads_what_that_does(fay: Visitor) -> None:
    fay.clicks("link", "Everything that differs")
    assert HARSHER in fay.text and "R99" in fay.text
    assert re.search(r"harsher", fay.text, re.IGNORECASE), "the new rule forbids what was allowed"
    fay.page.go_back()


def fay_asks_and_cannot_publish_herself(fay: Visitor) -> None:
    fay.clicks("button", "Ask for approval")
    fay.page.get_by_label("Why?").fill("It is ready to be read.")
    fay.clicks("button", "Ask for approval")
    assert "somebody else must publish it" in fay.text
    fay.signs_out()


def fred_publishes(fred: Visitor) -> None:
    fred.signs_in("fred.framework")
    fred.opens("/drafts/")
    fred.clicks("link", NEXT)
    fred.clicks("button", "Publish")
    fred.page.get_by_label("In force from").fill(DAY.isoformat())
    fred.page.get_by_label("Why?").fill("Read against the version in force.")
    fred.clicks("button", "Publish this version")
    assert "The version is published" in fred.text
    fred.signs_out()


def anybody_compares(anybody: Visitor) -> None:
    anybody.opens("/frameworks/")
    assert NEXT in anybody.text
    for old, new in (("ch-2014", "ch-2015"), ("sccif-2022", "sccif-2025"), ("sccif-2025", NEXT)):
        anybody.opens(f"/frameworks/{new}/against/{old}/")
        assert new in anybody.page.content() and old in anybody.page.content()
    anybody.opens("/frameworks/sccif-2025/reach/")
    anybody.opens("/frameworks/sccif-2025/clarity/")
    assert "paraphrase" in anybody.text
    anybody.opens("/frameworks/crosswalks/ch-2011--sccif-2025/")
    anybody.opens("/frameworks/standards/")
    anybody.opens("/frameworks/standards/nms-2002/")
    anybody.page.set_viewport_size({"width": 320, "height": 800})
    anybody.opens("/frameworks/ch-2015/against/ch-2014/")
    anybody.opens("/frameworks/")
