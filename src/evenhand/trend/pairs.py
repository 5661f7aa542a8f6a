"""Which two figures may be compared across a day, and their difference with all that bounds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import sqrt
from statistics import NormalDist

from evenhand.trend.bounds import Between, Counted, difference_with_chance, needed
from evenhand.trend.compared import Comparison
from evenhand.trend.missing import missing_words
from evenhand.trend.published import FrameworkChange, PublishedFigure, SeriesBasis
from evenhand.trend.rows import Snapshot, Window
from evenhand.trend.saying import basis_caveats, grade_caveats
from evenhand.wording import Words, say

FAR = 550  # days between the middles of two periods from which on a year lies between them


def like_for_like(at: date, figures: Sequence[PublishedFigure]) -> list[tuple[PublishedFigure, PublishedFigure]]:
    """Pairs of published figures on one basis and season, the nearest before and the nearest after a day.

    A stretch of a year is compared with the same stretch only, so that seasons cannot pass for a change. Where a period
    was published twice, the later count comes first and the provisional one after it, to show what it matters.
    """
    found = []
    for basis in (SeriesBasis.PERIOD, SeriesBasis.LATEST):
        told = [one for one in figures if one.basis is basis and "good_or_better" in one.shares]
        for season in dict.fromkeys(_season(one) for one in told):
            alike = [one for one in told if _season(one) == season]
            before = [one for one in alike if _end(one) < at]
            after = [one for one in alike if (_start(one) if not basis.is_at_a_date else _end(one)) >= at]
            if before and after:
                nearest = max(_end(one) for one in before), min(_end(one) for one in after)
                firsts = sorted((one for one in before if _end(one) == nearest[0]), key=_rank)
                seconds = sorted((one for one in after if _end(one) == nearest[1]), key=_rank)
                found += [(first, second) for first in firsts for second in seconds]
    return found


def _rank(one: PublishedFigure) -> tuple[bool, str]:
    return one.provisional and "later" not in one.status, one.id


def _season(one: PublishedFigure) -> tuple[int, int, int, int]:
    start, end = _start(one), _end(one)
    if one.basis.is_at_a_date:
        return 0, 0, end.month, 0  # 4 April counts as the end of March would: see the caveats
    return start.month, start.day, end.month, end.day


def _start(one: PublishedFigure) -> date:
    return one.start or (_year(one.period)[0] if one.end is None else one.end)


def _end(one: PublishedFigure) -> date:
    return one.end or _year(one.period)[1]


def _year(period: str) -> tuple[date, date]:
    """1 April to 31 March of a period written as 2009/10; an exact boundary that a source lacks is so supposed."""
    first = int(period[:4])
    return date(first, 4, 1), date(first + 1, 3, 31)


def of_figures(
    at: date, first: PublishedFigure, second: PublishedFigure, measure: str, changes: Sequence[FrameworkChange]
) -> Comparison:
    """Two published figures of one basis compared; ValueError when the bases differ."""
    if first.basis is not second.basis:
        raise ValueError(f"{first.id} and {second.id} are of two bases, which are never compared")
    one, two = first.shares.get(measure), second.shares.get(measure)
    rounding = two.less(one) if one and two else None
    chance = None
    a, b = first.counted(measure), second.counted(measure)
    if rounding and a and b and not first.basis.is_at_a_date:
        chance = difference_with_chance(a, b)
    stated = [figure.stated.get(measure) for figure in (first, second)]
    change = _stated_change(stated, a, b, rounding)
    gaps = _figure_caveats(first, second, measure)
    between = _between(_middle(first), _middle(second), at, changes)
    return Comparison(
        at, _label(first), _label(second), first.basis, measure, (first.n, second.n), (one, two), rounding, chance,
        needed(one, two) if one and two else None, (first.source, second.source),
        (*basis_caveats(first.basis), *gaps, *between, *grade_caveats(at)),
        change, (first.n_supposed, second.n_supposed), verified=first.verified and second.verified,
    )  # fmt: skip


def _stated_change(
    stated: Sequence[float | None], a: Counted | None, b: Counted | None, rounding: Between | None
) -> float | None:
    """The middle of what rounding allows where counts are known, else the difference as published."""
    if rounding is None:
        return None
    if (a and b) or None in stated:
        return rounding.middle
    return (float(stated[1] or 0) - float(stated[0] or 0)) / 100


def _label(one: PublishedFigure) -> str:
    return one.period


def _middle(one: PublishedFigure) -> date:
    start, end = _start(one), _end(one)
    return end if one.basis.is_at_a_date else start + (end - start) / 2


def _figure_caveats(first: PublishedFigure, second: PublishedFigure, measure: str) -> Iterable[Words]:
    for one in (first, second):
        if not one.verified:
            yield say(
                "{period} was read in a report about the release, not in the release (unverified).", period=one.period
            )
        if one.provisional:
            yield say("{period} is provisional: inspections published later are missing.", period=one.period)
        if one.n is None and one.n_supposed is not None:
            yield say("For {period} n was not published; {n} is supposed: {how}.", period=one.period, n=one.n_supposed, how=one.n_how)  # noqa: E501  # fmt: skip
        elif one.n is None:
            yield say("For {period} n was not published, so there is no interval for chance.", period=one.period)
        if measure not in one.shares:
            yield say("For {period} this figure was not published.", period=one.period)
        if one.start is None and not one.basis.is_at_a_date:
            yield say("The exact days of {period} are not stated; 1 April to 31 March is supposed.", period=one.period)
        if one.remark:
            yield say("Note on {period}: {note}", period=one.period, note=one.remark)


def _between(first: date, second: date, at: date, changes: Sequence[FrameworkChange]) -> Iterable[Words]:
    if (second - first).days > FAR:
        yield say("More than a year lies between the two; whatever happened in between is in the difference too.")
    others = [one.on.isoformat() for one in changes if first < one.on < second and one.on != at]
    if others:
        yield say("Other changes fall between the two: {days}.", days=others)


def unpublished(at: date, figures: Sequence[PublishedFigure]) -> Comparison | None:
    """The year beside the day for which there is no figure: said as such, with nothing filled in."""
    years = {date(at.year - (at.month < 4) - 1, 4, 1): "before", date(at.year - (at.month < 4), 4, 1): "after"}
    told = {_start(one) for one in figures if one.basis is SeriesBasis.PERIOD and "good_or_better" in one.shares
            and _season(one) == (4, 1, 3, 31)}  # fmt: skip
    blank = [first for first in years if first not in told]
    if not blank:
        return None
    notes = [one for one in figures if _season_or_none(one) and _start(one) in blank and one.remark]
    names = [f"{first.year}/{(first.year + 1) % 100:02d}" for first in years]
    lacking = [f"{first.year}/{(first.year + 1) % 100:02d}" for first in blank]
    return Comparison(
        at, names[0], names[1], SeriesBasis.PERIOD, "good_or_better", (None, None), (None, None), None, None, None, (),
        (
            *basis_caveats(SeriesBasis.PERIOD),
            say("No figure for {years} is in the data; blank stays blank.", years=lacking),
            *(say("Note on {period}: {note}", period=one.period, note=one.remark) for one in notes),
        ),
    )  # fmt: skip


def _season_or_none(one: PublishedFigure) -> bool:
    return one.basis is SeriesBasis.PERIOD and (one.start is not None or "/" in one.period)


def _holds(measure: str, grade: int) -> bool:
    return {"good_or_better": grade >= 3, "outstanding": grade == 4, "inadequate": grade == 1}[measure]


def of_snapshots(
    at: date, first: Snapshot, second: Snapshot, measure: str, changes: Sequence[FrameworkChange]
) -> Comparison:
    """Two register files: counts are exact; the interval lets a home that stands in both be paired with itself."""
    groups = [{urn: float(_holds(measure, grade)) for urn, grade in one.grades.items()} for one in (first, second)]
    return _exact(
        at, (f"{first.at:%-d %b %Y}", f"{second.at:%-d %b %Y}"), SeriesBasis.SNAPSHOT, measure,
        [[(urn, value) for urn, value in group.items()] for group in groups],
        (
            *(say("At {day}, {n} listed homes had no grade and are not counted.", day=one.at.isoformat(), n=one.blank)
              for one in (first, second) if one.blank),
            *_between(first.at, second.at, at, changes),
        ),
    )  # fmt: skip


def of_windows(at: date, first: Window, second: Window, measure: str, changes: Sequence[FrameworkChange]) -> Comparison:
    """The listed inspections of a year before and of a year after, each the year before a register file."""
    groups = [[(i.urn, float(_holds(measure, i.grade))) for i in one.inspections] for one in (first, second)]
    shares = [sum(value for _, value in group) / len(group) for group in groups]
    return _exact(
        at, (first.label, second.label), SeriesBasis.LISTED, measure, groups,
        (missing_words(*shares), *_between(first.first, second.first, at, changes)),
    )  # fmt: skip


def _exact(
    at: date, labels: tuple[str, str], basis: SeriesBasis, measure: str,
    groups: Sequence[Sequence[tuple[str, float]]], caveats: tuple[Words, ...],
) -> Comparison:  # fmt: skip
    difference, error = clustered_difference(*groups)
    n = (len(groups[0]), len(groups[1]))
    z = NormalDist().inv_cdf(0.975)
    shares = [sum(value for _, value in group) / len(group) for group in groups]
    exact = [Between(one, one) for one in shares]
    return Comparison(
        at, *labels, basis, measure, n, (exact[0], exact[1]), exact[1].less(exact[0]),
        Between(difference - z * error, difference + z * error), needed(exact[0], exact[1]),
        ("register files at 31 March",), (*basis_caveats(basis), *caveats, *grade_caveats(at)), difference,
    )  # fmt: skip


def clustered_difference(
    first: Sequence[tuple[str, float]], second: Sequence[tuple[str, float]]
) -> tuple[float, float]:
    """The second mean less the first, and its standard error with all rows of one key taken as one cluster.

    Each row is (key, value). A home that stands on both sides counts against itself, so staying the same adds nothing.
    Source: the linearised variance of a difference of ratios, as in any text on cluster samples.
    """
    means = [sum(value for _, value in group) / len(group) for group in (first, second)]
    pulls: dict[str, float] = {}
    for sign, group, mean in ((-1, first, means[0]), (1, second, means[1])):
        for key, value in group:
            pulls[key] = pulls.get(key, 0.0) + sign * (value - mean) / len(group)
    clusters = len(pulls)
    correction = clusters / (clusters - 1) if clusters > 1 else 1.0
    return means[1] - means[0], sqrt(correction * sum(pull * pull for pull in pulls.values()))
