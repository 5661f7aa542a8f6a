"""A sealed plan and its judgements put together: every figure of a pilot, and the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, nan
from pathlib import Path

import numpy as np

from evenhand.findings import BadInput
from evenhand.pilot.plan import PLAN_FILE, Claim, Plan, Seal, must_be_sealed, read_plan
from evenhand.pilot.power import difference_of_groups
from evenhand.pilot.ratings import Ratings, read_ratings
from evenhand.pilot.resampling import interval, resample, resample_clusters, resampled
from evenhand.pilot.sampling import PilotSample, draw, read_register, register_file
from evenhand.pilot.statistics import STATISTICS, About
from evenhand.pilot.statistics.bhapkar import bhapkar_test
from evenhand.pilot.statistics.criteria import Driver, drivers
from evenhand.pilot.statistics.good_or_better import good_or_better
from evenhand.pilot.statistics.many_raters import fleiss_kappa, gwet_ac
from evenhand.pilot.statistics.mcnemar import mcnemar_exact, mcnemar_test
from evenhand.pilot.statistics.ordinal_shift import ordinal_shift_estimate
from evenhand.pilot.statistics.paired_difference import newcombe_paired, non_inferiority_exact, tango_estimate
from evenhand.pilot.statistics.percent_agreement import agreement_estimate
from evenhand.pilot.statistics.severity import FacetRatings, InspectorSeverities, severities
from evenhand.pilot.statistics.stuart_maxwell import stuart_maxwell_test
from evenhand.pilot.statistics.subgroups import SubgroupShift, heterogeneity, subgroup_shifts
from evenhand.pilot.tables import Estimate, Numbers, Tested, two_by_two
from evenhand.pilot.verdict import Crossings, PilotVerdict, judge_claim, verdict
from evenhand.provenance import fingerprint
from evenhand.wording import Words, say

# A group of fewer homes tells about single homes and little else.
SMALLEST_GROUP = 6
# The exact test takes the square of the pairs; above this the score interval needs no support.
MOST_FOR_EXACT = 150
FEW_CLUSTERS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic of the pilot with its interval, in words and with its source."""

    id: str
    name: Words
    found: Estimate
    source: str = ""


@dataclass(frozen=True, slots=True)
class PilotTest:
    """A test in words, and what it found."""

    name: Words
    found: Tested


@dataclass(frozen=True, slots=True)
class GroupedShifts:
    """Changes of the share good or outstanding in the groups of one kind; groups under six homes are kept back."""

    kind: str
    groups: tuple[SubgroupShift, ...]
    kept_back: int
    differ: Tested


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything computed from a plan and its judgements. `table` is empty when two groups were compared."""

    plan: Plan
    seal: Seal
    ratings: Ratings
    sample: PilotSample
    table: Numbers
    groups: tuple[Numbers, Numbers]
    usable: int
    enough: bool
    difference: Estimate
    beside: tuple[Figure, ...]
    tests: tuple[PilotTest, ...]
    figures: tuple[Figure, ...]
    subgroups: tuple[GroupedShifts, ...]
    drivers: tuple[Driver, ...]
    severity: InspectorSeverities | None
    several: tuple[Figure, ...]
    reasons: Mapping[str, int]
    verdict: PilotVerdict


def sample_of(plan: Plan) -> tuple[PilotSample, str]:
    """The sample that a plan draws, and the fingerprint of the register's bytes; raises BadInput."""
    file = register_file(plan.sample)
    return draw(read_register(file), plan.sample), fingerprint(file.read_bytes())


def analyse_study(folder: Path, ratings_file: Path) -> Analysis:
    """Read a sealed study and its judgements, and analyse them; raises BadInput for whatever cannot be used."""
    plan = read_plan(folder)
    must_know_statistics(plan, folder)
    seal = must_be_sealed(folder, plan)
    sample, register = sample_of(plan)
    if (register, sample.fingerprint) != (seal.register_file, seal.sample):
        message = say(
            "the register of {day} is not the one that was sealed, or it gives another sample; restore the file",
            day=plan.sample.register_at.isoformat(),
        )
        raise BadInput.at("PI015", message, file=folder / PLAN_FILE, line=1, field="sample")
    return analyse(plan, seal, sample, read_ratings(ratings_file, plan, seal, sample))


def must_know_statistics(plan: Plan, folder: Path) -> None:
    """Raises BadInput when a plan names a statistic that does not exist, or claims agreement by one that is none."""
    file = folder / PLAN_FILE
    for name in (*plan.statistics, *(one.statistic for one in plan.claims if one.statistic)):
        if name not in STATISTICS:
            message = say(
                "there is no statistic '{name}'; write one of: {known}", name=name, known=", ".join(STATISTICS)
            )
            raise BadInput.at("PI004", message, file=file, field="statistics")
    for claim in plan.claims:
        if claim.statistic and STATISTICS[claim.statistic].about is not About.AGREEMENT:
            message = say("'{name}' is not about agreement; claim one that is", name=claim.statistic)
            raise BadInput.at("PI004", message, file=file, field="claims")


