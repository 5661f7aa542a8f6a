"""What really happened: recorded full inspections under the rules of another version, as values and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal

from evenhand.wording import Words


@dataclass(frozen=True, slots=True)
class PastCounts:
    """Recorded full inspections, `n` of them, by what the newer rules say of the recorded overall grade.

    `forced_down`: it would be refused, from the recorded grades alone; `refused_before`: of these, the older rules
    refuse it too. `needs_more`: it would need a reason or an explanation. `fits`: neither. `cannot_say`: a grade is not
    recorded. The four add up to n. `same` to `not_comparable`: how the newer rules treat the overall judgement beside
    the older ones, as far as recorded grades can tell; they add up to n without those of which one cannot say.
    """

    n: int = 0
    forced_down: int = 0
    refused_before: int = 0
    needs_more: int = 0
    fits: int = 0
    cannot_say: int = 0
    same: int = 0
    harsher: int = 0
    more_lenient: int = 0
    not_comparable: int = 0

    def __add__(self, other: PastCounts) -> PastCounts:
        names = [field.name for field in fields(self)]
        return PastCounts(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class PastYear:
    """One inspection year (1 April to 31 March): `under` says which of the two versions was in force, or another."""

    year: str
    under: Literal["old", "new", "other"]
    counts: PastCounts


@dataclass(frozen=True)
class History:
    """Real full inspections under the newer rules.

    `while_old`: those made while the old version was in force. `by_rule`: how many of these each newer rule would have
    forced down. `not_tested`: newer rules that recorded grades cannot settle, and why. `basis`: what was counted, and
    what the file does not hold. `impossible` says why nothing could be counted; everything else is then empty.
    """

    old: str
    new: str
    while_old: PastCounts = PastCounts()
    years: tuple[PastYear, ...] = ()
    by_rule: Mapping[str, int] | None = None
    by_kind: Mapping[str, int] | None = None
    not_tested: tuple[tuple[str, Words], ...] = ()
    first: date | None = None
    last: date | None = None
    file: str = ""
    basis: tuple[Words, ...] = ()
    impossible: Words | None = None

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        return {
            "old": self.old,
            "new": self.new,
            "impossible": str(self.impossible) if self.impossible else None,
            "while_old": asdict(self.while_old),
            "by_rule": dict(self.by_rule or {}),
            "by_kind": dict(self.by_kind or {}),
            "years": [{"year": one.year, "under": one.under, **asdict(one.counts)} for one in self.years],
            "not_tested": [{"rule": rule, "why": str(why)} for rule, why in self.not_tested],
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "file": self.file,
            "basis": [str(one) for one in self.basis],
        }
