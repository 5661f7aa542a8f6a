"""Where a proposal weighs only a part of the visits or inspectors, its page says what was left out."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.inspection_pages import text

from evenhand.web.planning import plan, proposing
from evenhand.web.planning.models import ScheduleProposal
from evenhand.web.planning.views import proposals as _read_before_anything_is_changed  # noqa: F401


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """A test's database goes back in time, which no real one does."""
    plan.forget()
    yield
    plan.forget()


def proposed(browser, region):
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    data = {
        "seen_from": today.isoformat(),
        "first_day": monday.isoformat(),
        "weeks": "8",
        "days_a_week": "3",
        "which": "all",
        "region": region,
    }
    return text(browser.post(reverse("planning:propose"), data, follow=True))


def test_what_is_left_out_is_said(cast, as_, monkeypatch):
    monkeypatch.setattr(proposing, "MOST_INSPECTORS", 1)
    shown = proposed(as_(cast.ada), cast.home.region)
    left_out = ScheduleProposal.objects.latest("id").outcome["inspectors_left_out"]
    assert left_out >= 2
    assert "This is a part of the whole" in shown and f"and {left_out} inspectors, the last by name" in shown


def test_nothing_is_said_when_everything_was_weighed(cast, as_):
    assert "This is a part of the whole" not in proposed(as_(cast.ada), cast.home.region)
    assert "at most 60 inspectors" in text(as_(cast.ada).get(reverse("planning:propose")))


def test_a_proposal_of_before_shows_without_the_new_figures(cast, as_):
    browser = as_(cast.ada)
    proposed(browser, cast.home.region)
    row = ScheduleProposal.objects.latest("id")
    old = {name: value for name, value in row.outcome.items() if name not in ("inspectors_left_out", "most")}
    again = ScheduleProposal.objects.create(by=row.by, at=row.at, asked=row.asked, outcome={**old, "left_out": 7})
    assert "Left out: 7 visits" in text(browser.get(reverse("planning:proposal", args=[again.pk])))
