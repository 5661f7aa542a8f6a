"""The published series: each figure with its basis, its bounds and its source; what was not published stays blank."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.framework.reading import load_all
from evenhand.shelf import shipped
from evenhand.trend.bounds import Between, Counted, counts_within, rounded, settled
from evenhand.wording import say

FOLDER = "published_statistics"
GRADES = ("outstanding", "good", "adequate_or_ri", "inadequate")  # the best first, as the columns are named


class SeriesBasis(StrEnum):
    """What a figure counts. Figures of two bases are never compared, drawn or joined in one line."""

    PERIOD = "inspections in the period"
    LATEST = "latest inspection at a date"
    SNAPSHOT = "latest inspection at a date, counted from the register's files"
    LISTED = "listed inspections in the year before a register file"
    WIDER = "other providers as well"

    @property
    def is_at_a_date(self) -> bool:
        """Whether the figure looks at a stock of homes rather than at the inspections of a period."""
        return self in (SeriesBasis.LATEST, SeriesBasis.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One published line. Shares are ranges from 0 to 1 by grade and for `good_or_better`; an absent key is blank.

    `shares` hold what rounding allows and nothing else. `counts` are there only where `n` was published.
    """

    id: str
    period: str
    start: date | None
    end: date | None
    basis: SeriesBasis
    status: str
    n: int | None
    shares: Mapping[str, Between]
    counts: Mapping[str, Counted]
    stated: Mapping[str, float]
    source: str
    second_hand: bool
    note: str
    line: int
    n_supposed: int | None = None
    n_how: str = ""

    @property
    def remark(self) -> str:
        """The note as it may be shown: what somebody read into a year without figures is not passed on as one."""
        return self.note if self.shares else self.note.partition(" Read as")[0]

    @property
    def provisional(self) -> bool:
        """Whether a later figure for the same period may have replaced it."""
        return "provisional" in self.status

    @property
    def verified(self) -> bool:
        """False where the figure was read in a report about the release and not in the release."""
        return not self.second_hand

    def counted(self, measure: str) -> Counted | None:
        """The count behind a share, from the published n or, failing that, from the supposed one."""
        if measure in self.counts:
            return self.counts[measure]
        if self.n_supposed is None or measure not in self.shares:
            return None
        return Counted(counts_within(self.shares[measure], self.n_supposed), self.n_supposed)


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """A day from which something about the inspections was reported to be different."""

    on: date
    what: str
    source: str


def published(folder: Path | None = None) -> tuple[PublishedFigure, ...]:
    """Every line of the published series, in the order of the file.

    Raises BadInput naming file and line: TR001 a basis that is none of the known ones, TR002 a cell that is not a
    number or a day, TR003 figures that contradict each other, TR004 a column that is missing.
    """
    folder = folder or shipped("data") / FOLDER
    second_hand = {
        row["source_id"]: _is_second_hand(row["licence_or_basis"]) for _, row in _rows(folder / "sources.csv")
    }
    file = folder / "overall_grades_published.csv"
    found = [_figure(file, line, row, second_hand) for line, row in _rows(file, _COLUMNS)]
    return tuple(_supposed(found, folder / "counts_supposed.csv"))


def framework_changes(folder: Path | None = None) -> tuple[FrameworkChange, ...]:
    """The days on which frameworks or inspection itself changed, oldest first: as reported, and as the frameworks say.

    A day that the reported list lacks is taken from the shipped frameworks, and its source is the framework's id.
    """
    file = (folder or shipped("data") / FOLDER) / "framework_changes.csv"
    found = []
    for line, row in _rows(file, ("date", "change", "source")):
        day = _day(file, line, row, "date")
        if day is None:
            raise BadInput.at("TR002", say("a change needs its day, such as 2011-04-01"), file=file, line=line)
        found.append(FrameworkChange(day, row["change"], row["source"]))
    known = {one.on for one in found}
    found += [one for one in _in_force() if one.on not in known]
    return tuple(sorted(found, key=lambda one: one.on))


@lru_cache(maxsize=1)
def _in_force() -> tuple[FrameworkChange, ...]:
    return tuple(FrameworkChange(one.in_force.start, one.title, one.id) for one in load_all())


_COLUMNS = (
    "record_id", "period", "period_start", "period_end", "basis", "status", "n", "good_or_better_pct", "source_id",
    "note",
    *(f"{grade}_{what}" for grade in GRADES for what in ("n", "pct")),
)  # fmt: skip


