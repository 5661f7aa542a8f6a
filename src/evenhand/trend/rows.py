"""The listed inspections: the register's files at seven dates, and the chain of full inspections seen in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.judgement.published_words import day, grade_word, plain, says_no_grade
from evenhand.shelf import shipped
from evenhand.wording import say

CHAIN = "childrens_homes_full_inspections_seen.csv"
SNAPSHOTS = "providers_at_*.csv"
SUSPENDED = (date(2020, 3, 17), date(2021, 4, 12))
_JOINT = "North East, Yorkshire and The Humber"


@dataclass(frozen=True, slots=True)
class ListedInspection:
    """A full inspection that some register file lists; `grade` is 4 for outstanding to 1 for inadequate.

    `previous` is the grade of the inspection listed before it at the same home, None where none is listed.
    `seen` is the date of the first file that lists it.
    """

    urn: str
    on: date
    grade: int
    sector: str
    region: str
    provision: str
    places: int | None
    organisation: str
    seen: date
    previous: int | None = None
    previous_on: date | None = None

    @property
    def good(self) -> bool:
        """Good or outstanding."""
        return self.grade >= 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The homes of one register file with a grade, by URN; `blank` homes are listed without one."""

    at: date
    grades: Mapping[str, int]
    blank: int

    @property
    def good(self) -> int:
        """How many are good or outstanding."""
        return sum(grade >= 3 for grade in self.grades.values())


@dataclass(frozen=True, slots=True)
class Window:
    """The inspections of the twelve months before a register file that the file lists.

    Every window is cut off in the same way: what a later inspection replaced before its file was made is missing.
    """

    first: date
    last: date
    inspections: tuple[ListedInspection, ...]

    @property
    def label(self) -> str:
        """The inspection year, as people write it."""
        return f"{self.first.year}/{self.last.year % 100:02d}"


@lru_cache(maxsize=2)
def listed(folder: Path | None = None) -> tuple[ListedInspection, ...]:
    """Every listed full inspection of a children's home, by home and day, each with the one before it.

    Raises BadInput naming file and line: TR010 a grade that is none, TR011 a day that cannot be read, TR012 the same
    inspection twice.
    """
    file = (folder or shipped("data") / "provider_rows") / CHAIN
    found: list[ListedInspection] = []
    places: dict[tuple[str, date], int] = {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            one = _inspection(file, reader.line_num, row)
            if one is None:
                continue
            if (earlier := places.setdefault((one.urn, one.on), reader.line_num)) != reader.line_num:
                message = say("this inspection stands in line {line} already; remove one of the two", line=earlier)
                raise BadInput.at("TR012", message, file=file, line=reader.line_num)
            found.append(one)
    return tuple(_chained(sorted(found, key=lambda one: (one.urn, one.on))))


def _chained(found: Iterable[ListedInspection]) -> Iterable[ListedInspection]:
    before: ListedInspection | None = None
    for one in found:
        same = before is not None and before.urn == one.urn
        yield replace(one, previous=before.grade, previous_on=before.on) if before and same else one
        before = one


def _inspection(file: Path, line: int, row: Mapping[str, str]) -> ListedInspection | None:
    grade = _grade(file, line, row)
    if grade is None:
        return None
    on, seen = _day(file, line, row, "inspection_date"), _day(file, line, row, "first_seen_in_snapshot")
    size = row["places"].split(".")[0]
    return ListedInspection(
        row["urn"], on, grade, row["sector"], row["region"], row["provision_type"],
        int(size) if size.isdigit() and int(size) else None, row["organisation_id"], seen,
    )  # fmt: skip


def _grade(file: Path, line: int, row: Mapping[str, str]) -> int | None:
    word = grade_word(row["overall"])
    if word is None and not says_no_grade(row["overall"]):
        message = say(
            "“{cell}” is no grade; write Outstanding, Good, Requires improvement (or the word of its time) or "
            "Inadequate, or leave it blank",
            cell=row["overall"][:40],
        )
        raise BadInput.at("TR010", message, file=file, line=line, field="overall")
    return word.ordinal if word else None


def _day(file: Path, line: int, row: Mapping[str, str], field: str) -> date:
    found = day(row[field])
    if found is None:
        message = say("“{cell}” is no day; write it as 2019-03-31", cell=row[field][:40])
        raise BadInput.at("TR011", message, file=file, line=line, field=field)
    return found


@lru_cache(maxsize=2)
def snapshots(folder: Path | None = None) -> tuple[Snapshot, ...]:
    """The register files with grades, oldest first: homes only, of all three kinds."""
    found = []
    for file in sorted((folder or shipped("data") / "provider_rows").glob(SNAPSHOTS)):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if "overall" not in (reader.fieldnames or ()):
                continue
            grades: dict[str, int] = {}
            blank = 0
            for row in reader:
                if plain(row["is_childrens_home_type"]) != "y":
                    continue
                grade = _grade(file, reader.line_num, row)
                blank += grade is None
                if grade is not None:
                    grades[row["urn"]] = grade
        found.append(Snapshot(date.fromisoformat(file.stem.split("_")[2]), grades, blank))
    return tuple(found)


@lru_cache(maxsize=2)
def windows(folder: Path | None = None) -> tuple[Window, ...]:
    """One window for each year that ends with a register file, oldest first; a year that was cut short is left out.

    The year 2019/20 is a window too: inspections stopped on 17 March 2020, so the file of 2021 lists what a file of
    March 2020 would have listed.
    """
    inspections = listed(folder)
    found = []
    for snapshot in snapshots(folder):
        last = date(2020, 3, 31) if snapshot.at == date(2021, 3, 31) else snapshot.at
        first = date(last.year - 1, 4, 1)
        taken = tuple(one for one in inspections if first <= one.on <= last and one.seen <= snapshot.at)
        if taken:
            found.append(Window(first, last, taken))
    return tuple(found)


def region_of(one: ListedInspection) -> str:
    """The region in words that hold for every file: the file of 2015 has one for the North East and Yorkshire."""
    return _JOINT if one.region in ("North East", "Yorkshire and The Humber") else one.region


def quarter(on: date) -> tuple[int, int]:
    """The year and the quarter (1 to 4, counted from January)."""
    return on.year, (on.month + 2) // 3


def new_home(one: ListedInspection) -> bool:
    """Whether no earlier inspection of the home is listed: new homes, and homes whose past the files do not reach."""
    return one.previous is None


def within_days(one: ListedInspection, days: int) -> bool:
    """Whether the listed inspection before it is at most so many days older."""
    return one.previous_on is not None and one.on - one.previous_on <= timedelta(days)
