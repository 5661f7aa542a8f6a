"""Inspections that no file lists: how many it would take to turn an answer, and how many there must be at least."""

from __future__ import annotations

from evenhand.trend.bounds import Between
from evenhand.wording import Words, say


def with_unlisted(good: int, n: int, unlisted: float) -> Between:
    """The share good or better when `unlisted` further inspections, as a part of `n`, could have had any grade.

    Raises ValueError when there is nothing listed or `unlisted` is negative.
    """
    if n < 1 or unlisted < 0:
        raise ValueError("something must be listed, and the unlisted cannot be fewer than none")
    return Between(good / n / (1 + unlisted), (good / n + unlisted) / (1 + unlisted))


def turning_point(first: float, second: float) -> float:
    """The part of unlisted inspections, the same on both sides, at which the worst case makes both shares equal.

    In the worst case all unlisted ones on the lower side are good and none on the higher: (p + m) / (1 + m) meets
    q / (1 + m) where m = q - p.
    """
    return abs(second - first)


def at_least_unlisted(share: float, published: Between) -> float:
    """The smallest part of unlisted inspections that lets a listed share and the published one both be true."""
    if published.holds(share):
        return 0.0
    if share > published.high:
        return share / published.high - 1
    return (published.low - share) / (1 - published.low)


def missing_words(first: float, second: float) -> Words:
    """How sensitive a difference on listed inspections is to those that are not listed."""
    return say(
        "If on each side more than {part} unlisted inspections stood behind every 100 listed ones, all of them "
        "in the measure on one side and none on the other, the direction could turn: the bound without any assumption.",
        part=round(turning_point(first, second) * 100, 1),
    )
