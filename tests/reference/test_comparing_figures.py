"""docs/comparing.md: every figure in it is what the command beside it says today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evenhand.framework.changes import Fate, compare
from evenhand.framework.clarity import compare as compare_clarity
from evenhand.framework.crosswalk import bridge
from evenhand.framework.reading import load, load_all
from evenhand.judgement.reach import Shift, compare_reach

PAGE = " ".join((Path(__file__).resolve().parents[2] / "docs" / "comparing.md").read_text(encoding="utf-8").split())
NEIGHBOURS = list(zip(load_all(), load_all()[1:], strict=False))


def shift(old: str, new: str, **options: Any) -> Shift:
    return compare_reach(load(old), load(new), bridge(load(old), load(new)), **options)


@pytest.mark.parametrize(("old", "new"), NEIGHBOURS, ids=lambda one: one.id)
def test_the_table_of_neighbours_is_what_reach_says(old: Any, new: Any) -> None:
    counts = shift(old.id, new.id, history=False).overall
    numbers = [one.cases for one in (counts.same, counts.harsher, counts.not_comparable)]
    row = " | ".join(f"{number:,}" for number in (counts.same.of, *numbers))
    assert f"| `{old.id}` | `{new.id}` | {row} |" in PAGE
    assert counts.more_lenient.cases == 0


def test_2014_beside_2015() -> None:
    found = shift("ch-2014", "ch-2015")
    assert found.history is not None and found.firm is not None
    was, counts = found.history.while_old, found.overall
    assert f"{found.cases:,} possible cases" in PAGE
    assert f"{counts.same.cases} alike, {counts.harsher.cases} (43.8%) harsher, none more lenient" in PAGE
    assert counts.more_lenient.cases == 0 and counts.forbids.cases == counts.harsher.cases
    assert f"Without it {found.firm.harsher.cases} cases (25.0%) are harsher" in PAGE
    assert f"of {was.n:,} full inspections listed while `ch-2014` was in force, {was.forced_down} (0.7%)" in PAGE
    assert ", ".join(f"{rule}: {number}" for rule, number in found.history.by_rule.items()) in PAGE
    assert f"{was.needs_more} (2.7%) would have needed" in PAGE and f"{was.fits:,} (96.6%) stand" in PAGE


def test_2022_beside_2025() -> None:
    found = shift("sccif-2022", "sccif-2025")
    assert found.history is not None and found.firm is not None
    was = found.history.while_old
    assert found.overall.same.cases == found.cases
    assert f"{found.cases:,} possible cases: all alike" in PAGE
    assert f"{', '.join(found.doubtful[0][:-1])} and {found.doubtful[0][-1]}, which were read in the later" in PAGE
    assert f"{found.firm.harsher.cases:,} cases (66.7%) would be harsher" in PAGE
    assert f"Of {was.n:,} full inspections listed while `sccif-2022`" in PAGE
    assert f"{was.forced_down} (under 0.1%) break R2" in PAGE and f"{was.needs_more} (2.0%) need" in PAGE
    assert f"{was.fits:,} (97.8%) stand; for {was.cannot_say} a grade is missing" in PAGE


def test_the_rows_of_both_comparisons() -> None:
    older, later = (
        compare(load(one), load(other)) for one, other in (("ch-2014", "ch-2015"), ("sccif-2022", "sccif-2025"))
    )
    assert f"{older.tally().not_known} of the {len(older.changes)} rows are" in PAGE
    same = [one for one in later.changes if one.fate is Fate.UNCHANGED]
    shaky = sum(not one.verified for one in same)
    assert (
        f"{len(same)} of {len(later.changes)} rows unchanged, two titles reworded, three evidence areas added" in PAGE
    )
    assert f"{shaky} of the {len(same)} stand on text not verified" in PAGE
    assert later.tally().substance == 0


def test_the_lengths_of_texts() -> None:
    few = compare_clarity(load("ch-2015"), load("ch-2014"))
    sides = [f"{one.whole.texts} texts of ours ({one.whole.words} words)" for one in (few.one, few.other)]
    assert sides[0] in PAGE and sides[1].replace(" texts of ours", "") in PAGE
    many = compare_clarity(load("sccif-2025"), load("sccif-2022"))
    assert f"({many.one.whole.words:,} and {many.other.whole.words:,} words)" in PAGE
    ages = [one.whole.reading_age for one in (many.one, many.other)]
    assert None not in ages and " and ".join(f"{age:.1f}" for age in ages) + " by the same formula" in PAGE
