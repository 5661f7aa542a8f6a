"""The statistics of a pilot against independent implementations, and against plain enumeration and integration.

scikit-learn, statsmodels, krippendorff and scipy agree to 1e-9. Two are held more loosely, and why: statsmodels'
OrderedModel stops its search earlier (1e-5), and irrCAC cannot be installed beside a present scipy, so that its
figures, to twelve places, are written down here (irrCAC 0.4.4, run in an environment of its own on 23 November
2026).
"""

from __future__ import annotations

import warnings
from itertools import permutations

import krippendorff as krippendorff_peer
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.stats.contingency_tables import SquareTable, mcnemar
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from evenhand.pilot.resampling import bca, interval, resample, resampled
from evenhand.pilot.statistics import STATISTICS, many_raters
from evenhand.pilot.statistics import krippendorff as ours_krippendorff
from evenhand.pilot.statistics.bhapkar import bhapkar_test
from evenhand.pilot.statistics.criteria import fisher_exact, shares_explained
from evenhand.pilot.statistics.gwet import ac2
from evenhand.pilot.statistics.mcnemar import mcnemar_exact
from evenhand.pilot.statistics.ordinal_shift import ordinal_shift, ordinal_shift_estimate
from evenhand.pilot.statistics.paired_difference import newcombe_paired, non_inferiority_exact, tango, tango_estimate
from evenhand.pilot.statistics.percent_agreement import agreement_estimate
from evenhand.pilot.statistics.severity import FacetRatings, log_likelihood, severities
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell_test
from evenhand.pilot.statistics.subgroups import benjamini_hochberg, holm
from evenhand.pilot.statistics.weighted_kappa import kappa_error, weighted_kappa
from evenhand.pilot.tables import Numbers, two_by_two

