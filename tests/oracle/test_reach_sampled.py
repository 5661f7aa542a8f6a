"""Rules too tangled for exact counts: what a sample says is labelled, and holds the exact figures."""

from __future__ import annotations

import pytest
from tests.oracle.tiny import LEADERSHIP_RULE, PROTECTION_RULE, rule, tiny

from evenhand.findings import BadInput
from evenhand.framework.crosswalk import bridge
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.judgement.reach import Shift, compare_reach, comparing, reach, sampling
from evenhand.judgement.reach.results import CaseCount
from evenhand.judgement.reach.words import reach_summary, reach_verdict, row, shift_summary, shift_verdict

LEADERS, PROTECTION = "leaders_managers", "helped_protected"
NOTHING = rule(None, name="NOTHING")


def compare(old: Framework, new: Framework, limit: int = 1_000_000) -> Shift:
    return compare_reach(old, new, bridge(old, new, shelf=lambda: ()), history=False, limit=limit)


def told(shift: Shift) -> str:
    return " ".join(str(one) for one in (*shift_summary(shift), *shift_verdict(shift)))


def holds_it(sampled: CaseCount, exact: CaseCount, slack: float = 0.02) -> bool:
    """Whether the interval holds the exact count; of many intervals of 95% a few may miss it by a little."""
    low, high = sampled.interval or (sampled.cases, sampled.cases)
    return low - slack * exact.of <= exact.cases <= high + slack * exact.of


def tangled(pairs: int = 20) -> Framework:
    """Rules that mention one half of the facts first, and then pairs across both halves: no order of them is small."""
    facts = [{"id": f"{half}{n}", "type": "boolean", "question": f"{half}{n}?"} for half in "fg" for n in range(pairs)]
    some = {"any": [{"fact": f"f{n}"} for n in range(pairs)]}
    crossed = {"any": [{"all": [{"fact": f"f{n}"}, {"fact": f"g{n}"}]} for n in range(pairs)]}
    simple = rule(some, {"cap": LEADERS, "at_most": "good"}, name="SIMPLE")
    return tiny(simple, rule(crossed, {"cap": PROTECTION, "at_most": "good"}, name="CROSSED"), facts=facts)


def test_a_version_too_tangled_for_exact_counts_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "DRAWN", 300)
    monkeypatch.setattr(sampling, "DRAWN_PAIRS", 20)
    monkeypatch.setattr(sampling, "LIMIT", 20_000)
    found = reach(tangled(), limit=3_000)
    assert found.method == "sampled"
    assert found.cases == 64 * 2**40, "how many cases there are is known all the same"
    assert found.sample is not None
    assert found.sample.drawn == 300
    by_id = {one.rule: one for one in found.rules}
    assert by_id["SIMPLE"].holds.interval is None, "a single small condition is still counted exactly"
    assert by_id["SIMPLE"].holds.cases == 2 * 64 * (2**40 - 2**20)
    low, high = by_id["CROSSED"].holds.interval or (0, 0)
    assert low <= 2 * 64 * (4**20 - 3**20) <= high
    assert found.findings == (), "what was not seen in a sample is no finding"
    told = " ".join(str(one) for one in (*reach_summary(found), *reach_verdict(found)))
    assert "estimates" in told
    assert "not proof" in told


def test_too_tangled_is_sampled_with_intervals_that_hold_the_exact_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "DRAWN", 1000)
    old, new = tiny(NOTHING), tiny(PROTECTION_RULE, LEADERSHIP_RULE)
    exact, sampled = compare(old, new), compare(old, new, limit=3)
    assert (exact.method, sampled.method) == ("exact", "sampled")
    for name in ("same", "harsher", "more_lenient", "not_comparable"):
        low, high = getattr(sampled.overall, name).interval
        assert low <= getattr(exact.overall, name).cases <= high
    assert str(sampled.examples[0].story) == str(exact.examples[0].story), "made as small as it can be"
    assert row(sampled.overall)[0].startswith("~")
    assert "an estimate from a sample" in told(sampled)


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_a_sample_of_a_shipped_version_agrees_with_its_exact_counts(
    framework_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "DRAWN", 1500)
    monkeypatch.setattr(sampling, "DRAWN_PAIRS", 100)
    exact, sampled = reach(load(framework_id)), reach(load(framework_id), limit=3)
    assert (exact.method, sampled.method) == ("exact", "sampled")
    assert sampled.cases == exact.cases
    assert holds_it(sampled.made, exact.made)
    for one, other in zip(sampled.grades, exact.grades, strict=True):
        assert all(holds_it(getattr(one, name), getattr(other, name)) for name in ("allowed", "free", "given"))
    for mine, full in zip(sampled.rules, exact.rules, strict=True):
        assert (mine.holds, mine.holds_here, mine.undecided) == (full.holds, full.holds_here, full.undecided)
        assert mine.changes is None or holds_it(mine.changes, full.changes or mine.changes)


def test_a_better_grade_that_costs_another_is_seen_in_a_sample_too() -> None:
    odd = rule({"grade": PROTECTION, "is": "outstanding"}, {"cap": LEADERS, "at_most": "good"}, name="ODD")
    exact, sampled = reach(tiny(odd)), reach(tiny(odd), limit=3)
    assert holds_it(sampled.lowered[0].forbids, exact.lowered[0].forbids, slack=0.02)
    assert "can be Outstanding while “Protection” is" in str(sampled.lowered[0].story)


def test_questions_too_tangled_even_to_count_cases_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "LIMIT", 10)
    with pytest.raises(BadInput, match="ask_when"):
        reach(load("sccif-2025"), limit=3)
