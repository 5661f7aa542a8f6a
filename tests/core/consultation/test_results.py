"""Counting: figures counted by hand, small groups kept back, and nothing claimed that was not asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.consultation.stories import consultation, people

from evenhand.consultation.results import INVENTED, NOT_A_SAMPLE, as_dict, hidden_kinds, percent, table, tally, wilson
from evenhand.consultation.suppression import hidden_groups
from evenhand.consultation.words import POINTS, Agreement, Respondent

SA, A, N, D, SD = POINTS
DK = Agreement.DONT_KNOW
STAFF, COUNCIL, CHILDREN, PARENTS = (Respondent.STAFF, Respondent.COUNCIL, Respondent.CHILDREN, Respondent.PARENTS)
# Counted by hand: staff 6 (2 SA, 1 A, 1 N, 1 D, 1 don't know), councils 7 (1 A, 2 D, 3 SD, 1 no answer).
BY_HAND = [
    *people(STAFF, [SA, SA, A, N, D, DK]),
    *people(COUNCIL, [A, D, D, SD, SD, SD, None]),
]


def row(results, kind, question=0):
    return next(one for one in results.questions[question].by_kind if one.kind is kind)


def test_counts_are_those_counted_by_hand() -> None:
    told = tally(consultation(), BY_HAND)
    everybody = told.questions[0].everybody
    assert (everybody.points, everybody.dont_know, everybody.not_answered) == ((2, 2, 1, 3, 3), 1, 1)
    assert row(told, STAFF).points == (2, 1, 1, 1, 0) and row(told, STAFF).dont_know == 1
    assert row(told, COUNCIL).points == (0, 1, 0, 2, 3) and row(told, COUNCIL).not_answered == 1
    assert (told.respondents, dict(told.sizes)[STAFF], dict(told.sizes)[COUNCIL]) == (13, 6, 7)


def test_the_share_is_of_those_who_chose_a_point_and_dont_know_is_apart() -> None:
    share = tally(consultation(), BY_HAND).questions[0].everybody.share
    assert (share.agreeing, share.of) == (4, 11)
    assert share.percents[0] == 36
    # Worked out by hand for p = 4/11 with z = 1.96: centre 0.399, half-width 0.247.
    assert (share.low, share.high) == pytest.approx((0.1517, 0.6462), abs=1e-3)


def test_the_interval_is_a_known_one_and_stays_inside_0_and_1() -> None:
    # 10 of 20, as printed in many a textbook: 0.299 to 0.701.
    assert wilson(10, 20) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    assert wilson(0, 5)[0] == 0 and wilson(5, 5)[1] == pytest.approx(1)


def test_percentages_are_rounded_one_by_one_and_may_not_add_up() -> None:
    third = tally(consultation(), people(STAFF, [SA, SA, A, A, N, N])).questions[0].everybody.percents
    assert third == (33, 33, 33, 0, 0)
    assert (percent(1, 8), percent(1, 200), percent(5, 8), percent(3, 3)) == (13, 1, 63, 100)


def test_a_question_that_nobody_answered_has_no_share() -> None:
    told = tally(consultation(), BY_HAND)
    nobody = told.questions[1].everybody
    assert (nobody.points, nobody.not_answered, nobody.share, nobody.percents) == ((0,) * 5, 13, None, None)


def test_no_responses_at_all() -> None:
    told = tally(consultation(), [])
    assert told.respondents == 0 and not told.questions[0].everybody.hidden


def test_a_group_under_five_is_kept_back_with_a_partner() -> None:
    told = tally(consultation(), [*BY_HAND, *people(CHILDREN, [SA, SA, SA])])
    assert row(told, CHILDREN).hidden and row(told, STAFF).hidden, "the next smallest hides with it"
    assert not row(told, COUNCIL).hidden and told.questions[0].everybody.answered == 14
    assert hidden_kinds(told) == {CHILDREN, STAFF}


def test_two_small_groups_hide_each_other_once_they_are_five_together() -> None:
    few = [*people(CHILDREN, [SA, SA]), *people(PARENTS, [A, A])]
    assert hidden_kinds(tally(consultation(), [*BY_HAND, *few])) == {CHILDREN, PARENTS, STAFF}
    more = [*few, *people(PARENTS, [A], code="more")]
    assert hidden_kinds(tally(consultation(), [*BY_HAND, *more])) == {CHILDREN, PARENTS}


def test_fewer_than_five_in_all_are_not_shown_even_together() -> None:
    told = tally(consultation(), people(STAFF, [SA, A, A, D]))
    assert told.respondents is None and told.questions[0].everybody.hidden
    assert all(one.hidden for one in told.questions[0].by_kind) and all(size is None for _, size in told.sizes)


def test_where_every_group_hides_the_total_still_stands() -> None:
    two = consultation(respondents=(CHILDREN, STAFF))
    told = tally(two, [*people(CHILDREN, [SA, SA, D]), *people(STAFF, [A] * 10)])
    assert all(one.hidden for one in told.questions[0].by_kind)
    assert told.questions[0].everybody.points == (2, 10, 0, 1, 0) and told.respondents == 13


def test_a_question_that_few_of_a_group_answered_is_kept_back_there_only() -> None:
    quiet = [*people(STAFF, [SA, A, None, None, None, None]), *people(COUNCIL, [A] * 7), *people(PARENTS, [D] * 9)]
    told = tally(consultation(), quiet)
    assert row(told, STAFF).hidden and row(told, COUNCIL).hidden and not row(told, PARENTS).hidden
    assert hidden_kinds(told) == frozenset()


def test_a_larger_minimum_is_kept() -> None:
    assert hidden_kinds(tally(consultation(minimum_group=7), BY_HAND)) == {STAFF, COUNCIL}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(5, 8))
def test_what_is_hidden_is_never_one_group_alone_and_never_few_people(sizes: list[int], minimum: int) -> None:
    groups = dict(enumerate(sizes))
    hidden = hidden_groups(groups, minimum, sorted(groups, key=lambda one: groups[one]))
    peopled = [groups[one] for one in hidden if groups[one]]
    assert all(groups[one] >= minimum or not groups[one] for one in groups if one not in hidden)
    assert not hidden or hidden == set(groups) or (len(peopled) >= 2 and sum(peopled) >= minimum)


@given(
    st.lists(st.tuples(st.sampled_from([STAFF, COUNCIL, CHILDREN]), st.sampled_from([*POINTS, DK, None])), max_size=30)
)
def test_what_is_shown_equals_a_recount_by_hand(given_answers) -> None:
    everyone = [one for n, (kind, answer) in enumerate(given_answers) for one in people(kind, [answer], code=f"r{n}")]
    told = tally(consultation(), everyone).questions[0]
    for one in (told.everybody, *told.by_kind):
        if not one.hidden:
            mine = [answer for kind, answer in given_answers if one.kind in (None, kind)]
            assert one.points == tuple(mine.count(point) for point in POINTS)
            assert (one.dont_know, one.not_answered) == (mine.count(DK), mine.count(None))
            assert sum(one.points) + one.dont_know == 0 or sum(one.points) + one.dont_know >= 5


def test_every_result_says_what_it_is_not_and_has_no_test_of_significance() -> None:
    told = tally(consultation(invented=True), BY_HAND)
    assert told.caveats[:2] == (INVENTED, NOT_A_SAMPLE)
    assert NOT_A_SAMPLE in tally(consultation(), []).caveats
    plain = as_dict(told)
    assert "not a sample" in " ".join(plain["caveats"]) and plain["invented"]
    assert not any("p_value" in key for key in plain["questions"][0]["everybody"])


def test_the_flat_table_has_a_row_for_each_question_and_kind_with_its_caveat() -> None:
    head, rows = table(tally(consultation(), [*BY_HAND, *people(CHILDREN, [SA])]))
    assert len(rows) == 2 * 10 and all("not a sample" in str(one[-1]) for one in rows)
    children = dict(zip(head, next(one for one in rows if one[2] == "children"), strict=True))
    assert children["hidden"] == "yes" and children["agree"] == children["not_answered"] == ""


def test_a_group_hidden_elsewhere_never_stands_alone_here() -> None:
    sizes = {STAFF: 6, CHILDREN: 0, COUNCIL: 7}
    assert hidden_groups(sizes, 5, [CHILDREN, STAFF, COUNCIL], already={STAFF, CHILDREN}) == set(sizes)
