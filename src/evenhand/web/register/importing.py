"""What the rows of the register's files mean: homes, and the inspections that are listed for them.

A bad row is left out and named by line and column; the others are kept. Nothing here touches the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from evenhand.findings import Finding, Severity, Where
from evenhand.judgement.published_words import GradeWord, day, grade_word, home_kind, says_no_grade
from evenhand.opendata.reading import unguarded
from evenhand.web.register.csvfile import Line, RegisterFile, Table, read_table
from evenhand.wording import Words, say

REGISTER_COLUMNS = (
    "urn",
    "provision_type",
    "region",
    "local_authority",
    "sector",
    "places",
    "overall",
    "inspection_date",
)
HISTORY_COLUMNS = ("urn", "inspection_date", "overall", "helped_protected", "leaders_managers")
GRADED = ("helped_protected", "leaders_managers", "outcomes", "quality_of_care")
_URN = re.compile(r"^[A-Z]{0,2}[0-9]{3,10}$")
_FICTIONAL_URN = re.compile(r"^[A-Z0-9]{3,20}$")
# A column that only our own export has: then the file may hold homes without an inspection, fictional homes, and what
# the public register does not say (name, address, contact).
OWN = "evenhand_source"
_OWN_FACTS = (("name", 200), ("address", 300), ("contact", 200))


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A listed inspection; grades are ordinals, `overall_label` is the word of its time."""

    line: int
    urn: str
    inspected_on: date
    values: dict[str, Any]
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A home as a register file shows it; `facts` holds only the columns that the file has."""

    line: int
    urn: str
    seen_in: date | None
    facts: dict[str, Any]
    inspection: InspectionRow | None
    fictional: bool = False


Row = TypeVar("Row", bound=HomeRow | InspectionRow)


@dataclass(frozen=True, slots=True)
class Understood(Generic[Row]):
    """What a file says: good rows, what was wrong, how many rows it had, were bad, or were about other provision."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    read: int
    bad: int
    other: int = 0
    inspections: tuple[InspectionRow, ...] = ()


@dataclass(slots=True)
class _Cells:
    """Reads the cells of one line and remembers every fault."""

    file: str
    line: Line
    own: bool = False
    findings: list[Finding] = field(default_factory=list)

    def raw(self, column: str) -> str:
        cell = self.line.cells.get(column, "")
        return unguarded(cell) if self.own else cell

    @property
    def fictional(self) -> bool:
        return self.own and self.raw("fictional") == "true"

    def fault(self, code: str, column: str, message: Words, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Finding(code, severity, Where(self.file, self.line.number, column), message))

    @property
    def bad(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.findings)

    def text(self, column: str, most: int, needed: bool = True) -> str:
        found = self.raw(column)
        if needed and not found:
            self.fault("RG010", column, say("this cell is empty; write the {column}", column=column.replace("_", " ")))
        if len(found) > most:
            self.fault("RG014", column, say("“{value}…” is longer than {most} characters", value=found[:40], most=most))
        return found

    def urn(self) -> str:
        found = self.text("urn", 20).upper()
        if found and not (_FICTIONAL_URN if self.fictional else _URN).match(found):
            self.fault("RG015", "urn", say("“{value}” is not a URN; write one such as SC012345", value=found[:40]))
        return found

    def day(self, column: str, needed: bool = False) -> date | None:
        found = self.text(column, 40, needed)
        moment = _any_day(found) if found else None
        if found and moment is None:
            self.fault("RG011", column, say("“{value}” is not a date; write it as 2024-03-31", value=found[:40]))
        return moment

    def number(self, column: str, most: int) -> int | None:
        found = self.raw(column)
        if not found:
            return None
        if not (found.isascii() and found.isdigit() and len(found) < 10 and int(found) <= most):
            message = say("“{value}” is not a whole number up to {most}", value=found[:40], most=most)
            self.fault("RG013", column, message)
            return None
        return int(found)

    def grade(self, column: str) -> GradeWord | None:
        found = self.raw(column)
        word = grade_word(found)
        if word is None and not says_no_grade(found):
            message = say(
                "“{value}” is not a grade; write Outstanding, Good, Requires improvement to be good or Inadequate, or "
                "nothing",
                value=found[:40],
            )
            self.fault("RG012", column, message)
        return word


def _any_day(text: str) -> date | None:
    """A day as inspection data write it, or one before the inspectorate's time: some homes registered in the 1970s."""
    try:
        return day(text) or date.fromisoformat(text)
    except ValueError:
        return None


def read_register(file: RegisterFile) -> Understood[HomeRow]:
    """The children's homes of a register file; rows about other provision are counted, not read."""
    table = read_table(file, REGISTER_COLUMNS)

    def meaning(cells: _Cells) -> HomeRow | None:
        return _home(cells, table)

    understood = _understand(file, table, meaning, lambda row: row.urn, _other_provision)
    if OWN in table.columns:
        return understood
    listed = tuple(row.inspection for row in understood.rows if row.inspection is not None)
    return replace(understood, inspections=listed)


def read_history(file: RegisterFile) -> Understood[InspectionRow]:
    """The inspections of a history file."""
    table = read_table(file, HISTORY_COLUMNS)
    return _understand(file, table, _inspection, lambda row: (row.urn, row.inspected_on), lambda cells: False)