def _rows(file: Path, columns: tuple[str, ...] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        lacking = [name for name in columns if name not in (reader.fieldnames or ())]
        if lacking:
            raise BadInput.at(
                "TR004", say("the columns {names} are missing; add them", names=lacking), file=file, line=1
            )
        for row in reader:
            yield reader.line_num, {name: (cell or "").strip() for name, cell in row.items() if name is not None}


def _is_second_hand(licence: str) -> bool:
    return licence.startswith(("news report", "secondary"))


def _basis(file: Path, line: int, text: str) -> SeriesBasis:
    plain = " ".join(text.casefold().split())
    if "all children's social care providers" in plain:
        return SeriesBasis.WIDER
    if plain.startswith("most recent inspection") or plain.startswith("latest inspection"):
        return SeriesBasis.LATEST
    if plain.startswith(("inspections in the", "full inspections")):
        return SeriesBasis.PERIOD
    message = say(
        "“{text}” is no known basis; write “full inspections in the financial year” or “most recent inspection of "
        "every home”, because the two give different shares",
        text=text[:80],
    )
    raise BadInput.at("TR001", message, file=file, line=line, field="basis")


def _day(file: Path, line: int, row: Mapping[str, str], field: str) -> date | None:
    try:
        return date.fromisoformat(row[field]) if row[field] else None
    except ValueError:
        message = say("“{cell}” is no day; write it as 2011-04-01 or leave it blank", cell=row[field][:40])
        raise BadInput.at("TR002", message, file=file, line=line, field=field) from None


def _number(file: Path, line: int, row: Mapping[str, str], field: str, most: float) -> float | None:
    if not row[field]:
        return None
    try:
        value = float(row[field])
    except ValueError:
        if field == "good_or_better_pct":
            return None  # “about two-thirds” is a saying and no figure
        value = -1.0
    if not 0 <= value <= most:
        message = say(
            "“{cell}” is no number from 0 to {most}; correct it or leave it blank", cell=row[field], most=most
        )
        raise BadInput.at("TR002", message, file=file, line=line, field=field)
    return value


def _figure(file: Path, line: int, row: Mapping[str, str], second_hand: Mapping[str, bool]) -> PublishedFigure:
    n = _number(file, line, row, "n", 1e7)
    numbers = {g: _number(file, line, row, f"{g}_n", n if n is not None else 1e7) for g in GRADES}
    stated = {g: _number(file, line, row, f"{g}_pct", 100) for g in (*GRADES, "good_or_better")}
    told = {measure: value for measure, value in stated.items() if value is not None}
    try:
        shares = _shares(told, row["note"])
        counts = _counts(numbers, shares, int(n)) if n else {}
    except ValueError as problem:
        message = say("{problem}; look the line up in its source", problem=str(problem))
        raise BadInput.at("TR003", message, file=file, line=line) from None
    shares = {**shares, **{measure: counted.share for measure, counted in counts.items()}}
    sources = row["source_id"].split(";")
    return PublishedFigure(
        row["record_id"], row["period"], _day(file, line, row, "period_start"), _day(file, line, row, "period_end"),
        _basis(file, line, row["basis"]), row["status"], int(n) if n else None, shares, counts, told,
        row["source_id"], any(second_hand.get(one, True) for one in sources), row["note"], line,
    )  # fmt: skip


def _shares(stated: Mapping[str, float], note: str) -> dict[str, Between]:
    """What rounding to whole per cent leaves open, for each grade and for the top two together."""
    parts = [rounded(stated[g]) if g in stated else Between(0.0, 1.0) for g in GRADES]
    narrowed = dict(zip(GRADES, settled(parts, Between(1.0, 1.0)), strict=True))
    found = {grade: narrowed[grade] for grade in GRADES if grade in stated}
    if "good_or_better" not in stated:
        return found
    top = stated["good_or_better"]
    both = "outstanding" in stated and "good" in stated
    if both and stated["outstanding"] + stated["good"] == top:
        # It may be the sum of two rounded figures, and a sum of two roundings is off by up to a whole point.
        combined = narrowed["outstanding"] + narrowed["good"]
    elif "less" in note.split():
        combined = rounded(top, step=2)  # one rounded figure less another
    else:
        combined = rounded(top)
        if both:
            combined = combined.and_(narrowed["outstanding"] + narrowed["good"])
    rest = narrowed["adequate_or_ri"] + narrowed["inadequate"]
    return {**found, "good_or_better": combined.and_(Between(1 - rest.high, 1 - rest.low))}


def _counts(numbers: Mapping[str, float | None], shares: Mapping[str, Between], n: int) -> dict[str, Counted]:
    """Counts by grade and for the top two, as far as n, the given counts and the rounded shares settle them."""
    parts = []
    for grade in GRADES:
        given = numbers[grade]
        if given is not None:
            parts.append(Between(given, given))
        else:
            parts.append(counts_within(shares[grade], n) if grade in shares else Between(0, n))
    narrowed = dict(zip(GRADES, settled(parts, Between(n, n)), strict=True))
    top = narrowed["outstanding"] + narrowed["good"]
    if "good_or_better" in shares:
        top = top.and_(counts_within(shares["good_or_better"], n))
    rest = narrowed["adequate_or_ri"] + narrowed["inadequate"]
    top = top.and_(Between(n - rest.high, n - rest.low))
    known = {grade: value for grade, value in narrowed.items() if grade in shares or numbers[grade] is not None}
    if "good_or_better" in shares or {"outstanding", "good"} <= known.keys():
        known["good_or_better"] = top
    return {measure: Counted(value, n) for measure, value in known.items()}


def _supposed(found: list[PublishedFigure], file: Path) -> Iterator[PublishedFigure]:
    rows = {row["record_id"]: row for _, row in _rows(file)} if file.is_file() else {}
    for one in found:
        row = rows.get(one.id)
        yield replace(one, n_supposed=int(row["n"]), n_how=row["how"]) if row and one.n is None else one