TABLES = arrays(np.float64, (4, 4), elements=st.integers(0, 12).map(float))
FULL = arrays(np.float64, (4, 4), elements=st.integers(1, 12).map(float))
MANY = settings(max_examples=100, deadline=None)
FEW = settings(max_examples=15, deadline=None)
NEUROLOGISTS = np.array([[38.0, 5, 0, 1], [33, 11, 3, 0], [10, 14, 5, 6], [3, 7, 3, 10]])
ABSTRACTORS = np.array([[13.0, 0, 0], [0, 20, 7], [0, 4, 56]])
OBSERVERS = [[1, 1, 0, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]]
OBSERVERS += [[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [0, 5, 5, 5], [0, 0, 1, 1], [0, 0, 3, 0]]
TRUTH = np.array([[12, 6, 1, 0], [4, 50, 12, 1], [0, 6, 20, 4], [0, 0, 2, 6]]) / 124
WEIGHTS = {"identity": None, "linear": "linear", "quadratic": "quadratic"}


def pairs_of(table: Numbers) -> tuple[Numbers, Numbers]:
    """The two grades of every pair of a table."""
    old, new = np.indices(table.shape)
    often = table.astype(int).ravel()
    return np.repeat(old.ravel(), often), np.repeat(new.ravel(), often)


@MANY
@given(TABLES)
def test_kappa_against_scikit_learn(table: Numbers) -> None:
    old, new = pairs_of(table)
    assume(len(old))
    for ours, theirs in WEIGHTS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # theirs warns where kappa is undefined
            peer = cohen_kappa_score(old, new, labels=range(4), weights=theirs)
        found = float(weighted_kappa(table, ours))
        assert found == pytest.approx(peer, abs=1e-9, nan_ok=True) or np.isnan(found)
        only = {*old.tolist(), *new.tolist()}
        assert np.isnan(found) == (len(only) == 1)


@MANY
@given(FULL)
def test_kappa_and_its_standard_error_against_statsmodels(table: Numbers) -> None:
    for ours, theirs in (("identity", None), ("linear", "linear"), ("quadratic", "quadratic")):
        peer = cohens_kappa(table, wt=theirs)
        assert float(weighted_kappa(table, ours)) == pytest.approx(peer.kappa, abs=1e-9)
        assert kappa_error(table, ours) == pytest.approx(peer.std_kappa, abs=1e-9)


@MANY
@given(TABLES)
def test_alpha_of_pairs_against_the_package_krippendorff(table: Numbers) -> None:
    old, new = pairs_of(table)
    assume(len({*old.tolist(), *new.tolist()}) > 1)
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        peer = krippendorff_peer.alpha(
            np.array([old + 1, new + 1]), value_domain=[1, 2, 3, 4], level_of_measurement=metric
        )
        assert float(ours_krippendorff.alpha(table, metric)) == pytest.approx(peer, abs=1e-9)


@MANY
@given(arrays(np.int64, (9, 4), elements=st.integers(-1, 3)))
def test_alpha_of_many_judges_with_gaps_against_the_package_krippendorff(codes: Numbers) -> None:
    pairable = codes[(codes >= 0).sum(axis=1) >= 2]
    assume(len(set(pairable[pairable >= 0].tolist())) > 1)
    given_to_them = np.where(codes < 0, np.nan, codes + 1.0).T
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        peer = krippendorff_peer.alpha(given_to_them, value_domain=[1, 2, 3, 4], level_of_measurement=metric)
        assert ours_krippendorff.alpha_of_ratings(codes, 4, metric) == pytest.approx(peer, abs=1e-9)


@MANY
@given(FULL)
def test_alpha_of_a_table_is_alpha_of_its_ratings(table: Numbers) -> None:
    codes = np.array(pairs_of(table)).T
    assert ours_krippendorff.alpha_of_ratings(codes, 4) == pytest.approx(float(ours_krippendorff.alpha(table)))


@MANY
@given(FULL)
def test_both_tests_of_equal_margins_against_statsmodels(table: Numbers) -> None:
    peer = SquareTable(table, shift_zeros=False)
    for ours, method in ((stuart_maxwell_test, "stuart_maxwell"), (bhapkar_test, "bhapkar")):
        found, theirs = ours(table), peer.homogeneity(method=method)
        assert found.statistic == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
        assert (found.freedom, found.p) == (theirs.df, pytest.approx(theirs.pvalue, rel=1e-9, abs=1e-12))


@MANY
@given(TABLES)
def test_mcnemar_against_statsmodels(table: Numbers) -> None:
    theirs = mcnemar(two_by_two(table, 2), exact=True)
    assert float(mcnemar_exact(table)) == pytest.approx(theirs.pvalue, abs=1e-9)


@pytest.mark.parametrize(("same", "n"), [(0, 9), (22, 24), (9, 9), (430, 1000)])
def test_wilsons_interval_against_statsmodels(same: int, n: int) -> None:
    found = agreement_estimate([[same, n - same], [0, 0]])
    assert (found.low, found.high) == pytest.approx(proportion_confint(same, n, method="wilson"), abs=1e-9)


@MANY
@given(arrays(np.int64, (6, 7), elements=st.integers(0, 3)))
def test_fleiss_kappa_against_statsmodels(codes: Numbers) -> None:
    assume(len(set(codes.ravel().tolist())) > 1)
    counts = (codes[:, :, None] == np.arange(4)).sum(axis=1)
    assert float(many_raters.fleiss_kappa(counts)) == pytest.approx(fleiss_kappa(counts), abs=1e-9)


# From irrCAC: weights, then AC, Fleiss' kappa and alpha of the observers; AC, kappa and alpha of the two tables.
IRRCAC = {
    "identity": (0.775444068127, 0.761169275422, 0.743421052632, 0.257779687836, 0.20794246404, 0.849330548231),
    "linear": (0.858739136433, 0.817944767097, None, 0.465107424531, 0.379730547987, 0.900022722109),
    "quadratic": (0.914000723552, 0.864935064935, 0.849107142857, 0.622091940719, 0.524576464332, 0.940236879278),
}


@pytest.mark.parametrize("weights", IRRCAC)
def test_gwet_fleiss_and_alpha_against_the_figures_of_irrcac(weights: str) -> None:
    codes = np.array(OBSERVERS) - 1
    counts = (codes[:, :, None] == np.arange(5)).sum(axis=1)
    gwet, fleiss, alpha, first, kappa, second = IRRCAC[weights]
    assert float(many_raters.gwet_ac(counts, weights)) == pytest.approx(gwet, abs=1e-9)
    assert float(many_raters.fleiss_kappa(counts, weights)) == pytest.approx(fleiss, abs=1e-9)
    if alpha is not None:  # its linear distance is none of Krippendorff's
        metric = "nominal" if weights == "identity" else "interval"
        assert ours_krippendorff.alpha_of_ratings(codes, 5, metric) == pytest.approx(alpha, abs=1e-9)
    assert float(ac2(NEUROLOGISTS, weights)) == pytest.approx(first, abs=1e-9)
    assert float(weighted_kappa(NEUROLOGISTS, weights)) == pytest.approx(kappa, abs=1e-9)
    assert float(ac2(ABSTRACTORS, weights)) == pytest.approx(second, abs=1e-9)


@MANY
@given(TABLES)
def test_gwets_two_judges_are_gwets_many_judges(table: Numbers) -> None:
    old, new = pairs_of(table)
    counts = (np.array([old, new]).T[:, :, None] == np.arange(4)).sum(axis=1)
    for weights in ("identity", "linear", "quadratic"):
        many = float(many_raters.gwet_ac(counts, weights))
        assert float(ac2(table, weights)) == pytest.approx(many, abs=1e-9, nan_ok=True)


def test_homes_drawn_again_are_homes_written_out_again() -> None:
    chance = np.random.default_rng(3)
    counts = chance.multinomial(3, [0.1, 0.5, 0.3, 0.1], size=20)
    chosen = chance.integers(0, 20, (50, 20))
    drawn = np.array([np.bincount(one, minlength=20) for one in chosen])
    for function in (many_raters.fleiss_kappa, many_raters.gwet_ac):
        assert np.allclose(function(counts, drawn=drawn), [function(counts[one]) for one in chosen], atol=1e-12)


@pytest.mark.filterwarnings("ignore:Maximum Likelihood")  # its search stops early; see above
@FEW
@given(FULL)
def test_the_shift_against_statsmodels_ordered_model(table: Numbers) -> None:
    old, new = pairs_of(table)
    grades, framework = np.concatenate([old, new]), np.repeat([0.0, 1.0], len(old))
    peer = OrderedModel(grades, framework[:, None], distr="logit").fit(method="bfgs", disp=False, gtol=1e-9)
    # Theirs counts upwards, and the better grades here have the smaller codes.
    assert float(ordinal_shift(table)) == pytest.approx(-peer.params[0], abs=1e-5)


def test_the_standard_error_of_the_shift_is_that_of_many_pilots() -> None:
    tables = resample(np.round(TRUTH * 124) * 4, 4000, seed=1)
    found = ordinal_shift_estimate(np.round(TRUTH * 124) * 4)
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(float(np.std(ordinal_shift(tables))), rel=0.05)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjusted_p_values_against_statsmodels(given_values: list[float]) -> None:
    for ours, method in ((holm, "holm"), (benjamini_hochberg, "fdr_bh")):
        assert ours(given_values) == pytest.approx(multipletests(given_values, method=method)[1], abs=1e-12)


@MANY
@given(arrays(np.int64, (2, 2), elements=st.integers(0, 25)))
def test_fishers_p_against_scipy(table: Numbers) -> None:
    assert fisher_exact(table) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


def test_shares_explained_against_every_order_of_entering() -> None:
    chance = np.random.default_rng(5)
    criteria = chance.integers(-1, 2, (30, 4)).astype(float)
    overall = criteria @ [1, 0.5, 0, 0] + chance.integers(-1, 2, 30)

    def explained(chosen: tuple[int, ...]) -> float:
        design = np.column_stack([np.ones(30), criteria[:, list(chosen)]])
        left = overall - design @ np.linalg.lstsq(design, overall, rcond=None)[0]
        return float(1 - left @ left / ((overall - overall.mean()) ** 2).sum())

    gains = [
        [explained(order[: order.index(one) + 1]) - explained(order[: order.index(one)]) for one in range(4)]
        for order in permutations(range(4))
    ]
    assert shares_explained(overall, criteria) == pytest.approx(np.mean(gains, axis=0), abs=1e-9)


def coverage(n: int, rose: float, fell: float, ends: dict[tuple[int, int], tuple[float, float]]) -> float:
    """The exact chance that the interval holds the true difference, summed over every table of n pairs."""
    chances = {
        (up, down): stats.multinomial.pmf([up, down, n - up - down], n, [rose, fell, 1 - rose - fell])
        for up, down in ends
    }
    return sum(chances[key] for key, (low, high) in ends.items() if low <= rose - fell <= high)


@pytest.mark.parametrize("n", [10, 30])
def test_tangos_interval_keeps_closer_to_its_level_than_the_plain_one(n: int) -> None:
    keys = [(up, down) for up in range(n + 1) for down in range(n + 1 - up)]
    tables = np.array([[[n - up - down, down], [up, 0]] for up, down in keys], dtype=float)
    low, high = tango(tables, top=1)
    score = dict(zip(keys, zip(low, high, strict=True), strict=True))
    plain = {}
    for up, down in keys:
        half = 1.959964 * np.sqrt(max(up + down - (up - down) ** 2 / n, 0)) / n
        plain[up, down] = ((up - down) / n - half, (up - down) / n + half)
    truths = [(0.05, 0.05), (0.05, 0.15), (0.1, 0.2), (0.2, 0.2), (0.02, 0.08)]
    kept, lost = [[coverage(n, *truth, ends) for truth in truths] for ends in (score, plain)]
    assert min(kept) > 0.92 > min(lost)


def test_the_exact_test_never_errs_more_often_than_it_says() -> None:
    n, margin = 12, 0.1
    keys = [(up, down) for up in range(n + 1) for down in range(n + 1 - up)]
    p = {key: non_inferiority_exact([[n - sum(key), key[1]], [key[0], 0]], margin, top=1) for key in keys}
    for fall in (0.1, 0.15, 0.3):  # at the margin and beyond it
        for rose in np.linspace(0, (1 - fall) / 2, 9):
            shares = [rose, rose + fall, max(0.0, 1 - 2 * rose - fall)]
            wrong = sum(stats.multinomial.pmf([*key, n - sum(key)], n, shares) for key in keys if p[key] <= 0.05)
            assert wrong <= 0.05 + 1e-6


def test_newcombes_and_tangos_intervals_meet_in_large_samples() -> None:
    table = [[30_000, 4_000], [3_500, 12_000]]
    one, other = tango_estimate(table, top=1), newcombe_paired(table, top=1)
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-4)


