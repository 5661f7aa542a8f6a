"""Shares of a count with intervals: whole per cent, Wilson’s for one share, Newcombe’s for a difference of two."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def percent(part: int, whole: int) -> int:
    """A share in whole per cent, halves rounded up; computed in whole numbers, so that 0.5 is a half."""
    return (200 * part + whole) // (2 * whole)


def wilson(part: int, of: int) -> tuple[float, float]:
    """Wilson’s 95% interval for a share, without continuity correction, from 0 to 1; `of` is at least 1."""
    # Written out, because the library that has it takes two seconds to import; the oracle compares the two.
    share, z = part / of, NormalDist().inv_cdf(0.975)
    centre = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return (0.0 if part == 0 else (centre - half) / whole, 1.0 if part == of else (centre + half) / whole)


def newcombe(part: int, of: int, other_part: int, other_of: int) -> tuple[float, float]:
    """Newcombe’s 95% interval (his method 10) for the second share less the first, from -1 to 1.

    Both wholes are at least 1, and the two groups are taken to have nobody in common.
    Source: R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890.
    """
    first, second = part / of, other_part / other_of
    (low, high), (other_low, other_high) = wilson(part, of), wilson(other_part, other_of)
    difference = second - first
    down = sqrt((second - other_low) ** 2 + (high - first) ** 2)
    up = sqrt((other_high - second) ** 2 + (first - low) ** 2)
    return difference - down, difference + up
