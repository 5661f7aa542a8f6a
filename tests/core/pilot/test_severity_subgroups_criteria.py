"""Strict people told from a strict framework; subgroups without false alarms; which criteria go with a difference."""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.pilot.statistics.criteria import drivers, fisher_exact, shares_explained
from evenhand.pilot.statistics.mcnemar import mcnemar_exact
from evenhand.pilot.statistics.paired_difference import tango_estimate
from evenhand.pilot.statistics.severity import FacetRatings, severities
from evenhand.pilot.statistics.subgroups import benjamini_hochberg, heterogeneity, holm, subgroup_shifts
from evenhand.pilot.tables import Estimate, Numbers

PLANTED = np.array([-1.0, -0.4, 0.1, 0.4, 0.9])
STRICTER = 0.8


def planted(homes: int, seed: int, each: int = 3) -> FacetRatings:
    """Homes judged by some of five inspectors of known severity, under a framework known to be stricter."""
    chance = np.random.default_rng(seed)
    home, who, grade, framework = [], [], [], []
    for number, quality in enumerate(chance.normal(0, 1.2, homes)):
        for inspector in chance.choice(5, each, replace=False):
            new = int(chance.integers(2))
            lines = np.cumsum([0, *(quality - PLANTED[inspector] - STRICTER * new - np.array([-2.0, -0.5, 2.0]))])
            shares = np.exp(lines - lines.max())
            home.append(number)
            who.append(int(inspector))
            grade.append(3 - int(chance.choice(4, p=shares / shares.sum())))
            framework.append(new)
    return FacetRatings(home, who, grade, framework)


def error(one: Estimate) -> float:
    return (one.high - one.low) / (2 * 1.96)


def test_planted_severities_and_the_frameworks_own_strictness_are_recovered() -> None:
    found = severities(planted(90, seed=4))
    assert found.converged and found.linked and found.ratings == 270
    assert np.allclose([one.value for one in found.inspectors], PLANTED, atol=0.6)
    # Three standard errors: how often the 95% interval holds the truth is measured in tests/oracle.
    assert all(abs(one.value - truth) < 3 * error(one) for one, truth in zip(found.inspectors, PLANTED, strict=True))
    assert found.framework is not None and abs(found.framework.value - STRICTER) < 3 * error(found.framework)
    assert found.spread == pytest.approx(1.2, abs=0.5)


def test_strict_people_are_not_taken_for_a_strict_framework() -> None:
    # The strict inspector judged mostly under the new framework, which itself changes nothing.
    chance = np.random.default_rng(8)
    home, who, grade, framework = [], [], [], []
    for number, quality in enumerate(chance.normal(0, 1, 90)):
        for inspector, severity in ((0, -1.0), (1, 1.0)):
            new = int(chance.random() < (0.2 if inspector == 0 else 0.8))
            lines = np.cumsum([0, *(quality - severity - np.array([-1.5, 0.0, 1.5]))])
            shares = np.exp(lines - lines.max())
            home.append(number)
            who.append(inspector)
            grade.append(3 - int(chance.choice(4, p=shares / shares.sum())))
            framework.append(new)
    grades, new_one = np.array(grade), np.array(framework) == 1
    assert grades[new_one].mean() - grades[~new_one].mean() > 0.4  # taken by itself it looks much stricter
    found = severities(FacetRatings(home, who, grade, framework))
    assert found.framework is not None and found.framework.low < 0 < found.framework.high


def test_inspectors_without_a_common_home_are_said_not_to_be_linked() -> None:
    found = severities(FacetRatings([0, 0, 1, 1], [0, 1, 2, 3], [0, 1, 1, 0]))
    assert not found.linked and found.framework is None


def test_one_inspector_or_one_grade_cannot_be_compared() -> None:
    for inspectors, grades in (([0, 0], [1, 2]), ([0, 1], [1, 1])):
        with pytest.raises(ValueError, match="two inspectors"):
            severities(FacetRatings([0, 0], inspectors, grades))
    with pytest.raises(ValueError, match="every rating"):
        severities(FacetRatings([0], [0, 1], [1, 1]))


