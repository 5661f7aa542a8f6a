"""Deadlines of the real framework on days that can be counted on a wall calendar, bank holidays among them."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.casework.timetable import next_deadline, timetable
from evenhand.framework.model import Framework
from evenhand.framework.reading import load


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load("sccif-2025")


def days(framework: Framework, **moments: date) -> dict[str, date | None]:
    return {due.step.id: due.day for due in timetable(framework, moments)}


def test_an_ordinary_month(framework: Framework) -> None:
    # Wednesday 9 September 2026. 18 working days: 10, 11, 14-18, 21-25, 28 September - 2 October, 5 October.
    due = days(framework, inspection_end=date(2026, 9, 9), on_site_end=date(2026, 9, 9), visit_end=date(2026, 9, 9))
    assert due["case_review"] == date(2026, 9, 16)
    assert due["draft_report_to_provider"] == date(2026, 10, 5)
    assert due["provider_comments"] == date(2026, 10, 12)
    assert due["final_report_to_provider"] == date(2026, 10, 21)
    assert due["notify_local_authorities_assurance"] == date(2026, 9, 10)
    assert due["handwritten_evidence_scanned"] == date(2026, 9, 16)


def test_christmas_and_new_year_do_not_count(framework: Framework) -> None:
    # Friday 18 December 2026. Christmas Day is a Friday and Boxing Day a Saturday, so Monday 28 is a holiday too.
    due = days(framework, inspection_end=date(2026, 12, 18))
    assert due["case_review"] == date(2026, 12, 29)
    assert due["draft_report_to_provider"] == date(2027, 1, 18)


def test_easter_and_may_do_not_count(framework: Framework) -> None:
    # Wednesday 1 April 2026: Good Friday is the 3rd, Easter Monday the 6th, the early May holiday 4 May.
    due = days(framework, inspection_end=date(2026, 4, 1))
    assert due["case_review"] == date(2026, 4, 10)
    assert due["draft_report_to_provider"] == date(2026, 4, 29)
    assert due["final_report_to_provider"] == date(2026, 5, 18)


def test_a_step_that_happened_counts_from_its_real_day(framework: Framework) -> None:
    due = days(framework, inspection_end=date(2026, 9, 9), draft_report_to_provider=date(2026, 9, 21))
    assert due["provider_comments"] == date(2026, 9, 28)
    assert due["draft_report_to_provider"] == date(2026, 10, 5)


def test_what_counts_from_an_unknown_moment_has_no_day(framework: Framework) -> None:
    due = days(framework, inspection_end=date(2026, 9, 9))
    assert due["compliance_notice_followup"] is None
    assert due["notify_local_authorities_full"] is None
    assert set(days(framework).values()) == {None}


@pytest.mark.parametrize(
    ("today", "step", "left"),
    [
        (date(2026, 9, 9), "draft_report_to_provider", 26),
        (date(2026, 10, 5), "draft_report_to_provider", 0),
        (date(2026, 10, 6), "final_report_to_provider", 15),
        (date(2026, 10, 23), "final_report_to_provider", -2),
    ],
)
def test_the_next_deadline_is_one_that_every_inspection_has(
    framework: Framework, today: date, step: str, left: int
) -> None:
    dues = timetable(framework, {"inspection_end": date(2026, 9, 9), "on_site_end": date(2026, 9, 9)})
    found = next_deadline(dues, today)
    assert found is not None
    assert (found.step.id, found.days_left) == (step, left)


def test_without_an_end_there_is_no_next_deadline(framework: Framework) -> None:
    assert next_deadline(timetable(framework, {}), date(2026, 9, 9)) is None
