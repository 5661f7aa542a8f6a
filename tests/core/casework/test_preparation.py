"""Gaps and lines of enquiry against histories made by hand; the declared kinds; Annex A's figures."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.casework.preparation.annex_a import QUESTIONS, faults
from evenhand.casework.preparation.enquiry import lines_of_enquiry
from evenhand.casework.preparation.gaps import gaps, months_without_visit
from evenhand.casework.preparation.history import OpenRequirement, PreparationHistory, Sent, months_back
from evenhand.casework.preparation.kinds import KINDS

ON = date(2026, 9, 8)
VISITS = tuple(Sent("monthly_visit", date(2026, month, 20), {"safeguarded": "yes"}) for month in range(3, 9))
REVIEW = Sent("quality_review", date(2026, 6, 1))
ASKED = Sent("questionnaires", date(2026, 5, 1))
TOLD = Sent("notification", date(2026, 5, 1), {"event": "other"})
FIGURES = {one.id: 0 for one in QUESTIONS}


def known(*sent: Sent, **more) -> PreparationHistory:
    """A home of which everything is known and nothing is wrong, with what a test adds."""
    fields = {
        "on": ON,
        "registered_on": date(2015, 1, 1),
        "last_full": date(2025, 9, 1),
        "grades": {"helped_protected": 3, "leaders_managers": 3},
        "annex_a": (FIGURES,),
    }
    return PreparationHistory(**{**fields, "sent": (*VISITS, REVIEW, ASKED, TOLD, *sent), **more})


def proposed(history: PreparationHistory) -> list[str]:
    return [one.key for one in lines_of_enquiry(history)]


def told(*days: date, event: str = "police") -> tuple[Sent, ...]:
    return tuple(Sent("notification", day, {"event": event}) for day in days)


def test_a_home_of_which_all_is_known_and_well_proposes_nothing() -> None:
    assert gaps(known()) == () and lines_of_enquiry(known()) == ()


def test_nothing_known_at_all_is_six_gaps() -> None:
    assert [one.key for one in gaps(PreparationHistory(on=ON))] == [
        "visits_missing",
        "review_missing",
        "questionnaires_missing",
        "annex_a_missing",
        "notifications_missing",
        "earlier_judgements_missing",
    ]


def test_two_missing_visits_are_named_and_become_a_line() -> None:
    history = known(sent=(*VISITS[:2], *VISITS[4:], REVIEW, ASKED, TOLD))
    assert months_without_visit(history) == (date(2026, 5, 1), date(2026, 6, 1))
    assert [str(one.words) for one in gaps(history)] == [
        "No report of a monthly visit (regulation 44) is known for 2 of the last six months: 05/2026 and 06/2026."
    ]
    assert proposed(history) == ["visits_missing"]


def test_one_missing_visit_is_a_gap_and_no_line() -> None:
    history = known(sent=(*VISITS[1:], REVIEW, ASKED, TOLD))
    assert [one.key for one in gaps(history)] == ["visits_missing"] and proposed(history) == []


def test_a_young_home_is_not_asked_for_what_it_could_not_have_done() -> None:
    young = PreparationHistory(on=ON, registered_on=date(2026, 7, 15))
    assert months_without_visit(young) == (date(2026, 8, 1),)
    assert "review_missing" not in {one.key for one in gaps(young)}


def test_a_review_of_exactly_six_months_ago_still_counts() -> None:
    assert gaps(known(sent=(*VISITS, Sent("quality_review", date(2026, 3, 8)), ASKED, TOLD))) == ()
    old = known(sent=(*VISITS, Sent("quality_review", date(2026, 3, 7)), ASKED, TOLD))
    assert [one.key for one in gaps(old)] == ["review_missing"] and proposed(old) == ["review_not_known"]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"grades": {"helped_protected": 1}}, "protection_was_inadequate"),
        ({"grades": {"leaders_managers": 2}}, "leadership_was_weak"),
        ({"requirements": (OpenRequirement("regulation 12", date(2026, 9, 7)),)}, "requirements_overdue"),
        ({"annex_a": (FIGURES, {**FIGURES, "admitted": 1})}, "annex_a_corrected"),
    ],
)
def test_a_rule_proposes_its_line_and_no_other(changes, key) -> None:
    assert proposed(known(**changes)) == [key]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        (told(date(2026, 4, 1), event="allegation"), "grave_notifications"),
        ((Sent("concern", date(2026, 4, 1), {"about": "care"}),), "concerns_received"),
        ((Sent("monthly_visit", date(2026, 4, 1), {"safeguarded": "in_part"}),), "visitor_doubts"),
        ((Sent("registration_change", date(2026, 4, 1), {"change": "manager_left"}),), "manager_left"),
        ((Sent("enforcement", date(2026, 4, 1)),), "enforcement_taken"),
    ],
)
def test_something_sent_proposes_its_line_once_and_only_since_the_last_full_inspection(sent, key) -> None:
    assert proposed(known(*sent)) == [key]
    if key != "manager_left":
        before = tuple(Sent(one.kind, date(2025, 8, 31), one.answers) for one in sent)
        assert proposed(known(*before)) == []


def test_a_requirement_due_today_is_not_overdue() -> None:
    assert proposed(known(requirements=(OpenRequirement("regulation 12", ON),))) == []


def test_a_new_manager_ends_the_question_who_leads() -> None:
    left = Sent("registration_change", date(2026, 4, 1), {"change": "manager_left"})
    came = Sent("registration_change", date(2026, 5, 1), {"change": "manager_came"})
    assert proposed(known(came, left)) == []


@pytest.mark.parametrize(
    ("now", "before", "rises"), [(2, 0, True), (1, 0, False), (5, 4, True), (5, 5, False), (2, 3, False), (2, 2, True)]
)
def test_notifications_rise_when_there_are_half_as_many_again(now, before, rises) -> None:
    # `known` has one notification of its own in the last six months.
    days = [date(2026, 7, 1)] * now + [date(2025, 12, 1)] * before
    assert ("notifications_rising" in proposed(known(*told(*days)))) is rises


def test_every_line_and_gap_says_why_in_plain_words() -> None:
    worst = PreparationHistory(
        on=ON,
        grades={"helped_protected": 1, "leaders_managers": 1},
        sent=told(*[date(2026, 8, 1)] * 3, event="death"),
        requirements=(OpenRequirement("regulation 12", date(2026, 1, 1)),),
    )
    lines = lines_of_enquiry(worst)
    assert len(lines) == len({one.key for one in lines}) == 8
    for one in lines:
        assert str(one.what).endswith("?") and "{" not in f"{one.what}{one.why}"


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_back_is_the_same_day_of_that_month_or_its_last(day: date, months: int) -> None:
    found = months_back(day, months)
    assert (day.year * 12 + day.month) - (found.year * 12 + found.month) == months
    assert found.day == day.day or (found.day < day.day and (found.replace(day=28).month != _next(found).month))


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def test_every_kind_asks_something_and_ids_are_unique() -> None:
    assert len({kind.id for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        ids = [one.id for one in kind.questions]
        assert ids and len(ids) == len(set(ids)) and any(one.required for one in kind.questions)
        assert not set(ids) & {"day", "file", "names_asked", "not_names"}, "the form has fields of these names"


def test_annex_a_refuses_what_cannot_be() -> None:
    assert faults(FIGURES) == ()
    assert [field for field, _words in faults({**FIGURES, "absences": 1, "absent_children": 2})] == ["absent_children"]
    assert [field for field, _words in faults({**FIGURES, "restraints": 2})] == ["restrained_children"]
    assert faults({**FIGURES, "restraints": 1, "restrained_children": 2}) == ()
    assert {field for field, _words in faults({})} >= set(FIGURES)