def _understand(
    file: RegisterFile,
    table: Table,
    meaning: Callable[[_Cells], Row | None],
    key: Callable[[Row], Hashable],
    is_other: Callable[[_Cells], bool],
) -> Understood[Row]:
    rows: list[Row] = []
    findings: list[Finding] = []
    read = bad = other = 0
    for line in table.lines:
        cells = _Cells(file.name, line, OWN in table.columns)
        read += 1
        if line.surplus:
            _wrong_width(cells)
        elif is_other(cells):
            other += 1
        elif (row := meaning(cells)) is not None and not cells.bad:
            rows.append(row)
        bad += cells.bad
        findings += cells.findings
    kept, repeated = _one_each(file, rows, key)
    if OWN in table.columns:
        # Our own export has a line for each inspection of a home, and means it.
        every = tuple(row.inspection for row in rows if isinstance(row, HomeRow) and row.inspection is not None)
        return Understood(tuple(kept), tuple(findings), read, bad, other, every)
    return Understood(tuple(kept), (*findings, *repeated), read, bad + len(repeated), other)


def _wrong_width(cells: _Cells) -> None:
    surplus = cells.line.surplus
    sentence = (
        say("this line has {n} cells too many; put a text that holds a comma in quotation marks", n=surplus)
        if surplus > 0
        else say("this line has {n} cells too few; write a comma for every empty cell", n=-surplus)
    )
    cells.fault("RG019", "", sentence)


def _other_provision(cells: _Cells) -> bool:
    """Whether the row is about something that is not a children's home."""
    mark = cells.raw("is_childrens_home_type").upper()
    return mark == "N" if mark in ("Y", "N") else home_kind(cells.raw("provision_type")) is None


def _home(cells: _Cells, table: Table) -> HomeRow | None:
    kind = cells.text("provision_type", 100)
    if kind and home_kind(kind) is None:
        cells.fault("RG017", "provision_type", say("“{value}” is not a kind of children's home", value=kind[:60]))
    facts: dict[str, Any] = {
        "provision_type": home_kind(kind) or kind,
        "sector": cells.text("sector", 60),
        "region": cells.text("region", 60),
        "local_authority": cells.text("local_authority", 100),
        "places": cells.number("places", 500),
    }
    if "status" in table.columns:
        facts["status"] = cells.text("status", 40, needed=False)
    if "registration_date" in table.columns:
        facts["registered_on"] = cells.day("registration_date")
    if "organisation_id" in table.columns:
        facts["organisation_id"] = cells.text("organisation_id", 30, needed=False)
    seen_in = cells.day("snapshot_date")
    if cells.own:
        return _own_home(cells, table, facts, seen_in)
    inspection = _inspection(cells)
    if inspection is None:
        return None
    if seen_in and inspection.inspected_on > seen_in:
        message = say(
            "the inspection is dated after the register's own day, {day}; check the year", day=seen_in.isoformat()
        )
        cells.fault("RG018", "inspection_date", message)
    event = cells.raw("event_type")
    if event and "full" not in event.casefold():
        message = say(
            "the grades come from a “{event}”, not from a full inspection; they are kept as listed", event=event[:60]
        )
        cells.fault("RG020", "event_type", message, Severity.NOTE)
    return HomeRow(cells.line.number, inspection.urn, seen_in, facts, inspection)


def _own_home(cells: _Cells, table: Table, facts: dict[str, Any], seen_in: date | None) -> HomeRow:
    """A home of our own export; what is no full inspection is not listed, as in the public register."""
    for name, most in _OWN_FACTS:
        if name in table.columns:
            facts[name] = cells.text(name, most, needed=False)
    urn, event = cells.urn(), cells.raw("event_type")
    full = cells.raw("inspection_date") and (not event or "full" in event.casefold())
    return HomeRow(cells.line.number, urn, seen_in, facts, _inspection(cells) if full else None, cells.fictional)


def _inspection(cells: _Cells) -> InspectionRow | None:
    urn, inspected_on = cells.urn(), cells.day("inspection_date", needed=True)
    overall, published = cells.grade("overall"), cells.grade("overall_as_published")
    if overall and published and overall.ordinal != published.ordinal:
        message = say("“{one}” and “{other}” are different grades; correct one", one=overall.text, other=published.text)
        cells.fault("RG012", "overall_as_published", message)
    word = published or overall
    values: dict[str, Any] = {
        "published_on": cells.day("publication_date"),
        "event_number": cells.text("event_number", 30, needed=False),
        "overall": word.ordinal if word else None,
        "overall_label": word.text.capitalize() if word else "",
    }
    for judgement in GRADED:
        grade = cells.grade(judgement)
        values[judgement] = grade.ordinal if grade else None
    if inspected_on is None:
        return None
    if cells.own and not cells.raw("report"):
        values["source"] = cells.text(OWN, 120)
    return InspectionRow(cells.line.number, urn, inspected_on, values, cells.fictional)


def _one_each(
    file: RegisterFile, rows: Iterable[Row], key: Callable[[Row], Hashable]
) -> tuple[list[Row], list[Finding]]:
    """One row for each key. The newest inspection wins, whatever the order of the lines."""
    best: dict[Hashable, Row] = {}
    findings: list[Finding] = []
    for row in rows:
        other = best.get(key(row))
        if other is None:
            best[key(row)] = row
            continue
        kept, dropped = (row, other) if _rank(row) > _rank(other) else (other, row)
        best[key(row)] = kept
        message = say("{urn} is listed twice; the row of line {line} is kept", urn=row.urn, line=kept.line)
        findings.append(Finding("RG016", Severity.WARNING, Where(file.name, dropped.line, "urn"), message))
    return list(best.values()), findings


def _rank(row: HomeRow | InspectionRow) -> tuple[str, ...]:
    inspection = row.inspection if isinstance(row, HomeRow) else row
    facts = row.facts if isinstance(row, HomeRow) else {}
    if inspection is None:
        return ("",)
    rest = (f"{name}={value}" for name, value in sorted({**inspection.values, **facts}.items()))
    return (inspection.inspected_on.isoformat(), *rest)