@pytest.mark.parametrize("name", ["kappa_quadratic", "ac2", "alpha", "good_or_better"])
def test_table_and_pair_bootstrap_have_one_distribution_and_one_bca(name: str) -> None:
    table = np.round(TRUTH * 124)
    old, new = pairs_of(table)

    def of_pairs(first: Numbers, second: Numbers, axis: int = -1) -> Numbers:
        cells = np.moveaxis(first * 4 + second, axis, -1)
        stack = (cells[..., None] == np.arange(16)).sum(axis=-2).astype(float)
        return STATISTICS[name].function(stack.reshape(*stack.shape[:-1], 4, 4))

    peer = stats.bootstrap(
        (old, new), of_pairs, paired=True, n_resamples=3000, batch=500, method="BCa", rng=np.random.default_rng(2)
    )
    draws = STATISTICS[name].function(resample(table, 3000, seed=7))
    # Differences of shares fall on a lattice and their rounding noise would tell equal values apart.
    theirs = np.round(peer.bootstrap_distribution, 9)
    assert stats.ks_2samp(np.round(draws, 9), theirs).pvalue > 0.001
    ends = bca(table, STATISTICS[name].function, peer.bootstrap_distribution)
    assert ends == pytest.approx(tuple(peer.confidence_interval), abs=1e-9)
    assert interval(draws) == pytest.approx(np.quantile(theirs, [0.025, 0.975]), abs=0.03)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    chance, inside = np.random.default_rng(11), 0
    function = STATISTICS["kappa_quadratic"].function
    for trial in range(300):
        table = chance.multinomial(150, TRUTH.ravel()).reshape(4, 4)
        found = resampled(table, function, resample(table, 1000, seed=trial))
        inside += found.low <= float(function(TRUTH)) <= found.high
    assert 0.90 <= inside / 300 <= 0.985


