"""The judgements of a pilot from a CSV file; a file with a fault is refused as a whole, with every fault by its line.

Two shapes are read. One row a home: `home, old, new`, and where wanted `provider, inspector_old, inspector_new,
judged_on, blind, reason` and a pair of columns for any other judgement of both frameworks, such as
`helped_protected_old` and `helped_protected_new`. Or one row a judgement: `home, framework, inspector, grade`, and
where wanted `role` (main or second), `provider`, `judged_on` and `blind`. A home is written by its code in the sample
(H001; R001 for a reserve) or by its number in the register.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.pilot.plan import Plan, Seal, both_frameworks, scales
from evenhand.pilot.sampling import Home, PilotSample
from evenhand.pilot.tables import Numbers, crosstab
from evenhand.provenance import fingerprint
from evenhand.scale import Scale
from evenhand.wording import Words, say

MAX_BYTES, MOST_FAULTS = 5_000_000, 50
SIDES = ("old", "new")
REASONS = ("rule", "descriptor", "evidence", "person")
_PAIRS = ("home", "old", "new")
_PAIRS_MORE = ("provider", "inspector_old", "inspector_new", "judged_on", "blind", "reason", "framework_old",
               "framework_new")  # fmt: skip
_LONG = ("home", "framework", "inspector", "grade")
_LONG_MORE = ("role", "provider", "judged_on", "blind")


@dataclass(frozen=True, slots=True)
class Rating:
    """One judgement: the home, 0 for the old or 1 for the new framework, who judged, and the grade (0 is the best)."""

    home: str
    side: int
    inspector: str
    grade: int
    is_main: bool
    line: int


@dataclass(slots=True)
class _Judged:
    """What is gathered about one home while a file is read."""

    urn: str
    line: int
    provider: str = ""
    reason: str = ""
    blind: bool | None = None
    ratings: list[Rating] = field(default_factory=list)
    parts: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgedHome:
    """A home as it was judged: its main grade under each framework (None where there is none), and what is known of it.

    `parts` are the grades of other judgements, old and new, by the judgement's id.
    """

    home: Home
    old: int | None
    new: int | None
    provider: str
    inspectors: tuple[str, str]
    blind: bool | None
    reason: str
    parts: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ratings:
    """All judgements of a file: homes, single judgements, the number of grades, and the fingerprint of the bytes."""

    homes: tuple[JudgedHome, ...]
    every: tuple[Rating, ...]
    grades: int
    file: str
    fingerprint: str

    @property
    def pairs(self) -> tuple[JudgedHome, ...]:
        """Homes with a main grade under both frameworks."""
        return tuple(one for one in self.homes if one.old is not None and one.new is not None)

    def table(self) -> Numbers:
        """The table of the pairs (k, k): rows old, columns new, the best grade first."""
        return _crossed(self.pairs, self.grades)

    def by(self, group: str) -> dict[str, Numbers]:
        """The table of the pairs of each region, sector, size or last grade."""
        return self._split(lambda one: getattr(one.home, group) or "not known")

    def clusters(self, kind: str) -> dict[str, Numbers]:
        """The table of the pairs of each provider, or of each inspector who judged under the new framework."""
        return self._split(lambda one: (one.provider if kind == "provider" else one.inspectors[1]) or one.home.urn)

    def part(self, judgement: str) -> Numbers:
        """The table of another judgement."""
        both = [one.parts[judgement] for one in self.homes if judgement in one.parts]
        return crosstab([old for old, _ in both], [new for _, new in both], self.grades)

    def groups(self) -> tuple[Numbers, Numbers]:
        """How often each grade was given under the old and under the new framework, whatever the pairs."""
        counts = [[0] * self.grades, [0] * self.grades]
        for one in self.homes:
            for side, grade in enumerate((one.old, one.new)):
                if grade is not None:
                    counts[side][grade] += 1
        return np.array(counts[0], dtype=np.float64), np.array(counts[1], dtype=np.float64)

    def _split(self, name: object) -> dict[str, Numbers]:
        found: dict[str, list[JudgedHome]] = defaultdict(list)
        for one in self.pairs:
            found[name(one)].append(one)  # type: ignore[operator]
        return {key: _crossed(tuple(found[key]), self.grades) for key in sorted(found)}


def _crossed(pairs: tuple[JudgedHome, ...], grades: int) -> Numbers:
    return crosstab([one.old or 0 for one in pairs], [one.new or 0 for one in pairs], grades)


def codes(sample: PilotSample) -> dict[str, Home]:
    """Homes of a sample by their code (H001 …, reserves R001 …); codes keep grades and numbers of homes apart."""
    drawn = {f"H{number:03d}": home for number, home in enumerate(sample.homes, 1)}
    return drawn | {f"R{number:03d}": home for number, home in enumerate(sample.reserves, 1)}


def read_ratings(path: Path, plan: Plan, seal: Seal, sample: PilotSample) -> Ratings:
    """Judgements from a file; raises BadInput with file, line and field for every fault in it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = say("cannot be read: {problem}; check the path", problem=error.strerror or str(error))
        raise BadInput.at("PI100", message, file=path) from None
    return ratings_of(content, str(path), plan, seal, sample)


