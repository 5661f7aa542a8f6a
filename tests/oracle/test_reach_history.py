"""The shipped inspections under a later version, beside a plain count with nothing but a CSV reader."""

from __future__ import annotations

import csv

import pytest

from evenhand.framework.crosswalk import bridge
from evenhand.framework.reading import load
from evenhand.judgement.reach.recorded import FILE, history_of
from evenhand.shelf import shipped

ORDINAL = {"Inadequate": 1, "Adequate": 2, "Requires improvement": 2, "Good": 3, "Outstanding": 4}


@pytest.mark.parametrize(
    ("old", "new"), [("ch-2014", "ch-2015"), ("sccif-2022", "sccif-2025"), ("ch-2014", "sccif-2025")]
)
def test_forced_down_means_what_a_plain_count_says(old: str, new: str) -> None:
    before, after = load(old), load(new)
    history = history_of(before, after, bridge(before, after))
    n = forced = needs = unsaid = 0
    with (shipped("data") / FILE).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            first, last = before.in_force.start.isoformat(), (before.in_force.end or after.in_force.start).isoformat()
            if not first <= row["inspection_date"] <= last:
                continue
            overall, protection, leaders = (
                ORDINAL.get(row[name]) for name in ("overall", "helped_protected", "leaders_managers")
            )
            n += 1
            if overall is not None and ((protection == 1 and overall > 1) or (leaders == 1 and overall > 2)):
                forced += 1
            elif overall is None or protection is None or leaders is None:
                unsaid += 1
            elif leaders == 1 and overall == 2:
                needs += 1
    counts = history.while_old
    assert (counts.n, counts.forced_down, counts.needs_more, counts.cannot_say) == (n, forced, needs, unsaid)
    assert counts.n == counts.forced_down + counts.needs_more + counts.fits + counts.cannot_say
    assert sum(one.counts.n for one in history.years) == 15_940, "every listed inspection is of one year"


def test_in_2014_15_thirteen_of_1898_would_have_been_forced_down() -> None:
    old, new = load("ch-2014"), load("ch-2015")
    history = history_of(old, new, bridge(old, new))
    assert (history.while_old.n, history.while_old.forced_down) == (1898, 13)
    assert history.by_rule == {"R1": 9, "R2": 4}
    assert history.while_old.harsher == 93
