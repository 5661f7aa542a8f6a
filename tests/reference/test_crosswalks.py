"""What the shipped crosswalks say about the trade: which judgement stands where, what went on, what is not known."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from evenhand.framework.crosswalk import Bridge, Confidence, Crosswalk, Gap, Relation, bridge, lint, load, shipped_pairs
from evenhand.framework.crosswalk.reading import load_all
from evenhand.framework.model import Framework
from evenhand.framework.reading import load as framework
from evenhand.shelf import shipped

GENERATIONS = ("ecm-2007", "ch-2011", "ch-2012", "ch-2014", "ch-2015", "sccif-2017", "sccif-2022", "sccif-2025")
LONG = ("ch-2011", "sccif-2025")
PAIRS = (*pairwise(GENERATIONS), LONG)
FILES = [shipped("frameworks") / "crosswalks" / f"{old}--{new}.yaml" for old, new in PAIRS]
AROUND_2015 = (("ch-2014", "ch-2015"), ("ch-2015", "sccif-2017"))


@cache
def joined(old: str, new: str) -> Bridge:
    """Two versions and the shipped crosswalk (or crosswalks) between them."""
    return bridge(framework(old), framework(new))


@cache
def by_the_chain(old: str, new: str) -> Bridge:
    """The same two, going from generation to generation even where a direct file exists."""
    return bridge(
        framework(old), framework(new), lambda: tuple(one for one in load_all() if (one.old, one.new) != LONG)
    )


def asked(version: Framework) -> set[str]:
    """Ids of everything that inspectors look at, counted without the help of the crosswalk."""
    kinds = (one.id for kind in version.inspection_types for one in kind.criteria)
    return {*(one.id for one in version.evidence_areas), *(one.id for one in version.criteria), *kinds}


def gaps(walk: Crosswalk) -> list[Gap]:
    """Gaps among the evidence areas and criteria, both ways."""
    return [*walk.criteria.withdrawn, *walk.criteria.added]


def leads(old: str, new: str, area: str) -> dict[str, Relation]:
    """Where an evidence area of the old version leads."""
    return {route.new: route.relation for route in joined(old, new).onward("criteria", area) if route.relation}


def test_each_generation_has_a_crosswalk_to_the_next_and_the_first_to_the_last_of_its_kind() -> None:
    assert set(PAIRS) <= set(shipped_pairs())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_crosswalk_has_a_fault(file) -> None:  # type: ignore[no-untyped-def]
    assert [str(one) for one in lint(file)] == []


@pytest.mark.parametrize("pair", PAIRS, ids="--".join)
def test_every_evidence_area_and_criterion_goes_somewhere_or_somebody_says_why_not(pair: tuple[str, str]) -> None:
    old, new = (framework(one) for one in pair)
    walk, both = load(*pair), asked(framework(pair[0])) & asked(framework(pair[1]))
    linked = walk.criteria.links
    assert asked(old) - both <= {one.old for one in linked} | {one.id for one in walk.criteria.withdrawn}
    assert asked(new) - both <= {one.new for one in linked} | {one.id for one in walk.criteria.added}


@pytest.mark.parametrize("pair", PAIRS, ids="--".join)
def test_the_overall_judgements_face_each_other_in_every_pair(pair: tuple[str, str]) -> None:
    old, new = (framework(one).headline for one in pair)
    assert old is not None
    assert new is not None
    assert joined(*pair).counterparts[old.id] == new.id


@pytest.mark.parametrize("pair", PAIRS, ids="--".join)
def test_nobody_is_more_sure_of_words_than_what_was_read_allows(pair: tuple[str, str]) -> None:
    old, new = (framework(one) for one in pair)
    read = {one.id for version in (old, new) for one in version.evidence_areas if one.verified}
    for link in load(*pair).criteria.links:
        if link.old not in read or link.new not in read:
            assert link.confidence is not Confidence.HIGH, (link.old, link.new)


def test_in_2015_three_judgements_take_the_place_of_five() -> None:
    assert joined("ch-2014", "ch-2015").counterparts == {
        "overall_effectiveness": "overall_experiences_progress",
        "safeguarding": "helped_protected",
        "leadership_management": "leaders_managers",
    }


@pytest.mark.parametrize("merged", ["outcomes", "quality_of_care"])
def test_outcomes_and_quality_of_care_are_merged_into_the_overall_judgement_of_2015(merged: str) -> None:
    (route,) = joined("ch-2014", "ch-2015").onward("judgements", merged)
    assert (route.new, route.relation) == ("overall_experiences_progress", Relation.NARROWER)
    assert merged not in joined("ch-2014", "ch-2015").counterparts


@pytest.mark.parametrize(
    "pair", [("ch-2015", "sccif-2017"), ("sccif-2017", "sccif-2022"), ("sccif-2022", "sccif-2025")]
)
def test_since_2015_every_judgement_faces_itself(pair: tuple[str, str]) -> None:
    ids = ["helped_protected", "leaders_managers", "overall_experiences_progress"]
    assert dict(joined(*pair).counterparts) == {one: one for one in ids}
    assert {route.relation for route in joined(*pair).routes("judgements")} == {Relation.SAME}


def test_the_limit_of_protection_is_new_in_2015_and_goes_on_to_today() -> None:
    assert joined("ch-2014", "ch-2015").added("rules")["R1"].because == "no_counterpart"
    (route,) = joined("ch-2015", "sccif-2025").onward("rules", "R1")
    assert (route.new, route.relation) == ("R1", Relation.SAME)


def test_the_limit_of_leadership_was_not_read_for_2015_so_nothing_is_claimed_about_its_beginning() -> None:
    assert joined("ch-2014", "ch-2015").added("rules")["R2"].because == "not_known"
    assert framework("ch-2015").rule_by_id["R2"].verified is False
    assert framework("sccif-2017").rule_by_id["R2"].verified is True


@pytest.mark.parametrize("pair", AROUND_2015, ids="--".join)
def test_nothing_is_claimed_about_what_the_handbook_of_2015_asked(pair: tuple[str, str]) -> None:
    walk = load(*pair)
    assert asked(framework("ch-2015")) == set()
    assert walk.criteria.links == ()
    assert {gap.because for gap in gaps(walk)} == {"not_known"}


def test_over_the_gap_of_2015_no_chain_claims_that_an_area_ended() -> None:
    lost = by_the_chain("ch-2014", "sccif-2025").withdrawn("criteria")
    assert set(lost) == asked(framework("ch-2014"))
    assert {gap.because for gap in lost.values()} == {"not_known"}


def test_what_good_looked_like_in_2017_was_not_read_so_no_criterion_of_2022_is_called_new() -> None:
    added = joined("sccif-2017", "sccif-2022").added("criteria")
    criteria = {one.id for one in framework("sccif-2022").criteria}
    assert framework("sccif-2017").criteria == ()
    assert {added[one].because for one in criteria} == {"not_known"}


def test_the_rules_of_the_later_text_are_not_said_to_be_new_in_2022() -> None:
    added = joined("sccif-2017", "sccif-2022").added("rules")
    assert set(added) == {f"R{number}" for number in range(3, 13)}
    assert {gap.because for gap in added.values()} == {"not_known"}


@pytest.mark.parametrize("pair", [("sccif-2017", "sccif-2022"), LONG], ids="--".join)
def test_an_assurance_inspection_is_not_an_interim_inspection_by_another_name(pair: tuple[str, str]) -> None:
    (route,) = joined(*pair).onward("inspection_types", "interim")
    assert (route.new, route.relation) == ("assurance", Relation.OVERLAPS)


def test_the_seven_areas_read_in_2017_stand_in_every_later_version() -> None:
    read = {one.id for one in framework("sccif-2017").evidence_areas if one.verified}
    assert len(read) == 7
    for later in ("sccif-2022", "sccif-2025"):
        for area in read:
            assert area in leads("sccif-2017", later, area)


def test_words_on_starting_points_and_good_time_came_after_2017() -> None:
    for area in ("sccif.experiences.individual_care", "sccif.experiences.future_moves_on"):
        assert leads("sccif-2017", "sccif-2022", area) == {area: Relation.NARROWER}


def test_2025_adds_three_areas_about_staying_settled_and_takes_nothing_away() -> None:
    between = joined("sccif-2022", "sccif-2025")
    new = {f"sccif.experiences.{one}" for one in ("belonging_stability", "moves_in", "specialist_services")}
    assert set(between.added("criteria")) == new
    assert not between.withdrawn("criteria")
    assert all(not gap.verified for gap in between.added("criteria").values())


def test_being_safe_and_feeling_safe_of_2011_are_one_criterion_now() -> None:
    for area in ("ch2011.safeguarding.are_safe", "ch2011.safeguarding.feel_safe"):
        assert leads(*LONG, area)["sccif.protection.good.safe_and_feels_safe"] is Relation.NARROWER


def test_adequately_resourced_went_on_and_became_staff_and_resources_and_financial_soundness() -> None:
    found = leads(*LONG, "ch2011.leadership.resources")
    assert set(found) == {"sccif.leadership.good.staffing_resources", "sccif.leadership.good.financial_viability"}


def test_showing_the_difference_made_went_on_as_demonstrated_progress() -> None:
    found = leads(*LONG, "ch2011.leadership.difference_made")
    assert found["sccif.leadership.good.progress_demonstrated"] is Relation.NARROWER


def test_every_area_of_2011_leads_to_something_in_2025() -> None:
    assert not joined(*LONG).withdrawn("criteria")


def test_plans_and_the_house_moved_from_care_to_leadership() -> None:
    new = {one.id: one.judgement for one in framework("sccif-2025").criteria}
    for area in ("ch2011.quality_of_care.planning", "ch2011.quality_of_care.environment"):
        assert "leaders_managers" in {new.get(one) for one in leads(*LONG, area)}


def test_a_second_inspection_of_a_good_home_was_lost_on_the_way_from_2011() -> None:
    found = {route.new: route.relation for route in joined(*LONG).onward("frequency", "twice_yearly")}
    assert found["annual_full"] is Relation.BROADER
    assert found["good_or_outstanding"] is Relation.OVERLAPS


def test_the_direct_way_and_the_way_through_the_generations_agree_on_which_judgement_stands_where() -> None:
    assert dict(joined(*LONG).counterparts) == dict(by_the_chain(*LONG).counterparts)
    assert joined(*LONG).is_direct
    assert by_the_chain(*LONG).between == GENERATIONS[2:-1]


def test_a_chain_over_years_that_nobody_could_read_is_as_sure_as_its_weakest_link() -> None:
    assert by_the_chain(*LONG).weakest is Confidence.LOW