def ratings_of(content: bytes, file: str, plan: Plan, seal: Seal, sample: PilotSample) -> Ratings:
    """Judgements from the bytes of a CSV file; raises BadInput as `read_ratings` does."""
    reader = _Reader(file, plan, seal, sample)
    reader.read(_text(content, file))
    if reader.faults:
        raise BadInput(reader.faults[:MOST_FAULTS])
    homes = tuple(_judged(reader.by_number[urn], found) for urn, found in reader.homes.items())
    every = tuple(rating for found in reader.homes.values() for rating in found.ratings)
    return Ratings(homes, every, len(reader.scales[0].grades), file, fingerprint(content))


def _text(content: bytes, file: str) -> str:
    if not content.strip():
        raise BadInput.at(
            "PI101", say("the file is empty; write a first line with names of columns"), file=file, line=1
        )
    if len(content) > MAX_BYTES:
        raise BadInput.at("PI101", say("the file is larger than 5 megabytes; a pilot is not that large"), file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput.at("PI101", say("this is not readable text; save it as “CSV UTF-8”"), file=file) from None


def _judged(home: Home, found: _Judged) -> JudgedHome:
    main = {one.side: one for one in found.ratings if one.is_main}
    grades = [main[side].grade if side in main else None for side in (0, 1)]
    who = (main[0].inspector if 0 in main else "", main[1].inspector if 1 in main else "")
    return JudgedHome(home, grades[0], grades[1], found.provider, who, found.blind, found.reason, found.parts)


class _Reader:
    """Takes the rows of a file one after the other and keeps what is wrong with them."""

    def __init__(self, file: str, plan: Plan, seal: Seal, sample: PilotSample) -> None:
        self.file, self.plan, self.seal = file, plan, seal
        self.scales = scales(plan)
        self.ids = (plan.frameworks.old, plan.frameworks.new)
        self.codes = codes(sample)
        self.by_number = {home.urn: home for home in self.codes.values()}
        self.part_scales = _parts(plan)
        self.homes: dict[str, _Judged] = {}
        self.faults: list[Finding] = []

    def read(self, text: str) -> None:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            head = [cell.strip().casefold() for cell in next(rows)]
            is_long = "grade" in head
            self._check_head(head, is_long)
            line = rows.line_num + 1
            for cells in rows:
                if any(cell.strip() for cell in cells):
                    self._take(line, head, [cell.strip() for cell in cells], is_long)
                line = rows.line_num + 1
        except csv.Error as error:
            message = say("this cannot be read as CSV: {problem}; look for a stray quotation mark", problem=str(error))
            raise BadInput.at("PI101", message, file=self.file, line=rows.line_num) from None
        if not self.homes and not self.faults:
            self._fault("PI102", 1, "", say("there is no judgement in this file; write one row for each home"))

    def _check_head(self, head: list[str], is_long: bool) -> None:
        needed, more = (_LONG, _LONG_MORE) if is_long else (_PAIRS, _PAIRS_MORE)
        known = {*needed, *more}
        if not is_long:
            known |= {f"{part}_{side}" for part in self.part_scales for side in SIDES}
        missing = [one for one in needed if one not in head]
        if missing:
            message = say(
                "the column {names} is missing; the first line is {pairs}, or {long}",
                names=missing,
                pairs=", ".join(_PAIRS),
                long=", ".join(_LONG),
            )
            raise BadInput.at("PI103", message, file=self.file, line=1)
        for name, times in Counter(head).items():
            if name not in known or times > 1:
                message = say(
                    "the column “{name}” is not known here, or is there twice; write one of: {known}",
                    name=name[:60],
                    known=", ".join(sorted(known)),
                )
                self._fault("PI103", 1, name[:60], message)

    def _take(self, line: int, head: list[str], cells: list[str], is_long: bool) -> None:
        if len(cells) != len(head):
            message = say(
                "this row has {n} cells and the first line {m}; give each column one", n=len(cells), m=len(head)
            )
            self._fault("PI104", line, "", message)
            return
        row = dict(zip(head, cells, strict=True))
        home = self.codes.get(row["home"].upper()) or self.by_number.get(row["home"])
        if home is None:
            message = say(
                "“{home}” is not in the sealed sample; write a code from {first} to {last}, a reserve (R001 …), or the "
                "number of a home that was drawn",
                home=row["home"][:40],
                first="H001",
                last=f"H{self.plan.sample.homes:03d}",
            )
            self._fault("PI105", line, "home", message)
            return
        found = self.homes.setdefault(home.urn, _Judged(home.urn, line))
        self._facts(found, row, line)
        if is_long:
            self._judgement(found, row, line)
        else:
            self._pair(found, row, line)

    def _facts(self, found: _Judged, row: Mapping[str, str], line: int) -> None:
        found.provider = row.get("provider", "") or found.provider
        found.reason = self._one_of(row.get("reason", ""), REASONS, "reason", line)
        blind = self._one_of(row.get("blind", ""), ("yes", "no"), "blind", line)
        if blind:
            found.blind = blind == "yes" and found.blind is not False
        if row.get("judged_on"):
            try:
                day = date.fromisoformat(row["judged_on"])
            except ValueError:
                message = say("write a day as year, month and day, such as 2027-04-01")
                self._fault("PI107", line, "judged_on", message)
                return
            if day < self.seal.sealed_on:
                message = say(
                    "this was judged on {day}, before the plan was sealed on {sealed}; such a judgement cannot count",
                    day=day.isoformat(),
                    sealed=self.seal.sealed_on.isoformat(),
                )
                self._fault("PI108", line, "judged_on", message)

    def _pair(self, found: _Judged, row: Mapping[str, str], line: int) -> None:
        if found.line != line:
            self._repeated(line, found.line)
            return
        for side, name in enumerate(SIDES):
            self._right_framework(row.get(f"framework_{name}", ""), (self.ids[side],), f"framework_{name}", line)
            grade = self._grade(row[name], self.scales[side], name, line)
            if grade is not None:
                rating = Rating(found.urn, side, row.get(f"inspector_{name}", ""), grade, True, line)
                found.ratings.append(rating)
        for part, both in self.part_scales.items():
            read = [self._grade(row.get(f"{part}_{name}", ""), both[side], f"{part}_{name}", line)
                    for side, name in enumerate(SIDES)]  # fmt: skip
            if read[0] is not None and read[1] is not None:
                found.parts[part] = (read[0], read[1])

    def _judgement(self, found: _Judged, row: Mapping[str, str], line: int) -> None:
        if not self._right_framework(row["framework"] or "nothing", self.ids, "framework", line):
            return
        side = self.ids.index(row["framework"])
        is_main = self._one_of(row.get("role", ""), ("main", "second"), "role", line) != "second"
        for one in found.ratings:
            same_person = row["inspector"] != "" and one.inspector == row["inspector"]
            if one.side == side and (same_person or (is_main and one.is_main)):
                self._repeated(line, one.line)
                return
            if one.side != side and self.plan.design == "two_groups":
                message = say("this home was judged under both frameworks (line {line}); the plan has two groups of "
                              "different homes", line=one.line)  # fmt: skip
                self._fault("PI109", line, "framework", message)
                return
        if not row["grade"]:
            self._fault("PI106", line, "grade", say("the grade is empty; write it, or leave the row out"))
            return
        grade = self._grade(row["grade"], self.scales[side], "grade", line)
        if grade is not None:
            found.ratings.append(Rating(found.urn, side, row["inspector"], grade, is_main, line))

    def _grade(self, text: str, scale: Scale, name: str, line: int) -> int | None:
        """The code of a grade, 0 for the best; None for an empty cell."""
        if not text:
            return None
        best_first = scale.best_first
        for code, grade in enumerate(best_first):
            if text.casefold() in (grade.id.casefold(), grade.label.casefold()):
                return code
        known = ", ".join(grade.label for grade in best_first)
        message = say("“{text}” is not a grade of this scale; write one of: {known}", text=text[:40], known=known)
        self._fault("PI106", line, name, message)
        return None

    def _right_framework(self, text: str, allowed: tuple[str, ...], name: str, line: int) -> bool:
        if not text or text in allowed:
            return True
        message = say(
            "“{text}” is not the framework of this plan; frameworks are not mixed: write {known}",
            text=text[:60],
            known=" or ".join(allowed),
        )
        self._fault("PI109", line, name, message)
        return False

    def _one_of(self, text: str, known: tuple[str, ...], name: str, line: int) -> str:
        if text.casefold() in ("", *known):
            return text.casefold()
        message = say("“{text}” is not known here; write one of: {known}", text=text[:40], known=", ".join(known))
        self._fault("PI107", line, name, message)
        return ""

    def _repeated(self, line: int, first: int) -> None:
        message = say("this judgement is there already, on line {first}; keep one of the two", first=first)
        self._fault("PI110", line, "home", message)

    def _fault(self, code: str, line: int, name: str, message: Words) -> None:
        self.faults.append(Finding(code, Severity.ERROR, Where(self.file, line, name), message))


def _parts(plan: Plan) -> dict[str, tuple[Scale, Scale]]:
    """Judgements that both frameworks have, on scales of one length, by id."""

    def found() -> Iterator[tuple[str, tuple[Scale, Scale]]]:
        old, new = both_frameworks(plan)
        for judgement in new.judgement_by_id:
            if judgement in old.judgement_by_id:
                both = (old.scale_of(judgement), new.scale_of(judgement))
                if len(both[0].grades) == len(both[1].grades) == len(scales(plan)[0].grades):
                    yield judgement, both

    return dict(found())
