"""`history_of`: the recorded full inspections of `data/` under the rules of two versions, nothing written to disk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from evenhand.findings import BadInput
from evenhand.framework.crosswalk import Bridge
from evenhand.framework.model import Framework
from evenhand.framework.sealing import seal
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.history.columns import DATE, PROVISION, wanted_columns
from evenhand.judgement.history.limits import Limits, full_inspection
from evenhand.judgement.history.reading import open_rows
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleState
from evenhand.judgement.published_words import day, grade_word, home_kind, inspection_year
from evenhand.judgement.reach.past import History, PastCounts, PastYear
from evenhand.judgement.reach.shifts import difference, treated
from evenhand.shelf import shipped
from evenhand.wording import Words, say

FILE = "provider_rows/childrens_homes_full_inspections_seen.csv"
Grades = tuple[tuple[str, str], ...]


def history_of(old: Framework, new: Framework, bridge: Bridge, file: Path | None = None) -> History:
    """What the newer rules say of recorded overall grades, most of all while the old version was in force.

    `file`: inspections as a tidy CSV; by default the shipped one. What cannot be counted is said in `impossible`, never
    raised.
    """
    try:
        source = file or shipped("data") / FILE
        rules = _Rules(new), _Rules(old)
        rows = list(zip(_kept(source, rules[0].limits), _kept(source, rules[1].limits), strict=True))
    except BadInput as refusal:
        return History(old.id, new.id, impossible=refusal.findings[0].message)
    except FileNotFoundError as missing:
        return History(old.id, new.id, impossible=say("the public data are not installed: {why}", why=str(missing)))
    return _counted(bridge, rules, rows, source)


Row = tuple[date, str, Grades]


# The shipped file never changes while a service runs, and every pair of versions asks for it again.
_MOST_KEPT = 16
_KEPT: dict[tuple[str, int, int, str], tuple[Row, ...]] = {}


def _kept(file: Path, limits: Limits) -> tuple[Row, ...]:
    """The rows of a file in a version's ids, read once while neither changes."""
    stamp = file.stat()
    key = (str(file), stamp.st_mtime_ns, stamp.st_size, seal(limits.framework)[1])
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = tuple(_read(file, limits))
    return _KEPT[key]


def _read(file: Path, limits: Limits) -> Iterator[Row]:
    """Each inspection of a children's home: its day, its kind of home, and the recorded grades in the version's ids."""
    names = limits.graded
    for batch in open_rows(file, wanted_columns(limits.framework, names)).batches:
        columns = {role: batch.columns[role].to_pylist() for role in (DATE, PROVISION, *names)}
        for row in zip(*columns.values(), strict=True):
            cells = dict(zip(columns, row, strict=True))
            moment, kind = day(cells[DATE]), home_kind(cells[PROVISION])
            if moment is not None and kind is not None:
                words = ((name, grade_word(cells[name])) for name in names)
                grades = (
                    (name, limits.framework.scale_of(name).at(w.ordinal).id) for name, w in words if w is not None
                )
                yield moment, kind, tuple(grades)


class _Rules:
    """The rules of one version that recorded grades can settle; each distinct set of grades is judged once."""

    def __init__(self, framework: Framework) -> None:
        self.limits = Limits(framework)
        self.headline = self.limits.headline.id
        self.judged = lru_cache(maxsize=100_000)(self._judged)

    def _judged(self, grades: Grades) -> Outcome:
        framework = self.limits.framework
        case = Case(framework=framework.id, inspection=full_inspection(framework), grades=dict(grades))
        return judge(framework, case)

    def overall(self, grades: Grades) -> JudgementOutcome:
        """What the rules say of the overall judgement."""
        return self.judged(grades).of(self.headline)

    def is_open(self, grades: Grades) -> bool:
        """Whether a rule that bears on the overall judgement waits for a grade that is not recorded."""
        missing = {one.rule: one.missing for one in self.judged(grades).rules if one.state is RuleState.CANNOT_SAY}
        known = self.limits.framework.judgement_by_id
        return any(name in known for rule in self.overall(grades).undecided for name in missing[rule])

    def takes(self, grades: Grades) -> Permission | None:
        """What it takes to give the recorded overall grade; None when none is recorded, or it cannot be said."""
        overall = self.overall(grades)
        if overall.proposed is None:
            return None
        permission = overall.permissions[overall.proposed - 1]
        return None if permission is not Permission.REFUSED and self.is_open(grades) else permission

    def forcing(self, grades: Grades) -> tuple[str, ...]:
        """The rules that refuse the recorded overall grade."""
        overall = self.overall(grades)
        refusing = (one for one in overall.steps if dict(one.sets).get(overall.proposed or 0) is Permission.REFUSED)
        return tuple(dict.fromkeys(one.rule for one in refusing))


