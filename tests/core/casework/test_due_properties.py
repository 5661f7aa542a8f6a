"""What holds of every home, and what happens to rules and records that nobody foresaw."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.casework.due import (
    DeclaredInterest,
    HappeningKind,
    HomeHistory,
    InspectedHome,
    Led,
    Outlook,
    Standing,
    Strength,
    conflicts,
    consecutive_full,
    continuity_limit,
    due,
    standing_on,
)
from evenhand.casework.due.year import InspectionYear, add_months, has_working_day, year_of
from evenhand.framework.model import Framework
from evenhand.framework.reading import in_force_on, load

version = lru_cache(maxsize=None)(in_force_on)
DAYS = st.dates(date(2011, 4, 1), date(2028, 12, 31))
TYPES = st.sampled_from(["full", "full", "full", "assurance", "interim", "monitoring"])


@st.composite
def homes(draw: st.DrawFn) -> tuple[HomeHistory, date]:
    today = draw(DAYS)
    back = st.integers(0, 900).map(lambda days: today - timedelta(days=days))
    inspections = []
    for day in draw(st.lists(back, max_size=4, unique=True)):
        kind = draw(TYPES)
        inspections.append({"date": day, "type": kind, "overall": draw(st.integers(1, 4)) if kind == "full" else None})
    happenings = [
        {"kind": draw(st.sampled_from(HappeningKind)), "date": day} for day in draw(st.lists(back, max_size=2))
    ]
    first = min([one["date"] for one in inspections], default=today)
    registered = first - timedelta(days=draw(st.integers(0, 2000)))
    known: dict[str, Any] = {"urn": "SC999001", "secure": draw(st.booleans()), "registered_on": registered}
    return HomeHistory.model_validate({**known, "inspections": inspections, "happenings": happenings}), today


@given(homes())
def test_a_window_that_is_open_begins_after_the_last_visit_and_somebody_is_at_work_in_it(
    home: tuple[HomeHistory, date],
) -> None:
    history, today = home
    for one in due(version, history, today).expected:
        assert has_working_day(one.earliest, one.latest)
        assert one.types
        assert one.grounds
        if one.latest >= today and history.inspections:
            last = history.inspections[-1].date
            assert one.earliest > last or not has_working_day(last + timedelta(days=1), one.latest)


@given(homes())
def test_the_same_home_on_the_same_day_is_told_the_same(home: tuple[HomeHistory, date]) -> None:
    history, today = home
    shuffled = HomeHistory.model_validate(
        {**history.model_dump(), "inspections": [one.model_dump() for one in reversed(history.inspections)]}
    )
    assert due(version, history, today) == due(version, shuffled, today)


@given(homes(), st.integers(0, 60))
def test_a_good_inspection_never_makes_the_next_one_due_earlier(home: tuple[HomeHistory, date], days: int) -> None:
    history, today = home
    day = today - timedelta(days=days)
    heard = history.latest(HappeningKind.CONCERNS)
    assume(history.registered_on is None or history.registered_on < day)
    assume(not history.inspections or history.inspections[-1].date < day)
    # Concerns after a good judgement do lead to one more inspection: that is a rule of its own.
    assume(heard is None or heard < day)
    good = {"date": day, "type": "full", "overall": 3}
    made = [*(one.model_dump() for one in history.inspections), good]
    after = due(version, HomeHistory.model_validate({**history.model_dump(), "inspections": made}), today)
    before = due(version, history, today)
    firm = _firm(before)
    # Without a firm deadline before, there is nothing that could have become earlier.
    assert not firm or not _firm(after) or min(_firm(after)) >= min(firm)


def _firm(outlook: Outlook) -> list[date]:
    return [one.latest for one in outlook.expected if one.strength is not Strength.DECISION]


@given(homes(), st.integers(1, 400))
def test_what_happens_later_changes_nothing_today(home: tuple[HomeHistory, date], days: int) -> None:
    history, today = home
    later = {"date": today + timedelta(days=days), "type": "full", "overall": 1}
    made = [*(one.model_dump() for one in history.inspections), later]
    foreseen = HomeHistory.model_validate({**history.model_dump(), "inspections": made})
    assert due(version, foreseen, today) == due(version, history, today)


def changed(frequency: list[dict[str, Any]]) -> Framework:
    base = load("sccif-2025")
    return Framework.model_validate({**base.model_dump(by_alias=True), "frequency": frequency})


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"id": "every_full_moon", "words": "Now and then."}, "does not know this kind of rule"),
        ({"id": "annual_full", "words": "Each year."}, "the figure 'full_inspections_min' is missing"),
        (
            {"id": "annual_full", "words": "Each year.", "figures": {"full_inspections_min": "one"}},
            "not a whole number",
        ),
    ],
)
def test_a_rule_that_cannot_be_computed_is_reported_with_its_words(rule: dict[str, Any], says: str) -> None:
    framework = changed([rule])
    home = HomeHistory(urn="SC999001", registered_on=date(2020, 1, 1))
    outlook = due(lambda _: framework, home, date(2026, 5, 5))
    assert not outlook.expected
    assert [gap.rule for gap in outlook.unanswered] == [rule["id"]]
    assert says in str(outlook.unanswered[0].reason)
    assert outlook.unanswered[0].ground is not None
    assert outlook.unanswered[0].ground.words == rule["words"]


def test_the_figures_are_the_framework_s_and_not_the_program_s() -> None:
    rules = [
        {"id": "inadequate", "words": "Sooner.", "figures": {"last_overall_ordinal": 1, "activity_weeks_min": 1,
         "activity_weeks_max": 2, "full_within_weeks": 3}},
    ]  # fmt: skip
    framework = changed(rules)
    home = HomeHistory.model_validate(
        {"urn": "SC999001", "inspections": [{"date": "2026-05-04", "type": "full", "overall": "inadequate"}]}
    )
    found = due(lambda _: framework, home, date(2026, 5, 5)).expected
    assert [(one.earliest, one.latest) for one in found] == [
        (date(2026, 5, 11), date(2026, 5, 18)),
        (date(2026, 5, 5), date(2026, 5, 25)),
    ]


def test_a_record_that_lists_only_full_inspections_leaves_the_second_one_open() -> None:
    made = [{"date": "2025-09-10", "type": "full", "overall": 2}]
    home = HomeHistory.model_validate(
        {"urn": "SC999001", "registered_on": "2015-01-05", "inspections": made, "lists": ["full"]}
    )
    outlook = due(version, home, date(2025, 12, 1))
    assert [gap.rule for gap in outlook.unanswered] == ["requires_improvement"]
    assert [one.rules for one in outlook.expected] == [("annual_full",)]


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 3, 31), Standing.NOT_YET),
        (date(2026, 4, 1), Standing.DUE),
        (date(2027, 3, 4), Standing.DUE),
        (date(2027, 3, 5), Standing.AT_RISK),
        (date(2027, 3, 31), Standing.AT_RISK),
        (date(2027, 4, 1), Standing.OVERDUE),
    ],
)
def test_a_year_s_window_is_at_risk_when_fewer_than_28_days_are_left(today: date, standing: Standing) -> None:
    assert standing_on(today, date(2026, 4, 1), date(2027, 3, 31)) is standing


def test_a_short_window_is_at_risk_only_in_its_last_quarter() -> None:
    first, last = date(2025, 10, 20), date(2025, 11, 2)
    found = [standing_on(first + timedelta(days=days), first, last) for days in range(14)]
    assert found == [Standing.DUE] * 11 + [Standing.AT_RISK] * 3


@given(DAYS)
def test_every_day_lies_in_exactly_one_inspection_year(day: date) -> None:
    year = year_of(day)
    assert year.covers(day)
    assert not year.next.covers(day)
    assert not year.before.covers(day)
    assert year.next.first - year.last == timedelta(days=1)


def test_figures_of_months_and_days_fall_into_the_right_calendar_year() -> None:
    year = InspectionYear(2027)
    assert (year.on("04-01"), year.on("03-31")) == (date(2027, 4, 1), date(2028, 3, 31))
    assert str(year) == "2027-28"
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_three_in_a_row_is_the_limit_of_the_version_in_force() -> None:
    limit = continuity_limit(load("sccif-2025"))
    assert limit is not None
    history = [Led(date(2020 + n, 6, 1), frozenset({"a", "b"} if n == 2 else {"a"})) for n in range(3)]
    assert [consecutive_full(history, who) for who in ("a", "b", "c")] == [3, 1, 0]
    assert "made the last 3 full inspections; the limit is 3" in str(limit.refuses(history, "a"))
    assert limit.refuses(history, "b") is None
    assert limit.refuses([*history, Led(date(2024, 6, 1), frozenset({"c"}))], "a") is None


def test_versions_without_the_rule_have_no_limit_and_an_inferred_limit_keeps_its_mark() -> None:
    assert continuity_limit(load("sccif-2017")) is None
    inferred = continuity_limit(load("sccif-2022"))
    assert inferred is not None
    assert not inferred.ground.verified


def test_a_declared_interest_stands_against_a_home_a_provider_or_an_authority_until_it_ends() -> None:
    home = InspectedHome("SC999001", provider="P1", authority="Anyshire")
    declared = [
        DeclaredInterest("a", provider="P1"),
        DeclaredInterest("b", urn="SC999001", until=date(2026, 1, 1)),
        DeclaredInterest("c", authority="Elsewhere"),
        DeclaredInterest("d"),
    ]
    found = {who: [str(one) for one in conflicts(home, who, declared, date(2026, 1, 1))] for who in "abcd"}
    assert found == {
        "a": ["declared an interest in this home's provider"],
        "b": ["declared an interest in this home"],
        "c": [],
        "d": [],
    }
    assert not conflicts(home, "b", declared, date(2026, 1, 2))
    assert not conflicts(InspectedHome("SC999002"), "d", declared, date(2026, 1, 1))