def test_the_likelihood_of_severities_against_plain_integration() -> None:
    ratings = FacetRatings([0, 0, 1, 1, 1, 2], [0, 1, 0, 1, 2, 2], [0, 1, 2, 1, 3, 1], [0, 1, 0, 1, 1, 0])
    severity, framework, steps, spread = np.array([-0.5, 0.2, 0.3]), 0.4, np.array([-1.0, 0.1, 1.2]), 0.8

    def chance(points: int, lean: float) -> float:
        lines = np.array([s * lean - steps[:s].sum() for s in range(4)])
        return float(np.exp(lines[points]) / np.exp(lines).sum())

    whole, grid = 0.0, np.linspace(-8, 8, 20_001)
    for home in range(3):
        dense = stats.norm.pdf(grid, scale=spread)
        for at, who, grade, new in zip(
            ratings.homes, ratings.inspectors, ratings.grades, ratings.framework, strict=True
        ):
            if at == home:
                lean = grid - severity[who] - framework * new
                dense = dense * np.array([chance(3 - grade, one) for one in lean])
        whole += np.log(np.trapezoid(dense, grid))
    assert log_likelihood(ratings, severity, framework, steps, spread) == pytest.approx(whole, abs=1e-9)


def test_the_intervals_of_severities_hold_what_was_planted() -> None:
    truth, stricter, held = np.array([-0.8, 0.0, 0.8]), 0.5, []
    for trial in range(40):
        chance = np.random.default_rng(trial)
        homes, who, grades, framework = [], [], [], []
        for number, quality in enumerate(chance.normal(0, 1.2, 80)):
            for inspector in chance.choice(3, 2, replace=False):
                new = int(chance.integers(2))
                lines = np.cumsum([0, *(quality - truth[inspector] - stricter * new - np.array([-2.0, -0.5, 2.0]))])
                shares = np.exp(lines - lines.max())
                homes.append(number)
                who.append(int(inspector))
                grades.append(3 - int(chance.choice(4, p=shares / shares.sum())))
                framework.append(new)
        found = severities(FacetRatings(homes, who, grades, framework))
        assert found.converged and found.framework is not None
        held += [one.low < planted < one.high for one, planted in zip(found.inspectors, truth, strict=True)]
        held.append(found.framework.low < stricter < found.framework.high)
    assert 0.90 <= np.mean(held) <= 0.99
