"""What is counted, on which basis, and what a finished table says: frozen values, ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.shares import percent, wilson
from evenhand.wording import Words

# The grades of every generation, the best first; 4 is outstanding.
GRADES = (4, 3, 2, 1)


class Basis(StrEnum):
    """What one count is. The two give different shares and never stand in one table."""

    PERIOD = "inspections"
    LATEST = "latest"


class By(StrEnum):
    """What the lines of a table are."""

    PERIOD = "period"
    FRAMEWORK = "framework"
    REGION = "region"
    SECTOR = "sector"
    PROVISION = "provision"
    KIND = "kind"
    AUTHORITY = "authority"


class Rule(StrEnum):
    """What is hidden: every small count, or every line that is small as a whole."""

    COUNTS = "counts"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection as anybody may know it: `grades` are ordinals 1 to 4 by judgement; "" is what nobody knows.

    `listed_until` is the newest file of the register in which the home stood.
    """

    urn: str
    on: date
    kind: str
    region: str
    sector: str
    authority: str
    provision: str
    framework: str
    grades: Mapping[str, int]
    fictional: bool = False
    listed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants counted. On the basis LATEST only `last` bears, as the date at which one looks."""

    by: By
    basis: Basis
    first: date
    last: date
    judgement: str = "overall"
    region: str = ""
    sector: str = ""
    provision: str = ""
    kind: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `of`, as a share from 0 to 1 with its 95% interval by Wilson’s method."""

    n: int
    of: int
    low: float
    high: float

    @property
    def percents(self) -> tuple[int, int, int]:
        """The share and both ends of its interval in whole per cent, halves rounded up."""
        return percent(self.n, self.of), int(self.low * 100 + 0.5), int(self.high * 100 + 0.5)


def share_of(n: int | None, of: int | None) -> Share | None:
    """The share; None when either number is hidden, or when there is nothing to share out."""
    if n is None or not of:
        return None
    return Share(n, of, *wilson(n, of))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: counts in the order of the columns, and their total. None is hidden, never missing."""

    key: str
    counts: tuple[int | None, ...]
    total: int | None
    better: int | None

    @property
    def shares(self) -> tuple[Share | None, ...]:
        """The share of each column."""
        return tuple(share_of(n, self.total) for n in self.counts)

    @property
    def good(self) -> Share | None:
        """The share that is good or outstanding."""
        return share_of(self.better, self.total)


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table. `columns` are groups of grades, such as ((4,), (3,), (2,), (1,)).

    `basis` and `notes` have to stand beside the figures; `left_out` says what was not counted, and why.
    """

    asked: Asked
    columns: tuple[tuple[int, ...], ...]
    lines: tuple[Line, ...]
    total: Line
    minimum: int
    rule: Rule
    basis: Words
    left_out: tuple[tuple[Words, int], ...]
    notes: tuple[Words, ...]

    @property
    def hides(self) -> bool:
        """Whether any figure is hidden."""
        return any(n is None for line in (*self.lines, self.total) for n in (*line.counts, line.total))
