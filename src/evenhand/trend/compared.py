"""A share before and after a day: the value that everything else makes, draws and prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from evenhand.trend.bounds import Between
from evenhand.trend.published import FrameworkChange, SeriesBasis
from evenhand.trend.saying import claim_of, settling
from evenhand.wording import Words

MEASURES = ("good_or_better", "outstanding", "inadequate")
COLLAPSE = 0.05  # a fall of more than this share is what the claim speaks of; fixed here, no option changes it


@dataclass(frozen=True, slots=True)
class Comparison:
    """One share before and after a day, on one basis. Shares and their difference run from 0 to 1.

    `rounding` is what rounding and missing counts alone leave open, `chance` a 95% interval on top of it; None where
    the figures do not give it. Without a difference nothing was published, and nothing is made up.
    """

    at: date
    before: str
    after: str
    basis: SeriesBasis
    measure: str
    n: tuple[int | None, int | None]
    shares: tuple[Between | None, Between | None]
    rounding: Between | None
    chance: Between | None
    settles_at: int | None
    sources: tuple[str, ...]
    caveats: tuple[Words, ...]
    change: float | None = None
    n_supposed: tuple[int | None, int | None] = (None, None)
    placebo: bool = False
    verified: bool = True

    @property
    def span(self) -> Between | None:
        """The widest of the two ranges: what the claim rests on."""
        return self.chance or self.rounding

    @property
    def claim(self) -> Words:
        """What may be said: never why."""
        return claim_of(self.span, self.chance is not None, COLLAPSE, self.measure)

    @property
    def settles(self) -> Words:
        """What would settle it."""
        return settling(self.rounding, self.chance, self.settles_at, (self.before, self.after))

    def as_dict(self) -> dict[str, Any]:
        """Plain values; changes in percentage points to one place, outwards."""
        return {
            "from": self.before,
            "to": self.after,
            "basis": self.basis.value,
            "measure": self.measure,
            "n": {"from": self.n[0], "to": self.n[1]},
            "n_supposed": {"from": self.n_supposed[0], "to": self.n_supposed[1]},
            "shares_percent": {"from": _percents(self.shares[0]), "to": _percents(self.shares[1])},
            "change_points": None if self.change is None else round(self.change * 100, 1),
            "low": None if self.span is None else points(self.span.low),
            "high": None if self.span is None else points(self.span.high),
            "low_high_are": self._kind(),
            "rounding": _percents(self.rounding),
            "rounding_and_chance": _percents(self.chance),
            "verified": self.verified,
            "placebo": self.placebo,
            "sources": list(self.sources),
            "claim": str(self.claim),
            "caveats": [str(one) for one in self.caveats],
            "what_would_settle_it": str(self.settles),
        }

    def _kind(self) -> str | None:
        if self.span is None:
            return None
        return "rounding bounds with a 95% interval" if self.chance else "rounding bounds only"


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Everything that the data say about one day, in order of basis; `changes` are the reported changes near it."""

    at: date
    changes: tuple[FrameworkChange, ...]
    found: tuple[Comparison, ...]
    placebos: tuple[Comparison, ...] = field(default=())

    def of(self, basis: SeriesBasis, measure: str = "good_or_better") -> tuple[Comparison, ...]:
        """Those on one basis and measure: the only ones that may stand in one table."""
        return tuple(one for one in self.found if one.basis is basis and one.measure == measure)


def points(share: float) -> float:
    """A difference of shares in percentage points, to one place."""
    return round(share * 100, 1)


def _percents(value: Between | None) -> list[float] | None:
    return None if value is None else [points(value.low), points(value.high)]