def analyse(plan: Plan, seal: Seal, sample: PilotSample, ratings: Ratings) -> Analysis:
    """Every figure of a pilot, and the verdict; the same input gives the same figures."""
    table, groups = ratings.table(), ratings.groups()
    in_pairs = plan.design != "two_groups"
    usable = int(table.sum()) if in_pairs else int(groups[0].sum() + groups[1].sum())
    enough = usable >= ceil(plan.stopping.looks[0] * (1 - plan.stopping.may_be_lost))
    draws = _draws(plan, ratings) if in_pairs else None
    difference, beside = _difference(plan, ratings, draws)
    figures = _figures(plan, table, draws, difference)
    blind = in_pairs is False or all(one.blind for one in ratings.pairs)
    return Analysis(
        plan=plan,
        seal=seal,
        ratings=ratings,
        sample=sample,
        table=table,
        groups=groups,
        usable=usable,
        enough=enough,
        difference=difference,
        beside=beside,
        tests=_tests(table, plan) if in_pairs else (),
        figures=figures,
        subgroups=tuple(_grouped(plan, ratings, kind) for kind in plan.subgroups) if in_pairs else (),
        drivers=_drivers(ratings) if in_pairs else (),
        severity=_severity(plan, ratings),
        several=_several(plan, ratings),
        reasons=Counter(one.reason for one in ratings.pairs if one.reason),
        verdict=_verdict(plan, table, usable, enough, difference, {one.id: one for one in figures}, blind),
    )


def _draws(plan: Plan, ratings: Ratings) -> Numbers:
    if plan.cluster is None:
        return resample(ratings.table(), plan.resamples, plan.seed)
    return resample_clusters(_stack(plan, ratings), plan.resamples, plan.seed)


def _stack(plan: Plan, ratings: Ratings) -> Numbers:
    clusters = ratings.clusters(plan.cluster or "provider")
    k = ratings.grades
    return np.stack(list(clusters.values())) if clusters else np.zeros((1, k, k))


def _difference(plan: Plan, ratings: Ratings, draws: Numbers | None) -> tuple[Estimate, tuple[Figure, ...]]:
    """The change that the verdict rests on, and other intervals of it for comparison."""
    level = plan.look_level
    if draws is None:
        return _of_groups(ratings, level), ()
    table = ratings.table()
    score = tango_estimate(table, level)
    beside = [
        Figure("tango", say("score interval"), score, "Tango 1998"),
        Figure("newcombe", say("Newcombe’s method 10, for comparison"), newcombe_paired(table, level), "Newcombe 1998"),
    ]
    if plan.cluster is None:
        return score, tuple(beside)
    low, high = interval(good_or_better(draws), level)
    clustered = Estimate(score.value, low, high, level, score.n)
    name = say("whole clusters drawn again ({n} of them)", n=len(_stack(plan, ratings)))
    beside.append(Figure("clusters", name, clustered, "Efron and Tibshirani 1993"))
    # Too few clusters make the interval too narrow; the wider of the two never claims more than either.
    wider = Estimate(score.value, float(np.fmin(score.low, low)), float(np.fmax(score.high, high)), level, score.n)
    return wider, tuple(beside)


def _of_groups(ratings: Ratings, level: float) -> Estimate:
    old, new = ratings.groups()
    first, second = int(old.sum()), int(new.sum())
    if not first or not second:
        return Estimate(nan, nan, nan, level, first + second)
    low, high = difference_of_groups(old[:2].sum(), first, new[:2].sum(), second, level)
    value = float(new[:2].sum() / second - old[:2].sum() / first)
    return Estimate(value, float(low), float(high), level, first + second)


def _tests(table: Numbers, plan: Plan) -> tuple[PilotTest, ...]:
    made = [
        PilotTest(say("Stuart and Maxwell: every grade as often under both"), stuart_maxwell_test(table)),
        PilotTest(say("Bhapkar: the same question, more powerful, for large n"), bhapkar_test(table)),
        PilotTest(say("McNemar at the line of good, exact"), mcnemar_test(table)),
        PilotTest(say("McNemar at the line of good, mid-p"), mcnemar_test(table, mid=True)),
    ]
    for claim in plan.claims:
        if claim.kind == "not_lower" and claim.margin_points and 0 < table.sum() <= MOST_FOR_EXACT:
            p = non_inferiority_exact(table, claim.margin_points / 100)
            name = say("a fall of {margin} points or more, exact, one-sided", margin=f"{claim.margin_points:g}")
            made.append(PilotTest(name, Tested(nan, 0, p)))
    return tuple(made)


