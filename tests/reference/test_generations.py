"""What is published about every generation of the framework: dates, titles of judgements, labels, second inspections.

Facts from section 1.0 of `frameworks.md`; what is unverified there must carry the mark here.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from evenhand.framework.reading import before, load, load_all, load_standards

OVERALL = "Overall experiences and progress of children and young people"
PROTECTED = "How well children and young people are helped and protected"
FOUR_AREAS = ("Outcomes for children and young people", "Quality of care", "Leadership and management")
SATISFACTORY, ADEQUATE, BETTER = "Satisfactory", "Adequate", "Requires improvement to be good"

# Id, first day, headline, the other graded judgements, label of the second-lowest grade, second inspection of the year.
GENERATIONS: tuple[tuple[str, date, str, set[str], str, str], ...] = (
    (
        "ecm-2007",
        date(2007, 4, 1),
        "Overall quality",
        {
            *("Being healthy", "Staying safe", "Enjoying and achieving", "Making a positive contribution"),
            *("Achieving economic wellbeing", "Organisation"),
        },
        SATISFACTORY,
        "random",
    ),
    (
        "ch-2011",
        date(2011, 4, 1),
        "Overall effectiveness",
        {*FOUR_AREAS, "Safeguarding children and young people"},
        SATISFACTORY,
        "interim",
    ),
    (
        "ch-2012",
        date(2012, 4, 1),
        "Overall effectiveness",
        {*FOUR_AREAS, "Safeguarding children and young people"},
        ADEQUATE,
        "interim",
    ),
    (
        "ch-2014",
        date(2014, 4, 1),
        "Overall effectiveness",
        {*FOUR_AREAS, "The safety of children and young people"},
        ADEQUATE,
        "interim",
    ),
    (
        "ch-2015",
        date(2015, 4, 1),
        f"{OVERALL} living in the home",
        {PROTECTED, "The impact and effectiveness of leaders and managers"},
        "Requires improvement",
        "interim",
    ),
    (
        "sccif-2017",
        date(2017, 4, 1),
        OVERALL,
        {PROTECTED, "The effectiveness of leaders and managers"},
        BETTER,
        "interim",
    ),
    (
        "sccif-2022",
        date(2022, 4, 1),
        OVERALL,
        {PROTECTED, "The effectiveness of leaders and managers"},
        BETTER,
        "assurance",
    ),
    (
        "sccif-2025",
        date(2025, 4, 4),
        "The overall experiences and progress of children",
        {"How well children are helped and protected", "The effectiveness of leaders and managers"},
        BETTER,
        "assurance",
    ),
)


@pytest.mark.parametrize(("version", "start", "headline", "others", "label", "second"), GENERATIONS)
def test_a_generation_is_as_published(
    version: str, start: date, headline: str, others: set[str], label: str, second: str
) -> None:
    framework = load(version)
    assert framework.in_force.start == start
    assert framework.headline is not None and framework.headline.title == headline
    assert {one.title for one in framework.judgements if one is not framework.headline} == others
    assert second in framework.inspection_type_by_id


@pytest.mark.parametrize(("version", "label"), [(one[0], one[4]) for one in GENERATIONS])
def test_the_ladder_never_changed_and_only_the_second_lowest_label_did(version: str, label: str) -> None:
    framework = load(version)
    for judgement in framework.judgements:
        labels = [grade.label for grade in framework.scale_of(judgement.id).worst_first]
        assert labels == ["Inadequate", label, "Good", "Outstanding"]


def test_every_day_since_april_2007_belongs_to_one_version() -> None:
    versions = load_all()
    assert [one.id for one in versions] == [one[0] for one in GENERATIONS]
    for earlier, later in pairwise(versions):
        assert earlier.in_force.end is not None
        assert later.in_force.start - earlier.in_force.end == timedelta(days=1)
        assert before(later) == earlier, "also where no predecessor is written"
    assert before(versions[0]) is None and versions[-1].in_force.end is None


def test_the_day_on_which_satisfactory_became_adequate_is_marked_on_both_sides() -> None:
    assert not load("ch-2011").in_force.verified and not load("ch-2012").in_force.verified


def test_the_names_of_the_judgements_before_2011_are_background_knowledge() -> None:
    assert not any(one.verified for one in load("ecm-2007").judgements)


@pytest.mark.parametrize("version", ["ch-2011", "ch-2012", "ch-2014"])
def test_the_areas_of_2011_are_rebuilt_and_go_on_word_for_word(version: str) -> None:
    areas = load(version).evidence_areas
    assert len(areas) == 33 and not any(one.verified for one in areas)
    assert areas == load("ch-2014").evidence_areas
    assert any(one.id == "ch2011.leadership.resources" and "adequately resourced" in one.text for one in areas)


@pytest.mark.parametrize("version", ["ecm-2007", "ch-2011", "ch-2012", "ch-2014"])
def test_what_could_not_be_read_is_a_gap_and_not_a_guess(version: str) -> None:
    framework = load(version)
    assert framework.criteria == () and framework.descriptors == ()
    assert any("no descriptors and no criteria" in words for words in framework.unverified)


@pytest.mark.parametrize(("version", "verified"), [("ch-2011", True), ("ch-2012", False), ("ch-2014", False)])
def test_two_inspections_a_year_were_announced_for_2011_and_not_confirmed_later(version: str, verified: bool) -> None:
    framework = load(version)
    assert {one.verified for one in framework.frequency} == {verified}
    assert framework.scale_by_id["progress"].verified is verified
    interim = framework.inspection_type_by_id["interim"]
    assert (interim.scale, interim.verified) == ("progress", verified)


def test_the_standards_of_2002_are_36_in_eight_groups() -> None:
    held = load_standards("nms-2002")
    assert [one.number for one in held.standards] == list(range(1, 37))
    assert list(dict.fromkeys(one.group for one in held.standards)) == [
        *("Planning for Care", "Quality of Care", "Complaints and Protection", "Care and Control", "Environment"),
        *("Staffing", "Management and Administration", "Specific Settings"),
    ]


def test_no_title_is_guessed_where_three_titles_stand_for_five_numbers() -> None:
    held = load_standards("nms-2002")
    doubtful = [one for one in held.standards if not one.verified or not one.title_exact]
    assert [one.number for one in doubtful] == [27, 28, 29, 30, 31]
    for title in ("Vetting of Staff and Visitors", "Staff Support", "Adequacy of Staffing"):
        assert title in held.missing and not any(title in one.title for one in held.standards)
