"""A compliance notice has a day of its own, is met only in full, and brings a monitoring visit within five days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders import STARTS, an_inspection, an_open_requirement, publish, review, settle, submit
from tests.web.inspection_pages import at, recorded, text

from evenhand.casework.stages import Act
from evenhand.evidence.requirement import notice_faults
from evenhand.findings import BadInput
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import FollowUp
from evenhand.web.inspections.requirements import counted, made_before, visit_by

DUE = STARTS + timedelta(days=30)


def given(cast, inspection, requirement, due=DUE, state="compliance_notice"):
    item, _row = recorded(cast, inspection)
    return actions.follow_up(
        by=cast.ida,
        inspection=inspection,
        requirement=requirement,
        state=state,
        words="The plans say nothing of the nights.",
        evidence=(str(item.id),),
        notice_due_on=due,
        based_on=0,
    )


def test_a_notice_without_a_day_or_with_one_before_it_could_be_given_is_refused():
    assert [field for field, _words in notice_faults(None, given_on=STARTS)] == ["notice_due_on"]
    assert list(notice_faults(STARTS - timedelta(days=1), given_on=STARTS))
    assert list(notice_faults(STARTS, given_on=STARTS)) == []


def test_the_form_asks_for_the_day(cast, as_):
    requirement, inspection = an_open_requirement(cast), an_inspection(cast)
    item, _row = recorded(cast, inspection)
    page = at("follow_up", inspection, requirement.pk)
    typed = {"state": "compliance_notice", "words": "Nothing.", "evidence": [str(item.id)], "based_on": "0"}
    refused = as_(cast.ida).post(page, typed)
    assert refused.status_code == 422 and "by which the compliance notice has to be met" in text(refused)
    assert as_(cast.ida).post(page, {**typed, "notice_due_on": DUE.isoformat()}).status_code == 302
    assert FollowUp.objects.get().notice_due_on == DUE


def test_a_day_is_kept_only_with_a_notice(cast):
    requirement, inspection = an_open_requirement(cast), an_inspection(cast)
    assert given(cast, inspection, requirement, state="not_met").notice_due_on is None
    with pytest.raises(BadInput, match="IN009"):
        given(cast, inspection, requirement, due=None)


def test_the_visit_is_within_five_working_days_of_the_day(cast):
    framework = framework_of(an_inspection(cast).framework)
    # Friday 2 October 2026; the fifth working day after it is the next Friday.
    assert visit_by(framework, date(2026, 10, 2)) == date(2026, 10, 9)
    assert visit_by(framework, None) is None


def test_the_clock_and_the_next_inspection_show_the_notice_until_it_is_met(cast, as_):
    requirement = an_open_requirement(cast)
    inspection = an_inspection(cast, starts_on=STARTS - timedelta(days=40))
    given(cast, inspection, requirement)
    assert [one.due_on for one in counted(inspection).notices] == [DUE]
    page = text(as_(cast.ida).get(at("workspace", inspection)))
    assert "to be met in full by 8 October 2026; monitoring visit by 15 October 2026" in page
    settle(cast, inspection)
    submit(cast, inspection)
    review(cast, inspection, Act.APPROVE)
    publish(cast, inspection)
    later = an_inspection(cast)
    (open_now,) = made_before(later)
    assert open_now.notice.notice_due_on == DUE and open_now.under_notice == open_now.notice
    assert "Compliance notice, regulation 12" in text(as_(cast.ida).get(at("workspace", later)))
    assert "A compliance notice stands" in text(as_(cast.ida).get(at("follow_up", later, requirement.pk)))
    given(cast, later, requirement, state="met")
    assert counted(later).notices == ()
