"""Factual accuracy in the core: sentences that comments point at, days, and what publication waits for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.casework.accuracy import (
    COMMENTS,
    COMPLAINT,
    DRAFT,
    FINAL,
    AnswerOutcome,
    BeforePublication,
    CommentKind,
    CommentWindow,
    anchored,
    due_day,
    needs_change,
    outcomes_for,
    step_for,
    window_for,
    working_days_between,
)
from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.provider_policies import check_give_final, check_publication, publication_objections
from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.workingdays import is_working_day

TEXT = "Staff notice small signs of worry. They e.g. sit down and wait.\n- Nobody hurries. Doors stay open.\n- ***"


def texts(paragraphs: list[str]) -> list[tuple[bool, list[str]]]:
    return [(line.is_item, [one.text for one in line.sentences]) for line in anchored("leaders", paragraphs)]


def test_every_sentence_of_a_text_gets_a_number_and_no_word_is_left_out() -> None:
    assert texts([TEXT]) == [
        (False, ["Staff notice small signs of worry.", "They e.g. sit down and wait."]),
        (True, ["Nobody hurries.", "Doors stay open."]),
        (True, ["***"]),
    ]
    numbers = [one.number for line in anchored("leaders", [TEXT, "One more."]) for one in line.sentences]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_an_anchor_points_at_these_words_in_this_place_and_nowhere_else() -> None:
    def anchors(key: str, text: str) -> list[str]:
        return [one.anchor for line in anchored(key, [text]) for one in line.sentences]

    first = anchors("leaders", "A calm home. A safe home.")
    assert first == anchors("leaders", "A calm home. A safe home.")
    assert first[0].startswith("leaders.1.") and len(set(first)) == 2
    changed = anchors("leaders", "A calm home. A very safe home.")
    assert changed[0] == first[0] and changed[1] != first[1]
    assert not set(first) & set(anchors("protected", "A calm home. A safe home."))


@given(st.lists(st.text(max_size=80), max_size=6))
def test_whatever_is_written_no_two_sentences_share_an_anchor(paragraphs: list[str]) -> None:
    found = [one.anchor for line in anchored("x", paragraphs) for one in line.sentences]
    assert len(found) == len(set(found))


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_working_days_between_are_counted_one_by_one(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    slowly = sum(is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))
    assert working_days_between(first, last) == slowly
    assert working_days_between(last, first) == 0 or days == 0


@pytest.fixture(scope="module")
def frameworks() -> dict[str, Framework]:
    return {name: load(name) for name in ("ch-2011", "ch-2015", "sccif-2017", "sccif-2022", "sccif-2025")}


def figure(framework: Framework, kind: str, step: str) -> int | None:
    found = step_for(framework, kind, step)
    return found.max_working_days if found else None


def test_days_come_from_the_timeline_of_each_version(frameworks: dict[str, Framework]) -> None:
    steps = (DRAFT, COMMENTS, FINAL, COMPLAINT)
    days = {name: [figure(one, "full", step) for step in steps] for name, one in frameworks.items()}
    assert days == {
        "ch-2011": [10, 5, None, None],
        "ch-2015": [None, None, None, None],
        "sccif-2017": [None, None, None, None],
        "sccif-2022": [18, 5, 30, 5],
        "sccif-2025": [18, 5, 30, 5],
    }
    assert figure(frameworks["sccif-2017"], "interim", COMMENTS) == 5
    assert [
        step_for(one, "full", COMMENTS).verified for one in frameworks.values() if step_for(one, "full", COMMENTS)
    ] == [
        False,
        False,
        True,
    ]


def test_days_count_from_what_really_happened_and_skip_a_weekend_and_a_bank_holiday(
    frameworks: dict[str, Framework],
) -> None:
    sent = date(2026, 12, 22)  # a Tuesday; 25 and 28 December are bank holidays
    moments = {"inspection_end": date(2026, 11, 20), DRAFT: sent}
    assert due_day(frameworks["sccif-2025"], "full", COMMENTS, moments) == date(2026, 12, 31)
    assert due_day(frameworks["ch-2015"], "full", COMMENTS, moments) is None
    window = window_for(frameworks["sccif-2025"], "full", COMMENTS, opened_on=sent, moments=moments)
    assert window is not None and window.last_day == date(2026, 12, 31)
    interim = {"inspection_end": date(2017, 6, 1), DRAFT: date(2017, 6, 12)}
    assert due_day(frameworks["sccif-2017"], "interim", COMMENTS, interim) == date(2017, 6, 19)
    assert window_for(frameworks["sccif-2017"], "full", COMMENTS, opened_on=sent, moments=moments) is None


def test_a_window_is_open_to_the_end_of_its_last_day_or_until_the_provider_is_done(
    frameworks: dict[str, Framework],
) -> None:
    step = step_for(frameworks["sccif-2025"], "full", COMMENTS)
    assert step is not None
    window = CommentWindow(step, date(2026, 11, 23), date(2026, 11, 30))
    assert [window.is_open(date(2026, 11, day)) for day in (23, 30)] == [True, True]
    assert not window.is_open(date(2026, 12, 1))
    assert (window.day_number(date(2026, 11, 25)), window.days_left(date(2026, 11, 25))) == (2, 3)
    assert not CommentWindow(step, date(2026, 11, 23), date(2026, 11, 30), date(2026, 11, 24)).is_open(
        date(2026, 11, 24)
    )
    endless = CommentWindow(step, date(2026, 11, 23), None)
    assert endless.is_open(date(2030, 1, 1)) and endless.days_left(date(2030, 1, 1)) is None


def test_a_comment_on_judgement_is_taken_and_never_accepted_by_this_route() -> None:
    assert outcomes_for(CommentKind.JUDGEMENT) == (AnswerOutcome.ANOTHER_ROUTE,)
    for kind in set(CommentKind) - {CommentKind.JUDGEMENT}:
        assert AnswerOutcome.ANOTHER_ROUTE not in outcomes_for(kind)
    wanting = {(kind, one) for kind in CommentKind for one in AnswerOutcome if needs_change(kind, one)}
    assert wanting == {
        (kind, one)
        for kind in (CommentKind.FACTUAL, CommentKind.COMPLETENESS)
        for one in (AnswerOutcome.ACCEPTED, AnswerOutcome.PARTLY)
    }
    assert not any(needs_change(kind, None) for kind in CommentKind)


def every_case() -> list[BeforePublication]:
    yes_no = (False, True)
    return [BeforePublication(*case) for case in product(*[yes_no] * 4, (0, 2), (0, 1), *[yes_no] * 3, (0, 1))]


def is_ready(facts: BeforePublication) -> bool:
    """The same rule, written the slow and obvious way."""
    if facts.comments_foreseen and not facts.draft_sent:
        return False
    if not facts.grades_as_sent or facts.comments_open or facts.unanswered or facts.not_in_report:
        return False
    if facts.final_foreseen and not facts.final_given:
        return False
    return not facts.complaints_open and not facts.holds


def test_publication_is_impossible_unless_every_condition_holds() -> None:
    ready = 0
    for facts in every_case():
        refused = [one.code for one in publication_objections(facts)]
        assert bool(refused) is not is_ready(facts), facts
        assert len(refused) == len(set(refused)) and all("PO101" <= code <= "PO108" for code in refused)
        if refused:
            with pytest.raises(NotNow):
                check_publication(facts)
        else:
            check_publication(facts)
            ready += 1
    assert ready


def test_the_final_report_waits_for_the_same_things_except_itself_complaints_and_holds() -> None:
    given = 0
    for facts in every_case():
        if not facts.final_foreseen:
            with pytest.raises(Refusal, match="PO110"):
                check_give_final(facts)
            continue
        others = {one.code for one in publication_objections(facts)} - {"PO106", "PO107", "PO108"}
        if others or facts.final_given:
            with pytest.raises(NotNow):
                check_give_final(facts)
        else:
            check_give_final(facts)
            given += 1
    assert given
