"""Every statistic gives the figure that is known for its published example.

The papers themselves were not at hand. Some figures are as other projects' manuals and tests repeat them; others are as
they are remembered from the literature, and were not seen again in a source: 11.96 and 11.98 (SAS manual), the limits
of Tango, 0.070 and 0.039 (mid-p), "four" of Benjamini and Hochberg, 0.208 and 0.486, and Krippendorff's alphas. Where a
second program has the statistic, tests/oracle compares the two; nothing but memory stands behind Tango's limits.
Statistics without a published example of their own kind say so, and are held to something else in tests/oracle.
"""

from __future__ import annotations

import csv

import numpy as np
import pytest

from evenhand.pilot.statistics import krippendorff, many_raters, mcnemar, paired_difference, subgroups
from evenhand.pilot.statistics.bhapkar import bhapkar_test
from evenhand.pilot.statistics.criteria import fisher_exact
from evenhand.pilot.statistics.good_or_better import good_or_better
from evenhand.pilot.statistics.gwet import ac1
from evenhand.pilot.statistics.percent_agreement import agreement_estimate, percent_agreement
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell_test
from evenhand.pilot.statistics.weighted_kappa import kappa_error, kappa_estimate, weighted_kappa
from evenhand.pilot.tables import Numbers
from evenhand.shelf import shipped

FOLDER = shipped("data") / "rater_agreement"
# Stuart (1955): unaided distance vision of the right and the left eye of 7,477 women.
EYES = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
# Bentur and others in Fagerland, Lydersen and Laake (2013, 2014): 21 children before and after a transplantation.
CHILDREN = [[1, 1], [7, 12]]
# Gwet (2008): 125 patients.
ONE_SIDED = [[118, 5], [2, 0]]
# The two dermatologists of the manual of SAS (PROC FREQ, Agreement Study).
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
# Gwet (2014), in the manual of his package irrCAC.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def neurologists() -> Numbers:
    words = ["Certain", "Probable", "Possible", "Doubtful"]
    table = np.zeros((4, 4))
    for row in rows_of("two_neurologists_winnipeg_patients_4x4.csv"):
        table[words.index(row["rater_1"]), words.index(row["rater_2"])] = int(row["n"])
    return table


def four_observers() -> list[list[int]]:
    rows = rows_of("krippendorff_4_raters_12_units.csv")
    return [[int(row[f"rater_{one}"] or 0) - 1 for one in (1, 2, 3, 4)] for row in rows]


def test_twenty_two_of_twenty_four_pairs_of_inspectors_agreed() -> None:
    (row,) = rows_of("ofsted_2017_short_inspections.csv")
    agreed, pairs = int(row["agreed"]), int(row["pairs"])
    found = agreement_estimate([[agreed, 0], [pairs - agreed, 0]])
    assert (round(found.value, 3), found.n) == (0.917, 24)
    assert found.low < 0.75 and found.high < 1


@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_the_two_neurologists_agree_as_published(weights: str) -> None:
    named = "unweighted" if weights == "identity" else weights
    (row,) = [one for one in rows_of("reference_values_some.csv") if f"{named} weights" in one["statistic"]]
    assert float(weighted_kappa(neurologists(), weights)) == pytest.approx(float(row["value"]), abs=5e-7)
    assert kappa_error(neurologists(), weights) == pytest.approx(float(row["se_or_interval"]), abs=5e-7)
    # Landis and Koch (1977) print the plain one as 0.208.
    assert weights != "identity" or round(float(weighted_kappa(neurologists(), weights)), 3) == 0.208


def test_the_two_neurologists_gave_the_same_grade_to_43_per_cent() -> None:
    assert float(percent_agreement(neurologists())) == pytest.approx(0.42953, abs=5e-6)


def test_kappa_of_the_skin_conditions_is_that_of_the_manual() -> None:
    plain, linear = kappa_estimate(SKIN, "identity"), kappa_estimate(SKIN, "linear")
    assert [round(one, 4) for one in (plain.value, plain.low, plain.high)] == [0.3449, 0.2030, 0.4868]
    assert round(linear.value, 4) == 0.5082