def test_who_only_ever_said_good_gets_a_wide_interval_and_no_infinity() -> None:
    ratings = planted(25, seed=2)
    homes, who, grades = [*ratings.homes, 0, 1], [*ratings.inspectors, 5, 5], [*ratings.grades, 0, 0]
    sixth = severities(FacetRatings(homes, who, grades)).inspectors[5]
    assert np.isfinite([sixth.low, sixth.high]).all() and sixth.high - sixth.low > 3 and sixth.n == 2


def test_holm_and_benjamini_hochberg_by_hand_and_an_undefined_p_is_no_test() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.04, 0.04))
    with_gap = holm([0.01, float("nan"), 0.04])
    assert with_gap[::2] == pytest.approx((0.02, 0.04)) and np.isnan(with_gap[1])
    assert holm([]) == ()


def north_and_south() -> dict[str, Numbers]:
    north, south = np.diag([2.0, 20, 8, 2]), np.diag([2.0, 20, 8, 2])
    north[1, 2], south[1, 2], south[2, 1] = 11, 3, 3
    return {"north": north, "south": south}


def test_a_subgroup_is_shown_with_its_own_and_its_adjusted_p() -> None:
    def estimate(table: Numbers, level: float) -> Estimate:
        return tango_estimate(table, level)

    north, south = subgroup_shifts(north_and_south(), estimate=estimate, p_value=lambda one: float(mcnemar_exact(one)))
    assert (north.name, south.name) == ("north", "south")
    assert north.p == pytest.approx(2 / 2**11) and north.adjusted == pytest.approx(2 * north.p)
    assert south.adjusted == 1 and north.shift.level == pytest.approx(0.975) and north.shift.high < 0
    assert subgroup_shifts({}, estimate=estimate, p_value=lambda one: 1.0) == ()


def test_subgroups_that_move_apart_are_told_from_those_that_move_alike() -> None:
    apart, alike = heterogeneity(north_and_south()), heterogeneity(dict.fromkeys("ab", north_and_south()["north"]))
    assert apart.p < 0.05 and apart.freedom == 1 and alike.statistic == pytest.approx(0)
    assert np.isnan(heterogeneity({"only": np.eye(4), "empty": np.zeros((4, 4))}).p)


def test_the_criterion_that_moved_with_the_overall_grade_leads() -> None:
    overall = [-1, -1, -1, 0, 0, 0, 0, 1]
    leads = [-1, -1, -1, 0, 0, 0, 0, 0]
    idle = [0, 1, 0, 1, 0, 0, 0, 0]
    first, second = drivers(overall, {"idle": idle, "leads": leads})
    assert (first.criterion, first.moved, first.with_overall, first.stayed, first.without) == ("leads", 3, 3, 5, 1)
    assert second.with_overall == 0 and first.share > 0.5 > second.share
    assert first.p == pytest.approx(fisher_exact([[3, 0], [1, 4]])) == pytest.approx(1 / 7)


def test_shares_sum_to_what_all_criteria_explain_and_say_nothing_when_pairs_are_few() -> None:
    chance = np.random.default_rng(1)
    criteria = chance.integers(-1, 2, (40, 3))
    overall = criteria[:, 0] + criteria[:, 1] + chance.integers(-1, 2, 40)
    design = np.column_stack([np.ones(40), criteria])
    left = overall - design @ np.linalg.lstsq(design, overall, rcond=None)[0]
    whole = 1 - left @ left / ((overall - overall.mean()) ** 2).sum()
    assert sum(shares_explained(overall, criteria)) == pytest.approx(whole)
    assert np.isnan(shares_explained([1, 0, 0], [[1], [0], [0]])).all()
    assert np.isnan(shares_explained([0] * 9, np.eye(9)[:, :2])).all()
    with pytest.raises(ValueError, match="every pair"):
        drivers([1, 0], {"short": [1]})