def _figures(plan: Plan, table: Numbers, draws: Numbers | None, difference: Estimate) -> tuple[Figure, ...]:
    if draws is None or not table.sum():
        return ()
    claimed = [one.statistic for one in plan.claims if one.statistic]
    made = []
    for name in dict.fromkeys([*plan.statistics, *claimed]):
        one = STATISTICS[name]
        if one.about is About.TEST:
            continue
        if name == "good_or_better":
            found = difference  # one figure, one interval: the one that the verdict rests on
        elif name == "percent_agreement" and plan.cluster is None:
            found = agreement_estimate(table, plan.look_level)
        elif name == "ordinal_shift" and plan.cluster is None:
            found = ordinal_shift_estimate(table, plan.look_level)
        elif plan.cluster is None:
            found = resampled(table, one.function, draws, plan.look_level)
        else:
            low, high = interval(one.function(draws), plan.look_level)
            found = Estimate(float(one.function(table)), low, high, plan.look_level, float(table.sum()))
        made.append(Figure(name, one.name, found, one.source))
    return tuple(made)


def _grouped(plan: Plan, ratings: Ratings, kind: str) -> GroupedShifts:
    every = ratings.by(kind)
    large = {name: one for name, one in every.items() if one.sum() >= SMALLEST_GROUP}
    shifts = subgroup_shifts(
        large,
        estimate=lambda table, level: tango_estimate(table, level),
        p_value=lambda table: float(mcnemar_exact(table)),
        level=plan.look_level,
    )
    return GroupedShifts(kind, shifts, len(every) - len(large), heterogeneity(large))


def _drivers(ratings: Ratings) -> tuple[Driver, ...]:
    pairs = ratings.pairs
    shared = sorted({part for one in pairs for part in one.parts})
    whole = [one for one in pairs if all(part in one.parts for part in shared)]
    if not shared or len(whole) < SMALLEST_GROUP:
        return ()
    overall = [(one.new or 0) - (one.old or 0) for one in whole]
    moves = {part: [one.parts[part][1] - one.parts[part][0] for one in whole] for part in shared}
    return tuple(one for one in drivers(overall, moves) if any(moves[one.criterion]) or any(overall))


def _severity(plan: Plan, ratings: Ratings) -> InspectorSeverities | None:
    named = [one for one in ratings.every if one.inspector]
    homes = {home: number for number, home in enumerate(dict.fromkeys(one.home for one in named))}
    people = {who: number for number, who in enumerate(sorted({one.inspector for one in named}))}
    if not named:
        return None
    try:
        return severities(
            FacetRatings(
                homes=[homes[one.home] for one in named],
                inspectors=[people[one.inspector] for one in named],
                grades=[one.grade for one in named],
                framework=[one.side for one in named],
            ),
            plan.look_level,
        )
    except ValueError:
        return None  # one inspector, or one grade: nothing tells people apart


def _several(plan: Plan, ratings: Ratings) -> tuple[Figure, ...]:
    """Agreement of several inspectors under the same framework, where homes had more than one."""
    made = []
    for side, name in ((0, plan.frameworks.old), (1, plan.frameworks.new)):
        given = [one for one in ratings.every if one.side == side]
        homes = {home: number for number, home in enumerate(dict.fromkeys(one.home for one in given))}
        counts = np.zeros((len(homes), ratings.grades))
        for one in given:
            counts[homes[one.home], one.grade] += 1
        n = int((counts.sum(axis=1) >= 2).sum())
        if n < SMALLEST_GROUP:
            continue
        source = np.random.default_rng(plan.seed)
        drawn = source.multinomial(len(homes), np.full(len(homes), 1 / len(homes)), size=min(plan.resamples, 2000))
        for words, function, source_name in (
            (say("Fleiss’ kappa under {framework}", framework=name), fleiss_kappa, "Fleiss 1971"),
            (say("Gwet’s AC2 under {framework}", framework=name), gwet_ac, "Gwet 2014"),
        ):
            low, high = interval(function(counts, drawn=drawn), plan.look_level)
            found = Estimate(float(function(counts)), low, high, plan.look_level, n)
            made.append(Figure(f"{function.__name__}_{name}", words, found, source_name))
    return tuple(made)


def _verdict(
    plan: Plan,
    table: Numbers,
    usable: int,
    enough: bool,
    difference: Estimate,
    figures: Mapping[str, Figure],
    blind: bool,
) -> PilotVerdict:
    halves = two_by_two(table, 2)
    crossings = Crossings(usable, int(halves[0, 1]), int(halves[1, 0]))
    nothing = Estimate(nan, nan, nan, plan.look_level, usable)

    def found(claim: Claim) -> Estimate:
        if claim.statistic is None:
            return difference
        return figures[claim.statistic].found if claim.statistic in figures else nothing

    judged = tuple(judge_claim(plan, claim, found(claim), enough, crossings) for claim in plan.claims)
    return verdict(plan, judged, blind, plan.sample.homes - usable)