def test_kappa_falls_below_nought_where_ac1_does_not() -> None:
    assert round(float(ac1(ONE_SIDED)), 2) == 0.94
    assert round(float(weighted_kappa(ONE_SIDED, "identity")), 3) == -0.023


def test_the_abstractors_agree_as_gwet_prints() -> None:
    assert float(weighted_kappa(ABSTRACTORS, "identity")) == pytest.approx(0.7964094, abs=5e-8)
    assert kappa_error(ABSTRACTORS, "identity") == pytest.approx(0.05891072, abs=5e-9)


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_four_observers(metric: krippendorff.Metric, published: float) -> None:
    assert round(krippendorff.alpha_of_ratings(four_observers(), 5, metric), 3) == published


def test_the_eyes_of_7477_women_differ() -> None:
    stuart, bhapkar = stuart_maxwell_test(EYES), bhapkar_test(EYES)
    assert (round(stuart.statistic, 2), stuart.freedom) == (11.96, 3)
    assert (round(bhapkar.statistic, 2), bhapkar.freedom) == (11.98, 3)
    assert stuart.p == pytest.approx(0.0075, abs=5e-5)


def test_the_transplanted_children_by_mcnemar_exact_and_mid_p() -> None:
    assert round(mcnemar.mcnemar_test(CHILDREN, 1).p, 3) == 0.070
    assert round(mcnemar.mcnemar_test(CHILDREN, 1, mid=True).p, 3) == 0.039


def test_the_transplanted_children_by_tangos_and_newcombes_intervals() -> None:
    tango = paired_difference.tango_estimate(CHILDREN, top=1)
    assert [round(one, 3) for one in (tango.value, tango.low, tango.high)] == [0.286, 0.026, 0.517]
    newcombe = paired_difference.newcombe_paired(CHILDREN, top=1)
    assert [round(one, 3) for one in (newcombe.low, newcombe.high)] == [0.026, 0.507]
    assert round(float(good_or_better(CHILDREN, 1)), 3) == 0.286


@pytest.mark.parametrize(
    ("both", "rose", "fell", "neither", "low", "high"),
    [
        (36, 12, 2, 0, 0.0569, 0.3404),
        (20, 12, 2, 16, 0.0562, 0.3292),
        (18, 12, 2, 18, 0.0562, 0.3290),
        (36, 14, 0, 0, 0.1528, 0.4167),
        (35, 14, 0, 1, 0.1461, 0.4175),
        (18, 14, 0, 18, 0.1441, 0.3963),
        (2, 97, 1, 0, 0.8721, 0.9854),
    ],
)
def test_newcombes_own_examples_of_his_method_10(
    both: int, rose: int, fell: int, neither: int, low: float, high: float
) -> None:
    found = paired_difference.newcombe_paired([[both, fell], [rose, neither]], top=1)
    assert [round(one, 4) for one in (found.low, found.high)] == [low, high]


def test_fourteen_judges_and_ten_subjects_by_fleiss() -> None:
    counts = [[int(one[f"category_{c}"]) for c in range(1, 6)] for one in rows_of("fleiss_14_raters_10_subjects.csv")]
    assert float(many_raters.fleiss_kappa(counts)) == pytest.approx(0.209931, abs=5e-7)


def test_four_observers_with_gaps_by_gwet_and_fleiss() -> None:
    counts = (np.array(four_observers())[:, :, None] == np.arange(5)).sum(axis=1)
    assert float(many_raters.agreement_of_many(counts)) == pytest.approx(0.8181818, abs=5e-8)
    assert float(many_raters.gwet_ac(counts, "identity")) == pytest.approx(0.77544, abs=5e-6)
    assert float(many_raters.fleiss_kappa(counts)) == pytest.approx(0.76117, abs=5e-6)


def test_of_benjamini_and_hochbergs_fifteen_tests_four_stand_and_three_by_holm() -> None:
    given = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528]
    given += [0.7590, 1.0]
    assert sum(one <= 0.05 for one in subgroups.benjamini_hochberg(given)) == 4
    assert sum(one <= 0.05 for one in subgroups.holm(given)) == 3


def test_the_lady_who_tasted_three_of_four_cups_rightly() -> None:
    assert round(fisher_exact([[3, 1], [1, 3]]), 3) == 0.486