def _counted(bridge: Bridge, rules: tuple[_Rules, _Rules], rows: list[tuple[Row, Row]], file: Path) -> History:
    newer, older = rules
    comparable = bridge.counterparts.get(older.headline) == newer.headline
    years: dict[tuple[str, Literal["old", "new", "other"]], PastCounts] = defaultdict(PastCounts)
    by_rule, by_kind = Counter[str](), Counter[str]()
    of_one = lru_cache(maxsize=100_000)(lambda one, other: _of_one(newer, older, one, other, comparable))
    for (moment, kind, grades), (_, _, before) in rows:
        under = _under(bridge, moment)
        years[inspection_year(moment), under] += (counts := of_one(grades, before))
        if under == "old":
            by_kind[kind] += 1
            if counts.forced_down:
                by_rule.update(newer.forcing(grades))
    days = [moment for (moment, _, _), _ in rows]
    return History(
        old=bridge.old.id,
        new=bridge.new.id,
        while_old=sum((one for (_, under), one in years.items() if under == "old"), PastCounts()),
        years=tuple(PastYear(*key, counts) for key, counts in sorted(years.items())),
        by_rule=dict(by_rule),
        by_kind=dict(by_kind),
        not_tested=tuple((one.rule, one.why) for one in newer.limits.not_tested),
        first=min(days, default=None),
        last=max(days, default=None),
        file=file.name,
        basis=_basis(len(rows), file.name, comparable),
    )


def _under(bridge: Bridge, moment: date) -> Literal["old", "new", "other"]:
    if bridge.old.in_force.covers(moment):
        return "old"
    return "new" if bridge.new.in_force.covers(moment) else "other"


def _of_one(newer: _Rules, older: _Rules, grades: Grades, before: Grades, comparable: bool) -> PastCounts:
    permission, earlier = newer.takes(grades), older.takes(before)
    if permission is None:
        return PastCounts(n=1, cannot_say=1)
    refused = permission is Permission.REFUSED
    counts = PastCounts(
        n=1,
        forced_down=int(refused),
        refused_before=int(refused and earlier is Permission.REFUSED),
        needs_more=int(permission in (Permission.REASON, Permission.EXPLANATION)),
        fits=int(permission is Permission.ALLOWED),
    )
    if not comparable or earlier is None or newer.is_open(grades) or older.is_open(before):
        return counts
    vectors = [(*map(int, one.permissions), 0) for one in (older.overall(before), newer.overall(grades))]
    return counts + PastCounts(**{treated(difference(*vectors)).value: 1})


def _basis(rows: int, file: str, comparable: bool) -> tuple[Words, ...]:
    lines = [
        say(
            "Counted: {rows} distinct full inspections of children's homes of all three kinds, found in seven of "
            "Ofsted's year-end files from March 2015 to March 2024 ({file}; Open Government Licence v3.0).",
            rows=f"{rows:,}",
            file=file,
        ),
        say(
            "These files list the latest full inspection of each home at a date. Inspections that a later one "
            "replaced, most of all inadequate ones, and homes that closed are missing; years without a file of their "
            "own hold survivors only. The counts are of what is listed, not of all inspections."
        ),
        say(
            "Only limits that recorded grades can settle are tested; what was recorded as a reason or explained in a "
            "report cannot be seen."
        ),
    ]
    if not comparable:
        lines.append(
            say("The overall judgements of the two versions have no agreed counterpart, so they are not compared.")
        )
    return tuple(lines)
