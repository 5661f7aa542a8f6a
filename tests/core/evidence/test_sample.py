"""The nine things a sample of children has to include, checked while it is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.evidence.sample import Child, Inclusion, SampleCheck, check_sample, endings_since
from evenhand.evidence.sample import SampleReason as Why
from evenhand.evidence.sample import SampleStanding as Standing
from evenhand.findings import BadInput

TODAY = date(2026, 9, 8)
NO = Child("AB", "", False, False, False, False, False, False, False)
FLAGS = {
    Why.RECENT_ARRIVAL: "recent_arrival",
    Why.RECENT_LEAVER: "recent_leaver",
    Why.MISSING: "missing",
    Why.EXPLOITATION: "exploitation",
    Why.FAR_AWAY: "far_away",
    Why.SERIOUS_INCIDENT: "serious_incident",
}


def of(check: SampleCheck, reason: Why, building: str = "") -> Inclusion:
    (found,) = (one for one in check.inclusions if one.reason is reason and one.building == building)
    return found


@pytest.mark.parametrize(
    ("on", "last", "since"),
    [
        (date(2026, 9, 8), None, date(2026, 3, 8)),
        (date(2026, 9, 8), date(2025, 9, 1), date(2026, 3, 8)),
        (date(2026, 9, 8), date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 8, 31), None, date(2026, 2, 28)),
        (date(2024, 8, 31), None, date(2024, 2, 29)),
        (date(2026, 3, 15), None, date(2025, 9, 15)),
        (date(2026, 6, 30), None, date(2025, 12, 30)),
    ],
)
def test_endings_count_for_six_months_or_since_the_last_inspection_whichever_is_later(
    on: date, last: date | None, since: date
) -> None:
    assert endings_since(on, last) == since


@pytest.mark.parametrize(("reason", "flag"), FLAGS.items())
def test_one_child_is_enough_for_each_of_the_flags(reason: Why, flag: str) -> None:
    children = [
        replace(NO, code="AB"),
        replace(NO, code="CD", **{flag: True}),
        replace(NO, code="EF", **{flag: True}),
    ]
    lacking = of(check_sample(children, ["AB"], on=TODAY), reason)
    assert (lacking.standing, lacking.fits, lacking.to_choose_from) == (
        Standing.LACKING,
        ("CD", "EF"),
        ("CD", "EF"),
    )
    assert "add one of CD and EF" in str(lacking.why)
    covered = of(check_sample(children, ["EF"], on=TODAY), reason)
    assert (covered.standing, covered.chosen, covered.to_choose_from) == (Standing.COVERED, ("EF",), ())
    assert "1 of 2 chosen" in str(covered.why)
    assert of(check_sample(children[:1], [], on=TODAY), reason).standing is Standing.NOBODY


def test_what_is_not_known_is_never_taken_for_a_no() -> None:
    check = check_sample([replace(NO, code="AB"), replace(NO, code="CD", missing=None)], ["AB"], on=TODAY)
    found = of(check, Why.MISSING)
    assert (found.standing, found.not_known) == (Standing.NOT_KNOWN, ("CD",))
    assert "not known of CD" in str(found.why)
    assert found in check.to_find_out and not check.lacking and not check.is_complete
    seen = [replace(NO, code="AB", missing=True), replace(NO, code="CD", missing=None)]
    assert check_sample(seen, ["AB"], on=TODAY).is_complete, "one is enough, whatever is true of the other"


def test_every_unplanned_ending_in_the_window_is_in_the_sample_and_no_older_one() -> None:
    ends = [TODAY, date(2026, 3, 8), date(2026, 3, 7), TODAY + timedelta(days=1)]
    children = [replace(NO, code=f"E{number}", ended_unplanned_on=day) for number, day in enumerate(ends)]
    found = of(check_sample(children, ["E0"], on=TODAY), Why.UNPLANNED_ENDING)
    assert (found.standing, found.fits, found.to_choose_from) == (Standing.LACKING, ("E0", "E1"), ("E1",))
    assert "all 2 have to be chosen, so add E1" in str(found.why)
    assert of(check_sample(children, ["E0", "E1"], on=TODAY), Why.UNPLANNED_ENDING).standing is Standing.COVERED
    later = check_sample(children, ["E0"], on=TODAY, last_inspection=date(2026, 5, 1))
    assert of(later, Why.UNPLANNED_ENDING).standing is Standing.COVERED
    assert later.endings_since == date(2026, 5, 1)


def test_an_unplanned_ending_without_a_day_has_to_be_asked_about() -> None:
    children = [replace(NO, code="AB", ended_unplanned_on=TODAY), replace(NO, code="CD", ended_unplanned=True)]
    check = check_sample(children, ["AB"], on=TODAY)
    assert of(check, Why.UNPLANNED_ENDING).standing is Standing.NOT_KNOWN
    assert (
        of(check_sample(children, [], on=TODAY), Why.UNPLANNED_ENDING)
        in check_sample(children, [], on=TODAY).to_find_out
    )


def test_every_building_has_a_child_in_the_sample() -> None:
    children = [replace(NO, code="AB", building="A"), replace(NO, code="CD", building="B")]
    check = check_sample(children, ["AB"], on=TODAY, buildings=["A", "B", "C"])
    assert of(check, Why.BUILDING, "A").standing is Standing.COVERED
    assert of(check, Why.BUILDING, "B").to_choose_from == ("CD",)
    assert of(check, Why.BUILDING, "C").standing is Standing.NOBODY
    assert "(B)" in str(of(check, Why.BUILDING, "B").why)


def test_a_child_who_left_represents_no_building_and_one_whose_building_is_not_known_has_to_be_asked_about() -> None:
    left = replace(NO, code="AB", building="A", recent_leaver=True)
    assert not left.lives_here
    assert of(check_sample([left], ["AB"], on=TODAY, buildings=["A"]), Why.BUILDING, "A").standing is Standing.NOBODY
    somewhere = check_sample([replace(NO, code="CD")], ["CD"], on=TODAY, buildings=["A"])
    assert of(somewhere, Why.BUILDING, "A").standing is Standing.NOT_KNOWN


def test_a_home_of_one_building_has_at_least_one_child_in_the_sample() -> None:
    assert of(check_sample([NO], [], on=TODAY), Why.BUILDING).standing is Standing.LACKING
    assert check_sample([NO], ["AB"], on=TODAY).is_complete
    assert check_sample([], [], on=TODAY).is_complete, "in an empty home there is nobody to choose"


def test_a_decision_not_to_take_a_child_is_tracked_and_its_absence_asked_about() -> None:
    refused = Child("R1", not_accommodated=True, missing=True)
    check = check_sample([NO, refused], ["AB"], on=TODAY)
    assert of(check, Why.NOT_ACCOMMODATED).to_choose_from == ("R1",)
    assert of(check, Why.MISSING).standing is Standing.NOBODY, "a child who never moved in counts for nothing else"
    assert "ask whether there was one" in str(of(check_sample([NO], [], on=TODAY), Why.NOT_ACCOMMODATED).why)


@pytest.mark.parametrize(
    ("codes", "chosen", "code"),
    [
        (["Ann Example"], [], "SM001"),
        (["ab"], [], "SM001"),
        ([""], [], "SM001"),
        (["ABCDEFGHIJK"], [], "SM001"),
        (["AB", "AB"], [], "SM002"),
        (["AB"], ["CD"], "SM003"),
    ],
)
def test_rows_without_names_and_codes_that_are_there(codes: list[str], chosen: list[str], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_sample([replace(NO, code=one) for one in codes], chosen, on=TODAY)
    assert [one.code for one in refused.value.findings] == [code]


def test_all_nine_things_are_looked_at_and_named() -> None:
    check = check_sample([NO], ["AB"], on=TODAY)
    assert [one.reason for one in check.inclusions] == list(Why)
    assert len({str(one.words) for one in Why}) == 9


MAYBE = st.sampled_from((True, False, None))
DAYS = st.none() | st.dates(TODAY - timedelta(days=300), TODAY)
ROW = st.builds(
    Child, st.just("AB"), st.sampled_from(("", "A", "B")), *[MAYBE] * 7, ended_unplanned_on=DAYS,
    not_accommodated=st.sampled_from((False, False, True)),
)  # fmt: skip
HOMES = st.lists(ROW, max_size=4).map(lambda rows: [replace(row, code=f"C{n}") for n, row in enumerate(rows)])


def by_hand(reason: Why, row: Child, building: str, since: date) -> bool | None:
    """Whether a row fits, written out one thing after the other."""
    if reason is Why.NOT_ACCOMMODATED:
        return row.not_accommodated
    if row.not_accommodated:
        return False
    if reason is Why.UNPLANNED_ENDING:
        if row.ended_unplanned_on is None:
            return False if row.ended_unplanned is False else None
        return row.ended_unplanned_on >= since
    if reason is Why.BUILDING:
        gone = row.recent_leaver is True or row.ended_unplanned is True or row.ended_unplanned_on is not None
        if gone:
            return False
        return None if building and not row.building else row.building == building
    return getattr(row, FLAGS[reason])


@given(HOMES, st.data(), st.none() | st.dates(date(2026, 1, 1), TODAY))
def test_the_check_says_what_somebody_would_find_by_going_through_the_rows(
    rows: list[Child], data: st.DataObject, last: date | None
) -> None:
    chosen = data.draw(st.sets(st.sampled_from([row.code for row in rows]))) if rows else set()
    check = check_sample(rows, chosen, on=TODAY, last_inspection=last)
    for one in check.inclusions:
        fits = [row.code for row in rows if by_hand(one.reason, row, one.building, check.endings_since) is True]
        unknown = [row.code for row in rows if by_hand(one.reason, row, one.building, check.endings_since) is None]
        assert (list(one.fits), list(one.not_known)) == (fits, unknown)
        if one.reason is Why.UNPLANNED_ENDING:
            satisfied = all(code in chosen for code in fits)
        else:
            satisfied = not fits or any(code in chosen for code in fits)
        assert (one.standing is Standing.LACKING) == (not satisfied)
        assert (one.standing is Standing.NOBODY) == (not fits and not unknown)


def completions(row: Child) -> list[Child]:
    """Every way in which what is not known of a row may turn out."""
    names = [name for name in (*FLAGS.values(), "ended_unplanned") if getattr(row, name) is None]
    sure = [
        replace(row, **dict(zip(names, values, strict=True))) for values in product((True, False), repeat=len(names))
    ]
    return [
        replace(one, ended_unplanned_on=one.ended_unplanned_on or (TODAY if one.ended_unplanned else None))
        for one in sure
    ]


@given(st.lists(ROW, min_size=1, max_size=2), st.data())
def test_a_complete_sample_stays_so_however_the_unknown_turns_out(rows: list[Child], data: st.DataObject) -> None:
    rows = [replace(row, code=f"C{n}", building="") for n, row in enumerate(rows)]
    # All but one flag are known, so that the ways can be tried one by one.
    rows = [
        replace(row, missing=row.missing, exploitation=False, far_away=False, serious_incident=False) for row in rows
    ]
    rows = [replace(row, recent_arrival=False, recent_leaver=bool(row.recent_leaver)) for row in rows]
    chosen = data.draw(st.sets(st.sampled_from([row.code for row in rows])))
    if check_sample(rows, chosen, on=TODAY).is_complete:
        for home in product(*(completions(row) for row in rows)):
            assert not [one for one in check_sample(home, chosen, on=TODAY).lacking if one.reason is not Why.BUILDING]
