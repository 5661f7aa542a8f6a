"""Recorded inspections under another version: what would have been forced down, and what cannot be said."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.oracle.tiny import JUDGEMENTS, LEADERSHIP_RULE, PROTECTION_RULE, rule, tiny

from evenhand.framework.crosswalk import bridge
from evenhand.framework.model import Framework
from evenhand.judgement.reach.past import History
from evenhand.judgement.reach.recorded import history_of
from evenhand.judgement.reach.words import history_summary

OLD = tiny(rule(None, name="NOTHING"), id="old", in_force={"from": "2014-04-01", "to": "2015-03-31"})
NEW = tiny(PROTECTION_RULE, LEADERSHIP_RULE, id="new", in_force={"from": "2015-04-01"})
HEAD = "urn,provision_type,inspection_date,overall,helped_protected,leaders_managers\n"
ROWS = (
    "1,Children's home,2014-06-01,Adequate,Inadequate,Good",  # forced down by R1
    "2,Children's home,2014-06-01,Good,Good,Inadequate",  # forced down by R2
    "3,Children's home,2014-06-01,Adequate,Good,Inadequate",  # needs a reason
    "4,Secure children's home,2014-06-01,Good,Good,Good",
    "5,Children's home,2014-06-01,Inadequate,Inadequate,Good",
    "6,Children's home,2014-06-01,Good,,Good",  # cannot be said
    "7,Children's home,2016-06-01,Inadequate,Inadequate,Good",  # when the new version was in force
    "8,Boarding School,2014-06-01,Good,Inadequate,Good",  # no children's home
    "9,Children's home,2014-06-01,Adequate,Inadequate,Good",
)


def counted(folder: Path, old: Framework = OLD, new: Framework = NEW, rows: tuple[str, ...] = ROWS) -> History:
    file = folder / "inspections.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return history_of(old, new, bridge(old, new, shelf=lambda: ()), file)


def test_real_inspections_are_counted_by_what_the_newer_rules_say(tmp_path: Path) -> None:
    history = counted(tmp_path)
    counts = history.while_old
    assert (counts.n, counts.forced_down, counts.needs_more, counts.fits, counts.cannot_say) == (7, 3, 1, 2, 1)
    assert counts.refused_before == 0
    assert (counts.same, counts.harsher, counts.more_lenient, counts.not_comparable) == (1, 5, 0, 0)
    assert history.by_rule == {"R1": 2, "R2": 1}
    assert history.by_kind == {"Children's home": 6, "Secure children's home": 1}
    assert [(one.year, one.under, one.counts.n) for one in history.years] == [
        ("2014-15", "old", 7),
        ("2016-17", "new", 1),
    ]
    assert list(tmp_path.iterdir()) == [tmp_path / "inspections.csv"], "nothing is left on disk"


def test_too_few_inspections_are_not_made_into_shares(tmp_path: Path) -> None:
    told = [str(one) for one in history_summary(counted(tmp_path))]
    assert told[0] == "7 full inspections are listed while old was in force, too few to say anything."


def test_the_sentence_names_how_many_would_have_been_forced_down_and_on_what_basis(tmp_path: Path) -> None:
    told = " ".join(str(one) for one in history_summary(counted(tmp_path, rows=ROWS * 2)))
    assert "Of 14 real full inspections listed while old was in force, 6 (42.9%) would have been forced down" in told
    assert "R1: 4 and R2: 2" in told
    assert "survivors" in told
    assert "cannot be seen" in told


def test_rules_that_grades_cannot_settle_are_named(tmp_path: Path) -> None:
    late = rule({"fact": "weeks", "more_than": 26}, {"cap": "leaders_managers", "at_most": "good"}, name="LATE")
    new = tiny(PROTECTION_RULE, late, id="new", in_force={"from": "2015-04-01"})
    assert [rule_id for rule_id, _ in counted(tmp_path, new=new).not_tested] == ["LATE"]


def test_a_version_without_an_overall_judgement_cannot_be_tried(tmp_path: Path) -> None:
    new = tiny(rule(None, name="NOTHING"), id="new", judgements=JUDGEMENTS[:2])
    history = counted(tmp_path, new=new)
    assert history.impossible is not None
    assert "Real inspections cannot be put under new" in str(history_summary(history)[0])


def test_no_inspection_of_that_time_is_said(tmp_path: Path) -> None:
    old = tiny(rule(None, name="NOTHING"), id="old", in_force={"from": "2001-04-01", "to": "2002-03-31"})
    told = str(history_summary(counted(tmp_path, old=old))[0])
    assert (
        told
        == "The public data hold full inspections from 1 June 2014 to 1 June 2016, and none while old was in force."
    )


@pytest.mark.parametrize("headline", ["overall_experiences_progress", "overall_quality"])
def test_the_overall_judgement_is_compared_only_with_its_counterpart(tmp_path: Path, headline: str) -> None:
    old = tiny(
        rule(None, name="NOTHING"),
        id="old",
        in_force={"from": "2014-04-01", "to": "2015-03-31"},
        judgements=[*JUDGEMENTS[:2], JUDGEMENTS[2] | {"id": headline}],
    )
    counts = counted(tmp_path, old=old).while_old
    assert counts.harsher == (5 if headline == "overall_experiences_progress" else 0)
    assert counts.forced_down == 3
